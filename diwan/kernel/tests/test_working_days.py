"""Deadlines count the working days of the office that owes the work."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diwan.kernel.working_days import WorkCalendar

FRIDAY_SATURDAY = frozenset({4, 5})
SATURDAY_SUNDAY = frozenset({5, 6})
JEDDAH = WorkCalendar(FRIDAY_SATURDAY)
EID = frozenset(dt.date(2026, 3, 18) + dt.timedelta(days=day) for day in range(11))

days = st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2060, 1, 1))
calendars = st.builds(
    WorkCalendar,
    weekend=st.frozensets(st.integers(0, 6), max_size=6),
    holidays=st.frozensets(st.dates(dt.date(2019, 1, 1), dt.date(2021, 12, 31)), max_size=60),
)
near = st.dates(min_value=dt.date(2018, 12, 1), max_value=dt.date(2022, 1, 31))


def counted_one_by_one(calendar: WorkCalendar, start: dt.date, end: dt.date) -> int:
    return sum(calendar.is_working(start + dt.timedelta(days=day)) for day in range(1, (end - start).days + 1))


def test_three_working_days_from_thursday_in_jeddah_is_tuesday():
    thursday = dt.date(2026, 2, 5)
    assert JEDDAH.add(thursday, 3) == dt.date(2026, 2, 10)


def test_the_same_three_days_in_an_office_that_rests_on_sunday():
    assert WorkCalendar(SATURDAY_SUNDAY).add(dt.date(2026, 2, 5), 3) == dt.date(2026, 2, 10)
    assert WorkCalendar(SATURDAY_SUNDAY).add(dt.date(2026, 2, 6), 1) == dt.date(2026, 2, 9)


def test_a_letter_of_monday_with_ten_days_is_due_on_monday_two_weeks_later():
    # Story 1 of the dossier: 23 November 2026, routine, ten working days.
    assert JEDDAH.add(dt.date(2026, 11, 23), 10) == dt.date(2026, 12, 7)


def test_the_clock_stands_still_over_a_long_holiday():
    jeddah = WorkCalendar(FRIDAY_SATURDAY, EID)
    assert jeddah.add(dt.date(2026, 3, 17), 1) == dt.date(2026, 3, 29)
    assert jeddah.between(dt.date(2026, 3, 17), dt.date(2026, 3, 28)) == 0
    assert jeddah.next_working(dt.date(2026, 3, 18)) == dt.date(2026, 3, 29)
    assert jeddah.previous_working(dt.date(2026, 3, 28)) == dt.date(2026, 3, 17)


def test_zero_days_given_on_a_holiday_means_the_next_working_day():
    friday = dt.date(2026, 2, 6)
    assert JEDDAH.add(friday, 0) == dt.date(2026, 2, 8)
    assert JEDDAH.add(dt.date(2026, 2, 8), 0) == dt.date(2026, 2, 8)


def test_a_day_of_shorter_hours_is_a_working_day():
    ramadan = dt.date(2026, 2, 18)
    jeddah = WorkCalendar(FRIDAY_SATURDAY, shortened=frozenset({ramadan, dt.date(2026, 2, 20)}))
    assert jeddah.is_working(ramadan) and jeddah.is_shortened(ramadan)
    assert not jeddah.is_shortened(dt.date(2026, 2, 20)), "a Friday stays a day off"


def test_days_late_are_counted_backwards_as_a_negative_number():
    assert JEDDAH.between(dt.date(2026, 2, 10), dt.date(2026, 2, 5)) == -3


def test_a_holiday_on_the_weekend_is_not_lost_twice():
    friday = dt.date(2026, 2, 6)
    assert WorkCalendar.of(FRIDAY_SATURDAY, [friday]).between(dt.date(2026, 2, 5), dt.date(2026, 2, 8)) == 1


def test_an_office_that_never_works_is_refused():
    with pytest.raises(ValueError, match="never works"):
        WorkCalendar(frozenset(range(7)))
    with pytest.raises(ValueError, match="0 to 6"):
        WorkCalendar(frozenset({7}))


@given(calendars, near, near)
@settings(max_examples=150, deadline=None)
def test_the_count_is_that_of_counting_one_by_one(calendar: WorkCalendar, one: dt.date, other: dt.date):
    start, end = min(one, other), max(one, other)
    expected = counted_one_by_one(calendar, start, end)
    assert calendar.between(start, end) == expected
    assert calendar.between(end, start) == -expected


@given(calendars, near, st.integers(1, 400))
@settings(max_examples=150, deadline=None)
def test_adding_days_reaches_a_working_day_that_many_days_on(calendar: WorkCalendar, day: dt.date, n: int):
    reached = calendar.add(day, n)
    assert calendar.is_working(reached)
    assert counted_one_by_one(calendar, day, reached) == n


@given(calendars, near, st.integers(1, 400))
@settings(max_examples=150, deadline=None)
def test_subtracting_days_reaches_a_working_day_that_many_days_back(calendar: WorkCalendar, day: dt.date, n: int):
    reached = calendar.add(day, -n)
    assert calendar.is_working(reached)
    passed = counted_one_by_one(calendar, reached - dt.timedelta(days=1), day - dt.timedelta(days=1))
    assert passed == n


@given(calendars, days)
@settings(max_examples=100, deadline=None)
def test_the_next_working_day_is_the_nearest(calendar: WorkCalendar, day: dt.date):
    after, before = calendar.next_working(day), calendar.previous_working(day)
    assert before <= day <= after
    assert calendar.between(before, after) <= 1
    assert calendar.is_working(after) and calendar.is_working(before)
