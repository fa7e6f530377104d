"""The page of one report and the acts on the whole of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from diwan.interface.components.marks import language as reading
from diwan.interface.request import Request
from diwan.interface.respond import part
from diwan.interface.tables import Listing
from diwan.kernel import clock
from diwan.kernel.multilingual import Texts
from diwan.reports import overview, policies
from diwan.reports.content import content_of
from diwan.reports.document import document_of
from diwan.reports.jobs import WRITERS, file_name, printed
from diwan.reports.labels import language_name, own_name
from diwan.reports.models import Edition, EditionFile, Report
from diwan.reports.titles import languages
from diwan.reports.views.reports import RELATED

PAGE = "reports/report.html"
VIEWS = ("text", "missing", "versions")
STEPS = ("call", "clear", "chase", "introduce", "finalise", "take_back", "issue")
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
LINES = 20  # contributions on a page of what is asked


def find(request: Request, pk: int) -> Report:
    """The report, if this person may see it; else it does not exist."""
    found: Report = get_object_or_404(Report.objects.visible_to(request.person).select_related(*RELATED), pk=pk)
    return found


@login_required
@require_GET
def report(request: Request, pk: int) -> HttpResponse:
    """One section at a time for who reads the whole; for others what is asked of them."""
    found = find(request, pk)
    speech = languages()
    context = head(request, found, speech)
    view = context["view"]
    if view == "versions":
        context |= versions(found, speech)
    elif view == "missing":
        context |= missing(request, found)
    elif context["whole"]:
        context |= text(request, found, speech)
    else:
        context |= asked(request, found, speech)
    return part(request, PAGE, **context)


# what the page shows -----------------------------------------------------------------------------------------------
def head(request: Request, found: Report, speech: list[str]) -> dict[str, Any]:
    """Head, figures and tabs, whichever view is open."""
    counts = overview.counted(overview.seen(found, request.person), speech)
    whole = policies.reads_whole(request.person)
    view = request.GET.get("view", "")
    view = view if view in VIEWS and (whole or view != "missing") else "text"
    context = {
        "report": found,
        "sign": overview.REPORT_SIGNS[Report.State(found.state)],
        "counts": counts,
        "whole": whole,
        "view": view,
        "view_is": {view: True},
        "late": overview.is_late(found) and bool(counts["awaited"]),
        "language": chosen_language(request, speech),
        "speech": [(code, own_name(code), counts[f"in_{code}"]) for code in speech],
        "may": {name: found.decide(name, request.person) for name in STEPS},
        "prepares": bool(policies.may_prepare(request.person)),
        "formats": [(code, form, language_name(code, reading())) for code in speech for form in WRITERS],
    }
    if whole:
        standing = overview.by_standing(found)
        context |= {"band": overview.standing_chart(standing), "mandates": sum(standing.values())}
    return context


def chosen_language(request: Request, speech: list[str]) -> str:
    """The language of the texts shown: the one asked for, the reader's, or the organisation's first."""
    asked_for = request.GET.get("language", "")
    return next((code for code in (asked_for, reading(), *speech) if code in speech), speech[0])


def text(request: Request, found: Report, speech: list[str]) -> dict[str, Any]:
    """The outline, and the section asked for, that of a contribution, or the first that waits for the Cabinet."""
    sections = overview.outline(found)
    contribution = _number(request, "contribution")
    resolution = _number(request, "resolution")
    if contribution:
        named = overview.seen(found, request.person).filter(pk=contribution)
        resolution = named.values_list("mandate__resolution", flat=True).first() or 0
    section = next((s for s in sections if s.pk == resolution), None)
    section = section or next((s for s in sections if s.received), None) or next(iter(sections), None)
    place = sections.index(section) if section else 0
    return {
        "outline": sections,
        "section": section,
        "place": place + 1,
        "before": sections[place - 1] if place else None,
        "after": sections[place + 1] if place + 1 < len(sections) else None,
        "lines": overview.section_lines(found, request.person, section, speech) if section else [],
        "present": contribution,
    }


def asked(request: Request, found: Report, speech: list[str]) -> dict[str, Any]:
    """What is asked of this person's units: what is awaited first."""
    contributions = overview.seen(found, request.person).select_related(*overview.TO_READ)
    if contribution := _number(request, "contribution"):
        contributions = contributions.filter(pk=contribution)
    state = request.GET.get("state", "")
    if state in dict(overview.SIGNS):
        contributions = contributions.filter(state=state)
    elif not contribution:
        contributions = contributions.order_by("state", *contributions.query.order_by)
    listing = Listing(request, contributions, size=LINES)
    lines = overview.asked_lines(found, request.person, list(listing), speech)
    return {"listing": listing, "lines": lines, "state_is": {state or "all": True}, "present": contribution}


def missing(request: Request, found: Report) -> dict[str, Any]:
    """Who owes what: the units, and each contribution that is awaited."""
    seen = overview.seen(found, request.person)
    awaited = seen.filter(state=overview.AWAITED).select_related(*overview.TO_READ)
    if unit := _number(request, "unit"):
        awaited = awaited.filter(unit=unit)
    orders = {
        "unit": ("unit__order", "mandate__resolution__number", "mandate__paragraph__order"),
        "asked": ("asked_on", "pk"),
    }
    units = overview.by_unit(seen)
    for row in units:
        row["said"] = str(Texts(row["name"] or {})) or row["code"] or _("Without a unit")
    return {"units": units, "listing": Listing(request, awaited, orders), "unit": unit}


@dataclass
class Shown:
    """A version with the files made so far, and how many there will be."""

    edition: Edition
    files: list[EditionFile]
    total: int


def _order(file: EditionFile) -> tuple[str, str]:
    return file.language, file.format


def versions(found: Report, speech: list[str]) -> dict[str, Any]:
    """The versions issued, with their files, and what happened to the report."""
    kept = found.editions.defer("content").select_related("by").prefetch_related("files__version")
    editions = [Shown(edition, sorted(edition.files.all(), key=_order), len(WRITERS) * len(speech)) for edition in kept]
    events = [
        {"at": event.at, "says": f"{event.by} {event.says}"}
        for event in found.history.exclude(verb="attach").order_by("-pk")[:15]
    ]
    return {"editions": editions, "events": events}


def _number(request: Request, name: str) -> int:
    asked_for = request.GET.get(name, "")
    return int(asked_for) if asked_for.isdecimal() and len(asked_for) < 18 else 0


# files -------------------------------------------------------------------------------------------------------------
@login_required
@require_GET
def draft(request: Request, pk: int, language: str, form: str) -> HttpResponse:
    """The report as it stands now, marked as a draft; nothing of it is kept. For who reads the whole report."""
    found = find(request, pk)
    if not policies.reads_whole(request.person) or form not in WRITERS or language not in languages():
        raise Http404
    made = printed(document_of(content_of(found), language), form, clock.now())
    answer = HttpResponse(made, content_type=MEDIA_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{file_name(found, "", language, form)}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_GET
def files(request: Request, pk: int, number: int) -> HttpResponse:
    """The files of a version, asked again each second while they are being made."""
    found = find(request, pk)
    shown = [one for one in versions(found, languages())["editions"] if one.edition.number == number]
    if not shown:
        raise Http404
    there = f"{reverse('report', args=[found.pk])}?view=versions"
    return part(request, f"{PAGE}#files", otherwise=there, report=found, shown=shown[0])
