"""By which way something reaches the house, or leaves it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """By which way something reached the house, or leaves it."""

    POST = "post", _("post")
    BAG = "bag", _("diplomatic bag")
    HAND = "hand", _("by hand")
    EMAIL = "email", _("e-mail")
    FAX = "fax", _("fax")
    PORTAL = "portal", _("portal")
    SCAN = "scan", _("scan")
