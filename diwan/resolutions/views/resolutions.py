"""Resolutions: the list by session and series, and the page of one with its follow-up beside its text."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from diwan.interface.components.marks import direction
from diwan.interface.request import Request
from diwan.interface.tables import Listing
from diwan.kernel import clock
from diwan.organisation.models import organisation
from diwan.people.roles import Area
from diwan.records.acts import told
from diwan.resolutions import policies
from diwan.resolutions.exports import co_operating, last_actions
from diwan.resolutions.figures import bar, said, statuses_of
from diwan.resolutions.filters import STATUSES, Filter
from diwan.resolutions.lineage.glosses import glosses
from diwan.resolutions.models import Mandate, Paragraph, Resolution
from diwan.resolutions.models.resolution import whole
from diwan.resolutions.numbering import LanguageInAddress
from diwan.resolutions.page import pieces, versions

ORDERS = {
    "number": ("-session__start", "-session__number", "series__code", "number", "pk"),
    "adopted": ("-adopted_on", "series__code", "number", "pk"),
}


@login_required
@require_GET
def resolutions(request: Request) -> HttpResponse:
    """The adopted resolutions of a session (the latest unless another is chosen), each with its figures."""
    if not request.person.authority.scope(Area.MANDATES, "R"):
        raise Http404
    chosen = Filter(request.GET)
    session = _session(request, chosen)
    found = Resolution.objects.visible_to(request.person).select_related("session__organ", "series")
    if session:
        found = found.filter(session=session)
    by_series = dict(found.order_by().values_list("series__code").annotate(Count("pk")))
    found = _narrowed(request, found)
    listing = Listing(request, found, ORDERS)
    keys = [resolution.pk for resolution in listing]
    counted = statuses_of(
        Mandate.objects.visible_to(request.person).filter(resolution__in=keys).with_status(), "resolution"
    )
    context = {
        "chosen": chosen,
        "session": session,
        "listing": listing,
        "query": f"?{request.GET.urlencode()}",
        "lines": [Line(resolution, counted.get(resolution.pk, {})) for resolution in listing],
        "series": [(s, by_series.get(s.code, 0)) for s in chosen.series if by_series.get(s.code)],
        "may_import": policies.may_import(request.person),
        "may_review": policies.may_review(request.person),
        "today": clock.today(),
    }
    return render(request, "resolutions/resolutions.html", context)


def listed(request: Request) -> tuple[Any, Any]:
    """The resolutions of the list as its address narrows it, and the session that they are of, if of one."""
    session = _session(request, Filter(request.GET))
    found = Resolution.objects.visible_to(request.person)
    return _narrowed(request, found.filter(session=session) if session else found), session


def _session(request: Request, chosen: Filter) -> Any:
    """The session asked for; the latest unless all are."""
    return chosen.session or (chosen.sessions[0] if chosen.sessions and "session" not in request.GET else None)


def _narrowed(request: Request, found: Any) -> Any:
    if series := request.GET.get("series"):
        found = found.filter(series__code=series)
    if words := request.GET.get("q", "").strip():
        found = found.filter(title__icontains=words)
    return found


class Line:
    """A resolution in the list: its title in one language, said which, and its mandates in figures."""

    def __init__(self, resolution: Resolution, counts: dict[str, int]) -> None:
        self.resolution = resolution
        self.title, self.language = resolution.title.in_language()
        self.total, self.late = sum(counts.values()), counts.get("late", 0)
        self.bar = bar(counts, label=said(counts))
        self.late_said = ngettext("%(count)s late", "%(count)s late", self.late) % {"count": self.late}


def find(request: Request, key: str) -> Resolution:
    """The resolution of an address, whole; what the person may not see does not exist."""
    try:
        found: Resolution = whole(Resolution.objects.visible_to(request.person)).called(key)
    except Resolution.DoesNotExist as error:
        raise Http404(key) from error
    return found


@login_required
@require_GET
def moved(request: Request, pk: int) -> HttpResponse:
    """An address of the time before addresses were readable."""
    found = get_object_or_404(Resolution.objects.visible_to(request.person), pk=pk)
    return redirect(_address(request, found), permanent=True)


@login_required
@require_GET
def resolution(request: Request, key: str, language: str = "") -> HttpResponse:
    """The text as adopted, in one language or two side by side, with the follow-up of each paragraph as a gloss.

    Without a language the reader's is shown. Other ways of writing the address lead to the one that is permanent.
    """
    found = find(request, key)
    if request.path != found.get_absolute_url(language) or (not language and "text" in request.GET):
        return redirect(_address(request, found, language), permanent=True)
    paragraphs = list(found.paragraphs.all())
    house = organisation()
    present = {text.language for paragraph in paragraphs for text in paragraph.texts.all()}
    codes = list(dict.fromkeys([*(house.languages if house else []), *sorted(present)]))
    if language and language not in codes:
        raise Http404(language)
    shown = _shown(request, language, codes, present)
    mandates = Mandate.objects.visible_to(request.person).filter(resolution=found).with_status()
    followed = {m.paragraph_id: m for m in mandates.select_related("lead__unit", "lead__person")}
    keys = [mandate.pk for mandate in followed.values()]
    helping, last = co_operating(keys), last_actions(keys)
    origins = glosses(found, paragraphs, request.person, shown[0])
    rows = pieces(paragraphs, shown)
    for piece in rows:
        piece.gloss = origins.get(piece.paragraph.pk)
        if m := followed.get(piece.paragraph.pk):
            piece.mandate, piece.co_units, piece.action = m, helping.get(m.pk, []), last.get(m.pk)
    counts: dict[str, int] = {}
    for m in followed.values():
        counts[m.status] = counts.get(m.status, 0) + 1
    preamble = [p for p in rows if p.paragraph.kind == Paragraph.Kind.PREAMBULAR and not p.paragraph.part]
    body = [p for p in rows if p not in preamble]
    show = request.GET.get("show", "")
    context = {
        "resolution": found,
        "follows": any(origin.descents for origin in origins.values()),
        "shown": shown,
        "versions": versions(found, codes, paragraphs, shown[0]),
        "openings": [(code, direction(code), found.opening.get(code, "")) for code in shown],
        "preamble": preamble,
        "pieces": [p for p in body if show not in STATUSES or (p.mandate and p.mandate.status == show)],
        "operative": len(body),
        "counts": [(status, counts[status]) for status in STATUSES if counts.get(status)],
        "bar": bar(counts, classes="bar thick", label=said(counts)),
        "here": found.get_absolute_url(shown[0]) + "?" + urlencode([("beside", code) for code in shown[1:]]),
        "origin": request.build_absolute_uri("/").rstrip("/"),
        "whole_file": reverse("resolution-file", args=[found.key, "json"]),
        "canonical": found.get_absolute_url(shown[0]),
        "total": len(followed),
        "done": counts.get("done", 0),
        "show": show,
        "history": told(found.history.order_by("-pk")[:20]),
        "last_on": max((m.last_action_on for m in followed.values() if m.last_action_on), default=None),
        "title": found.title.get(shown[0]) or str(found.title),
        "printed": found.printed.get(shown[0], ""),
        "title_language": shown[0] if found.title.get(shown[0]) else found.title.in_language()[1],
    }
    return render(request, "resolutions/resolution.html", context)


def _address(request: Request, found: Resolution, language: str = "") -> str:
    """The permanent address, with what else was asked; ``?text=fr`` was the language once."""
    query = request.GET.copy()
    old = "".join(query.pop("text", [])[:1]).lower()
    if re.fullmatch(LanguageInAddress.regex, old):
        language = language or old
    return found.get_absolute_url(language) + (f"?{query.urlencode()}" if query else "")


def _shown(request: Request, language: str, codes: list[str], present: set[str]) -> list[str]:
    """The language asked for, or the reader's, or the first that has a text, which the page then says; and another."""
    reader = request.LANGUAGE_CODE
    if not language:
        language = reader if reader in present or not present else next(code for code in codes if code in present)
    beside = request.GET.get("beside")
    return [language, str(beside)] if beside in codes and beside != language else [language]
