"""The letters on a desk: to each what waits for him, and nothing that is closed to him."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from diwan.correspondence.policies import PRIVATE
from diwan.correspondence.tests.letters import confidential, person, presented, referred, registered
from diwan.desk.agenda import desk_of
from diwan.kernel import clock

pytestmark = pytest.mark.django_db


def on_desk(who: Any) -> dict[str, list[str]]:
    return {g.id: [line.reference for line in g.lines] for g in desk_of(who).groups if g.id.startswith("letters")}


def test_each_finds_the_letters_that_wait_for_him(
    idris: Any, salma: Any, farid: Any, omar: Any, harun: Any, hamza: Any, unit: Any
) -> None:
    to_summarise, to_refer, for_sg = registered(), presented(), presented()
    for_sg.bring_to_attention(by=idris, attention="decision")
    asked = referred(unit("POL"), urgency="urgent")
    sealed = registered(
        subject="", compartment=PRIVATE, sealed=True, confidentiality=2, classified_because="came sealed"
    )
    assert on_desk(idris) == {"letters-triage": [to_refer.number]}
    assert on_desk(salma) == {"letters-present": [to_summarise.number]}
    assert on_desk(farid)["letters-ask"] == [asked.number]
    assert on_desk(harun)["letters-sg"] == [for_sg.number]
    assert on_desk(person("khalid")) == {"letters-sealed": [sealed.number]}
    assert on_desk(omar) == {} and on_desk(hamza) == {}


def test_what_is_late_stands_on_both_desks(idris: Any, farid: Any, unit: Any) -> None:
    letter = referred(unit("POL"))
    letter.acknowledge(by=farid)
    later = dt.datetime.combine(letter.lead.due_on + dt.timedelta(days=3), dt.time(9), tzinfo=dt.UTC)
    with clock.at(later):
        assert on_desk(idris)["letters-late"] == [letter.number] == on_desk(farid)["letters-late"]
        assert desk_of(farid).late == 1 and "1 is late" in desk_of(farid).sentence


def test_a_letter_is_acknowledged_from_the_desk(farid: Any, unit: Any, browse: Any) -> None:
    letter = referred(unit("POL"))
    page = browse(farid).get("/").content.decode()
    assert letter.number in page and f"/letters/{letter.pk}/acknowledgement/" in page
    answer = browse(farid).post(f"/letters/{letter.pk}/acknowledgement/", {"next": "/"})
    assert answer.status_code == 302 and answer["Location"] == "/"
    letter.refresh_from_db()
    assert letter.lead.state == "accepted"


def test_what_is_closed_is_neither_shown_nor_counted(farid: Any, yasmin: Any, unit: Any) -> None:
    confidential(referred(unit("POL")), "idris")
    confidential(presented(), "idris", level=3)
    for who in (farid, yasmin):
        assert on_desk(who) == {} and desk_of(who).need == 0


def test_a_desk_full_of_letters_asks_no_more(idris: Any, farid: Any, salma: Any, unit: Any, browse: Any) -> None:
    for _n in range(4):
        referred(unit("POL"))
        presented()
        registered()
    for who in (idris, farid, salma):
        assert browse(who).get("/").status_code == 200
