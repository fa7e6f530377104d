"""The registry in a real browser: the signature book by keyboard alone and without scripts, pages without barriers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from diwan.correspondence.models import Letter
from diwan.correspondence.tests.letters import a_class, person, summarised, with_paper
from diwan.desk.tests.browsing import Sitting
from diwan.desk.tests.test_browser import browsing, chromium, sit_down
from diwan.people.models import Unit

__all__ = ["chromium", "sit_down"]


@pytest.fixture
def book(furnish: Callable[[], None]) -> list[Letter]:
    """Eight letters before the Cabinet, in the order in which they came."""
    furnish()
    found = [summarised(subject=f"Letter {n}") for n in range(1, 9)]
    with_paper(found[0])
    return found


def states(letters: list[Letter]) -> list[tuple[str, str]]:
    return [
        (one.state, one.lead.unit.code if one.lead else "")
        for one in Letter.objects.filter(pk__in=[x.pk for x in letters]).order_by("pk")
    ]


def turn(sitting: Sitting, letter: Letter) -> None:
    """Wait until it is this letter's turn."""
    sitting.page.wait_for_function("text => document.querySelector('h1')?.textContent === text", arg=letter.subject)


@browsing
def test_the_whole_book_is_worked_through_by_keyboard(book: list[Letter], sit_down: Callable[..., Sitting]) -> None:
    idris = person("idris")
    sitting = sit_down(idris)
    page = sitting.page
    page.goto("/triage/")
    turn(sitting, book[0])
    first = page.locator("[data-key='1'][name=quick]").get_attribute("value")
    sitting.press("1")
    turn(sitting, book[1])
    sitting.press("j")
    turn(sitting, book[2])
    sitting.press("k")
    turn(sitting, book[1])
    sitting.press("n")
    turn(sitting, book[2])
    sitting.press("i")
    turn(sitting, book[3])
    sitting.press("d")
    turn(sitting, book[4])
    sitting.press("b")
    page.wait_for_function("() => document.activeElement.tagName === 'TEXTAREA'")
    page.keyboard.type("A page is missing.")
    sitting.press("Control+Enter")
    turn(sitting, book[5])
    sitting.press("r")
    page.wait_for_function("() => document.activeElement.name === 'refer-unit'")
    page.select_option("[name=refer-unit]", str(Unit.objects.get(code="LEG").pk))
    page.select_option("[name=refer-instruction]", "reply")
    sitting.press("Control+Enter")
    turn(sitting, book[6])
    sitting.press("f")
    page.wait_for_function("() => document.activeElement.name === 'file-file_class'")
    page.select_option("[name=file-file_class]", str(a_class().pk))
    sitting.press("Control+Enter")
    turn(sitting, book[7])
    sitting.press("2")
    page.wait_for_function("() => document.querySelector('h1').textContent === 'Signature book'")
    found = states(book)
    assert found[0] == ("referred", Unit.objects.get(pk=first).code)
    assert [state for state, _unit in found] == [
        "referred", "answered", "presented", "presented", "registered", "referred", "filed", "referred",
    ]  # fmt: skip
    assert found[5] == ("referred", "LEG") and Letter.objects.get(pk=book[5].pk).lead.task == "reply"
    assert list(Letter.objects.filter(pk__in=[book[2].pk, book[3].pk]).order_by("pk").values_list("attention", flat=True)) == [
        "information", "decision",
    ]  # fmt: skip
    sitting.press("z")
    page.wait_for_url(f"**/letters/{book[7].pk}/")
    assert not sitting.complaints


@browsing
def test_the_book_is_worked_through_without_scripts(book: list[Letter], sit_down: Callable[..., Sitting]) -> None:
    sitting = sit_down(person("idris"), scripts=False)
    page = sitting.page
    page.goto("/triage/")
    page.locator("[name=quick]").first.click()
    assert page.locator("h1").text_content() == "Letter 2"
    page.get_by_role("button", name="No reply needed").click()
    assert page.locator("h1").text_content() == "Letter 3"
    assert [state for state, _unit in states(book)][:3] == ["referred", "answered", "presented"]


@browsing
def test_a_line_of_the_registry_is_referred_by_one_key(book: list[Letter], sit_down: Callable[..., Sitting]) -> None:
    sitting = sit_down(person("idris"))
    sitting.page.goto("/registry/?tab=triage")
    sitting.press("j", "j")
    with sitting.page.expect_navigation():
        sitting.press("1")
    assert [state for state, _unit in states(book)][:3] == ["presented", "referred", "presented"]
    sitting.press("j", "x", "j", "x", "r")
    sitting.page.wait_for_selector("#asking [name=refer-unit]")
    sitting.page.select_option("[name=refer-unit]", str(Unit.objects.get(code="ECO").pk))
    with sitting.page.expect_navigation():
        sitting.page.get_by_role("button", name="Refer it").click()
    assert states(book)[0] == ("referred", "ECO") and states(book)[2] == ("referred", "ECO")
    assert not sitting.complaints
