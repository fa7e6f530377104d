"""The life of a letter: what it may be in, and which verbs are for whom."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.kernel import decisions


class State(models.TextChoices):
    REGISTERED = "registered", _("registered")
    PRESENTED = "presented", _("before the Cabinet")
    REFERRED = "referred", _("referred")
    ANSWERED = "answered", _("dealt with")
    FILED = "filed", _("filed")
    DUPLICATE = "duplicate", _("duplicate")
    RETURNED = "returned", _("returned to sender")
    VOID = "void", _("void")


ENTERED = (State.REGISTERED, State.PRESENTED)
LIVING = (State.REGISTERED, State.PRESENTED, State.REFERRED, State.ANSWERED)
KEPT = (*LIVING, State.FILED)


class Attention(models.TextChoices):
    NONE = "", _("no")
    INFORMATION = "information", _("for the information of the Secretary General")
    DECISION = "decision", _("for the decision of the Secretary General")


said = partial(decisions.said, otherwise=_("Say why: it is kept with the letter."))
"""What somebody must say of a letter."""
