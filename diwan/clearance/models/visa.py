"""A visa: somebody is asked to clear a paper, and answers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from diwan.clearance import policies
from diwan.clearance.models.circuit import NOT_ASKED, Silence, Task
from diwan.documents.models import Version
from diwan.kernel import clock
from diwan.people.models import Holding, Person, Unit, current
from diwan.people.roles import Role


class VisaQuerySet(models.QuerySet["Visa"]):
    def waiting(self) -> VisaQuerySet:
        """Asked, and not answered."""
        return self.filter(answer="", asked_on__isnull=False, round__state="running")

    def of(self, person: Any) -> VisaQuerySet:
        """Those asked of the person: by name, of a role the person holds, of a unit the person speaks for."""
        posts = policies.posts_in_correspondence(person)
        if not posts:
            return self.none()
        mine = Q(person=person)
        if roles := {post.role for post in posts if post.role not in OF_A_UNIT}:
            mine |= Q(unit__isnull=True, role__in=roles)
        if units := {post.unit_id for post in posts if post.role in SPEAKERS}:
            mine |= Q(unit__in=units, role="")
        for post in posts:
            if post.role in OF_A_UNIT:
                mine |= Q(unit=post.unit_id, role=post.role)
        return self.filter(mine)

    def answerable_by(self, person: Any) -> VisaQuerySet:
        """Those asked of the person; the Chef de Cabinet also answers in the place of the advisers."""
        posts = policies.posts_in_correspondence(person)
        found = self.of(person)
        if any(post.role == Role.CHEF_DE_CABINET for post in posts):
            found |= self.filter(role=Role.ADVISER, unit__isnull=True)
        return found

    def before(self, person: Any) -> VisaQuerySet:
        """What waits on a person's list: what is asked of them, and what was raised to the Chef de Cabinet and is his to answer."""
        raised = self.waiting().answerable_by(person).filter(escalated_on__isnull=False)
        return self.waiting().of(person) | raised


SPEAKERS = (
    Role.HEAD_OF_DEPARTMENT, Role.HEAD_OF_OFFICE, Role.ASSISTANT_SECRETARY_GENERAL, Role.LEGAL_OFFICER,
    Role.PROTOCOL_OFFICER, Role.CONFERENCE_OFFICER, Role.INFORMATION_OFFICER, Role.PROGRAMME_OFFICER,
    Role.HEAD_OF_REGISTRY, Role.CHEF_DE_CABINET, Role.ADVISER,
)  # fmt: skip
"""Who answers in the name of a unit."""
OF_A_UNIT = (
    Role.HEAD_OF_DEPARTMENT, Role.HEAD_OF_OFFICE, Role.ASSISTANT_SECRETARY_GENERAL, Role.DESK_OFFICER,
    Role.INSTITUTION_FOCAL_POINT,
)  # fmt: skip
"""Roles that many units have: in a circuit they mean those over the unit that drafts the paper."""


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
            # who only is informed clears nothing and stops nothing; who is to clear has not done it by having seen it
            models.CheckConstraint(
                name="only_the_informed_have_only_seen_it",
                condition=Q(answer="")
                | Q(task="inform", answer="informed")
                | ~(Q(task="inform") | Q(answer="informed")),
            ),
            models.CheckConstraint(name="no_visa_is_asked_of_administrators", condition=~Q(role__in=NOT_ASKED)),
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
        if self.unit_id and self.role:
            return f"{self.get_role_display()}, {self.unit}"
        return str(self.person or self.unit or self.get_role_display())

    @property
    def name(self) -> Any:
        """Whose it is, as the trail keeps it."""
        return self.person.name if self.person else self.unit.name if self.unit else self.role

    @property
    def answers(self) -> tuple[str, ...]:
        """What may be answered to what is asked."""
        answer = self.Answer
        return (answer.INFORMED,) if self.task == Task.INFORM else (answer.CONCURS, answer.WITH_CHANGES, answer.OBJECTS)

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
        return Visa.objects.filter(pk=self.pk).answerable_by(person).exists()

    def people(self) -> list[Person]:
        """Everybody it is asked of today, for those who tell them."""
        if self.person:
            return [self.person]
        held = Holding.objects.filter(current()).select_related("person")
        held = held.filter(post__role=self.role) if self.role else held.filter(post__role__in=SPEAKERS)
        if self.unit_id:
            held = held.filter(post__unit=self.unit_id)
        return [holding.person for holding in held]


def asked_of(person: Any, record_type: str) -> Any:
    """The keys of the records of a kind for which the person was asked for a visa: for the policies of their kind."""
    asked = Visa.objects.filter(round__record_type=record_type, asked_on__isnull=False).of(person)
    return asked.values("round__record_id")


def was_asked(person: Any, record_type: str) -> Any:
    """The same as a condition on each record: cheaper where few of many records are looked at."""
    asked = Visa.objects.filter(round__record_type=record_type, round__record_id=OuterRef("pk"), asked_on__isnull=False)
    return Exists(asked.of(person))
