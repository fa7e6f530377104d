"""Who owes what by when. Follow-up lives here once, for every kind of record.

An assignment belongs to a record and is changed by that record's verbs, which leave the event; here are the days and
their arithmetic: due in working days of the unit's own office, a clock that stops while others are awaited, and what
the clock calls for (a reminder at half time, then escalation unit → department → Cabinet).
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.people.models import Person, Unit


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def open(self) -> AssignmentQuerySet:
        """Still owed."""
        return self.filter(state__in=Assignment.OPEN)

    def late(self, today: dt.date | None = None) -> AssignmentQuerySet:
        """Owed, past the day, and the clock not stopped."""
        return self.open().filter(due_on__lt=today or clock.today(), stopped_on__isnull=True)


class Assignment(models.Model):
    """A unit is asked to do something about a record, by a day."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        CO_OPERATING = "co-operating", _("co-operating")
        COPY = "copy", _("for information")

    class State(models.TextChoices):
        ASKED = "asked", _("awaiting acceptance")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")
        DONE = "done", _("done")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN = (State.ASKED, State.ACCEPTED)

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.LEAD)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("focal point"),
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.ASKED)
    task = models.CharField(
        _("what is asked"), max_length=30, blank=True, help_text=_("a word of the list that its record keeps")
    )
    note = models.TextField(_("instruction"), blank=True)
    reason = models.TextField(_("reason"), blank=True, help_text=_("why it was returned"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_on = models.DateField(_("given on"), default=clock.today)
    due_on = models.DateField(_("due"), null=True, blank=True)
    stopped_on = models.DateField(_("clock stopped on"), null=True, blank=True)
    stopped_for = models.CharField(_("waiting for"), max_length=300, blank=True)
    stopped_days = models.PositiveSmallIntegerField(_("working days stopped"), default=0)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    escalated_to = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    escalated_on = models.DateField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        constraints = [
            models.UniqueConstraint(
                name="one_open_lead_a_record",
                fields=["record_type", "record_id"],
                condition=Q(role="lead", state__in=["asked", "accepted"]),
            ),
            models.CheckConstraint(
                name="a_returned_assignment_says_why", condition=~Q(state="returned") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="a_stopped_clock_says_for_whom",
                condition=Q(stopped_on__isnull=True) | ~Q(stopped_for=""),
            ),
            models.CheckConstraint(
                name="what_ended_has_a_day",
                condition=Q(state__in=["asked", "accepted"]) | Q(ended_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["record_type", "record_id"]),
            models.Index(fields=["unit", "state", "due_on"]),
            models.Index(fields=["person", "state", "due_on"]),
            models.Index(name="assignments_of_a_unit", fields=["unit", "record_type", "record_id"], include=["state"]),
            models.Index(
                name="days_of_open_assignments",
                fields=["id"],
                include=["due_on", "stopped_on"],
                condition=Q(state__in=["asked", "accepted"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.state in self.OPEN

    @property
    def waiting(self) -> bool:
        """Whether the clock stands still."""
        return self.is_open and self.stopped_on is not None

    @property
    def late(self) -> bool:
        """Lateness is computed, never a state."""
        return self.is_open and not self.waiting and self.due_on is not None and self.due_on < clock.today()

    def accept(self) -> None:
        """The unit takes it on."""
        self._only(self.State.ASKED)
        self.state = self.State.ACCEPTED
        self.save()

    def hand_back(self, reason: str) -> None:
        """The unit returns it, saying why. Raises ValueError without a reason."""
        if not reason.strip():
            raise ValueError("a returned assignment says why")
        self._only(*self.OPEN)
        self._end(self.State.RETURNED, reason=reason.strip())

    def finish(self) -> None:
        """It is done."""
        self._only(*self.OPEN)
        self._end(self.State.DONE)

    def withdraw(self) -> None:
        """It is no longer asked."""
        self._only(*self.OPEN)
        self._end(self.State.WITHDRAWN)

    def stop_clock(self, waiting_for: str) -> None:
        """Nothing can be done until somebody else acts; says who. Raises NotNow when it stands already."""
        self._only(*self.OPEN)
        if self.stopped_on:
            raise NotNow(_("The clock stands already."))
        self.stopped_on, self.stopped_for = clock.today(), waiting_for.strip()
        self.save()

    def restart_clock(self) -> int:
        """Go on; the due day moves by the working days stopped, which are returned."""
        if not self.stopped_on:
            raise NotNow(_("The clock is running."))
        calendar = self.unit.calendar.working
        days = max(0, calendar.between(self.stopped_on, clock.today()))
        if self.due_on:
            self.due_on = calendar.add(self.due_on, days)
        self.stopped_days += days
        self.stopped_on, self.stopped_for = None, ""
        self.save()
        return days

    def half_time(self) -> dt.date | None:
        """The day by which half of the working days are gone."""
        if self.due_on is None:
            return None
        calendar = self.unit.calendar.working
        days = calendar.between(self.given_on, self.due_on)
        return calendar.add(self.given_on, days // 2) if days > 1 else self.due_on

    def next_above(self, *, straight: bool = False) -> Unit | None:
        """To whom lateness goes next: the unit itself, then the one above it (``straight``: nobody), at last the Cabinet."""
        ladder = [self.unit] if straight else self.unit.lineage()
        cabinet = Unit.objects.filter(kind=Unit.Kind.CABINET).first()
        if cabinet and cabinet not in ladder:
            ladder.append(cabinet)
        if self.escalated_to is None:
            return ladder[0]
        place = next((n for n, unit in enumerate(ladder) if unit.pk == self.escalated_to_id), len(ladder))
        return ladder[place + 1] if place + 1 < len(ladder) else None

    def _only(self, *states: str) -> None:
        if self.state not in states:
            raise NotNow(_("This cannot be done: it is “%(state)s”.") % {"state": self.get_state_display()})

    def _end(self, state: str, reason: str = "") -> None:
        self.state, self.reason, self.ended_on = state, reason, clock.today()
        self.stopped_on, self.stopped_for = None, ""
        self.save()


def due_after(unit: Unit, working_days: int, start: dt.date | None = None) -> dt.date:
    """The day so many working days of the unit's own office after a day."""
    return unit.calendar.working.add(start or clock.today(unit.zone), working_days)


LATE_FIRST = F("due_on").asc(nulls_last=True)
