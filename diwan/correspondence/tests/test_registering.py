"""A letter gets its number: at once, once, with whatever the clerk could see of it."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import re
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone, translation

from diwan.capture.arriving import arrive
from diwan.citations.reader import index_all
from diwan.correspondence.likeness import find_duplicates
from diwan.correspondence.models import Letter
from diwan.correspondence.proposing import day_in
from diwan.correspondence.registration import enter, main_version
from diwan.correspondence.tests import papers
from diwan.correspondence.tests.letters import PDF, confidential, registered
from diwan.documents.models import File, documents_of
from diwan.kernel import clock
from diwan.notices.models import Notice
from diwan.records.models import Link, links_of
from diwan.references.models import Reference, gaps
from diwan.trail.chain import verify

TYPED = {
    "sender": "Embassy of the Republic of Merantha", "their_reference": "MER/118", "dated": "29/01/2035",
    "subject": "Water programme",
}  # fmt: skip


def file(content: bytes = PDF, name: str = "letter.pdf") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def send(client: Any, **typed: Any) -> Any:
    """The form, filled in and sent."""
    return client.post("/letters/new/", {**TYPED, "entry_key": str(uuid.uuid4()), **typed})


def last() -> Any:
    """The letter registered last."""
    return Letter.objects.order_by("pk").last()


@pytest.mark.django_db
class TestEntering:
    def test_sender_reference_day_and_subject_suffice(self, salma: Any, browse: Any) -> None:
        client = browse(salma)
        assert "autofocus" in client.get("/letters/new/").text
        answer = send(client)
        letter = last()
        assert answer.status_code == 302 and answer.url == f"/letters/new/?given={letter.pk}"
        assert (letter.number, letter.kind, letter.channel, letter.urgency) == (
            "IN/2035/000001",
            "letter",
            "post",
            "routine",
        )
        assert (letter.dated, letter.dated_printed) == (dt.date(2035, 1, 29), "29/01/2035")
        page = client.get(answer.url).text
        assert letter.number in page and "19 Dhu al-Qa’da 1456" not in page
        assert [event.verb for event in letter.history] == ["register"]

    def test_the_paper_is_kept_byte_for_byte_and_its_text_read_afterwards(
        self, salma: Any, browse: Any, jobs: Any
    ) -> None:
        send(browse(salma), file=file(papers.LETTER_FR.encode(), "lettre.txt"), language="fr")
        letter = last()
        version = main_version(letter)
        assert version is not None and version.name == "lettre.txt"
        assert version.file.path.read_bytes() == papers.LETTER_FR.encode()
        assert letter.sha256 == hashlib.sha256(papers.LETTER_FR.encode()).hexdigest() == version.file_id
        assert not version.extracted, "reading is the worker's"
        jobs()
        version.refresh_from_db()
        assert "plateforme logistique" in version.text
        assert letter.summaries.count() == 3

    def test_a_day_may_be_typed_in_hijri_and_the_other_calendar_is_shown(self, salma: Any, browse: Any) -> None:
        client = browse(salma)
        assert "27 Jan 2026" in client.get("/letters/new/date/", {"dated": "8 Sha'ban 1447"}).text
        assert "8 Sha’ban 1447" in client.get("/letters/new/date/", {"dated": "27/01/2026"}).text
        assert "no day of either calendar" in client.get("/letters/new/date/", {"dated": "31/02/2026"}).text
        send(client, dated="٨ شعبان ١٤٥٥")
        assert last().dated_printed == "٨ شعبان ١٤٥٥" and last().dated == day_in("8 Sha'ban 1455")

    def test_a_file_is_read_before_it_is_registered(self, salma: Any, browse: Any) -> None:
        client = browse(salma)
        answer = client.post(
            "/letters/new/reading/", {"file": file(papers.LETTER_FR.encode(), "lettre.txt"), "carrier": "DHL"}
        )
        assert "000148/MAE/C/DGOI" in answer.text and "05/02/2035" in answer.text
        assert "read from the line “\u2068Objet\u2069” · 96 %" in answer.text
        assert 'value="DHL"' in answer.text, "what was typed stays"
        assert not Letter.objects.exists()
        kept = re.search(r'name="kept" value="([^"]+)"', answer.text)
        assert kept
        shown = client.get(f"/letters/new/file/{kept[1]}/")
        assert b"".join(shown.streaming_content) == papers.LETTER_FR.encode()
        send(client, kept=kept[1])
        assert last().sha256 == hashlib.sha256(papers.LETTER_FR.encode()).hexdigest()

    def test_a_kept_file_is_shown_to_nobody_else(self, salma: Any, idris: Any, browse: Any) -> None:
        answer = browse(salma).post("/letters/new/reading/", {"file": file()})
        kept = re.search(r'name="kept" value="([^"]+)"', answer.text)
        assert kept and browse(idris).get(f"/letters/new/file/{kept[1]}/").status_code == 404

    def test_a_sender_the_directory_knows_is_linked_by_name_in_any_language(self, salma: Any, browse: Any) -> None:
        send(browse(salma), sender="Mission permanente de la République d’Indonésie")
        letter = last()
        assert letter.sender is not None and letter.sender.country.code == "ID"
        send(browse(salma), sender="Somebody nobody knows", their_reference="X/1", subject="Else")
        assert last().sender is None and last().sender_name == "Somebody nobody knows"

    def test_it_joins_the_matter_of_what_it_answers_and_points_at_what_it_concerns(
        self, salma: Any, browse: Any, mandates: Any
    ) -> None:
        index_all()
        first = registered(subject="First")
        answer = send(browse(salma), answers=first.number.lower(), concerns=mandates[0].resolution.symbol)
        assert answer.status_code == 302, re.findall(r"invalid-feedback.*", answer.text)
        letter = last()
        assert letter.matter == first.matter
        kinds = {
            (row.kind, row.to_type) for row in Link.objects.filter(from_id=letter.pk, from_type="correspondence.letter")
        }
        assert kinds == {("answers", "correspondence.letter"), ("concerns", "resolutions.resolution")}
        assert first in [record for _kind, _outwards, record in links_of(letter, salma)]

    def test_an_office_registers_for_itself(self, jean: Any, browse: Any) -> None:
        send(browse(jean))
        assert last().unit.code == "BRU"

    @pytest.mark.parametrize("who", ["zayd", "adam", "omar", "hamza", "farid"])
    def test_others_do_not(self, cast: Any, browse: Any, who: str) -> None:
        assert send(browse(cast[who])).status_code == 403
        assert browse(cast[who]).get("/letters/new/").status_code == 403
        assert not Letter.objects.exists() and not Reference.objects.exists()


@pytest.mark.django_db
class TestOnce:
    def test_the_same_form_sent_twice_gives_one_number(self, salma: Any, browse: Any) -> None:
        client, key = browse(salma), str(uuid.uuid4())
        answers = [send(client, entry_key=key, file=file()) for _n in range(2)]
        assert Letter.objects.count() == 1 and answers[0].url == answers[1].url
        answers = [
            send(client, entry_key=str(uuid.UUID(int=7)), their_reference="", subject="Plain") for _n in range(2)
        ]
        assert Letter.objects.count() == 2 and answers[0].url == answers[1].url, "also without file and reference"
        assert gaps() == []

    def test_what_is_the_same_asks_for_one_confirmation(self, salma: Any, browse: Any) -> None:
        client = browse(salma)
        send(client, file=file())
        first = last()
        answer = send(client, file=file(), subject="Again", their_reference="")
        assert answer.status_code == 422 and first.number in answer.text and "the same file" in answer.text
        assert 'value="Again"' in answer.text and Letter.objects.count() == 1
        kept = re.search(r'name="kept" value="([^"]+)"', answer.text)
        assert kept, "the file need not be chosen again"
        assert send(client, kept=kept[1], subject="Again", their_reference="", confirmed="on").status_code == 302
        assert Letter.objects.count() == 2

    def test_a_reminder_joins_the_matter_of_the_first(self, salma: Any, browse: Any) -> None:
        client = browse(salma)
        send(client)
        first = last()
        assert "the same reference of the same sender" in send(client).text
        assert send(client, follows=first.pk).status_code == 302
        assert last() != first and last().matter == first.matter
        assert Link.objects.get(from_id=last().pk).kind == "follows"

    def test_of_what_is_closed_only_its_existence_is_said(self, salma: Any, browse: Any) -> None:
        client = browse(salma)
        send(client)
        first = confidential(last())
        answer = send(client, subject="Another")
        assert answer.status_code == 422 and "closed to you" in answer.text
        assert first.number not in answer.text and first.subject not in answer.text

    @pytest.mark.django_db(transaction=True)
    def test_the_same_form_from_eight_sides_at_once(self, furnish: Callable[[], None]) -> None:
        furnish()
        from diwan.people.models import Person

        salma, key = Person.objects.get(username="salma"), uuid.uuid4()
        found: list[int] = []

        def work() -> None:
            try:
                found.append(enter(by=salma, key=key, sender_name="X", subject="Y", received_at=None).pk)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work) for _n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 8 and len(set(found)) == 1
        assert Letter.objects.count() == 1 and gaps() == [] and verify()


@pytest.mark.django_db
class TestFromTheTray:
    def arrival(self, salma: Any, jobs: Any, text: str = papers.LETTER_FR, name: str = "lettre.txt") -> Any:
        found = arrive(text.encode(), name, by=salma, unit=salma.unit, channel="bag")[0]
        jobs()
        found.refresh_from_db()
        return found

    def test_it_is_filled_in_from_the_arrival_and_its_papers_go_over(self, salma: Any, browse: Any, jobs: Any) -> None:
        arrival, client = self.arrival(salma, jobs), browse(salma)
        page = client.get(f"/letters/new/?arrival={arrival.pk}").text
        assert 'value="000148/MAE/C/DGOI"' in page and '<option value="bag" selected' in page
        assert send(client, arrival=arrival.pk).status_code == 302
        letter = last()
        arrival.refresh_from_db()
        assert (arrival.state, arrival.taken_record) == ("taken", letter)
        assert main_version(letter).file.path.read_bytes() == papers.LETTER_FR.encode()
        assert letter.sha256 == arrival.sha256

    def test_the_next_one_comes_up_by_itself(self, salma: Any, browse: Any, jobs: Any) -> None:
        first, second = self.arrival(salma, jobs), self.arrival(salma, jobs, papers.NOTE_EN, "note.txt")
        answer = send(browse(salma), arrival=first.pk)
        assert answer.url == f"/letters/new/?given={last().pk}&arrival={second.pk}"
        assert last().number in browse(salma).get(answer.url).text

    def test_the_second_of_two_clerks_hears_who_was_first_and_no_number_is_lost(
        self, salma: Any, yasmin: Any, browse: Any, jobs: Any
    ) -> None:
        arrival = self.arrival(salma, jobs)
        send(browse(salma), arrival=arrival.pk)
        with translation.override("en"):
            answer = send(browse(yasmin), arrival=arrival.pk, their_reference="", subject="Mine")
        assert answer.status_code == 409 and last().number in answer.text
        assert Letter.objects.count() == 1 and gaps() == []

    def test_the_same_is_set_aside_instead_of_registered(self, salma: Any, browse: Any, jobs: Any) -> None:
        send(browse(salma), file=file(papers.LETTER_FR.encode(), "x.txt"))
        first, arrival = last(), self.arrival(salma, jobs)
        page = browse(salma).get(f"/letters/new/?arrival={arrival.pk}").text
        assert "It is the same: do not register" in page and first.number in page
        assert browse(salma).post(f"/letters/{first.pk}/same/", {"arrival": arrival.pk}).status_code == 302
        arrival.refresh_from_db()
        assert arrival.state == "discarded" and first.number in arrival.discard_reason
        assert Letter.objects.count() == 1


@pytest.mark.django_db
class TestClosed:
    def test_a_sealed_item_is_registered_by_its_envelope_and_goes_unopened(
        self, salma: Any, cast: Any, idris: Any, browse: Any, jobs: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            answer = send(browse(salma), sealed="on", subject="", dated="", carrier="Courier of the Embassy")
        letter = last()
        jobs()
        assert answer.status_code == 302 and letter.compartment == "private" and letter.confidentiality == 2
        for who in (salma, idris, cast["adam"]):
            assert not Letter.objects.visible_to(who).exists()
        assert Letter.objects.visible_to(cast["khalid"]).exists()
        assert Notice.objects.filter(to=cast["khalid"]).count() == 1
        assert not letter.summaries.exists() and not documents_of(letter).exists()
        receipt = browse(salma).get(f"/letters/{letter.pk}/receipt/")
        assert letter.number in receipt.text and "Merantha" not in receipt.text
        assert browse(salma).get(f"/letters/{letter.pk}/").status_code == 404

    def test_nothing_of_its_inside_is_taken(self, salma: Any, browse: Any) -> None:
        answer = send(browse(salma), sealed="on")
        assert answer.status_code == 422 and "by its envelope only" in answer.text
        answer = send(browse(salma), sealed="on", subject="", dated="", file=file())
        assert answer.status_code == 422 and "is not opened" in answer.text
        assert not Letter.objects.exists() and not Reference.objects.exists()

    def test_what_is_marked_confidential_leaves_the_clerk_the_receipt(
        self, salma: Any, idris: Any, cast: Any, browse: Any, jobs: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            answer = send(browse(salma), confidentiality="2", then="open")
        letter = last()
        jobs()
        assert answer.url == f"/letters/{letter.pk}/receipt/"
        text = browse(salma).get(answer.url).text
        assert letter.number in text and letter.subject not in text and "need to know" in text
        assert Letter.objects.visible_to(idris).filter(pk=letter.pk).exists()
        assert Notice.objects.filter(to=idris).exists()
        assert browse(cast["zayd"]).get(answer.url).status_code == 404
        assert browse(cast["khalid"]).get(answer.url).status_code == 404

    def test_an_open_letter_is_opened(self, salma: Any, browse: Any) -> None:
        answer = send(browse(salma), then="open")
        assert answer.url == f"/letters/{last().pk}/"


@pytest.mark.django_db
class TestMarks:
    def test_the_label_is_a_pdf_and_leaves_a_trace(self, salma: Any, browse: Any) -> None:
        letter = registered()
        answer = browse(salma).get(f"/letters/{letter.pk}/label.pdf")
        assert answer.content.startswith(b"%PDF-") and "label" in [event.verb for event in letter.history]

    def test_the_stamp_is_on_a_copy_and_the_original_stays(self, salma: Any, browse: Any, shared: Any) -> None:
        content = (shared / "corpus/volumes/open/letters/01_note_verbale_tamaris.pdf").read_bytes()
        send(browse(salma), file=file(content))
        letter = last()
        assert browse(salma).post(f"/letters/{letter.pk}/stamped/").status_code == 302
        roles = {document.role: document.versions.get() for document in documents_of(letter)}
        assert roles["letter"].file.path.read_bytes() == content
        assert roles["stamped"].file.path.read_bytes().startswith(content), "added after it"
        assert main_version(letter).pk == roles["letter"].pk

    def test_what_is_no_pdf_is_not_stamped_and_says_what_to_do(self, salma: Any, browse: Any) -> None:
        send(browse(salma), file=file(b"words", "letter.txt"))
        answer = browse(salma).post(f"/letters/{last().pk}/stamped/")
        assert answer.status_code == 403 and "Print the label" in answer.text


BAD = [
    ({"sender": ""}, "Type who sent it"),
    ({"subject": ""}, "Say in a line"),
    ({"subject": "x" * 10_000}, "It has 10000 characters. Shorten it to 300."),
    ({"subject": "a\0b"}, "cannot be kept (NUL)"),
    ({"their_reference": "\u202e811/REM"}, "turn its direction"),
    ({"dated": "1/1/0000"}, "no day of either calendar"),
    ({"dated": "31/02/2035"}, "no day of either calendar"),
    ({"dated": "1/1/2040"}, "after the day it came"),
    ({"dated": "1/1/1803"}, "too long ago"),
    ({"received": "1/1/2040 09:00"}, "in the future"),
    ({"received": "25:99"}, "no day and hour"),
    ({"received": "1/1/1999"}, "look at the year"),
    ({"pages": "many"}, "from 0 to 9999"),
    ({"enclosures": "-1"}, "from 0 to 999"),
    ({"answers": "OIC/CAB/1999/000001"}, "No item open to you has this number"),
    ({"concerns": "7/99-XYZ"}, "Nothing open to you is called so: 7/99-XYZ"),
    ({"kind": "poem"}, "poem"),
]


@pytest.mark.django_db
class TestBadInput:
    @pytest.mark.parametrize(("typed", "said"), BAD, ids=[f"{next(iter(t))}-{n}" for n, (t, _s) in enumerate(BAD)])
    def test_it_is_refused_with_what_to_do_and_what_was_typed_stays(
        self, salma: Any, browse: Any, typed: dict[str, str], said: str
    ) -> None:
        salma.language = "en"
        salma.save()
        answer = send(browse(salma), **typed, carrier="DHL 7")
        assert answer.status_code == 422 and said in answer.text
        assert 'value="DHL 7"' in answer.text
        assert not Letter.objects.exists() and not Reference.objects.exists()

    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b"", "empty.pdf", "The file is empty"), (b"MZ\x90\0", "run.exe", "not accepted"),
            (b"MZ\x90\0", "run\u202efdp.exe", "not accepted"), (b"plain", "letter.pdf", "is not what its name says"),
        ],
    )  # fmt: skip
    def test_a_file_that_cannot_be_kept(self, salma: Any, browse: Any, content: bytes, name: str, said: str) -> None:
        salma.language = "en"
        salma.save()
        for address in ("/letters/new/", "/letters/new/reading/"):
            answer = browse(salma).post(address, {**TYPED, "file": file(content, name)})
            assert answer.status_code == 422 and said in answer.text and 'value="MER/118"' in answer.text
        assert not Letter.objects.exists()

    def test_a_file_name_is_kept_without_signs_that_hide_its_ending(self, salma: Any, browse: Any) -> None:
        send(browse(salma), file=file(PDF, "..\\..\\let\u202eter\u0007.pdf"))
        assert main_version(last()).name == "letter.pdf"

    def test_signs_of_order_in_arabic_are_no_fault(self, salma: Any, browse: Any) -> None:
        send(browse(salma), subject="كتاب \u2066OIC/1\u2069 بتاريخ\u200f اليوم")
        assert "OIC/1" in last().subject

    def test_a_full_disk_gives_no_number_and_says_so(self, salma: Any, browse: Any, monkeypatch: Any) -> None:
        salma.language = "en"
        salma.save()

        def full(*args: Any, **options: Any) -> Any:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        answer = send(browse(salma), file=file())
        assert answer.status_code == 507 and "no room left on the disk" in answer.text
        assert 'value="MER/118"' in answer.text and not Reference.objects.exists()
        monkeypatch.undo()
        assert send(browse(salma), file=file()).status_code == 302 and gaps() == []

    def test_a_clock_that_was_set_back_stops_nobody_and_is_told_of(self, salma: Any) -> None:
        registered(subject="Now")
        with clock.at(timezone.now().replace(year=2035, month=2, day=1)):
            letter = registered(subject="Back")
        assert letter.number == "IN/2035/000002"
        assert [event.verb for event in letter.history] == ["register", "find_clock_back"]
        assert "the clock set back" in next(e.says for e in letter.history if e.verb == "find_clock_back")


@pytest.mark.django_db
def test_nothing_is_left_of_a_registration_that_fails_halfway(salma: Any, monkeypatch: Any) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError("the plug was pulled")

    monkeypatch.setattr("diwan.correspondence.registration.link", fail)
    first = registered(subject="First")
    with pytest.raises(RuntimeError):
        enter(by=salma, key=uuid.uuid4(), answers=first, sender_name="X", subject="Y", received_at=None)
    assert Letter.objects.count() == 1 and gaps() == []
    assert registered(subject="Next").number == "IN/2035/000002"
    assert find_duplicates(salma, their_reference="", sha256="") == []
    assert File.objects.count() == 0
