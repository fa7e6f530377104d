"""The journal that an auditor reads and takes away."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
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
CONFIDENTIAL = 2  # the level from which what was said is for those who may see the record
WITHHELD = '{"withheld": true}'


def _events(request: Request) -> QuerySet[Event]:
    """The journal is for those with the right to read the whole trail; for all others it does not exist."""
    if not request.person.authority.scope(Area.TRAIL, "R").anywhere:
        raise Http404
    events = Event.objects.select_related("by", "link").order_by("-pk")
    if who := request.GET.get("by"):
        events = events.filter(by__username=who)
    if kind := request.GET.get("kind"):
        events = events.filter(record_type=kind)
    return events


def _closed_to(person: Any) -> set[tuple[str, int]]:
    """The classified records that the person may not see: two queries for each kind that is classified."""
    closed: set[tuple[str, int]] = set()
    for model in apps.get_models():
        kept = any(field.name == "confidentiality" for field in model._meta.concrete_fields)
        if kept and hasattr(model, "visible_to"):
            classified: Any = model._default_manager.filter(confidentiality__gte=CONFIDENTIAL)
            seen = set(classified.visible_to(person).values_list("pk", flat=True))
            keys = set(classified.values_list("pk", flat=True)) - seen
            closed |= {(model._meta.label_lower, key) for key in keys}
    return closed


@login_required
@require_GET
def journal(request: Request) -> HttpResponse:
    """What happened, newest first, with the proof that the chain is whole. Metadata only: no texts of records."""
    return render(
        request,
        "trail/journal.html",
        {
            "listing": Listing(request, _events(request)),
            "verdict": verify() if "verify" in request.GET else None,
        },
    )


@login_required
@require_GET
def export(request: Request) -> HttpResponse:
    """The same as a file, with each link's digest, itself told in the trail.

    What was said of a record that is Confidential or above and not open to the reader is withheld; its link stays.
    """
    events, closed = _events(request), _closed_to(request.person)
    record_event(request.person, "export", by=request.person, what="trail")
    heads = ["serial", "digest", "event", "at", "by", "record", "id", "verb", "particulars"]
    rows = (
        [
            e.link.serial, bytes(e.link.digest).hex(), e.pk, e.at.isoformat(), e.by.username, e.record_type, e.record_id,
            e.verb, WITHHELD if (e.record_type, e.record_id) in closed else json.dumps(e.particulars, ensure_ascii=False),
        ]
        for e in events[:EXPORTED]
        if hasattr(e, "link")
    )  # fmt: skip
    return csv_response("trail", heads, rows)
