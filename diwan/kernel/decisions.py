"""A yes, or a no with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


class Refused(Exception):
    """Raised when someone takes a step they may not take; its text is the reason, for the person to read."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


class NotNow(Refused):
    """Refused because of the record's state, not of the person's rights."""


@dataclass(frozen=True)
class Decision:
    """A yes or a no; a no says why, in the reader's language."""

    allowed: bool
    reason: str | Promise = ""
    refusal: type[Refused] = Refused

    def __bool__(self) -> bool:
        return self.allowed

    def insist(self) -> None:
        """Raise the refusal of a no; do nothing for a yes."""
        if not self.allowed:
            raise self.refusal(self.reason)


YES = Decision(True)


def no(reason: str | Promise) -> Decision:
    """A no because of the person's rights."""
    return Decision(False, reason)


def not_now(reason: str | Promise) -> Decision:
    """A no because of the record's state."""
    return Decision(False, reason, NotNow)


def said(words: str, otherwise: str | Promise) -> str:
    """What somebody must say, without the space around it. Raises NotNow with ``otherwise`` when nothing is said."""
    if not (spoken := words.strip()):
        raise NotNow(otherwise)
    return spoken
