"""A visa: somebody is asked to clear a paper, and answers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.clearance.models.circuit import Silence, Task
from diwan.documents.models import Version
from diwan.kernel import clock
from diwan.people.models import Unit
from diwan.people.roles import Area, Role


class VisaQuerySet(models.QuerySet["Visa"]):
    def waiting(self) -> VisaQuerySet:
        """Asked, and not answered."""
        return self.filter(answer="", asked_on__isnull=False, round__state="running")

    def of(self, person: Any) -> VisaQuerySet:
        """Those that the person may answer: asked of the person, of a role the person holds, of a unit the person speaks for."""
        mine = Q(person=person)
        roles = {post.role for post, areas in person.authority.held if areas is None or Area.CORRESPONDENCE in areas}
        if roles:
            mine |= Q(unit__isnull=True, role__in=roles)
        if units := speaks_for(person):
            mine |= Q(unit__in=units)
        return self.filter(mine)


SPEAKERS = (
    Role.HEAD_OF_DEPARTMENT, Role.HEAD_OF_OFFICE, Role.ASSISTANT_SECRETARY_GENERAL, Role.LEGAL_OFFICER,
    Role.PROTOCOL_OFFICER, Role.CONFERENCE_OFFICER, Role.INFORMATION_OFFICER, Role.PROGRAMME_OFFICER,
    Role.HEAD_OF_REGISTRY, Role.CHEF_DE_CABINET, Role.ADVISER,
)  # fmt: skip
"""Who answers in the name of a unit."""


def speaks_for(person: Any) -> frozenset[int]:
    """The units in whose name the person answers, by a post of their own or one delegated to them."""
    units: frozenset[int] = frozenset()
    for post, areas in person.authority.held:
        if post.role in SPEAKERS and (areas is None or Area.CORRESPONDENCE in areas):
            units |= {post.unit_id}
    return units


class Visa(models.Model):
    """One question of a round. Until its stage begins nobody is asked; an answer stands."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        CONCURS = "concurs", _("concurs")
        WITH_CHANGES = "with_changes", _("concurs with changes")
        OBJECTS = "objects", _("objects")
        SILENT = "silent", _("silent consent")
        INFORMED = "informed", _("has seen it")

    round = models.ForeignKey("clearance.Round", models.PROTECT, related_name="visas")
    stage = models.PositiveSmallIntegerField(_("stage"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=40, choices=Role, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    task = models.CharField(_("task"), max_length=20, choices=Task)
    days = models.PositiveSmallIntegerField(default=2)
    silence = models.CharField(_("silence"), max_length=10, choices=Silence, default=Silence.WAITS)
    must = models.BooleanField(default=True)
    asked_on = models.DateField(_("asked on"), null=True)
    due_on = models.DateField(_("due"), null=True)
    reminded_on = models.DateField(null=True)
    escalated_on = models.DateField(null=True)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer, blank=True)
    remark = models.TextField(_("remark"), blank=True, max_length=4000)
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+", help_text="the text with changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    objects = VisaQuerySet.as_manager()

    class Meta:
        verbose_name = _("visa")
        verbose_name_plural = _("visas")
        ordering = ["stage", "pk"]
        constraints = [
            models.CheckConstraint(
                name="an_answered_visa_names_who_and_when",
                condition=Q(answer="", by__isnull=True, at__isnull=True)
                | (~Q(answer="") & Q(by__isnull=False, at__isnull=False)),
            ),
            models.CheckConstraint(
                name="an_objection_or_a_change_says_what",
                condition=~Q(answer__in=["objects", "with_changes"]) | ~Q(remark="") | Q(version__isnull=False),
            ),
            models.CheckConstraint(
                name="the_law_never_consents_by_silence",
                condition=~Q(answer="silent") | ~Q(task__in=["check_law", "check_cabinet"]),
            ),
            models.CheckConstraint(
                name="nobody_answers_before_being_asked", condition=Q(answer="") | Q(asked_on__isnull=False)
            ),
        ]
        indexes = [
            models.Index(name="visas_waiting_by_unit", fields=["unit"], condition=Q(answer="")),
            models.Index(name="visas_waiting_by_role", fields=["role"], condition=Q(answer="")),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_answer_display()}"

    @property
    def seat(self) -> str:
        """Whose it is."""
        return str(self.person or self.unit or self.get_role_display())

    @property
    def waiting(self) -> bool:
        """Asked, and not answered."""
        return self.asked_on is not None and not self.answer

    @property
    def late(self) -> bool:
        """Past its day."""
        return self.waiting and self.due_on is not None and self.due_on < clock.today()

    def may_be_answered_by(self, person: Any) -> bool:
        """Whether it is this person's to answer."""
        return Visa.objects.filter(pk=self.pk).of(person).exists()


def asked_of(person: Any, record_type: str) -> Any:
    """The keys of the records of a kind for which the person was asked for a visa: for the policies of their kind."""
    asked = Visa.objects.filter(round__record_type=record_type, asked_on__isnull=False).of(person)
    return asked.values("round__record_id")
