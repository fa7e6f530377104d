"""What the gate looks up: what is cited and whether it still stands, earlier texts like it; only what one may see."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from diwan.outgoing.looking_up import cited, similar
from diwan.outgoing.models import Outgoing
from diwan.search.pending import read_pending

TEXT = {
    "en": "The General Secretariat transmits the concept paper of the Niamey conference on transhumance corridors and asks for "
    "comments of the ministry before the steering committee meets in Ouagadougou.",
    "fr": "Le Secrétariat général transmet la note conceptuelle de la conférence de Niamey sur les couloirs de transhumance et "
    "sollicite les observations du ministère avant la réunion du comité directeur à Ouagadougou.",
    "ar": "تحيل الأمانة العامة ورقة المفاهيم الخاصة بمؤتمر نيامي حول ممرات انتقال الماشية وتطلب ملاحظات الوزارة قبل اجتماع اللجنة التوجيهية في واغادوغو.",
}


@pytest.fixture
def registers(adopted: Any) -> None:
    """The names by which the adopted resolutions are cited, as the worker reads them."""
    from diwan.citations.reader import index_all

    index_all()


def write(by: Any, mission: Any, bodies: dict[str, str], **facts: Any) -> Outgoing:
    return Outgoing.draft(
        by=by,
        paper="letter",
        subject=facts.pop("subject", "Transhumance"),
        languages=list(bodies),
        to=[mission],
        bodies=bodies,
        **facts,
    )


def test_what_is_cited_is_found_in_text_and_legal_basis_and_what_is_nowhere_is_said(
    registers: None, omar: Any, idris: Any, mission: Any
) -> None:
    made = write(
        omar, mission,
        {"en": "Pursuant to resolution 1/60-POL and to resolution 9/60-POL.", "fr": "Conformément à la résolution 1/60-POL."},
        legal_basis="2/60-POL",
    )  # fmt: skip
    found = {one.printed: one for one in cited(made, idris)}
    first = next(one for one in found.values() if one.record and one.record.key == "CFM-60/POL/1")
    assert (first.languages, first.basis, first.status) == (["en", "fr"], False, "done")
    basis = next(one for one in found.values() if one.basis)
    assert basis.record.key == "CFM-60/POL/2"
    nowhere = next(one for one in found.values() if one.record is None)
    assert "9/60-POL" in nowhere.printed
    assert nowhere.absent is True


def test_a_resolution_that_a_later_one_followed_is_pointed_out(
    registers: None, omar: Any, idris: Any, mission: Any
) -> None:
    from diwan.resolutions.models import Resolution

    earlier, later = Resolution.objects.order_by("pk")[:2]
    Resolution.objects.filter(pk=later.pk).update(follows=earlier)
    made = write(omar, mission, {"en": f"Pursuant to resolution {earlier.number}/60-POL."})
    (line,) = [one for one in cited(made, idris) if one.record == earlier]
    assert line.later == [later]
    assert (line.status, line.latest) == ("soon", later)


def test_a_paper_of_ours_is_found_by_its_number_and_said_to_be_corrected(
    signed: Outgoing, omar: Any, idris: Any, huda: Any, mission: Any
) -> None:
    from diwan.citations.links import record_named
    from diwan.citations.reader import index_records
    from diwan.records.enrolment import card_of

    correcting = signed.correction(by=omar)
    made = write(omar, mission, {"en": f"With reference to our letter {signed.number} and to IN/2035/999999."})
    first, second = cited(made, idris)
    assert (first.record, first.later, first.status) == (signed, [correcting], "soon")
    assert (second.printed, second.record, second.absent) == ("IN/2035/999999", None, True)
    hidden = cited(made, huda)[0]
    assert (hidden.record, hidden.absent) == (None, None)
    index_records(card_of(signed), [signed])
    assert record_named(idris, signed.number) == signed


def test_to_who_does_not_read_everything_the_closed_and_the_absent_look_the_same(
    omar: Any, mission: Any, monkeypatch: Any
) -> None:
    from diwan.citations.links import Target
    from diwan.outgoing import looking_up

    made = write(omar, mission, {"en": "See resolution 1/60-POL and resolution 9/60-POL."})

    def led(person: Any, keys: Any) -> dict[str, Target]:
        """The first is there and closed, the second is nowhere."""
        return {key: Target(absent=True) for key in keys if key.endswith("/9")}

    monkeypatch.setattr(looking_up, "targets", led)
    for all_open, told in ((False, [None, None]), (True, [True, True])):
        monkeypatch.setattr(looking_up, "reads_all", lambda person, answer=all_open: answer)
        assert [one.absent for one in cited(made, omar)] == told


@pytest.mark.parametrize("code", ["en", "fr", "ar"])
def test_an_earlier_text_like_it_is_shown_with_the_passage_and_what_differs(
    omar: Any, idris: Any, mission: Any, code: str
) -> None:
    earlier = write(omar, mission, {code: TEXT[code]})
    other = write(
        omar,
        mission,
        {code: {"en": "Happy national day.", "fr": "Bonne fête nationale.", "ar": "عيد وطني سعيد."}[code]},
        subject="Day",
    )
    read_pending()
    changed = {"en": ("before", "after"), "fr": ("avant", "après"), "ar": ("قبل", "بعد")}[code]
    made = write(omar, mission, {code: TEXT[code].replace(*changed)})
    found = similar(made, idris)
    assert [one.record for one in found] == [earlier]
    assert other not in [one.record for one in found]
    assert found[0].same_addressee
    assert found[0].likeness > 0.7
    assert f"<del>{changed[0]}</del>" in found[0].passage
    assert f"<ins>{changed[1]}</ins>" in found[0].passage


def test_an_earlier_text_that_is_closed_to_the_reader_is_not_shown(
    omar: Any, farid: Any, idris: Any, huda: Any, mission: Any
) -> None:
    write(farid, mission, {"en": TEXT["en"]}, confidentiality=2, classified_because="talks")
    read_pending()
    made = write(omar, mission, {"en": TEXT["en"]})
    assert similar(made, omar) == []
    assert similar(made, idris) == []  # not named either
    assert len(similar(made, farid)) == 1


def test_an_earlier_letter_is_shown_and_the_paper_itself_is_not(
    omar: Any, salma: Any, idris: Any, mission: Any
) -> None:
    from diwan.correspondence.models import Letter

    made = write(omar, mission, {"en": TEXT["en"]})
    read_pending()
    assert similar(made, idris) == []
    Letter.register(
        by=salma, sender=mission, sender_name=str(mission), subject="X", language="en", kind="letter", received_at=None
    )
    assert similar(made, idris) == []


def test_a_paper_without_words_looks_for_nothing(omar: Any, idris: Any, mission: Any) -> None:
    assert similar(write(omar, mission, {"en": ""}), idris) == []
    assert cited(write(omar, mission, {"en": ""}), idris) == []


def test_the_panels_are_parts_and_pages(browse: Any, omar: Any, paper: Outgoing) -> None:
    for name in ("outgoing-citations", "outgoing-earlier", "outgoing-gate", "outgoing-beside"):
        address = reverse(name, args=[paper.pk])
        assert browse(omar).get(address).status_code == 200
        assert "<html" not in browse(omar).get(address, headers={"HX-Request": "true"}).content.decode()


def test_reading_a_closed_earlier_text_is_told(browse: Any, farid: Any, mission: Any) -> None:
    closed = write(farid, mission, {"en": TEXT["en"]}, confidentiality=2, classified_because="talks")
    read_pending()
    made = write(farid, mission, {"en": TEXT["en"]})
    browse(farid, queries=40).get(reverse("outgoing-earlier", args=[made.pk]))
    assert closed.history.filter(verb="read", by=farid).exists()
