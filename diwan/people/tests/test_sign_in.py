"""Signing in: by password, rarely wrong, in one's own language, behind a strict policy."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

WORD = "a-word-for-tests"


@pytest.fixture(autouse=True)
def _nobody_tried_yet(db: Any) -> None:
    cache.clear()


def sign_in(client: Client, name: str, word: str) -> Any:
    return client.post("/account/login/", {"login": name, "password": word})


def test_a_person_signs_in_and_comes_to_the_desk_in_the_own_language(client: Client, huda: Any) -> None:
    huda.set_password(WORD)
    huda.save()
    assert sign_in(client, "huda", WORD)["Location"] == "/"
    page = client.get("/")
    assert page.headers["Content-Language"] == "ar"
    assert 'dir="rtl"' in page.content.decode()


def test_guessing_is_stopped_after_a_few_times(client: Client, huda: Any) -> None:
    huda.set_password(WORD)
    huda.save()
    for _attempt in range(5):
        sign_in(client, "huda", "wrong")
    answer = sign_in(client, "huda", WORD)
    assert answer.status_code != 302, "the right word does not help any more for a while"
    assert "_auth_user_id" not in client.session


def test_nobody_makes_an_account(client: Client) -> None:
    answer = client.post("/account/signup/", {"username": "x", "password1": "y" * 14, "password2": "y" * 14})
    assert answer.status_code in (200, 403, 404)
    from diwan.people.models import Person

    assert not Person.objects.filter(username="x").exists()


def test_an_account_that_is_closed_does_not_open(client: Client, huda: Any) -> None:
    huda.set_password(WORD)
    huda.is_active = False
    huda.save()
    sign_in(client, "huda", WORD)
    assert "_auth_user_id" not in client.session


def test_diwan_itself_cannot_sign_in(client: Client, db: Any) -> None:
    from diwan.people.models import machine

    machine()
    sign_in(client, "diwan", "")
    assert "_auth_user_id" not in client.session


def test_every_page_carries_the_strict_policy(client: Client, huda: Any) -> None:
    client.force_login(huda)
    for path in ("/", "/account/login/", "/preferences/", "/nothing/"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy
        assert "unsafe" not in policy


def test_the_language_is_changed_for_the_person(browse: Any, huda: Any) -> None:
    browser = browse(huda)
    browser.post("/language/", {"language": "fr", "next": "/"})
    huda.refresh_from_db()
    assert huda.language == "fr"
    assert browser.get("/").headers["Content-Language"] == "fr"


def test_preferences_are_kept_and_a_wrong_delegation_is_explained(browse: Any, idris: Any, yasmin: Any) -> None:
    browser = browse(idris)
    browser.post("/preferences/settings/", {"language": "en", "theme": "dark"})
    idris.refresh_from_db()
    assert (idris.theme, idris.single_keys) == ("dark", False)
    wrong = {
        "receiver": yasmin.pk,
        "areas": ["mandates"],
        "since": "2035-02-20",
        "until": "2035-02-14",
        "reason": "leave",
    }
    answer = browser.post("/preferences/delegations/", wrong)
    assert answer.status_code == 422 and "before the first" in answer.content.decode()
    assert browser.post("/preferences/delegations/", {**wrong, "until": "2035-02-28"}).status_code == 302
    given = idris.delegations_given.get()
    assert idris.events.filter(verb="delegate").exists()
    browser.post(f"/preferences/delegations/{given.pk}/withdrawal/")
    given.refresh_from_db()
    assert given.withdrawn_on
