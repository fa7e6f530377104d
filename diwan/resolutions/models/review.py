"""The proposal of the reader, as persons correct it before adoption."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.resolutions.models.resolution import Paragraph
from diwan.resolutions.models.volume import VolumeText


class DraftResolution(models.Model):
    """A resolution proposed from one file."""

    text = models.ForeignKey(VolumeText, models.CASCADE, related_name="drafts")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(_("number"), max_length=60, blank=True)
    symbol = models.CharField(_("symbol as printed"), max_length=120, blank=True)
    title = models.TextField(_("title"), blank=True)
    opening = models.TextField(_("opening"), blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["text", "order"]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}".strip()


class DraftParagraph(models.Model):
    """A paragraph proposed. ``revision`` refuses a change made on what another reviewer changed meanwhile."""

    resolution = models.ForeignKey(DraftResolution, models.CASCADE, related_name="paragraphs")
    order = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=Paragraph.Kind)
    part = models.CharField(_("part"), max_length=300, blank=True)
    number = models.CharField(_("number"), max_length=20, blank=True)
    text = models.TextField(_("text"))
    verb = models.CharField(_("verb"), max_length=200, blank=True)
    addressee = models.CharField(_("addressee"), max_length=400, blank=True)
    legal_class = models.CharField(_("class"), max_length=15, choices=Paragraph.Class, blank=True)
    actionable = models.BooleanField(_("asks for something"), default=False)
    deadline = models.CharField(_("deadline"), max_length=400, blank=True)
    reporting = models.TextField(_("reporting requirement"), blank=True)
    because = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    page = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)
    uncertain = models.JSONField(
        default=list, help_text=_("doubtful words of a recognised page: start, end, confidence")
    )
    above = models.CharField(_("title of the section or part"), max_length=300, blank=True)
    beside = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+",
        help_text=_("the paragraph of another language beside which a person laid it"),
    )  # fmt: skip
    names = models.JSONField(default=list)
    apart = models.BooleanField(default=False, help_text=_("a person said that it stands in no other language"))
    revision = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["resolution", "order"]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:60]}".strip()
