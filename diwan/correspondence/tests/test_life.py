"""The life of a letter, from its number to its file, told by those who live it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from diwan.assignments.jobs import call_by_the_clock
from diwan.assignments.models import Assignment
from diwan.correspondence.acknowledgement import call_for_acknowledgement
from diwan.correspondence.models import Dossier
from diwan.correspondence.tests.letters import a_class, confidential, presented, referred, registered, summarised
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow, Refused
from diwan.notices.models import Notice

pytestmark = pytest.mark.django_db
MORNING = dt.datetime(2035, 2, 13, 4, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows a commit follows at once: a test's own transaction is never committed."""
    monkeypatch.setattr(transaction, "on_commit", lambda call, using=None, robust=False: call())


def told(who: Any, verb: str) -> int:
    return Notice.objects.filter(to=who, event__verb=verb).count()


def working_days_after(letter: Any, days: int) -> dt.datetime:
    day = letter.lead.unit.calendar.working.add(letter.lead.due_on, days)
    return dt.datetime.combine(day, dt.time(4), tzinfo=dt.UTC)


def test_a_letter_from_its_number_to_its_file(salma: Any, idris: Any, farid: Any, omar: Any, unit: Any) -> None:
    letter = summarised()
    assert letter.number.startswith("IN/2035/") and letter.state == "presented"
    letter.refer(by=idris, unit=unit("POL"), instruction="action", copies=[unit("LEG")], note="Before the visit.")
    assert letter.lead.due_on == unit("POL").calendar.working.add(clock.today(), 10)
    assert told(farid, "refer") == 1
    letter.acknowledge(by=farid)
    assert letter.lead.state == "accepted"
    letter.name_person(by=farid, person=omar)
    assert told(omar, "name_person") == 1
    letter.annotate(by=omar, text="A draft is ready.")
    letter.finish(by=farid, result="Answered by telephone.")
    assert letter.state == "answered" and letter.answered_on == clock.today() and told(idris, "finish") == 1
    assert letter.assignments.open().filter(role="copy").exists(), "a copy is not finished by the lead"
    letter.file(by=salma, file_class=a_class())
    assert letter.state == "filed" and letter.closed_on == clock.today()
    verbs = list(letter.history.values_list("verb", flat=True))
    assert verbs[0] == "register" and verbs[-1] == "file"


def test_the_day_follows_the_urgency_in_working_days_of_the_receiving_office(idris: Any, unit: Any) -> None:
    for urgency, days in (("immediate", 1), ("urgent", 3), ("routine", 10)):
        for code in ("POL", "BRU"):
            letter = presented()
            letter.refer(by=idris, unit=unit(code), urgency=urgency)
            assert letter.lead.due_on == unit(code).calendar.working.add(clock.today(unit(code).zone), days)
    friday = referred(unit("BRU"), urgency="urgent")
    assert friday.lead.due_on.weekday() < 5, "Brussels rests on Saturday and Sunday"


def test_a_referral_is_returned_with_a_reason_and_given_to_another_unit(idris: Any, farid: Any, unit: Any) -> None:
    letter = referred(unit("POL"))
    with pytest.raises(NotNow):
        letter.hand_back(by=farid, reason=" ")
    letter.hand_back(by=farid, reason="This is a legal matter.")
    assert letter.state == "presented" and letter.lead is None and told(idris, "hand_back") == 1
    letter.refer(by=idris, unit=unit("LEG"))
    letter.refer(by=idris, unit=unit("ECO"))
    states = dict(letter.assignments.values_list("unit__code", "state"))
    assert states == {"POL": "returned", "LEG": "withdrawn", "ECO": "asked"}
    assert "Legal" in str(letter.history.filter(verb="refer").last().particulars["before"])


def test_whoever_only_helps_does_not_return_the_letter(farid: Any, unit: Any) -> None:
    letter = referred(unit("LEG"), with_units=[unit("POL")])
    with pytest.raises(NotNow):
        letter.hand_back(by=farid, reason="Not ours.")


def test_a_unit_that_does_not_acknowledge_is_reminded_once(farid: Any, unit: Any) -> None:
    letter = referred(unit("POL"), copies=[unit("ECO")])
    assert call_for_acknowledgement() == 0
    working = unit("POL").calendar.working
    day = dt.datetime.combine(working.add(clock.today(), 2), dt.time(12), tzinfo=dt.UTC)
    with clock.at(day):
        assert call_for_acknowledgement() == 0, "two working days are its own"
    with clock.at(day + dt.timedelta(days=1)):
        assert call_for_acknowledgement() == 1
        assert call_for_acknowledgement() == 0
    assert told(farid, "unacknowledged") == 1
    letter.acknowledge(by=farid)
    with clock.at(day + dt.timedelta(days=9)):
        assert call_for_acknowledgement() == 0


def test_half_time_reminds_the_unit_and_never_whoever_has_a_copy(farid: Any, bilal: Any, unit: Any) -> None:
    letter = referred(unit("POL"), copies=[unit("ECO")])
    with clock.at(dt.datetime.combine(letter.lead.half_time(), dt.time(4), tzinfo=dt.UTC)):
        assert call_by_the_clock() == (1, 0)
    assert told(farid, "remind") == 1 and told(bilal, "remind") == 0


def test_lateness_goes_to_the_head_and_a_fifth_later_to_the_chef_de_cabinet(farid: Any, idris: Any, unit: Any) -> None:
    letter = referred(unit("POL"))
    with clock.at(working_days_after(letter, 1)):
        assert call_by_the_clock()[1] == 1
    assert told(farid, "escalate") == 1 and told(idris, "escalate") == 0
    with clock.at(working_days_after(letter, 2)):
        assert call_by_the_clock()[1] == 1
    assert told(idris, "escalate") == 1, "120 % of ten working days is two days late"
    with clock.at(working_days_after(letter, 9)):
        assert call_by_the_clock()[1] == 0, "there is nobody above"


def test_what_waits_for_others_is_not_late(farid: Any, unit: Any) -> None:
    letter = referred(unit("POL"))
    letter.wait(by=farid, waiting_for="the Ministry")
    with clock.at(working_days_after(letter, 3)):
        assert not letter.late and call_by_the_clock() == (0, 0)
        assert not type(letter).objects.filter(type(letter).is_late()).exists()


def test_notices_name_what_is_confidential_by_its_number_alone(
    idris: Any, farid: Any, unit: Any, jobs: Any, mailoutbox: Any
) -> None:
    letter = confidential(presented(subject="Names of witnesses"), "idris", "farid")
    letter.refer(by=idris, unit=unit("POL"))
    jobs()
    mail = [one for one in mailoutbox if one.to == [farid.email]]
    assert mail and all("witnesses" not in one.subject + one.body for one in mail)
    assert letter.number in mail[-1].subject


def test_nobody_is_told_of_what_is_closed_to_him(idris: Any, farid: Any, unit: Any) -> None:
    letter = confidential(presented(), "idris")
    letter.refer(by=idris, unit=unit("POL"))
    assert told(farid, "refer") == 0, "the head of the unit is not on the list: the Cabinet names him first"


def test_what_is_still_with_a_unit_is_not_filed(salma: Any, unit: Any) -> None:
    letter = referred(unit("POL"))
    with pytest.raises(NotNow, match="still with"):
        letter.file(by=salma, file_class=a_class())


def test_a_dossier_keeps_letters_until_its_years_are_over(salma: Any, idris: Any, unit: Any) -> None:
    from diwan.correspondence.retention import over

    dossier = Dossier.open(by=salma, title="Logistics hub", file_class=a_class(), unit=unit("POL"))
    assert dossier.number == "3.3/2035/001"
    letter = presented()
    letter.need_no_reply(by=idris)
    letter.file(by=salma, file_class=a_class(), dossier=dossier)
    with pytest.raises(NotNow):
        presented().file(by=salma, file_class=a_class("4.1"), dossier=dossier)
    dossier.close(by=salma)
    assert dossier.kept_until == dt.date(2045, 12, 31)
    assert not over(Dossier.objects.all())
    with clock.at(dt.datetime(2046, 1, 2, tzinfo=dt.UTC)):
        assert list(over(Dossier.objects.all())) == [dossier]


def test_a_number_made_void_stays_in_the_register(idris: Any, salma: Any) -> None:
    letter = registered()
    with pytest.raises(Refused):
        letter.void(by=salma, reason="Twice.")
    letter.void(by=idris, reason="Registered in error.")
    letter.reference.refresh_from_db()
    assert (letter.state, letter.reference.state) == ("void", "void")


def test_a_copy_is_done_once_it_is_acknowledged(bilal: Any, unit: Any) -> None:
    letter = referred(unit("POL"), copies=[unit("ECO")])
    letter.acknowledge(by=bilal)
    copy = Assignment.objects.get(record_id=letter.pk, role="copy")
    assert copy.state == "done" and letter.lead.state == "asked"
