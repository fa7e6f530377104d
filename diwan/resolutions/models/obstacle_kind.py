"""Kinds of obstacles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ObstacleKind(models.TextChoices):
    """Kinds of obstacles: those of the dossier (R1)."""

    FUNDS = "funds", _("lack of funds")
    NO_REPLY = "no_reply", _("no reply from a state")
    SECURITY = "security", _("security")
    LEGAL = "legal", _("legal")
    DUPLICATION = "duplication", _("duplication")
    OTHER = "other", _("other")
