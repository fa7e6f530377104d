"""Text of the institution: one text a language, each standing for itself, nothing falling back silently."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from diwan.kernel.multilingual import MultilingualField, Texts

NAME = Texts(en="Legal Affairs", fr="Affaires juridiques", ar="الشؤون القانونية")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_it_is_said_in_the_readers_language(language: str) -> None:
    with translation.override(language):
        assert str(NAME) == NAME[language]


def test_a_missing_language_is_replaced_and_the_replacement_says_which_it_is() -> None:
    assert Texts(fr="Gabinet").in_language("ar") == ("Gabinet", "fr")
    assert Texts(pt="Águas", en="Waters").in_language("fr") == ("Águas", "pt")


def test_nothing_at_all_is_an_empty_text_in_the_language_wanted() -> None:
    assert Texts().in_language("fr") == ("", "fr")
    assert str(Texts()) == "" and not Texts()


def test_a_region_is_read_in_its_language() -> None:
    assert NAME.in_language("fr-ca") == ("Affaires juridiques", "fr")


def test_empty_and_blank_texts_are_not_kept_and_are_said_to_be_missing() -> None:
    texts = Texts({"en": "  Waters ", "fr": "  ", "ar": None, "pt": ""})
    assert texts == {"en": "Waters"}
    assert texts.missing(["en", "fr", "ar"]) == ["fr", "ar"]


def test_outside_a_request_it_is_said_in_english() -> None:
    with translation.override(None):
        assert str(NAME) == "Legal Affairs"


def test_a_column_gives_texts_back_however_they_were_put_in(cast: dict[str, Any]) -> None:
    person = cast["zayd"]
    person.name = {"en": " Zayd ", "fr": "", "ar": "زيد"}
    person.save()
    assert type(person.name) is Texts and person.name == {"en": "Zayd", "ar": "زيد"}
    person.refresh_from_db()
    assert type(person.name) is Texts and person.name == {"en": "Zayd", "ar": "زيد"}


def test_a_column_of_nothing_is_empty_texts_and_no_two_rows_share_them() -> None:
    field = MultilingualField()
    assert field.get_default() == Texts()
    assert field.get_default() is not field.get_default()
    assert type(field.to_python({"en": "x", "fr": ""})) is Texts
