"""Writing a paper: to whom, in which words of courtesy, in which versions; and what is refused with its reason."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from diwan.directory.models import Correspondent
from diwan.outgoing.addressing import Addressed, group, named, offered
from diwan.outgoing.differences import compare
from diwan.outgoing.models import Outgoing
from diwan.outgoing.office_templates import shipped
from diwan.outgoing.rendering import Printer, values_for
from diwan.people.models import Unit

NEW = "/outgoing/new/"


def key_of(one: Any) -> str:
    return f"{'u' if isinstance(one, Unit) else 'c'}{one.pk}"


def sent(**facts: Any) -> dict[str, Any]:
    """A form as it is sent."""
    return {
        "how": "save",
        "paper": "letter",
        "urgency": "routine",
        "confidentiality": "1",
        "subject": "Meeting in Niamey",
    } | facts


def docx(*words: str) -> bytes:
    from docx import Document

    made = Document()
    for line in words:
        made.add_paragraph(line)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def upload(content: bytes, name: str = "draft.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def ngo(cast: Any) -> Correspondent:
    return Correspondent.objects.create(kind="ngo", name={"en": "Rahma Relief (fictional)"}, rank=1, language="fr")


# the new paper -----------------------------------------------------------------------------------------------------
def test_a_desk_officer_writes_a_letter_and_it_has_no_number(browse: Any, omar: Any, mission: Correspondent) -> None:
    omar.language = "en"
    omar.save()
    page = browse(omar)
    assert page.get(NEW).status_code == 200
    answer = page.post(NEW, sent(to=key_of(mission), body_fr="Le Secrétariat participera.\n\nIl vous remercie."))
    made = Outgoing.objects.get()
    assert answer.status_code == 302
    assert (made.state, made.number, made.languages, made.drafter) == ("draft", None, ["fr"], omar)
    assert [str(one.correspondent_id) for one in made.addressees.all()] == [str(mission.pk)]
    shown = page.get(made.get_absolute_url()).content.decode()
    assert "no number yet" in shown
    assert "J’ai l’honneur de" in shown
    assert "Le Secrétariat participera." in shown


def test_an_answer_begins_with_its_addressee_its_kind_and_its_words_of_courtesy(
    browse: Any, idris: Any, letter: Any, mission: Any
) -> None:
    page = browse(idris)
    shown = page.get(f"{NEW}?answers={letter.pk}").content.decode()
    assert f'value="{key_of(mission)}"' in shown
    assert '<option value="note_verbale" selected' in shown
    assert "présente ses compliments" in shown
    page.post(NEW, sent(paper="note_verbale", answers=str(letter.pk), to=key_of(mission), body_fr="Oui."))
    made = Outgoing.objects.get()
    assert (made.answers, made.matter) == (letter, letter.matter)


def test_a_letter_that_is_closed_to_the_drafter_cannot_be_answered(
    browse: Any, omar: Any, letter: Any, mission: Any
) -> None:
    shown = browse(omar).get(f"{NEW}?answers={letter.pk}").content.decode()
    assert letter.number not in shown
    browse(omar).post(NEW, sent(answers=str(letter.pk), to=key_of(mission), body_fr="Oui."))
    assert Outgoing.objects.get().answers is None


def test_names_are_offered_while_one_types_units_among_them(omar: Any, browse: Any, mission: Any) -> None:
    found = browse(omar).get("/outgoing/choices/?q=niger").json()["choices"]
    assert key_of(mission) in [one["id"] for one in found]
    assert any(one["id"].startswith("u") for one in browse(omar).get("/outgoing/choices/?q=legal").json()["choices"])
    assert browse(omar).get("/outgoing/choices/?q=n").json()["choices"] == []
    assert offered("niger")[0].key[0] == "c"


def test_an_addressee_typed_whole_is_taken_in_and_a_stranger_is_not(browse: Any, omar: Any, mission: Any) -> None:
    page = browse(omar)
    shown = page.post(NEW, sent(how="add", add_to=mission.name["fr"], body_fr="Brouillon gardé")).content.decode()
    assert f'name="to" value="{key_of(mission)}"' in shown
    assert "Brouillon gardé" in shown
    assert not Outgoing.objects.exists()
    answer = page.post(NEW, sent(add_to="Ministry of Nowhere At All", body_fr="x"))
    assert answer.status_code == 422
    assert "Ministry of Nowhere At All" in answer.content.decode()
    page.post(NEW, sent(add_to=mission.name["en"], body_fr="x"))  # typed and saved at once
    assert Outgoing.objects.get().addressees.get().correspondent == mission


def test_somebody_taken_out_is_gone(browse: Any, omar: Any, mission: Any) -> None:
    shown = browse(omar).post(NEW, sent(how=f"drop:{key_of(mission)}", to=key_of(mission))).content.decode()
    assert f'value="{key_of(mission)}"' not in shown


def test_all_missions_are_addressed_at_once_in_the_order_of_the_house(browse: Any, omar: Any) -> None:
    everyone = group("missions")
    assert len(everyone) == 57
    first = [one.one.country.name["ar"] for one in everyone[:4]]
    assert first == sorted(first, key=lambda name: name.replace("أ", "ا").replace("إ", "ا"))
    assert (
        "separate" in browse(omar).post(NEW, sent(how="add", paper="note_verbale", group="missions")).content.decode()
    )
    browse(omar).post(
        NEW, sent(paper="note_verbale", group="missions", separate="on", own_language="on", body_en="x", body_fr="y")
    )
    made = Outgoing.objects.get()
    assert (made.addressees.count(), made.separate, made.own_language) == (57, True, True)
    assert {len(group(f"group:{code}")) for code in ("arab", "asian", "african")} - {0}
    assert group("nonsense") == []


def test_a_part_of_the_page_comes_back_with_the_courtesy_of_the_new_addressee(
    browse: Any, omar: Any, mission: Any
) -> None:
    answer = browse(omar).post(
        NEW, sent(how="add", paper="note_verbale", add_to=mission.name["en"]), headers={"HX-Request": "true"}
    )
    shown = answer.content.decode()
    assert "<html" not in shown
    assert 'id="before-fr" hx-swap-oob="true"' in shown
    assert "présente ses compliments à la Mission permanente" in shown


@pytest.mark.parametrize("paper", ["note_verbale", "memorandum"])
def test_a_note_verbale_or_a_memorandum_to_an_ngo_is_refused_before_saving(
    browse: Any, omar: Any, ngo: Any, paper: str
) -> None:
    answer = browse(omar).post(NEW, sent(paper=paper, to=key_of(ngo), body_en="x"))
    assert answer.status_code == 422
    assert not Outgoing.objects.exists()
    looked = browse(omar).post(NEW, sent(how="look", paper=paper, to=key_of(ngo)))
    assert "Rahma Relief" in looked.content.decode()
    assert browse(omar).post(NEW, sent(to=key_of(ngo), body_en="x")).status_code == 302


def test_a_note_verbale_is_refused_at_the_gate_too(omar: Any, mission: Any) -> None:
    note = Outgoing.draft(
        by=omar, paper="note_verbale", subject="X", languages=["en"], to=[mission], bodies={"en": "x"}
    )
    assert note.problems() == []
    Correspondent.objects.filter(pk=mission.pk).update(kind="ngo")  # it was taken for a mission by mistake
    assert any("non-governmental" in str(problem) for problem in note.problems())


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"subject": ""}, "Say what the paper is about"),
        ({"body_fr": ""}, "Write the text in one language"),
        ({"confidentiality": "2"}, "Select a valid choice"),  # above the drafter's clearance
        ({"paper": "bomb"}, "Select a valid choice"),
        ({"concerns": "9999/99-ZZ"}, "Nothing of this number"),
        ({"subject": "A\u202eB"}, "turn its direction"),
        ({"body_fr": "x" * 200_001}, "at most 200000"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_written_stays(
    browse: Any, omar: Any, mission: Any, facts: Any, said: str
) -> None:
    omar.language = "en"
    omar.save()
    answer = browse(omar).post(NEW, sent(to=key_of(mission), **({"body_fr": "Gardé"} | facts)))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert said in shown
    assert f'value="{key_of(mission)}"' in shown
    assert not Outgoing.objects.exists()


def test_keys_of_nobody_are_passed_over(omar: Any) -> None:
    from django.http import QueryDict

    found = Addressed.sent(QueryDict("to=c999999&to=u0&to=x&to=c-1&to=c1e9&to=&copy=c99999999999999999999"))
    assert (found.to, found.copies) == ([], [])


@pytest.mark.parametrize("who", ["zayd", "adam", "salma", "hamza", "rania", "sami"])
def test_who_has_no_desk_writes_nothing(browse: Any, cast: Any, who: str, mission: Any) -> None:
    assert browse(cast[who]).get(NEW).status_code == 403
    assert browse(cast[who]).post(NEW, sent(to=key_of(mission), body_fr="x")).status_code == 403
    assert not Outgoing.objects.exists()


def test_a_confidential_draft_names_its_reason_and_is_seen_by_its_drafter_only(
    browse: Any, farid: Any, omar: Any, mission: Any
) -> None:
    page = browse(farid)
    facts = sent(to=key_of(mission), body_fr="Secret", confidentiality="2")
    assert page.post(NEW, facts).status_code == 422
    assert page.post(NEW, facts | {"classified_because": "talks"}).status_code == 302
    made = Outgoing.objects.get()
    assert page.get(made.get_absolute_url()).status_code == 200
    assert made.history.filter(verb="read", by=farid).exists()
    assert browse(omar).get(made.get_absolute_url()).status_code == 404


# versions ----------------------------------------------------------------------------------------------------------
def test_a_further_version_keeps_the_earlier_ones_and_shows_what_changed(
    browse: Any, omar: Any, paper: Outgoing
) -> None:
    page = browse(omar)
    address = reverse("outgoing-text", args=[paper.pk, "fr"])
    assert "J’ai l’honneur de" in page.get(address).content.decode()
    body = "En réponse à votre lettre, le Secrétariat général ne participera pas à la réunion de Niamey."
    assert page.post(address, {"subject": paper.subject, "body": body, "changes": "Non"}).status_code == 302
    assert list(paper.texts.values_list("number", flat=True)) == [2, 1]
    shown = page.get(reverse("outgoing-difference", args=[paper.pk, "fr", 1, 2])).content.decode()
    assert "<ins>ne</ins>" in shown
    assert "<ins>pas</ins>" in shown
    older, newer = paper.texts.get(number=1), paper.texts.get(number=2)
    listed = reverse("outgoing-versions", args=[paper.pk])
    assert page.get(listed).status_code == 200
    chosen = page.get(f"{listed}?old={newer.pk}&new={older.pk}")
    assert chosen["Location"] == reverse("outgoing-difference", args=[paper.pk, "fr", 1, 2])
    assert page.get(f"{listed}?old={older.pk}&new={older.pk}").status_code == 200
    assert page.get(reverse("outgoing-difference", args=[paper.pk, "fr", 1, 9])).status_code == 404


@pytest.mark.parametrize(
    ("language", "old", "new", "gone", "came"),
    [
        (
            "en",
            "The Secretariat requests a reply by 1 March.",
            "The Secretariat requests a reply by 15 April.",
            "1 March",
            "15 April",
        ),
        (
            "fr",
            "Le Secrétariat demande l’avis du Comité.",
            "Le Secrétariat demande l’accord du Comité.",
            "l’avis",
            "l’accord",
        ),
        ("ar", "تطلب الأمانة العامة الرد قبل مارس.", "تطلب الأمانة العامة الرد قبل أبريل.", "مارس", "أبريل"),
    ],
)
def test_the_difference_is_told_in_whole_words_in_each_language(
    omar: Any, mission: Any, language: str, old: str, new: str, gone: str, came: str
) -> None:
    made = Outgoing.draft(
        by=omar, paper="letter", subject="X", languages=[language], to=[mission], bodies={language: old}
    )
    made.revise(by=omar, language=language, body=new)
    newer, older = made.texts.order_by("-number")
    told = compare(older, newer)
    shown = str(told.stretches[0].paragraphs[0])
    assert f"<del>{gone}</del>" in shown
    assert f"<ins>{came}</ins>" in shown
    assert (told.added, told.removed) == (len(came.split()), len(gone.split()))


def test_long_unchanged_stretches_are_folded_and_new_paragraphs_stand_apart(omar: Any, mission: Any) -> None:
    same = [f"Paragraph {n} says what it said." for n in range(1, 9)]
    made = Outgoing.draft(
        by=omar, paper="letter", subject="X", languages=["en"], to=[mission], bodies={"en": "\n\n".join(same)}
    )
    made.revise(by=omar, language="en", subject="Y", body="\n\n".join(["<b>A beginning</b> put before.", *same]))
    newer, older = made.texts.order_by("-number")
    told = compare(older, newer)
    assert str(told.subject) == "<del>X</del><ins>Y</ins>" or "<ins>Y</ins>" in told.subject
    assert [stretch.folded for stretch in told.stretches] == [False, True]
    assert "&lt;b&gt;" in told.stretches[0].paragraphs[0]
    assert told.stretches[1].count == 7


def test_a_draft_handed_in_is_itself_what_is_printed(browse: Any, omar: Any, paper: Outgoing) -> None:
    page = browse(omar)
    address = reverse("outgoing-text", args=[paper.pk, "fr"])
    content = docx("Notre référence : {{ number }}", "Le texte de ma main.")
    assert page.post(address, {"subject": paper.subject, "upload": upload(content)}).status_code == 302
    assert "Le texte de ma main." in paper.texts.get(number=2).body
    printed = page.get(reverse("outgoing-docx", args=[paper.pk, "fr"]))
    from docx import Document

    words = "\n".join(line.text for line in Document(io.BytesIO(printed.content)).paragraphs)
    assert "Le texte de ma main." in words
    assert "{{" not in words
    assert "J’ai l’honneur" not in words


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 no docx", "no DOCX"),
        (b"", "no DOCX"),
        (docx("{{ nonsense }}"), "nonsense"),
        (docx("   "), "no words"),
        (docx("{{ number "), "not closed"),
    ],
)
def test_a_draft_that_cannot_be_used_is_refused_with_the_reason(
    browse: Any, omar: Any, paper: Outgoing, content: bytes, said: str
) -> None:
    omar.language = "en"
    omar.save()
    answer = browse(omar).post(
        reverse("outgoing-text", args=[paper.pk, "fr"]), {"subject": "x", "upload": upload(content)}
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert paper.texts.count() == 1


def test_a_new_paper_with_a_broken_draft_is_not_half_kept(browse: Any, omar: Any, mission: Any) -> None:
    answer = browse(omar).post(NEW, sent(to=key_of(mission), body_en="x", upload_fr=upload(b"nothing", "a.docx")))
    assert answer.status_code == 422
    assert not Outgoing.objects.exists()
    answer = browse(omar).post(NEW, sent(to=key_of(mission), upload_fr=upload(docx("Un texte"))))
    assert answer.status_code == 302
    made = Outgoing.objects.get()
    assert (made.languages, made.texts.get().number, made.texts.get().body.strip()) == (["fr"], 1, "Un texte")


# addressees --------------------------------------------------------------------------------------------------------
def test_addressees_of_a_draft_are_set_anew(browse: Any, omar: Any, paper: Outgoing, unit: Any, ngo: Any) -> None:
    page = browse(omar)
    address = reverse("outgoing-addressees", args=[paper.pk])
    assert page.get(address).status_code == 200
    assert "Rahma" in page.post(address, {"how": "add", "add_to": "Rahma Relief (fictional)"}).content.decode()
    assert page.post(address, {"how": "save", "to": key_of(ngo), "copy": key_of(unit("LEG"))}).status_code == 302
    assert [(one.role, str(one)) for one in paper.addressees.order_by("-role")] == [
        ("to", "Rahma Relief (fictional)"), ("copy", str(unit("LEG"))),
    ]  # fmt: skip
    Outgoing.objects.filter(pk=paper.pk).update(paper="note_verbale")
    assert page.post(address, {"how": "save", "to": key_of(ngo)}).status_code == 422


def test_a_unit_is_meant_first_in_a_memorandum(cast: Any, unit: Any) -> None:
    found = named("LEG", inside=True)
    assert found is not None
    assert found.one == unit("LEG")
    assert named("  ", inside=True) is None


def test_several_addressees_together_and_everybody(cast: Any, omar: Any, mission: Any, unit: Any) -> None:
    memo = Outgoing.draft(
        by=omar, paper="memorandum", subject="X", languages=["fr"], to=[unit("LEG"), unit("ICHAD")], bodies={"fr": "x"}
    )
    values = values_for(memo, "fr")
    assert values.addressee == f"{unit('LEG').name['fr']} ; {unit('ICHAD').name['fr']}"
    everyone = [one.one for one in group("missions")]
    note = Outgoing.draft(by=omar, paper="note_verbale", subject="X", languages=["en"], to=everyone, bodies={"en": "x"})
    assert "to the Permanent Missions of the Member States" in values_for(note, "en").opening
    note.address(by=omar, to=everyone, separate=True)
    printer = Printer(note)
    last = note.addressees.order_by("-order").first()
    assert str(last.correspondent.name["en"]) in printer.values("en", last).opening


def test_each_gets_its_item_in_its_own_language(omar: Any, mission: Any) -> None:
    note = Outgoing.draft(by=omar, paper="note_verbale", subject="X", languages=["en", "fr"], to=[mission], separate=True, own_language=True, bodies={"en": "x", "fr": "y"})  # fmt: skip
    whom = note.addressees.get()
    assert mission.language == "fr"
    assert note.languages_for(whom) == ["fr"]
    note.languages = ["en"]
    assert note.languages_for(whom) == ["en"]


# what others see of it ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("harun", 200), ("idris", 200), ("yasmin", 200), ("khalid", 200), ("omar", 200), ("farid", 200), ("hamza", 200),
        ("salma", 200), ("huda", 404), ("bilal", 404), ("jean", 404), ("leila", 404), ("rania", 404), ("sami", 404), ("adam", 404),
        ("zayd", 404),
    ],
)  # fmt: skip
def test_a_draft_is_seen_by_its_unit_the_cabinet_and_those_who_read_all(
    browse: Any, cast: Any, paper: Outgoing, who: str, seen: int
) -> None:
    for name in ("outgoing", "outgoing-versions", "outgoing-citations", "outgoing-earlier", "outgoing-more"):
        assert browse(cast[who]).get(reverse(name, args=[paper.pk])).status_code == seen, name
    for name in ("outgoing-preview", "outgoing-docx"):
        assert browse(cast[who]).get(reverse(name, args=[paper.pk, "fr"])).status_code == seen, name


def test_another_unit_neither_revises_nor_withdraws_it(browse: Any, huda: Any, salma: Any, paper: Outgoing) -> None:
    assert (
        browse(huda).post(reverse("outgoing-text", args=[paper.pk, "fr"]), {"subject": "x", "body": "y"}).status_code
        == 404
    )
    assert (
        browse(salma).post(reverse("outgoing-text", args=[paper.pk, "fr"]), {"subject": "x", "body": "y"}).status_code
        == 403
    )
    assert (
        browse(salma).post(reverse("outgoing-act", args=[paper.pk, "withdrawal"]), {"withdraw-reason": "x"}).status_code
        == 403
    )
    assert paper.texts.count() == 1


def test_it_is_withdrawn_and_taken_back_with_a_reason(browse: Any, omar: Any, paper: Outgoing) -> None:
    page = browse(omar)
    at = reverse("outgoing-act", args=[paper.pk, "withdrawal"])
    assert page.post(at, {"withdraw-reason": ""}).status_code == 422
    assert page.post(at, {"withdraw-reason": "not needed"}).status_code == 302
    paper.refresh_from_db()
    assert (paper.state, paper.reason, paper.number) == ("withdrawn", "not needed", None)
    assert page.post(at, {"withdraw-reason": "again"}).status_code == 403
    assert page.post(reverse("outgoing-act", args=[paper.pk, "nonsense"])).status_code == 404


def test_it_is_put_to_clearance_from_its_page_and_told_what_is_missing(browse: Any, omar: Any, paper: Outgoing) -> None:
    from diwan.clearance.models import Circuit

    omar.language = "en"
    omar.save()
    page, circuit = browse(omar), Circuit.objects.get(code="usual")
    at = reverse("outgoing-act", args=[paper.pk, "clearance"])
    paper.address(by=omar, to=[])
    answer = page.post(at, {"submit-circuit": circuit.pk})
    assert answer.status_code == 422
    assert "addressed to nobody" in answer.content.decode()
    paper.address(by=omar, to=[Correspondent.objects.filter(kind="mission").first()])
    assert page.post(at, {"submit-circuit": circuit.pk}).status_code == 302
    paper.refresh_from_db()
    assert paper.state == "clearance"
    assert page.get(paper.get_absolute_url()).status_code == 200
    assert page.get(reverse("outgoing-text", args=[paper.pk, "fr"])).status_code == 403


def test_an_enclosure_that_is_not_accepted_is_said(browse: Any, omar: Any, paper: Outgoing) -> None:
    page, at = browse(omar), reverse("outgoing-act", args=[paper.pk, "enclosure"])
    assert page.post(at, {"enclose-upload": upload(b"MZ\x90\x00", "virus.exe")}).status_code == 422
    assert (
        page.post(at, {"enclose-upload": upload(b"%PDF-1.7\n", "agenda.pdf"), "enclose-title": "Agenda"}).status_code
        == 302
    )
    assert "Agenda" in page.get(reverse("outgoing-beside", args=[paper.pk])).content.decode()


def test_the_preview_is_marked_as_a_draft_and_its_name_says_nothing(browse: Any, omar: Any, paper: Outgoing) -> None:
    import pypdfium2

    answer = browse(omar).get(reverse("outgoing-preview", args=[paper.pk, "fr"]))
    assert answer["Content-Type"] == "application/pdf"
    assert "Niamey" not in answer["Content-Disposition"]
    words = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content))
    assert "participera" in words
    assert browse(omar).get(reverse("outgoing-preview", args=[paper.pk, "en"])).status_code == 404


def test_the_shipped_templates_print_in_three_languages(omar: Any, mission: Any) -> None:
    from docx import Document

    bodies = {"en": "will take part.", "fr": "participer.", "ar": "المشاركة."}
    for kind in ("letter", "note_verbale", "circular", "cable"):
        made = Outgoing.draft(
            by=omar, paper=kind, subject="Niamey", languages=list(bodies), to=[mission], bodies=bodies
        )
        printer = Printer(made)
        for code, body in bodies.items():
            assert shipped(kind, code)
            file = Document(io.BytesIO(printer.docx(code, made.addressees.get())))
            words = "\n".join(
                [line.text for line in file.paragraphs]
                + [cell.text for t in file.tables for row in t.rows for cell in row.cells]
            )
            assert body.rstrip(".") in words, (kind, code)
