"""To whom a paper goes."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.people.models import Unit


class Addressee(models.Model):
    """Somebody outside, or a unit of the house; the paper itself goes to some, a copy to others."""

    class Role(models.TextChoices):
        TO = "to", _("to")
        COPY = "copy", _("copy")

    outgoing = models.ForeignKey("outgoing.Outgoing", models.CASCADE, related_name="addressees")
    role = models.CharField(_("role"), max_length=5, choices=Role, default=Role.TO)
    correspondent = models.ForeignKey(
        "directory.Correspondent", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("addressee")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        ordering = ["role", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="an_addressee_is_outside_or_inside",
                condition=Q(correspondent__isnull=False, unit__isnull=True)
                | Q(correspondent__isnull=True, unit__isnull=False),
            ),
            models.UniqueConstraint(name="addressed_once", fields=["outgoing", "correspondent"]),
            models.UniqueConstraint(name="addressed_once_inside", fields=["outgoing", "unit"]),
        ]

    def __str__(self) -> str:
        return str(self.named)

    @property
    def named(self) -> Any:
        """The correspondent or the unit."""
        return self.correspondent or self.unit
