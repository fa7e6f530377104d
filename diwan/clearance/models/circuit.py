"""Circuits: by which way a kind of paper is cleared. The office sets them; a running round keeps the way it began with."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.clearance import policies
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


class Silence(models.TextChoices):
    """What silence past the day means: the office rules it for each seat."""

    WAITS = "waits", _("is waited for")
    ESCALATES = "escalates", _("is raised to the Cabinet")
    CONSENTS = "consents", _("counts as consent")


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

    class Meta:
        verbose_name = _("circuit")
        verbose_name_plural = _("circuits")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(self.name) or self.code

    @classmethod
    def for_paper(cls, paper: str) -> models.QuerySet[Circuit]:
        """The circuits in use that serve a kind of paper, the usual one first."""
        return cls.objects.filter(state=cls.State.IN_USE, papers__contains=[paper])  # type: ignore[no-any-return]

    @step(State.IN_USE, allow=policies.may_set_circuits, says=_("changed the circuit"))
    def change(self, *, by: Any, name: Any, papers: list[str], stages: list[dict[str, Any]]) -> dict[str, Any]:
        """Set its name, what it serves, and its stages anew: ``[{"name": Texts, "seats": [{…}]}]``. Rounds that run keep theirs."""
        self.name, self.papers = name, papers
        self.lay(stages)
        return {"stages": len(stages), "papers": papers}

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
        return str(self.name)


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
        ]

    def __str__(self) -> str:
        return str(self.unit or self.get_role_display() or self.get_task_display())
