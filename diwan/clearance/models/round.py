"""A round: one text goes through a circuit. Another text is another round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from diwan.assignments.models import due_after
from diwan.clearance import policies
from diwan.clearance.models.checklist import PointAnswer
from diwan.clearance.models.circuit import ANSWERED, SEATS_SAID, Circuit, Said, Silence, Task
from diwan.clearance.models.gate import Gated
from diwan.clearance.models.visa import OF_A_UNIT, Visa
from diwan.kernel import clock
from diwan.kernel.decisions import YES, Decision, NotNow, no, not_now
from diwan.people.models import Post, Unit, machine

CLEARANCE_FACTS = {
    "clearance_start": _("began round %(number)s of clearance (%(circuit)s)"),
    "visa": _("%(answer)s for %(seat)s"),
    "visa_silent": _("took the silence of %(seat)s for consent"),
    "visa_remind": _("reminded %(seat)s of the visa, due %(due)s"),
    "visa_escalate": _("raised the silence of %(seat)s to the Cabinet"),
    "point": _("answered “%(point)s”: %(answer)s"),
    "clearance_end": _("ended the round of clearance: %(state)s"),
    "certify": _("certified that it was cleared"),
}
"""What a round does is told on the record it is about: its class takes these sentences into its ``facts``."""


class Round(Gated):
    """A text, known by its digest, asked of everybody in a circuit."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        CLEARED = "cleared", _("cleared")
        OBJECTED = "objected", _("objected to")
        WITHDRAWN = "withdrawn", _("withdrawn")

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    number = models.PositiveSmallIntegerField(_("round"))
    circuit = models.ForeignKey(Circuit, models.PROTECT, related_name="rounds", verbose_name=_("circuit"))
    digest = models.CharField(max_length=64)
    stage = models.PositiveSmallIntegerField(_("stage"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RUNNING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("round of clearance")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="a_round_has_one_number", fields=["record_type", "record_id", "number"]),
            models.UniqueConstraint(
                name="one_round_runs", fields=["record_type", "record_id"], condition=Q(state="running")
            ),
            models.CheckConstraint(
                name="an_ended_round_has_a_time", condition=Q(state="running") | Q(ended_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.circuit}, {self.number}"

    # beginning -----------------------------------------------------------------------------------------------------
    @classmethod
    @transaction.atomic
    def start(cls, record: Any, circuit: Circuit, *, by: Any, digest: str, also_units: Iterable[Unit] = ()) -> Round:
        """Put a text to a circuit; the first stage is asked at once.

        Raises NotNow while a round runs, and for a circuit that is retired or in which nobody sits.
        """
        label = record._meta.label_lower
        type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)  # what the caller has set stays
        rounds = cls.objects.filter(record_type=label, record_id=record.pk)
        if rounds.filter(state=cls.State.RUNNING).exists():
            raise NotNow(_("It is in clearance already. Take it back first."))
        if circuit.state != Circuit.State.IN_USE:
            raise NotNow(_("This circuit is not used any more. Choose another one."))
        found = cls.objects.create(
            record_type=label, record_id=record.pk, number=(rounds.aggregate(last=Max("number"))["last"] or 0) + 1,
            circuit=circuit, digest=digest, by=by, at=clock.now(),
        )  # fmt: skip
        found._seat(record, list(also_units))
        record.track("clearance_start", by=by, number=found.number, circuit=circuit.name, digest=digest)
        found._advance(by, record)
        return found

    def _seat(self, record: Any, also: list[Unit]) -> None:
        """Copy the circuit as it stands today: the units concerned once each, a role of many units over the drafting one."""
        own: Unit | None = getattr(record, "unit", None)
        stages = list(self.circuit.stages.prefetch_related("seats__unit"))
        seated = {seat.unit_id for stage in stages for seat in stage.seats.all() if seat.unit_id}
        concerned = {unit.pk: unit for unit in also if unit != own and unit.pk not in seated and not unit.closed_on}
        rows = []
        for stage in stages:
            for seat in stage.seats.all():
                common = {"round": self, "stage": stage.number, "task": seat.task, "days": seat.days,
                          "silence": seat.silence, "must": seat.must}  # fmt: skip
                if seat.co_units:
                    rows += [Visa(unit=unit, **common) for unit in concerned.values()]
                elif seat.role in OF_A_UNIT:
                    rows += [Visa(unit=unit, role=seat.role, **common) for unit in _over(own, seat.role)]
                elif seat.unit is None or not seat.unit.closed_on:
                    rows.append(Visa(unit=seat.unit, role=seat.role, **common))
        if not any(row.task != Task.INFORM for row in rows):
            raise NotNow(_("Nobody sits in this circuit. Have the Cabinet set it up, or choose another one."))
        Visa.objects.bulk_create(rows)

    # going on ------------------------------------------------------------------------------------------------------
    def _advance(self, by: Any, record: Any) -> None:
        """Ask the next stage whose turn it is; with the last one answered the round is cleared."""
        visas = list(self.visas.select_related("unit__calendar"))
        for stage in sorted({visa.stage for visa in visas}):
            seats = [visa for visa in visas if visa.stage == stage]
            fresh = [visa for visa in seats if visa.asked_on is None]
            for visa in fresh:
                visa.asked_on = clock.today()
                visa.due_on = due_after(self._unit_of(visa, record), visa.days)
                visa.save(update_fields=["asked_on", "due_on"])
            self.stage = stage
            if any(visa.must and not visa.answer and visa.task != Task.INFORM for visa in seats):
                self.save(update_fields=["stage"])
                return
        self._end(self.State.CLEARED, by, record)

    @staticmethod
    def _unit_of(visa: Visa, record: Any) -> Unit:
        """In whose working days a visa is counted: its unit, the unit of the post that carries its role, the record's own."""
        if visa.unit:
            return visa.unit
        post = Post.objects.filter(role=visa.role).select_related("unit__calendar").first()
        unit: Unit = post.unit if post else record.unit
        return unit

    @transaction.atomic
    def give(self, visa: Visa, *, by: Any, answer: str, remark: str = "", upload: Any = None, name: str = "") -> Visa:
        """Answer a visa. Raises Refused for somebody else's, NotNow when it was answered or the round is over."""
        record = self._held()
        visa = Visa.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=visa.pk, round=self)
        self.may_give(visa, by, record).insist()
        if answer not in visa.answers:
            raise NotNow(_("This is no answer to what is asked here."))
        if answer in (visa.Answer.OBJECTS, visa.Answer.WITH_CHANGES) and not remark.strip() and upload is None:
            raise NotNow(_("Say what should be changed, or hand in the text with your changes."))
        if upload is not None:
            from diwan.documents.models import attach

            title = f"{visa.seat} {self.number}"
            visa.version = attach(record, upload, name, by=by, role="changes", title=title)
        visa.answer, visa.remark, visa.by, visa.at = answer, remark.strip(), by, clock.now()
        visa.save()
        record.track(
            "visa", by=by, answer=str(answer), seat=visa.name, visa=visa.pk, remark=visa.remark, round=self.number,
            version=visa.version_id,
        )  # fmt: skip
        if answer == visa.Answer.OBJECTS:
            self._end(self.State.OBJECTED, by, record)
        else:
            self._advance(by, record)
        return visa

    def may_give(self, visa: Visa, person: Any, record: Any) -> Decision:
        """Whether the person may answer a visa now."""
        if not visa.may_be_answered_by(person):
            return no(_("This visa is asked of %(seat)s.") % {"seat": visa.seat})
        if visa.task in policies.CHECKS and person.pk == self.drafter_of(record):
            return no(_("Whoever drafted a paper does not check it."))
        if visa.answer:
            return not_now(_("%(by)s answered it a moment ago.") % {"by": visa.by})
        if self.state != self.State.RUNNING or visa.asked_on is None:
            return not_now(_("Nothing is asked here at present."))
        return YES

    @transaction.atomic
    def call_by_the_clock(self) -> dict[str, int]:
        """What the day calls for: a reminder at half time, escalation, and consent by silence only where a seat says so."""
        record, by, today = self._held(), machine(), clock.today()
        done = {"remind": 0, "escalate": 0, "silent": 0}
        visas = self.visas.waiting().filter(task__in=ANSWERED)
        for visa in visas.select_for_update(of=("self",)).select_related("unit__calendar", "person"):
            assert visa.asked_on is not None and visa.due_on is not None  # it is waiting
            called = self._call(visa, record, today, visa.asked_on, visa.due_on)
            if not called:
                continue
            if called == "silent":
                visa.answer, visa.by, visa.at = Visa.Answer.SILENT, by, clock.now()
            elif called == "escalate":
                visa.escalated_on = today
            else:
                visa.reminded_on = today
            visa.save()
            record.track(f"visa_{called}", by=by, seat=visa.name, visa=visa.pk, due=visa.due_on.isoformat())
            done[called] += 1
        if done["silent"]:
            self._advance(by, record)
        return done

    def _call(self, visa: Visa, record: Any, today: dt.date, asked: dt.date, due: dt.date) -> str:
        if due < today and visa.silence == Silence.CONSENTS and visa.task not in policies.NEVER_SILENT:
            return "silent"
        if due < today and visa.silence == Silence.ESCALATES:
            return "" if visa.escalated_on else "escalate"
        working = self._unit_of(visa, record).calendar.working
        half = working.add(asked, max(1, visa.days // 2))
        return "" if visa.reminded_on or today < half else "remind"

    @transaction.atomic
    def withdraw(self, *, by: Any) -> None:
        """The paper is taken back: nobody is asked any more."""
        record = self._held()
        if self.state == self.State.RUNNING:
            self._end(self.State.WITHDRAWN, by, record)

    def _end(self, state: str, by: Any, record: Any) -> None:
        self.state, self.ended_at = state, clock.now()
        self.save()
        record.track("clearance_end", by=by, state=state, number=self.number)
        if hasattr(record, "clearance_ended") and state != self.State.WITHDRAWN:
            record.clearance_ended(self, by)

    def _held(self) -> Any:
        """The record's row, then the round's, locked in this order by everybody; the record is returned."""
        record = self.record
        record.lock()
        self.refresh_from_db(from_queryset=Round.objects.select_for_update(of=("self",)).select_related("circuit"))
        return record

    @property
    def record(self) -> Any:
        """What it is about."""
        return apps.get_model(self.record_type)._base_manager.get(pk=self.record_id)

    @property
    def objection(self) -> str:
        """Who objected, and what was said."""
        found = self.visas.filter(answer=Visa.Answer.OBJECTS).select_related("unit", "person").first()
        return f"{found.seat}: {found.remark}" if found else ""


def _over(unit: Unit | None, role: str) -> list[Unit]:
    """The nearest unit, from the drafting one upwards, that has a post with a role; none when there is no such office above."""
    lineage = unit.lineage() if unit else []
    with_post = set(Post.objects.filter(role=role, unit__in=lineage).values_list("unit", flat=True))
    return [one for one in lineage if one.pk in with_post][:1]


CLEARANCE_SAID = {
    "seat": SEATS_SAID,
    "answer": Said(*((k, v) for k, v in Visa.Answer.choices if k), *PointAnswer.Answer.choices),
    "state": Round.State,
}
"""Words for the codes in those sentences: the class of the record takes them into its ``choices_said``."""
