"""Working days: a calendar of one office's weekend and holidays, and the arithmetic of deadlines on it.

Each office has its own: Jeddah rests on Friday and Saturday, New York on Saturday and Sunday. Holidays are
dates already announced or expected; two Eids and the Hajj may close an office for ten days and more.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """The days on which an office works.

    ``weekend`` holds Python's weekday numbers (Monday 0 … Sunday 6), ``holidays`` the days off besides,
    ``shortened`` days of shorter hours (Ramadan), which count as working days. Raises ``ValueError`` for a
    weekend of all seven days or of days that are none.
    """

    weekend: frozenset[int]
    holidays: frozenset[dt.date] = frozenset()
    shortened: frozenset[dt.date] = frozenset()
    _off: tuple[dt.date, ...] = field(init=False, repr=False, compare=False)
    _worked_before: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.weekend <= frozenset(range(7)):
            raise ValueError(f"weekdays are 0 to 6: {sorted(self.weekend)}")
        if len(self.weekend) == 7:
            raise ValueError("an office that never works has no working days to count")
        off = sorted(day for day in self.holidays if day.weekday() not in self.weekend)
        object.__setattr__(self, "_off", tuple(off))
        # How many of the week's working days come before weekday 0, 1 … 7.
        before = tuple(sum(day not in self.weekend for day in range(weekday)) for weekday in range(8))
        object.__setattr__(self, "_worked_before", before)

    @classmethod
    def of(cls, weekend: Iterable[int], holidays: Iterable[dt.date] = ()) -> WorkCalendar:
        """A calendar from any iterables."""
        return cls(frozenset(weekend), frozenset(holidays))

    def is_working(self, day: dt.date) -> bool:
        """Whether the office works that day, be it for shorter hours."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def is_shortened(self, day: dt.date) -> bool:
        """Whether the office works that day for shorter hours."""
        return day in self.shortened and self.is_working(day)

    def next_working(self, day: dt.date) -> dt.date:
        """The day itself when the office works then, else the first working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def previous_working(self, day: dt.date) -> dt.date:
        """The day itself when the office works then, else the last working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def add(self, day: dt.date, n: int) -> dt.date:
        """The n-th working day after ``day`` (before it when n is negative), which itself is not counted.

        Three working days from a Thursday in Jeddah is the Tuesday. Zero gives the day itself or, when it is
        no working day, the next one.
        """
        if n == 0:
            return self.next_working(day)
        step = _DAY if n > 0 else -_DAY
        missing = abs(n)
        while missing:
            # Whole weeks at once; holidays met on the way are then still missing.
            weeks, rest = divmod(missing, self._worked_before[7])
            reached = day + step * (7 * weeks)
            while rest:
                reached += step
                rest -= reached.weekday() not in self.weekend
            missing, day = self._holidays_met(day, reached), reached
        return self.next_working(day) if n < 0 else self.previous_working(day)

    def between(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after ``start`` up to and with ``end``.

        Negative when ``end`` is earlier.
        """
        if end < start:
            return -self.between(end, start)
        return self._weekdays_until(end) - self._weekdays_until(start) - self._off_until(end) + self._off_until(start)

    def _holidays_met(self, start: dt.date, end: dt.date) -> int:
        """Holidays on weekdays between two days, without the first and with the last, in either direction."""
        if end >= start:
            return self._off_until(end) - self._off_until(start)
        return self._off_until(start - _DAY) - self._off_until(end - _DAY)

    def _weekdays_until(self, day: dt.date) -> int:
        """Days that are not the weekend's from the beginning of the calendar up to and with ``day``."""
        # The proleptic 1 January of year 1 was a Monday, ordinal 1.
        weeks, rest = divmod(day.toordinal(), 7)
        return weeks * self._worked_before[7] + self._worked_before[rest]

    def _off_until(self, day: dt.date) -> int:
        return bisect_right(self._off, day)
