"""Papers to be cleared and people to clear them: the fixtures of this app's tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from diwan.clearance.models import Circuit, Round, SigningAuthority, Visa
from diwan.kernel import clock
from diwan.outgoing.models import Outgoing


@pytest.fixture
def samira(cast: Any) -> Any:
    """Heads Legal Affairs."""
    return cast["samira"]


@pytest.fixture
def paper(omar: Any, unit: Any) -> Outgoing:
    """A letter that a desk officer of Political Affairs has drafted."""
    return Outgoing.draft(
        by=omar, paper="letter", subject="Experts in Niamey", languages=["en"], bodies={"en": "The experts meet."},
        to=_missions(),
    )  # fmt: skip


def _missions() -> list[Any]:
    from diwan.directory.models import Correspondent

    return list(Correspondent.objects.filter(kind="mission", country__code="NE"))


@pytest.fixture
def circuit(cast: Any) -> Callable[..., Circuit]:
    """``circuit([{"role": …}], [{…}])``: a circuit of these stages."""
    from diwan.people.models import Unit

    def lay(*stages: list[dict[str, Any]], papers: tuple[str, ...] = ("letter",)) -> Circuit:
        found = Circuit.objects.create(code=f"made-{Circuit.objects.count()}", name={"en": "Made"}, papers=list(papers))
        rows = [
            {
                "name": {"en": str(n)},
                "seats": [
                    {**seat, "unit": Unit.objects.get(code=seat["unit"]) if "unit" in seat else None} for seat in seats
                ],
            }
            for n, seats in enumerate(stages, start=1)
        ]
        found.lay(rows)
        return found

    return lay


@pytest.fixture
def begin(paper: Outgoing) -> Callable[..., Round]:
    """``begin(circuit, *units)``: the paper goes to clearance."""

    def submit(circuit: Circuit, *units: Any) -> Round:
        paper.submit(by=paper.drafter, circuit=circuit, with_units=units)
        assert paper.round is not None
        return paper.round

    return submit


@pytest.fixture
def visa_of() -> Callable[[Round, Any], Visa]:
    """``visa_of(round, person)``: what waits for that person in that round."""
    return lambda round, person: round.visas.waiting().of(person).get()


@pytest.fixture
def grant(idris: Any) -> Callable[..., SigningAuthority]:
    """``grant(holder, until=…)``: the Chef de Cabinet enters a delegation for the year."""

    def enter(holder: Any, *, by: Any = None, **facts: Any) -> SigningAuthority:
        usual: dict[str, Any] = {
            "papers": ["letter"], "up_to": 1, "level": 1, "since": dt.date(2035, 1, 1), "until": dt.date(2035, 12, 31),
            "instrument": "CAB/DEC/2035/014",
        }  # fmt: skip
        return SigningAuthority.grant(by=by or idris, holder=holder, **{**usual, **facts})

    return enter


def at(day: dt.date) -> Any:
    """That day at ten in the morning in Jeddah."""
    return clock.at(dt.datetime(day.year, day.month, day.day, 7, tzinfo=dt.UTC))


@pytest.fixture
def on() -> Callable[[dt.date], Any]:
    """``with on(day)``: the house's clock stands on that day."""
    return at
