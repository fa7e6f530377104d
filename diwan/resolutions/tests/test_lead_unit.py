"""What only the lead unit may do: name who deals with a mandate, stop and restart its clock."""

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


def test_the_clock_is_stopped_by_the_lead_and_not_by_who_only_helps(
    mandates: Any, idris: Any, farid: Any, bilal: Any, unit: Any
) -> None:
    mandates[1].assign(by=idris, unit=unit("POL"), co_units=[unit("ECO")])
    mandates[1].act(by=bilal, what={"en": "Figures were given."})
    with pytest.raises(Refused, match="Only the lead unit"):
        mandates[1].wait(by=bilal, waiting_for="the bank")
    mandates[1].wait(by=farid, waiting_for="the bank")
    with pytest.raises(Refused, match="Only the lead unit"):
        mandates[1].resume(by=bilal)
    mandates[1].resume(by=farid)
