"""What the clock calls for each morning: reminders at half time, escalation once late."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app

from diwan.kernel import clock

if TYPE_CHECKING:
    from diwan.assignments.models import Assignment
    from diwan.people.models import Person

# Working days after the due day before lateness goes one step up: PROPOSED in the dossier (section 6): at 100 % of the
# time to the head, at 120 % to the Chef de Cabinet; here two days a step, which is 120 % of a routine of ten.
STEP_DAYS = 2
# A kind of record that says so (``escalates_straight``: letters) goes by the letter of it: from the unit straight to the
# Cabinet, once a fifth more than its time has passed.
OVER = 0.2


@app.periodic(cron="0 4 * * *")
@app.task(name="assignments.morning", queue="clock", pass_context=False)
def morning(timestamp: int) -> None:
    """Remind and escalate, once for each assignment and day; run again, it does nothing twice."""
    call_by_the_clock()


def call_by_the_clock() -> tuple[int, int]:
    """Reminders and escalations due today; returns how many of each."""
    from diwan.assignments.models import Assignment
    from diwan.people.models import machine

    by, reminded, escalated = machine(), 0, 0
    due = Q(reminded_on__isnull=True) | Q(due_on__lt=clock.today())
    running = Assignment.objects.open().filter(due, due_on__isnull=False, stopped_on__isnull=True)
    for pk in running.values_list("pk", flat=True):
        with transaction.atomic():
            found = Assignment.objects.select_for_update(of=("self",)).select_related("unit__calendar").get(pk=pk)
            reminded += _remind(found, by)
            escalated += _escalate(found, by)
    return reminded, escalated


def _remind(assignment: Assignment, by: Person) -> bool:
    half = assignment.half_time()
    if assignment.reminded_on or half is None or clock.today() < half:
        return False
    assignment.reminded_on = clock.today()
    assignment.save(update_fields=["reminded_on"])
    _track(assignment, "remind", by)
    return True


def _escalate(assignment: Assignment, by: Person) -> bool:
    if not assignment.late or assignment.role != assignment.Role.LEAD:  # the lead answers for those who help
        return False
    straight = bool(getattr(apps.get_model(assignment.record_type), "escalates_straight", False))
    since = (None if straight else assignment.escalated_on) or assignment.due_on or clock.today()
    wanted = _fifth(assignment) if straight else STEP_DAYS
    if assignment.escalated_to_id and assignment.unit.calendar.working.between(since, clock.today()) < wanted:
        return False
    above = assignment.next_above(straight=straight)
    if above is None:
        return False
    assignment.escalated_to, assignment.escalated_on = above, clock.today()
    assignment.save(update_fields=["escalated_to", "escalated_on"])
    _track(assignment, "escalate", by, to=above.name, to_unit=above.pk)
    return True


def _fifth(assignment: Assignment) -> int:
    """A fifth of the working days it was given, one at least."""
    given = assignment.unit.calendar.working.between(assignment.given_on, assignment.due_on or assignment.given_on)
    return max(1, math.ceil(given * OVER))


def _track(assignment: Assignment, verb: str, by: Person, **particulars: object) -> None:
    record = apps.get_model(assignment.record_type)._default_manager.get(pk=assignment.record_id)
    due = assignment.due_on.isoformat() if assignment.due_on else ""
    record.track(verb, by=by, assignment=assignment.pk, unit=assignment.unit.name, due=due, **particulars)
