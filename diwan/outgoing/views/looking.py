"""What the gate looks up: what a paper cites, and earlier texts like it. Panels of its page, and pages of their own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from diwan.interface.request import Request
from diwan.interface.respond import part
from diwan.outgoing.looking_up import cited, similar
from diwan.outgoing.views.papers import find
from diwan.records.discretion import tell


@login_required
@require_GET
def citations(request: Request, pk: int) -> HttpResponse:
    """Everything that is cited, whether it is in the registers, and whether it still stands."""
    found = find(request, pk)
    return part(request, "outgoing/citations.html#found", outgoing=found, cited=cited(found, request.person))


@login_required
@require_GET
def earlier(request: Request, pk: int) -> HttpResponse:
    """Earlier texts most like it, with what they say otherwise. From Confidential up the reading of each is told."""
    found = find(request, pk)
    texts = similar(found, request.person)
    tell([one.record for one in texts], by=request.person, similar_to=found.pk)
    return part(request, "outgoing/earlier.html#found", outgoing=found, texts=texts)
