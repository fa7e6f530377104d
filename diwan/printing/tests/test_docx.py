"""The report in the word processor: reopened, and read as Word reads it."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from diwan.printing.docx import docx_bytes, write_docx
from diwan.printing.report import ReportDocument, Row, Section, Sentence
from diwan.printing.tests.sample import report
from diwan.printing.tests.test_pdf import HOSTILE

ARABIC = re.compile("[\u0620-\u064a]")
LATIN = re.compile("[A-Za-z]")


def paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    yield from element.iter(qn("w:p"))


def words_of(element: etree._Element) -> str:
    return "".join(piece.text or "" for piece in element.iter(qn("w:t")))


def parts_of(file: bytes, *names: str) -> Iterator[etree._Element]:
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        for name in names:
            yield etree.fromstring(opened.read(name))


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_word_finds_title_headings_and_two_columns(language: str) -> None:
    document = report(language)
    opened = docx.Document(io.BytesIO(docx_bytes(document)))
    assert opened.core_properties.title == document.title
    assert opened.core_properties.subject == document.symbol
    headings = [one.text for one in opened.paragraphs if one.style.name.lower() == "heading 2"]
    assert headings == [f"{one.number_printed}\u2002{one.title}" for one in document.sections]
    heads = [table.rows[0].cells[0].text for table in opened.tables]
    assert heads.count(document.labels.decision) == len(document.sections)
    rows = [row for table in opened.tables for row in table.rows if len(row.cells) == 2]
    for row in document.sections[0].rows:
        assert any(row.decision in one.cells[0].text for one in rows)


def test_every_arabic_paragraph_is_right_to_left_in_its_runs_too() -> None:
    file = docx_bytes(report("ar"))
    seen = 0
    for part in parts_of(file, "word/document.xml", "word/header1.xml", "word/footer1.xml"):
        for paragraph in paragraphs(part):
            if not ARABIC.search(words_of(paragraph)):
                continue
            marks = [child.tag for child in paragraph.find(qn("w:pPr"))]
            assert paragraph.find(qn("w:pPr")).find(qn("w:bidi")).get(qn("w:val")) is None
            if qn("w:jc") in marks:
                assert marks.index(qn("w:bidi")) < marks.index(qn("w:jc"))
            for run in paragraph.iter(qn("w:r")):
                letters = words_of(run)
                properties = run.find(qn("w:rPr"))
                right = properties is not None and properties.find(qn("w:rtl")) is not None
                if ARABIC.search(letters):
                    seen += 1
                    assert right
                    assert properties.find(qn("w:rFonts")).get(qn("w:cs"))
                    assert properties.find(qn("w:szCs")) is not None
                    assert properties.find(qn("w:lang")).get(qn("w:bidi")) == "ar-SA"
                elif LATIN.search(letters):
                    assert not right
    assert seen > 100


def test_the_columns_of_an_arabic_table_run_from_the_right() -> None:
    for language, expected in (("ar", True), ("en", False)):
        (body,) = parts_of(docx_bytes(report(language)), "word/document.xml")
        tables = list(body.iter(qn("w:tbl")))
        assert tables
        assert all((one.find(qn("w:tblPr")).find(qn("w:bidiVisual")) is not None) == expected for one in tables)


def test_a_sentence_in_another_language_keeps_its_direction_and_is_marked() -> None:
    (body,) = parts_of(docx_bytes(report("ar")), "word/document.xml")
    english = [one for one in paragraphs(body) if "meeting of donors was held" in words_of(one)]
    assert english
    assert all(one.find(qn("w:pPr")).find(qn("w:bidi")).get(qn("w:val")) == "0" for one in english)
    assert sum("متاح بالإنجليزية فقط" in words_of(one) for one in paragraphs(body)) == len(english)


def test_the_heads_of_tables_are_repeated_and_the_foot_counts_the_pages() -> None:
    file = docx_bytes(report("fr"))
    body, footer, header = parts_of(file, "word/document.xml", "word/footer1.xml", "word/header1.xml")
    assert len(list(body.iter(qn("w:tblHeader")))) == len(report("fr").sections) + 1
    orders = [(one.text or "").strip() for one in footer.iter(qn("w:instrText"))]
    assert orders == ["PAGE", "NUMPAGES"]
    assert report("fr").symbol in words_of(header)


def test_each_line_of_the_contents_leads_to_its_heading() -> None:
    (body,) = parts_of(docx_bytes(report("en")), "word/document.xml")
    places = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    leads = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    assert len(leads) == len(set(leads)) == 4 + len(report("en").sections)
    assert set(leads) == places


def test_each_chart_is_a_picture_that_says_what_it_shows() -> None:
    document = report("en")
    (body,) = parts_of(docx_bytes(document), "word/document.xml")
    said = [one.get("descr") for one in body.iter("{*}docPr")]
    assert said[1:] == [chart.description for chart in document.charts]


def test_the_embedded_fonts_are_fonts_again_once_unveiled() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_bytes(report("ar")))) as opened:
        fonts = etree.fromstring(opened.read("word/fontTable.xml"))
        links = etree.fromstring(opened.read("word/_rels/fontTable.xml.rels"))
        targets = {one.get("Id"): one.get("Target") for one in links}
        embedded = [one for one in fonts.iter() if one.get(qn("w:fontKey"))]
        assert len(embedded) == 10
        for one in embedded:
            key = bytes.fromhex(re.sub("[{}-]", "", one.get(qn("w:fontKey"))))[::-1]
            veiled = opened.read("word/" + targets[one.get(qn("r:id"))])
            assert bytes(a ^ b for a, b in zip(veiled, key[:4], strict=False)) == b"\x00\x01\x00\x00"


def test_a_hostile_text_is_written_as_it_stands() -> None:
    row = Row("#1", HOSTILE, "en", [Sentence(HOSTILE, "en", HOSTILE, HOSTILE)], HOSTILE, "late", HOSTILE)
    document = replace(
        report("en", 1, 1),
        title=HOSTILE,
        organisation=HOSTILE,
        symbol=HOSTILE,
        introduction=[HOSTILE],
        charts=[replace(chart, title=HOSTILE, description=HOSTILE) for chart in report("en").charts],
        sections=[Section(HOSTILE, HOSTILE, HOSTILE, [row])],
    )
    opened = docx.Document(io.BytesIO(docx_bytes(document)))
    (cell,) = [row.cells[0].text for table in opened.tables for row in table.rows if row.cells[0].text.startswith("#1")]
    assert '#eval("1+1") $x^2$ *bold* _it_ @ref <label>' in cell
    assert "& < > ]]> <w:t> ~" in cell
    assert "\u2400\u2401\u2407\u241b\u2421" in cell
    assert "\U0001f600" in cell
    assert "中文" in cell


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_empty_report_is_still_a_document(language: str) -> None:
    document: ReportDocument = replace(
        report(language),
        confidentiality_text=None,
        introduction=(),
        figures=(),
        charts=(),
        sections=(),
        missing=(),
        prepared_for="",
        issuer="",
        session_title="",
    )
    opened = docx.Document(io.BytesIO(docx_bytes(document)))
    assert document.title in [one.text for one in opened.paragraphs]


def test_the_same_version_written_twice_is_the_same_file(tmp_path: Path) -> None:
    issued = datetime(2035, 2, 3, tzinfo=UTC)
    target = io.BytesIO()
    write_docx(report("ar"), target, created=issued)
    write_docx(report("ar"), tmp_path / "report.docx", created=issued)
    assert target.getvalue() == (tmp_path / "report.docx").read_bytes()
