"""The living page in a real browser: accessible in both themes, and used by keyboard alone."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import Client

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync"""

pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Debian's browser, without a word to anybody outside."""
    from playwright.sync_api import sync_playwright

    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        yield browser
        browser.close()
        # Playwright runs a loop in this thread, for which Django keeps connections of its own
        connections.close_all()


@pytest.fixture
def sit_down(chromium: Any, live_server: Any, cast: dict[str, Any]) -> Any:
    """A browser page in which somebody is signed in, with a theme and a width of screen."""

    def at(who: str, *, theme: str = "light", width: int = 1440) -> Any:
        client = Client()
        client.force_login(cast[who])
        context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=live_server.url)
        cookies = {"sessionid": client.cookies["sessionid"].value, "diwan_theme": theme}
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    return at


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_the_living_page_has_no_barrier(sit_down: Any, theme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = sit_down("idris", theme=theme, width=width)
    page.goto("/house/")
    found = Axe().run(page).response["violations"]
    assert not found, [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []


def test_lines_are_walked_selected_and_let_go_by_keyboard(sit_down: Any) -> None:
    page = sit_down("idris")
    page.goto("/house/")
    for key in ("j", "j", "x", "j", "Shift+X"):
        page.keyboard.press(key)
    selected = "[...document.querySelectorAll('[aria-selected=true]')].map(line => line.id)"
    assert page.evaluate(selected) == ["en-light-r2", "en-light-r3"]
    assert page.locator("[data-batch]:visible").count() > 0
    page.keyboard.press("Escape")
    assert page.evaluate(selected) == []


def test_letters_follow_the_physical_key_under_an_arabic_layout(sit_down: Any) -> None:
    page = sit_down("idris")
    page.goto("/house/")
    press = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ت', code: 'KeyJ', bubbles: true}))"
    page.evaluate(press)
    assert page.evaluate("document.querySelector('.cur').id") == "en-light-r1"


def test_search_help_and_sections_have_their_keys(sit_down: Any) -> None:
    page = sit_down("idris")
    page.goto("/house/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("jx?")
    assert page.evaluate("document.querySelector('.cur')") is None
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Slash")
    assert page.locator("#keyboard").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/")


def test_single_letters_rest_for_who_switched_them_off(sit_down: Any, cast: dict[str, Any]) -> None:
    cast["idris"].single_keys = False
    cast["idris"].save(update_fields=["single_keys"])
    page = sit_down("idris")
    page.goto("/house/")
    page.keyboard.press("j")
    assert page.evaluate("document.querySelector('.cur')") is None


def test_the_theme_changes_at_once_and_is_kept_with_the_person(sit_down: Any, cast: dict[str, Any]) -> None:
    page = sit_down("idris")
    page.goto("/house/")
    page.click(".who")
    with page.expect_response("**/theme/"):
        page.click("[data-theme-form] button")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    cast["idris"].refresh_from_db()
    assert cast["idris"].theme == "dark"


def test_without_a_script_menus_open_and_languages_change(
    chromium: Any, live_server: Any, cast: dict[str, Any]
) -> None:
    client = Client()
    client.force_login(cast["idris"])
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto("/house/")
    page.click(".who")
    assert page.locator(".mast .menu-list").is_visible()
    page.click(".langs button[value=ar]")
    assert page.locator("html").get_attribute("dir") == "rtl"
