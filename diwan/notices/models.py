"""Who is told of what: one notice for each person and event."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.trail.models import Event


class Notice(models.Model):
    """A person is told of an event. Its words are made on reading; mail follows by a job."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    event = models.ForeignKey(Event, models.PROTECT, related_name="notices")
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        ordering = ["-event"]
        constraints = [models.UniqueConstraint(name="told_once", fields=["to", "event"])]
        indexes = [models.Index(fields=["to", "read_at"])]

    def __str__(self) -> str:
        return f"{self.to}: {self.event}"
