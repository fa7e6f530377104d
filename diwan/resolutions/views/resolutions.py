"""Resolutions: the list by session and series, and the page of one with its follow-up beside its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from diwan.interface.request import Request
from diwan.interface.tables import Listing
from diwan.kernel import clock
from diwan.organisation.models import organisation
from diwan.people.roles import Area
from diwan.resolutions import policies
from diwan.resolutions.exports import co_operating, last_actions
from diwan.resolutions.figures import bar, said, statuses_of
from diwan.resolutions.filters import STATUSES, Filter
from diwan.resolutions.models import Mandate, Paragraph, ParagraphText, Resolution
from diwan.resolutions.models.resolution import whole
from diwan.resolutions.views.mandates import told

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
    session = chosen.session or (chosen.sessions[0] if chosen.sessions and "session" not in request.GET else None)
    found = Resolution.objects.visible_to(request.person).select_related("session__organ", "series")
    if session:
        found = found.filter(session=session)
    by_series = dict(found.order_by().values_list("series__code").annotate(Count("pk")))
    if series := request.GET.get("series"):
        found = found.filter(series__code=series)
    if words := request.GET.get("q", "").strip():
        found = found.filter(title__icontains=words)
    listing = Listing(request, found, ORDERS)
    keys = [resolution.pk for resolution in listing]
    counted = statuses_of(
        Mandate.objects.visible_to(request.person).filter(resolution__in=keys).with_status(), "resolution"
    )
    context = {
        "chosen": chosen,
        "session": session,
        "listing": listing,
        "lines": [Line(resolution, counted.get(resolution.pk, {})) for resolution in listing],
        "series": [(s, by_series.get(s.code, 0)) for s in chosen.series if by_series.get(s.code)],
        "may_import": policies.may_import(request.person),
        "may_review": policies.may_review(request.person),
        "today": clock.today(),
    }
    return render(request, "resolutions/resolutions.html", context)


class Line:
    """A resolution in the list: its title in one language, said which, and its mandates in figures."""

    def __init__(self, resolution: Resolution, counts: dict[str, int]) -> None:
        self.resolution = resolution
        self.title, self.language = resolution.title.in_language()
        self.total, self.late = sum(counts.values()), counts.get("late", 0)
        self.bar = bar(counts, label=said(counts))
        self.late_said = ngettext("%(count)s late", "%(count)s late", self.late) % {"count": self.late}


@dataclass
class Piece:
    """A paragraph on the page: its texts in the languages shown, and what became of it."""

    paragraph: Paragraph
    texts: list[tuple[str, str, str]]
    mandate: Any = None
    co_units: list[Any] = field(default_factory=list)
    action: Any = None
    heading: str = ""

    @property
    def asks(self) -> bool:
        """Whether it is followed at all, by somebody."""
        return self.paragraph.actionable

    @property
    def elsewhere(self) -> list[str]:
        """The languages in which it has a text."""
        return [text.language for text in self.paragraph.texts.all()]

    @property
    def number(self) -> str:
        """As printed in the first text shown, else as it is counted."""
        first = self.paragraph.text_in(self.texts[0][0]) if self.texts else None
        return (first.number if first else "") or self.paragraph.number

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"p{self.paragraph.pk}"


@dataclass
class Version:
    """A language of the resolution: how many paragraphs have a text in it."""

    code: str
    name: str
    texts: int
    paragraphs: int
    current: bool

    @property
    def whole(self) -> bool:
        """Nothing is missing."""
        return self.texts >= self.paragraphs

    @property
    def word(self) -> str:
        """What is missing, for those who listen and for the title."""
        if self.whole:
            return ""
        if not self.texts:
            return _("no text")
        return _("%(missing)s paragraphs have no text") % {"missing": self.paragraphs - self.texts}


@login_required
@require_GET
def resolution(request: Request, pk: int) -> HttpResponse:
    """The text as adopted, in one language or two side by side, with the follow-up of each paragraph as a gloss."""
    found: Resolution = get_object_or_404(whole(Resolution.objects.visible_to(request.person)), pk=pk)
    paragraphs = list(found.paragraphs.all())
    house = organisation()
    present = {text.language for paragraph in paragraphs for text in paragraph.texts.all()}
    codes = list(dict.fromkeys([*(house.languages if house else []), *sorted(present)]))
    shown = _shown(request, codes, present)
    mandates = Mandate.objects.visible_to(request.person).filter(resolution=found).with_status()
    followed = {m.paragraph_id: m for m in mandates.select_related("lead__unit", "lead__person")}
    keys = [mandate.pk for mandate in followed.values()]
    helping, last = co_operating(keys), last_actions(keys)
    pieces, part = [], ""
    for paragraph in paragraphs:
        m = followed.get(paragraph.pk)
        piece = Piece(paragraph, [_text(paragraph, code) for code in shown], m)
        if m:
            piece.co_units, piece.action = helping.get(m.pk, []), last.get(m.pk)
        if paragraph.part != part:
            part = paragraph.part
            piece.heading = (
                part
                if paragraph.kind == Paragraph.Kind.TASK
                else _("Part %(letter)s") % {"letter": part}
                if part
                else ""
            )
        pieces.append(piece)
    counts: dict[str, int] = {}
    for m in followed.values():
        counts[m.status] = counts.get(m.status, 0) + 1
    preamble = [p for p in pieces if p.paragraph.kind == Paragraph.Kind.PREAMBULAR and not p.paragraph.part]
    body = [p for p in pieces if p not in preamble]
    show = request.GET.get("show", "")
    context = {
        "resolution": found,
        "shown": shown,
        "versions": _versions(codes, paragraphs, shown),
        "openings": [(code, found.opening.get(code, "")) for code in shown],
        "preamble": preamble,
        "pieces": [p for p in body if show not in STATUSES or (p.mandate and p.mandate.status == show)],
        "operative": len(body),
        "counts": [(status, counts[status]) for status in STATUSES if counts.get(status)],
        "bar": bar(counts, classes="bar thick", label=said(counts)),
        "here": f"?{urlencode([('text', shown[0]), *(('beside', code) for code in shown[1:])])}",
        "total": len(followed),
        "done": counts.get("done", 0),
        "show": show,
        "history": told(found.history.order_by("-pk")[:20]),
        "last_on": max((m.last_action_on for m in followed.values() if m.last_action_on), default=None),
        "title": found.title.get(shown[0]) or str(found.title),
        "title_language": shown[0] if found.title.get(shown[0]) else found.title.in_language()[1],
    }
    return render(request, "resolutions/resolution.html", context)


def _shown(request: Request, codes: list[str], present: set[str]) -> list[str]:
    """The languages asked for; else the reader's; else the first that has a text, which the page then says."""
    asked = [code for code in (request.GET.get("text"), request.GET.get("beside")) if code in codes]
    if asked:
        return list(dict.fromkeys(str(code) for code in asked))
    reader = request.LANGUAGE_CODE
    if reader in present or not present:
        return [reader]
    return [next(code for code in codes if code in present)]


def _text(paragraph: Paragraph, code: str) -> tuple[str, str, str]:
    """Language, verb and the rest of the text, so that the verb can be set off as in print; empty where it lacks."""
    text: ParagraphText | None = paragraph.text_in(code)
    if text is None:
        return code, "", ""
    if text.verb and text.text.startswith(text.verb):
        return code, text.verb, text.text[len(text.verb) :]
    return code, "", text.text


def _versions(codes: list[str], paragraphs: list[Paragraph], shown: list[str]) -> list[Version]:
    return [
        Version(
            code,
            get_language_info(code)["name_local"].capitalize(),
            sum(1 for paragraph in paragraphs if paragraph.text_in(code)),
            len(paragraphs),
            code == shown[0],
        )
        for code in codes
    ]
