"""Whom one writes to: entered, changed, merged, closed, and who may do it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from diwan.clearance.ranks import Rank
from diwan.directory.models import Correspondent, State
from diwan.kernel.decisions import NotNow, Refused

Kind = Correspondent.Kind


@pytest.fixture
def heron(salma: Any) -> Correspondent:
    """An invented organisation, entered by the registry."""
    return Correspondent.enter(
        by=salma, kind=Kind.NGO, name={"en": "Heron Relief", "fr": "Secours Héron"}, language="fr",
        aliases=["HERON"], domains=["@Heron.example"],
    )  # fmt: skip


@pytest.fixture
def twin(salma: Any) -> Correspondent:
    """The same, entered a second time under another name."""
    return Correspondent.enter(
        by=salma, kind=Kind.NGO, name={"en": "Heron Relief International"}, domains=["intl.heron.example"]
    )


def mission(code: str) -> Correspondent:
    found: Correspondent = Correspondent.objects.get(code=f"{code}-mission")
    return found


def test_the_registry_enters_somebody_with_the_rank_of_its_kind(salma: Any) -> None:
    found = Correspondent.enter(by=salma, kind=Kind.HEAD_OF_STATE, name={"en": "President of the Lakes"})
    assert found.rank == Rank.HEAD
    assert [event.verb for event in found.history] == ["enter"]


def test_names_and_domains_are_kept_as_they_are_looked_up(heron: Correspondent) -> None:
    assert heron.domains == ["heron.example"]
    assert heron.folded == ["heron", "heron relief", "secours heron"]


def test_a_desk_officer_sees_the_directory_and_does_not_keep_it(omar: Any, heron: Correspondent) -> None:
    assert Correspondent.objects.visible_to(omar).filter(pk=heron.pk).exists()
    with pytest.raises(Refused):
        Correspondent.enter(by=omar, kind=Kind.NGO, name={"en": "Another"})
    with pytest.raises(Refused):
        heron.change(by=omar, email="x@y.example")


@pytest.mark.parametrize("who", ["harun", "idris", "yasmin", "salma", "farid", "leila", "hamza", "jean", "sami"])
def test_whoever_has_a_right_in_letters_sees_the_directory(who: str, cast: dict[str, Any]) -> None:
    assert Correspondent.objects.visible_to(cast[who]).filter(code="SN-mission").exists()


def test_a_change_tells_what_was_and_what_is(heron: Correspondent, salma: Any) -> None:
    heron.change(by=salma, email="post@heron.example", name=heron.name)
    event = heron.history.last()
    assert event.particulars == {"changed": {"email": ["", "post@heron.example"]}}
    assert heron.touched == ["email"]


def test_merging_is_for_heads(heron: Correspondent, twin: Correspondent, salma: Any) -> None:
    with pytest.raises(Refused):
        twin.merge(by=salma, into=heron)


def test_one_that_stands_twice_is_merged_and_both_say_so(heron: Correspondent, twin: Correspondent, idris: Any) -> None:
    twin.merge(by=idris, into=heron)
    heron.refresh_from_db()
    assert twin.current == heron and heron.current == heron
    assert "heron relief international" in heron.folded and "intl.heron.example" in heron.domains
    assert twin.history.last().says == "merged it into “Heron Relief”"
    assert heron.history.last().says == "merged “Heron Relief International” into it"
    assert set(Correspondent.objects.same_as(twin)) == {heron, twin} == set(Correspondent.objects.same_as(heron))


def test_a_chain_of_mergers_stays_one_step_long(heron: Correspondent, twin: Correspondent, idris: Any) -> None:
    twin.merge(by=idris, into=heron)
    third = Correspondent.enter(by=idris, kind=Kind.NGO, name={"en": "Herons United"})
    heron.merge(by=idris, into=third)
    twin.refresh_from_db()
    assert twin.merged_into == third


def test_nobody_is_merged_into_himself_or_into_one_that_is_gone(
    heron: Correspondent, twin: Correspondent, idris: Any
) -> None:
    with pytest.raises(NotNow):
        heron.merge(by=idris, into=heron)
    heron.close(by=idris, note="dissolved")
    with pytest.raises(NotNow):
        twin.merge(by=idris, into=heron)
    twin.refresh_from_db()
    assert twin.state == "in_use" and twin.merged_into is None


def test_a_merger_made_by_mistake_is_undone(heron: Correspondent, twin: Correspondent, idris: Any) -> None:
    twin.merge(by=idris, into=heron)
    twin.reopen(by=idris)
    heron.refresh_from_db()
    assert twin.current == twin and twin.state == "in_use"
    assert "heron relief international" not in heron.folded and heron.domains == ["heron.example"]


def test_a_closed_one_is_not_written_to_until_it_is_reopened(heron: Correspondent, idris: Any) -> None:
    heron.close(by=idris, note="dissolved")
    assert heron not in Correspondent.objects.in_use()
    heron.reopen(by=idris)
    assert heron in Correspondent.objects.in_use()


def test_the_database_keeps_what_must_hold(heron: Correspondent) -> None:
    wrong: list[dict[str, Any]] = [
        {"state": "merged"},
        {"state": "merged", "merged_into": heron},
        {"merged_into": mission("SN")},
        {"rank": 5},
        {"name": {}},
    ]
    for facts in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Correspondent.objects.filter(pk=heron.pk).update(**facts)


def test_a_state_has_one_mission_from_the_profile(db: None, cast: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Correspondent.objects.create(
            automatic=True, kind=Kind.MISSION, country=State.objects.get(code="SN"), name={"en": "A second one"}
        )


def test_it_is_found_by_its_names_aliases_and_code(heron: Correspondent) -> None:
    from diwan.directory.enrolment import CARDS

    words = CARDS[0].searchable
    assert words is not None
    assert words(heron)["fr"] == ("Secours Héron", "HERON\nheron.example")
    assert "SN-mission" in words(mission("SN"))["ar"][1]


def test_a_merged_one_is_no_longer_searched(heron: Correspondent, twin: Correspondent, idris: Any) -> None:
    from diwan.directory.enrolment import CARDS

    twin.merge(by=idris, into=heron)
    assert CARDS[0].searchable(twin) == {}
