"""The office's own templates: handed in, used before the shipped ones, and refused with the place that is wrong."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from diwan.documents.kinds import Unacceptable
from diwan.kernel.decisions import Refused
from diwan.outgoing.models import Outgoing, Template
from diwan.outgoing.office_templates import shipped, template_for, usable_template
from diwan.outgoing.rendering import docx_of

PAGE = "/outgoing/templates/"
WHOLE = ("OUR OWN PAPER", "{{ number }} {{ date }}", "{{ addressee }}", "{{ opening }} {{ body }}", "{{ signatory }}")


def docx(*lines: str) -> bytes:
    made = Document()
    for line in lines:
        made.add_paragraph(line)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The DOCX with one more part in it."""
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as parcel:
        parcel.writestr(name, part)
    return file.getvalue()


def handed(content: bytes, name: str = "letter.docx", **facts: Any) -> dict[str, Any]:
    return {"paper": "letter", "language": "fr", "upload": SimpleUploadedFile(name, content), **facts}


def words_of(content: bytes) -> str:
    return "\n".join(line.text for line in Document(io.BytesIO(content)).paragraphs)


@pytest.fixture(autouse=True)
def _english(cast: Any) -> None:
    """Refusals are compared in English."""
    from diwan.people.models import Person

    Person.objects.update(language="en")
    for person in cast.values():
        person.language = "en"


def test_the_office_hands_in_its_own_template_and_papers_are_printed_from_it(
    browse: Any, idris: Any, paper: Outgoing
) -> None:
    assert "OUR OWN PAPER" not in words_of(docx_of(paper, "fr"))
    answer = browse(idris).post(PAGE, handed(docx(*WHOLE)))
    made = Template.objects.get()
    assert answer["Location"] == reverse("template", args=[made.pk])
    printed = words_of(docx_of(paper, "fr"))
    assert "OUR OWN PAPER" in printed
    assert "le Secrétariat général participera" in printed
    assert template_for("letter", "en") == shipped("letter", "en")
    shown = browse(idris).get(PAGE).content.decode()
    assert "the office’s own" in shown
    assert browse(idris).get(reverse("template", args=[made.pk])).status_code == 200


def test_a_unit_may_have_its_own_which_counts_before_that_of_the_house(
    browse: Any, idris: Any, paper: Outgoing, unit: Any
) -> None:
    browse(idris).post(PAGE, handed(docx(*WHOLE)))
    Template.introduce(
        by=idris, upload=io.BytesIO(docx("PAPER OF POL", *WHOLE)), name="pol.docx", paper="letter", language="fr", unit=unit("POL"),
        title="Letter POL",
    )  # fmt: skip
    assert "PAPER OF POL" in words_of(docx_of(paper, "fr"))
    assert template_for("letter", "fr", unit("LEG")) == template_for("letter", "fr")


def test_another_version_replaces_it_and_the_earlier_ones_are_kept(browse: Any, idris: Any) -> None:
    page = browse(idris)
    page.post(PAGE, handed(docx(*WHOLE)))
    page.post(PAGE, handed(docx("SECOND", *WHOLE)))
    made = Template.objects.get()
    assert made.version.number == 2
    assert "SECOND" in words_of(template_for("letter", "fr"))
    assert page.get(reverse("template", args=[made.pk])).content.decode().count("letter.docx") >= 2
    sample = page.get(reverse("template-sample", args=[made.pk]))
    assert (sample["Content-Type"], sample.content[:5]) == ("application/pdf", b"%PDF-")
    page.post(reverse("template-retirement", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == "retired"
    assert template_for("letter", "fr") == shipped("letter", "fr")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("{{ number }}", "{{ date }}", "{{ addressee }}", "{{ signatory }}"), "no place for: body"),
        ((*WHOLE, "{{ surname }}"), "not known: surname"),
        ((*WHOLE, "{{ number "), "not closed"),
        ((*WHOLE, "{% if subject %}x"), "not closed or not written rightly"),
        ((*WHOLE, "{{ number.__class__.__mro__ }}"), "not allowed"),
        ((*WHOLE, "{{ number | attr('x') }}"), "not allowed"),
        ((*WHOLE, "{% for x in range(9) %}{% endfor %}"), "not allowed"),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_refused_and_the_place_is_named(
    browse: Any, idris: Any, lines: tuple[str, ...], said: str
) -> None:
    answer = browse(idris).post(PAGE, handed(docx(*lines)))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Template.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "no DOCX"),
        (b"", "no DOCX"),
        (b"PK\x03\x04 broken", "no DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        (with_part(docx(*WHOLE), "word/vbaProject.bin", b"x"), "macros"),
        (with_part(docx(*WHOLE), "word/embeddings/oleObject1.bin", b"x"), "another file"),
    ],
)
def test_a_file_that_brings_more_than_words_is_refused(browse: Any, idris: Any, content: bytes, said: str) -> None:
    answer = browse(idris).post(PAGE, handed(content))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Template.objects.exists()


def test_what_is_examined_is_left_at_its_beginning() -> None:
    file = io.BytesIO(docx(*WHOLE))
    usable_template(file, "letter")
    assert file.tell() == 0
    with pytest.raises(Unacceptable):
        usable_template(io.BytesIO(b"x"), "letter")


@pytest.mark.parametrize(
    ("who", "seen", "kept"),
    [
        ("idris", 200, 302), ("yasmin", 200, 302), ("farid", 200, 403), ("omar", 200, 403), ("hamza", 200, 403), ("salma", 200, 403),
        ("rania", 404, 403), ("sami", 404, 403), ("adam", 404, 403), ("zayd", 404, 403),
    ],
)  # fmt: skip
def test_templates_are_seen_by_who_drafts_and_kept_by_the_cabinet(
    browse: Any, cast: Any, who: str, seen: int, kept: int
) -> None:
    page = browse(cast[who])
    assert page.get(PAGE).status_code == seen
    assert page.get("/outgoing/templates/letter-ar.docx").status_code == seen
    answer = page.post(PAGE, handed(docx(*WHOLE)))
    assert answer.status_code in (kept, 404)
    assert Template.objects.exists() == (kept == 302)


def test_who_may_not_keep_templates_is_refused_by_the_record_itself(omar: Any) -> None:
    with pytest.raises(Refused):
        Template.introduce(
            by=omar, upload=io.BytesIO(docx(*WHOLE)), name="x.docx", paper="letter", language="fr", title="x"
        )


@pytest.mark.parametrize("address", ["letter-xx.docx", "bomb-fr.docx", "letter-fr.exe", "99999/", "99999/sample.pdf"])
def test_what_is_no_template_is_not_there(browse: Any, idris: Any, address: str) -> None:
    assert browse(idris).get(PAGE + address).status_code == 404


@pytest.mark.parametrize("paper", ["letter", "note_verbale", "circular", "memorandum", "cable"])
def test_each_shipped_template_is_shown_filled_in(browse: Any, idris: Any, paper: str) -> None:
    for language in ("en", "fr", "ar"):
        answer = browse(idris).get(f"{PAGE}{paper}-{language}.pdf")
        assert answer.content[:5] == b"%PDF-", (paper, language)
