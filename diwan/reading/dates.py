"""Dates as volumes print them: "26 to 28 Rabi al-Awwal 1456H (13-15 June 2034)"."""

import re
from datetime import date
from functools import lru_cache

from .letters import folded
from .lexicon import Lexicon

_RANGE = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})(?:er|st|nd|rd|th)?(?:\s+(?P<month1>[^\W\d]{3,12}))?(?:\s*(?:-|to|and|au|et|الي|حتي|و)\s*(?P<last>\d{1,2}))?"
    r"(?:er|st|nd|rd|th)?(?:\s+of)?\s+(?P<month>[^\W\d][^\d;()]{2,26}?)[\s,]+(?P<year>\d{4})(?!\d)(?P<hijri>\s?(?:h|ه|a\.?h)?)"
)
_YEAR = re.compile(r"\d{4}")
_MONTH_FIRST = re.compile(
    r"(?P<month>[^\W\d]{3,12})\s+(?P<first>\d{1,2})(?:\s*-\s*(?P<last>\d{1,2}))?,\s+(?P<year>\d{4})"
)


def dates_in(text: str, words: Lexicon) -> tuple[str | None, str | None]:
    """The first Gregorian and the first Hijri date (or range "first/last") of a text, as ISO dates."""
    form = folded(text)
    if _YEAR.search(form) is None:
        return None, None
    gregorian: str | None = None
    hijri: str | None = None
    for match in [*_RANGE.finditer(form), *_MONTH_FIRST.finditer(form)]:
        month, year = match["month"], int(match["year"])
        lunar = hijri_month(month, words)
        if lunar is not None and 1300 <= year <= 1600:
            before = hijri_month(match.groupdict().get("month1") or "", words)
            hijri = hijri or _iso(year, lunar, match["first"], match["last"], before)
            continue
        solar = _month(month, words)
        earlier = _month(match.groupdict().get("month1") or "", words)
        if solar is not None and 1800 <= year <= 2200:
            gregorian = gregorian or _iso(year, solar, match["first"], match["last"], earlier)
    return gregorian, hijri


def _month(name: str, words: Lexicon) -> int | None:
    months: dict[str, str] = words.rules["months"]
    word = name.strip().split(" ")[0] if name.strip() else ""
    return next((int(number) for known, number in months.items() if folded(known) == word), None)


@lru_cache(maxsize=512)
def _letters(name: str) -> str:
    return re.sub(r"\W", "", folded(name))


def hijri_month(name: str, words: Lexicon) -> int | None:
    """The number of an Islamic month, however it is spelt; None when it is none."""
    bare = _letters(name)
    months: dict[str, str] = words.rules["hijri_months"]
    fitting = [known for known in months if bare.startswith(_letters(known))]
    return int(months[max(fitting, key=len)]) if fitting else None


def _iso(year: int, month: int, first: str, last: str | None, earlier: int | None) -> str | None:
    begin = f"{year:04d}-{earlier or month:02d}-{int(first):02d}"
    if not last:
        return begin if _real(begin, year) else None
    end = f"{year:04d}-{month:02d}-{int(last):02d}"
    return f"{begin}/{end}" if _real(begin, year) and _real(end, year) else None


def _real(text: str, year: int) -> bool:
    if year < 1700:
        return 1 <= int(text[-2:]) <= 30
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
