"""DOCX on paper without a word processor: no word is lost, Arabic stands in its order."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from diwan.printing.docx_pdf import docx_to_pdf
from diwan.printing.letter_docx import PAPERS, office_template, render
from diwan.printing.tests.letters import STAMPS, letter
from diwan.printing.tests.looking import codes, dots, lost, pages, said
from diwan.printing.tests.test_letter_docx import saved
from diwan.reading.refusals import Unreadable

SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "corpus"
CORPUS = sorted(SHARED.glob("documents/*.docx")) + sorted(SHARED.glob("volumes/**/*.docx"))
SEAL = Path(__file__).resolve().parents[1] / "templates" / "seal.png"


def printed(made: Any, language: str = "en") -> bytes:
    return docx_to_pdf(saved(made), language=language, title="Test")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("paper", PAPERS)
def test_a_letter_keeps_every_word_on_paper(paper: str, language: str) -> None:
    file = render(office_template(paper, language), letter(language, paper=paper))
    pdf = docx_to_pdf(file, language=language, title="A letter")
    total, missing = lost(file, pdf)
    assert total > 350
    assert not missing
    assert pages(pdf) == 1
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert {name.split(b" ")[0].split(b"/")[0] for name in re.findall(rb"/BaseFont/([^\s/>]+)", pdf)}
    assert all(b"+Diwan" in name for name in re.findall(rb"/BaseFont/([^\s/>]+)", pdf))
    assert codes(pdf) == [letter(language).item_address]


@pytest.mark.skipif(not CORPUS, reason="the shared corpus is not beside the project")
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_a_strangers_docx_keeps_its_words(path: Path) -> None:
    file = path.read_bytes()
    right = "_ar" in path.stem or "dunyan" in path.stem
    total, missing = lost(file, docx_to_pdf(file, language="ar" if right else "en", title=path.stem))
    assert sum(missing.values()) <= total / 1000, missing


def test_arabic_is_read_in_the_order_in_which_it_was_written() -> None:
    file = render(office_template("circular", "ar"), letter("ar", paper="circular"))
    text = said(docx_to_pdf(file, language="ar", title="تعميم"))
    for words in (
        "منظمة التعاون الإسلامي",
        "وتتشرف بالإشارة إلى القرار رقم",
        "OIC/CAB/2035/000012",
        "المندوبية الدائمة لجمهورية تماريس",
    ):
        assert words in text


def ink_by_side(pdf: bytes) -> tuple[int, int]:
    """Dark dots in the left and the right half of the page."""
    width, _height, grey = dots(pdf, scale=1.0)
    half = width // 2
    rows = [grey[at : at + width] for at in range(0, len(grey), width)]
    return sum(dot < 128 for row in rows for dot in row[:half]), sum(dot < 128 for row in rows for dot in row[half:])


def test_a_short_line_stands_at_the_side_where_its_language_begins() -> None:
    for language, right in (("en", False), ("ar", True)):
        made = docx.Document()
        paragraph = made.add_paragraph("جدة" if right else "Jeddah")
        if right:
            paragraph._p.get_or_add_pPr().append(paragraph._p.makeelement(qn("w:bidi"), {}))
        left_ink, right_ink = ink_by_side(printed(made, language))
        assert (right_ink > 0 and not left_ink) if right else (left_ink > 0 and not right_ink)


def test_headings_lists_tables_breaks_and_notes_are_set() -> None:
    made = docx.Document()
    made.add_heading("On follow-up", 1)
    made.add_paragraph("First item", style="List Number")
    made.add_paragraph("Second item", style="List Number")
    made.add_paragraph("Point", style="List Bullet")
    table = made.add_table(2, 3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Merged head"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "Tall"
    table.cell(1, 0).text = "left"
    made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    last = made.add_paragraph("Number:\tOIC/1")
    last.paragraph_format.tab_stops.add_tab_stop(Mm(60))
    last.runs[0].font.size = Pt(14)
    pdf = printed(made)
    text = said(pdf)
    assert pages(pdf) == 2
    for words in ("On follow-up", "1. First item", "2. Second item", "• Point", "Merged head", "Tall", "left", "OIC/1"):
        assert words in text


def test_heads_feet_and_numbers_of_pages_are_on_each_page() -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Head of all"
    foot = made.sections[0].footer.paragraphs[0]
    for kind, told in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", ""), ("end", "")):
        run = foot.add_run("9" if kind == "text" else "")
        if told:
            node = run._r.makeelement(qn("w:instrText"), {})
            node.text = told
            run._r.append(node)
        elif kind not in ("", "text"):
            run._r.append(run._r.makeelement(qn("w:fldChar"), {qn("w:fldCharType"): kind}))
    for number in range(3):
        made.add_paragraph(f"Page with {number}").paragraph_format.page_break_before = number > 0
    pdf = printed(made)
    assert pages(pdf) == 3
    text = said(pdf)
    assert text.count("Head of all") == 3
    assert re.findall(r"Page with \d|\b[1239]\b", text) == ["Page with 0", "1", "Page with 1", "2", "Page with 2", "3"]


def test_a_tall_head_pushes_the_text_down() -> None:
    made = docx.Document()
    for number in range(14):
        made.sections[0].header.add_paragraph(f"Head line {number}")
    made.add_paragraph("Body")
    text = said(printed(made))
    assert text.index("Head line 13") < text.index("Body")


def test_pictures_are_printed_and_a_broken_one_costs_no_word() -> None:
    made = docx.Document()
    made.add_picture(str(SEAL), width=Mm(30))
    made.add_paragraph("Words beneath")
    file = saved(made)
    pdf = docx_to_pdf(file, language="en", title="x")
    assert pdf.count(b"/Subtype/Image") >= 1
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, b"\x89PNG\r\n\x1a\nbroken" if name.endswith(".png") and "media" in name else old.read(name)
            )
    assert "Words beneath" in said(docx_to_pdf(target.getvalue(), language="en", title="x"))


def test_deleted_and_hidden_words_stay_out() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Kept ")
    paragraph.add_run("hidden").font.hidden = True
    gone = paragraph._p.makeelement(qn("w:del"), {})
    run = gone.makeelement(qn("w:r"), {})
    text = run.makeelement(qn("w:delText"), {})
    text.text = "deleted"
    run.append(text)
    gone.append(run)
    paragraph._p.append(gone)
    assert said(printed(made)) == "Kept"


def test_hostile_words_are_printed_as_they_stand() -> None:
    made = docx.Document()
    made.add_paragraph('#eval("1") $x$ *b* _i_ @ref <label> \\ ` // [x] {y} 中')
    assert '#eval("1") $x$ *b* _i_ @ref <label> \\ ` // [x] {y} [U+4E2D]' in said(printed(made))


def test_the_stamp_is_put_on_when_asked_for() -> None:
    file = render(office_template("letter", "en"), letter("en", item_address=""))
    pdf = docx_to_pdf(file, language="en", title="x", stamp=STAMPS["en"])
    assert codes(pdf) == [STAMPS["en"].address]
    assert STAMPS["en"].number in said(pdf)


def test_a_lost_word_would_be_noticed() -> None:
    file = render(office_template("letter", "ar"), letter("ar"))
    less = render(office_template("letter", "ar"), letter("ar", subject="متابعة"))
    _total, missing = lost(file, docx_to_pdf(less, language="ar", title="x"))
    assert sum(missing.values()) >= 10


@pytest.mark.parametrize("file", [b"", b"%PDF-1.7", b"PK\x03\x04"])
def test_what_is_no_docx_is_unreadable(file: bytes) -> None:
    with pytest.raises(Unreadable):
        docx_to_pdf(file, language="en", title="x")
