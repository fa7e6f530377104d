"""What is written in the margin of a letter."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.kernel import clock


class Annotation(models.Model):
    """A note in the margin, somebody's word: never changed, answered only by another one."""

    letter = models.ForeignKey("correspondence.Letter", models.PROTECT, related_name="annotations")
    text = models.TextField(_("note"), max_length=2000)
    page = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("annotation")
        verbose_name_plural = _("annotations")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text
