"""A round: one text goes through a circuit. Another text is another round."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from diwan.assignments.models import due_after
from diwan.clearance.models.checklist import Point, PointAnswer
from diwan.clearance.models.circuit import Circuit, Silence, Task
from diwan.clearance.models.visa import Visa
from diwan.kernel import clock
from diwan.kernel.decisions import YES, Decision, NotNow, Refused, not_now
from diwan.people.models import Unit, machine

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


class Round(models.Model):
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
        """Put a text to a circuit; the first stage is asked at once. Raises NotNow for a circuit in which nobody sits."""
        if circuit.state != Circuit.State.IN_USE:
            raise NotNow(_("This circuit is not used any more. Choose another one."))
        label = record._meta.label_lower
        last = cls.objects.filter(record_type=label, record_id=record.pk).aggregate(last=Max("number"))["last"] or 0
        found = cls.objects.create(
            record_type=label,
            record_id=record.pk,
            number=last + 1,
            circuit=circuit,
            digest=digest,
            by=by,
            at=clock.now(),
        )
        found._seat(record, list(also_units))
        record.track("clearance_start", by=by, number=found.number, circuit=circuit.name, digest=digest)
        found._advance(by, record)
        return found

    def _seat(self, record: Any, also: list[Unit]) -> None:
        own = getattr(record, "unit_id", None)
        rows = []
        for stage in self.circuit.stages.prefetch_related("seats__unit"):
            for seat in stage.seats.all():
                common = {"round": self, "stage": stage.number, "task": seat.task, "days": seat.days,
                          "silence": seat.silence, "must": seat.must}  # fmt: skip
                if seat.co_units:
                    rows += [Visa(unit=unit, **common) for unit in also if unit.pk != own]
                elif seat.unit is None or not seat.unit.closed_on:
                    rows.append(Visa(unit=seat.unit, role=seat.role, **common))
        if not rows:
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
                visa.due_on = due_after(visa.unit or self._unit_of(visa, record), visa.days)
                visa.save(update_fields=["asked_on", "due_on"])
            self.stage = stage
            if any(visa.must and not visa.answer and visa.task != Task.INFORM for visa in seats):
                self.save(update_fields=["stage"])
                return
        self._end(self.State.CLEARED, by, record)

    @staticmethod
    def _unit_of(visa: Visa, record: Any) -> Unit:
        """In whose working days a visa of a role is counted: the unit of the post that carries it, else the record's own."""
        from diwan.people.models import Post

        post = Post.objects.filter(role=visa.role).select_related("unit__calendar").first()
        unit: Unit = post.unit if post else record.unit
        return unit

    @transaction.atomic
    def give(self, visa: Visa, *, by: Any, answer: str, remark: str = "", upload: Any = None, name: str = "") -> Visa:
        """Answer a visa. Raises Refused for somebody else's, NotNow when it was answered or the round is over."""
        record = self._held()
        visa = Visa.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=visa.pk, round=self)
        if not visa.may_be_answered_by(by):
            raise Refused(_("This visa is asked of %(seat)s.") % {"seat": visa.seat})
        if visa.answer:
            raise NotNow(_("%(by)s answered it a moment ago.") % {"by": visa.by})
        if self.state != self.State.RUNNING or visa.asked_on is None:
            raise NotNow(_("Nothing is asked here at present."))
        if answer not in (visa.Answer.CONCURS, visa.Answer.WITH_CHANGES, visa.Answer.OBJECTS, visa.Answer.INFORMED):
            raise ValueError(answer)
        if answer in (visa.Answer.OBJECTS, visa.Answer.WITH_CHANGES) and not remark.strip() and upload is None:
            raise NotNow(_("Say what should be changed, or hand in the text with your changes."))
        if upload is not None:
            from diwan.documents.models import attach

            title = f"{visa.seat} {self.number}"
            visa.version = attach(record, upload, name, by=by, role="changes", title=title)
        visa.answer, visa.remark, visa.by, visa.at = answer, remark.strip(), by, clock.now()
        visa.save()
        record.track(
            "visa", by=by, answer=str(visa.answer), seat=visa.unit.name if visa.unit else visa.role or visa.seat,
            visa=visa.pk, remark=visa.remark, round=self.number,
        )  # fmt: skip
        if answer == visa.Answer.OBJECTS:
            self._end(self.State.OBJECTED, by, record)
        else:
            self._advance(by, record)
        return visa

    @transaction.atomic
    def call_by_the_clock(self) -> dict[str, int]:
        """What the day calls for: a reminder at half time, escalation, and consent by silence only where a seat says so."""
        record, by, done = self._held(), machine(), {"remind": 0, "escalate": 0, "silent": 0}
        if self.state != self.State.RUNNING:
            return done
        today, silent = clock.today(), False
        for visa in self.visas.waiting().select_for_update(of=("self",)).select_related("unit__calendar", "person"):
            told: dict[str, Any] = {"seat": visa.unit.name if visa.unit else visa.role, "visa": visa.pk,
                                    "due": visa.due_on.isoformat() if visa.due_on else ""}  # fmt: skip
            if visa.due_on and visa.due_on < today:
                if visa.silence == Silence.CONSENTS and visa.task not in (Task.CHECK_LAW, Task.CHECK_CABINET):
                    visa.answer, visa.by, visa.at, silent = Visa.Answer.SILENT, by, clock.now(), True
                    done["silent"] += 1
                    record.track("visa_silent", by=by, **told)
                elif visa.silence == Silence.ESCALATES and not visa.escalated_on:
                    visa.escalated_on = today
                    done["escalate"] += 1
                    record.track("visa_escalate", by=by, **told)
            elif (
                not visa.reminded_on
                and visa.asked_on
                and visa.due_on
                and today >= visa.asked_on + (visa.due_on - visa.asked_on) / 2
            ):
                if today > visa.asked_on:
                    visa.reminded_on = today
                    done["remind"] += 1
                    record.track("visa_remind", by=by, **told)
            visa.save()
        if silent:
            self._advance(by, record)
        return done

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

    # the gate ------------------------------------------------------------------------------------------------------
    @property
    def objection(self) -> str:
        """Who objected, and what was said."""
        found = self.visas.filter(answer=Visa.Answer.OBJECTS).select_related("unit", "person").first()
        return f"{found.seat}: {found.remark}" if found else ""

    @property
    def paper(self) -> str:
        """The kind of paper it is about."""
        return getattr(self.record, "paper", "")

    def points(self) -> list[tuple[Point, PointAnswer | None]]:
        """The checklist of its paper, each point with its answer."""
        given = {answer.point_id: answer for answer in self.answers.select_related("by")}
        return [(point, given.get(point.pk)) for point in Point.for_paper(self.paper)]

    def unanswered_points(self) -> list[Point]:
        """Points that nobody has answered yet."""
        return [point for point, answer in self.points() if answer is None]

    @transaction.atomic
    def answer_point(self, point: Point, *, by: Any, answer: str, remark: str = "") -> PointAnswer:
        """Answer a point of the checklist; answered anew it replaces the earlier answer, and the trail keeps both.

        Raises NotNow for a no without a remark, and once the paper has its certificate.
        """
        from diwan.clearance.models.certificate import Certificate

        record = self._held()
        from diwan.clearance.policies import may_answer_point

        may_answer_point(by, self, point).insist()
        if Certificate.objects.filter(round=self).exists():
            raise NotNow(_("The paper has passed the gate. Return it to the drafter to answer anew."))
        if answer not in PointAnswer.Answer.values:
            raise ValueError(answer)
        if answer == PointAnswer.Answer.NO and not remark.strip():
            raise NotNow(_("Say what is wrong: the drafter has to mend it."))
        found, _made = PointAnswer.objects.update_or_create(
            round=self, point=point,
            defaults={"answer": answer, "remark": remark.strip(), "by": by, "at": clock.now()},
        )  # fmt: skip
        record.track("point", by=by, point=point.question, answer=answer, remark=found.remark, code=point.code)
        return found

    def gate(self) -> Decision:
        """A yes once every visa that must be there is there and each point is answered by a named person, none with no."""
        if self.state != self.State.CLEARED:
            return not_now(_("It is not cleared: the round is “%(state)s”.") % {"state": self.get_state_display()})
        points = self.points()
        if missing := [point for point, answer in points if answer is None]:
            return not_now(_("A point of the checklist is not answered: %(point)s") % {"point": missing[0]})
        if wrong := [point for point, answer in points if answer and answer.answer == PointAnswer.Answer.NO]:
            return not_now(_("A point of the checklist is answered with no: %(point)s") % {"point": wrong[0]})
        return YES

    @transaction.atomic
    def certify(self, *, by: Any) -> Any:
        """Make the certificate of the paper. Raises NotNow while the gate is closed."""
        from diwan.clearance.models.certificate import Certificate

        record = self._held()
        self.gate().insist()
        made = Certificate.make(self, by=by)
        record.track("certify", by=by, certificate=made.pk, digest=self.digest)
        return made
