"""The checklist, the gate and the certificate."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from diwan.clearance.models import Certificate, Circuit, Point, PointAnswer, Round
from diwan.kernel.decisions import NotNow, Refused
from diwan.outgoing.models import Outgoing


@pytest.fixture
def round(begin: Any, visa_of: Any, leila: Any, yasmin: Any) -> Round:
    """A round by the usual circuit in which everybody has concurred."""
    found: Round = begin(Circuit.objects.get(code="usual"))
    for person in (leila, yasmin):
        found.give(visa_of(found, person), by=person, answer="concurs")
    return found


def answer_all(round: Round, leila: Any, yasmin: Any) -> None:
    """Each point with yes, by who answers it."""
    for point in round.unanswered_points():
        round.answer_point(point, by=leila if point.task == "check_law" else yasmin, answer="yes")


def test_the_checks_of_the_cabinet_are_asked_of_every_paper(round: Round) -> None:
    about = {point.about for point, _answer in round.points()}
    assert about == {"rules", "directives", "authority", "form"}
    assert {point.code for point in round.unanswered_points()} == set(Point.objects.values_list("code", flat=True))


def test_a_point_of_other_papers_is_not_asked(round: Round) -> None:
    Point.objects.filter(code="contracts").update(papers=["cable"])
    assert "contracts" not in {point.code for point, _answer in round.points()}


def test_the_gate_opens_when_every_point_is_answered_by_a_named_person(round: Round, leila: Any, yasmin: Any) -> None:
    missing = len(round.unanswered_points())
    for left in range(missing, 0, -1):
        assert not round.gate()
        assert len(round.unanswered_points()) == left
        point = round.unanswered_points()[0]
        given = round.answer_point(point, by=leila if point.task == "check_law" else yasmin, answer="yes")
        assert given.by in (leila, yasmin)
    assert round.gate()


def test_a_no_keeps_it_closed_until_it_is_answered_anew_and_the_trail_keeps_both(
    round: Round, leila: Any, yasmin: Any, paper: Outgoing
) -> None:
    answer_all(round, leila, yasmin)
    form = Point.objects.get(code="form")
    with pytest.raises(NotNow, match="Say what is wrong"):
        round.answer_point(form, by=yasmin, answer="no", remark=" ")
    round.answer_point(form, by=yasmin, answer="no", remark="The minister is addressed as ambassador")
    assert "answered with no" in str(round.gate().reason)
    round.answer_point(form, by=yasmin, answer="yes")
    assert round.gate()
    assert [e.particulars["answer"] for e in paper.history.filter(verb="point", particulars__code="form")] == [
        "yes",
        "no",
        "yes",
    ]


def test_not_before_all_visas_are_in(begin: Any, leila: Any, yasmin: Any) -> None:
    running = begin(Circuit.objects.get(code="usual"))
    answer_all(running, leila, yasmin)
    assert "running" in str(running.gate().reason)
    with pytest.raises(NotNow):
        running.certify(by=yasmin)
    assert not Certificate.objects.exists()


def test_each_point_has_those_who_answer_it(
    round: Round,
    leila: Any,
    samira: Any,
    yasmin: Any,
    idris: Any,
    omar: Any,
    farid: Any,
    hamza: Any,
    adam: Any,
    zayd: Any,
) -> None:
    law, form = Point.objects.get(code="basis"), Point.objects.get(code="form")
    for person in (omar, farid, hamza, adam, zayd):
        for point in (law, form):
            with pytest.raises(Refused, match=r"answered by|drafted"):
                round.answer_point(point, by=person, answer="yes")
    with pytest.raises(Refused, match="Legal Affairs"):
        round.answer_point(law, by=yasmin, answer="yes")
    with pytest.raises(Refused, match="the Cabinet"):
        round.answer_point(form, by=leila, answer="yes")
    for person in (leila, samira, idris):  # samira heads the unit that checks the law in this circuit
        assert round.answer_point(law, by=person, answer="yes").by == person
    assert round.answer_point(form, by=yasmin, answer="yes").by == yasmin


def test_whoever_drafted_it_answers_no_point_about_it(
    yasmin: Any, idris: Any, leila: Any, visa_of: Any, paper: Outgoing
) -> None:
    own = Outgoing.draft(
        by=yasmin,
        paper="letter",
        subject="X",
        languages=["en"],
        bodies={"en": "X"},
        to=[a.correspondent for a in paper.addressees.all()],
    )
    own.submit(by=yasmin, circuit=Circuit.objects.get(code="usual"))
    own.round.give(visa_of(own.round, leila), by=leila, answer="concurs")
    with pytest.raises(Refused, match="drafted"):
        own.round.answer_point(Point.objects.get(code="form"), by=yasmin, answer="yes")
    with pytest.raises(Refused, match="drafted"):
        own.round.give(visa_of(own.round, yasmin), by=yasmin, answer="concurs")
    own.round.give(own.round.visas.waiting().get(), by=idris, answer="concurs")  # the Chef de Cabinet stands in
    assert own.round.state == "cleared"


def test_the_certificate_keeps_who_what_and_when_and_is_made_once(
    round: Round, leila: Any, yasmin: Any, idris: Any, paper: Outgoing
) -> None:
    answer_all(round, leila, yasmin)
    made = round.certify(by=idris)
    assert round.certify(by=yasmin) == made
    paper.refresh_from_db()
    assert made.holds_for(paper.fingerprint())
    assert not made.holds_for("0" * 64)
    assert made.facts["record"] == ["outgoing.outgoing", paper.pk]
    assert {(v["task"], v["answer"], v["by"]["en"]) for v in made.facts["visas"]} == {
        ("check_law", "concurs", "Leila Haddad"), ("check_cabinet", "concurs", "Yasmin Touré"),
    }  # fmt: skip
    assert {p["code"] for p in made.facts["points"]} == {point.code for point, _answer in round.points()}
    assert all(p["by"]["en"] and p["at"] and p["answer"] == "yes" for p in made.facts["points"])


def test_a_certificate_and_what_it_rests_on_are_never_changed(
    round: Round, leila: Any, yasmin: Any, idris: Any
) -> None:
    answer_all(round, leila, yasmin)
    made = round.certify(by=idris)
    with pytest.raises(NotNow, match="passed the gate"):
        round.answer_point(Point.objects.get(code="form"), by=yasmin, answer="no", remark="late")
    for change in (
        lambda: Certificate.objects.filter(pk=made.pk).update(facts={}),
        lambda: Certificate.objects.filter(pk=made.pk).delete(),
        lambda: PointAnswer.objects.filter(round=round).update(answer="not_applicable"),
        lambda: PointAnswer.objects.filter(round=round).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_points_of_a_round_that_is_over_are_not_answered(begin: Any, leila: Any, yasmin: Any, visa_of: Any) -> None:
    over = begin(Circuit.objects.get(code="usual"))
    over.give(visa_of(over, leila), by=leila, answer="objects", remark="No")
    with pytest.raises(NotNow, match="over"):
        over.answer_point(Point.objects.get(code="form"), by=yasmin, answer="yes")
