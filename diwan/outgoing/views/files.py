"""A paper as it will be printed, as PDF and as DOCX; and its versions, laid over one another."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from diwan.interface.request import Request
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.outgoing.differences import compare
from diwan.outgoing.models import Outgoing
from diwan.outgoing.office_templates import said
from diwan.outgoing.page import Papers
from diwan.outgoing.rendering import DRAFT, Printer, Signature, printed_for
from diwan.outgoing.views.papers import find
from diwan.printing.docx_pdf import docx_to_pdf
from diwan.printing.letter_docx import TemplateUnusable
from diwan.printing.pdf import PrintingError
from diwan.printing.stamp import watermark_pdf
from diwan.records.discretion import CONFIDENTIAL, tell

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
@require_GET
def preview(request: Request, pk: int, language: str) -> HttpResponse:
    """The paper as PDF as it is printed. A draft is marked across each page; so is what is closed, with the reader's name."""
    found, content = _made(request, pk, language, "read")
    try:
        pdf = docx_to_pdf(content, language=language, title=found.number or _("draft"))
    except PrintingError as error:
        raise NotNow(_("This text cannot be printed. Look at its DOCX, and take out what is unusual in it.")) from error
    if marks := _marks(request, found, language):
        pdf = watermark_pdf(pdf, marks, language=language)
    return given(pdf, "application/pdf", _name(found, language, "pdf"))


@login_required
@require_GET
def docx(request: Request, pk: int, language: str) -> HttpResponse:
    """The paper as DOCX, to work on it at one's own desk and hand it in again."""
    found, content = _made(request, pk, language, "export")
    return given(content, WORD, _name(found, language, "docx"), saved=True)


def _made(request: Request, pk: int, language: str, verb: str) -> tuple[Outgoing, bytes]:
    """The paper in a language to one of its addressees (``?to=``), else the first. The reading of a closed one is told."""
    found = find(request, pk)
    if language not in found.languages:
        raise Http404
    tell([found], by=request.person, verb=verb, language=language)
    signature = DRAFT
    if found.number and found.signed_at:
        signature = Signature(
            found.number, timezone.localtime(found.signed_at).date(), found.signed_by, found.signed_for
        )
    key = request.GET.get("to", "")
    rows = list(printed_for(found))
    whom = next((one for one in rows if one is not None and str(one.pk) == key), rows[0] if rows else None)
    try:
        return found, Printer(found).docx(language, whom, signature)
    except TemplateUnusable as wrong:
        raise NotNow(said(wrong)) from wrong


def _marks(request: Request, found: Outgoing, language: str) -> list[str]:
    with override(language):
        draft = [] if found.number else [str(_("DRAFT"))]
    if found.confidentiality < CONFIDENTIAL:
        return draft
    return [*draft, str(request.person), f"{timezone.localtime(clock.now()):%Y-%m-%d %H:%M}"]


def _name(found: Outgoing, language: str, ending: str) -> str:
    """The name of a file says nothing of what is in it."""
    return f"{(found.number or f'draft-{found.pk}').replace('/', '-')}-{language}.{ending}"


def given(content: bytes, media_type: str, name: str, *, saved: bool = False) -> HttpResponse:
    """A file made for the reader."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'{"attachment" if saved else "inline"}; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    return answer


@login_required
@require_GET
def versions(request: Request, pk: int) -> HttpResponse:
    """All versions of its texts, and the way to compare any two of a language."""
    found = find(request, pk)
    chosen = {name: request.GET.get(name, "") for name in ("old", "new")}
    papers = Papers(found)
    if all(chosen.values()):
        two = [next((v for v in papers.versions if str(v.pk) == key), None) for key in chosen.values()]
        if two[0] and two[1] and two[0].language == two[1].language and two[0] != two[1]:
            older, newer = sorted(two, key=lambda v: v.number if v else 0)
            return redirect("outgoing-difference", pk, older.language, older.number, newer.number)  # type: ignore[union-attr]
        chosen["wrong"] = _("Choose two versions of the same language.")
    tell([found], by=request.person)
    by_language: dict[str, list[Any]] = {}
    for one in papers.versions:
        by_language.setdefault(one.language, []).append(one)
    return render(request, "outgoing/versions.html", {"outgoing": found, "by_language": by_language, "chosen": chosen})


@login_required
@require_GET
def difference(request: Request, pk: int, language: str, old: int, new: int) -> HttpResponse:
    """Two versions of a language, what went and what came marked in words."""
    found = find(request, pk)
    there = {v.number: v for v in Papers(found).versions if v.language == language}
    if old not in there or new not in there or old == new:
        raise Http404
    tell([found], by=request.person)
    older, newer = there[min(old, new)], there[max(old, new)]
    both = [(newer, _("The later version")), (older, _("The earlier version"))]
    context = {"outgoing": found, "compared": compare(older, newer), "both": both}
    return render(request, "outgoing/difference.html", context)
