"""The pages of clearance: what waits, answering it, circuits, the register of delegations."""

from __future__ import annotations

import csv
import io
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from diwan.clearance.models import Circuit, Round, SigningAuthority, Visa
from diwan.outgoing.models import Outgoing
from diwan.people.models import Person
from diwan.records.models import Opening

PAGES = ("/clearance/", "/clearance/circuits/", "/clearance/authorities/")


@pytest.fixture(autouse=True)
def _everybody_reads_english(cast: Any) -> None:
    """So that what a page says can be compared."""
    Person.objects.update(language="en")


@pytest.fixture
def round(begin: Any) -> Round:
    """The paper goes by the usual circuit."""
    found: Round = begin(Circuit.objects.get(code="usual"))
    return found


def changes() -> SimpleUploadedFile:
    """A text with changes."""
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("The experts meet in May.")
    document.save(file)
    return SimpleUploadedFile("changes.docx", file.getvalue())


def test_what_waits_is_listed_with_its_paper_and_answered_on_its_page(
    browse: Any, round: Round, leila: Any, paper: Outgoing
) -> None:
    visa = round.visas.waiting().of(leila).get()
    page = browse(leila).get("/clearance/")
    assert "Experts in Niamey" in page.content.decode()
    page = browse(leila).get(f"/clearance/visas/{visa.pk}/")
    assert paper.get_absolute_url() in page.content.decode()
    assert "The experts meet." in page.content.decode()
    assert Opening.objects.filter(record_type="outgoing.outgoing", record_id=paper.pk, person=leila).exists()
    answer = browse(leila).post(f"/clearance/visas/{visa.pk}/", {"answer": "concurs", "next": "list"})
    assert answer["Location"] == "/clearance/"
    visa.refresh_from_db()
    assert (visa.answer, visa.by) == ("concurs", leila)
    assert "No paper waits" in browse(leila).get("/clearance/").content.decode()


def test_after_an_answer_the_next_visa_follows(
    browse: Any, begin: Any, round: Round, omar: Any, leila: Any, paper: Outgoing
) -> None:
    other = Outgoing.draft(
        by=omar,
        paper="letter",
        subject="Another",
        languages=["en"],
        bodies={"en": "X"},
        to=[a.correspondent for a in paper.addressees.all()],
    )
    other.submit(by=omar, circuit=Circuit.objects.get(code="usual"))
    first, second = (one.visas.waiting().of(leila).get() for one in (round, other.round))
    page = browse(leila).get(f"/clearance/visas/{first.pk}/").content.decode()
    assert "1 of 2" in page and f'href="/clearance/visas/{second.pk}/" data-key="J"' in page
    answer = browse(leila).post(f"/clearance/visas/{first.pk}/", {"answer": "concurs", "next": "list"})
    assert answer["Location"] == f"/clearance/visas/{second.pk}/"


def test_an_objection_without_a_word_is_shown_again_with_what_to_do(browse: Any, round: Round, leila: Any) -> None:
    visa = round.visas.waiting().of(leila).get()
    page = browse(leila).post(f"/clearance/visas/{visa.pk}/", {"answer": "objects", "remark": ""})
    assert page.status_code == 422
    assert "Say what should be changed" in page.content.decode()
    assert Visa.objects.get(pk=visa.pk).answer == ""


def test_a_text_with_changes_is_kept_with_the_visa(browse: Any, round: Round, leila: Any, paper: Outgoing) -> None:
    visa = round.visas.waiting().of(leila).get()
    browse(leila).post(f"/clearance/visas/{visa.pk}/", {"answer": "with_changes", "upload": changes()})
    visa.refresh_from_db()
    assert visa.version.document.role == "changes"
    assert visa.version.name.endswith(".docx")
    bad = round.visas.filter(answer="").first()
    assert bad is not None


def test_a_file_that_is_none_is_refused_and_nothing_is_answered(browse: Any, round: Round, leila: Any) -> None:
    visa = round.visas.waiting().of(leila).get()
    file = SimpleUploadedFile("changes.docx", b"MZ\x90\x00 this is a program")
    page = browse(leila).post(f"/clearance/visas/{visa.pk}/", {"answer": "with_changes", "remark": "x", "upload": file})
    assert page.status_code == 422
    assert Visa.objects.get(pk=visa.pk).answer == ""


def test_somebody_elses_visa_does_not_exist(
    browse: Any, round: Round, leila: Any, farid: Any, hamza: Any, adam: Any, zayd: Any
) -> None:
    visa = round.visas.waiting().of(leila).get()
    for person in (farid, hamza, adam, zayd):
        assert browse(person).get(f"/clearance/visas/{visa.pk}/").status_code == 404
        assert browse(person).post(f"/clearance/visas/{visa.pk}/", {"answer": "concurs"}).status_code == 404
    assert Visa.objects.get(pk=visa.pk).answer == ""


def test_a_visa_of_a_paper_that_may_not_be_seen_says_nothing_of_it(
    browse: Any, round: Round, leila: Any, samira: Any, paper: Outgoing, idris: Any
) -> None:
    """Samira is cleared for Confidential; Leila's clearance was lowered after she was asked."""
    type(leila).objects.filter(pk=leila.pk).update(clearance=1)
    Outgoing.objects.filter(pk=paper.pk).update(confidentiality=2, classified_because="x")
    visa = round.visas.waiting().of(samira).get()
    page = browse(type(leila).objects.get(pk=leila.pk)).get("/clearance/").content.decode()
    assert "Niamey" not in page and "0 papers wait" in page
    assert browse(type(leila).objects.get(pk=leila.pk)).get(f"/clearance/visas/{visa.pk}/").status_code == 404
    assert "Niamey" in browse(samira).get("/clearance/").content.decode()


def test_reading_a_confidential_paper_for_its_visa_is_in_the_trail(
    browse: Any, round: Round, samira: Any, leila: Any, paper: Outgoing
) -> None:
    visa = round.visas.waiting().of(leila).get()
    browse(leila).get(f"/clearance/visas/{visa.pk}/")
    assert not paper.history.filter(verb="read").exists()
    Outgoing.objects.filter(pk=paper.pk).update(confidentiality=2, classified_because="x")
    browse(samira).get(f"/clearance/visas/{visa.pk}/")
    assert [event.by for event in paper.history.filter(verb="read")] == [samira]


@pytest.mark.parametrize("page", PAGES)
def test_the_administrator_and_a_stranger_find_nothing(browse: Any, page: str, adam: Any, zayd: Any) -> None:
    for person in (adam, zayd):
        assert browse(person).get(page).status_code == 404


def test_a_point_is_answered_from_the_page_and_a_no_needs_its_reason(
    browse: Any, round: Round, yasmin: Any, leila: Any, zayd: Any
) -> None:
    url = f"/clearance/rounds/{round.pk}/points/form/"
    assert browse(zayd).post(url, {"answer": "yes"}).status_code == 404
    refused = browse(yasmin).post(url, {"answer": "no"})
    assert refused.status_code == 422
    assert "Say what is wrong" in refused.content.decode()
    assert browse(yasmin).post(url, {"answer": "no", "remark": "Wrong title"}).status_code == 302
    assert round.answers.get().remark == "Wrong title"
    assert browse(leila).post(url, {"answer": "yes"}).status_code == 403
    assert round.answers.get().answer == "no"


# circuits --------------------------------------------------------------------------------------------------------------
def test_a_circuit_is_set_up_and_seated_on_its_pages(browse: Any, idris: Any, unit: Any) -> None:
    sitting = browse(idris)
    form = {
        "code": "agreements",
        "name_en": "Agreements",
        "name_fr": "Accords",
        "name_ar": "الاتفاقيات",
        "papers": ["letter"],
    }
    assert sitting.post("/clearance/circuits/new/", {**form, "code": "no spaces"}).status_code == 422
    assert sitting.post("/clearance/circuits/new/", {**form, "code": "usual"}).status_code == 422
    page = sitting.post("/clearance/circuits/new/", form)
    made = Circuit.objects.get(code="agreements")
    assert page["Location"] == f"/clearance/circuits/{made.pk}/"
    seat = {
        "stage": 1,
        "who": f"unit-{unit('LEG').pk}",
        "task": "check_law",
        "days": 3,
        "silence": "escalates",
        "must": "on",
    }
    refused = sitting.post(f"/clearance/circuits/{made.pk}/seat/", {**seat, "silence": "consents"})
    assert refused.status_code == 422
    assert "Silence never counts as consent" in refused.content.decode()
    sitting.post(f"/clearance/circuits/{made.pk}/seat/", seat)
    sitting.post(
        f"/clearance/circuits/{made.pk}/seat/", {**seat, "stage": 2, "who": "role-adviser", "task": "check_cabinet"}
    )
    sitting.post(
        f"/clearance/circuits/{made.pk}/stages/2/",
        {"stage2-name_en": "Cabinet", "stage2-name_fr": "Cabinet", "stage2-name_ar": "المكتب"},
    )
    page = sitting.get(f"/clearance/circuits/{made.pk}/").content.decode()
    assert "Stage 2: Cabinet" in page and "Legal Affairs" in page
    first = made.stages.get(number=1).seats.get()
    sitting.post(f"/clearance/circuits/{made.pk}/seat/{first.pk}/removal/")
    assert [stage.number for stage in made.stages.all()] == [1]
    sitting.post(f"/clearance/circuits/{made.pk}/retirement/")
    assert Circuit.objects.get(pk=made.pk).state == "retired"


def test_everybody_with_papers_sees_the_circuits_but_does_not_set_them(
    browse: Any, farid: Any, leila: Any, yasmin: Any
) -> None:
    usual = Circuit.objects.get(code="usual")
    for person in (farid, leila, yasmin):
        page = browse(person).get("/clearance/circuits/").content.decode()
        assert "Usual circuit" in page and "New circuit" not in page
        assert browse(person).get(f"/clearance/circuits/{usual.pk}/").status_code == 403
        assert browse(person).post(f"/clearance/circuits/{usual.pk}/retirement/").status_code == 403
    usual.refresh_from_db()
    assert usual.state == "in_use"


# the register ----------------------------------------------------------------------------------------------------------
def test_a_delegation_is_entered_shown_exported_and_withdrawn(
    browse: Any, idris: Any, farid: Any, omar: Any, grant: Any
) -> None:
    sitting = browse(idris)
    form = {
        "holder": farid.pk, "papers": ["letter", "note_verbale"], "up_to": 2, "level": 1, "since": "2035-02-01",
        "until": "2035-12-31", "instrument": "CAB/DEC/2035/002", "may_pass_on": "on",
    }  # fmt: skip
    assert sitting.post("/clearance/authorities/new/", {**form, "until": "2035-01-01"}).status_code == 422
    assert sitting.post("/clearance/authorities/new/", form).status_code == 302
    entry = SigningAuthority.objects.get()
    grant(omar, by=farid, parent=entry, since=entry.since, instrument="POL/DEC/1")
    page = sitting.get("/clearance/authorities/").content.decode()
    assert "Farid Kamara" in page and "POL/DEC/1" in page
    rows = list(csv.reader(io.StringIO(sitting.get("/clearance/authorities/list.csv").content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["Farid Kamara", "Omar Siddiq"]
    assert "Farid Kamara; Harun Al-Rifai" in rows[2]
    assert sitting.get("/clearance/authorities/list.xlsx").content[:2] == b"PK"
    assert sitting.get("/clearance/authorities/list.pdf").status_code == 404
    page = sitting.post(f"/clearance/authorities/{entry.pk}/", {"reason": ""})
    assert page.status_code == 422
    sitting.post(f"/clearance/authorities/{entry.pk}/", {"reason": "reorganisation"})
    page = sitting.get(f"/clearance/authorities/{entry.pk}/").content.decode()
    assert "reorganisation" in page and "withdrew" in page
    assert "No delegation here" in sitting.get("/clearance/authorities/").content.decode()
    assert "its source was withdrawn" in sitting.get("/clearance/authorities/?view=over").content.decode()


def test_whoever_may_pass_it_on_does_so_from_the_page_and_nobody_else(
    browse: Any, grant: Any, farid: Any, omar: Any, huda: Any
) -> None:
    assert browse(farid).get("/clearance/authorities/new/").status_code == 403
    entry = grant(farid, may_pass_on=True)
    form = {
        "holder": omar.pk, "papers": ["letter"], "up_to": 1, "level": 1, "since": "2035-02-13", "until": "2035-06-30",
        "instrument": "POL/DEC/1", "parent": entry.pk,
    }  # fmt: skip
    sitting = browse(farid)
    assert sitting.post("/clearance/authorities/new/", {**form, "parent": ""}).status_code == 422
    wider = sitting.post("/clearance/authorities/new/", {**form, "up_to": 3})
    assert wider.status_code == 422
    assert "more than he has" in wider.content.decode()
    assert sitting.post("/clearance/authorities/new/", form).status_code == 302
    assert browse(huda).post("/clearance/authorities/new/", form).status_code == 403
    assert SigningAuthority.objects.get(holder=omar).giver == farid


def test_the_register_is_open_to_who_keeps_and_examines_it_others_see_their_own(
    browse: Any, grant: Any, farid: Any, huda: Any, hamza: Any, leila: Any, salma: Any, idris: Any
) -> None:
    entry = grant(farid)
    for person in (hamza, leila, salma, idris, farid):
        assert "CAB/DEC/2035/014" in browse(person).get("/clearance/authorities/").content.decode()
    assert "CAB/DEC/2035/014" not in browse(huda).get("/clearance/authorities/").content.decode()
    assert browse(huda).get(f"/clearance/authorities/{entry.pk}/").status_code == 404
    assert "CAB/DEC/2035/014" not in browse(huda).get("/clearance/authorities/list.csv").content.decode()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_page_in_every_language(
    browse: Any, round: Round, grant: Any, farid: Any, leila: Any, idris: Any, language: str
) -> None:
    entry = grant(farid)
    usual = Circuit.objects.get(code="usual")
    visa = round.visas.waiting().of(leila).get()
    for person, pages in (
        (leila, ["/clearance/", f"/clearance/visas/{visa.pk}/"]),
        (idris, [*PAGES, f"/clearance/circuits/{usual.pk}/", "/clearance/circuits/new/", "/clearance/authorities/new/", f"/clearance/authorities/{entry.pk}/"]),
    ):  # fmt: skip
        type(person).objects.filter(pk=person.pk).update(language=language)
        sitting = browse(type(person).objects.get(pk=person.pk))
        for page in pages:
            answer = sitting.get(page)
            assert answer.status_code == 200
            assert f'lang="{language}"' in answer.content.decode()[:300], page
