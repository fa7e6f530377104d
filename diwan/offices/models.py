"""External offices: units far from the seat, with their own hours."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.kernel.multilingual import MultilingualField
from diwan.people.models import Unit


class Office(models.Model):
    """A political or humanitarian office in a city."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="office")
    kind = models.CharField(_("kind"), max_length=30)
    city = MultilingualField(_("city"))
    country = models.CharField(_("country"), max_length=5, blank=True)

    class Meta:
        verbose_name = _("external office")

    def __str__(self) -> str:
        return str(self.unit)
