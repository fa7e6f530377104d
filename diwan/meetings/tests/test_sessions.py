"""Sessions of the organs: their keys, their order, who enters them, and what may not be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from diwan.kernel.decisions import Refused
from diwan.meetings.models import Organ, Session
from diwan.trail.models import Event

Everything = Callable[..., Any]


@pytest.fixture
def council(cast: dict[str, Any]) -> Organ:
    return Organ.objects.get(symbol="CFM")


def form(council: Organ, **facts: Any) -> dict[str, Any]:
    return {
        "organ": council.pk,
        "number": 62,
        "start": "2036-06-10",
        "end": "2036-06-12",
        "name_en": "Sixty-second",
        **facts,
    }


@pytest.mark.parametrize("key", ["CFM-60", "cfm-60", "Cfm-60"])
def test_a_session_is_found_by_its_key_in_any_capitals(key: str, sessions: dict[str, Session]) -> None:
    assert Session.of_key(key) == sessions["CFM-60"]


def test_an_extraordinary_session_of_the_same_number_is_another(
    sessions: dict[str, Session], idris: Any, council: Organ
) -> None:
    other = Session.convene(by=idris, organ=council, number=60, extraordinary=True)
    assert other.key == "EX-CFM-60"
    assert Session.of_key("ex-cfm-60") == other != Session.of_key("CFM-60")


@pytest.mark.parametrize("key", ["", "CFM", "CFM-", "CFM-sixty", "XYZ-60", "CFM-99", "60", "EX-CFM-60"])
def test_what_is_no_key_names_no_session(key: str, sessions: dict[str, Session]) -> None:
    with pytest.raises(Session.DoesNotExist):
        Session.of_key(key)


def test_the_following_session_is_the_next_ordinary_one_that_is_known(
    sessions: dict[str, Session], idris: Any, council: Organ
) -> None:
    Session.convene(by=idris, organ=council, number=61, extraordinary=True)
    Session.convene(by=idris, organ=council, number=63)
    assert sessions["CFM-60"].following == sessions["CFM-61"]
    following = sessions["CFM-61"].following
    assert following is not None and following.number == 63
    assert following.following is None


def test_a_session_is_held_once_and_does_not_end_before_it_begins(sessions: dict[str, Session], council: Organ) -> None:
    with pytest.raises(IntegrityError, match="a_session_is_held_once"), transaction.atomic():
        Session.objects.create(organ=council, number=60)
    with pytest.raises(IntegrityError, match="a_session_ends_after_it_begins"), transaction.atomic():
        Session.objects.create(organ=council, number=70, start=dt.date(2040, 2, 2), end=dt.date(2040, 2, 1))


def test_the_cabinet_and_conferences_enter_sessions_and_nobody_else(cast: dict[str, Any], council: Organ) -> None:
    for name in ("idris", "yasmin"):
        assert Session.convene(by=cast[name], organ=council, number=80 + len(name)).pk
    for name in ("omar", "sami", "hamza", "adam", "zayd"):
        with pytest.raises(Refused):
            Session.convene(by=cast[name], organ=council, number=90)
    assert not Session.objects.filter(number=90).exists()


def test_entering_and_changing_it_on_the_page_is_told_in_the_trail(
    council: Organ, idris: Any, browse: Everything
) -> None:
    assert browse(idris).post("/sessions/new/", form(council, name_ar="الثانية والستون")).status_code == 302
    entered = Session.of_key("CFM-62")
    assert entered.name == {"en": "Sixty-second", "ar": "الثانية والستون"}
    browse(idris).post(f"/sessions/{entered.pk}/", form(council, name_en="62nd"))
    assert list(Event.objects.about(entered).values_list("verb", flat=True)) == ["convene", "change"]
    entered.refresh_from_db()
    assert entered.name == {"en": "62nd"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name_en": ""},
        {"end": "2036-06-01"},
        {"number": ""},
        {"number": 0},
        {"number": 99999},
        {"start": "soon"},
        {"number": 60},
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    wrong: dict[str, Any], sessions: dict[str, Session], council: Organ, idris: Any, browse: Everything
) -> None:
    before = Session.objects.count()
    answer = browse(idris).post("/sessions/new/", form(council, **wrong))
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert Session.objects.count() == before


def test_the_list_shows_the_latest_first_and_says_what_is_fictional(
    sessions: dict[str, Session], farid: Any, browse: Everything
) -> None:
    page = browse(farid).get("/sessions/").content.decode()
    assert 0 < page.index("CFM-61") < page.index("CFM-60")
    assert "fictional" in page
    assert "/sessions/new/" not in page, "he may not enter any"


def test_who_may_not_enter_is_told_why_and_who_may_not_see_finds_nothing(
    sessions: dict[str, Session], farid: Any, zayd: Any, browse: Everything
) -> None:
    assert browse(farid).get("/sessions/new/").status_code in (200, 403)
    for person in (zayd,):
        assert browse(person).get("/sessions/").status_code == 404
        assert browse(person).post("/sessions/new/", {}).status_code == 403
