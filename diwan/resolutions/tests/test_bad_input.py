"""What people hand in by mistake or in malice: each gets a clear word and a way on, and nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import override_settings
from django.utils import translation

from diwan.reading import CODES
from diwan.resolutions import reasons
from diwan.resolutions.models import DraftParagraph, Volume, VolumeText
from diwan.resolutions.models.volume import Known
from diwan.resolutions.tests import files
from diwan.resolutions.tests.readings import TEXT, handed_in, kept, sixtieth

MIXED = TEXT + "\n" + "\n\n".join(
    f"{n}. Demande au Secrétaire général de prendre toutes les mesures nécessaires à la mise en œuvre de la résolution ;"
    for n in range(4, 12)
)  # fmt: skip


def send(client: Any, content: bytes, name: str) -> Any:
    """Hand a file in on the page."""
    upload = SimpleUploadedFile(name, content)
    return client.post("/volumes/import/", {"session": sixtieth().pk, "title": "Volume", "file_1": upload})


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "empty.txt", "The file is empty"),
        (b"%PDF-1.4 nothing", "renamed.docx", "is not what its name says"),
        (b"MZ\x90\0", "program.exe", "kind of file is not accepted"),
        (b"PK\x03\x04 nothing", "archive.txt", "is not what its name says"),
    ],
)
def test_what_is_plainly_no_volume_is_refused_before_it_is_kept(
    idris: Any, browse: Any, content: bytes, name: str, said: str
) -> None:
    answer = send(browse(idris), content, name)
    assert answer.status_code == 422 and said in answer.text
    assert 'value="Volume"' in answer.text, "what was written in the form is still there"
    assert not Volume.objects.exists()


@override_settings(DOCUMENT_LIMIT=1024 * 1024)
def test_a_file_over_the_limit_is_refused_and_says_the_limit(idris: Any, browse: Any) -> None:
    answer = send(browse(idris), b"1. Requests nothing;\n" * 60_000, "huge.txt")
    assert answer.status_code == 422 and "larger than 1 MB" in answer.text
    assert not Volume.objects.exists()


UNREADABLE: list[tuple[Callable[[], bytes], str, str]] = [
    (lambda: b"   \n\n ", "blank.txt", "empty"),
    (lambda: files.pdf(encrypted=True), "locked.pdf", "encrypted"),
    (lambda: b"%PDF-1.7\n" + b"\x07garbage " * 200, "broken.pdf", "corrupt"),
    (lambda: files.docx(files.paragraph("Requests"))[:-40], "cut.docx", "corrupt"),
    (files.scanned, "scan.pdf", "scanned"),
    (files.other_archive, "archive.docx", "wrong_type"),
    (files.zip_bomb, "bomb.docx", "bomb"),
    (files.xml_bomb, "laughs.docx", "bomb"),
    (lambda: b"\x01\x02\x03a" * 5_000, "noise.txt", "wrong_type"),
    (lambda: b"Dear colleague, we meet on Monday at nine.", "letter.txt", "no_resolution"),
]


@pytest.mark.parametrize(("make", "name", "code"), UNREADABLE, ids=[name for _make, name, _code in UNREADABLE])
def test_what_cannot_be_read_says_why_and_what_to_do_and_the_original_stays(
    idris: Any, browse: Any, jobs: Any, make: Callable[[], bytes], name: str, code: str
) -> None:
    client, content = browse(idris), make()
    assert send(client, content, name).status_code == 302
    jobs()
    text = VolumeText.objects.select_related("version__file", "volume").get()
    assert (text.refusal, text.volume.state) == (code, Volume.State.UNREADABLE)
    page = client.get(text.volume.get_absolute_url()).text
    said = reasons.refusal(code)
    assert str(said.what) in page and str(said.way_on) in page
    assert text.version.file.path.read_bytes() == content


def test_every_refusal_of_the_reader_has_its_own_words() -> None:
    missing = {code for code in CODES if reasons.refusal(code) is reasons.REFUSALS["failed"]}
    assert not missing


def test_every_doubt_warning_and_explanation_is_said_in_words() -> None:
    assert reasons.doubt({"code": "hidden_request", "text": "x"}) != "x"
    assert reasons.doubt({"code": "of_tomorrow", "text": "A new doubt."}) == "A new doubt."
    assert "Français" in reasons.warning("mixed_languages: fr")
    assert reasons.warning("index: 12 entries, 14 resolutions").endswith("12 entries, 14 resolutions")
    assert reasons.warning("language: most of the text is fr, read as en") == str(reasons.WARNINGS["language"])
    assert reasons.explanation("verb:Requests") == "verb “\u2068Requests\u2069”"


def test_mixed_languages_are_read_and_told(idris: Any, browse: Any, jobs: Any) -> None:
    volume = handed_in(idris, kept(MIXED, "mixed.txt"))
    jobs()
    text = volume.texts.get()
    assert text.state == VolumeText.State.READ
    assert [said for said in text.warnings if said.startswith("mixed_languages")]
    assert "mixes languages" in browse(idris).get(volume.get_absolute_url()).text


def test_a_name_longer_than_a_file_system_takes_is_read_all_the_same(idris: Any, browse: Any, jobs: Any) -> None:
    assert send(browse(idris), TEXT.encode(), "قرارات" * 35 + ".txt").status_code == 302
    jobs()
    assert Volume.objects.get().state == Volume.State.IN_REVIEW


def test_a_file_chosen_twice_counts_once(idris: Any, browse: Any) -> None:
    twice = {f"file_{n}": SimpleUploadedFile(f"{n}.txt", TEXT.encode()) for n in (1, 2)}
    answer = browse(idris).post("/volumes/import/", {"session": sixtieth().pk, **twice})
    assert answer.status_code == 302 and VolumeText.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_button_pressed_twice_imports_once(idris: Any) -> None:
    barrier, answers = threading.Barrier(2), []

    def press() -> None:
        try:
            file = kept()
            barrier.wait()
            answers.append(handed_in(idris, file))
        except Known as known:
            answers.append(known.text.volume)
        finally:
            connections.close_all()

    hands = [threading.Thread(target=press) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert answers == [Volume.objects.get()] * 2


def test_one_bad_file_does_not_keep_the_others_from_their_review(idris: Any, jobs: Any) -> None:
    volume = handed_in(idris, kept(), kept(files.scanned(), "scan.pdf"))
    jobs()
    volume.refresh_from_db()
    assert volume.state == Volume.State.IN_REVIEW
    assert sorted(volume.texts.values_list("state", flat=True)) == ["read", "unreadable"]


def test_a_file_that_breaks_the_reader_ends_in_words_and_not_in_waiting(
    idris: Any, jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from diwan.resolutions import jobs as work

    def broken(*given: Any, **named: Any) -> Any:
        raise RecursionError("as deep as a well")

    monkeypatch.setattr(work, "read", broken)
    volume = handed_in(idris)
    jobs()
    volume.refresh_from_db()
    assert volume.state == Volume.State.UNREADABLE and volume.texts.get().refusal == "failed"
    monkeypatch.undo()
    volume.read_again(by=idris, text=volume.texts.get())
    jobs()
    volume.refresh_from_db()
    assert volume.state == Volume.State.IN_REVIEW and DraftParagraph.objects.count() == 5


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_refusal_is_written_in_the_language_of_the_person(idris: Any, browse: Any, jobs: Any, language: str) -> None:
    idris.language = language
    idris.save()
    volume = handed_in(idris, kept(files.scanned(), "scan.pdf"))
    jobs()
    with translation.override(language):
        said = str(reasons.refusal("scanned").what)
    assert said in browse(idris).get(volume.get_absolute_url()).text
