"""The register of delegations of signature: who may sign what, to whom, from when until when, and from whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diwan.clearance.models import SigningAuthority, authority_to_sign, possible_signatories
from diwan.clearance.models.signing import Found
from diwan.clearance.ranks import PAPERS, Rank
from diwan.kernel.decisions import NotNow, Refused
from diwan.people.models import Holding, Post
from diwan.people.roles import Role

END = dt.date(2035, 12, 31)


@pytest.fixture
def nabil(cast: Any, unit: Any) -> Any:
    """Heads the registry."""
    from diwan.people.models import Person

    person = Person.objects.create(username="nabil", name={"en": "Nabil Rahal"}, clearance=1)
    post = Post.objects.get(unit=unit("REG"), role=Role.HEAD_OF_REGISTRY)
    Holding.objects.create(post=post, person=person, since=dt.date(2030, 1, 1))
    return person


def test_a_delegation_until_the_end_of_the_year_is_refused_on_the_second_of_january(
    grant: Any, nabil: Any, on: Any, hamza: Any, browse: Any
) -> None:
    """Story 12 of the dossier."""
    grant(nabil, until=END)
    with on(dt.date(2035, 12, 31)):
        assert authority_to_sign(nabil, "letter", Rank.ROUTINE)
    with on(dt.date(2036, 1, 2)):
        refused = authority_to_sign(nabil, "letter", Rank.ROUTINE)
    assert not refused
    assert str(refused.reason) == "Your delegation ended on 31 December 2035. Ask the Chef de Cabinet for another one."
    page = browse(hamza).get("/clearance/authorities/").content.decode()
    assert "Nabil Rahal" in page and "CAB/DEC/2035/014" in page


def test_what_was_found_names_in_whose_name_and_through_which_chain(
    grant: Any, farid: Any, omar: Any, harun: Any
) -> None:
    first = grant(farid, may_pass_on=True, instrument="SG/142/35")
    second = grant(omar, by=farid, parent=first, until=dt.date(2035, 6, 30), instrument="POL/DEC/1")
    found = authority_to_sign(omar, "letter", Rank.ROUTINE)
    assert isinstance(found, Found)
    assert found.signed_for == farid
    assert [(link["id"], link["giver_id"], link["instrument"]) for link in found.chain] == [
        (second.pk, farid.pk, "POL/DEC/1"), (first.pk, harun.pk, "SG/142/35"),
    ]  # fmt: skip


def test_the_secretary_general_signs_everything_but_what_he_drafted(harun: Any) -> None:
    assert authority_to_sign(harun, "letter", Rank.HEAD, level=3) == Found()
    assert not authority_to_sign(harun, "letter", Rank.ROUTINE, drafter=harun)


def test_an_assistant_secretary_general_signs_up_to_representatives_by_office(cast: Any, unit: Any) -> None:
    from diwan.people.models import Person

    deputy = Person.objects.create(username="deputy", name={"en": "Amina Sow"}, clearance=2)
    post = Post.objects.filter(role=Role.ASSISTANT_SECRETARY_GENERAL).first()
    Holding.objects.create(post=post, person=deputy, since=dt.date(2030, 1, 1))
    found = authority_to_sign(deputy, "letter", Rank.REPRESENTATIVE)
    assert found and found.signed_for is None and found.chain[0]["office"] == "assistant_secretary_general"
    assert "Your office does not sign this" in str(authority_to_sign(deputy, "letter", Rank.MINISTER).reason)
    assert not authority_to_sign(deputy, "cable", Rank.ROUTINE)
    assert not authority_to_sign(deputy, "letter", Rank.ROUTINE, level=3)
    assert deputy in possible_signatories()


def test_a_head_of_department_signs_nothing_without_a_delegation(farid: Any, grant: Any) -> None:
    refused = authority_to_sign(farid, "letter", Rank.ROUTINE)
    assert str(refused.reason) == "You hold no delegation of signature. Ask the Chef de Cabinet for one."
    grant(farid)
    assert authority_to_sign(farid, "letter", Rank.ROUTINE)
    for paper, rank, level, said in (
        ("note_verbale", 1, 1, "kind of paper"), ("letter", 3, 1, "ministers of foreign affairs"), ("letter", 1, 2, "confidentiality"),
    ):  # fmt: skip
        assert said in str(authority_to_sign(farid, paper, rank, level=level).reason)


def test_the_reason_is_that_of_the_nearest_miss(farid: Any, grant: Any) -> None:
    grant(farid, papers=["cable"], up_to=1)
    grant(farid, papers=["letter"], up_to=3, since=dt.date(2035, 3, 1))
    assert "begins on 1 March 2035" in str(authority_to_sign(farid, "letter", Rank.MINISTER).reason)


def test_who_left_the_house_signs_nothing_whatever_the_register_says(farid: Any, grant: Any) -> None:
    grant(farid)
    Holding.objects.filter(person=farid).update(until=dt.date(2035, 2, 1))
    gone = type(farid).objects.get(pk=farid.pk)
    assert "holds a post" in str(authority_to_sign(gone, "letter", Rank.ROUTINE).reason)


def test_a_withdrawal_ends_it_and_all_that_was_passed_on_from_it(grant: Any, farid: Any, omar: Any, idris: Any) -> None:
    first = grant(farid, may_pass_on=True)
    second = grant(omar, by=farid, parent=first)
    with pytest.raises(NotNow, match="Say why"):
        first.withdraw(by=idris, reason=" ")
    first.withdraw(by=idris, reason="reorganisation")
    assert "was withdrawn on 13 February 2035" in str(authority_to_sign(farid, "letter", 1).reason)
    assert "no longer in force" in str(authority_to_sign(omar, "letter", 1).reason)
    second.refresh_from_db()
    assert (second.state, second.standing) == ("granted", "withdrawn")
    assert not SigningAuthority.objects.standing("in_force").exists()
    assert set(SigningAuthority.objects.standing("over")) == {first, second}
    assert authority_to_sign(farid, "letter", 1, on=dt.date(2035, 2, 12))  # what was signed before stays well signed
    assert [event.verb for event in first.history] == ["grant", "withdraw"]


def test_nobody_passes_on_more_than_he_has(grant: Any, farid: Any, omar: Any) -> None:
    first = grant(
        farid, may_pass_on=True, papers=["letter", "memorandum"], up_to=2, level=1, until=dt.date(2035, 6, 30)
    )
    within = {"papers": ["letter"], "up_to": 2, "until": dt.date(2035, 6, 30)}
    for wider in (
        {"papers": ["letter", "cable"]},
        {"up_to": 3},
        {"level": 2},
        {"until": END},
        {"since": dt.date(2034, 12, 31)},
    ):
        with pytest.raises(NotNow, match="more than he has"):
            grant(omar, by=farid, parent=first, **{**within, **wider})
    assert grant(omar, by=farid, parent=first, **within).giver == farid


def test_what_may_not_be_passed_on_is_not(grant: Any, farid: Any, omar: Any, idris: Any) -> None:
    with pytest.raises(NotNow, match="may not be passed on"):
        grant(omar, by=farid, parent=grant(farid))
    withdrawn = grant(farid, may_pass_on=True)
    withdrawn.withdraw(by=idris, reason="x")
    with pytest.raises(NotNow, match="withdrawn"):
        grant(omar, by=farid, parent=withdrawn)


def test_a_chain_never_comes_back_to_who_stands_in_it(grant: Any, farid: Any, omar: Any, harun: Any) -> None:
    first = grant(farid, may_pass_on=True)
    second = grant(omar, by=farid, parent=first, may_pass_on=True)
    for holder in (farid, harun):
        with pytest.raises(NotNow, match="stands above"):
            grant(holder, by=omar, parent=second)


def test_who_grants_and_who_withdraws(
    grant: Any, farid: Any, omar: Any, huda: Any, idris: Any, harun: Any, hamza: Any, adam: Any, zayd: Any
) -> None:
    for person in (farid, huda, hamza, adam, zayd):
        with pytest.raises(Refused, match="entered by the Chef de Cabinet"):
            grant(omar, by=person)
    with pytest.raises(Refused, match="for himself"):
        grant(idris, by=idris)
    first = grant(farid, may_pass_on=True)
    with pytest.raises(Refused):
        grant(omar, by=huda, parent=first)
    passed = grant(omar, by=farid, parent=first)
    for person in (omar, huda, adam, zayd):
        with pytest.raises(Refused, match="withdrawn by who gave it"):
            passed.withdraw(by=person, reason="x")
    passed.withdraw(by=farid, reason="his own work")
    first.withdraw(by=idris, reason="x")


def test_the_database_keeps_the_register_as_it_was_entered(grant: Any, farid: Any, omar: Any, idris: Any) -> None:
    entry = grant(farid)
    row = SigningAuthority.objects.filter(pk=entry.pk)
    for change in (
        {"until": dt.date(2099, 1, 1)}, {"up_to": 4}, {"papers": list(PAPERS)}, {"holder": omar}, {"level": 3},
        {"since": dt.date(2030, 1, 1)}, {"instrument": "X"}, {"may_pass_on": True}, {"ad_interim": True},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    entry.withdraw(by=idris, reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(state="granted", withdrawn_on=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningAuthority.objects.create(
            holder=farid, giver=farid, papers=["letter"], since=END, until=END, instrument="X", by=idris
        )


def test_ad_interim_the_post_is_held_in_the_name_of_who_is_away(idris: Any, harun: Any) -> None:
    post = Post.objects.get(role=Role.SECRETARY_GENERAL, holdings__person=harun)
    Holding.objects.create(
        post=post, person=idris, since=dt.date(2035, 2, 10), until=dt.date(2035, 2, 20), ad_interim=True
    )
    acting = type(idris).objects.get(pk=idris.pk)
    found = authority_to_sign(acting, "letter", Rank.HEAD, level=3)
    assert found and found.signed_for == harun and found.chain == [{"ad_interim": True}]


# whatever is entered ----------------------------------------------------------------------------------------------------
DAYS = st.dates(dt.date(2035, 1, 1), dt.date(2036, 6, 30))
LINK = st.fixed_dictionaries(
    {
        "papers": st.lists(st.sampled_from(list(PAPERS)), unique=True, min_size=1, max_size=4),
        "up_to": st.integers(1, 4),
        "level": st.integers(0, 3),
        "days": st.tuples(DAYS, DAYS).map(sorted),
        "may_pass_on": st.booleans(),
        "withdrawn": st.integers(0, 4).map(lambda n: n == 0),
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    links=st.lists(LINK, min_size=1, max_size=4),
    paper=st.sampled_from(list(PAPERS)),
    rank=st.integers(1, 4),
    level=st.integers(0, 3),
    day=DAYS,
)
def test_no_chain_gives_more_than_its_source_and_none_after_its_end(
    cast: Any, links: list[dict[str, Any]], paper: str, rank: int, level: int, day: dt.date
) -> None:
    people = [cast[name] for name in ("farid", "omar", "huda", "bilal")]
    with transaction.atomic():
        entered: list[SigningAuthority] = []
        for holder, link in zip(people, links, strict=False):
            since, until = link["days"]
            try:
                entered.append(
                    SigningAuthority.grant(
                        by=entered[-1].holder if entered else cast["idris"], parent=entered[-1] if entered else None,
                        holder=holder, papers=link["papers"], up_to=link["up_to"], level=link["level"], since=since,
                        until=until, instrument="X", may_pass_on=link["may_pass_on"],
                    )
                )  # fmt: skip
            except NotNow:
                break
        for entry, link in zip(entered, links, strict=False):
            if link["withdrawn"]:
                entry.withdraw(by=cast["idris"], reason="x")
        for n, entry in enumerate(entered):
            found = authority_to_sign(entry.holder, paper, rank, on=day, level=level)
            source = entered[: n + 1]
            covered = all(
                paper in one.papers and rank <= one.up_to and level <= one.level and one.since <= day <= one.until
                and not (one.withdrawn_on and day >= one.withdrawn_on)
                for one in (SigningAuthority.objects.get(pk=above.pk) for above in source)
            )  # fmt: skip
            assert bool(found) == covered
            if found:
                assert [link["id"] for link in found.chain] == [one.pk for one in reversed(source)]
        transaction.set_rollback(True)
