"""The life of a paper: drafted, cleared, passed, signed with its number, and then never changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from diwan.clearance.models import Circuit, SigningAuthority
from diwan.correspondence.models import Letter
from diwan.directory.models import Correspondent
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow, Refused
from diwan.outgoing.addressing import group
from diwan.outgoing.models import Outgoing
from diwan.references.models import gaps


def test_a_reply_is_cleared_passed_signed_and_answers_its_letter(signed: Outgoing, letter: Letter, farid: Any) -> None:
    letter.refresh_from_db()
    assert signed.state == "signed"
    assert signed.number == "OIC/CAB/2035/000001"
    assert (signed.signed_by, str(signed.signed_for)) == (farid, "Harun Al-Rifai")
    assert letter.state == "registered"  # it was never referred: the answer is noted, its way stays its own
    assert letter.history.filter(verb="answers").exists()
    assert not gaps()


def test_it_has_no_number_before_it_is_signed(cleared: Any, paper: Outgoing, idris: Any) -> None:
    assert paper.number is None
    cleared(paper).pass_gate(by=idris)
    assert (paper.state, paper.number) == ("for_signature", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Outgoing.objects.filter(pk=paper.pk).update(number="OIC/CAB/2035/000009")


def test_who_drafted_it_does_not_sign_it(cleared: Any, paper: Outgoing, idris: Any, omar: Any) -> None:
    SigningAuthority.grant(
        by=idris, holder=omar, papers=["letter"], up_to=4, level=3, since=dt.date(2035, 1, 1),
        until=dt.date(2035, 12, 31), instrument="CAB/DEC/2035/009",
    )  # fmt: skip
    cleared(paper).pass_gate(by=idris)
    with pytest.raises(Refused, match="does not sign it"):
        paper.sign(by=omar)


def test_a_signature_without_a_valid_delegation_is_refused(
    cleared: Any, paper: Outgoing, idris: Any, farid: Any, huda: Any, delegated: Any
) -> None:
    cleared(paper).pass_gate(by=idris)
    with pytest.raises(Refused, match="no delegation"):
        paper.sign(by=huda)
    with (
        clock.at(dt.datetime(2036, 1, 2, 9, tzinfo=dt.UTC)),
        pytest.raises(Refused, match="ended on 31 December 2035"),
    ):
        paper.sign(by=farid)
    paper.sign(by=farid)


def test_the_gate_stays_closed_while_a_point_is_open_or_answered_with_no(
    paper: Outgoing, yasmin: Any, leila: Any, idris: Any
) -> None:
    paper.submit(by=paper.drafter, circuit=Circuit.objects.get(code="usual"))
    for person in (leila, yasmin):
        for visa in paper.round.visas.waiting().of(person):
            paper.round.give(visa, by=person, answer="concurs")
    paper.refresh_from_db()
    assert paper.state == "review"
    with pytest.raises(NotNow, match="not answered"):
        paper.pass_gate(by=idris)
    for point, _answer in paper.round.points():
        paper.round.answer_point(point, by=leila if point.task == "check_law" else yasmin, answer="yes")
    first = paper.round.points()[0][0]
    with pytest.raises(NotNow, match="Say what is wrong"):
        paper.round.answer_point(first, by=yasmin, answer="no")
    paper.round.answer_point(first, by=yasmin, answer="no", remark="1/60-POL says otherwise")
    with pytest.raises(NotNow, match="answered with no"):
        paper.pass_gate(by=idris)


def test_an_objection_brings_it_back_with_the_reason_and_a_new_text_is_a_new_round(
    paper: Outgoing, leila: Any, omar: Any
) -> None:
    paper.submit(by=omar, circuit=Circuit.objects.get(code="usual"))
    visa = paper.round.visas.waiting().of(leila).get()
    with pytest.raises(NotNow, match="Say what should be changed"):
        paper.round.give(visa, by=leila, answer="objects")
    paper.round.give(visa, by=leila, answer="objects", remark="Cite 1/44-E")
    paper.refresh_from_db()
    assert paper.state == "draft"
    assert "Cite 1/44-E" in paper.returned_because
    paper.revise(by=omar, language="fr", body="Avec la résolution 1/44-E.")
    paper.submit(by=omar, circuit=Circuit.objects.get(code="usual"))
    assert (paper.round.number, paper.round.visas.filter(answer="objects").count()) == (2, 0)


def test_what_was_signed_is_never_edited_and_a_correction_is_a_new_item(
    signed: Outgoing, farid: Any, omar: Any
) -> None:
    for change in (
        {"subject": "Another"},
        {"number": "OIC/CAB/2035/000002"},
        {"digest": "0" * 64},
        {"signed_by": omar},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Outgoing.objects.filter(pk=signed.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        signed.texts.update(body="Another")
    with pytest.raises(IntegrityError), transaction.atomic():
        signed.addressees.all().delete()
    with pytest.raises(Refused):
        signed.revise(by=omar, language="fr", body="Another")
    corrected = signed.correction(by=omar)
    assert (corrected.state, corrected.number, corrected.corrects) == ("draft", None, signed)
    assert corrected.matter == signed.matter


def test_a_text_changed_behind_the_clearance_is_not_passed(cleared: Any, paper: Outgoing, idris: Any) -> None:
    cleared(paper)
    paper.addressees.all().update(order=9)
    assert paper.fingerprint() == paper.digest  # the order of one addressee says nothing
    Outgoing.objects.filter(pk=paper.pk).update(legal_basis="9/99-X")
    paper.refresh_from_db()
    with pytest.raises(NotNow, match="not the one that was cleared"):
        paper.pass_gate(by=idris)


def test_a_note_verbale_to_an_ngo_is_refused(omar: Any, idris: Any) -> None:
    ngo = Correspondent.objects.create(kind="ngo", name={"en": "Rahma Relief (fictional)"}, rank=1)
    with pytest.raises(Refused, match="not sent to a non-governmental organisation"):
        Outgoing.draft(by=omar, paper="note_verbale", subject="X", languages=["en"], to=[ngo], bodies={"en": "X"})
    letter = Outgoing.draft(by=omar, paper="letter", subject="X", languages=["en"], to=[ngo], bodies={"en": "X"})
    assert letter.state == "draft"


def test_missions_get_separate_numbered_items_at_one_signature(cleared: Any, omar: Any, idris: Any, harun: Any) -> None:
    everyone = [one.one for one in group("missions")]
    note = Outgoing.draft(
        by=omar, paper="note_verbale", subject="Dates of the session", languages=["en", "fr", "ar"], to=everyone, separate=True,
        bodies={"en": "The session opens on 22 May.", "fr": "La session s’ouvre le 22 mai.", "ar": "تفتتح الدورة في 22 مايو."},
    )  # fmt: skip
    cleared(note).pass_gate(by=idris)
    note.sign(by=harun)
    numbers = list(note.items.order_by("pk").values_list("number", flat=True))
    assert len(numbers) == len(everyone) == 57
    assert numbers[0] == "OIC/NV/2035/0001"
    assert numbers[-1] == "OIC/NV/2035/0057"
    assert note.number is None
    assert not gaps()


def test_a_memorandum_asks_its_units_by_the_gate(
    cleared: Any, omar: Any, unit: Any, idris: Any, farid: Any, huda: Any, delegated: Any
) -> None:
    memo = Outgoing.draft(
        by=omar, paper="memorandum", subject="Figures for the report", languages=["en"], to=[unit("ICHAD")], copies=[unit("LEG")],
        bodies={"en": "Kindly send the figures."}, instruction="action", urgency="urgent",
    )  # fmt: skip
    cleared(memo).pass_gate(by=idris)
    memo.sign(by=farid)
    assert memo.number == "POL/MEMO/2035/0001"
    lead = memo.assignments.get(role="lead")
    assert (lead.unit.code, lead.task, lead.due_on) == (
        "ICHAD",
        "action",
        dt.date(2035, 2, 25),
    )  # the feast lies between
    assert Outgoing.objects.visible_to(huda).filter(pk=memo.pk).exists()
    memo.take_note(by=huda)
    memo.finish(by=huda, result="Sent")
    assert not memo.assignments.open().filter(role="lead").exists()


def test_a_number_signed_in_error_is_void_with_its_reason(signed: Outgoing, idris: Any, omar: Any) -> None:
    with pytest.raises(Refused):
        signed.void(by=omar, reason="twice")
    signed.void(by=idris, reason="signed twice")
    signed.reference.refresh_from_db()
    assert (signed.state, signed.reference.state, signed.reference.reason) == ("void", "void", "signed twice")
    assert not gaps()
