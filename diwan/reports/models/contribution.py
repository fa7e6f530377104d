"""What a unit says for a report."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diwan.kernel import clock
from diwan.kernel.multilingual import MultilingualField
from diwan.people.models import Unit
from diwan.resolutions.models import Action, Mandate


class Contribution(models.Model):
    """What a unit says for the report about one mandate, each language for itself, with source and date."""

    class State(models.TextChoices):
        AWAITED = "awaited", _("awaited")
        RECEIVED = "received", _("received")
        CLEARED = "cleared", _("cleared")

    report = models.ForeignKey("reports.Report", models.CASCADE, related_name="contributions")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="contributions")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("unit"))
    texts = MultilingualField(_("text"))
    source = MultilingualField(_("source"))
    on = models.DateField(_("date"), null=True, blank=True)
    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.AWAITED)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_on = models.DateField(_("asked on"), default=clock.today)
    chased_on = models.DateField(_("chased on"), null=True, blank=True)
    chased = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("contribution")
        constraints = [models.UniqueConstraint(name="one_contribution_a_mandate", fields=["report", "mandate"])]
        indexes = [models.Index(fields=["report", "state", "unit"])]

    def __str__(self) -> str:
        return f"{self.mandate.reference_printed}"

    def get_absolute_url(self) -> str:
        """Where it stands in its report: the section of its resolution, at its own line."""
        return f"{reverse('report', args=[self.report_id])}?contribution={self.pk}#contribution-{self.pk}"

    @property
    def proposed(self) -> bool:
        """Whether its text is what was recorded during the year, and nobody has confirmed it yet."""
        return self.state == self.State.AWAITED and self.by_id is None and bool(self.texts)

    @property
    def particulars(self) -> dict[str, Any]:
        """What the trail keeps of an act on it."""
        return {"mandate": self.mandate.reference_printed, "contribution": self.pk}

    def receive(self, by: Any) -> None:
        """It has come in from a person."""
        self.state, self.by, self.remark = self.State.RECEIVED, by, ""
        self.save()
