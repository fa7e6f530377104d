"""Names as they are looked up: one spelling for all that a letterhead, a clerk or a scanner may write."""

from __future__ import annotations

import re

from diwan.kernel.folding import fold

_WORD = re.compile(r"[^\W_]+")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")


def words(text: str) -> list[str]:
    """The folded words of a text; apostrophes and dashes part them: ``d’Albanie`` is two."""
    return _WORD.findall(fold(text))


def folded(name: str) -> str:
    """A name as it is compared: its folded words."""
    return " ".join(words(name))


def host(address: str) -> str:
    """The domain of an e-mail address, or of what is written for one (``@mission.example``); empty when it is none."""
    found = address.strip().lower().rpartition("@")[2].strip(" .<>")
    return found if _HOST.fullmatch(found) else ""
