"""Papers for the tests, brought through the gate."""

from __future__ import annotations

from diwan.clearance.models import Circuit
from diwan.correspondence.tests.letters import person
from diwan.outgoing.models import Outgoing


def clear(paper: Outgoing) -> Outgoing:
    """Everybody concurs, each point is answered with yes; it stands before the Cabinet."""
    leila, yasmin = person("leila"), person("yasmin")
    paper.submit(
        by=paper.drafter, circuit=Circuit.objects.get(code="usual" if paper.paper != "memorandum" else "memoranda")
    )
    for one in (leila, yasmin):
        for visa in paper.round.visas.waiting().of(one):
            paper.round.give(visa, by=one, answer="concurs")
    paper.refresh_from_db()
    for point, _answer in paper.round.points():
        paper.round.answer_point(point, by=leila if point.task == "check_law" else yasmin, answer="yes")
    return paper
