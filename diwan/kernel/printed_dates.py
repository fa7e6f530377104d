"""Reading the dates that papers print: Hijri and Gregorian, in English, French and Arabic.

The text is folded, each month's name becomes a mark such as ``@g6`` or ``@h9``, and a few patterns read what
stands around the marks. A range gives both its ends; a date without a year, or impossible, gives nothing.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from diwan.kernel.folding import fold
from diwan.kernel.months import GREGORIAN_SPELLINGS, HIJRI_SPELLINGS
from diwan.kernel.umm_al_qura import Hijri, last_day_of, to_gregorian

_APOSTROPHES = re.compile(r"['’‘ʼʿʾ`´ʹ]")
_ELISION = re.compile(r"\bd['’](?=\w)", re.IGNORECASE)
_DASHES = re.compile(r"[‐-―−]")
_HIJRI = [(re.compile(pattern), f" @h{month} ") for month, pattern in enumerate(HIJRI_SPELLINGS, 1)]
_GREGORIAN = [(re.compile(pattern), f" @g{month} ") for month, pattern in enumerate(GREGORIAN_SPELLINGS, 1)]
#: The same month named twice, "آذار/مارس" or "يونيو «حزيران»", is one.
_TWICE = re.compile(r"(@[gh]\d+)(?:[\s/(«\"-]+\1[\s)»\"]*)+")

_NUMBER = r"(\d{1,2})(?!\d)(?:\s*(?:st|nd|rd|th|er|e)\b)?(?:\s+(?:of|de|من))?"
_DAY = rf"(?<![\d/.@-]){_NUMBER}"
_TO = r"\s*(?:-|/|\bto\b|\bau\b|\bet\b|\band\b|\buntil\b|\btill\b|\bو|\bالي\b|\bحتي\b)\s*"
_YEAR = r"(?:[\s,،]+(?:of|de|لعام|لسنه|عام|سنه))?[\s,،]*(?<!\d)(\d{4})(?!\d)"


def _patterns(mark: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    month = rf"\s*@{mark}(\d+)"
    return (
        re.compile(rf"{_DAY}(?:{month})?(?:{_YEAR})?{_TO}{_NUMBER}{month}(?:{_YEAR})?"),
        re.compile(rf"{_DAY}{month}(?:{_YEAR})?"),
        re.compile(rf"@{mark}(\d+)\s+{_DAY}(?:{_TO}{_NUMBER})?(?:{_YEAR})"),
    )


_G_RANGE, _G_SINGLE, _G_MONTH_FIRST = _patterns("g")
_H_RANGE, _H_SINGLE, _H_MONTH_FIRST = _patterns("h")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_MONTH_AND_YEAR = re.compile(rf"@([gh])(\d+){_YEAR}")


@lru_cache(maxsize=4096)
def mark_months(text: str) -> str:
    """The text folded, with every month's name as ``@g1`` … ``@g12`` or ``@h1`` … ``@h12``.

    Marking twice changes nothing.
    """
    marked = _APOSTROPHES.sub("", _ELISION.sub("de ", _DASHES.sub("-", text)))
    # Hijri names are written with a hyphen or without: "Rabi-ul-Awwal".
    marked = re.sub(r"(?<=[a-z])-(?=[a-z])|\s+", " ", fold(marked))
    for pattern, mark in (*_HIJRI, *_GREGORIAN):
        marked = pattern.sub(mark, marked)
    marked = re.sub(r"\b(و?)الاول من(?= +@)", r"\1 1", marked)
    return re.sub(r"\s+", " ", _TWICE.sub(r"\1 ", marked)).strip()


def parse_hijri_range(text: str) -> tuple[Hijri, Hijri] | None:
    """The first and last day of the first Hijri date printed in the text; None when there is none whole."""
    return _read(mark_months(text), (_H_RANGE, _H_SINGLE, _H_MONTH_FIRST), _hijri, None)


def parse_hijri(text: str) -> Hijri | None:
    """The Hijri date printed in the text; of a range, the end."""
    found = parse_hijri_range(text)
    return found[1] if found else None


def parse_gregorian_range(text: str, *, year: int | None = None) -> tuple[dt.date, dt.date] | None:
    """The first and last day of the first Gregorian date printed in the text, in words or figures (day
    first).

    ``year`` is the year of a date printed without one; without it such a date gives nothing.
    """
    marked = mark_months(text)
    if found := _read(marked, (_G_RANGE, _G_SINGLE, _G_MONTH_FIRST), _gregorian, year):
        return found
    if figures := _YEAR_FIRST.search(marked):
        day = _gregorian(int(figures[1]), int(figures[3]), int(figures[4]))
    elif figures := _DAY_FIRST.search(marked):
        day = _gregorian(int(figures[4]), int(figures[3]), int(figures[1]))
    else:
        return None
    return (day, day) if day else None


def parse_gregorian(text: str, *, year: int | None = None) -> dt.date | None:
    """The Gregorian date printed in the text; of a range, the end."""
    found = parse_gregorian_range(text, year=year)
    return found[1] if found else None


def parse_month_end(text: str) -> dt.date | None:
    """The last day of the month named with its year ("June 2034", "Shawwal 1455H"), as a Gregorian day."""
    found = _MONTH_AND_YEAR.search(mark_months(text))
    if not found:
        return None
    month, year = int(found[2]), int(found[3])
    try:
        if found[1] == "h":
            return to_gregorian(last_day_of(year, month))
        return _gregorian(year, month, calendar.monthrange(year, month)[1])
    except ValueError:
        return None


Day = TypeVar("Day", Hijri, dt.date)


def _read(
    marked: str,
    patterns: tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]],
    make: Callable[[int, int, int], Day | None],
    year: int | None,
) -> tuple[Day, Day] | None:
    found = [match for pattern in patterns if (match := pattern.search(marked))]
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        values = [int(value) if value else None for value in match.groups()]
        if match.re is patterns[0]:
            first_day, first_month, first_year, day, month, last_year = values
        elif match.re is patterns[1]:
            day, month, last_year = values
            first_day, first_month, first_year = day, month, last_year
        else:
            month, first_day, last_day, last_year = values
            day, first_month, first_year = last_day or first_day, month, last_year
        last_year = last_year or year
        if last_year is None or month is None or first_day is None or day is None:
            continue
        first_month = first_month or month
        first_year = first_year or (last_year - 1 if first_month > month else last_year)
        first, last = make(first_year, first_month, first_day), make(last_year, month, day)
        if first and last:
            return first, last
    return None


def _hijri(year: int, month: int, day: int) -> Hijri | None:
    try:
        return Hijri(year, month, day) if 1 <= year <= 1600 else None
    except ValueError:
        return None


def _gregorian(year: int, month: int, day: int) -> dt.date | None:
    # A year before 1700 beside a Gregorian month is a Hijri year, or a slip.
    try:
        return dt.date(year, month, day) if 1700 <= year <= 2400 else None
    except ValueError:
        return None
