"""Units acknowledge within two working days of their own office; who does not is reminded once (dossier, section 6)."""

from __future__ import annotations

from django.db import transaction

from diwan.assignments.models import Assignment
from diwan.correspondence.models import Letter
from diwan.correspondence.models.letter import ACKNOWLEDGEMENT
from diwan.correspondence.policies import LETTER
from diwan.kernel import clock
from diwan.people.models import machine
from diwan.trail.models import Event


def call_for_acknowledgement() -> int:
    """Note on each letter which unit has not acknowledged it in time; run again, it notes nothing twice."""
    asked = Assignment.objects.filter(record_type=LETTER, state=Assignment.State.ASKED, given_on__lt=clock.today())
    by, noted = machine(), 0
    for one in asked.exclude(role=Assignment.Role.COPY).select_related("unit__calendar").order_by("pk"):
        if one.unit.calendar.working.add(one.given_on, ACKNOWLEDGEMENT) >= clock.today(one.unit.zone):
            continue
        with transaction.atomic():
            noted += _note(one, by)
    return noted


def _note(one: Assignment, by: object) -> bool:
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=one.record_id)
    told = Event.objects.about(letter).filter(verb="unacknowledged", particulars__assignment=one.pk)
    if told.exists() or not Assignment.objects.filter(pk=one.pk, state=Assignment.State.ASKED).exists():
        return False
    letter.track("unacknowledged", by=by, assignment=one.pk, unit=one.unit.name)
    return True
