"""A text goes through a circuit: stages, parallel visas, objections, silence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from diwan.clearance import jobs
from diwan.clearance.figures import pace_of_units
from diwan.clearance.models import Circuit, Seat, Visa, asked_of
from diwan.clearance.models.visa import was_asked
from diwan.kernel.decisions import NotNow, Refused
from diwan.outgoing.models import Outgoing
from diwan.people.models import Delegation

CONCUR = {"task": "concur", "days": 2}
LAW = {"unit": "LEG", "task": "check_law", "days": 3}
CABINET = {"role": "adviser", "task": "check_cabinet", "days": 1}


@pytest.fixture(autouse=True)
def _a_week_without_holidays(settings: Any) -> None:
    """Tuesday 10 April 2035."""
    settings.TODAY = "2035-04-10"


def test_all_of_a_stage_are_asked_at_once_and_the_next_stage_when_they_have_answered(
    begin: Any, circuit: Any, visa_of: Any, leila: Any, huda: Any, yasmin: Any, unit: Any
) -> None:
    round = begin(circuit([{**CONCUR, "co_units": True}, LAW], [CABINET]), unit("ICHAD"))
    assert {visa.seat for visa in round.visas.waiting()} == {str(unit("ICHAD")), str(unit("LEG"))}
    round.give(visa_of(round, leila), by=leila, answer="concurs")
    assert not round.visas.waiting().of(yasmin)
    round.give(visa_of(round, huda), by=huda, answer="concurs")
    assert round.visas.waiting().get() == visa_of(round, yasmin)
    round.give(visa_of(round, yasmin), by=yasmin, answer="concurs")
    assert round.state == "cleared"


def test_each_unit_counts_its_own_working_days(begin: Any, circuit: Any, unit: Any) -> None:
    """Three of them from Tuesday 10 April 2035 end on Friday in Brussels, on Sunday in Jeddah."""
    round = begin(circuit([{"unit": "BRU", "task": "concur", "days": 3}, {"unit": "LEG", "task": "concur", "days": 3}]))
    due = {visa.unit.code: visa.due_on for visa in round.visas.select_related("unit")}
    assert due == {"BRU": dt.date(2035, 4, 13), "LEG": dt.date(2035, 4, 15)}


def test_an_objection_ends_the_round_and_says_why(
    begin: Any, circuit: Any, visa_of: Any, leila: Any, paper: Outgoing
) -> None:
    round = begin(circuit([LAW], [CABINET]))
    with pytest.raises(NotNow, match="Say what should be changed"):
        round.give(visa_of(round, leila), by=leila, answer="objects", remark="  ")
    round.give(visa_of(round, leila), by=leila, answer="objects", remark="It cites no resolution")
    paper.refresh_from_db()
    assert (round.state, paper.state) == ("objected", "draft")
    assert "It cites no resolution" in paper.returned_because
    assert not round.visas.waiting()


def test_changes_are_shown_to_the_drafter_and_the_round_goes_on(
    begin: Any, circuit: Any, visa_of: Any, leila: Any, yasmin: Any
) -> None:
    round = begin(circuit([LAW], [CABINET]))
    given = round.give(visa_of(round, leila), by=leila, answer="with_changes", remark="Cite 1/44-E")
    assert (round.state, given.remark) == ("running", "Cite 1/44-E")
    assert visa_of(round, yasmin).stage == 2


def test_a_new_text_is_a_new_round_in_which_all_are_asked_again(
    begin: Any, circuit: Any, visa_of: Any, leila: Any, yasmin: Any, paper: Outgoing, omar: Any
) -> None:
    way = circuit([LAW], [CABINET])
    first = begin(way)
    first.give(visa_of(first, leila), by=leila, answer="concurs")
    paper.refresh_from_db()
    paper.take_back(by=omar, reason="a name was wrong")
    paper.revise(by=omar, language="en", body="The experts meet in May.")
    second = begin(way)
    first.refresh_from_db()
    assert (first.state, first.number, second.number) == ("withdrawn", 1, 2)
    assert first.digest != second.digest
    assert visa_of(second, leila).answer == ""
    with pytest.raises(NotNow, match="Nothing is asked"):
        first.give(first.visas.get(stage=2), by=yasmin, answer="concurs")


def test_one_round_runs_at_a_time(begin: Any, circuit: Any, paper: Outgoing, omar: Any) -> None:
    from diwan.clearance.models import Round

    way = circuit([LAW])
    begin(way)
    with pytest.raises(NotNow, match="in clearance already"):
        Round.start(paper, way, by=omar, digest="0" * 64)


def test_who_is_not_asked_cannot_answer(
    begin: Any, circuit: Any, omar: Any, farid: Any, idris: Any, hamza: Any, adam: Any, zayd: Any, salma: Any
) -> None:
    round = begin(circuit([LAW]))
    visa = round.visas.get()
    for person in (omar, farid, idris, hamza, adam, zayd, salma):
        with pytest.raises(Refused, match="asked of"):
            round.give(visa, by=person, answer="concurs")
    assert Visa.objects.get().answer == ""


def test_somebody_who_acts_for_another_answers_in_the_same_right(
    begin: Any, circuit: Any, visa_of: Any, samira: Any, omar: Any, cast: Any
) -> None:
    nour = cast["nour"]
    round = begin(circuit([{"unit": "LEG", "task": "concur"}]))
    assert not round.visas.waiting().of(nour)
    Delegation.objects.create(
        giver=samira,
        receiver=nour,
        areas=["correspondence"],
        since=dt.date(2035, 4, 1),
        until=dt.date(2035, 4, 30),
        reason="leave",
    )
    nour = type(nour).objects.get(pk=nour.pk)
    round.give(visa_of(round, nour), by=nour, answer="concurs")
    assert round.state == "cleared"


def test_a_delegation_of_other_business_does_not_open_papers(begin: Any, circuit: Any, samira: Any, cast: Any) -> None:
    nour = cast["nour"]
    round = begin(circuit([LAW]))
    Delegation.objects.create(
        giver=samira,
        receiver=nour,
        areas=["meetings"],
        since=dt.date(2035, 4, 1),
        until=dt.date(2035, 4, 30),
        reason="leave",
    )
    with pytest.raises(Refused):
        round.give(round.visas.get(), by=type(nour).objects.get(pk=nour.pk), answer="concurs")


def test_whoever_drafted_a_paper_does_not_check_it(leila: Any, samira: Any, circuit: Any) -> None:
    own = Outgoing.draft(by=leila, paper="letter", subject="Opinion", languages=["en"], bodies={"en": "X"}, to=_to())
    own.submit(by=leila, circuit=circuit([LAW]))
    visa = own.round.visas.get()
    with pytest.raises(Refused, match="drafted"):
        own.round.give(visa, by=leila, answer="concurs")
    own.round.give(visa, by=samira, answer="concurs")
    assert own.round.state == "cleared"


def _to() -> list[Any]:
    from diwan.directory.models import Correspondent

    return list(Correspondent.objects.filter(kind="mission", country__code="NE"))


def test_a_role_of_many_units_is_the_one_over_the_drafting_unit(
    begin: Any, circuit: Any, visa_of: Any, farid: Any, huda: Any
) -> None:
    round = begin(circuit([{"role": "head_of_department", "task": "clear"}]))
    assert not round.visas.waiting().of(huda)
    assert visa_of(round, farid).seat.startswith("Head of department, ")


def test_an_office_that_does_not_stand_above_the_drafting_unit_is_not_asked(
    begin: Any, circuit: Any, unit: Any
) -> None:
    above = [one.code for one in unit("POL").lineage()]
    round = begin(circuit([{"role": "assistant_secretary_general", "task": "clear"}, LAW]))
    asked = {visa.unit.code for visa in round.visas.select_related("unit")}
    assert asked == {"LEG"} | {code for code in above if code.startswith("ASG")}


def test_the_unit_that_drafts_and_units_that_sit_already_are_not_asked_twice(
    begin: Any, circuit: Any, unit: Any
) -> None:
    round = begin(circuit([{**CONCUR, "co_units": True}, LAW]), unit("POL"), unit("LEG"), unit("ECO"), unit("ECO"))
    assert sorted(visa.unit.code for visa in round.visas.select_related("unit")) == ["ECO", "LEG"]


def test_a_circuit_in_which_nobody_sits_takes_no_paper(begin: Any, circuit: Any, paper: Outgoing) -> None:
    for stages in ([{**CONCUR, "co_units": True}], [{**LAW, "task": "inform"}]):
        with pytest.raises(NotNow, match="Nobody sits"):
            begin(circuit(stages))
    paper.refresh_from_db()
    assert paper.state == "draft"


def test_having_seen_it_clears_nothing_and_who_is_informed_stops_nothing(
    begin: Any, circuit: Any, visa_of: Any, leila: Any, huda: Any
) -> None:
    round = begin(circuit([LAW, {"unit": "ICHAD", "task": "inform"}]))
    with pytest.raises(NotNow, match="no answer to what is asked"):
        round.give(visa_of(round, leila), by=leila, answer="informed")
    with pytest.raises(NotNow, match="no answer to what is asked"):
        round.give(visa_of(round, huda), by=huda, answer="objects", remark="No")
    round.give(visa_of(round, huda), by=huda, answer="informed")
    assert round.state == "running"
    for change in ({"answer": "informed"}, {"answer": "concurs", "task": "inform"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Visa.objects.filter(pk=visa_of(round, leila).pk).update(by=leila, at=dt.datetime.now(dt.UTC), **change)


def test_who_need_not_answer_is_not_waited_for(begin: Any, circuit: Any, visa_of: Any, leila: Any) -> None:
    round = begin(circuit([LAW, {"unit": "ECO", "task": "concur", "must": False}]))
    round.give(visa_of(round, leila), by=leila, answer="concurs")
    assert round.state == "cleared"


# silence ---------------------------------------------------------------------------------------------------------------
def test_half_of_the_working_days_gone_brings_a_reminder_once(
    begin: Any, circuit: Any, on: Any, paper: Outgoing
) -> None:
    """Four working days from Tuesday 10: half of them are gone on Thursday 12, and the weekend does not count."""
    begin(circuit([{**LAW, "days": 4}]))
    for day, reminded in ((11, 0), (12, 1), (13, 1), (14, 1), (16, 1)):
        with on(dt.date(2035, 4, day)):
            jobs.call_by_the_clock()
            jobs.call_by_the_clock()
        assert paper.history.filter(verb="visa_remind").count() == reminded, day


def test_silence_is_consent_only_where_the_office_says_so(
    begin: Any, circuit: Any, on: Any, paper: Outgoing, unit: Any
) -> None:
    round = begin(
        circuit([{**CONCUR, "co_units": True, "silence": "consents"}, {**LAW, "silence": "escalates"}]), unit("ECO")
    )
    with on(dt.date(2035, 4, 12)):  # the day itself is not yet past
        assert jobs.call_by_the_clock().get("silent", 0) == 0
    with on(dt.date(2035, 4, 16)):
        assert jobs.call_by_the_clock() == {"remind": 0, "escalate": 1, "silent": 1}
        assert jobs.call_by_the_clock() == {"remind": 0, "escalate": 0, "silent": 0}
    eco, leg = round.visas.get(unit__code="ECO"), round.visas.get(unit__code="LEG")
    assert (eco.answer, eco.by.automatic, leg.answer) == ("silent", True, "")
    round.refresh_from_db()
    assert round.state == "running"
    assert paper.history.get(verb="visa_silent").by.automatic


def test_silence_of_the_last_ends_the_stage_and_the_next_is_asked(
    begin: Any, circuit: Any, on: Any, unit: Any, yasmin: Any, visa_of: Any
) -> None:
    round = begin(circuit([{**CONCUR, "co_units": True, "silence": "consents"}], [CABINET]), unit("ECO"))
    with on(dt.date(2035, 4, 15)):
        jobs.call_by_the_clock()
        assert visa_of(round, yasmin).asked_on == dt.date(2035, 4, 15)


def test_legal_affairs_never_consents_by_silence_whatever_is_written(circuit: Any, begin: Any) -> None:
    way = circuit([LAW], [CABINET])
    for task in ("check_law", "check_cabinet"):
        with pytest.raises(IntegrityError, match="the_law_is_never_silent"), transaction.atomic():
            Seat.objects.filter(stage__circuit=way, task=task).update(silence="consents")
    round = begin(way)
    with pytest.raises(IntegrityError, match="the_law_never_consents_by_silence"), transaction.atomic():
        round.visas.filter(task="check_law").update(answer="silent", by=round.by, at=round.at)


def test_what_is_raised_comes_before_the_chef_de_cabinet_who_answers_for_his_advisers(
    begin: Any, circuit: Any, on: Any, idris: Any, yasmin: Any
) -> None:
    round = begin(circuit([{**CABINET, "silence": "escalates"}]))
    visa = round.visas.get()
    assert not Visa.objects.before(idris)
    with on(dt.date(2035, 4, 16)):
        jobs.call_by_the_clock()
        assert list(Visa.objects.before(idris)) == list(Visa.objects.before(yasmin)) == [visa]
        round.give(visa, by=idris, answer="concurs")
    assert round.state == "cleared"


# what stays ------------------------------------------------------------------------------------------------------------
def test_an_answer_stands_in_the_database_itself(begin: Any, circuit: Any, visa_of: Any, leila: Any, omar: Any) -> None:
    round = begin(circuit([LAW], [CABINET]))
    visa = round.give(visa_of(round, leila), by=leila, answer="concurs")
    with pytest.raises(NotNow, match="a moment ago"):
        round.give(visa, by=leila, answer="objects", remark="I think again")
    for change in ({"answer": "objects", "remark": "x"}, {"by": omar}, {"remark": "y"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Visa.objects.filter(pk=visa.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visa.objects.filter(pk=visa.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(round).objects.filter(pk=round.pk).update(digest="0" * 64)


def test_a_change_of_the_circuit_leaves_rounds_that_run_as_they_are(
    begin: Any, idris: Any, unit: Any, leila: Any, visa_of: Any
) -> None:
    usual = Circuit.objects.get(code="usual")
    round = begin(usual)
    before = list(round.visas.values_list("stage", "unit", "role", "task"))
    usual.change(by=idris, name=usual.name, papers=["letter"], stages=[])
    usual.retire(by=idris)
    assert list(round.visas.values_list("stage", "unit", "role", "task")) == before
    round.give(visa_of(round, leila), by=leila, answer="concurs")
    assert round.visas.waiting().count() == 1


def test_being_asked_lets_one_see_the_paper_and_only_that(
    begin: Any, circuit: Any, paper: Outgoing, leila: Any, cast: Any
) -> None:
    assert not Outgoing.objects.visible_to(leila).filter(pk=paper.pk).exists()
    begin(circuit([LAW]))
    assert list(asked_of(leila, "outgoing.outgoing")) == [{"round__record_id": paper.pk}]
    assert Outgoing.objects.filter(was_asked(leila, "outgoing.outgoing")).get() == paper
    assert Outgoing.objects.visible_to(leila).get() == paper
    assert not Outgoing.objects.visible_to(cast["nour"]).exists()
    assert not asked_of(cast["nour"], "outgoing.outgoing")


def test_the_pace_of_units_is_counted_in_their_working_days(
    circuit: Any, on: Any, omar: Any, leila: Any, cast: Any, visa_of: Any
) -> None:
    way = circuit([{**LAW, "days": 2}, {"unit": "ECO", "task": "concur", "days": 1, "silence": "consents"}])
    for answered in (11, 12, 16):  # 1, 2 and 4 working days of Jeddah after Tuesday 10
        one = Outgoing.draft(by=omar, paper="letter", subject="X", languages=["en"], bodies={"en": "X"}, to=_to())
        one.submit(by=omar, circuit=way)
        with on(dt.date(2035, 4, answered)):
            one.round.give(visa_of(one.round, leila), by=leila, answer="concurs")
    with on(dt.date(2035, 4, 17)):
        jobs.call_by_the_clock()
    found = {
        pace.unit.code: (pace.days, pace.answered, pace.late, pace.silent)
        for pace in pace_of_units(dt.date(2035, 4, 1), dt.date(2035, 4, 30))
    }
    assert found == {"LEG": (2, 3, 1, 0), "ECO": (None, 0, 0, 3)}


def test_whoever_is_asked_can_be_told(
    begin: Any, circuit: Any, leila: Any, samira: Any, yasmin: Any, unit: Any
) -> None:
    round = begin(circuit([LAW], [CABINET]))
    told = {visa.task: set(visa.people()) for visa in round.visas.all()}
    assert told == {"check_law": {leila, samira}, "check_cabinet": {yasmin}}


def test_the_trail_says_it_in_the_readers_language(
    begin: Any, circuit: Any, visa_of: Any, leila: Any, yasmin: Any, paper: Outgoing
) -> None:
    from django.utils import translation

    round = begin(circuit([LAW], [CABINET]))
    round.give(visa_of(round, leila), by=leila, answer="concurs")
    round.give(visa_of(round, yasmin), by=yasmin, answer="objects", remark="No")
    says = [event.says for event in paper.history if event.verb in ("visa", "clearance_end")]
    assert says == [
        "concurs for Legal Affairs Department",
        "objects for Adviser to the Cabinet",
        "ended the round of clearance: objected to",
    ]
    with translation.override("fr"):
        said = " ".join(event.says for event in paper.history.filter(verb__in=("visa", "clearance_end")))
    assert "concurs" not in said and "objected" not in said and "Adviser" not in said
