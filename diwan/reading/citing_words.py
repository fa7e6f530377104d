"""The words around numbers of resolutions, from `rules/citing.yaml`, as patterns over folded text."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .letters import folded
from .lexicon import _loaded
from .references import Letters


@dataclass(frozen=True)
class Body:
    """A body beyond the organisation: the symbol of its resolutions, and the first number it uses before a stroke."""

    symbol: str
    first: int


class CitingWords:
    """The words of `citing.yaml` as patterns over folded text."""

    def __init__(self) -> None:
        rules = _loaded("citing")
        decision = self._any(rules["decision"])
        prefixes, glued = self._any(rules["prefixes"]), self._any(rules["resolution_glued"])
        word = rf"(?<![^\W\d_])(?:{self._any(rules['resolution'])}|{decision}|(?:{prefixes})?(?:{glued}))(?![^\W\d_])"
        number = rf"(?:{self._any(rules['number'])})"
        self.decision = re.compile(rf"(?:{decision})(?![^\W\d_])")
        joined = self._any(rules["and"])
        dated = rf"(?:,?\s*(?:{self._any(rules['dated'])})\s[^;:/()]{{0,60}}?\d{{4}})?"
        section = rf"(?:,?\s*(?:{self._any(rules['section'])})\s+\w{{1,6}},?)?"
        own = rf"(?:(?:{self._any(rules['whose'])}|{number})(?![^\W\d_])|{word})"
        self.led = re.compile(rf".*{word}(?P<between>[^\d;:()]{{0,90}}?)\s*(?:{number})?\s*[:(]?\s*", re.S)
        self.listed = re.compile(
            rf".*{word}\s*(?:{number})?\s*(?P<all>(?:\d{{1,3}}\s*(?:(?:{joined})\s*){{1,2}})+)", re.S
        )
        self.announcing = re.compile(rf"\s*(?:{word})?\s*(?:{number})?\s*:?\s*")
        self.gap = re.compile(
            rf"\s*(?:[a-h](?!\w))?{section}{dated}\s*(?:(?P<to>(?:{self._any(rules['to'])})(?![^\W\d_]))|(?:(?:{joined})\s*){{1,2}})\s*(?:{own}\s*)*[(:]?\s*"
        )
        # "1265 (1999) on the protection of civilians, 1612 (2006)": these two forms are like nothing else
        self.said = re.compile(rf"[^;:()\d]{{0,100}}?(?P<to>(?!))?(?:(?:{joined})\s*){{1,2}}")
        self.word = re.compile(word)
        self.bodies = {
            folded(name): Body(b["symbol"], int(b.get("from", 1))) for b in rules["bodies"] for name in b["say"]
        }

    @staticmethod
    def _any(words: list[str]) -> str:
        found = sorted({folded(word) for word in words}, key=len, reverse=True)
        return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in found)


@lru_cache(maxsize=1)
def citing_words() -> CitingWords:
    """Read once."""
    return CitingWords()


@lru_cache(maxsize=8)
def naming(known: Letters) -> re.Pattern[str]:
    """Any body, of the house or beyond it, by any of its names."""
    names = sorted({*known.names, *citing_words().bodies}, key=len, reverse=True)
    return re.compile("|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names))
