"""The organisation this house serves, and the days on which its offices work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.kernel.multilingual import MultilingualField
from diwan.kernel.working_days import WorkCalendar

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Organisation(models.Model):
    """The one organisation served. Its languages, symbols and calendar are data, loaded from a profile."""

    code = models.CharField(max_length=20, unique=True)
    name = MultilingualField(_("name"))
    acronym = MultilingualField(_("acronym"))
    languages = models.JSONField(_("official languages"), default=list)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    symbol = models.CharField(_("symbol"), max_length=20, help_text=_("what its document symbols begin with"))
    confidentiality = models.JSONField(_("levels of confidentiality"), default=list)
    fictional = models.BooleanField(_("fictional"), default=False)
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("organisation")
        constraints = [models.CheckConstraint(name="there_is_one_organisation", condition=models.Q(only=True))]

    def __str__(self) -> str:
        return str(self.acronym)


_known: ContextVar[list[Organisation | None] | None] = ContextVar("organisation", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Within it the database is asked for the organisation once at most: a request sees one house."""
    token = _known.set([])
    try:
        yield
    finally:
        _known.reset(token)


def organisation() -> Organisation | None:
    """The organisation, once a profile was loaded."""
    known = _known.get()
    if known is None:
        return Organisation.objects.first()
    if not known:
        known.append(Organisation.objects.first())
    return known[0]


class Calendar(models.Model):
    """The working week and holidays of a place. Offices in other countries have their own."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = MultilingualField(_("name"))
    weekend = models.JSONField(_("weekend"), default=list, help_text=_("days of the week, in English"))

    class Meta:
        verbose_name = _("calendar")

    def __str__(self) -> str:
        return str(self.name)

    @cached_property
    def working(self) -> WorkCalendar:
        """The arithmetic of this calendar's working days."""
        off = {day for holiday in self.holidays.all() for day in holiday.days()}
        return WorkCalendar(frozenset(WEEKDAYS.index(d) for d in self.weekend), frozenset(off))


class Holiday(models.Model):
    """Days on which the offices of a calendar are closed. Dates after the moon are estimates and editable."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="holidays")
    name = MultilingualField(_("name"))
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    estimated = models.BooleanField(_("estimated"), default=False)

    class Meta:
        verbose_name = _("holiday")
        constraints = [
            models.CheckConstraint(
                name="a_holiday_ends_after_it_begins", condition=models.Q(end__gte=models.F("start"))
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    def days(self) -> list[dt.date]:
        """Each day of it."""
        return [self.start + dt.timedelta(n) for n in range((self.end - self.start).days + 1)]


def letterhead() -> dict[str, object]:
    """Whose house it is, for the foot of pages and the sign-in page."""
    found = organisation()
    if found is None:
        return {"organisation": "Diwan", "office": "", "offices": {}}
    return {"organisation": str(found.name), "office": "", "offices": dict(found.name)}
