"""Institutions of the organisation: units outside the secretariat that resolutions address."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.kernel.multilingual import MultilingualField
from diwan.people.models import Unit


class Institution(models.Model):
    """A standing committee, a subsidiary organ, a specialised or affiliated institution. Its class is data."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="institution")
    category = models.CharField(_("class"), max_length=30)
    seat = MultilingualField(_("seat"))
    country = models.CharField(_("country"), max_length=5, blank=True)
    founded = models.PositiveSmallIntegerField(_("founded"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("institution")

    def __str__(self) -> str:
        return str(self.unit)
