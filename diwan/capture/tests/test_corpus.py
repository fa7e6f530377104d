"""Real mail, and letters as they come, go into the tray without loss."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from diwan.capture.arriving import arrive
from diwan.capture.models import Arrival
from diwan.documents.models import Version, documents_of

HERE = Path(__file__).resolve().parents[3].parent / "shared" / "corpus"
MAIL = sorted((HERE / "mail").glob("*")) if HERE.is_dir() else []
LETTERS = sorted((HERE / "volumes" / "open" / "letters").glob("*")) if HERE.is_dir() else []


@pytest.mark.skipif(not MAIL, reason="the shared material is not beside the project")
@pytest.mark.parametrize("file", [*MAIL, *LETTERS], ids=lambda f: f.name)
def test_each_item_of_the_corpus_arrives_and_is_kept_byte_for_byte(file: Path, salma: Any, unit: Any) -> None:
    data = file.read_bytes()
    found = arrive(data, file.name, by=salma, unit=unit("REG"))
    assert len(found) == 1
    kept = [v for d in documents_of(found[0]) if d.role in ("original", "page") for v in d.versions.all()]
    assert [v.file_id for v in kept] == [hashlib.sha256(data).hexdigest()] == [found[0].sha256]
    assert kept[0].file.path.read_bytes() == data
    for version in Version.objects.filter(document__record_id=found[0].pk):
        body = version.file.path.read_bytes().lower()
        if version.file.media_type == "text/html":
            assert b"<script" not in body and b"http-equiv" not in body
            assert b'src="http' not in body and b"url(" not in body and b"<form" not in body
        assert not version.file.path.read_bytes().startswith((b"PK\x03\x04", b"MZ")) or version.name.endswith(
            ("docx", "xlsx", "pptx")
        )
    assert [remark.text for remark in found[0].said] == [str(remark.text) for remark in found[0].said]


@pytest.mark.skipif(not MAIL, reason="the shared material is not beside the project")
def test_what_mail_says_is_read(salma: Any, unit: Any) -> None:
    """Sender, subject and words of some that are built wrongly, each in its own way."""
    expected = {
        "notmuch__broken-cc": ("alice@example.org", "wowsers!", "Note the Cc"),
        "tika__testRFC822_i18nheaders": (
            "keld@dkuug.dk",
            "If you can read this you understand the example.",
            "RFC 2047",
        ),
        "unstructured__fake-email-utf-16-be.eml": ("mrobinson@unstructured.io", "Test Email", "unit tests"),
        "unstructured__fake-email-attachment.msg": ("mallori@unstructured.io", "Fake email with attachment", "Hello!"),
        "flanker__8bitmime.eml": ("bob@example.com", "2 RCPT MIME", "Превел"),
        "mail-parser__mail_malformed_3": ("smgsiso@yahoo.com.mx", "Ahorre Dinero en su Recibo de Luz", "Problemas"),
        "tika__testRFC822_base64": ("nowhere@nowhere.com", "This tests a base64 encoded body", "voilà"),
    }
    for name, (address, subject, words) in expected.items():
        found = arrive((HERE / "mail" / name).read_bytes(), name, by=salma, unit=unit("REG"))[0]
        assert (found.sender_address, found.subject) == (address, subject), name
        assert words in found.text, name


@pytest.mark.skipif(not MAIL, reason="the shared material is not beside the project")
def test_a_zip_hidden_behind_a_wrong_boundary_is_kept_out_and_told(salma: Any, unit: Any) -> None:
    file = HERE / "mail" / "mail-parser__mail_malformed_1"
    found = arrive(file.read_bytes(), file.name, by=salma, unit=unit("REG"))[0]
    assert {"malformed", "archive"} <= {remark["code"] for remark in found.remarks}
    assert [d.role for d in documents_of(found)] == ["original", "body"]


@pytest.mark.skipif(not LETTERS, reason="the shared material is not beside the project")
def test_the_application_of_an_association_has_its_three_enclosures(salma: Any, unit: Any, jobs: Any) -> None:
    file = next(f for f in LETTERS if f.suffix == ".eml")
    found = arrive(file.read_bytes(), file.name, by=salma, unit=unit("REG"))[0]
    names = [d.versions.get().name for d in documents_of(found) if d.role == "attachment"]
    assert [name.rpartition(".")[2] for name in names] == ["pdf", "docx", "csv"]
    jobs()
    found.refresh_from_db()
    assert found.state == Arrival.State.READY and found.language == "fr"
    assert "statut consultatif" in found.text.lower()


@pytest.mark.skipif(not LETTERS, reason="the shared material is not beside the project")
@pytest.mark.parametrize(
    ("start", "language", "words"),
    [("01", "en", "compliments"), ("02", "fr", "Secrétaire"), ("05", "en", "rehabilitation"), ("06", "ar", "الأمانة")],
)
def test_the_letters_are_read_scans_by_recognition(
    start: str, language: str, words: str, salma: Any, unit: Any, jobs: Any
) -> None:
    import shutil

    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed")
    file = next(f for f in LETTERS if f.name.startswith(start))
    found = arrive(file.read_bytes(), file.name, by=salma, unit=unit("REG"))[0]
    assert found.state == Arrival.State.WAITING
    jobs()
    found.refresh_from_db()
    assert found.state == Arrival.State.READY and found.language == language, (found.language, found.text[:300])
    assert words in found.text, found.text[:500]
    assert found.confidence and found.confidence > 60
    version = documents_of(found)[0].versions.get()
    assert version.extracted and words in version.text, "the letter it becomes has its text"
