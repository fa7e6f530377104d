"""What a person may do follows from posts held and delegations received, on the day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from diwan.kernel import clock
from diwan.people.models import Delegation, Holding, Person, Post, Unit
from diwan.people.roles import Area, Role, rights


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_the_matrix_is_that_of_the_dossier() -> None:
    assert rights(Role.CHEF_DE_CABINET, Area.MANDATES).keys() >= {"A", "R", "U"}
    assert rights(Role.HEAD_OF_DEPARTMENT, Area.MANDATES) == {"R": "anywhere", "U": "own", "A": "own"}
    assert rights(Role.DESK_OFFICER, Area.MANDATES) == {"R": "anywhere", "U": "assigned"}
    assert rights(Role.INSTITUTION_FOCAL_POINT, Area.MANDATES) == {"R": "own", "U": "own"}
    assert rights(Role.REGISTRY_CLERK, Area.MANDATES) == {"R": "titles"}
    for area in set(Area) - {Area.ADMINISTRATION}:
        assert rights(Role.ADMINISTRATOR, area) == {}
    assert set(rights(Role.AUDITOR, Area.TRAIL)) == {"R"}


def test_a_head_updates_the_own_department_and_what_is_beneath_it(farid: Any, unit: Any) -> None:
    section = Unit.objects.create(
        code="POL-AF",
        name={"en": "African Affairs"},
        kind="section",
        parent=unit("POL"),
        calendar=unit("POL").calendar,
    )
    scope = again(farid).authority.scope(Area.MANDATES, "U")
    assert scope.covers(unit("POL").pk) and scope.covers(section.pk)
    assert not scope.covers(unit("ECO").pk)


def test_a_post_ends_with_its_day(farid: Any) -> None:
    Holding.objects.filter(person=farid).update(until=dt.date(2035, 2, 12))
    assert not again(farid).authority.scope(Area.MANDATES, "U")
    with clock.at(dt.datetime(2035, 2, 12, 9, tzinfo=dt.UTC)):
        assert again(farid).authority.scope(Area.MANDATES, "U")


def test_ad_interim_gives_the_rights_of_the_post_for_its_days(omar: Any, farid: Any, unit: Any) -> None:
    post = Post.objects.get(unit=unit("POL"), role=Role.HEAD_OF_DEPARTMENT)
    assert not again(omar).authority.scope(Area.MANDATES, "U").covers(unit("POL").pk)
    Holding.objects.create(
        post=post, person=omar, since=dt.date(2035, 2, 1), until=dt.date(2035, 2, 28), ad_interim=True
    )
    assert again(omar).authority.scope(Area.MANDATES, "U").covers(unit("POL").pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(post=post, person=omar, since=dt.date(2035, 3, 1), ad_interim=True)


def test_a_delegation_gives_named_areas_for_its_days_and_ends_when_withdrawn(idris: Any, yasmin: Any) -> None:
    given = Delegation.objects.create(
        giver=idris,
        receiver=yasmin,
        areas=[Area.MANDATES],
        since=dt.date(2035, 2, 1),
        until=dt.date(2035, 2, 20),
        reason="mission",
    )
    assert again(yasmin).authority.scope(Area.MANDATES, "A").anywhere
    assert not again(yasmin).authority.scope(Area.REPORTS, "A").anywhere
    given.withdrawn_on = dt.date(2035, 2, 13)
    given.save()
    assert not again(yasmin).authority.scope(Area.MANDATES, "A").anywhere


def test_a_delegation_cannot_be_passed_on(idris: Any, yasmin: Any, leila: Any) -> None:
    days = {
        "areas": [Area.MANDATES],
        "since": dt.date(2035, 2, 1),
        "until": dt.date(2035, 2, 20),
        "reason": "mission",
    }
    Delegation.objects.create(giver=idris, receiver=yasmin, **days)
    Delegation.objects.create(giver=yasmin, receiver=leila, **days)
    assert not again(leila).authority.scope(Area.MANDATES, "A").anywhere


def test_nobody_delegates_to_himself(idris: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(
            giver=idris,
            receiver=idris,
            areas=[],
            since=dt.date(2035, 2, 1),
            until=dt.date(2035, 2, 2),
            reason="x",
        )


def test_the_stranger_and_the_administrator_reach_no_content(zayd: Any, adam: Any) -> None:
    for person in (zayd, adam):
        assert not any(
            person.authority.scope(area, right) for area in set(Area) - {Area.ADMINISTRATION} for right in "CRUAS"
        )
