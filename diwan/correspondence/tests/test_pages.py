"""The pages of the registry: what each shows, to whom, with how many questions to the database."""

from __future__ import annotations

from typing import Any

import pytest

from diwan.correspondence.tests.letters import (
    a_class,
    confidential,
    person,
    presented,
    referred,
    registered,
    summarised,
    with_paper,
)
from diwan.records.models import Opening

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_registry_opens_with_a_sentence_and_the_views(browse: Any, idris: Any, unit: Any, language: str) -> None:
    idris.language = language
    idris.save()
    for _n in range(3):
        summarised()
    presented(urgency="urgent")
    referred(unit("POL"))
    page = browse(idris).get("/registry/").content.decode()
    if language == "en":
        assert "4 letters wait to be referred" in page and "1 is urgent" in page
        assert "Opening of the logistics hub" in page
    for tab in ("present", "triage", "referred", "late", "file", "all"):
        assert browse(idris).get(f"/registry/?tab={tab}").status_code == 200


def test_each_begins_where_work_waits(browse: Any, idris: Any, salma: Any, farid: Any, unit: Any) -> None:
    for who in (salma, farid):
        who.language = "en"
        who.save()
    registered(subject="Wants summaries")
    presented(subject="Wants a unit")
    referred(unit("POL"), subject="With Political Affairs")
    shown = {who.username: browse(who).get("/registry/").content.decode() for who in (idris, salma, farid)}
    assert "Wants a unit" in shown["idris"] and "1 letter waits to be referred" in shown["idris"]
    assert "1 letter waits to be summarised" in shown["salma"]
    assert "With Political Affairs" in shown["farid"] and "1 letter waits to be acknowledged" in shown["farid"]
    assert "Wants" not in shown["farid"]


def test_the_letter_page_shows_where_it_is(browse: Any, idris: Any, farid: Any, unit: Any) -> None:
    letter = summarised(their_reference="000148/MAE/C/DGOI")
    with_paper(letter)
    letter.refer(by=idris, unit=unit("POL"), instruction="reply", copies=[unit("LEG")], note="Before the visit.")
    letter.annotate(by=idris, text="Positive in principle.", page=1)
    page = browse(idris).get(f"/letters/{letter.pk}/").content.decode()
    for words in (
        "Routing slip",
        "Political",
        "For draft reply",
        "Positive in principle.",
        "000148/MAE/C/DGOI",
        "The hub opens.",
        "not acknowledged yet",
    ):
        assert words in page, words
    assert "letter.pdf" in page
    browse(farid).get(f"/letters/{letter.pk}/")
    assert {one.person.username for one in Opening.objects.all()} == {"idris", "farid"}
    assert browse(idris).get(f"/letters/{letter.pk}/more/").status_code == 200


def test_a_letter_is_dealt_with_on_its_page(
    browse: Any, idris: Any, farid: Any, omar: Any, salma: Any, unit: Any
) -> None:
    letter = summarised()
    at = f"/letters/{letter.pk}/"

    def send(who: Any, noun: str, **fields: Any) -> int:
        return int(browse(who).post(f"{at}{noun}/", fields).status_code)

    assert (
        send(
            idris,
            "referral",
            **{"refer-unit": unit("POL").pk, "refer-instruction": "action", "refer-urgency": "urgent"},
        )
        == 302
    )
    assert send(farid, "acknowledgement") == 302
    assert send(farid, "person", **{"name_person-person": omar.pk}) == 302
    assert send(farid, "waiting", **{"wait-waiting_for": "Legal Affairs"}) == 302
    assert send(farid, "resumption") == 302
    assert send(farid, "result", **{"finish-result": ""}) == 422
    assert send(omar, "minute", **{"annotate-text": "A draft is ready."}) == 302
    assert send(farid, "result", **{"finish-result": "Answered by telephone."}) == 302
    assert send(salma, "filing", **{"file-file_class": a_class().pk, "file-dossier": ""}) == 302
    letter.refresh_from_db()
    assert (letter.state, letter.file_class.code) == ("filed", "3.3")
    assert send(farid, "reopening", **{"reopen-reason": "x"}) == 403


def test_reading_what_is_confidential_is_in_the_trail(browse: Any, idris: Any) -> None:
    letter = confidential(presented(), "idris")
    with_paper(letter)
    browse(idris, queries=24).get(f"/letters/{letter.pk}/")
    assert letter.history.filter(verb="read", by=idris).count() == 1


def test_several_letters_are_referred_at_once(browse: Any, idris: Any, unit: Any) -> None:
    letters = [presented() for _n in range(3)]
    filed = presented()
    filed.need_no_reply(by=idris)
    filed.file(by=person("salma"), file_class=a_class())
    picks = [one.pk for one in (*letters, filed)]
    asked = browse(idris).post("/registry/referrals/", {"pick": picks, "how": "ask"})
    assert asked.status_code == 200 and "4 letters" in asked.content.decode()
    answer = browse(idris).post("/registry/referrals/", {"pick": picks, "unit": unit("POL").pk}, follow=True)
    assert "3 letters referred." in answer.content.decode() and filed.number in answer.content.decode()
    for one in letters:
        one.refresh_from_db()
        assert one.lead.unit.code == "POL"


def test_several_letters_are_filed_at_once(browse: Any, salma: Any, idris: Any) -> None:
    letters = [presented() for _n in range(2)]
    fields = {"pick": [one.pk for one in letters], "how": "given", "file-file_class": a_class().pk}
    assert "2 letters filed." in browse(salma).post("/registry/filings/", fields, follow=True).content.decode()


def test_slips_are_printed_without_the_subject_of_what_is_confidential(browse: Any, idris: Any, unit: Any) -> None:
    import pypdfium2

    plain, closed = (
        referred(unit("POL")),
        confidential(referred(unit("POL"), subject="Names of witnesses"), "idris", "farid"),
    )
    answer = browse(idris).post("/registry/slips/", {"pick": [plain.pk, closed.pk]})
    pdf = pypdfium2.PdfDocument(answer.content)
    first, second = (pdf[n].get_textpage().get_text_range() for n in range(2))
    assert "Opening of the logistics hub" in first and plain.number in first
    assert "witnesses" not in second and closed.number in second and "Confidential" in second
    assert closed.history.filter(verb="export").count() == 1
    assert browse(idris).get(f"/letters/{plain.pk}/slip.pdf")["Content-Type"] == "application/pdf"
