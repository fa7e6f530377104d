"""The text of a paper in one language, in versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.documents.models import Version
from diwan.kernel import clock


class Text(models.Model):
    """One version of a paper in one language: its subject and body, or a draft handed in as DOCX. None replaces another.

    Once the paper has its number the database refuses every change (migration 0001).
    """

    outgoing = models.ForeignKey("outgoing.Outgoing", models.PROTECT, related_name="texts")
    language = models.CharField(_("language"), max_length=5)
    number = models.PositiveSmallIntegerField(_("version"))
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True, help_text="of a draft handed in: its words, read from the file")
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+", help_text="a draft handed in")
    changes = models.CharField(_("what is changed"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("text")
        ordering = ["language", "-number"]
        constraints = [
            models.UniqueConstraint(name="a_text_has_one_number", fields=["outgoing", "language", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.number}"

    @property
    def previous(self) -> int:
        """The number of the version before it."""
        return self.number - 1
