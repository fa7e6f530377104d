"""The way of a paper through the gate, the signature and the dispatch, as its page shows it."""

from __future__ import annotations

from typing import Any

from diwan.clearance.models import Certificate, Point
from diwan.clearance.policies import may_answer_point
from diwan.outgoing.models import Outgoing, Paper

State = Outgoing.State
PASSED = (State.FOR_SIGNATURE, *Outgoing.GONE, State.FILED)


def sending_of(outgoing: Outgoing) -> dict[str, Any]:
    """How it was sent, and what it asks of units."""
    found: dict[str, Any] = {"dispatches": [], "assignments": []}
    if outgoing.signed_at and Paper(outgoing.paper).internal:
        found["assignments"] = list(outgoing.assignments.select_related("unit", "person"))
    elif outgoing.signed_at and not outgoing.separate:
        sent = outgoing.dispatches.select_related("addressee__correspondent", "addressee__unit", "by", "proof_version")
        found["dispatches"] = list(sent)
    return found


def gate_of(outgoing: Outgoing, person: Any) -> dict[str, Any]:
    """Visas, checklist and certificate of its last round."""
    round = outgoing.round
    if round is None:
        return {"outgoing": outgoing, "round": None}
    visas = list(round.visas.select_related("unit", "person", "by", "version"))
    waiting = outgoing.state == State.CLEARANCE
    mine = list(round.visas.waiting().of(person).select_related("unit", "person")) if waiting else []
    given = {answer.point_id: answer for answer in round.answers.select_related("by")}
    points = [(point, given.get(point.pk)) for point in Point.for_paper(outgoing.paper)]
    open_now = outgoing.state in (State.CLEARANCE, State.REVIEW)
    answerable = [
        point.code
        for point, _answer in points
        if open_now and may_answer_point(person, round, point, drafter_id=outgoing.drafter_id)
    ]
    certificate = (
        Certificate.objects.filter(round=round).select_related("by").first() if outgoing.state in PASSED else None
    )
    return {
        "outgoing": outgoing, "round": round, "visas": visas, "mine": mine, "points": points, "may_answer": answerable, "certificate": certificate,
    }  # fmt: skip
