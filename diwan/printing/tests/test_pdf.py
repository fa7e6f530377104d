"""The report on paper: what a reader, an archivist and a screen reader find in the PDF."""

import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from diwan.printing import typeface
from diwan.printing.pdf import pdf_bytes, shown, write_pdf
from diwan.printing.report import ReportDocument, Row, Section, Sentence
from diwan.printing.tests.sample import report

HOSTILE = (
    '#eval("1+1") $x^2$ *bold* _it_ @ref <label> \\ ` // /* [x] {y} "q" \'a\' '
    "& < > ]]> <w:t> ~ -- --- ... = - + "
    "\x00\x01\x07\x1b\x7f \ufffe \u202eabc \u2067def \U0001f600 \U0001f44d\ufe0f 中文 \ud800 "
)


def pages_of(printed: bytes) -> list[str]:
    """The text of each page as pdftotext reads it, line breaks and direction marks taken out."""
    program = shutil.which("pdftotext")
    if not program:
        pytest.skip("pdftotext is not installed: pypdfium2 does not keep the order of mixed Arabic lines")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(printed)
        file.flush()
        read = subprocess.run([program, "-enc", "UTF-8", file.name, "-"], capture_output=True, check=True)
    text = re.sub("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", read.stdout.decode())
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


def whole_text(printed: bytes) -> str:
    return " ".join(pages_of(printed))


@pytest.fixture(scope="module", params=["en", "fr", "ar"])
def printed(request: pytest.FixtureRequest) -> Iterator[tuple[ReportDocument, bytes]]:
    document = report(request.param)
    yield document, pdf_bytes(document)


def test_the_symbol_stands_on_every_page(printed: tuple[ReportDocument, bytes]) -> None:
    document, file = printed
    assert all(document.symbol in page for page in pages_of(file))


def test_each_resolution_is_in_the_outline(printed: tuple[ReportDocument, bytes]) -> None:
    document, file = printed
    opened = pypdfium2.PdfDocument(file)
    titles = [mark.get_title() for mark in opened.get_toc()]
    for section in document.sections:
        assert any(section.number_printed in title and section.title in title for title in titles)


def test_the_file_says_that_it_is_for_the_archive_and_accessible(
    printed: tuple[ReportDocument, bytes],
) -> None:
    document, file = printed
    assert b"<pdfaid:part>2</pdfaid:part>" in file
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in file
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file
    assert f"/Lang({document.language})".encode() in file
    spoken = f"<dc:language><rdf:Bag><rdf:li>{document.language}</rdf:li>"
    assert spoken.encode() in file


def test_only_our_own_fonts_are_in_the_file(printed: tuple[ReportDocument, bytes]) -> None:
    _document, file = printed
    names = {part.split(b"/", 1)[0].split(b" ")[0].strip() for part in file.split(b"/BaseFont/")[1:]}
    assert names
    assert all(b"+Diwan" in name for name in names)


def test_arabic_can_be_read_back_in_the_order_in_which_it_was_written() -> None:
    text = whole_text(pdf_bytes(report("ar")))
    for words in (
        "تنفيذ قرارات الدورة الستين لمجلس وزراء الخارجية",
        "اجتماع المانحين في بورت سلام",
        "يطلب من الأمين العام أن يعقد",
        "المساهمات الناقصة",
    ):
        assert words in text


def test_a_sentence_in_another_language_is_marked_in_the_readers_words() -> None:
    document = report("en")
    text = whole_text(pdf_bytes(document))
    assert text.count("Available in French only") == sum(
        said.language == "fr" for section in document.sections for row in section.rows for said in row.implementation
    )


def test_a_language_without_words_of_its_own_is_marked_by_its_code() -> None:
    row = Row("1.", "Decides;", "en", [Sentence("Es wurde beschlossen.", "de", "Note 1", "3 May")])
    document = replace(report("en"), sections=[Section("1/60", "On a matter", rows=[row])])
    assert "3 May · de" in whole_text(pdf_bytes(document))


def test_a_hostile_text_is_printed_as_it_stands() -> None:
    row = Row("#1", HOSTILE, "en", [Sentence(HOSTILE, "en", HOSTILE, HOSTILE)], HOSTILE, "late", HOSTILE)
    document = replace(
        report("en", 1, 1),
        title=HOSTILE,
        organisation=HOSTILE,
        symbol=HOSTILE,
        introduction=[HOSTILE],
        sections=[Section(HOSTILE, HOSTILE, HOSTILE, [row])],
    )
    text = whole_text(pdf_bytes(document))
    for piece in ('#eval("1+1") $x^2$ *bold* _it_ @ref <label>', "// /* [x] {y}", "& < > ]]> <w:t> ~ -- ---"):
        assert piece in text
    assert "[U+4E2D][U+6587]" in text
    assert "\u2400\u2401\u2407\u241b\u2421" in text


def test_a_very_long_word_stays_on_the_page() -> None:
    word = "W" * 400
    row = Row("1.", word, "en", [Sentence(word, "en")])
    document = replace(report("en", 1, 1), sections=[Section("1", word, "", [row])])
    opened = pypdfium2.PdfDocument(pdf_bytes(document))
    for page in opened:
        width = page.get_width()
        text_page = page.get_textpage()
        for number in range(text_page.count_chars()):
            left, _bottom, right, _top = text_page.get_charbox(number)
            assert left >= 0
            assert right <= width


def test_a_row_longer_than_a_page_is_continued_on_the_next() -> None:
    row = Row("1.", "Requests the Secretary General to act; " * 300, "en", [Sentence("Done. " * 900, "en")])
    document = replace(report("en", 1, 1), sections=[Section("1", "On length", "", [row])])
    text = whole_text(pdf_bytes(document))
    assert text.count("Requests") == 300
    assert text.count("Done.") == 900


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_empty_report_is_still_a_report(language: str) -> None:
    document = replace(
        report(language),
        confidentiality_text=None,
        introduction=(),
        figures=(),
        charts=(),
        sections=(),
        missing=(),
        prepared_for="",
        date_hijri_text="",
        date_gregorian_text="",
        issuer="",
    )
    assert document.symbol in whole_text(pdf_bytes(document))


def test_the_same_version_printed_twice_is_the_same_file(tmp_path: Path) -> None:
    issued = datetime(2035, 2, 3, tzinfo=UTC)
    target = io.BytesIO()
    write_pdf(report("fr"), target, created=issued)
    write_pdf(report("fr"), tmp_path / "report.pdf", created=issued)
    assert target.getvalue() == (tmp_path / "report.pdf").read_bytes()


def test_a_report_is_printed_at_any_moment_of_the_day() -> None:
    moment = datetime(2035, 2, 3, 9, 15, 30, 123_456, tzinfo=UTC)
    assert pdf_bytes(report("fr"), created=moment) == pdf_bytes(report("fr"), created=moment.replace(microsecond=0))


def test_our_fonts_hold_the_letters_of_the_three_languages() -> None:
    letters = "abczéèêëçœÀÉŒ’«»\u00a0\u202f–—ʿʾḥāşğ" + "".join(map(chr, range(0x621, 0x653))) + "٠١٢٣٪،؛؟پگیک"
    assert not [letter for letter in letters if ord(letter) not in typeface.covered()]
    assert shown("Réunion à Genève : ـهـ ١٢٣") == "Réunion à Genève : ـهـ ١٢٣"
