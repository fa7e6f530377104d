"""The period of a page of a register: a day, a week, a month, a year."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diwan.kernel import clock
from diwan.organisation.models import WEEKDAYS

NAMES: dict[str, str | Promise] = {"day": _("Day"), "week": _("Week"), "month": _("Month"), "year": _("Year")}


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included."""

    name: str
    start: dt.date
    end: dt.date

    @property
    def label(self) -> str:
        """“Week”."""
        return str(NAMES[self.name])

    @property
    def bounds(self) -> tuple[dt.datetime, dt.datetime]:
        """The first instant of it, and the first after it, in the current time zone."""
        return _midnight(self.start), _midnight(self.end + dt.timedelta(days=1))

    @property
    def before(self) -> dt.date:
        """A day of the period before it."""
        return self.start - dt.timedelta(days=1)

    @property
    def after(self) -> dt.date | None:
        """A day of the period after it; None for one that is still to come."""
        following = self.end + dt.timedelta(days=1)
        return following if following <= clock.today() else None


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def period_of(name: str, day: dt.date, weekend: list[str] | None = None) -> Period:
    """The period of a name that holds a day. A week begins on the day after the weekend; anything unknown is a day."""
    if name == "year":
        return Period("year", dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))
    if name == "month":
        return Period("month", day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))
    if name == "week":
        start = day - dt.timedelta(days=(day.weekday() - _first_of_week(weekend or ["saturday", "sunday"])) % 7)
        return Period("week", start, start + dt.timedelta(days=6))
    return Period("day", day, day)


def _first_of_week(weekend: list[str]) -> int:
    off = {WEEKDAYS.index(name) for name in weekend}
    return next((day for day in range(7) if day not in off and (day - 1) % 7 in off), 0)
