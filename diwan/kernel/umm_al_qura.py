"""The civil Hijri calendar of Umm al-Qura: its dates and their conversion.

Offices use the civil day, from midnight to midnight; the day that begins at sunset is not meant here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hijridate import Gregorian as TableDay
from hijridate import Hijri as TableHijri
from hijridate.ummalqura import GREGORIAN_RANGE

FIRST_DAY = dt.date(*GREGORIAN_RANGE[0])
LAST_DAY = dt.date(*GREGORIAN_RANGE[1])


@dataclass(frozen=True, order=True)
class Hijri:
    """A Hijri date as written on paper, whether or not the table of Umm al-Qura has it.

    A printed 30 Safar is accepted in a year whose Safar has 29 days: the paper is a fact. Raises
    ``ValueError`` for what is a date in no year.
    """

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1 <= self.day <= 30 and self.year >= 1):
            raise ValueError(f"no Hijri date: {self.year}-{self.month}-{self.day}")

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}-{self.day:02}"


def to_hijri(date: dt.date) -> Hijri | None:
    """The Umm al-Qura date of a Gregorian day; None outside the table (1 August 1924 to 16 November 2077)."""
    if not FIRST_DAY <= date <= LAST_DAY:
        return None
    return Hijri(*TableDay(date.year, date.month, date.day).to_hijri().datetuple())


def to_gregorian(hijri: Hijri) -> dt.date:
    """The Gregorian day of a Hijri date. Raises ``ValueError`` when the table has no such day."""
    try:
        return dt.date(*TableHijri(hijri.year, hijri.month, hijri.day).to_gregorian().datetuple())
    except (OverflowError, ValueError) as reason:
        raise ValueError(f"the table of Umm al-Qura has no {hijri}") from reason


def last_day_of(year: int, month: int) -> Hijri:
    """The last day (29 or 30) of a Hijri month. Raises ``ValueError`` outside the table."""
    try:
        return Hijri(year, month, TableHijri(year, month, 1).month_length())
    except (OverflowError, ValueError) as reason:
        raise ValueError(f"the table of Umm al-Qura has no month {year}-{month}") from reason
