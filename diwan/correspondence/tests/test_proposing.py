"""What is read in a letter and proposed to the clerk, each with its confidence and its reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils.translation import override

from diwan.correspondence.letter_text import LetterText, number_in
from diwan.correspondence.proposing import Envelope, day_in, propose
from diwan.correspondence.tests import papers
from diwan.correspondence.tests.letters import registered
from diwan.directory.models import Correspondent

pytestmark = pytest.mark.django_db


def test_an_english_note_verbale_says_what_it_is(salma: Any) -> None:
    found = propose(papers.NOTE_EN)
    assert found["kind"].value == "note_verbale" and found["kind"].confidence >= 90
    assert found["their_reference"].value == "MER/JED/118/2035"
    assert found["dated"].value == dt.date(2035, 1, 29)
    assert found["language"].value == "en"
    assert found["enclosures"].value == 3
    assert found["subject"].value == "the regional water programme"
    assert found["subject"].confidence < 85, "no line says so: it is shown as doubtful"
    assert found["sender"].value == "Embassy of the Republic of Merantha"


def test_a_subject_ends_where_a_joined_body_begins(salma: Any) -> None:
    line = (
        "Objet : Invitation à une conférence sur la médiation (fictif ) Le Secrétaire général est invité à ouvrir une "
        "conférence sur la médiation. Le programme est joint."
    )
    head = "Mission permanente du Sénégal\nN° : SN/JED/0801\n12 février 2035\n"
    assert propose(head + line)["subject"].value == "Invitation à une conférence sur la médiation (fictif )"
    short = "Objet : Visite de la délégation de la Commission Le Cap"
    assert propose(head + short)["subject"].value == "Visite de la délégation de la Commission Le Cap"


def test_a_french_letter_is_read_by_its_lines(salma: Any) -> None:
    found = propose(papers.LETTER_FR)
    assert found["their_reference"].value == "000148/MAE/C/DGOI"
    assert found["dated"].value == dt.date(2035, 2, 5)
    assert found["subject"].value == "Ouverture de la plateforme logistique humanitaire de Port-Clair"
    assert found["urgency"].value == "immediate"
    assert (found["language"].value, found["enclosures"].value, found["kind"].value) == ("fr", 2, "letter")
    assert found["signatory"].value == "Amadou Belrive"
    with override("en"):
        assert str(found["subject"].because) == "read from the line “\u2068Objet\u2069”"


def test_an_arabic_letter_dated_in_hijri_alone_gets_its_gregorian_day(salma: Any) -> None:
    found = propose(papers.LETTER_AR)
    assert found["their_reference"].value == "ت د/٧٧/٢٠٣٥"
    assert found["dated"].value == day_in("8 Dhu al-Qa’da 1456")
    with override("en"):
        assert "Hijri" in str(found["dated"].because)
    assert found["subject"].value == "طلب إدراج بند في جدول أعمال الدورة القادمة"
    assert (found["language"].value, found["confidentiality"].value) == ("ar", 2)
    assert found["enclosures"].value == 1


def test_two_calendars_that_do_not_agree_are_doubted(salma: Any) -> None:
    text = papers.LETTER_AR.replace("٨ ذو القعدة ١٤٥٦هـ", "٨ ذو القعدة ١٤٥٦هـ الموافق ٣ مارس ٢٠٣٥م")
    assert propose(text)["dated"].confidence < 50
    near = day_in("8 Dhu al-Qa’da 1456")
    assert near is not None
    printed = f"التاريخ: ٨ ذو القعدة ١٤٥٦هـ الموافق {near.day} يناير {near.year}م"
    assert propose(papers.LETTER_AR.replace("التاريخ: ٨ ذو القعدة ١٤٥٦هـ", printed))["dated"].confidence > 95


def test_an_invitation_and_our_own_number_in_it(salma: Any) -> None:
    ours = registered(subject="Mediation")
    found = propose(papers.INVITATION_EN.replace("OIC/CAB/2034/000812", ours.number))
    assert found["kind"].value == "invitation"
    assert found["their_reference"].value == "IMS/DIR/35/009", "and not our own, which stands beneath it"
    assert found["answers"].value == ours.number
    assert found["copied_to"].value == "Department of Political Affairs"
    assert "answers" not in propose(papers.INVITATION_EN), "a number that is in no register is not proposed"


def test_whom_the_directory_knows_is_recognised_with_its_reason(salma: Any) -> None:
    text = papers.NOTE_EN.replace(
        "Embassy of the Republic of Merantha", "Permanent Mission of the Republic of Indonesia"
    )
    found = propose(text)
    assert found.correspondent is not None and found.correspondent.country.code == "ID"
    assert found["sender"].confidence > 85


def test_the_last_letters_of_a_sender_speak_for_a_scan_that_cannot_be_read(salma: Any) -> None:
    sender = Correspondent.objects.filter(kind="mission", email__gt="").first()
    assert sender is not None
    for n in range(6):
        registered(
            sender=sender, sender_name=str(sender), kind="note_verbale", language="fr", subject=f"N {n}", channel="bag"
        )
    found = propose("", address=sender.email)
    assert (found["kind"].value, found["language"].value, found["channel"].value) == ("note_verbale", "fr", "bag")
    with override("en"):
        assert str(found["kind"].because) == "as the last 6 letters"
    assert found["kind"].confidence == 80


def test_a_reference_that_begins_like_earlier_ones_names_the_sender(salma: Any) -> None:
    registered(sender_name="Northern Straits Fund", their_reference="NSF/PAR/2035/01", subject="Dam")
    found = propose("Ref: NSF/PAR/2035/44\nDear Sir,\nWe write to you about the dam.\n")
    assert found["sender"].value == "Northern Straits Fund" and found["sender"].confidence == 70


def test_what_is_closed_teaches_nothing(salma: Any) -> None:
    registered(sender_name="Secret Fund", their_reference="SCF/PAR/2035/01", subject="S", confidentiality=2)
    assert propose("Ref: SCF/PAR/2035/44\nDear Sir,\nA letter.\n").fields.get("sender") is None or (
        propose("Ref: SCF/PAR/2035/44\nDear Sir,\nA letter.\n")["sender"].value != "Secret Fund"
    )


def test_an_email_gives_its_subject_without_its_res_and_its_day(salma: Any) -> None:
    envelope = Envelope(
        "RE: FW: Visit of the delegation", dt.datetime(2035, 2, 1, 9, tzinfo=dt.UTC), "Ali <a@b.example>"
    )
    found = propose("Hello,\nwe come on Monday.\n", message=envelope)
    assert found["subject"].value == "Visit of the delegation" and found["dated"].value == dt.date(2035, 2, 1)
    assert (found["channel"].value, found["sender"].value) == ("email", "Ali")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("8 Sha'ban 1447", dt.date(2026, 1, 27)), ("٨ شعبان ١٤٤٧", dt.date(2026, 1, 27)),
        ("8/8/1447", dt.date(2026, 1, 27)), ("27/01/2026", dt.date(2026, 1, 27)),
        ("27 janvier 2026", dt.date(2026, 1, 27)), ("2026-01-27", dt.date(2026, 1, 27)),
        ("31/02/2026", None), ("1/1/0000", None), ("0/0/2026", None), ("35 Ramadan 1447", None), ("soon", None),
        ("1 Muharram 1599", None),
    ],
)  # fmt: skip
def test_a_day_is_typed_in_either_calendar(typed: str, day: dt.date | None) -> None:
    assert day_in(typed) == day


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("000148/MAE/C/DGOI Niamey", "000148/MAE/C/DGOI"), ("م د/٢٠٩/٢٠٣٤", "م د/٢٠٩/٢٠٣٤"), ("12 / MAE / 2026 du", "12 / MAE / 2026"),
        ("none at all", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_number_ends_where_other_words_begin(words: str, number: str) -> None:
    assert number_in(words) == number


@pytest.mark.parametrize(
    "text", ["", " \n\f\n", "x" * 100_000, "Ref:\nDate:\nSubject:\n", "\u202eRef: 1\n" * 4000, "N° " * 9000]
)
def test_no_text_makes_it_stumble_or_tarry(text: str) -> None:
    read = LetterText(text)
    for part in (
        read.their_reference,
        read.dated,
        read.subject,
        read.kind,
        read.enclosures,
        read.urgency,
        read.signatory,
    ):
        part()
