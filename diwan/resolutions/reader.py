"""Reads the trail: who is given a mandate tells who may be given the others of its resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from diwan.resolutions.jobs import propose_leads

if TYPE_CHECKING:
    from diwan.trail.models import Event

TELLING = ("assign", "hand_back")
"""The verbs of a mandate after which the others of its resolution are proposed anew."""


def _minds(event: Event) -> bool:
    return event.record_type == "resolutions.mandate" and event.verb in TELLING


def learn(event: Event) -> None:
    """Have the proposals for the rest of the resolution made anew, once however many of its mandates were given."""
    from diwan.resolutions.models import Mandate

    if not _minds(event):
        return
    resolution = Mandate.objects.filter(pk=event.record_id).values_list("resolution", flat=True).get()
    waiting = Mandate.objects.filter(resolution=resolution, lead=None, state=Mandate.State.IDENTIFIED)
    if not waiting.exists():
        return
    try:
        with transaction.atomic():
            propose_leads.configure(queueing_lock=f"leads of {resolution}").defer(resolution=resolution)
    except AlreadyEnqueued:
        return  # it waits already, and will see this one too


learn.minds = _minds  # type: ignore[attr-defined]  # see trail/readers.py
