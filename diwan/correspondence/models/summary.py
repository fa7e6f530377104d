"""The summary of a letter in each language of the house, before it reaches the Cabinet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.kernel import clock


class Summary(models.Model):
    """The letter in a few lines of one language. Each language has its own status; none stands for another."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        WRITTEN = "written", _("written")
        CHECKED = "checked", _("checked")

    letter = models.ForeignKey("correspondence.Letter", models.PROTECT, related_name="summaries")
    language = models.CharField(_("language"), max_length=5)
    text = models.TextField(_("summary"), max_length=2000)
    state = models.CharField(_("state"), max_length=10, choices=State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        constraints = [
            models.UniqueConstraint(name="one_summary_a_language", fields=["letter", "language"]),
            models.CheckConstraint(
                name="a_checked_summary_names_who_checked_it",
                condition=(Q(state="checked") & Q(checked_by__isnull=False) & Q(checked_at__isnull=False))
                | (~Q(state="checked") & Q(checked_by__isnull=True)),
            ),
            models.CheckConstraint(name="a_summary_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text
