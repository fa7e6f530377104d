"""Circuits: by which way a kind of paper is cleared. The office sets them; a running round keeps the way it began with."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.clearance import policies
from diwan.clearance.ranks import papers_said
from diwan.kernel.decisions import NotNow
from diwan.kernel.lifecycle import step
from diwan.kernel.multilingual import MultilingualField
from diwan.people.models import Unit
from diwan.people.roles import Role
from diwan.records.models import Record


class Task(models.TextChoices):
    """What somebody in a circuit does."""

    CONCUR = "concur", _("concurs")
    CLEAR = "clear", _("clears")
    CHECK_LAW = "check_law", _("checks the law")
    CHECK_CABINET = "check_cabinet", _("checks for the Cabinet")
    INFORM = "inform", _("is informed")


ANSWERED = tuple(task for task in Task if task != Task.INFORM)
"""Tasks for which the round waits; who is informed is not reminded."""


class Silence(models.TextChoices):
    """What silence past the day means: the office rules it for each seat."""

    WAITS = "waits", _("is waited for")
    ESCALATES = "escalates", _("is raised to the Cabinet")
    CONSENTS = "consents", _("counts as consent")


NOT_ASKED = (Role.ADMINISTRATOR, Role.AUDITOR)
"""Who is never asked for a visa: the one sees no content, the other examines what others did."""


class Said:
    """Words for the codes that the trail keeps, in the form in which a record names its choices."""

    def __init__(self, *choices: Any) -> None:
        self.choices = choices


SEATS_SAID = Said(*Role.choices, ("co_units", _("the units concerned")))


class Circuit(Record):
    """A way through the house."""

    class State(models.TextChoices):
        IN_USE = "in_use", _("in use")
        RETIRED = "retired", _("retired")

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = MultilingualField(_("name"))
    papers = models.JSONField(_("papers"), default=list, help_text=_("kinds of paper it serves"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.IN_USE, editable=False)
    order = models.PositiveSmallIntegerField(default=0)

    visible_to = staticmethod(policies.circuits_visible_to)
    facts = {"set_up": _("set up the circuit")}
    choices_said = {"seat": SEATS_SAID}

    class Meta:
        verbose_name = _("circuit")
        verbose_name_plural = _("circuits")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(self.name) or self.code

    @property
    def papers_said(self) -> list[str]:
        """The kinds of paper in words."""
        return papers_said(self.papers)

    @classmethod
    def for_paper(cls, paper: str) -> models.QuerySet[Circuit]:
        """The circuits in use that serve a kind of paper, the usual one first."""
        return cls.objects.filter(state=cls.State.IN_USE, papers__contains=[paper])

    @classmethod
    @transaction.atomic
    def set_up(cls, *, by: Any, code: str, name: Any, papers: list[str], order: int = 99) -> Circuit:
        """A new circuit, in which nobody sits yet. Raises Refused, and NotNow for a code that is taken."""
        policies.may_set_circuits(by).insist()
        if cls.objects.filter(code=code).exists():
            raise NotNow(_("There is a circuit with this code. Choose another code."))
        found = cls.objects.create(code=code, name=name, papers=papers, order=order)
        found.track("set_up", by=by, code=code)
        return found

    @step(State.IN_USE, allow=policies.may_set_circuits, says=_("changed the circuit"))
    def change(
        self, *, by: Any, name: Any, papers: list[str], stages: list[dict[str, Any]] | None = None
    ) -> dict[str, Any]:
        """Set its name and what it serves, and its stages anew where they are given: ``[{"name": Texts, "seats": [{…}]}]``.

        Rounds that run keep the way they began with.
        """
        self.name, self.papers = name, papers
        if stages is not None:
            self.lay(stages)
        return {"papers": papers}

    @step(State.IN_USE, allow=policies.may_set_circuits, says=_("gave %(seat)s a seat in stage %(stage)s"))
    def seat(self, *, by: Any, stage: int, **facts: Any) -> dict[str, Any]:
        """Another seat, in a stage that is there or the one after the last."""
        last = self.stages.count()
        held, _new = Stage.objects.get_or_create(circuit=self, number=max(1, min(stage, last + 1)))
        seat = Seat.objects.create(stage=held, **facts)
        return {
            "seat": seat.name, "stage": held.number, "task": seat.task, "days": seat.days, "silence": seat.silence,
            "must": seat.must,
        }  # fmt: skip

    @step(State.IN_USE, allow=policies.may_set_circuits, says=_("took the seat of %(seat)s out of stage %(stage)s"))
    def unseat(self, *, by: Any, seat: int) -> dict[str, Any]:
        """Take a seat out; a stage in which nobody sits any more goes with it, and those after it move up."""
        found = Seat.objects.select_related("stage", "unit").filter(stage__circuit=self, pk=seat).first()
        if found is None:
            raise NotNow(_("This seat was taken out a moment ago."))
        told = {"seat": found.name, "stage": found.stage.number, "task": found.task}
        found.delete()
        if not found.stage.seats.exists():
            found.stage.delete()
            for number, stage in enumerate(list(self.stages.all()), start=1):
                if stage.number != number:
                    Stage.objects.filter(pk=stage.pk).update(number=number)
        return told

    @step(State.IN_USE, allow=policies.may_set_circuits, says=_("called stage %(stage)s “%(name)s”"))
    def call_stage(self, *, by: Any, stage: int, name: Any) -> dict[str, Any]:
        """Give a stage its name."""
        self.stages.filter(number=stage).update(name=name)
        return {"stage": stage, "name": name}

    @step(State.IN_USE, to=State.RETIRED, allow=policies.may_set_circuits, says=_("retired the circuit"))
    def retire(self, *, by: Any) -> None:
        """No new round takes it."""

    @step(State.RETIRED, to=State.IN_USE, allow=policies.may_set_circuits, says=_("took the circuit up again"))
    def revive(self, *, by: Any) -> None:
        """It is used again."""

    def lay(self, stages: list[dict[str, Any]]) -> None:
        """Lay its stages and seats."""
        self.stages.all().delete()
        for number, given in enumerate(stages, start=1):
            stage = Stage.objects.create(circuit=self, number=number, name=given["name"])
            Seat.objects.bulk_create(Seat(stage=stage, **seat) for seat in given["seats"])


class Stage(models.Model):
    """A stage: all who sit in it are asked at the same time; the next begins when all that must have answered."""

    circuit = models.ForeignKey(Circuit, models.CASCADE, related_name="stages")
    number = models.PositiveSmallIntegerField()
    name = MultilingualField(_("name"))

    class Meta:
        verbose_name = _("stage")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(name="a_stage_has_one_number", fields=["circuit", "number"])]

    def __str__(self) -> str:
        return str(self.name) or str(self.number)


class Seat(models.Model):
    """Who sits in a stage: a unit, whoever holds a role, or the co-operating units that the paper names."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="seats")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=40, choices=Role, blank=True)
    co_units = models.BooleanField(_("the units concerned"), default=False)
    task = models.CharField(_("task"), max_length=20, choices=Task, default=Task.CONCUR)
    days = models.PositiveSmallIntegerField(_("working days"), default=2)
    silence = models.CharField(_("silence"), max_length=10, choices=Silence, default=Silence.WAITS)
    must = models.BooleanField(_("must answer"), default=True)

    class Meta:
        verbose_name = _("seat")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_seat_is_somebodys",
                condition=Q(unit__isnull=False, role="", co_units=False)
                | (Q(unit__isnull=True, co_units=False) & ~Q(role=""))
                | Q(unit__isnull=True, role="", co_units=True),
            ),
            models.CheckConstraint(
                name="the_law_is_never_silent",
                condition=~Q(silence="consents") | ~Q(task__in=["check_law", "check_cabinet"]),
            ),
            models.CheckConstraint(name="administrators_have_no_seat", condition=~Q(role__in=NOT_ASKED)),
            models.CheckConstraint(name="a_seat_has_a_day_at_least", condition=Q(days__gte=1)),
        ]

    def __str__(self) -> str:
        return str(_("the units concerned") if self.co_units else self.unit or self.get_role_display())

    @property
    def name(self) -> Any:
        """Whose it is, as the trail keeps it: the name of the unit, the role, or a word for the units concerned."""
        return self.unit.name if self.unit else self.role or "co_units"
