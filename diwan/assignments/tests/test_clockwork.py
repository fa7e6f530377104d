"""What the clock calls for each morning: one reminder at half time, then lateness climbs, two working days a step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from diwan.assignments.jobs import call_by_the_clock, morning
from diwan.kernel import clock
from diwan.resolutions.models import Mandate
from diwan.trail.models import Event

# Sundays to Thursdays are worked in Jeddah. Given on a Sunday, due ten working days later, a Sunday; none is a holiday.
GIVEN, HALF, DUE = dt.date(2035, 1, 7), dt.date(2035, 1, 14), dt.date(2035, 1, 21)


def on(day: dt.date) -> Any:
    """As if it were eight o'clock of that day."""
    return clock.at(dt.datetime.combine(day, dt.time(8), dt.UTC))


def called(day: dt.date) -> tuple[int, int]:
    """Reminders and escalations of that morning."""
    with on(day):
        return call_by_the_clock()


def days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(n) for n in range((last - first).days + 1)]


@pytest.fixture
def given(mandates: list[Mandate], idris: Any, unit: Callable[[str], Any]) -> Callable[..., Mandate]:
    def give(code: str = "NYC") -> Mandate:
        with on(GIVEN):
            mandates[0].assign(by=idris, unit=unit(code), due_on=DUE)
        return mandates[0]

    return give


def rungs(mandate: Mandate) -> list[tuple[dt.date, str]]:
    """The days on which its lateness was raised, and to which unit."""
    from diwan.people.models import Unit

    codes = dict(Unit.objects.values_list("pk", "code"))
    raised = Event.objects.about(mandate).filter(verb="escalate")
    return [(event.at.date(), codes[event.particulars["to_unit"]]) for event in raised]


def test_one_reminder_at_half_time_and_no_other(given: Callable[..., Mandate]) -> None:
    mandate = given("POL")
    reminded = [day for day in days(GIVEN, DUE) if called(day)[0]]
    assert reminded == [HALF]
    event = Event.objects.about(mandate).get(verb="remind")
    assert event.by.automatic and event.particulars["due"] == DUE.isoformat()


def test_the_day_itself_is_not_late(given: Callable[..., Mandate]) -> None:
    given("POL")
    assert [called(day)[1] for day in days(GIVEN, DUE)] == [0] * len(days(GIVEN, DUE))
    assert called(DUE + dt.timedelta(1))[1] == 1


def test_lateness_climbs_to_the_cabinet_two_working_days_a_step(
    given: Callable[..., Mandate], unit: Callable[[str], Any]
) -> None:
    mandate = given("POL")
    for day in days(GIVEN, DUE + dt.timedelta(30)):
        called(day)
    raised = rungs(mandate)
    ladder = [found.code for found in unit("POL").lineage()]
    assert [code for _day, code in raised] == [*ladder, *(["CAB"] if "CAB" not in ladder else [])]
    assert raised[0] == (DUE + dt.timedelta(1), "POL")
    working = unit("POL").calendar.working
    for (before, _code), (after, _other) in pairwise(raised):
        assert working.between(before, after) == 2


def test_the_weekend_between_two_steps_is_that_of_the_units_own_office(
    given: Callable[..., Mandate], unit: Callable[[str], Any]
) -> None:
    """Brussels rests on Saturday and Sunday: raised on a Thursday, the next step is on the Monday after, not on Sunday."""
    mandate = given("BRU")
    with on(GIVEN):
        lead = mandate.lead
        lead.due_on = dt.date(2035, 1, 24)  # a Wednesday
        lead.save()
    for day in days(dt.date(2035, 1, 24), dt.date(2035, 2, 28)):
        called(day)
    raised = [day for day, _code in rungs(mandate)]
    assert raised[0] == dt.date(2035, 1, 25)  # a Thursday
    assert raised[1] == dt.date(2035, 1, 29)  # a Monday


def test_called_twice_on_a_day_it_does_nothing_the_second_time(given: Callable[..., Mandate]) -> None:
    given("POL")
    assert called(HALF) == (1, 0) and called(HALF) == (0, 0)
    late = DUE + dt.timedelta(1)
    assert called(late) == (0, 1) and called(late) == (0, 0)


def test_days_on_which_the_machine_stood_still_are_made_up_for_one_step_at_a_time(
    given: Callable[..., Mandate],
) -> None:
    mandate = given("POL")
    after = DUE + dt.timedelta(40)
    called(after)
    assert len(rungs(mandate)) == 1, "whoever was not told before is told first"


def test_a_stopped_clock_is_left_in_peace_and_goes_on_when_it_runs_again(
    given: Callable[..., Mandate], mariam: Any
) -> None:
    mandate = given("NYC")
    with on(dt.date(2035, 1, 10)):
        mandate.wait(by=mariam, waiting_for="the host state")
    assert [called(day) for day in days(dt.date(2035, 1, 10), DUE + dt.timedelta(20))] == [(0, 0)] * 32
    with on(DUE + dt.timedelta(20)):
        mandate.resume(by=mariam)
    due = mandate.due_on
    assert due > DUE
    assert called(due)[1] == 0 and called(due + dt.timedelta(1))[1] == 1


@pytest.mark.parametrize("end", ["assess", "hand_back"])
def test_what_is_no_longer_owed_is_not_called_for(
    end: str, given: Callable[..., Mandate], idris: Any, farid: Any
) -> None:
    mandate = given("POL")
    with on(GIVEN):
        if end == "assess":
            mandate.assess(by=idris, verdict="implemented", why={"en": "done"})
        else:
            mandate.hand_back(by=farid, reason="not ours")
    assert called(DUE + dt.timedelta(10)) == (0, 0)


def test_a_new_day_begins_the_ladder_anew(given: Callable[..., Mandate], idris: Any) -> None:
    mandate = given("POL")
    called(HALF)
    called(DUE + dt.timedelta(1))
    later = dt.date(2035, 3, 4)
    with on(DUE + dt.timedelta(2)):
        mandate.set_due(by=idris, due_on=later, reason="the host asked for it")
    assert called(DUE + dt.timedelta(3))[1] == 0
    assert called(later + dt.timedelta(1))[1] == 1
    assert rungs(mandate)[-1][1] == "POL"


def test_what_has_no_day_is_never_late(mandates: list[Mandate], idris: Any, unit: Callable[[str], Any]) -> None:
    mandate = mandates[0]
    Mandate.objects.filter(pk=mandate.pk).update(due_on=None)
    with on(GIVEN):
        mandate.assign(by=idris, unit=unit("POL"))
    assert called(dt.date(2036, 1, 1)) == (0, 0)


def test_the_head_is_reminded_and_the_one_above_hears_of_lateness(
    given: Callable[..., Mandate], farid: Any, idris: Any, django_capture_on_commit_callbacks: Any
) -> None:
    mandate = given("POL")
    for day in days(GIVEN, DUE + dt.timedelta(20)):
        with django_capture_on_commit_callbacks(execute=True):
            called(day)
    assert farid.notices.filter(event__verb="remind", event__record_id=mandate.pk).count() == 1
    assert farid.notices.filter(event__verb="escalate").count() == 1
    assert idris.notices.filter(event__verb="escalate").count() == 1


def test_the_morning_job_does_the_same(given: Callable[..., Mandate]) -> None:
    mandate = given("POL")
    with on(HALF):
        morning(timestamp=0)
    assert Event.objects.about(mandate).filter(verb="remind").count() == 1
