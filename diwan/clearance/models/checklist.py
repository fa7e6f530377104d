"""The checklist of the gate: what must be asked of every paper, as data, each point answered by a named person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.clearance.models.circuit import Task
from diwan.kernel import clock
from diwan.kernel.multilingual import MultilingualField


class Point(models.Model):
    """A question of the checklist, for some kinds of paper or all."""

    class About(models.TextChoices):
        RULES = "rules", _("rules and reference resolutions")
        DIRECTIVES = "directives", _("earlier directives and resolutions")
        AUTHORITY = "authority", _("legal basis and signatory")
        FORM = "form", _("form and language")

    code = models.CharField(_("code"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    about = models.CharField(_("about"), max_length=12, choices=About)
    question = MultilingualField(_("question"))
    help = MultilingualField(_("help"))
    task = models.CharField(_("answered by who"), max_length=20, choices=Task, default=Task.CHECK_CABINET)
    papers = models.JSONField(_("papers"), default=list, blank=True, help_text=_("none: all"))
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)

    class Meta:
        verbose_name = _("point of the checklist")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(self.question)

    @classmethod
    def for_paper(cls, paper: str) -> list[Point]:
        """The points asked of a kind of paper, in order."""
        return list(cls.objects.filter(Q(papers=[]) | Q(papers__contains=[paper]), dropped_on__isnull=True))


class PointAnswer(models.Model):
    """A point, answered for one round by a named person."""

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        NOT_APPLICABLE = "not_applicable", _("does not apply")

    round = models.ForeignKey("clearance.Round", models.PROTECT, related_name="answers")
    point = models.ForeignKey(Point, models.PROTECT, related_name="answers")
    answer = models.CharField(_("answer"), max_length=15, choices=Answer)
    remark = models.CharField(_("remark"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("answer to a point")
        constraints = [
            models.UniqueConstraint(name="a_point_is_answered_once_a_round", fields=["round", "point"]),
            models.CheckConstraint(name="a_no_says_what_is_wrong", condition=~Q(answer="no") | ~Q(remark="")),
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.get_answer_display()}"
