"""Giving out a file, to those who see its record."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from diwan.documents.kinds import may_be_shown
from diwan.documents.models import BODY, Version
from diwan.kernel import clock
from diwan.kernel.decisions import Refused
from diwan.printing.stamp import CannotStamp, watermark_pdf
from diwan.trail.models import record_event


@login_required
@require_GET
def document(request: HttpRequest, pk: int, name: str) -> FileResponse | HttpResponse:
    """The bytes of a version. Reading what is Confidential or above leaves an event, taking it away another kind of one.

    Where the record says so (``copies_marked``) a PDF is given out only with the reader's name across each page.
    """
    version = get_object_or_404(Version.objects.select_related("document", "file"), pk=pk, name=name)
    if not version.document.may_be_seen_by(request.user):
        raise Http404
    record = version.document.record
    # the body of a mail was cleaned before it was kept, and the policy below lets it run and load nothing
    shown = (may_be_shown(version.file.media_type) or version.document.role == BODY) and "download" not in request.GET
    marked = bool(getattr(record, "copies_marked", False))
    if record is not None and (marked or getattr(record, "confidentiality", 0) >= 2):
        record_event(record, "read" if shown else "export", by=request.user, document=version.pk)
    if marked and version.file.media_type == "application/pdf":
        return given_out(marked_copy(version, record, request.user), name, download=not shown)
    response = FileResponse(
        version.file.path.open("rb"),
        as_attachment=not shown,
        filename=name,
        content_type=version.file.media_type,
    )
    # opened inside our own viewer only, and unable to run or load anything
    sandbox = (
        "" if version.file.media_type == "application/pdf" else "sandbox; "
    )  # viewers of PDF need their own script
    response["Content-Security-Policy"] = (
        f"{sandbox}default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"
    )
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Cache-Control"] = "private, no-store"
    return response


def marked_copy(version: Version, record: Any, person: Any) -> bytes:
    """The PDF with the reader's name, the time and the record's number across each page.

    Raises Refused for a file that cannot be marked: it is never given out without.
    """
    number = str(getattr(record, "reference_printed", "") or record.pk)
    at = timezone.localtime(clock.now()).strftime("%Y-%m-%d %H:%M")
    code = (get_language() or "en")[:2]
    try:
        return watermark_pdf(version.file.path.read_bytes(), [str(person), at, number], language=code)
    except CannotStamp as trouble:
        raise Refused(
            _(
                "This file cannot be marked with your name, so no copy is given out. Ask the registry to show you the paper."
            )
        ) from trouble


def given_out(content: bytes, name: str, *, download: bool = False) -> HttpResponse:
    """A PDF made for this reader: shown inside our own viewer, kept by nobody on the way."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(download, name) or "inline"
    answer["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"
    )
    answer["X-Frame-Options"], answer["Cache-Control"] = "SAMEORIGIN", "private, no-store"
    return answer
