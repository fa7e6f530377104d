"""How high an addressee stands: who may sign depends on it (dossier, section 6)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rank(models.IntegerChoices):
    """From routine to heads of State; whoever may sign to one rank may sign to those beneath it."""

    ROUTINE = 1, _("routine")
    REPRESENTATIVE = 2, _("permanent representatives and heads of mission")
    MINISTER = 3, _("ministers of foreign affairs")
    HEAD = 4, _("heads of State and Government")
