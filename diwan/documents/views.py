"""Giving out a file, to those who see its record."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from diwan.documents.kinds import may_be_shown
from diwan.documents.models import Version
from diwan.trail.models import record_event


@login_required
@require_GET
def document(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """The bytes of a version. Reading what is Confidential or above leaves an event."""
    version = get_object_or_404(Version.objects.select_related("document", "file"), pk=pk, name=name)
    if not version.document.may_be_seen_by(request.user):
        raise Http404
    record = version.document.record
    if record is not None and getattr(record, "confidentiality", 0) >= 2:
        record_event(record, "read", by=request.user, document=version.pk)
    shown = may_be_shown(version.file.media_type) and "download" not in request.GET
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
