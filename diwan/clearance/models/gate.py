"""The gate: the checklist of a round, whether the paper may pass, and its certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from diwan.clearance import policies
from diwan.clearance.models.certificate import Certificate
from diwan.clearance.models.checklist import Point, PointAnswer
from diwan.clearance.models.circuit import Task
from diwan.kernel import clock
from diwan.kernel.decisions import YES, Decision, NotNow, not_now

if TYPE_CHECKING:
    from diwan.clearance.models.round import Round


class Gated(models.Model):
    """What a round answers for at the gate."""

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        State: Any
        state: Any
        by_id: int
        digest: str
        record: Any
        visas: Any
        answers: Any

        def _held(self) -> Any: ...
        def get_state_display(self) -> str: ...

    @property
    def paper(self) -> str:
        """The kind of paper it is about."""
        return getattr(self.record, "paper", "")

    def drafter_of(self, record: Any) -> int | None:
        """Who drafted the paper; for a record that knows none, who put it to clearance."""
        drafter: int | None = getattr(record, "drafter_id", self.by_id)
        return drafter

    def checks_of(self, person: Any) -> set[str]:
        """The checks that are this person's in this round; asked once for each person."""
        known: dict[int, set[str]] = self.__dict__.setdefault("_checks_of", {})
        if person.pk not in known:
            own = self.visas.filter(task__in=policies.CHECKS).of(person)
            known[person.pk] = set(own.values_list("task", flat=True))
        return known[person.pk]

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
        record = self._held()
        policies.may_answer_point(by, self, point, drafter_id=self.drafter_of(record)).insist()
        if self.state in (self.State.OBJECTED, self.State.WITHDRAWN):
            raise NotNow(_("This round is over. Answer in the next one."))
        if Certificate.objects.filter(round_id=self.pk).exists():
            raise NotNow(_("The paper has passed the gate. Return it to the drafter to answer anew."))
        if answer not in PointAnswer.Answer.values:
            raise ValueError(answer)
        if answer == PointAnswer.Answer.NO and not remark.strip():
            raise NotNow(_("Say what is wrong: the drafter has to mend it."))
        found, _made = PointAnswer.objects.update_or_create(
            round_id=self.pk, point=point,
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
        if self.visas.filter(must=True, answer="").exclude(task=Task.INFORM).exists():
            return not_now(_("A visa is missing."))
        return YES

    @transaction.atomic
    def certify(self, *, by: Any) -> Certificate:
        """Make the certificate of the paper, once; asked again it is the same. Raises NotNow while the gate is closed."""
        record = self._held()
        if made := Certificate.objects.filter(round_id=self.pk).first():
            return made
        self.gate().insist()
        made = Certificate.make(cast("Round", self), by=by)
        record.track("certify", by=by, certificate=made.pk, digest=self.digest)
        return made
