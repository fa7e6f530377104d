"""The journal that an auditor reads and takes away."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from diwan.interface.exports import csv_response
from diwan.interface.request import Request
from diwan.interface.tables import Listing
from diwan.people.roles import Area
from diwan.trail.chain import verify
from diwan.trail.models import Event, record_event

EXPORTED = 100_000  # events in one file


def _events(request: Request) -> object:
    """The journal is for those with the right to read the whole trail; for all others it does not exist."""
    if not request.person.authority.scope(Area.TRAIL, "R").anywhere:
        raise Http404
    events = Event.objects.select_related("by", "link").order_by("-pk")
    if who := request.GET.get("by"):
        events = events.filter(by__username=who)
    if kind := request.GET.get("kind"):
        events = events.filter(record_type=kind)
    return events


@login_required
@require_GET
def journal(request: Request) -> HttpResponse:
    """What happened, newest first, with the proof that the chain is whole. Metadata only: no texts of records."""
    return render(
        request,
        "trail/journal.html",
        {"listing": Listing(request, _events(request)), "verdict": verify() if "verify" in request.GET else None},  # type: ignore[arg-type]
    )


@login_required
@require_GET
def export(request: Request) -> HttpResponse:
    """The same as a file, with each link's digest, itself told in the trail."""
    events = _events(request)
    record_event(request.person, "export", by=request.person, what="trail")
    heads = ["serial", "digest", "event", "at", "by", "record", "id", "verb", "particulars"]
    rows = (
        [
            e.link.serial, bytes(e.link.digest).hex(), e.pk, e.at.isoformat(), e.by.username, e.record_type, e.record_id,
            e.verb, json.dumps(e.particulars, ensure_ascii=False),
        ]
        for e in events[:EXPORTED]  # type: ignore[index]
        if hasattr(e, "link")
    )  # fmt: skip
    return csv_response("trail", heads, rows)
