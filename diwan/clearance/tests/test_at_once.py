"""Two people at the same moment: the database decides who was first, and nothing is lost or done twice."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import IntegrityError, close_old_connections, connections

from diwan.clearance.models import Circuit, Round, Visa
from diwan.kernel.decisions import NotNow
from diwan.outgoing.models import Outgoing

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Any) -> list[str]:
    """Do all at the same time, each in a thread and a connection of its own; what came of each."""
    barrier, came = threading.Barrier(len(acts)), [""] * len(acts)

    def do(n: int) -> None:
        close_old_connections()
        barrier.wait()
        try:
            acts[n]()
            came[n] = "done"
        except NotNow:
            came[n] = "not now"
        except IntegrityError as error:
            came[n] = f"broken: {error}"
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return came


@pytest.fixture
def way(circuit: Any) -> Circuit:
    """Legal and Economic Affairs side by side, then the Cabinet."""
    found: Circuit = circuit(
        [{"unit": "LEG", "task": "check_law", "days": 3}, {"unit": "ECO", "task": "concur", "days": 2}],
        [{"role": "adviser", "task": "check_cabinet", "days": 1}],
    )
    return found


@pytest.mark.parametrize("attempt", range(3))
def test_the_last_two_of_a_stage_answer_at_once_and_the_next_is_asked_once(
    attempt: int, begin: Any, way: Circuit, visa_of: Any, leila: Any, bilal: Any, paper: Outgoing
) -> None:
    round = begin(way)
    law, economy = visa_of(round, leila), visa_of(round, bilal)
    came = together(
        lambda: Round.objects.get(pk=round.pk).give(law, by=leila, answer="concurs"),
        lambda: Round.objects.get(pk=round.pk).give(economy, by=bilal, answer="concurs"),
    )
    assert came == ["done", "done"]
    round.refresh_from_db()
    assert (round.state, round.stage) == ("running", 2)
    assert round.visas.waiting().get().role == "adviser"
    assert paper.history.filter(verb="visa").count() == 2


@pytest.mark.parametrize("attempt", range(3))
def test_two_of_one_unit_answer_the_same_visa_and_one_of_them_is_told_so(
    attempt: int, begin: Any, way: Circuit, visa_of: Any, leila: Any, samira: Any, paper: Outgoing
) -> None:
    round = begin(way)
    visa = visa_of(round, leila)
    came = together(
        lambda: Round.objects.get(pk=round.pk).give(visa, by=leila, answer="concurs"),
        lambda: Round.objects.get(pk=round.pk).give(visa, by=samira, answer="objects", remark="No"),
    )
    assert sorted(came) == ["done", "not now"]
    assert paper.history.filter(verb="visa").count() == 1
    assert Visa.objects.get(pk=visa.pk).answer == ("concurs" if came[0] == "done" else "objects")


def test_an_objection_and_the_last_consent_at_once_never_both_end_it(
    begin: Any, circuit: Any, visa_of: Any, leila: Any, bilal: Any, paper: Outgoing
) -> None:
    round = begin(circuit([{"unit": "LEG", "task": "check_law"}, {"unit": "ECO", "task": "concur"}]))
    law, economy = visa_of(round, leila), visa_of(round, bilal)
    together(
        lambda: Round.objects.get(pk=round.pk).give(law, by=leila, answer="concurs"),
        lambda: Round.objects.get(pk=round.pk).give(economy, by=bilal, answer="objects", remark="No"),
    )
    paper.refresh_from_db()
    round.refresh_from_db()
    assert (round.state, paper.state) == ("objected", "draft")
    assert paper.history.filter(verb="clearance_end").count() == 1


def test_a_paper_put_to_clearance_twice_at_once_has_one_round(paper: Outgoing, way: Circuit, omar: Any) -> None:
    came = together(
        *[lambda: Round.start(Outgoing.objects.get(pk=paper.pk), way, by=omar, digest="0" * 64) for _ in range(2)]
    )
    assert sorted(came) == ["done", "not now"]
    assert Round.objects.count() == 1


def test_a_paper_is_certified_once(begin: Any, circuit: Any, visa_of: Any, leila: Any, yasmin: Any, idris: Any) -> None:
    round = begin(circuit([{"unit": "LEG", "task": "check_law"}]))
    round.give(visa_of(round, leila), by=leila, answer="concurs")
    for point in round.unanswered_points():
        round.answer_point(point, by=idris, answer="yes")
    came = together(*[lambda: Round.objects.get(pk=round.pk).certify(by=idris) for _ in range(3)])
    assert came == ["done"] * 3
    assert round.record.history.filter(verb="certify").count() == 1
