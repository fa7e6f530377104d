"""The kinds of paper that leave the house."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Paper(models.TextChoices):
    """A kind of paper; each is numbered in a register of its own (dossier, section 5)."""

    LETTER = "letter", _("letter")
    NOTE_VERBALE = "note_verbale", _("note verbale")
    CIRCULAR = "circular", _("circular")
    MEMORANDUM = "memorandum", _("internal memorandum")
    CABLE = "cable", _("cable")

    @property
    def register(self) -> str:
        """The code of its register in the profile."""
        return {"letter": "outgoing", "note_verbale": "note-verbale"}.get(self.value, self.value)

    @property
    def internal(self) -> bool:
        """Whether it goes to units of the house and is dealt with there like what comes in."""
        return self == Paper.MEMORANDUM
