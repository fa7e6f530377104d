"""A message as the tray takes it: its facts, its words, what is enclosed, and what was kept out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How much of a message is taken apart. What is beyond stays in the message itself, which is kept as it came."""

    message: int = 50 * MEGABYTE
    part: int = 25 * MEGABYTE  # one enclosure; mail servers rarely let larger ones through
    parts: int = 60  # enclosures; a letter with more of them is sent as a folder
    containers: int = 100  # multiparts and messages inside a message; honest threads have under 20
    depth: int = 3  # messages inside one another that are looked into
    html: int = MEGABYTE  # letters written in HTML stay under 200 KB
    text: int = 200_000  # characters kept of the words
    header: int = 20_000  # characters of one header that are looked at
    picture: int = 200_000  # bytes of a picture that is shown within the words
    unpacked: int = 200 * MEGABYTE  # of an office document, which is a packed folder too
    ratio: int = 300  # unpacked to packed; honest documents reach about 40
    entries: int = 5_000  # files in an office document


LIMITS = Limits()

Remark = dict[str, Any]
"""What was noticed or kept out: a code of `diwan.capture.remarks` and its particulars."""


class NotAMessage(Exception):
    """The bytes are no message, or one that cannot be taken apart; `code` says which of these."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Part:
    """Something enclosed, accepted by its first bytes; its name is fit for a file system and for the eye."""

    name: str
    media_type: str
    data: bytes
    inline: str = ""  # the name by which the words show it (Content-ID), if they do


@dataclass
class Message:
    """A message taken apart and defused."""

    sender_name: str = ""
    sender_address: str = ""
    to: list[str] = field(default_factory=list)
    subject: str = ""
    sent_on: dt.datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: list[str] = field(default_factory=list)
    text: str = ""
    html: str = ""
    parts: list[Part] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def note(self, code: str, **particulars: Any) -> None:
        """Remark on something once."""
        remark = {"code": code, **particulars}
        if remark not in self.remarks and len(self.remarks) < 200:
            self.remarks.append(remark)
