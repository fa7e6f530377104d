"""The directory in a real browser: three languages, two widths, by keyboard, with names offered while one types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from diwan.desk.tests.test_browser import LANGUAGES, browsing, chromium, sit_down, speak
from diwan.directory.models import Correspondent, Formula

__all__ = ["chromium", "sit_down"]

PICTURES = getattr(settings, "PICTURES_OF_TESTS", "")


@browsing
def test_no_page_has_a_barrier_in_any_language(sit_down: Any, idris: Any) -> None:
    one = Correspondent.objects.get(code="SN-mission")
    formula = Formula.objects.filter(paper="letter").first()
    assert formula is not None
    pages = {
        "list": "/correspondents/", "one": one.get_absolute_url(), "change": f"{one.get_absolute_url()}change/",
        "merger": f"{one.get_absolute_url()}merger/", "new": "/correspondents/new/",
        "formulas": "/correspondents/formulas/", "formula": f"/correspondents/formulas/{formula.pk}/",
    }  # fmt: skip
    faults = []
    for language in LANGUAGES:
        speak(idris, language)
        sitting = sit_down(idris)
        for name, path in pages.items():
            faults += sitting.faults(path)
            if PICTURES:
                sitting.page.screenshot(
                    path=str(Path(PICTURES) / f"dir-{name}-{language}.png"), full_page=name != "list"
                )
                if language == "ar" or name == "one":
                    sitting.page.set_viewport_size({"width": 390, "height": 844})
                    sitting.page.screenshot(
                        path=str(Path(PICTURES) / f"dir-{name}-{language}-390.png"), full_page=name != "list"
                    )
                    sitting.page.set_viewport_size({"width": 1440, "height": 900})
        sitting.close()
    assert not faults, "\n".join(faults)


@browsing
def test_two_are_merged_by_keyboard_with_the_name_offered(sit_down: Any, idris: Any) -> None:
    twin = Correspondent.enter(by=idris, kind="ngo", name={"en": "Ambassade au Sénégal"})
    stays = Correspondent.objects.get(code="SN-mission")
    sitting = sit_down(idris)
    page = sitting.page
    page.goto(twin.get_absolute_url())
    sitting.press("m")
    page.wait_for_url("**/merger/")
    field = page.locator("[data-choices]")
    field.focus()
    with page.expect_response("**/correspondents/choices/?q=*"):
        page.keyboard.type("perm sene")
    offered = page.locator("datalist option")
    offered.first.wait_for(state="attached")
    assert [option.get_attribute("value") for option in offered.all()] == [str(stays)]
    field.fill(str(stays))  # what choosing it writes
    sitting.press("Control+Enter")
    page.wait_for_url(f"**{stays.get_absolute_url()}")
    twin.refresh_from_db()
    assert twin.current == stays
    assert sitting.complaints == []


@browsing
def test_without_scripts_it_is_a_field_to_write_in(sit_down: Any, idris: Any) -> None:
    twin = Correspondent.enter(by=idris, kind="ngo", name={"en": "A twin"})
    stays = Correspondent.objects.get(code="UN")
    sitting = sit_down(idris, scripts=False)
    sitting.page.goto(f"{twin.get_absolute_url()}merger/")
    sitting.page.fill("[name=into]", "united nations")
    sitting.page.click("button[type=submit] >> text=Merge")
    twin.refresh_from_db()
    assert twin.current == stays
