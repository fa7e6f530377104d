"""A question finds the texts it should, asked of PostgreSQL itself."""

from __future__ import annotations

import pytest
from django.db import connection

from diwan.search.analysis import document_vector, query

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "fr", "ar"]
LETTER = {
    "en": "Requests the Secretary General to follow up Resolution No. 13 /60-POL; see IN/2026/004512 and "
    "OIC/CFM-60/2034/POL/RES/FINAL, on the Council's implementation after Sha’ban"
}
LETTRE = {"fr": "Demande au Secrétaire général de suivre la mise en œuvre de la résolution avant l’échéance de l'année"}
RISALA = {"ar": "يطلب من الأمين العام متابعة تنفيذ هذا القَرار، ووزارة الخارجية وبتنفيذ للجنة، رقم ٣/٦٠ - س، والتقارير"}


def found(text: dict[str, str], question: str, languages: list[str] = LANGUAGES) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_tsvector('simple', %s) @@ to_tsquery('simple', %s)",
            [document_vector(text), query(question, languages)],
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize(
    "question",
    [
        "13/60-POL",
        "13 /60-POL",
        "13/60-P",
        "60-POL",
        "CFM-60/2034",
        "IN/2026/004512",
        "4512",
        "004512",
        "in/2026/45",
    ],
)
def test_a_reference_is_found_whole_in_part_and_while_it_is_typed(question: str):
    assert found(LETTER, question)


@pytest.mark.parametrize("question", ["3/60-POL", "60/13", "IN/2026/4513"])
def test_another_reference_is_not_found(question: str):
    assert not found(LETTER, question)


def test_arabic_digits_ask_for_the_same_reference():
    assert found(RISALA, "3/60-س") and found(RISALA, "٣/٦٠")


@pytest.mark.parametrize(
    "question", ["resolution", "résolutions", "قرار", "والقرارات", "Secretary General", "الأمين العام"]
)
@pytest.mark.parametrize("text", [LETTER, LETTRE, RISALA], ids=["en", "fr", "ar"])
def test_a_word_of_the_office_finds_texts_in_the_three_languages(text: dict[str, str], question: str):
    assert found(text, question)


@pytest.mark.parametrize("question", ["وزارة", "الوزارات", "لجنة", "تنفيذ", "تقرير", "التقارير", "متابعه", "القرارا"])
def test_arabic_words_are_found_with_what_is_written_onto_them(question: str):
    assert found(RISALA, question)


@pytest.mark.parametrize("question", ["resolutio", "secretar", "implementati", "follow-up", "Sha'ban", "shaban"])
def test_a_word_begun_is_found_before_it_is_ended(question: str):
    assert found(LETTER, question)


def test_words_in_quotes_stand_in_a_row():
    assert found(LETTER, '"secretary general to follow"')
    assert found(LETTRE, "«mise en œuvre»")
    assert not found(LETTER, '"general secretary"')


def test_a_leading_minus_excludes():
    assert found(LETTER, "resolution -budget")
    assert not found(LETTER, "resolution -council")
    assert not found(LETTER, 'resolution -"follow up"')
    assert found(LETTER, "-budget")


def test_all_the_words_must_be_there():
    assert found(LETTRE, "résolution échéance")
    assert not found(LETTRE, "résolution budget")
    assert found(LETTRE, "RESOLUTION ECHEANCE ANNEE")


@pytest.mark.parametrize("typed", ["a & b | !c:*", "'; drop table x; --", "(((", "\\' <-> ''", "x:*ABCD", "<1> y"])
def test_operators_typed_are_no_operators(typed: str):
    asked = query(typed, LANGUAGES)
    if asked is not None:
        assert found(LETTER, typed) in (True, False)


def test_a_reader_of_french_alone_still_finds_arabic_words_he_types():
    assert found(RISALA, "قرار", ["fr"])
