"""Mail, taken apart and defused: pure functions that know no record and no database.

``read_message`` is the one door. It raises nothing but ``NotAMessage``: the caller keeps what came as a file and says so.
"""

from __future__ import annotations

from pathlib import Path

from diwan.capture.mail.internet import divided, looks_like_mail, read_internet
from diwan.capture.mail.message import LIMITS, Limits, Message, NotAMessage, Part, Remark
from diwan.capture.mail.outlook import is_outlook, read_outlook

__all__ = [
    "LIMITS",
    "Limits",
    "Message",
    "NotAMessage",
    "Part",
    "Remark",
    "divided",
    "is_mail",
    "is_outlook",
    "read_message",
]


def is_mail(data: bytes) -> bool:
    """Whether bytes are a message, of the internet or of Outlook."""
    return is_outlook(data) or looks_like_mail(data)


def read_message(source: bytes | Path, limits: Limits = LIMITS) -> Message:
    """A message from its bytes or its file. Raises NotAMessage: too_large, not_mail, not_outlook."""
    if isinstance(source, Path):
        if source.stat().st_size > limits.message:
            raise NotAMessage("too_large")
        source = source.read_bytes()
    return read_outlook(source, limits) if is_outlook(source) else read_internet(source, limits)
