"""The bound register, the thread of a matter, "where is it?", figures; and who may not."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from diwan.correspondence.models import Letter
from diwan.records.enrolment import cards
from diwan.registers.matters import thread_of
from diwan.registers.whereabouts import KINDS, sought, whereabouts
from diwan.search.reader import index_records


def test_the_book_shows_each_number_of_the_day(browse: Any, salma: Any, received: Any) -> None:
    for n in range(3):
        received(f"Subject {n}")
    page = browse(salma).get("/registers/incoming/2035/?period=day&day=2035-02-13").content.decode()
    for n in (1, 2, 3):
        assert f"IN/2035/00000{n}" in page
    assert "Subject 2" in page


def test_a_closed_item_is_a_line_with_its_number_and_nothing_else(browse: Any, salma: Any, received: Any) -> None:
    received("A very particular subject", confidentiality=2, classified_because="negotiation")
    page = browse(salma).get("/registers/incoming/2035/?period=year").content.decode()
    assert "IN/2035/000001" in page
    assert "particular" not in page
    book = browse(salma).get("/registers/incoming/2035/book.xlsx?period=year")
    rows = list(openpyxl.load_workbook(io.BytesIO(book.content)).active.values)
    assert rows[1][0] == "IN/2035/000001"
    assert not any("particular" in str(cell) or "Niger" in str(cell) for cell in rows[1])


def test_a_void_number_stands_with_its_reason(browse: Any, idris: Any, received: Any) -> None:
    received("Entered twice").void(by=idris, reason="entered twice by mistake")
    page = browse(idris).get("/registers/incoming/2035/?period=month").content.decode()
    assert "entered twice by mistake" in page


def test_taking_the_book_away_is_told(browse: Any, salma: Any, received: Any) -> None:
    from diwan.trail.models import Event

    received()
    browse(salma).get("/registers/incoming/2035/book.xlsx?period=day")
    assert Event.objects.filter(verb="export", record_type="references.register", by=salma).exists()


@pytest.mark.parametrize(
    "path", ["/registers/", "/registers/incoming/2035/", "/registers/incoming/2035/book.xlsx", "/registers/figures/"]
)
def test_the_books_are_read_by_who_reads_correspondence_everywhere(path: str, browse: Any, cast: Any) -> None:
    for name, status in {
        "salma": 200,
        "idris": 200,
        "hamza": 200,
        "omar": 403,
        "sami": 403,
        "adam": 403,
        "zayd": 403,
    }.items():
        assert browse(cast[name]).get(path).status_code == status, name


def test_only_who_audits_or_answers_for_it_asks_for_the_proof(browse: Any, cast: Any) -> None:
    for name, status in {"hamza": 200, "idris": 200, "salma": 403, "omar": 403, "adam": 403}.items():
        assert browse(cast[name], queries=60).get("/registers/proof/").status_code == status, name


def test_a_number_leads_to_where_the_letter_is(received: Any, salma: Any, idris: Any, farid: Any, unit: Any) -> None:
    letter = received()
    letter.present(by=salma, why="urgent")
    letter.refer(by=idris, unit=unit("POL"), instruction="reply")
    letter.acknowledge(by=farid)
    for words in (letter.number, "amb ne 0457", "AMB/NE/0457"):
        one = whereabouts(sought(salma, words), salma)[0]
        assert one.item == letter
        assert "Political" in one.holder
        assert (one.asked[0].task, one.asked[0].state) == ("for draft reply", "accepted")


def test_where_it_is_takes_few_questions_and_shows_who_opened_it(
    browse: Any, idris: Any, salma: Any, received: Any
) -> None:
    letter = received()
    browse(idris).get(letter.get_absolute_url())
    page = browse(salma).get(f"/where/?q={letter.number}").content.decode()
    assert str(idris.name["ar"]) in page


def test_words_lead_to_letters_and_papers_alike_the_best_first(
    received: Any, browse: Any, drafted: Any, idris: Any
) -> None:
    once = received("The lighthouse of the port")
    twice = received("A lighthouse beside the lighthouse, and no other lighthouse", their_reference="AMB/NE/0458")
    received("Something else", their_reference="AMB/NE/0459")
    reply = drafted("Lighthouse", answers=once)
    for label, model in KINDS.items():
        index_records(cards()[label], model.objects.all())
    found = whereabouts(sought(idris, "lighthouse"), idris)
    assert {one.item for one in found} == {once, twice, reply}
    assert [one.item for one in found if one.incoming] == [twice, once]
    assert [one.answers for one in found if one.item == once] == [[reply]]
    page = browse(idris, queries=20).get("/where/", {"q": "lighthouse"}).content.decode()
    assert all(item.get_absolute_url() in page for item in (once, twice, reply))


def test_words_of_letters_alone_take_twelve_questions(received: Any, browse: Any, idris: Any) -> None:
    for n in range(3):
        received(f"Lighthouse {n}", their_reference=f"AMB/NE/{n}")
    index_records(cards()["correspondence.letter"], Letter.objects.all())
    page = browse(idris, queries=12).get("/where/", {"q": "lighthouse"}).content.decode()
    assert page.count("Lighthouse ") == 3


def test_what_one_may_not_see_is_nowhere(browse: Any, omar: Any, received: Any) -> None:
    letter = received("A very particular subject", confidentiality=3, classified_because="negotiation")
    for words in (letter.number, letter.their_reference, "particular"):
        page = browse(omar).get("/where/", {"q": words}).content.decode()
        assert letter.get_absolute_url() not in page
        assert "A very" not in page
    assert browse(omar).get(f"/matters/{letter.matter_id}/").status_code == 404


def test_a_thread_holds_what_came_and_went_in_order(received: Any, drafted: Any, idris: Any) -> None:
    first = received("First")
    second = received("Reminder", matter=first.matter)
    reply = drafted("Reply", answers=None, matter=first.matter)
    pieces = thread_of(first.matter, idris)
    assert [piece.item for piece in pieces] == [first, second, reply]
    assert [piece.incoming for piece in pieces] == [True, True, False]


def test_the_figures_count_only_what_one_sees(browse: Any, salma: Any, idris: Any, received: Any) -> None:
    received()
    received("closed", confidentiality=3, classified_because="negotiation")
    from diwan.registers.figures import figures_of

    assert figures_of(salma).came == 1
    assert browse(salma).get("/registers/figures/").status_code == 200


def test_figures_know_the_median_of_a_unit(received: Any, salma: Any, idris: Any, farid: Any, unit: Any) -> None:
    import datetime as dt

    from diwan.kernel import clock
    from diwan.registers.figures import figures_of

    for days in (1, 3, 9):
        with clock.at(dt.datetime(2035, 1, 7, 9, tzinfo=dt.UTC)):
            letter = received(f"{days} days")
            letter.present(by=salma, why="urgent")
            letter.refer(by=idris, unit=unit("POL"))
        with clock.at(dt.datetime(2035, 1, 7 + days, 9, tzinfo=dt.UTC)):
            letter.finish(by=farid, result="done")
    found = figures_of(idris)
    assert [(one.unit.code, one.finished, one.median) for one in found.units] == [("POL", 3, 3.0)]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_book_is_bound_as_pdf_in_each_language(language: str, received: Any, idris: Any, browse: Any) -> None:
    import pypdfium2

    for n in range(3):
        received(f"Subject {n}")
    idris.language = language
    idris.save()
    answer = browse(idris).get("/registers/incoming/2035/book.pdf?period=day")
    pdf = pypdfium2.PdfDocument(answer.content)
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf).replace("\u200e", "")
    assert answer["Content-Type"] == "application/pdf"
    assert all(f"00000{n}" in text for n in (1, 2, 3))
