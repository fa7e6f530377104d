"""Answers to htmx and to a plain browser, refusals, language and theme."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from diwan.interface import context, middleware
from diwan.interface.respond import part, see
from diwan.kernel.decisions import Refused

HTMX = {"HTTP_HX_REQUEST": "true"}


def asked(path: str = "/", *, htmx: bool = False, person: Any = None, **headers: Any) -> Any:
    """A request as the middleware hands it to a view."""
    request: Any = RequestFactory().get(path, **headers)
    request.user = person or AnonymousUser()
    request.htmx = (
        SimpleNamespace(boosted=False, history_restore_request=False, current_url_abs_path="/mandates/7/")
        if htmx
        else None
    )
    return request


def test_after_a_change_a_plain_browser_is_sent_on_and_htmx_gets_the_part() -> None:
    answer = part(asked(), "ui/refusal.html", otherwise="/letters/1/", reason="x")
    assert (answer.status_code, answer["Location"]) == (302, "/letters/1/")
    answer = part(asked(htmx=True), "ui/refusal.html", otherwise="/letters/1/", reason="Closed since Monday")
    assert answer.status_code == 200 and b"Closed since Monday" in answer.content


def test_a_refused_form_is_shown_on_its_whole_page_to_a_plain_browser() -> None:
    answer = part(asked(), "ui/refusal.html#part", otherwise="/letters/1/", status=422, reason="x")
    assert answer.status_code == 422


def test_htmx_follows_to_another_page_as_a_page() -> None:
    answer = see(asked(htmx=True), "/letters/1/")
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/letters/1/")


def test_an_address_with_a_nul_is_found_nowhere() -> None:
    with pytest.raises(Http404):
        middleware.RefusalMiddleware(lambda request: HttpResponse())(asked("/units/%00/"))


@pytest.mark.django_db
def test_a_refusal_says_why_on_a_page_and_above_the_page_for_htmx() -> None:
    refusing = middleware.RefusalMiddleware(lambda request: HttpResponse())
    page = refusing.process_exception(asked(), Refused("Only the registry may void a number"))
    assert page is not None and page.status_code == 403
    assert "Only the registry may void a number" in page.content.decode()
    bit = refusing.process_exception(asked(htmx=True), Refused("Only the registry may void a number"))
    assert bit is not None and (bit.status_code, bit["HX-Retarget"]) == (403, "#messages")
    assert "<html" not in bit.content.decode()


def test_other_exceptions_are_not_swallowed() -> None:
    refusing = middleware.RefusalMiddleware(lambda request: HttpResponse())
    assert refusing.process_exception(asked(), ValueError("broken")) is None


def test_a_session_that_ended_sends_the_whole_page_to_sign_in() -> None:
    def ended(request: Any) -> HttpResponse:
        return HttpResponse(status=302, headers={"Location": "/account/login/?next=/x"})

    answer = middleware.RefusalMiddleware(ended)(asked(htmx=True))
    assert answer["HX-Redirect"] == "/account/login/?next=/mandates/7/"


def test_the_page_is_written_in_the_language_of_the_person_signed_in() -> None:
    person = SimpleNamespace(is_authenticated=True, language="ar")
    seen: list[str | None] = []

    def view(request: Any) -> HttpResponse:
        seen.append(translation.get_language())
        assert request.person is person
        return HttpResponse()

    answer = middleware.LanguageMiddleware(view)(asked(person=person, HTTP_ACCEPT_LANGUAGE="fr"))
    assert (seen, answer["Content-Language"]) == (["ar"], "ar")


def test_before_sign_in_the_browser_says_the_language() -> None:
    assert middleware.language_for(asked(HTTP_ACCEPT_LANGUAGE="fr-CH,fr;q=0.9")) == "fr"
    assert middleware.language_for(asked(HTTP_ACCEPT_LANGUAGE="tlh")) == "en"


def test_language_and_theme_are_kept_for_the_sign_in_page(client: Client) -> None:
    answer = client.post("/language/", {"language": "ar", "next": "/account/login/"})
    assert answer["Location"] == "/account/login/"
    assert client.cookies["diwan_language"].value == "ar"
    client.post("/theme/", {"theme": "dark"})
    assert client.cookies["diwan_theme"].value == "dark"


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_led_away_from_the_house(client: Client, there: str) -> None:
    assert client.post("/language/", {"language": "fr", "next": there})["Location"] == "/"


def test_an_unknown_language_or_theme_changes_nothing(client: Client) -> None:
    client.post("/language/", {"language": "xx"})
    client.post("/theme/", {"theme": "neon"})
    assert not client.cookies


def test_looking_at_an_address_never_changes_a_preference(client: Client) -> None:
    assert client.get("/language/").status_code == client.get("/theme/").status_code == 405


@pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_every_page_says_its_language_and_direction(code: str, direction: str) -> None:
    with translation.override(code):
        known = context.page(asked())
    assert (known["LANGUAGE_CODE"], known["direction"], known["theme"]) == (code, direction, "auto")


def test_the_living_page_shows_both_directions_and_both_themes(browse: Any, cast: dict[str, Any]) -> None:
    text = browse(cast["idris"]).get("/house/").content.decode()
    for side in (
        'dir="ltr" data-bs-theme="light"',
        'dir="rtl" data-bs-theme="light"',
        'dir="rtl" data-bs-theme="dark"',
    ):
        assert side in text


def test_the_living_page_is_for_people_of_the_house(client: Client) -> None:
    assert client.get("/house/").status_code == 302


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/house/", "house"),
        ("/house/more/", "house"),
        ("/volumes/7/", "house"),
        ("/", "desk"),
        ("/elsewhere/", None),
    ],
)
def test_the_section_a_page_belongs_to_is_marked(settings: Any, path: str, current: str | None) -> None:
    settings.SECTIONS = [
        {"name": "My desk", "url": "desk", "key": "d"},
        {"name": "House", "url": "house", "key": "h", "also": ["/volumes/"]},
        {"name": "Not installed", "url": "no-such-app", "key": "n"},
    ]
    listed = context.sections(asked(path), {"desk": 12})
    assert [section["name"] for section in listed] == ["My desk", "House"]
    assert listed[0]["count"] == 12
    names = {"My desk": "desk", "House": "house"}
    assert [names[section["name"]] for section in listed if section["current"]] == ([current] if current else [])
