"""Symbols of documents in running text, and what a citation is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .letters import INVISIBLE, western_digits
from .references import Key

HIDDEN = re.compile("[" + "".join(map(chr, INVISIBLE)) + "]")
_PART = r"[A-Z0-9]+(?:[.\-–][A-Z0-9]+)*"
_DOCUMENT = re.compile(
    # OIC/CFM-60/2034/POL/SG-REP.3/Rev.1, with stray spaces before the type ("/ RES/FINAL", "/SG. REP2")
    rf"(?<![\w/])[A-Z]{{1,8}}(?:[\-–][A-Z0-9]+)*(?:/{{1,2}}{_PART}(?:[.\-–]\s?(?:REP|RES)\b\.?\s?\d*|\.?\s?(?:REP|RES)\.?\s?\d+)?|/\s(?:RES|SG|INF|DEC|REP)\b[\w.\-–]*(?:\s(?:REP|RES)\.?\s?\d+)?)+"
    r"(?:\s?\(\s?(?:(?:19|20)\d\d|[IVXLC]{1,8})\s?\))?(?:/(?:Rev|Add|Corr|Amend)\.?\s?\d+)*(?!\w)"
    r"|(?<!\w)(?:WHA|EB)\d{1,3}\.R?\d{1,3}(?!\w)"
)
_SHORT = re.compile(r"[AES]/(?:\d|[A-Z])|ICFM/|WHA|EB")


@dataclass(frozen=True, slots=True)
class Citation:
    """A number or symbol found in a text, and where it stands.

    A resolution of the house has a `key`; `also` holds other readings of a number that does not say its organ. What
    others adopted, and documents, have a `symbol`. What a range only implies has no width (`start` is `end`).
    """

    printed: str
    start: int
    end: int
    key: Key | None
    symbol: str | None = None
    also: tuple[Key, ...] = ()

    @property
    def name(self) -> str:
        """The normalised name: the key, or the symbol."""
        return str(self.key) if self.key else self.symbol or symbol_key(self.printed)


def symbol_key(printed: str) -> str:
    """A document symbol as it is compared: "OIC/CFM-60/2034/POL/ SG. REP2" is OIC/CFM-60/2034/POL/SG-REP.2."""
    bare = re.sub(r"\s+", "", western_digits(HIDDEN.sub("", printed))).replace("–", "-").upper()
    bare = re.sub(r"/{2,}", "/", bare)
    bare = re.sub(r"SG[.\-]*REP\.?(?=\d)", "SG-REP.", bare)
    return re.sub(r"\b(REV|ADD|CORR|AMEND)\.?(?=\d)", r"\1.", bare).rstrip(".")


def documents_in(text: str) -> Iterator[Citation]:
    """The symbols in a text without marks of direction and with western digits."""
    for match in _DOCUMENT.finditer(text):
        symbol = symbol_key(match.group())
        stem = symbol.partition("(")[0]
        # "EN/FR/AR" is no symbol, nor is "UN/ICAO-2"; a short one is only what the United Nations print.
        short = (stem.count("/") < 2 or stem[1:2] == "/") and not _SHORT.match(stem)
        if re.search(r"\d", symbol) and not short:
            yield Citation(match.group(), match.start(), match.end(), None, symbol)
