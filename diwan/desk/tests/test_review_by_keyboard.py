"""A resolution is reviewed wholly by keyboard: corrected, split, joined, taken out, its head set right."""

from __future__ import annotations

from typing import Any

from diwan.desk.tests.test_browser import browsing, chromium, sit_down
from diwan.resolutions.models import DraftParagraph

__all__ = ["chromium", "sit_down"]


@browsing
def test_a_resolution_is_reviewed_by_keyboard_alone(sit_down: Any, volume: Any, idris: Any) -> None:
    desk = sit_down(idris)
    page = desk.page
    page.goto(f"/volumes/{volume.pk}/review/")
    rows = page.locator("[data-review] .para")
    before = rows.count()

    desk.press("j", "j", "e")
    page.wait_for_selector(".rv-editing textarea:focus")
    desk.press("Control+End")
    page.keyboard.type(" Set right by hand.")
    with page.expect_response("**/correction/"):
        desk.press("Control+Enter")
    page.wait_for_selector(".para.cur:not(.rv-editing) >> text=Set right by hand.")
    assert DraftParagraph.objects.filter(text__endswith=" Set right by hand.").count() == 1

    desk.press("e")
    page.wait_for_selector(".rv-editing textarea:focus")
    desk.press("Control+Home", *["ArrowRight"] * 9)
    with page.expect_response("**/split/"):
        desk.press("Control+Shift+Enter")
    page.wait_for_function("n => document.querySelectorAll('[data-review] .para').length === n", arg=before + 1)

    page.wait_for_selector(".para.cur:not(.rv-editing)")
    desk.press("w")  # alone it does nothing: what is taken out is gone
    page.once("dialog", lambda question: question.accept())
    with page.expect_response("**/drop/"):
        desk.press("Shift+W")
    page.wait_for_function("n => document.querySelectorAll('[data-review] .para').length === n", arg=before)

    desk.press("h")
    page.wait_for_selector("#head [name=key]:focus")
    desk.press("Control+a")
    page.keyboard.type("CFM-60/POL/77")
    desk.press("Control+Enter")
    page.wait_for_selector("text=CFM-60/POL/77")
    assert desk.complaints == []
