"""Naming who in the lead unit deals with a mandate."""

from __future__ import annotations

from typing import Any

import pytest

from diwan.kernel.decisions import Refused


@pytest.fixture
def given(mandates: Any, idris: Any, unit: Any) -> Any:
    """A mandate that Political Affairs leads."""
    mandates[0].assign(by=idris, unit=unit("POL"))
    return mandates[0]


def test_the_head_of_the_lead_unit_names_the_desk_officer_who_is_told(
    given: Any, farid: Any, omar: Any, browse: Any
) -> None:
    answer = browse(farid).post(f"/mandates/{given.pk}/focal-point/", {"name_focal_point-person": omar.pk})
    assert answer.status_code == 302, answer.content.decode()[:400]
    given.refresh_from_db()
    assert given.lead.person == omar
    assert given.history.last().verb == "name_focal_point"
    given.act(by=omar, what={"en": "Letters were sent."})


def test_the_head_does_not_give_it_to_another_unit(given: Any, farid: Any, unit: Any) -> None:
    with pytest.raises(Refused, match="by the Cabinet"):
        given.assign(by=farid, unit=unit("ECO"))


def test_another_unit_s_head_and_the_desk_officer_may_not(given: Any, bilal: Any, omar: Any) -> None:
    for person in (bilal, omar):
        with pytest.raises(Refused, match="head of the lead unit"):
            given.name_focal_point(by=person, person=omar)


def test_somebody_of_another_unit_is_refused_with_the_reason(given: Any, farid: Any, bilal: Any, browse: Any) -> None:
    answer = browse(farid).post(f"/mandates/{given.pk}/focal-point/", {"name_focal_point-person": bilal.pk})
    assert answer.status_code == 422
    assert "works in the lead unit" in answer.content.decode()
