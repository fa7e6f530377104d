"""States we write to, with the intervals of their membership."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diwan.kernel.multilingual import MultilingualField


class State(models.Model):
    """A state. Its name is the organisation's own form, not that of a locale database."""

    code = models.CharField(_("code"), max_length=5, unique=True)
    name = MultilingualField(_("name"))
    official_name = MultilingualField(_("official name"))
    group = models.CharField(_("regional group"), max_length=30, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("a country", "state")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name)


class Membership(models.Model):
    """A state belongs to the organisation from a year until a year: memberships end and are resumed."""

    class Standing(models.TextChoices):
        MEMBER = "member", _("member")
        OBSERVER = "observer", _("observer")

    state = models.ForeignKey(State, models.CASCADE, related_name="memberships")
    standing = models.CharField(_("standing"), max_length=10, choices=Standing)
    since = models.PositiveSmallIntegerField(_("since"))
    until = models.PositiveSmallIntegerField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")

    def __str__(self) -> str:
        return f"{self.state}, {self.get_standing_display()}"
