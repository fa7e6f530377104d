"""The bound register and the certificate of clearance, read back from paper."""

import re

import pytest

from diwan.printing.book import Book, BookRow, book_pdf
from diwan.printing.clearance_certificate import Check, ClearanceFacts, Delegation, Visa, certificate_pdf
from diwan.printing.phrases import PHRASES, phrases
from diwan.printing.tests.looking import codes, dots, pages, said, sizes


def row(serial: int, **other: str) -> BookRow:
    return BookRow(
        **{
            "number": f"IN/2035/{serial:06}", "serial": serial, "date": "13 Feb 2035", "hijri": "5 Dhu al-Hijjah 1456H",
            "whom": "Embassy of Tamaris" if serial % 2 else "سفارة سلطنة دنيان", "their_reference": f"AMB/{serial:04}", "their_date": "4 Feb 2035",
            "subject": f"Matter {serial}", "kind": "letter", "enclosures": "2", "passed_to": "POL", "answered_by": f"OIC/NV/2035/{serial:04}", **other,
        }
    )  # fmt: skip


def book(rows: list[BookRow], **other: object) -> Book:
    facts = {"printed": "13 February 2035, 10:31, Hamza", "closed_by": "Salma Haddad", **other}
    return Book(
        "Organisation of Islamic Cooperation", "General Registry", "Incoming", "2035", "January 2035", rows, **facts
    )


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_book_has_each_number_its_heads_on_each_page_and_its_closing_line(language: str) -> None:
    rows = [row(serial) for serial in range(1, 101)]
    pdf = book_pdf(book(rows), language)
    words = phrases(language)
    text = said(pdf)
    count = pages(pdf)
    assert set(sizes(pdf)) == {(297, 210)}
    assert all(one.number in text for one in rows)
    assert all(f"AMB/{serial:04}" in text for serial in range(1, 101))
    assert text.count(words["answered_by"]) >= count - 1
    for words_of_it in (
        "Organisation of Islamic Cooperation",
        "General Registry",
        "Salma Haddad",
        words["closed_by"],
        "January 2035",
    ):
        assert words_of_it in text
    closing = words["certificate_of_closing"].split("{")[0].strip()
    assert closing in text
    assert words["page"].split("{")[0].strip() in text
    assert str(count) in text


def test_a_void_number_is_struck_through_with_its_reason() -> None:
    plain = book_pdf(book([row(1), row(2), row(3)]), "en")
    struck = book_pdf(book([row(1), row(2, state="void", reason="Registered twice"), row(3)]), "en")
    text = said(struck)
    assert "Void: Registered twice" in text
    assert "Matter 2" in text
    assert "3 entries from IN/2035/000001 to IN/2035/000003, of which 1 void. No number is missing" in text
    _w, _h, before = dots(plain, 1)
    _w, _h, after = dots(struck, 1)
    assert before != after


def test_a_closed_entry_tells_its_number_and_day_and_nothing_else() -> None:
    secret = row(
        2,
        state="closed",
        subject="Secret matter",
        whom="Secret sender",
        remarks="secret",
        passed_to="SECRET",
        reason="secret",
    )
    for language in ("en", "ar"):
        text = said(book_pdf(book([row(1), secret, row(3)]), language))
        assert "IN/2035/000002" in text
        assert phrases(language)["closed"] in text
        assert "ecret" not in text
        assert "SECRET" not in text
        assert "AMB/0002" not in text


def test_a_number_that_is_missing_is_named_in_the_closing_line() -> None:
    rows = [row(1), row(2), row(5), row(7)]
    assert book(rows).missing == ["3–4", "6"]
    assert "Numbers missing between them: 3–4, 6." in said(book_pdf(book(rows), "en"))
    assert book([row(8), row(9), row(1), row(2)]).missing == [], "a new year begins anew"


def test_a_book_without_an_entry_says_so() -> None:
    text = said(book_pdf(book([]), "fr"))
    assert "aucun numéro n’a été donné pendant cette période" in text


def test_hostile_words_in_a_book_are_printed_as_they_stand() -> None:
    hostile = '#eval("1") $x$ *b* <a> \\ {page} {last}'
    text = said(book_pdf(book([row(1, subject=hostile, whom=hostile)], closed_by=hostile), "en"))
    assert text.count("{page} {last}") == 3


def facts(**other: object) -> ClearanceFacts:
    given = {
        "organisation": "Organisation of Islamic Cooperation", "paper": "note verbale", "number": "OIC/NV/2035/000012",
        "title": "Follow-up of resolution 7/60-POL", "digest": "0123456789abcdef" * 4, "circuit": "Notes to missions", "drafter": "Omar Farouk",
        "visas": [Visa("Legal Affairs", "Leila Anwari", "concurs with changes", "12 Feb 2035, 09:14", "Cite 1/44-E")],
        "checks": [Check("Form and language", "yes", "Yasmin Kader", "12 Feb 2035, 14:21")], "signer": "Idris Al-Mansouri",
        "signed_at": "13 Feb 2035, 10:31", "signed_for": "the Secretary General",
        "chain": [Delegation("Harun Al-Rashidi", "Idris Al-Mansouri", "CAB/DEC/2035/014")], "address": "https://diwan.example/outgoing/12/",
        "level": "Confidential", "issued": "13 February 2035", **other,
    }  # fmt: skip
    return ClearanceFacts(**given)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_certificate_says_who_concurred_checked_and_signed(language: str) -> None:
    pdf = certificate_pdf(facts(), language)
    text = said(pdf)
    words = phrases(language)
    for expected in (
        words["clearance_certificate"], "OIC/NV/2035/000012", "Follow-up of resolution 7/60-POL", "Leila Anwari", "concurs with changes",
        "Cite 1/44-E", "Form and language", "Yasmin Kader", "Idris Al-Mansouri", "the Secretary General", "Harun Al-Rashidi", "CAB/DEC/2035/014",
    ):  # fmt: skip
        assert expected in text, expected
    assert "0123456789abcdef" * 4 in text.replace(" ", "")
    assert codes(pdf) == ["https://diwan.example/outgoing/12/"]
    assert pages(pdf) == 1
    assert sizes(pdf) == [(210, 297)]


@pytest.mark.parametrize(("count", "expected"), [(24, 1), (90, 3)])
def test_many_visas_still_go_on_one_page_as_long_as_letters_can_be_read(count: int, expected: int) -> None:
    visas = [
        Visa(
            f"Unit {n}", f"Person {n}", "concurs", "12 Feb 2035, 09:14", "with a remark of some length" if n % 3 else ""
        )
        for n in range(count)
    ]
    pdf = certificate_pdf(facts(visas=visas), "ar")
    assert pages(pdf) == expected
    assert all(f"Person {n}" in said(pdf) for n in range(count))


def test_a_paper_without_visas_or_delegation_is_certified_too() -> None:
    text = said(certificate_pdf(facts(visas=[], checks=[], chain=[], signed_for="", address="", level=""), "en"))
    assert text.count("None") == 2
    assert "Harun" not in text


def test_each_language_has_every_word_and_the_same_places() -> None:
    english = PHRASES["en"]
    for language, words in PHRASES.items():
        assert words.keys() == english.keys(), language
        for key, word in words.items():
            assert sorted(re.findall(r"\{\w+\}", word)) == sorted(re.findall(r"\{\w+\}", english[key])), (language, key)
    assert phrases("fr-CA") is PHRASES["fr"]
    assert phrases("tr") is PHRASES["en"]
