"""A letter that came already is pointed out before it gets a second number."""

from __future__ import annotations

import random
from typing import Any

import pytest

from diwan.correspondence.jobs import read_letter
from diwan.correspondence.likeness import bands, find_duplicates, likeness, pairs, remember
from diwan.correspondence.tests import papers
from diwan.correspondence.tests.letters import confidential, registered, with_paper

pytestmark = pytest.mark.django_db


def with_text(text: str, **facts: Any) -> Any:
    """A letter whose paper says this."""
    letter = registered(**facts)
    version = with_paper(letter, text.encode() or b"x", "letter.txt")
    version.text, version.extracted = text, True
    version.save()
    remember(letter, version.pk, text)
    return letter


def scanned_again(text: str, share: float = 0.05) -> str:
    """The same letter as another scan reads it: one word in twenty is misread."""
    chance = random.Random(4)
    return " ".join(word[:-1] + "x" if chance.random() < share else word for word in text.split())


@pytest.mark.parametrize("text", [papers.NOTE_EN, papers.LETTER_FR, papers.LETTER_AR])
def test_a_second_scan_of_a_letter_is_found_in_each_language(salma: Any, text: str) -> None:
    first = with_text(text)
    with_text(papers.INVITATION_EN)
    found = find_duplicates(salma, text=scanned_again(text))
    assert [one.letter for one in found] == [first] and found[0].code == "text" and 60 <= found[0].likeness < 100
    assert not found[0].strong, "that is a hint, and asks for no confirmation"


def test_letters_with_the_same_formulas_are_not_the_same(salma: Any) -> None:
    with_text(papers.NOTE_EN)
    other = papers.NOTE_EN.replace("the list of the experts of Merantha regarding the regional water programme", (
        "the request of the Government for a loan from the fund in order to build three hospitals in the northern provinces"
    )).replace("the calendar of the meetings of the experts", "the conditions of such a loan and the papers needed")  # fmt: skip
    assert find_duplicates(salma, text=other) == []


def test_the_same_file_and_the_same_reference_are_certain(salma: Any) -> None:
    letter = registered(their_reference="MER/118", sha256="a" * 64, sender_name="Embassy of Merantha")
    assert [one.code for one in find_duplicates(salma, sha256="a" * 64)] == ["file"]
    by_reference = find_duplicates(salma, their_reference="mer - 118", sender_name="embassy of MERANTHA")
    assert [(one.letter, one.code, one.strong) for one in by_reference] == [(letter, "reference", True)]
    assert find_duplicates(salma, their_reference="MER/119", sender_name="Embassy of Merantha") == []
    of_another = find_duplicates(salma, their_reference="MER/118", sender_name="Embassy of Valdoria")
    assert [(one.code, one.strong) for one in of_another] == [("number", False)]


def test_of_what_is_closed_it_is_said_that_it_exists_and_nothing_else(salma: Any) -> None:
    letter = confidential(registered(their_reference="SECRET/1", sha256="b" * 64, sender_name="Embassy of Merantha"))
    found = find_duplicates(salma, sha256="b" * 64, their_reference="SECRET/1", sender_name="Embassy of Merantha")
    assert [(one.letter, one.code) for one in found] == [(None, "file")]
    assert letter.number not in str(found)
    with_words = with_text(papers.NOTE_EN)
    with_words.confidentiality = 2
    with_words.save()
    assert find_duplicates(salma, text=papers.NOTE_EN) == [], "a likeness to what is closed is not told at all"


def test_bands_are_the_same_in_every_process_and_every_year() -> None:
    assert bands(papers.NOTE_EN)[:2] == bands(papers.NOTE_EN)[:2] and len(bands(papers.NOTE_EN)) == 32
    assert bands("too short to say anything") == []
    assert likeness(pairs(papers.NOTE_EN), pairs(papers.NOTE_EN)) == 1
    assert bands(papers.LETTER_AR) == bands(papers.LETTER_AR.replace("أ", "ا")), "another spelling of alef is the same"


def test_what_a_letter_is_like_is_kept_by_the_job_that_reads_it(salma: Any) -> None:
    letter = registered()
    with_paper(letter, papers.LETTER_FR.encode(), "letter.txt")
    read_letter(letter.pk)
    assert [one.letter for one in find_duplicates(salma, text=papers.LETTER_FR)] == [letter]


def test_a_number_that_is_void_is_no_letter(salma: Any, cast: Any) -> None:
    letter = registered(sha256="c" * 64)
    letter.void(by=cast["idris"], reason="Entered twice")
    assert find_duplicates(salma, sha256="c" * 64) == []
