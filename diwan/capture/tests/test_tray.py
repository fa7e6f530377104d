"""The life of an item of the tray, and who may see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from diwan.capture import jobs as work
from diwan.capture.arriving import arrive as into_the_tray
from diwan.capture.arriving import registry_of
from diwan.capture.models import AlreadyHere, Arrival
from diwan.capture.tests.conftest import PDF, letter
from diwan.documents.models import documents_of
from diwan.kernel.decisions import NotNow, Refused
from diwan.people.models import machine


@pytest.fixture
def mail(arrive: Any) -> Arrival:
    """A mail of one enclosure, in the tray."""
    return arrive(letter(files=[("note.pdf", "application/pdf", PDF)]), "note.eml")


def test_a_mail_is_ready_with_all_its_papers_and_one_event(mail: Arrival) -> None:
    assert mail.state == Arrival.State.READY and mail.language == "en" and mail.confidence == 100
    assert [(d.role, d.versions.get().name) for d in documents_of(mail)] == [
        ("original", "note.eml"), ("attachment", "note.pdf"),
    ]  # fmt: skip
    assert [event.verb for event in mail.history] == ["arrive"]
    assert mail.sender == "Mission 1 <mission1@states.example>"


def test_the_registry_is_found_by_its_post(salma: Any, jean: Any) -> None:
    assert registry_of().code == registry_of(salma).code == "REG"
    assert registry_of(jean).code == "BRU", "an office has its own tray"


def test_only_those_who_register_see_the_tray(mail: Arrival, cast: Any) -> None:
    sees = {name for name, person in cast.items() if Arrival.objects.visible_to(person).filter(pk=mail.pk).exists()}
    assert {"salma", "idris", "yasmin"} <= sees
    assert not sees & {"adam", "zayd", "omar", "farid", "hamza", "khalid", "jean", "leila", "sami"}


def test_an_office_sees_its_own(mail: Arrival, jean: Any, mariam: Any, unit: Any) -> None:
    own = into_the_tray(letter(2), "own.eml", by=jean, unit=unit("BRU"))[0]
    assert list(Arrival.objects.visible_to(jean)) == [own]
    assert not Arrival.objects.visible_to(mariam).exists()
    with pytest.raises(Refused):
        mail.discard(by=jean, reason="not ours")


def test_sealed_post_is_the_private_secretariats(mail: Arrival, salma: Any, cast: Any) -> None:
    mail.seal(by=salma)
    assert not Arrival.objects.visible_to(salma).exists() and not Arrival.objects.visible_to(cast["idris"]).exists()
    assert Arrival.objects.visible_to(cast["khalid"]).get() == mail
    assert mail.confidentiality == 2
    with pytest.raises(Refused):
        mail.discard(by=salma, reason="no longer hers")


def test_set_aside_with_a_reason_and_put_back(mail: Arrival, salma: Any) -> None:
    with pytest.raises(NotNow):
        mail.discard(by=salma, reason="  ")
    mail.discard(by=salma, reason="an advertisement")
    assert mail.state == Arrival.State.DISCARDED and mail.discard_reason == "an advertisement"
    with pytest.raises(NotNow, match="set aside"):
        mail.take(by=salma, record=mail)
    mail.restore(by=salma)
    assert mail.state == Arrival.State.READY


def test_the_second_clerk_is_told_who_was_first(mail: Arrival, salma: Any, idris: Any) -> None:
    other = Arrival.objects.get(pk=mail.pk)
    mail.take(by=salma, record=mail)
    with pytest.raises(NotNow) as refusal:
        other.take(by=idris, record=other)
    assert str(refusal.value) == f"Salma Darwish registered it as {mail.pk} a moment ago."
    with pytest.raises(NotNow):
        other.discard(by=idris, reason="late")


@pytest.mark.parametrize(
    "change",
    [
        {"state": "discarded"},
        {"state": "taken"},
        {"taken_type": "capture.arrival", "taken_id": 1},
    ],
)
def test_what_cannot_be(mail: Arrival, change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrival.objects.filter(pk=mail.pk).update(**change)


def test_the_same_file_waits_once(arrive: Any, mail: Arrival, salma: Any) -> None:
    data = documents_of(mail, "original")[0].versions.get().file.path.read_bytes()
    with pytest.raises(AlreadyHere) as refusal:
        arrive(data, "again.eml")
    assert refusal.value.arrival == mail
    mail.take(by=salma, record=mail)
    again = arrive(data, "again.eml")
    assert {"code": "came_before", "number": str(mail.pk)} in again.remarks


def test_two_clerks_at_the_same_moment_leave_one_item(arrive: Any, mail: Arrival) -> None:
    """The database refuses the second row also where the question came too early."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrival.objects.create(name="x", sha256=mail.sha256, unit=mail.unit, by=mail.by)


def test_a_mailbox_file_of_three_becomes_three(salma: Any, unit: Any) -> None:
    box = b"".join(
        b"From a@b.example Tue Feb  6 10:00:00 2035\n" + letter(n).replace(b"\r\n", b"\n") + b"\n" for n in range(3)
    )
    found = into_the_tray(box, "old", by=salma, unit=unit("REG"))
    assert [arrival.subject for arrival in found] == ["Note verbale 0", "Note verbale 1", "Note verbale 2"]
    kept = [documents_of(a, "original")[0].versions.get().file.path.read_bytes() for a in found]
    assert b"".join(kept) == box, "together all its bytes"


def test_a_short_mail_is_read_with_what_it_encloses(arrive: Any, jobs: Any) -> None:
    data = letter(body="Please see the annex.", files=[("a.pdf", "application/pdf", _pdf_of("The annex says this"))])
    found = arrive(data, "short.eml")
    assert found.state == Arrival.State.WAITING
    jobs()
    found.refresh_from_db()
    assert found.state == Arrival.State.READY
    assert "Please see the annex." in found.text and "annex says" in found.text


def _pdf_of(words: str) -> bytes:
    import typst

    return bytes(typst.compile(words.encode()))


def test_a_reading_that_was_broken_off_is_taken_up_and_one_done_twice_changes_nothing(arrive: Any) -> None:
    found = arrive(_pdf_of("A note verbale of some length about the annual meeting"), "note.pdf")
    Arrival.objects.filter(pk=found.pk).update(state="reading")  # its worker was killed
    work.read_arrival(arrival=found.pk)
    work.read_arrival(arrival=found.pk)
    found.refresh_from_db()
    assert found.state == Arrival.State.READY and "note verbale" in found.text
    assert [event.verb for event in found.history] == ["arrive", "take_reading"]


def test_without_tesseract_a_scan_is_ready_and_says_what_is_missing(
    arrive: Any, jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from diwan.capture.tests import scans

    monkeypatch.setattr("diwan.reading.tesseract.PROGRAM", "no-such-program")
    found = arrive(scans.scanned([scans.letter_page(1)]), "scan.pdf")
    jobs()
    found.refresh_from_db()
    assert found.state == Arrival.State.READY and found.confidence is None
    assert "tesseract-ocr-ara" in found.said[0].text


def test_recognition_goes_on_from_the_pages_that_were_done(arrive: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed at its second page, it does not begin with the first again."""
    from diwan.capture.tests import scans
    from diwan.reading.optical import Recogniser
    from diwan.reading.recognised import Page, Row, Word

    found = arrive(scans.scanned([scans.letter_page(n) for n in range(3)]), "scan.pdf")
    asked: list[int] = []

    class Killed(BaseException):
        pass

    def recognised(self: Any, path: Any, kind: str, number: int, limits: Any) -> Page:
        asked.append(number)
        if asked == [1, 2]:
            raise Killed
        return Page(number, "en", 0, 500, [Row([Word(f"words{number}", 1, 1, 50, 10, 96)])])

    monkeypatch.setattr(Recogniser, "_page", recognised)
    monkeypatch.setattr(Recogniser, "begin", lambda *args: None)
    with pytest.raises(Killed):
        work.recognise_arrival(arrival=found.pk)
    work.recognise_arrival(arrival=found.pk)
    found.refresh_from_db()
    assert asked == [1, 2, 2, 3] and found.state == Arrival.State.READY and found.confidence == 96
    assert found.recognised == [] and all(f"words{n}" in found.text for n in (1, 2, 3))


def test_registered_while_it_was_read_its_file_still_gets_its_words(arrive: Any, salma: Any) -> None:
    found = arrive(_pdf_of("A note verbale of some length"), "note.pdf")
    found.take(by=salma, record=found)
    work.read_arrival(arrival=found.pk)
    found.refresh_from_db()
    assert found.state == Arrival.State.TAKEN
    assert "note verbale" in documents_of(found)[0].versions.get().text


def test_only_the_machine_says_what_was_read(mail: Arrival, salma: Any) -> None:
    Arrival.objects.filter(pk=mail.pk).update(state="waiting")
    with pytest.raises(Refused):
        mail.take_reading(by=salma, text="x", language="en", confidence=1, noted=[])
    mail.take_reading(by=machine(), text="x\0", language="en", confidence=1, noted=[])
    assert mail.text == "x"


def test_a_folder_is_taken_in_and_again_brings_nothing_new(salma: Any, tmp_path: Any, capsys: Any) -> None:
    tmp_path = tmp_path / "drop"
    (tmp_path / "sub").mkdir(parents=True)
    (tmp_path / "a.eml").write_bytes(letter(1))
    (tmp_path / "sub" / "b.pdf").write_bytes(PDF)
    call_command("capture_folder", str(tmp_path), by="salma", channel="bag")
    assert "2 put into the tray" in capsys.readouterr().out
    assert Arrival.objects.get(name="b.pdf").channel == "bag"
    call_command("capture_folder", str(tmp_path), by="salma")
    assert "0 put into the tray, 2 already there" in capsys.readouterr().out
    (tmp_path / "c.zip").write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError):
        call_command("capture_folder", str(tmp_path), by="salma")
    assert "c.zip" in capsys.readouterr().err
    with pytest.raises(CommandError):
        call_command("capture_folder", str(tmp_path), by="omar")
