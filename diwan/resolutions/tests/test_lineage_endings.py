"""What should end because a body spoke again: proposed with a reason, taken or declined by the Cabinet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from diwan.kernel.decisions import Refused
from diwan.records.models import Link
from diwan.resolutions.models import Mandate
from diwan.resolutions.tests.remembered import adopt, mandate, resolution, session_of

PAGE = "/follow-up/renewals/"
PAGE_OF_ONE = 26
"""Queries of the page of a mandate with all its years."""
BRIDGES = [
    "Requests the Secretary General to survey the bridges of the northern rivers before the floods;",
    "Requests the Secretary General to publish the tolls of the northern bridges every spring;",
    "Requests the Secretary General to train twelve keepers of the northern bridges at the naval school;",
]
State, Ending = Mandate.State, Mandate.Ending


@pytest.fixture
def bridges(cast: dict[str, Any], jobs: Callable[[], int], unit: Callable[[str], Any]) -> Callable[[], Any]:
    """The resolution of the 59th session, given to a unit; calling it adopts the 60th: one paragraph renewed, one taken
    up without asking, one left out, and another resolution not continued at all.
    """
    session = session_of(cast["idris"], "CFM", 59, 2033)
    lamps = (8, "THE LAMPS OF THE HARBOURS", ["Requests the Secretary General to count the lamps of the harbours;"])
    adopt(cast, session, jobs, (3, "THE BRIDGES OF THE NORTHERN RIVERS", BRIDGES), lamps)
    for one in Mandate.objects.all():
        one.assign(by=cast["idris"], unit=unit("POL"))

    def go_on() -> None:
        later = session_of(cast["idris"], "CFM", 60, 2034)
        taken_up = "Welcomes the publication of the tolls of the northern bridges every spring;"
        adopt(cast, later, jobs, (3, "THE BRIDGES OF THE NORTHERN RIVERS", [BRIDGES[0], taken_up]))

    return go_on


def proposals() -> dict[str, tuple[str, str]]:
    found = Mandate.objects.proposed_to_end().listed()
    return {m.reference_printed: (m.ending_proposed, m.ending_because[-1]["code"]) for m in found}


def test_each_open_mandate_is_proposed_to_end_for_its_own_reason(bridges: Callable[[], Any]) -> None:
    assert not proposals()
    bridges()
    assert proposals() == {
        "3/59-POL §1": (Ending.SUPERSEDE, "renewed"), "3/59-POL §2": (Ending.RETIRE, "answered"),
        "3/59-POL §3": (Ending.RETIRE, "dropped"), "8/59-POL §1": (Ending.RETIRE, "discontinued"),
    }  # fmt: skip
    assert mandate("3/59-POL §1").successor_proposed == mandate("3/60-POL §1")
    told = mandate("3/59-POL §3").history.get(verb="propose_ending")
    assert told.by.automatic and "3/60-POL" in told.says
    assert {m.state for m in Mandate.objects.filter(resolution__session__number=59)} == {State.ASSIGNED}


def test_what_has_ended_already_is_left_alone(bridges: Callable[[], Any], idris: Any) -> None:
    mandate("3/59-POL §1").assess(by=idris, verdict=State.IMPLEMENTED, why={"en": "Done."})
    bridges()
    assert "3/59-POL §1" not in proposals()


def test_what_was_overtaken_is_proposed_for_retirement(bridges: Callable[[], Any], yasmin: Any, idris: Any) -> None:
    one = mandate("3/59-POL §1")
    one.assess(by=yasmin, verdict=State.OVERTAKEN, why={"en": "An agreement settles it."})
    assert proposals() == {"3/59-POL §1": (Ending.RETIRE, "overtaken")}
    one.reopen(by=idris, reason="It does not.")
    assert not proposals()


def test_the_cabinet_takes_many_at_once_each_by_its_own_verb(
    browse: Callable[..., Any], bridges: Callable[[], Any], idris: Any
) -> None:
    bridges()
    keys = list(Mandate.objects.proposed_to_end().values_list("pk", flat=True))
    page = browse(idris).get(PAGE).content.decode()
    assert "3/60-POL left the paragraph out" in page.replace("\u2066", "").replace("\u2069", "")
    browse(idris).post(PAGE + "decisions/", {"pick": keys, "how": "take"})
    assert not proposals()
    first, dropped = mandate("3/59-POL §1"), mandate("3/59-POL §3")
    assert (first.state, dropped.state) == (State.SUPERSEDED, State.RETIRED)
    assert Link.objects.filter(kind="supersedes", from_id=mandate("3/60-POL §1").pk, to_id=first.pk).exists()
    assert "left the paragraph out" in dropped.history.get(verb="retire").particulars["reason"]


def test_one_that_goes_on_needs_a_reason_and_is_not_proposed_again(
    browse: Callable[..., Any], bridges: Callable[[], Any], jobs: Callable[[], int], idris: Any
) -> None:
    from diwan.resolutions.jobs import trace_lineage

    bridges()
    one = mandate("3/59-POL §3")
    answer = browse(idris).post(PAGE + "decisions/", {"only": one.pk, "how": "decline"})
    assert answer.status_code == 422 and "Say why it goes on." in answer.content.decode()
    browse(idris).post(
        PAGE + "decisions/", {"only": one.pk, "how": "decline", "reason": "The keepers are still trained."}
    )
    assert "3/59-POL §3" not in proposals()
    one.refresh_from_db()
    assert one.state == State.ASSIGNED
    assert "still trained" in one.history.get(verb="decline_ending").says
    later = resolution("3/60-POL")
    trace_lineage.func(volume=later.volume_id, keys=[later.key])
    assert "3/59-POL §3" not in proposals(), "what was declined is not proposed for the same reason"


def test_the_page_of_a_mandate_offers_what_is_proposed_for_it(
    browse: Callable[..., Any], bridges: Callable[[], Any], idris: Any, farid: Any
) -> None:
    bridges()
    one = mandate("3/59-POL §1")
    page = browse(idris, queries=PAGE_OF_ONE).get(one.get_absolute_url()).content.decode()
    assert "End it as proposed" in page and "Let it go on" in page
    seen = browse(farid, queries=PAGE_OF_ONE).get(one.get_absolute_url()).content.decode()
    assert "asks the same again" in seen and "End it as proposed" not in seen
    browse(idris).post(f"{one.get_absolute_url()}continuation/", {"decline_ending-reason": "Both are followed."})
    assert "3/59-POL §1" not in proposals()


def test_a_proposal_that_no_longer_holds_is_withdrawn(
    bridges: Callable[[], Any], cast: dict[str, Any], jobs: Callable[[], int]
) -> None:
    bridges()
    assert "8/59-POL §1" in proposals()
    lamps = (9, "THE LAMPS OF THE HARBOURS", ["Requests the Secretary General to count the lamps of the harbours;"])
    from diwan.meetings.models import Session

    adopt(cast, Session.of_key("CFM-60"), jobs, lamps, title=" second volume")
    assert proposals()["8/59-POL §1"] == (Ending.SUPERSEDE, "renewed")


def test_a_unit_sees_no_page_of_renewals_and_may_not_decide(
    browse: Callable[..., Any], bridges: Callable[[], Any], farid: Any, hamza: Any, leila: Any, zayd: Any
) -> None:
    bridges()
    one = mandate("3/59-POL §3")
    for person in (farid, hamza, leila, zayd):
        client = browse(person)
        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE + "decisions/", {"pick": one.pk, "how": "take"}).status_code == 403
        assert PAGE not in client.get("/").content.decode()
    with pytest.raises(Refused):
        one.decline_ending(by=farid, reason="I would rather go on.")
    assert len(proposals()) == 4


def test_who_may_not_see_the_later_mandate_is_not_told_of_it(
    browse: Callable[..., Any], bridges: Callable[[], Any], idris: Any, yasmin: Any
) -> None:
    bridges()
    mandate("3/60-POL §1").classify(by=idris, level=2, reason="Mediation (fictional).", named=[idris])
    assert "3/59-POL §1" not in browse(yasmin).get(PAGE).content.decode()
    page = browse(yasmin, queries=PAGE_OF_ONE).get(mandate("3/59-POL §1").get_absolute_url()).content.decode()
    assert "3/60-POL §1" not in page.partition('id="history"')[0]
    assert "3/59-POL §1" in browse(idris).get(PAGE).content.decode()


def test_the_matrix_and_the_desk_of_the_cabinet_lead_there(
    browse: Callable[..., Any], bridges: Callable[[], Any], idris: Any, farid: Any
) -> None:
    bridges()
    for address in ("/follow-up/", "/"):
        assert PAGE in browse(idris).get(address).content.decode()
        assert PAGE not in browse(farid).get(address).content.decode()
