"""The office's letters in the word processor: filled in, edited by the office, and refused with a reason."""

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from diwan.printing.letter_docx import (
    PAPERS,
    PLACES,
    REQUIRED,
    LetterValues,
    TemplateUnusable,
    check_template,
    examine_docx,
    office_template,
    places_of,
    render,
)
from diwan.printing.tests.letters import letter

ARABIC = re.compile("[\u0620-\u064a]")
LATIN = re.compile("[A-Za-z]")


def template(*lines: str, right: bool = False) -> bytes:
    """A template as an office might write it from nothing."""
    made = docx.Document()
    for line in lines:
        paragraph = made.add_paragraph(line)
        if right:
            paragraph._p.get_or_add_pPr().append(paragraph._p.makeelement(qn("w:bidi"), {}))
    return saved(made)


def saved(made: Any) -> bytes:
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def edited(file: bytes, name: str, change: Any) -> bytes:
    """A file with one part changed, or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(target, "w") as new:
        for one in old.namelist():
            content = old.read(one)
            new.writestr(one, change(content) if one == name else content)
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return target.getvalue()


def lines_of(file: bytes) -> list[str]:
    made = docx.Document(io.BytesIO(file))
    cells = [p.text for table in made.tables for row in table.rows for cell in row.cells for p in cell.paragraphs]
    return cells + [paragraph.text for paragraph in made.paragraphs]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("paper", PAPERS)
def test_each_template_of_the_house_is_filled_in(paper: str, language: str) -> None:
    file = office_template(paper, language)
    values = letter(language, paper=paper)
    assert places_of(file) <= PLACES
    assert REQUIRED[paper] <= places_of(file)
    assert examine_docx(file) == []
    lines = lines_of(render(file, values))
    whole = "\n".join(lines)
    assert "{{" not in whole
    assert "{%" not in whole
    for name in ("number", "date", "hijri", "addressee", "organisation"):
        assert getattr(values, name) in whole, name
    assert re.search("[\ue000-\uf8ff]", whole) is None
    assert ("initials" if paper == "note_verbale" else "signatory") in places_of(file)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_not_known_leaves_no_empty_line(language: str) -> None:
    file = office_template("letter", language)
    bare = LetterValues(
        language=language, number="1", date="2", addressee="A", body="B", signatory="C", organisation="D", issuer="E"
    )
    full = lines_of(render(file, letter(language)))
    lines = lines_of(render(file, bare))
    assert len(lines) < len(full)
    word = {"en": "Copies", "ar": "نسخة"}[language]
    assert any(word in line for line in full)
    assert not any(word in line for line in lines)
    assert [line for line in lines if not line.strip()] == [line for line in full if not line.strip()]


def test_each_arabic_word_and_each_number_is_in_a_run_of_its_direction() -> None:
    made = docx.Document(io.BytesIO(render(office_template("note_verbale", "ar"), letter("ar"))))
    seen = numbers = 0
    for paragraph in made.paragraphs:
        properties = [child.tag for child in paragraph._p.pPr]
        if ARABIC.search(paragraph.text):
            assert qn("w:bidi") in properties
        if qn("w:jc") in properties:
            assert properties.index(qn("w:bidi")) < properties.index(qn("w:jc"))
        for run in paragraph.runs:
            right = run._r.rPr is not None and run._r.rPr.find(qn("w:rtl")) is not None
            if ARABIC.search(run.text):
                seen += 1
                assert right, run.text
                assert not LATIN.search(run.text)
            elif LATIN.search(run.text) or re.search(r"\d/\d", run.text):
                numbers += 1
                assert not right, run.text
    assert seen > 15
    assert numbers > 4
    style = made.styles["Paper Title"].element
    faces = style.rPr.find(qn("w:rFonts"))
    assert faces.get(qn("w:cs"))
    assert style.rPr.find(qn("w:szCs")) is not None
    assert style.rPr.find(qn("w:bCs")) is not None
    assert made.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None


def test_an_arabic_opening_is_joined_to_the_word_it_governs() -> None:
    whole = "\n".join(lines_of(render(office_template("note_verbale", "ar"), letter("ar"))))
    assert "وتتشرف بالإشارة إلى القرار رقم 7/60-POL" in whole


def test_the_text_has_paragraphs_lists_and_emphasis() -> None:
    made = docx.Document(io.BytesIO(render(office_template("letter", "en"), letter("en"))))
    runs = [run for paragraph in made.paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.font.bold and "resolution 7/60-POL" in run.text] == ["resolution 7/60-POL"]
    assert [run.text for run in runs if run.font.italic] == ["Port Salam"]
    items = [paragraph for paragraph in made.paragraphs if paragraph.text.startswith("•\t")]
    assert [item.text for item in items] == [
        "•\tthe names of two members of the committee;",
        "•\tthe dates at which they may travel, between 1 and 15 March 2035.",
    ]
    assert all(item.paragraph_format.first_line_indent < 0 < item.paragraph_format.left_indent for item in items)
    after = made.paragraphs[[p.text for p in made.paragraphs].index(items[-1].text) + 1]
    assert after.text == "Answers are awaited before 28 February 2035."
    assert after.paragraph_format.left_indent is None


def test_a_text_without_empty_lines_has_a_paragraph_to_each() -> None:
    lines = lines_of(
        render(
            template("{{ number }}", "{{ body }}"), LetterValues(number="1", body="One.\nTwo.\nThree_x_y and 2*3*4.")
        )
    )
    assert lines == ["1", "One.", "Two.", "Three_x_y and 2*3*4."]


def test_a_place_that_word_has_cut_into_pieces_is_still_found() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph()
    for piece in ("No. {", "{ num", "ber", " }", "} of today"):
        paragraph.add_run(piece).bold = piece == "ber"
    file = saved(made)
    assert places_of(file) == {"number"}
    assert lines_of(render(file, LetterValues(number="OIC/1"))) == ["No. OIC/1 of today"]


def test_an_office_may_use_loops_and_conditions() -> None:
    file = template(
        "{%p for line in address %}", "To {{ line }}", "{%p endfor %}", "{% if hijri %}H {{ hijri }}{% endif %}", "{%p for part in body %}",
        "{{ part }}", "{%p endfor %}",
    )  # fmt: skip
    lines = lines_of(render(file, LetterValues(address=["A", "B"], body="One.\n\nTwo.", hijri="5")))
    assert lines == ["To A", "To B", "H 5", "One.", "Two."]


def test_a_persons_text_is_never_a_place_nor_a_mark_of_the_file() -> None:
    hostile = 'a {{ number }} {% for x in y %} </w:t></w:r> & < > ]]> \ue0f1\ue0f5 \x00\x0b "q"'
    values = letter("en", subject=hostile, body=hostile, addressee=hostile)
    whole = "\n".join(lines_of(render(office_template("letter", "en"), values)))
    assert whole.count("a {{ number }} {% for x in y %} </w:t></w:r> & < > ]]>") == 3


def test_the_square_code_is_in_the_foot_only_when_there_is_an_address() -> None:
    with zipfile.ZipFile(io.BytesIO(render(office_template("letter", "en"), letter("en")))) as file:
        assert file.read("word/media/diwanCode.png").startswith(b"\x89PNG")
        assert any(
            b"diwanCode" in file.read(name) for name in file.namelist() if "footer" in name and name.endswith(".rels")
        )
    with zipfile.ZipFile(io.BytesIO(render(office_template("letter", "en"), letter("en", item_address="")))) as file:
        assert "word/media/diwanCode.png" not in file.namelist()


def test_the_same_values_give_the_same_file() -> None:
    assert render(office_template("letter", "ar"), letter("ar")) == render(
        office_template("letter", "ar"), letter("ar")
    )


@pytest.mark.parametrize(
    ("lines", "code", "particulars"),
    [
        (["{{ number }}", "{{ adressee }}"], "unknown_place", {"place": "adressee"}),
        (["{{ number }} and {{ date"], "broken", {"near": "{{ date"}),
        (["{{ number }}", "{%p if copies %}", "x"], "broken", {}),
        (["{{ number + }}"], "broken", {"near": "{{ number + }}"}),
        (["{{ number.__class__ }}"], "forbidden", {"place": "number ."}),
        (["{% for a in range(9999999) %}{{ number }}{% endfor %}"], "forbidden", {"place": "a, range, number for"}),
        (["{% for a in copies %}{% for b in copies %}x{% endfor %}{% endfor %}"], "forbidden", {}),
        (["{% set x = 'a' * 999999999 %}"], "forbidden", {}),
        (["{% include 'x' %}"], "forbidden", {}),
        (["{{ number }}"] * 401, "too_large", {}),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_refused_by_name(
    lines: list[str], code: str, particulars: dict[str, str]
) -> None:
    with pytest.raises(TemplateUnusable) as refused:
        check_template(template(*lines), "letter")
    assert refused.value.code == code
    for name, value in particulars.items():
        assert refused.value.particulars[name] == value


def test_a_template_without_a_necessary_place_is_refused_with_its_name() -> None:
    with pytest.raises(TemplateUnusable) as refused:
        render(template("{{ number }}", "{{ date }}", "{{ addressee }}"), letter("en", paper="note_verbale"))
    assert refused.value.code == "missing_place"
    assert refused.value.particulars["place"] == "body"
    check_template(template("{{ number }}", "{{ date }}", "{{ addressee }}", "{{ body }}"), "note_verbale")


RELATIONS = "word/_rels/document.xml.rels"


def related(kind: str, target: str, mode: str = ' TargetMode="External"') -> Any:
    added = f'<Relationship Id="x1" Type="http://x/{kind}" Target="{target}"{mode}/></Relationships>'.encode()
    return lambda content: content.replace(b"</Relationships>", added)


@pytest.mark.parametrize(
    ("part", "change", "code"),
    [
        ("word/vbaProject.bin", lambda _: b"x", "macros"),
        (RELATIONS, related("image", "http://example.com/a.png"), "external"),
        (RELATIONS, related("image", "file:///etc/passwd", ""), "external"),
        (RELATIONS, related("hyperlink", "javascript:alert(1)"), "external"),
        ("word/_rels/settings.xml.rels", lambda _: b'<Relationships xmlns="p"><Relationship Id="a" Type="t/attachedTemplate" Target="http://x/y.dotm" TargetMode="External"/></Relationships>', "remote_template"),
        (RELATIONS, related("oleObject", "embeddings/a.bin", ""), "embedded_object"),
        ("word/embeddings/a.xlsx", lambda _: b"x", "embedded_object"),
        ("word/document.xml", lambda xml: xml.replace(b"<w:body>", b'<w:body><w:p><w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\\\x</w:instrText></w:r></w:p>'), "fetching_field"),
        ("word/document.xml", lambda xml: xml.replace(b"<w:document", b'<!DOCTYPE a [<!ENTITY b "c">]><w:document'), "bomb"),
        ("[Content_Types].xml", lambda xml: xml.replace(b"wordprocessingml.document.main", b"word.document.macroEnabled.main"), "macros"),
    ],
)  # fmt: skip
def test_programs_and_threads_to_the_outside_are_refused(part: str, change: Any, code: str) -> None:
    file = edited(office_template("letter", "en"), part, change)
    assert code in examine_docx(file)
    with pytest.raises(TemplateUnusable) as refused:
        places_of(file)
    assert refused.value.code == "refused"
    assert code in refused.value.particulars["codes"]


def test_a_link_to_an_address_is_a_word_like_any_other() -> None:
    for target in ("https://example.com/", "mailto:registry@example.com"):
        assert examine_docx(edited(office_template("letter", "en"), RELATIONS, related("hyperlink", target))) == []


@pytest.mark.parametrize(("file", "code"), [(b"%PDF-1.7", "not_docx"), (b"", "not_docx"), (b"PK\x03\x04rubbish", "corrupt"),
                                            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted")])  # fmt: skip
def test_what_is_no_docx_is_refused(file: bytes, code: str) -> None:
    assert examine_docx(file) == [code]
