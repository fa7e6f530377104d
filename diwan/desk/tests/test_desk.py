"""My desk: what each function finds on it, and nothing that is another's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest

from diwan.desk.agenda import desk_of
from diwan.people.models import Delegation
from diwan.people.roles import Area
from diwan.reports.models import Report
from diwan.resolutions.models import Mandate

Everything = Callable[..., Any]
LATE, SOON, FAR = dt.date(2035, 2, 1), dt.date(2035, 2, 20), dt.date(2035, 6, 1)


@pytest.fixture
def at_work(mandates: list[Mandate], idris: Any, omar: Any, unit: Everything) -> list[Mandate]:
    """One late with Political Affairs (Omar's), one soon due with an institution helping, one of Brussels, one free."""
    mandates[0].assign(by=idris, unit=unit("POL"), person=omar, due_on=LATE)
    mandates[1].assign(by=idris, unit=unit("POL"), co_units=[unit("SESRIC")], due_on=SOON)
    mandates[2].assign(by=idris, unit=unit("BRU"), due_on=FAR)
    return mandates


def on_desk(person: Any) -> dict[str, list[str]]:
    """The groups of the desk with the numbers of what stands in each."""
    return {group.id: [line.reference for line in group.lines] for group in desk_of(person).groups}


def everything(desk: dict[str, list[str]]) -> list[str]:
    return list(chain.from_iterable(desk.values()))


def numbers(*mandates: Mandate) -> list[str]:
    return [mandate.reference_printed for mandate in mandates]


def test_the_chef_de_cabinet_finds_what_is_late_and_what_has_no_owner(at_work: list[Mandate], idris: Any) -> None:
    desk = on_desk(idris)
    assert desk["late"] == numbers(at_work[0])
    assert desk["unassigned"] == numbers(at_work[3])
    assert "accept" not in desk
    assert desk_of(idris).late == 1


def test_volumes_to_review_lie_before_the_cabinet_and_legal_and_nobody_else(volume: Any, cast: dict[str, Any]) -> None:
    finding = {name for name, person in cast.items() if "volumes" in on_desk(person)}
    assert {"idris", "yasmin", "leila"} <= finding
    assert not finding & {"farid", "omar", "sami", "jean", "adam", "zayd", "salma"}


def test_a_head_finds_what_the_unit_is_asked_and_owes(at_work: list[Mandate], farid: Any) -> None:
    desk = on_desk(farid)
    assert set(desk["accept"]) == set(numbers(*at_work[:2]))
    assert desk["late"] == numbers(at_work[0])
    assert desk["soon"] == numbers(at_work[1])
    assert at_work[2].reference_printed not in everything(desk)
    assert "unassigned" not in desk


def test_what_is_accepted_is_no_longer_to_accept(at_work: list[Mandate], farid: Any) -> None:
    at_work[0].accept(by=farid)
    at_work[1].accept(by=farid)
    assert "accept" not in on_desk(farid)


def test_a_stopped_clock_moves_it_from_late_to_waiting(at_work: list[Mandate], farid: Any) -> None:
    at_work[0].wait(by=farid, waiting_for="the host state")
    desk = on_desk(farid)
    assert "late" not in desk and desk["waiting"] == numbers(at_work[0])


def test_a_desk_officer_finds_only_the_own(at_work: list[Mandate], omar: Any) -> None:
    assert set(everything(on_desk(omar))) == set(numbers(at_work[0]))


def test_an_institution_finds_where_it_helps_and_nothing_else(at_work: list[Mandate], sami: Any) -> None:
    assert set(everything(on_desk(sami))) == set(numbers(at_work[1]))


def test_an_office_abroad_finds_its_own(at_work: list[Mandate], jean: Any) -> None:
    assert set(everything(on_desk(jean))) == set(numbers(at_work[2]))


@pytest.mark.parametrize("name", ["adam", "zayd"])
def test_whoever_has_no_work_here_finds_an_empty_desk(
    name: str, at_work: list[Mandate], cast: dict[str, Any], browse: Everything
) -> None:
    desk = desk_of(cast[name])
    assert desk.groups == [] and desk.figures == []
    page = browse(cast[name]).get("/").content.decode()
    for mandate in at_work:
        assert mandate.reference_printed not in page and mandate.get_absolute_url() not in page


def test_the_auditor_reads_the_figures_and_is_asked_for_nothing(
    at_work: list[Mandate], hamza: Any, browse: Everything
) -> None:
    desk = desk_of(hamza)
    assert not [group for group in desk.groups if group.id in ("late", "accept", "unassigned", "contributions")]
    page = browse(hamza).get("/").content.decode()
    assert "/journal/" in page


def test_whoever_acts_in_anothers_place_finds_the_others_work(at_work: list[Mandate], farid: Any, huda: Any) -> None:
    from diwan.people.models import Person

    Delegation.objects.create(
        giver=farid,
        receiver=huda,
        areas=[Area.MANDATES],
        since=dt.date(2035, 2, 1),
        until=dt.date(2035, 2, 28),
        reason="mission",
    )
    assert Mandate.objects.visible_to(Person.objects.get(pk=huda.pk)).count() == len(at_work)
    assert at_work[0].decide("accept", Person.objects.get(pk=huda.pk))


def test_contributions_lie_before_those_who_write_and_then_those_who_clear(
    at_work: list[Mandate], sessions: dict[str, Any], yasmin: Any, farid: Any, jean: Any
) -> None:
    report = Report.open(by=yasmin, session=sessions["CFM-60"], presented_to=sessions["CFM-61"])
    report.call(by=yasmin, wanted_by=dt.date(2035, 3, 1))
    assert set(on_desk(farid)["contributions"]) == set(numbers(*at_work[:2]))
    assert on_desk(jean)["contributions"] == numbers(at_work[2])
    assert "contributions" not in on_desk(yasmin)
    own = report.contributions.get(mandate=at_work[0])
    report.contribute(by=farid, contribution=own, texts={"en": "It was done."}, source={"en": "our files"})
    assert on_desk(farid)["contributions"] == numbers(at_work[1])
    assert on_desk(yasmin)["contributions"] == numbers(at_work[0])


def test_a_contribution_about_what_was_classified_since_leaves_the_desks_of_those_who_may_not_see_it(
    at_work: list[Mandate], sessions: dict[str, Any], yasmin: Any, idris: Any, farid: Any
) -> None:
    report = Report.open(by=yasmin, session=sessions["CFM-60"])
    report.call(by=yasmin, wanted_by=dt.date(2035, 3, 1))
    at_work[0].classify(by=idris, level=2, reason="talks", named=[idris])
    assert on_desk(farid)["contributions"] == numbers(at_work[1])


@pytest.mark.parametrize(
    "name", ["idris", "yasmin", "farid", "omar", "sami", "jean", "leila", "hamza", "salma", "harun", "zayd"]
)
def test_the_desk_opens_for_everybody_within_its_budget(
    name: str, at_work: list[Mandate], cast: dict[str, Any], browse: Everything
) -> None:
    assert browse(cast[name]).get("/").status_code == 200


def test_the_desk_asks_no_more_of_the_database_when_there_is_more(
    at_work: list[Mandate], idris: Any, unit: Everything, django_assert_max_num_queries: Everything
) -> None:
    assert idris.authority
    with django_assert_max_num_queries(8):
        desk = desk_of(idris)
        assert [line.title for group in desk.groups for line in group.lines]


def test_nobody_comes_to_a_desk_without_signing_in(browse: Everything) -> None:
    answer = browse().get("/")
    assert answer.status_code == 302 and "login" in answer.url
