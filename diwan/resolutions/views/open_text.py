"""Resolutions as files: Akoma Ntoso, JSON, DOCX and PDF under their own address, and many of them in one parcel."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from diwan.interface.request import Request
from diwan.kernel.decisions import NotNow
from diwan.resolutions.models import Resolution, Volume
from diwan.resolutions.open_text import FORMS, file_name, languages_of, open_resolutions, written
from diwan.resolutions.views.resolutions import listed
from diwan.trail.models import record_event

MOST = 500
"""Resolutions in one parcel of pages: beyond, their setting takes longer than a reader waits."""


@login_required
@require_GET
def file(request: Request, key: str, form: str, language: str = "") -> HttpResponse:
    """A resolution as a file: in a language, or as JSON with all of them. Seen exactly by those who see the page."""
    try:
        found = Resolution.objects.visible_to(request.person).called(key)
    except Resolution.DoesNotExist as error:
        raise Http404(key) from error
    address = reverse("resolution-file", args=[found.key, *([language] if language else []), form])
    if request.path != address:
        return redirect(address, permanent=True)
    facts = open_resolutions(Resolution.objects.filter(pk=found.pk))
    if form not in FORMS or (language not in languages_of(facts) if language else form != "json"):
        raise Http404(form)
    content = written(form, facts, language)
    answer = _answer(content, FORMS[form], file_name(found.key, language, form))
    changed = datetime.fromisoformat(facts[0]["changed_on"]).replace(tzinfo=UTC)
    kept: HttpResponse | None = get_conditional_response(
        request, etag=answer["ETag"], last_modified=int(changed.timestamp()), response=answer
    )
    if kept is None or kept is answer:
        found.track("export", by=request.person, form=form, language=language)
    return kept or answer


@login_required
@require_GET
def parcel(request: Request, form: str) -> HttpResponse:
    """The resolutions of the list as it is narrowed, or of a volume: one file for each language, in a ZIP."""
    volume = None
    if number := request.GET.get("volume", ""):
        volume = Volume.objects.visible_to(request.person).filter(pk=number if number.isdecimal() else 0).first()
        if volume is None:
            raise Http404(number)
    found, session = listed(request)
    if volume is not None:
        found, session = volume.resolutions.visible_to(request.person), volume.session
    if form not in FORMS:
        raise Http404(form)
    if form in ("docx", "pdf") and found.count() > MOST:
        raise NotNow(_("These are more than %(most)s resolutions. Choose a session or a series.") % {"most": MOST})
    facts = open_resolutions(found.order_by("-session__start", "series__code", "number", "pk"))
    if not facts:
        raise Http404(form)
    collection = {
        "key": session.key if session else "selection", "title": volume.title if volume else str(session or ""),
        "symbol": volume.symbol if volume else "",
    }  # fmt: skip
    record_event(request.person, "export", by=request.person, what="resolutions", form=form, rows=len(facts))
    name = f"{collection['key'].lower()}-{form}.zip"
    return _answer(packed(form, facts, collection), "application/zip", name)


def packed(form: str, facts: list[dict[str, Any]], collection: dict[str, Any]) -> bytes:
    """A ZIP with one file for each language that has a text."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as parcel:
        for language in languages_of(facts):
            entry = zipfile.ZipInfo(file_name(collection["key"], language, form), (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            parcel.writestr(entry, written(form, facts, language, collection))
    return target.getvalue()


def _answer(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return answer
