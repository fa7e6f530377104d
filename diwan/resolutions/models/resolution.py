"""Resolutions as adopted. Their text is never edited: a correction is a new reading of the official volume."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diwan.kernel.multilingual import MultilingualField
from diwan.meetings.models import Session
from diwan.people.models import Unit
from diwan.records.models import Record
from diwan.resolutions import policies


class Series(models.Model):
    """A series of resolutions (political, economic …) and the unit that usually leads its follow-up."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = MultilingualField(_("name"))
    also = models.JSONField(_("other letters in use"), default=list)
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead unit"))

    class Meta:
        verbose_name = _("series")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name)


class Resolution(Record):
    """A resolution adopted by an organ in a session."""

    class State(models.TextChoices):
        ADOPTED = "adopted", pgettext_lazy("a resolution", "adopted")
        CLOSED = "closed", pgettext_lazy("a resolution", "closed")

    session = models.ForeignKey(Session, models.PROTECT, related_name="resolutions", verbose_name=_("session"))
    series = models.ForeignKey(Series, models.PROTECT, null=True, related_name="resolutions", verbose_name=_("series"))
    number = models.PositiveSmallIntegerField(_("number"))
    key = models.CharField(_("key"), max_length=60, unique=True)
    symbol = models.CharField(_("symbol as printed"), max_length=120)
    title = MultilingualField(_("title"))
    opening = MultilingualField(_("opening"))
    adopted_on = models.DateField(_("adopted on"), null=True)
    volume = models.ForeignKey("resolutions.Volume", models.PROTECT, related_name="resolutions")
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("follows"),
        help_text=_("the resolution of an earlier session on the same subject"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.ADOPTED, editable=False)

    visible_to = staticmethod(policies.resolutions_visible_to)
    facts = {"enter": _("entered it into the register"), "correct": _("corrected its text from a new reading")}

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ["-session__start", "series__code", "number"]
        indexes = [models.Index(fields=["session", "series", "number"])]

    def __str__(self) -> str:
        return f"{self.short} {self.title}".strip()

    @property
    def short(self) -> str:
        """The number as people say it: ``3/60-POL``."""
        suffix = self.session.organ.suffix
        return f"{self.number}/{self.session.number}-{self.series.code if self.series else ''}{suffix}".rstrip("-")

    reference_printed = short

    def get_absolute_url(self) -> str:
        return reverse("resolution", args=[self.pk])


class Paragraph(models.Model):
    """A paragraph of a resolution, one for all its languages: the follow-up hangs here, not on a language."""

    class Kind(models.TextChoices):
        PREAMBULAR = "preambular", _("preambular paragraph")
        OPERATIVE = "operative", _("operative paragraph")
        TASK = "task", _("task in an annex")

    class Class(models.TextChoices):
        MANDATE = "mandate", _("mandate")
        CALL = "call", _("call")
        DECLARATORY = "declaratory", _("declaratory")
        CONSTITUTIVE = "constitutive", _("constitutive")

    resolution = models.ForeignKey(Resolution, models.CASCADE, related_name="paragraphs")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    part = models.CharField(_("part"), max_length=40, blank=True, help_text=_("letter of the part, or the annex"))
    number = models.CharField(_("number"), max_length=20, blank=True)
    legal_class = models.CharField(_("class"), max_length=15, choices=Class, blank=True)
    actionable = models.BooleanField(_("asks for something"), default=False)

    class Meta:
        verbose_name = _("paragraph")
        ordering = ["resolution", "order"]
        constraints = [models.UniqueConstraint(name="a_paragraph_has_one_place", fields=["resolution", "order"])]

    def __str__(self) -> str:
        return f"{self.part} {self.number}".strip() or f"({self.order})"

    def text_in(self, language: str) -> ParagraphText | None:
        """Its text in a language, from the prefetched texts; None when that language lacks it."""
        return next((text for text in self.texts.all() if text.language == language), None)


class ParagraphText(models.Model):
    """The paragraph in one language, as adopted, with what was read in it."""

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    number = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    verb = models.CharField(max_length=200, blank=True)
    addressee = models.CharField(max_length=400, blank=True)
    deadline = models.CharField(max_length=400, blank=True)
    reporting = models.TextField(blank=True)
    nth = models.PositiveSmallIntegerField(
        default=0, help_text=_("beyond 0: a further piece, where this language splits")
    )
    within = models.ForeignKey(
        Paragraph, models.CASCADE, null=True, blank=True, related_name="holds",
        help_text=_("where this language merges: the paragraph that holds its text; the text here is empty"),
    )  # fmt: skip

    class Meta:
        ordering = ["paragraph", "language", "nth"]
        constraints = [models.UniqueConstraint(name="one_text_a_language", fields=["paragraph", "language", "nth"])]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:60]}".strip()


def whole(queryset: Any) -> Any:
    """Resolutions with session, series, paragraphs and texts: three queries."""
    return queryset.select_related("session__organ", "series").prefetch_related("paragraphs__texts")
