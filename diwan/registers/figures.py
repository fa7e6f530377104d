"""What came in, what went out, what is pending and late, and how long it takes: of what the reader may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Aggregate, Count, F, FloatField, Func, IntegerField, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from diwan.assignments.models import Assignment
from diwan.correspondence.models import Letter
from diwan.interface import charts
from diwan.kernel import clock
from diwan.outgoing.models import Outgoing
from diwan.people.models import Unit

MONTHS = 12


class Median(Aggregate):
    """The middle value, as PostgreSQL finds it; here of calendar days from the referral to its end."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass
class OfUnit:
    """One unit: what is with it, what of that is late, what it finished in the year, and the median of its days."""

    unit: Unit
    pending: int
    late: int
    finished: int
    median: float | None


@dataclass
class Month:
    """In and out of one month."""

    start: dt.date
    came: int = 0
    went: int = 0


@dataclass
class Figures:
    """All of them."""

    came: int
    went: int
    pending: int
    late: int
    to_refer: int
    median: float | None
    months: list[Month]
    units: list[OfUnit] = field(default_factory=list)

    @property
    def came_chart(self) -> charts.Chart:
        """In, month by month."""
        return charts.bars([month.came for month in self.months])

    @property
    def went_chart(self) -> charts.Chart:
        """Out, month by month."""
        return charts.bars([month.went for month in self.months])

    @property
    def standing_chart(self) -> charts.Chart:
        """What is late among what is pending."""
        return charts.segments({"late": self.late, "run": self.pending - self.late, "idle": self.to_refer})


def figures_of(person: Any, today: dt.date | None = None) -> Figures:
    """Of the twelve months up to today; six queries."""
    today = today or clock.today()
    months = _months(today)
    since = timezone.make_aware(dt.datetime.combine(months[0].start, dt.time.min))
    letters = Letter.objects.filter(Letter.visible_to(person))  # of all: the lists in the policy are read once
    papers = Outgoing.objects.filter(Outgoing.visible_to(person))
    _count(months, letters.filter(registered_at__gte=since).exclude(state="void"), "registered_at", "came")
    _count(months, papers.filter(signed_at__gte=since, number__isnull=False).exclude(state="void"), "signed_at", "went")
    late = Q(lead__due_on__lt=today, lead__stopped_on__isnull=True)
    standing = letters.filter(state__in=["registered", "presented", "referred"]).aggregate(
        pending=Count("pk", filter=Q(state="referred")),
        late=Count("pk", filter=Q(state="referred") & late),
        to_refer=Count("pk", filter=~Q(state="referred")),
    )
    given = Assignment.objects.filter(
        record_type="correspondence.letter", role="lead", record_id__in=letters.values("pk")
    )
    done = Q(state="done", ended_on__gte=months[0].start)
    days = Func(
        F("ended_on"), F("given_on"), template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField()
    )
    rows: Any = given.filter(Q(state__in=Assignment.OPEN) | done).values("unit").annotate(
        pending=Count("pk", filter=Q(state__in=Assignment.OPEN)),
        overdue=Count("pk", filter=Q(state__in=Assignment.OPEN, due_on__lt=today, stopped_on__isnull=True)),
        finished=Count("pk", filter=done),
        median=Median(days, filter=done),
    )  # fmt: skip
    units = Unit.objects.in_bulk([row["unit"] for row in rows])
    by_unit = [
        OfUnit(units[row["unit"]], row["pending"], row["overdue"], row["finished"], _days(row["median"]))
        for row in rows
    ]
    overall = given.filter(done).aggregate(median=Median(days))["median"]
    return Figures(
        sum(month.came for month in months), sum(month.went for month in months), standing["pending"], standing["late"],
        standing["to_refer"], _days(overall), months, sorted(by_unit, key=lambda one: (-one.late, -one.pending, one.unit.order)),
    )  # fmt: skip


def _days(value: Any) -> float | None:
    return None if value is None else float(value)


def _months(today: dt.date) -> list[Month]:
    first = today.year * 12 + today.month - MONTHS
    return [Month(dt.date(n // 12, n % 12 + 1, 1)) for n in range(first, first + MONTHS)]


def _count(months: list[Month], rows: Any, at: str, name: str) -> None:
    counted = dict(
        rows.annotate(month=TruncMonth(at)).values("month").annotate(n=Count("pk")).values_list("month", "n")
    )
    by_day = {timezone.localtime(month).date(): n for month, n in counted.items()}
    for month in months:
        setattr(month, name, by_day.get(month.start, 0))
