"""Files that are no readable documents: one clear refusal each, and never a hang."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from diwan.reading import Limits, Unreadable, plain_text, read, sniff

from .paper import COUNCIL, TYPES, W, text_file, word_file, word_paragraph

LOCKED = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>>endobj
trailer<</Root 1 0 R/Size 5/Encrypt 4 0 R/ID[<00><00>]>>
%%%%EOF""" % (b"41" * 32, b"42" * 32)


def refused(path: Path, **how: Limits) -> str:
    with pytest.raises(Unreadable) as refusal:
        read(path, **how)
    assert "\n" not in str(refusal.value) and str(path) not in str(refusal.value)
    return refusal.value.code


def test_an_empty_file_and_one_of_spaces(tmp_path: Path) -> None:
    assert refused(text_file(tmp_path, "")) == "empty"
    assert refused(text_file(tmp_path, " \n\f \n--- - --\n")) == "empty"
    assert refused(tmp_path / "nowhere.docx") == "absent"
    assert refused(tmp_path) == "absent"


def test_a_file_beyond_the_limit_is_not_opened(tmp_path: Path) -> None:
    assert refused(text_file(tmp_path, "x" * 2000), limits=Limits(file=1000)) == "too_large"


def test_an_encrypted_pdf_and_an_encrypted_word_document(tmp_path: Path) -> None:
    pdf, word = tmp_path / "locked.pdf", tmp_path / "locked.docx"
    pdf.write_bytes(LOCKED)
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    word.write_bytes(old + "EncryptedPackage".encode("utf-16-le"))
    (tmp_path / "old.docx").write_bytes(old)
    assert refused(pdf) == "encrypted"
    assert refused(word) == "encrypted"
    assert refused(tmp_path / "old.docx") == "wrong_type"


def test_damaged_documents(tmp_path: Path) -> None:
    pdf, word, cut = tmp_path / "bad.pdf", tmp_path / "bad.docx", tmp_path / "cut.docx"
    pdf.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 8)
    word.write_bytes(b"PK\x03\x04" + b"\0" * 300)
    whole = word_file(tmp_path, word_paragraph("Some words")).read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    assert [refused(path) for path in (pdf, word, cut)] == ["corrupt"] * 3
    assert refused(word_file(tmp_path, "<w:p><w:broken></w:p>", "xml.docx")) == "corrupt"


def test_a_pdf_of_pictures_is_scanned(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    document.save(tmp_path / "scan.pdf")
    (tmp_path / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    assert refused(tmp_path / "scan.pdf") == "scanned"
    assert refused(tmp_path / "scan.png") == "corrupt"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.docx", b"plain words, no archive"),
        ("letter.pdf", b"plain words, no PDF"),
        ("letter.txt", b"%PDF-1.7 \x00\x01\x02"),
        ("letter.txt", b"\x7fELF\x02\x01\x01" + b"\0" * 50),
        ("letter.rtf", b"{\\rtf1 words}"),
        ("letter.txt", bytes(range(1, 32)) * 20),
    ],
)
def test_a_wrong_type_under_a_right_name(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert refused(tmp_path / name) in ("wrong_type", "not_text")


def test_an_archive_that_is_no_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "photos.docx", "w") as packed:
        packed.writestr("photo.txt", "words")
    assert refused(tmp_path / "photos.docx") == "wrong_type"


def test_a_zip_bomb_is_counted_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = word_file(tmp_path, word_paragraph("x"), "bomb.docx", media="0" * 40_000_000)
    assert bomb.stat().st_size < 100_000
    assert refused(bomb) == "bomb"
    many = tmp_path / "many.docx"
    with zipfile.ZipFile(many, "w") as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr("word/document.xml", "<x/>")
        for i in range(60):
            packed.writestr(f"word/part{i}.xml", "x")
    assert refused(many, limits=Limits(entries=50)) == "bomb"


def test_billions_of_laughs_are_refused(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    path = tmp_path / "laughs.docx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr(
            "word/document.xml",
            (
                f'<!DOCTYPE w:document [<!ENTITY l0 "ha">{laughs}]><w:document '
                f"{W}><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"
            ),
        )
    assert refused(path) == "bomb"


def test_nothing_outside_the_document_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret")
    page = f'<?xml version="1.0"?><!DOCTYPE a SYSTEM "{(tmp_path / "secret").as_uri()}"><a><p>Only these words.</p></a>'
    assert plain_text(text_file(tmp_path, page, "page.xml")) == "Only these words."


def test_elements_nested_too_deep_are_refused(tmp_path: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 240 + word_paragraph("x") + "</w:sdtContent></w:sdt>" * 240
    assert refused(word_file(tmp_path, deep)) in ("bomb", "corrupt")


def test_mixed_languages_are_read_in_the_main_one_and_said(tmp_path: Path) -> None:
    english = (
        f"Resolution No. 4/90-ECO\non Harbours\n\n{COUNCIL}\n\nRecalling its "
        f"resolutions;\n\n1. Thanks the pilots of the harbour for their work.\n\n"
    )
    arabic = (
        "القرار رقم 4/90 - اق بشأن الموانئ\n\nإن مجلس وزراء الخارجية المنعقد في دورته "
        "التسعين،\n\nإذ يستذكر قراراته؛\n\n1- يشكر الملاحين على عملهم في الموانئ.\n"
    )
    found = read(text_file(tmp_path, english + arabic))
    assert any(warning.startswith("mixed_languages") for warning in found.warnings)
    assert read(text_file(tmp_path, english), "fr").warnings[0].startswith("language:")


def test_the_kind_of_a_file_is_told_by_its_bytes(tmp_path: Path) -> None:
    assert sniff(word_file(tmp_path, word_paragraph("x"), "named.txt")) == "docx"
    assert sniff(text_file(tmp_path, "<!DOCTYPE html><p>x", "page")) == "html"
    assert sniff(text_file(tmp_path, "words", "words.pdf")) == "txt"


def test_the_command_prints_json_or_one_line(tmp_path: Path) -> None:
    good = text_file(
        tmp_path,
        (
            f"Résolution\nResolution No. 4/90-ECO\non Pilots\n\n{COUNCIL}\n\nRecalling its "
            f"resolutions;\n\n1. Thanks the café.\n"
        ),
    )
    done = subprocess.run(
        [sys.executable, "-m", "diwan.reading", str(good), "--language", "en"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0 and "café".encode() in done.stdout
    bad = text_file(tmp_path, "", "empty.txt")
    done = subprocess.run([sys.executable, "-m", "diwan.reading", str(bad)], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(io.BytesIO(done.stderr).readlines()) == 1


def test_a_very_long_text_without_any_structure_is_answered(tmp_path: Path) -> None:
    found = read(text_file(tmp_path, "word " * 200_000))
    assert found.resolutions == []
