"""The house in a real browser: every page in three languages, at a desk and on a telephone, by keyboard, without scripts."""

from __future__ import annotations

import datetime as dt
import gzip
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from diwan.desk.tests.browsing import CHROMIUM, QUIET, Sitting

LANGUAGES = ("en", "fr", "ar")
FIRST_LOAD = 140 * 1024  # bytes compressed of style, scripts and HTML, without fonts (issue 2)
LATER_LOAD = 20 * 1024  # bytes compressed of any later page

in_a_browser = [
    pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine"),
    pytest.mark.django_db(transaction=True),
]


def together(*marks: Any) -> Callable[[Any], Any]:
    """Several marks as one decorator."""

    def marked(test: Any) -> Any:
        for mark in marks:
            test = mark(test)
        return test

    return marked


browsing = together(*in_a_browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all tests here, without a word to anybody outside."""
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        yield browser
        browser.close()
        # Playwright runs a loop in this thread, for which Django keeps connections of its own
        connections.close_all()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def sit_down(chromium: Any, live_server: Any) -> Iterator[Callable[..., Sitting]]:
    """``sit_down(person)``: a screen where that person is signed in, or nobody."""
    taken: list[Sitting] = []

    def at(who: Any = None, **options: Any) -> Sitting:
        taken.append(Sitting(chromium, live_server.url, who=who, **options))
        return taken[-1]

    yield at
    for sitting in taken:
        sitting.close()


def speak(person: Any, language: str) -> None:
    """The language a person reads in."""
    person.language = language
    person.save(update_fields=["language"])


def given_out(mandates: list[Any], unit: Callable[[str], Any], idris: Any, farid: Any) -> None:
    """One mandate at work with an action, one late, the others nobody's."""
    working, late = mandates[:2]
    working.assign(by=idris, unit=unit("POL"), co_units=[unit("ICHAD")])
    working.act(by=farid, what={"en": "A meeting of experts was held."}, on=dt.date(2035, 1, 9))
    late.assign(by=idris, unit=unit("POL"), due_on=dt.date(2035, 1, 31))


@browsing
def test_no_page_has_a_barrier_in_any_language(
    sit_down: Any, mandates: list[Any], unit: Any, sessions: Any, idris: Any, farid: Any
) -> None:
    from diwan.reports.models import Report

    given_out(mandates, unit, idris, farid)
    report = Report.open(by=idris, session=sessions["CFM-60"], presented_to=sessions["CFM-61"])
    report.call(by=idris, wanted_by=dt.date(2035, 3, 1))
    mandate, volume = mandates[0], mandates[0].resolution.volume
    pages = [
        "/",
        "/resolutions/",
        "/citations/absent/",
        mandate.resolution.get_absolute_url(),
        f"{mandate.resolution.get_absolute_url()}lineage/",
        "/follow-up/",
        "/follow-up/renewals/",
        "/mandates/",
        mandate.get_absolute_url(),
        "/units/POL/",
        "/volumes/",
        volume.get_absolute_url(),
        "/volumes/import/",
        "/reports/",
        report.get_absolute_url(),
        "/search/?q=experts",
        "/notices/",
        "/preferences/",
        "/api/tokens/",
        "/sessions/",
        "/journal/",
    ]
    faults = []
    at_desk = sit_down(idris)
    for language in LANGUAGES:
        speak(idris, language)
        for path in pages:
            faults += at_desk.faults(path)
        faults += at_desk.faults("/nowhere/", expected=404)
    speak(farid, "ar")
    at_farids = sit_down(farid)
    faults += at_farids.faults("/")
    faults += at_farids.faults("/sessions/new/", expected=403)
    assert not faults, "\n".join(faults)


@browsing
def test_the_review_has_no_barrier_in_any_language(sit_down: Any, volume: Any, idris: Any) -> None:
    faults = []
    at_desk = sit_down(idris)
    for language in LANGUAGES:
        speak(idris, language)
        faults += at_desk.faults(volume.get_absolute_url())
        faults += at_desk.faults(f"{volume.get_absolute_url()}review/")
    assert not faults, "\n".join(faults)


@browsing
def test_no_page_has_a_barrier_in_the_dark(
    sit_down: Any, mandates: list[Any], unit: Any, idris: Any, farid: Any
) -> None:
    given_out(mandates, unit, idris, farid)
    idris.theme = "dark"
    idris.save(update_fields=["theme"])
    at_desk = sit_down(idris)
    faults = []
    for path in (
        "/",
        "/follow-up/",
        "/mandates/",
        mandates[0].get_absolute_url(),
        "/search/?q=experts",
        "/preferences/",
    ):
        faults += at_desk.pale(path)
        assert at_desk.page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert not faults, "\n".join(faults)


@browsing
def test_somebody_signs_in_with_a_password_in_any_language(sit_down: Any, idris: Any) -> None:
    faults = []
    for language in LANGUAGES:
        speak(idris, language)
        stranger = sit_down()
        stranger.page.goto("/account/login/")
        stranger.page.click(f"button[name=language][value={language}]")
        stranger.page.wait_for_selector(f"html[lang={language}]")
        faults += stranger.faults("/account/login/?next=/")
        stranger.page.fill("[name=login]", "idris")
        stranger.page.fill("[name=password]", "a-word-for-tests")
        stranger.page.keyboard.press("Enter")
        stranger.page.wait_for_selector(".mast .who")
        assert stranger.page.locator("html").get_attribute("lang") == language
    assert not faults, "\n".join(faults)


@browsing
def test_mandates_are_given_and_accepted_by_keyboard_alone(
    sit_down: Any, mandates: list[Any], unit: Any, idris: Any, farid: Any
) -> None:
    from diwan.resolutions.models import Mandate

    Mandate.objects.update(proposed_unit=unit("POL"))
    at_desk = sit_down()
    page = at_desk.page
    page.goto("/account/login/")
    page.keyboard.type("idris")
    at_desk.press("Tab")
    page.keyboard.type("a-word-for-tests")
    at_desk.press("Enter")
    page.wait_for_selector("[data-go=f]")
    at_desk.press("g", "f")
    page.wait_for_url("**/follow-up/**")
    page.goto("/mandates/")
    at_desk.press("j", "x", "j", "x")
    assert page.locator("[data-n]").inner_text() == "2"
    at_desk.press("p")
    page.wait_for_selector("#messages .note")
    assert Mandate.objects.filter(lead__unit=unit("POL")).count() == 2

    at_head = sit_down(farid)
    page = at_head.page
    page.goto("/")
    at_head.press("j", "Enter")
    page.wait_for_url("**/mandates/*/")
    with page.expect_response("**/acceptance/"):
        at_head.press("y")
    page.wait_for_selector("#lead >> text=accepted")
    mandate = Mandate.objects.get(pk=int(re.findall(r"\d+", page.url.rsplit("mandates", 1)[1])[0]))
    assert mandate.lead.state == "accepted"

    at_head.press("a")
    page.locator("#act-action textarea").first.wait_for()
    page.locator("#act-action textarea").first.focus()
    page.keyboard.type("A meeting of experts was convened.")
    with page.expect_response("**/action/"):
        at_head.press("Control+Enter")
    page.wait_for_selector("#actions >> text=A meeting of experts was convened.")
    assert at_desk.complaints == at_head.complaints == []


@browsing
def test_mandates_are_given_and_worked_on_without_a_script(
    sit_down: Any, mandates: list[Any], unit: Any, idris: Any, farid: Any
) -> None:
    from diwan.resolutions.models import Mandate

    Mandate.objects.update(proposed_unit=unit("POL"))
    for who in ("idris", "farid"):
        page = sit_down(scripts=False).page
        page.goto("/account/login/")
        page.fill("[name=login]", who)
        page.fill("[name=password]", "a-word-for-tests")
        page.click("form [type=submit]:has-text('Sign in')")
        page.wait_for_selector(".mast .who")
        if who == "idris":
            page.goto("/mandates/")
            page.click(f"button[name=only][value='{mandates[0].pk}']")
            page.wait_for_selector("#messages .note")
            assert Mandate.objects.get(pk=mandates[0].pk).lead.unit == unit("POL")
        else:
            page.goto(mandates[0].get_absolute_url())
            page.click("#act-action summary")
            page.locator("#act-action textarea").first.fill("A note verbale was sent.")
            page.click("#act-action [type=submit]")
            page.wait_for_selector("#actions >> text=A note verbale was sent.")
    assert Mandate.objects.get(pk=mandates[0].pk).actions.count() == 1


def compressed(content: bytes) -> int:
    """Bytes on the wire."""
    return len(gzip.compress(content, 6))


def test_the_first_page_and_later_pages_are_light(
    volume: Any, unit: Any, sessions: Any, idris: Any, farid: Any
) -> None:
    from django.contrib.staticfiles import finders

    from diwan.reports.models import Report
    from diwan.resolutions.models import Mandate

    client = Client()
    client.force_login(idris)
    paths = {"review": f"{volume.get_absolute_url()}review/"}
    sizes = {"review": compressed(client.get(paths["review"]).content)}
    volume.adopt(by=idris)
    mandates = list(Mandate.objects.order_by("pk"))
    given_out(mandates, unit, idris, farid)
    report = Report.open(by=idris, session=sessions["CFM-60"], presented_to=sessions["CFM-61"])
    report.call(by=idris, wanted_by=dt.date(2035, 3, 1))
    paths = {
        "desk": "/",
        "matrix": "/follow-up/",
        "list": "/mandates/",
        "mandate": mandates[0].get_absolute_url(),
        "resolution": mandates[0].resolution.get_absolute_url(),
        "report": report.get_absolute_url(),
    }
    pages = {name: client.get(path).content for name, path in paths.items()}
    sizes |= {name: compressed(page) for name, page in pages.items()}
    too_heavy = {name: size for name, size in sizes.items() if size > LATER_LOAD}
    assert not too_heavy

    loaded = re.findall(r'(?:src|href)="/static/([^"#?]+\.(?:css|js|svg))', pages["desk"].decode())
    files = [finders.find(name) for name in sorted(set(loaded))]
    assert any(str(f).endswith(".css") for f in files) and any(str(f).endswith(".js") for f in files)
    weight = sum(compressed(Path(str(file)).read_bytes()) for file in files)
    assert sizes["desk"] + weight < FIRST_LOAD
