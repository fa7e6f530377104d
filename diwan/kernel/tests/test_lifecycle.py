"""The step: one verb with its states, its right and its sentence; all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from diwan.kernel.decisions import YES, Decision, NotNow, Refused, no, not_now
from diwan.resolutions.models import Mandate
from diwan.trail.models import Event


@pytest.fixture
def mandate(mandates: list[Mandate]) -> Mandate:
    return mandates[0]


def told(mandate: Mandate) -> list[str]:
    return list(Event.objects.about(mandate).values_list("verb", flat=True))


def test_a_decision_says_why_not_and_its_refusal_says_which_kind() -> None:
    assert YES
    YES.insist()
    with pytest.raises(Refused, match="rights") as refused:
        no("rights").insist()
    assert not isinstance(refused.value, NotNow)
    with pytest.raises(NotNow, match="state"):
        not_now("state").insist()
    assert not Decision(False, "x")


def test_a_reason_is_said_in_the_language_of_who_reads_it(mandate: Mandate, zayd: Any) -> None:
    reason = mandate.decide("assign", zayd).reason
    with translation.override("fr"):
        french = str(reason)
    with translation.override("ar"):
        arabic = str(reason)
    assert len({str(reason), french, arabic}) == 3


def test_a_step_is_refused_in_the_wrong_state_whoever_asks(mandate: Mandate, idris: Any) -> None:
    with pytest.raises(NotNow, match="not assigned"):
        mandate.accept(by=idris)
    assert told(mandate) == []


def test_a_step_is_refused_without_the_right_whatever_the_state(
    mandate: Mandate, zayd: Any, unit: Callable[[str], Any]
) -> None:
    with pytest.raises(Refused) as refused:
        mandate.assign(by=zayd, unit=unit("POL"))
    assert not isinstance(refused.value, NotNow)
    mandate.refresh_from_db()
    assert mandate.state == "identified" and not mandate.assignments.exists() and told(mandate) == []


def test_a_step_sets_the_state_and_leaves_one_event_with_its_particulars(
    mandate: Mandate, idris: Any, unit: Callable[[str], Any]
) -> None:
    event = mandate.assign(by=idris, unit=unit("POL"), note="soon")
    mandate.refresh_from_db()
    assert mandate.state == "assigned"
    assert told(mandate) == ["assign"]
    assert (event.by, event.verb, event.particulars["note"]) == (idris, "assign", "soon")
    assert str(unit("POL")) in event.says


def test_the_reason_for_a_greyed_button_is_the_reason_of_the_refusal(mandate: Mandate, omar: Any, idris: Any) -> None:
    for person, verb in ((omar, "assign"), (idris, "accept")):
        decision = mandate.decide(verb, person)
        with pytest.raises(Refused) as refused:
            getattr(mandate, verb)(by=person, **({"unit": None} if verb == "assign" else {}))
        assert str(refused.value) == str(decision.reason) != ""


def test_a_body_that_fails_half_way_leaves_nothing(mandate: Mandate, idris: Any, unit: Callable[[str], Any]) -> None:
    """The lead is written, then a co-operating unit that is none: neither stays, nor the state, nor an event."""
    with pytest.raises((AttributeError, ValueError)):
        mandate.assign(by=idris, unit=unit("POL"), co_units=["no unit"])
    fresh = Mandate.objects.get(pk=mandate.pk)
    assert (fresh.state, fresh.lead_id) == ("identified", None)
    assert not fresh.assignments.exists() and told(mandate) == []


def test_an_outer_transaction_that_is_rolled_back_takes_the_event_with_it(
    mandate: Mandate, idris: Any, unit: Callable[[str], Any]
) -> None:
    class Changed(Exception):
        pass

    with pytest.raises(Changed), transaction.atomic():
        mandate.assign(by=idris, unit=unit("POL"))
        assert told(mandate) == ["assign"]
        raise Changed
    assert told(mandate) == [] and Mandate.objects.get(pk=mandate.pk).state == "identified"


def test_the_state_is_asked_of_the_database_and_not_of_a_page_opened_earlier(
    mandate: Mandate, idris: Any, unit: Callable[[str], Any], farid: Any
) -> None:
    stale = Mandate.objects.get(pk=mandate.pk)
    mandate.assign(by=idris, unit=unit("POL"))
    mandate.hand_back(by=farid, reason="not ours")
    mandate.assign(by=idris, unit=unit("ECO"))
    stale.state = "identified"
    with pytest.raises(Refused):
        stale.accept(by=farid)  # it is no longer Political Affairs' since
    assert stale.state == "assigned"


def test_a_state_that_implies_a_fact_is_refused_without_it_by_the_database(mandate: Mandate) -> None:
    with pytest.raises(IntegrityError, match="an_assigned_mandate_has_a_lead"), transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).update(state="assigned")


def test_steps_for_a_person_are_those_that_may_be_taken_now(mandate: Mandate, idris: Any, zayd: Any) -> None:
    assert "assign" in mandate.steps_for(idris)
    assert "accept" not in mandate.steps_for(idris)
    assert mandate.steps_for(zayd) == {}
