"""Citations: who cites a resolution and what it cites itself; what is cited and in no register; what was outdated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from diwan.citations.links import targets
from diwan.citations.models import Citation
from diwan.citations.register import Absent, CitedBy, Reference, absent, absent_in_full, references_of
from diwan.interface.exports import csv_response, xlsx_response
from diwan.interface.request import Request
from diwan.interface.respond import part
from diwan.interface.tables import Listing
from diwan.kernel import clock
from diwan.people.roles import Area
from diwan.records.citing import RESOLUTION, SYMBOL
from diwan.records.discretion import tell
from diwan.resolutions.citing import place_in
from diwan.resolutions.models import Resolution
from diwan.resolutions.succession import followers, outdated, outdated_when_written
from diwan.trail.models import record_event

PAGE, FIRST = "resolutions/citations.html", 8
ORDERS = {"count": ("-records", "key"), "key": ("key",), "kind": ("kind", "key")}
KINDS: dict[str, str | Promise] = {RESOLUTION: gettext_lazy("Resolution"), SYMBOL: gettext_lazy("Document or symbol")}
HEADS: list[str | Promise] = [
    gettext_lazy("Key"), gettext_lazy("Kind"), gettext_lazy("As printed"), gettext_lazy("Cited by"),
    gettext_lazy("First places"),
]  # fmt: skip


@dataclass
class Line:
    """What a resolution cites: the reference, the last of those that follow it, and whether one did already then."""

    reference: Reference
    latest: Resolution | None = None
    before: Resolution | None = None

    @property
    def record(self) -> Any:
        """What it leads to, if it is open to the reader."""
        return self.reference.target.record if self.reference.target else None

    @property
    def absent(self) -> bool:
        """A resolution that is in no register."""
        return bool(self.reference.target and self.reference.target.absent and self.reference.kind == RESOLUTION)


@login_required
@require_GET
def citations(request: Request, key: str) -> HttpResponse:
    """A panel on the page of a resolution, and a page of its own with all of it."""
    try:
        found = Resolution.objects.visible_to(request.person).select_related("session__organ", "series").called(key)
    except Resolution.DoesNotExist as error:
        raise Http404(key) from error
    cited_by = CitedBy(found, request.person)
    listing = Listing(request, cited_by.rows, size=FIRST if request.htmx else 50)
    context: dict[str, Any] = {
        "resolution": found,
        "listing": listing,
        "citing": cited_by.records(listing),
        "lines": lines_of(found, request.person),
        "panel": bool(request.htmx),
    }
    return part(request, f"{PAGE}#panel", **context)


def lines_of(resolution: Resolution, person: Any) -> list[Line]:
    """What a resolution cites, each with what came after it."""
    references = references_of(resolution, person)
    led = {r.key: r.target.record for r in references if r.target and isinstance(r.target.record, Resolution)}
    later = followers({one.pk for one in led.values()}, person)
    lines = []
    for reference in references:
        row = later[led[reference.key].pk] if reference.key in led else []
        latest = row[-1] if row and row[-1].pk != resolution.pk else None
        lines.append(Line(reference, latest, outdated_when_written(row, resolution)))
    return lines


# cited, but in no register -----------------------------------------------------------------------------------------
class Chosen:
    """What the list is narrowed to: kind, organ, session, series. Unknown words are passed over."""

    def __init__(self, request: Request) -> None:
        query = request.GET
        self.kind = query.get("kind", "") if query.get("kind") in KINDS else ""
        self.organ, self.session = query.get("organ", "")[:20].upper(), query.get("session", "")[:20].upper()
        self.series = query.get("series", "")[:20]
        keys = absent(request.person, kind=RESOLUTION).values_list("key", flat=True)
        heads = {tuple(key.split("/")[0].rsplit("-", 1)) for key in keys}
        self.sessions = sorted((f"{organ}-{number}" for organ, number in heads), key=_by_number, reverse=True)
        self.organs = sorted({organ for organ, _number in heads})
        self.letters = sorted({key.split("/")[1] for key in keys if key.count("/") > 1})

    @property
    def rows(self) -> dict[str, str]:
        """What `absent` takes."""
        beginning = f"{self.session}/" if self.session else f"{self.organ}-" if self.organ else ""
        return {"kind": self.kind, "beginning": beginning, "series": self.series}


def _by_number(session: str) -> tuple[str, int]:
    organ, number = session.rsplit("-", 1)
    return organ, int(number)


def _readers_only(person: Any) -> None:
    if not person.authority.scope(Area.MANDATES, "R"):
        raise Http404


@login_required
@require_GET
def missing(request: Request) -> HttpResponse:
    """Cited but absent, the most cited first."""
    _readers_only(request.person)
    chosen = Chosen(request)
    listing = Listing(request, absent(request.person, **chosen.rows), ORDERS)
    context = {
        "chosen": chosen,
        "listing": listing,
        "lines": absent_in_full(listing, request.person),
        "kinds": KINDS.items(),
        "outdated": outdated(request.person).count(),
    }
    return render(request, "resolutions/citations_absent.html", context)


@login_required
@require_GET
def missing_export(request: Request, form: str) -> HttpResponse:
    """The list as CSV or XLSX, told in the trail."""
    _readers_only(request.person)
    forms = {"csv": csv_response, "xlsx": xlsx_response}
    if form not in forms:
        raise Http404
    rows = absent(request.person, **Chosen(request).rows).order_by(*ORDERS["count"])
    found = absent_in_full(rows, request.person)
    tell({c.record for line in found for c in line.citing}, by=request.person, verb="export", form=form)
    lines = [_row(line) for line in found]
    record_event(request.person, "export", by=request.person, what="citations", form=form, view="", rows=len(lines))
    return forms[form](f"citations-absent-{clock.today().isoformat()}", HEADS, lines)


def _row(line: Absent) -> list[Any]:
    where = [f"{card_said(c.record)} {spot.place.said}" for c in line.citing for spot in c.spots]
    return [line.key, str(KINDS[line.kind]), "; ".join(line.printed), line.records, "; ".join(where)]


def card_said(record: Any) -> str:
    """A record by its number, else by its name."""
    return str(getattr(record, "reference_printed", "") or record)


# outdated when written ---------------------------------------------------------------------------------------------
@dataclass
class Outdated:
    """A citing resolution, the one it cites, where, and the one it should have cited."""

    citing: Resolution
    cited: Resolution
    latest: Resolution
    place: Any
    printed: str


@login_required
@require_GET
def superseded(request: Request) -> HttpResponse:
    """Citations of resolutions that had been followed by another one in an earlier session than the citing text."""
    _readers_only(request.person)
    listing = Listing(request, outdated(request.person))
    context = {
        "listing": listing,
        "lines": _outdated(list(listing), request.person),
        "absent": absent(request.person).count(),
    }
    return render(request, "resolutions/citations_outdated.html", context)


def _outdated(citations: list[Citation], person: Any) -> list[Outdated]:
    """Each with the resolutions concerned, as far as they are open to the person."""
    leads = targets(person, {one.key for one in citations})
    seen = Resolution.objects.visible_to(person).filter(pk__in={one.record_id for one in citations})
    citing = {one.pk: one for one in seen.select_related("session__organ", "series")}
    cited = {key: target.record for key, target in leads.items() if isinstance(target.record, Resolution)}
    later = followers({one.pk for one in cited.values()}, person)
    found = []
    for one in citations:
        by, what = citing.get(one.record_id), cited.get(one.key)
        if by and what and (latest := outdated_when_written(later[what.pk], by)):
            place = place_in(by, one.place, one.called, one.language)
            found.append(Outdated(by, what, latest, place, one.printed))
    return found
