"""The day on which something asked in a resolution falls due, derived from the deadline as printed.

A proposal for a person to confirm: nothing is guessed. A phrase that names a meeting whose date is not given,
or an event ("before departure"), has a basis and no date.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from diwan.kernel.deadline_phrases import (
    AMOUNT,
    Length,
    Phrases,
    comes_again,
    length_of_adverb,
    length_of_unit,
    phrases,
)
from diwan.kernel.numerals import NUMBER, read_number
from diwan.kernel.printed_dates import (
    mark_months,
    parse_gregorian,
    parse_hijri,
    parse_month_end,
)
from diwan.kernel.umm_al_qura import Hijri, last_day_of, to_gregorian, to_hijri

Basis = Literal["date", "session", "period", "recurring", "none"]

_YEAR = re.compile(r"(?<![\d/-])(?:20|21)\d\d(?![\d/])")
_SPLIT = re.compile(r"[;؛]")
#: A deadline is a phrase; of a longer text only so many characters are read.
LONGEST_PHRASE = 1_000


@dataclass(frozen=True)
class Due:
    """When something falls due and why: the date if one follows, and what it rests on.

    ``session`` is the number of the session named, if one is; ``every`` how often a recurring duty comes
    back.
    """

    date: dt.date | None
    basis: Basis
    session: int | None = None
    every: Length | None = None


NOTHING = Due(None, "none")


@dataclass(frozen=True)
class _Ground:
    """What is known beside the words: the day of adoption and the sessions to come."""

    adopted_on: dt.date
    next_session_on: dt.date | None
    next_session: int | None
    words: Phrases


def due_from_words(
    text: str,
    *,
    adopted_on: dt.date,
    next_session_on: dt.date | None,
    language: str | None = None,
    next_session: int | None = None,
) -> Due:
    """The due date that a printed deadline gives, in English, French or Arabic.

    ``next_session_on`` is the (expected) opening of the adopting body's next session and ``next_session`` its
    number: "its 62nd Session" gets that date only when the number is the same. Of several deadlines in one
    phrase, parted by semicolons, the earliest with a date counts.
    """
    ground = _Ground(adopted_on, next_session_on, next_session, phrases(language))
    found = [
        due for part in _SPLIT.split(text[:LONGEST_PHRASE]) if (due := _read(mark_months(part), ground)).basis != "none"
    ]
    dated = [due for due in found if due.date is not None]
    if dated:
        return min(dated, key=lambda due: due.date or dt.date.max)
    return found[0] if found else NOTHING


def _read(marked: str, ground: _Ground) -> Due:
    for reading in (_recurring, _dated, _at_a_session, _within_a_period):
        if due := reading(marked, ground):
            return due
    return NOTHING


def _recurring(marked: str, ground: _Ground) -> Due | None:
    words = ground.words
    if re.search(words.every_session, marked):
        return Due(ground.next_session_on, "recurring")
    if re.search(words.each_year, marked):
        return _each_year(marked, ground)
    if (every := re.search(words.every, marked)) and (amount := AMOUNT.match(marked, every.end())):
        length = _length(amount)
        return Due(_after(ground.adopted_on, length), "recurring", every=length)
    if often := length_of_adverb(marked):
        return Due(_after(ground.adopted_on, often), "recurring", every=often)
    return Due(None, "recurring") if comes_again(marked) else None


def _each_year(marked: str, ground: _Ground) -> Due:
    """What is due on days or at ends of months named for every year: the first of them after adoption."""
    after = ground.adopted_on
    days = [_coming(month, day, after) for day, month in re.findall(r"(\d{1,2})[^@\d]*@g(\d+)", marked)]
    ends = [_coming_end(mark, month, after) for mark, month in re.findall(r"@([gh])(\d+)", marked)]
    if named := [day for day in days or ends if day]:
        return Due(min(named), "recurring", every=("months", 12 // len(named)))
    if re.search(r"\bend\b|\bfin\b|نهايه|اواخر", marked):
        return Due(dt.date(after.year, 12, 31), "recurring", every=("months", 12))
    return Due(_after(after, ("months", 12)), "recurring", every=("months", 12))


def _coming(month: str, day: str, after: dt.date) -> dt.date | None:
    for year in (after.year, after.year + 1):
        try:
            if (date := dt.date(year, int(month), int(day))) > after:
                return date
        except ValueError:
            return None
    return None


def _coming_end(calendar_mark: str, month: str, after: dt.date) -> dt.date | None:
    """The next end of a month named without its year."""
    if calendar_mark == "g":
        ends = [_month_end(year, int(month)) for year in (after.year, after.year + 1)]
    elif hijri := to_hijri(after):
        ends = [to_gregorian(last_day_of(year, int(month))) for year in (hijri.year, hijri.year + 1)]
    else:
        return None
    return next((end for end in ends if end > after), None)


def _dated(marked: str, ground: _Ground) -> Due | None:
    date = parse_gregorian(marked) or _as_day(parse_hijri(marked))
    if date is None and (month_end := parse_month_end(marked)):
        date = month_end.replace(day=1) if re.search(ground.words.as_from, marked) else month_end
    if date is None and (without_year := re.search(r"(?<!\d)(\d{1,2})[^@\d]{0,6}@g(\d+)", marked)):
        date = _coming(without_year[2], without_year[1], ground.adopted_on)
    if date is None and (alone := re.search(r"@([gh])(\d+)", marked)):
        date = _coming_end(alone[1], alone[2], ground.adopted_on)
    date = date or _in_a_year(marked, ground)
    return Due(date, "date") if date else None


def _in_a_year(marked: str, ground: _Ground) -> dt.date | None:
    """The last day of a year, half or quarter.

    "by the end of 2035", "first half of 2035", "end of the year".
    """
    words = ground.words
    years = [int(year) for year in _YEAR.findall(marked)]
    months = _part_of_year(marked, words)
    if re.search(words.next_year, marked):
        year = ground.adopted_on.year + 1
    elif years:
        year = max(years)
    elif months or re.search(words.year_end, marked):
        year = ground.adopted_on.year
    else:
        return None
    if years and re.search(words.as_from, marked):
        return dt.date(year, 1, 1)
    return _month_end(year, months or 12)


def _part_of_year(marked: str, words: Phrases) -> int | None:
    for pattern, length in ((words.half, 6), (words.quarter, 3)):
        if found := re.search(pattern.replace("{}", NUMBER), marked):
            number = next((read_number(group) for group in found.groups() if group), None)
            if number and number * length <= 12:
                return number * length
    return None


def _at_a_session(marked: str, ground: _Ground) -> Due | None:
    words = ground.words
    session = re.search(words.session, marked)
    meeting = session or re.search(words.preparatory, marked) or re.search(words.other_meeting, marked)
    if meeting is None or AMOUNT.search(marked):
        return None
    number = next((value for match in re.finditer(NUMBER, marked) if (value := read_number(match[0]))), None)
    coming = re.search(words.next, marked) is not None
    if session is None and not re.search(words.preparatory, marked):
        # Another body's meeting, its date not known here; unless the adopting body calls its session so (a
        # Summit).
        its_own = number is not None and number == ground.next_session
        return Due(ground.next_session_on if its_own else None, "session", number) if coming or number else None
    if number is not None and number != ground.next_session:
        return Due(None, "session", number)
    return Due(ground.next_session_on, "session", number)


def _within_a_period(marked: str, ground: _Ground) -> Due | None:
    words = ground.words
    amount = next((match for match in AMOUNT.finditer(marked) if match[1] or _length(match)[1] != 1), None)
    if amount is None or not (re.search(words.within, marked) or re.search(words.before_something, marked)):
        return None
    rest = marked[amount.end() :]
    elsewhere = re.match(words.counted_from, rest) and not re.search(words.from_adoption, rest)
    # "ten days before departure", "within two days of the closing": the day is that of another event.
    if elsewhere or (re.search(words.before_something, marked) and not re.search(words.within, marked)):
        return Due(None, "period")
    return Due(_after(ground.adopted_on, _length(amount)), "period")


def _length(amount: re.Match[str]) -> Length:
    unit, size = length_of_unit(amount[2])
    return unit, size * (read_number(amount[1]) or 1) if amount[1] else size


def _after(day: dt.date, length: Length) -> dt.date:
    unit, size = length
    if unit == "hours":
        return day + dt.timedelta(days=-(-size // 24))
    if unit == "days":
        return day + dt.timedelta(days=size)
    month = day.month - 1 + size
    year, month = day.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _as_day(hijri: Hijri | None) -> dt.date | None:
    try:
        return to_gregorian(hijri) if hijri else None
    except ValueError:
        return None
