"""One thread for each matter: whatever came in and went out about it, in the order of time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.kernel import clock


class Matter(models.Model):
    """What letters are about. It has no words of its own: it is called by the first of its items that a reader may see."""

    opened_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")

    def __str__(self) -> str:
        return str(self.pk)
