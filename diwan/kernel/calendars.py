"""Gregorian and Hijri (Umm al-Qura) dates in words, alone and side by side.

Papers of the house are dated in both calendars. The Hijri date is computed; what a paper prints is kept
beside it and prevails when it is cited (of 25 published dual dates all since 2003 agree with the table, the
older ones are often a day off). Digits are 0-9 in every language of the interface.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from diwan.kernel.months import hijri_month_name
from diwan.kernel.printed_dates import (
    parse_gregorian,
    parse_gregorian_range,
    parse_hijri,
    parse_hijri_range,
)
from diwan.kernel.umm_al_qura import Hijri, last_day_of, to_gregorian, to_hijri

__all__ = [
    "DualDate",
    "Hijri",
    "dual_date",
    "dual_range",
    "gregorian_in_words",
    "gregorian_range_in_words",
    "hijri_in_words",
    "hijri_range_in_words",
    "last_day_of",
    "parse_gregorian",
    "parse_gregorian_range",
    "parse_hijri",
    "parse_hijri_range",
    "to_gregorian",
    "to_hijri",
]

Style = Literal["long", "short", "day"]

#: Day, month, year in the languages whose order babel does not give as the house prints it (day first in
#: English).
_PATTERNS = {"long": "d MMMM y", "short": "d MMM y", "day": "EEEE d MMMM y"}
_OTHERWISE = {"long": "long", "short": "medium", "day": "full"}
#: The sign of the Hijri year where a date is printed with both calendars, and that of the Gregorian one.
_ERAS = {"ar": ("هـ", "م")}
_LATIN_ERAS = ("H", "")
_NO_BREAK = "\N{NO-BREAK SPACE}"


def gregorian_in_words(date: dt.date, language: str, style: Style = "long") -> str:
    """ "31 March 2035"; short "31 Mar 2035"; day "Saturday 31 March 2035"."""
    locale = _locale(language)
    pattern = _PATTERNS[style] if locale.language in ("en", "fr", "ar") else _OTHERWISE[style]
    if locale.language == "fr" and date.day == 1:
        pattern = pattern.replace("d ", "d'er' ")
    return format_date(date, pattern, locale=locale)


def hijri_in_words(date: dt.date | Hijri, language: str) -> str:
    """ "15 Sha’ban 1447", in Arabic with the sign of the year; empty outside the table of Umm al-Qura."""
    hijri = _hijri(date)
    if hijri is None:
        return ""
    return f"{_hijri_words(hijri, language)}{_NO_BREAK}هـ" if language == "ar" else _hijri_words(hijri, language)


def hijri_range_in_words(start: dt.date | Hijri, end: dt.date | Hijri, language: str) -> str:
    """ "26-28 Rajab 1432", "29 Muharram - 1 Safar 1394"; empty outside the table."""
    first, last = _hijri(start), _hijri(end)
    if first is None or last is None:
        return ""
    words = _hijri_words(last, language)
    if first == last:
        return words
    if (first.year, first.month) == (last.year, last.month):
        return f"{_ordinal(first.day, language)}-{words}"
    if first.year == last.year:
        return f"{_ordinal(first.day, language)} {hijri_month_name(first.month, language)} - {words}"
    return f"{_hijri_words(first, language)} - {words}"


def gregorian_range_in_words(start: dt.date, end: dt.date, language: str) -> str:
    """ "28-30 June 2011", "31 March - 2 April 2035", "30 December 2034 - 2 January 2035"."""
    words = gregorian_in_words(end, language)
    if start == end:
        return words
    if _locale(language).language not in ("en", "fr", "ar") or start.year != end.year:
        return f"{gregorian_in_words(start, language)} - {words}"
    if start.month == end.month:
        return f"{_ordinal(start.day, language)}-{words}"
    month = format_date(start, "MMMM", locale=_locale(language))
    return f"{_ordinal(start.day, language)} {month} - {words}"


def dual_date(date: dt.date, language: str) -> str:
    """ "28 Rajab 1432H (30 June 2011)"; outside the table the Gregorian date alone."""
    return dual_range(date, date, language)


def dual_range(start: dt.date, end: dt.date, language: str) -> str:
    """Both calendars in the manner of the printed volumes: "26-28 Rajab 1432H (28-30 June 2011)"."""
    return _side_by_side(hijri_range_in_words(start, end, language), start, end, language)


@dataclass(frozen=True)
class DualDate:
    """A day, or the days up to ``until``, with the Hijri date that the paper prints, if it prints one."""

    gregorian: dt.date
    hijri_printed: str | None = None
    until: dt.date | None = None

    @property
    def hijri_computed(self) -> Hijri | None:
        """The Umm al-Qura date of the (first) day; None outside the table."""
        return to_hijri(self.gregorian)

    @property
    def hijri_read(self) -> tuple[Hijri, Hijri] | None:
        """First and last day as the paper prints them; None when nothing readable is printed."""
        return parse_hijri_range(self.hijri_printed) if self.hijri_printed else None

    @property
    def differs(self) -> bool:
        """Whether the printed date can be read and is not the computed one.

        The printed one is to be cited.
        """
        read = self.hijri_read
        return read is not None and read != (self.hijri_computed, to_hijri(self.until or self.gregorian))

    def in_words(self, language: str) -> str:
        """Both dates; the printed Hijri one where it can be read, else the computed one."""
        end = self.until or self.gregorian
        first, last = self.hijri_read or (self.gregorian, end)
        return _side_by_side(hijri_range_in_words(first, last, language), self.gregorian, end, language)


def _side_by_side(hijri: str, start: dt.date, end: dt.date, language: str) -> str:
    gregorian = gregorian_range_in_words(start, end, language)
    if not hijri:
        return gregorian
    hijri_era, era = _ERAS.get(language, _LATIN_ERAS)
    return f"{hijri}{hijri_era} ({gregorian}{era})"


def _hijri(date: dt.date | Hijri) -> Hijri | None:
    return date if isinstance(date, Hijri) else to_hijri(date)


def _hijri_words(hijri: Hijri, language: str) -> str:
    return f"{_ordinal(hijri.day, language)} {hijri_month_name(hijri.month, language)} {hijri.year}"


def _ordinal(day: int, language: str) -> str:
    return "1er" if language == "fr" and day == 1 else str(day)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
