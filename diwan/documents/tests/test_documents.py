"""Files: kept once, accepted by their content, seen exactly by those who see the record."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from diwan.documents.kinds import Unacceptable
from diwan.documents.models import Document, File, Version, attach, documents_of, hand_over
from diwan.trail.models import Event

PDF = b"%PDF-1.7\n% a small one\n%%EOF\n"


def test_the_same_bytes_are_kept_once(db: Any) -> None:
    first, second = File.keep(io.BytesIO(PDF), "a.pdf"), File.keep(io.BytesIO(PDF), "b.pdf")
    assert first == second
    assert first.path.read_bytes() == PDF
    assert File.objects.count() == 1
    assert not list(first.path.parent.parent.glob("new-*")), "no temporary file is left"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "empty.pdf", "empty"),
        (b"MZ\x90\x00", "program.exe", "wrong_type"),
        (b"just words", "letter.pdf", "wrong_type"),
        (PDF, "letter.docx", "wrong_type"),
        (PDF, "letter.txt", "wrong_type"),
        (b"x" * 2048, "long.txt", "too_large"),
    ],
)
def test_what_is_not_acceptable_is_refused_with_its_reason(
    db: Any, settings: Any, content: bytes, name: str, code: str
) -> None:
    settings.DOCUMENT_LIMIT = 1024
    with pytest.raises(Unacceptable) as refusal:
        File.keep(io.BytesIO(content), name)
    assert refusal.value.code == code
    assert str(refusal.value)
    assert not File.objects.exists()
    assert not list(Path(settings.DOCUMENTS).rglob("*-*")), "nothing half kept is left"


def test_a_later_version_stands_beside_the_earlier_each_language_for_itself(idris: Any) -> None:
    versions = [
        attach(idris, io.BytesIO(PDF + bytes([48 + n])), "note.pdf", by=idris, language=language, title="Note")
        for n, language in enumerate(["en", "en", "fr"])
    ]
    assert Document.objects.count() == 1
    assert [(v.language, v.number) for v in versions] == [("en", 1), ("en", 2), ("fr", 1)]
    assert Version.objects.count() == 3


def test_its_text_is_extracted_by_a_job(idris: Any, jobs: Any) -> None:
    version = attach(idris, io.BytesIO("طلب من الأمين العام".encode()), "note.txt", by=idris)
    assert jobs() >= 1
    version.refresh_from_db()
    assert version.extracted and "الأمين" in version.text


def test_what_is_read_already_is_not_read_again(idris: Any, jobs: Any) -> None:
    version = attach(idris, io.BytesIO(PDF), "note.pdf", by=idris, text="what it says\0")
    assert version.extracted and version.text == "what it says"
    assert jobs() == 0


def test_a_record_is_given_the_papers_of_another_with_one_event(idris: Any, farid: Any, jobs: Any) -> None:
    attach(idris, io.BytesIO(PDF), "note.pdf", by=idris, text="words of the note", role="original")
    attach(idris, io.BytesIO(b"annex"), "annex.txt", by=idris, language="fr")
    given = hand_over(idris, farid, idris)
    own = list(documents_of(farid))
    assert [(d.role, d.title) for d in own] == [("original", "note"), ("attachment", "annex")]
    assert [v.file.path.read_bytes() for v in given] == [PDF, b"annex"]
    assert own[0].versions.get().text == "words of the note"
    assert len(list(documents_of(idris))) == 2, "the source keeps its papers"
    event = Event.objects.get(record_type="people.person", record_id=farid.pk, verb="attach")
    assert event.particulars["sha256"] == [v.file_id for v in given]
    assert jobs() == 2  # the text of the annex, in both places
    assert Version.objects.filter(text="annex").count() == 2
