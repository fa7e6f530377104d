"""The life of a paper that leaves the house: what it may be in, and which verbs are for whom."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.kernel import decisions


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    CLEARANCE = "clearance", _("in clearance")
    REVIEW = "review", _("before the Cabinet")
    FOR_SIGNATURE = "for_signature", _("for signature")
    SIGNED = "signed", _("signed")
    DISPATCHED = "dispatched", _("dispatched")
    DELIVERED = "delivered", _("acknowledged")
    FILED = "filed", _("filed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    VOID = "void", _("void")


OPEN = (State.DRAFT, State.CLEARANCE, State.REVIEW, State.FOR_SIGNATURE)
GONE = (State.SIGNED, State.DISPATCHED, State.DELIVERED)
ANYTIME = (*OPEN, *GONE, State.FILED)

said = partial(decisions.said, otherwise=_("Say why: it is kept with the paper."))
"""What somebody must say of a paper."""
