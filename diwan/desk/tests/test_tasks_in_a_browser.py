"""Whole tasks as their people do them: by keyboard alone, and without a single script."""

from __future__ import annotations

from typing import Any

import pytest

from diwan.desk.tests.test_browser import browsing, chromium, sit_down
from diwan.resolutions.models import Mandate
from diwan.resolutions.tests.adopted import resolution

__all__ = ["chromium", "sit_down"]


@pytest.fixture
def mandates(cast: Any) -> list[Mandate]:
    return list(resolution(asking=2).mandates.order_by("paragraph__order"))


@browsing
def test_an_action_is_recorded_by_keyboard_the_key_leads_into_its_field(
    sit_down: Any, idris: Any, farid: Any, mandates: list[Mandate], unit: Any
) -> None:
    mandates[0].assign(by=idris, unit=unit("POL"))
    sitting = sit_down(farid)
    sitting.page.goto(f"/mandates/{mandates[0].pk}/")
    sitting.press("a")
    sitting.page.keyboard.type("We wrote to the fund.")
    with sitting.page.expect_response(lambda answer: answer.url.endswith("/action/")) as answered:
        sitting.press("Control+Enter")
    assert answered.value.status == 200
    assert [str(action) for action in mandates[0].actions.all()] == ["We wrote to the fund."]


@browsing
def test_many_are_assigned_without_a_script(sit_down: Any, idris: Any, mandates: list[Mandate], unit: Any) -> None:
    page = sit_down(idris, scripts=False).page
    page.goto("/mandates/?status=unassigned")
    for box in page.locator("input[name=pick]").all():
        box.check()
    page.locator("#batch button[value=ask]").click()
    page.locator("select[name=unit]").select_option(str(unit("POL").pk))
    page.locator("form:has(select[name=unit]) button[type=submit]").first.click()
    page.wait_for_load_state()
    assert {mandate.lead.unit.code for mandate in Mandate.objects.select_related("lead__unit")} == {"POL"}
