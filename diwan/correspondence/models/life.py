"""The life of a letter: what it may be in, and which verbs are for whom."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.kernel.decisions import NotNow


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


def said(words: str) -> str:
    """What somebody must say. Raises NotNow when nothing is said."""
    if not words.strip():
        raise NotNow(_("Say why: it is kept with the letter."))
    return words.strip()
