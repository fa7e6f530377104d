"""Registering by keyboard alone, in a real browser; and the page without barriers in three languages, also on a telephone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from diwan.capture.arriving import arrive
from diwan.correspondence.models import Letter
from diwan.correspondence.tests import papers
from diwan.correspondence.tests.letters import person
from diwan.desk.tests.browsing import Sitting
from diwan.desk.tests.test_browser import LANGUAGES, browsing, chromium, sit_down, speak
from diwan.kernel.jobs import run_waiting_jobs

__all__ = ["chromium", "sit_down"]


class Hands:
    """Who types: each word or key is one stroke of attention."""

    def __init__(self, sitting: Sitting) -> None:
        self.page, self.strokes = sitting.page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.strokes += 1
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.strokes += 1
        self.page.keyboard.type(words)


@pytest.fixture
def clerk(furnish: Callable[[], None]) -> Any:
    """Salma, reading English."""
    furnish()
    salma = person("salma")
    speak(salma, "en")
    return salma


@browsing
def test_a_paper_letter_is_registered_in_under_a_minute_by_keyboard(
    clerk: Any, sit_down: Callable[..., Sitting]
) -> None:
    sitting = sit_down(clerk)
    page, hands = sitting.page, Hands(sitting)
    page.goto("/letters/new/")
    assert page.evaluate("document.activeElement.name") == "sender"
    hands.type("Embassy of the Republic of Merantha")
    hands.press("Tab", "Tab")
    hands.type("MER/118")
    hands.press("Tab")
    hands.type("8 Sha'ban 1447")
    page.wait_for_function("() => document.querySelector('#day').textContent.includes('27 Jan 2026')")
    hands.press("Tab")
    hands.type("Water programme")
    hands.press("Control+Enter")
    page.wait_for_selector(".given-no")
    assert hands.strokes <= 10
    letter = Letter.objects.get()
    assert (letter.their_reference, letter.subject) == ("MER/118", "Water programme") and str(
        letter.dated
    ) == "2026-01-27"
    assert letter.number in page.locator(".given-no").text_content()
    assert page.evaluate("document.activeElement.name") == "sender", "the next one can be typed at once"
    assert not sitting.complaints


@browsing
def test_the_tray_is_emptied_by_keyboard(clerk: Any, sit_down: Callable[..., Sitting]) -> None:
    for n, text in enumerate((papers.NOTE_EN, papers.LETTER_FR)):
        arrive(text.encode(), f"{n}.txt", by=clerk, unit=clerk.unit)
    run_waiting_jobs()
    sitting = sit_down(clerk)
    page, hands = sitting.page, Hands(sitting)
    page.goto("/tray/")
    hands.press("j", "Enter")
    page.wait_for_selector("[data-key=R]")
    hands.press("r")
    page.wait_for_selector("#entry")
    assert page.input_value("[name=their_reference]")
    hands.press("Control+Enter")
    page.wait_for_selector(".given-no")
    assert page.input_value("[name=arrival]"), "the next of the tray is here"
    hands.press("Control+Enter")
    page.wait_for_function("() => !document.querySelector('[name=arrival]').value")
    assert hands.strokes <= 6 and Letter.objects.count() == 2
    assert not sitting.complaints


@browsing
def test_a_file_is_chosen_and_fills_the_form(clerk: Any, sit_down: Callable[..., Sitting], tmp_path: Path) -> None:
    paper = tmp_path / "lettre.txt"
    paper.write_text(papers.LETTER_FR)
    sitting = sit_down(clerk)
    page = sitting.page
    page.goto("/letters/new/")
    page.set_input_files("#id_file", paper)
    page.wait_for_function("() => document.querySelector('[name=their_reference]').value === '000148/MAE/C/DGOI'")
    assert page.evaluate("document.activeElement.name") == "sender"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".given-no")
    assert Letter.objects.get().sha256
    assert not sitting.complaints


@browsing
def test_a_sealed_item_shows_only_what_is_on_its_envelope(clerk: Any, sit_down: Callable[..., Sitting]) -> None:
    sitting = sit_down(clerk)
    page = sitting.page
    page.goto("/letters/new/")
    page.keyboard.type("Embassy of Merantha")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert (
        not page.is_visible("[name=subject]")
        and not page.is_visible("#id_file")
        and page.is_visible("[name=their_reference]")
    )
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".given-no")
    assert Letter.objects.get().compartment == "private"


@browsing
def test_it_is_registered_without_scripts(clerk: Any, sit_down: Callable[..., Sitting], tmp_path: Path) -> None:
    paper = tmp_path / "note.txt"
    paper.write_text(papers.NOTE_EN)
    sitting = sit_down(clerk, scripts=False)
    page = sitting.page
    page.goto("/letters/new/")
    page.set_input_files("#id_file", paper)
    page.get_by_role("button", name="Read the file").click()
    assert page.input_value("[name=their_reference]") == "MER/JED/118/2035"
    page.get_by_role("button", name="Save and take the next").click()
    assert page.locator(".given-no").text_content().strip() == Letter.objects.get().number


@browsing
def test_the_pages_have_no_barrier(clerk: Any, sit_down: Callable[..., Sitting]) -> None:
    arrival = arrive(papers.LETTER_FR.encode(), "lettre.txt", by=clerk, unit=clerk.unit)[0]
    letter = Letter.register(
        by=clerk, sender_name="Merantha", subject="Water", their_reference="000148/MAE/C/DGOI", received_at=None
    )
    run_waiting_jobs()
    sitting = sit_down(clerk)
    pages = [
        "/letters/new/", f"/letters/new/?arrival={arrival.pk}", f"/letters/new/?given={letter.pk}", f"/letters/{letter.pk}/receipt/",
        f"/letters/{letter.pk}/summaries/", f"/letters/{letter.pk}/summaries/?edit=ar",
    ]  # fmt: skip
    found = []
    for language in LANGUAGES:
        speak(clerk, language)
        found += [fault for path in pages for fault in sitting.faults(path)]
        if folder := os.environ.get("DIWAN_SCREENSHOTS"):
            for n, path in enumerate(pages):
                sitting.page.goto(path)
                for width in (1440, 390):
                    sitting.page.set_viewport_size({"width": width, "height": 900})
                    sitting.page.screenshot(path=f"{folder}/{n}-{language}-{width}.png")
    assert not found, "\n".join(found)
