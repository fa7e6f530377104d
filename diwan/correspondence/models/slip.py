"""What is ticked on the entry form and the action slip: kinds of paper, urgencies, instructions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What kind of paper came in."""

    LETTER = "letter", _("letter")
    NOTE_VERBALE = "note_verbale", _("note verbale")
    AIDE_MEMOIRE = "aide_memoire", _("aide-mémoire")
    CABLE = "cable", _("cable")
    MEMORANDUM = "memorandum", _("memorandum")
    INVITATION = "invitation", _("invitation")
    REPORT = "report", _("report")
    PETITION = "petition", _("petition")
    CIRCULAR = "circular", _("circular")
    OTHER = "other", _("other")


class Urgency(models.TextChoices):
    """How soon it is dealt with, in working days of the unit's own office: 1, 3, 10 (dossier, section 6)."""

    ROUTINE = "routine", _("routine")
    URGENT = "urgent", _("urgent")
    IMMEDIATE = "immediate", _("immediate")

    @property
    def days(self) -> int:
        """Working days."""
        return {"routine": 10, "urgent": 3, "immediate": 1}[self.value]


class Instruction(models.TextChoices):
    """What the action slip asks (dossier, section 6)."""

    ACTION = "action", _("for action")
    REPLY = "reply", _("for draft reply")
    SIGNATURE = "signature", _("for signature")
    COMMENTS = "comments", _("for comments")
    FOLLOW_UP = "follow_up", _("for appropriate follow-up")
    INFORMATION = "information", _("for information")
    SPEAK = "speak", _("speak to me")
    CIRCULATE = "circulate", _("circulate")
    FILE = "file", _("file")

    @property
    def wants_reply(self) -> bool:
        """Whether it is done only by an answer that leaves the house."""
        return self in (Instruction.REPLY, Instruction.SIGNATURE)
