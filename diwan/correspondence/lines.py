"""Letters as lines of the registry's list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from diwan.correspondence.models import Letter, Urgency
from diwan.correspondence.policies import LETTER
from diwan.interface.components import lists, marks
from diwan.interface.markup import markup
from diwan.kernel import clock
from diwan.people.models import Person, Unit
from diwan.records.models import Opening

COLUMNS = (
    "pk", "number", "received_at", "sender_name", "subject", "language", "confidentiality", "urgency", "enclosures",
    "state", "attention", "compartment", "lead__unit_id", "lead__state", "lead__due_on", "lead__stopped_on",
)  # fmt: skip
"""What a line shows, read as a plain row: fifty letters with their leads as objects take three times as long."""


class Line:
    """A letter in the list."""

    def __init__(self, row: Any, unit: str, today: dt.date, base: str, opened: bool) -> None:
        self.pk, self.number = row.pk, row.number
        self.url, self.opened = f"{base}{row.pk}/", opened
        self._row, self._unit, self._today = row, unit, today

    @property
    def row(self) -> SafeString:
        """Its row in a list from which one selects."""
        box = lists.pick(self.pk, self.number)
        return markup('<tr id="l{}"><td class="tight">{}</td>{}</tr>', self.pk, box, self.cells)

    @property
    def cells(self) -> SafeString:
        """The cells of its row after the box that selects it.

        Written here and not in a template: fifty rows of eight cells are half of the time of the page.
        """
        one = self._row
        at = timezone.localtime(one.received_at)
        return markup(
            '<th scope="row"><bdi class="ref" dir="ltr">{}</bdi><span class="sub2">{}</span></th><td>{}</td>'
            '<td class="small from">{}</td><td class="grow"><span class="cell"><a class="q{}" href="{}"{}>{}</a>{}</span></td>'
            '<td><span class="lg">{}</span></td><td class="mark">{}</td><td class="small with">{}</td><td>{}</td>',
            one.number, f"{at.hour:02}:{at.minute:02}", marks.date(at.date()), one.sender_name,
            "" if self.opened else " t new", self.url, _spoken(one.language if one.subject else ""),
            one.subject or gettext("Sealed item"), self._signs, one.language.upper(),
            marks.confidentiality(one.confidentiality), self._where, self._due(at.date()),
        )  # fmt: skip

    @property
    def _signs(self) -> SafeString:
        """Urgent, for the Secretary General, with enclosures."""
        found = SafeString("")
        if self._row.urgency != Urgency.ROUTINE:
            found += _sign("late", "flag", _first(str(Urgency(self._row.urgency).label)))
        if self._row.attention:
            short = {"information": pgettext("SG", "SG to know"), "decision": pgettext("SG", "SG to decide")}
            found += _sign("hold", "star", short[self._row.attention])
        if self._row.enclosures:
            found += markup(' <span class="mut">{}</span>', marks.icon("paperclip", gettext("with enclosures")))
        return found

    @property
    def _asked(self) -> bool:
        return self._row.state == Letter.State.REFERRED and self._row.lead__unit_id is not None

    @property
    def _where(self) -> SafeString | str:
        """Who has it; in grey what it waits for where no unit has it."""
        one = self._row
        if not self._asked:
            return markup('<span class="mut">{}</span>', Letter.State(one.state).label)
        beneath = ""
        if one.lead__stopped_on:
            beneath = gettext("waiting for others")
        elif one.lead__state == "asked":
            beneath = gettext("not acknowledged yet")
        return markup('{}<span class="sub2">{}</span>', self._unit, beneath) if beneath else self._unit

    def _due(self, arrived: dt.date) -> SafeString | str:
        """How near its day is; for what no unit has yet, how long it has been here."""
        one = self._row
        if self._asked:
            if one.lead__stopped_on:
                return marks.status("hold", quiet=True)
            return marks.due(one.lead__due_on, today=self._today)
        return _here((self._today - arrived).days, marks.language()) if one.state in Letter.ENTERED else ""


@lru_cache(maxsize=64)
def _spoken(code: str) -> SafeString:
    """The language of the subject, and which way it is written."""
    return markup(' lang="{}" dir="{}"', code, marks.direction(code)) if code else SafeString(' dir="auto"')


@lru_cache(maxsize=512)
def _here(days: int, _written_in: str) -> SafeString:
    said = (
        ngettext("%(days)d day here", "%(days)d days here", days) % {"days": days} if days > 0 else gettext("new today")
    )
    return markup('<span class="small mut text-nowrap">{}</span>', said)


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _sign(tone: str, icon: str, word: Any) -> SafeString:
    return markup(' <span class="st {}">{}{}</span>', tone, marks.icon(icon), word)


def lines_of(keys: Sequence[int], units: Sequence[Unit], person: Person, base: str) -> list[Line]:
    """The lines of these letters, in this order: two questions. What the person has not opened yet stands out."""
    found = {row.pk: row for row in Letter.objects.filter(pk__in=keys).values_list(*COLUMNS, named=True)}
    seen = Opening.objects.filter(record_type=LETTER, record_id__in=keys, person=person)
    opened = set(seen.values_list("record_id", flat=True))
    names = {unit.pk: str(unit) for unit in units}
    today = clock.today()
    return [
        Line(row, names.get(row.lead__unit_id, ""), today, base, key in opened)
        for key in keys
        if (row := found.get(key))
    ]
