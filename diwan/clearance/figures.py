"""How quickly units clear: figures from the visas themselves, in the working days of each unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from statistics import median
from typing import Any

from diwan.clearance.models import Visa
from diwan.clearance.models.circuit import ANSWERED
from diwan.people.models import Unit


@dataclass
class Pace:
    """A unit and what it took: the median of its working days, how often it was asked, late, and silent."""

    unit: Unit
    days: float | None
    answered: int
    late: int
    silent: int


def pace_of_units(since: dt.date, until: dt.date) -> list[Pace]:
    """Every unit that was asked for a visa in these days and has answered, the slowest first: three questions.

    Silence that counted as consent is counted apart: it is no answer, and its pace is nobody's merit.
    """
    rows = Visa.objects.filter(unit__isnull=False, task__in=ANSWERED, asked_on__gte=since, asked_on__lte=until)
    asked: dict[int, list[Any]] = {}
    for row in rows.exclude(answer="").values_list("unit", "asked_on", "due_on", "at", "answer"):
        asked.setdefault(row[0], []).append(row[1:])
    units = Unit.objects.filter(pk__in=asked).select_related("calendar").prefetch_related("calendar__holidays")
    return sorted((_pace(unit, asked[unit.pk]) for unit in units), key=lambda pace: -(pace.days or 0))


def _pace(unit: Unit, rows: list[Any]) -> Pace:
    working, took, late, silent = unit.calendar.working, [], 0, 0
    for asked_on, due_on, at, answer in rows:
        if answer == Visa.Answer.SILENT:
            silent += 1
            continue
        on = at.astimezone(unit.zone).date()
        took.append(working.between(asked_on, on))
        late += on > due_on
    return Pace(unit, median(took) if took else None, len(took), late, silent)
