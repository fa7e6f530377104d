"""The follow-up in figures: units by status, resolutions by status, and the bars that draw them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, F, When
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from diwan.interface import charts
from diwan.interface.components.lists import heatcell
from diwan.interface.components.marks import STATUSES as SAID
from diwan.people.models import Unit
from diwan.resolutions.filters import STATUSES, Filter, shortened

BAR = ("done", "run", "hold", "idle", "unassigned", "late")
"""The order of a bar: what is done first, what is late at the end."""

TONES = {"unassigned": "idle"}
"""Statuses drawn in the colour of another."""


@dataclass
class Cell:
    """One figure of the matrix, and the list behind it."""

    status: str
    value: int
    url: str
    peak: int = 0


@dataclass
class Row:
    """A unit and its figures."""

    name: str | Promise
    url: str
    counts: dict[str, int]
    all_url: str
    cells: list[Cell] = field(default_factory=list)

    @property
    def short(self) -> str:
        """The name as it fits beside the figures."""
        return shortened(str(self.name))

    @property
    def total(self) -> int:
        """All its mandates."""
        return sum(self.counts.values())

    @property
    def drawn(self) -> SafeString:
        """Its cells; a dash where there is nothing."""
        name = str(self.name)
        return format_html_join(
            "", "<td>{}</td>", ((heatcell(c.value, c.status, c.peak, url=c.url, label=name),) for c in self.cells)
        )

    @property
    def bar(self) -> SafeString:
        """Its figures as one bar."""
        return bar(self.counts)


@dataclass
class Matrix:
    """Units × status, with the totals."""

    rows: list[Row]
    totals: Row

    @property
    def units(self) -> int:
        """How many units have something."""
        return sum(1 for row in self.rows if row.url)


def matrix(mandates: Any, chosen: Filter) -> Matrix:
    """Count by unit and status in one statement.

    What nobody leads stands with the unit proposed for it: that is where it will go.
    """
    holder = Case(When(lead=None, then=F("proposed_unit")), default=F("lead__unit"))
    counted = mandates.with_status().order_by().values("status", holder=holder).annotate(n=Count("pk"))
    by_unit: dict[int | None, dict[str, int]] = {}
    for line in counted:
        by_unit.setdefault(line["holder"], {})[line["status"]] = line["n"]
    narrowed = [(name, value) for name, value in _pairs(chosen) if name not in ("unit", "status")]
    units = [unit for unit in chosen.units if unit.pk in by_unit]
    missing = {pk for pk in by_unit if pk is not None} - {unit.pk for unit in units}
    units += list(Unit.objects.filter(pk__in=missing)) if missing else []
    rows = [_row(unit, by_unit[unit.pk], narrowed) for unit in units]
    if None in by_unit:
        rows.append(Row(_("No unit proposed"), "", by_unit[None], ""))
    totals = {status: sum(row.counts.get(status, 0) for row in rows) for status in STATUSES}
    every = Row(_("All units"), "", totals, _address(narrowed))
    every.cells = [Cell(s, totals[s], _address(narrowed, status=s)) for s in STATUSES]
    _fill(rows, narrowed)
    return Matrix(rows, every)


def _row(unit: Unit, counts: dict[str, int], narrowed: list[tuple[str, str]]) -> Row:
    return Row(str(unit), reverse("unit", args=[unit.code]), counts, _address(narrowed, unit=unit.code))


def _fill(rows: list[Row], narrowed: list[tuple[str, str]]) -> None:
    """The cells: late is tinted against its own peak, for nine late ones weigh more than nine done."""
    late = max((row.counts.get("late", 0) for row in rows), default=0)
    others = max((n for row in rows for status, n in row.counts.items() if status != "late"), default=0)
    for row in rows:
        for status in STATUSES:
            url = f"{row.all_url}&status={status}" if row.all_url else _address(narrowed, status=status)
            row.cells.append(Cell(status, row.counts.get(status, 0), url, late if status == "late" else others))


def _pairs(chosen: Filter) -> list[tuple[str, str]]:
    return [(name, value) for name, values in QueryDict(chosen.saved).lists() for value in values]


def _address(narrowed: Iterable[tuple[str, str]], **more: str) -> str:
    return f"{reverse('mandates')}?{urlencode([*narrowed, *more.items()])}"


def statuses_of(mandates: Any, by: str) -> dict[Any, dict[str, int]]:
    """Counts by status for each value of a field (``resolution``), in one statement."""
    found: dict[Any, dict[str, int]] = {}
    for key, status, n in mandates.order_by().values_list(by, "status").annotate(n=Count("pk")):
        found.setdefault(key, {})[status] = n
    return found


def said(counts: Mapping[str, int]) -> str:
    """The counts in words: ``3 in progress, 1 late``."""
    parts = [
        gettext("%(word)s: %(count)s") % {"word": SAID[status], "count": counts[status]}
        for status in STATUSES
        if counts.get(status)
    ]
    return gettext(", ").join(parts)


def bar(counts: Mapping[str, int], *, classes: str = "bar", label: str = "") -> SafeString:
    """One bar of a table, drawn once for the same figures: fifty stand on a page."""
    return _bar(tuple(counts.get(status, 0) for status in BAR), classes, label, get_language() or "")


@lru_cache(maxsize=4096)
def _bar(values: tuple[int, ...], classes: str, label: str, written_in: str) -> SafeString:
    shares: dict[str, float] = {}
    for status, value in zip(BAR, values, strict=True):
        tone = TONES.get(status, status)
        shares[tone] = shares.get(tone, 0) + value
    drawing = charts.segments(shares)
    rects = format_html_join(
        "",
        '<rect class="{}" x="{}" y="0" width="{}" height="8"/>',
        ((r.tone, f"{r.x:g}", f"{r.width:g}") for r in drawing.rects),
    )
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="{}" viewBox="0 0 100 8" preserveAspectRatio="none" {}>{}</svg>', classes, spoken, rects
    )
