"""Who owes what by when: the days, the clock, the reminders and the ladder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from diwan.assignments.models import Assignment, due_after
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9), dt.UTC)


@pytest.fixture
def asked(cast: dict[str, Any], unit: Callable[[str], Any]) -> Callable[..., Assignment]:
    def ask(code: str = "POL", **facts: Any) -> Assignment:
        facts = {"given_on": dt.date(2035, 1, 7), "due_on": dt.date(2035, 1, 21), "record_id": 1, **facts}
        return Assignment.objects.create(unit=unit(code), record_type="people.person", given_by=cast["idris"], **facts)

    return ask


def test_ten_working_days_are_counted_in_the_week_of_the_units_own_office(cast: Any, unit: Any) -> None:
    thursday = dt.date(2035, 1, 11)
    assert due_after(unit("POL"), 2, thursday) == dt.date(2035, 1, 15)  # Friday and Saturday are off in Jeddah
    assert due_after(unit("BRU"), 2, thursday) == dt.date(2035, 1, 15)  # Saturday and Sunday in Brussels
    assert due_after(unit("POL"), 1, thursday) == dt.date(2035, 1, 14)  # a Sunday
    assert due_after(unit("BRU"), 1, thursday) == dt.date(2035, 1, 12)  # a Friday


def test_lateness_is_computed_and_a_stopped_clock_is_not_late(asked: Any) -> None:
    assignment = asked()
    with clock.at(noon(dt.date(2035, 1, 21))):
        assert not assignment.late
    with clock.at(noon(dt.date(2035, 1, 22))):
        assert assignment.late
        assert list(Assignment.objects.late()) == [assignment]
        assignment.stop_clock("the host state")
        assert not assignment.late and assignment.waiting
        assert not Assignment.objects.late().exists()


def test_the_due_day_moves_by_the_working_days_stopped(asked: Any) -> None:
    assignment = asked()
    with clock.at(noon(dt.date(2035, 1, 14))):
        assignment.stop_clock("the bank")
    with clock.at(noon(dt.date(2035, 1, 18))):
        assert assignment.restart_clock() == 4
    assert assignment.due_on == dt.date(2035, 1, 25)
    assert assignment.stopped_days == 4
    with pytest.raises(NotNow, match="running"):
        assignment.restart_clock()


def test_a_return_needs_a_reason_and_ends_it(asked: Any) -> None:
    assignment = asked()
    with pytest.raises(ValueError, match="why"):
        assignment.hand_back("  ")
    assignment.hand_back("it is the business of Legal Affairs")
    assert not assignment.is_open
    with pytest.raises(NotNow):
        assignment.accept()


def test_a_record_has_one_open_lead(asked: Any) -> None:
    asked()
    with pytest.raises(IntegrityError), transaction.atomic():
        asked("ECO")


def test_lateness_climbs_from_unit_to_department_to_cabinet_and_no_further(asked: Any, unit: Any) -> None:
    assignment = asked("NYC")
    ladder = []
    while above := assignment.next_above():
        ladder.append(above.kind)
        assignment.escalated_to = above
    assert ladder[0] == "office"
    assert ladder[-1] == "cabinet"
    assert len(ladder) == len(set(ladder)) or ladder.count("cabinet") == 1


def test_half_time_is_half_of_the_working_days(asked: Any) -> None:
    assert asked().half_time() == dt.date(2035, 1, 14)
    assert asked(record_id=2, due_on=None).half_time() is None
