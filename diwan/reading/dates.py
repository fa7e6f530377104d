"""Dates as volumes print them: "26 to 28 Rabi al-Awwal 1456H (13-15 June 2034)"."""

import re
from datetime import date
from operator import itemgetter

from .letters import folded
from .lexicon import Lexicon

_RANGE = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})(?:er|st|nd|rd|th)?(?:\s+(?P<month1>[^\W\d]{3,12}))?(?:\s*(?:-|to|and|au|et|الي|حتي|و)\s*(?P<last>\d{1,2}))?"
    r"(?:er|st|nd|rd|th)?(?:\s+of)?\s+(?P<month>[^\W\d][^\d;()]{2,26}?)[\s,]+(?P<year>\d{4})(?!\d)(?P<hijri>\s?(?:h|ه|a\.?h)?)"
)
_YEAR = re.compile(r"\d{4}")
_DAY_YEAR = re.compile(r"\d,\s+\d{4}")
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
    american = _MONTH_FIRST.finditer(form) if _DAY_YEAR.search(form) is not None else ()  # it is slow, and seldom there
    for match in (*_RANGE.finditer(form), *american):
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
    word = name.strip().split(" ")[0]
    return words.months.get(word) if word else None


def hijri_month(name: str, words: Lexicon) -> int | None:
    """The number of an Islamic month, however it is spelt; None when it is none."""
    bare = re.sub(r"\W", "", folded(name))
    fitting = [(length, number) for letters, length, number in words.hijri_months if bare.startswith(letters)]
    return max(fitting, key=itemgetter(0))[1] if fitting else None


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
