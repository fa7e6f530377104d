"""The words asked for are marked in the text as it is printed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diwan.search.highlight import Fragment, highlight

LANGUAGES = ["en", "fr", "ar"]


def hits(text: str, question: str, width: int | None = None) -> list[str]:
    return [fragment.text for fragment in highlight(text, question, LANGUAGES, width) if fragment.hit]


def test_harakat_and_tatweel_stay_inside_the_mark():
    assert hits("إنَّ القَرَارَاتِ الصـادرةَ عن المجلسِ", "قرار") == ["القَرَارَاتِ"]
    assert hits("قــرارُــ المجلس", "قرار") == ["قــرارُــ"]


def test_a_form_other_than_the_typed_one_is_marked():
    assert hits("Les résolutions adoptées l’année dernière", "RESOLUTION année") == ["résolutions", "l’année"]
    assert hits("ووزارة الخارجية والوزارات", "وزارة") == ["ووزارة", "والوزارات"]
    assert hits("the final résolution", "قرار") == ["résolution"]


def test_a_reference_is_marked_whole_in_any_digits():
    assert hits("Resolution No. 13 /60-POL, adopted", "13/60-POL") == ["13 /60-POL"]
    assert hits("القرار رقم ٣/٦٠ - س بشأن", "3/60-س") == ["٣/٦٠ - س"]


def test_a_phrase_is_marked_only_in_its_order():
    text = "General matters; the Secretary General reports"
    assert hits(text, '"secretary general"') == ["Secretary General"]


def test_what_is_excluded_is_not_marked():
    assert hits("the budget and the report", "report -budget") == ["report"]


def test_the_piece_shown_is_about_the_first_hit_and_cut_between_words():
    text = "opening words " * 60 + "the ratification of the agreement " + "closing words " * 60
    fragments = highlight(text, "ratification", LANGUAGES, width=120)
    assert fragments[0] == Fragment("…") and fragments[-1] == Fragment("…")
    shown = "".join(fragment.text for fragment in fragments[1:-1])
    assert shown in text and len(shown) <= 120
    assert shown.startswith(("opening", "words")) and shown.endswith(("closing", "words"))
    assert Fragment("ratification", hit=True) in fragments


def test_a_hit_far_into_a_long_report_is_found():
    text = "nothing here to see, move along please. " * 5_000 + "ratification"
    assert hits(text, "ratification", 100) == ["ratification"]


@pytest.mark.parametrize("question", ["", "absent", "-report"])
def test_without_a_hit_the_beginning_is_shown(question: str):
    text = "A report of many words that goes on " * 20
    fragments = highlight(text, question, LANGUAGES, width=50)
    assert not any(fragment.hit for fragment in fragments)
    assert text.startswith(fragments[0].text)
    assert fragments[-1] == Fragment("…")


def test_markup_in_the_text_is_left_to_the_template():
    assert Fragment("<b>", hit=False) in highlight("<b>report</b>", "report", LANGUAGES)


@given(st.text(max_size=300), st.text(max_size=20), st.integers(10, 120))
@settings(max_examples=200, deadline=None)
def test_the_fragments_are_a_piece_of_the_text(text: str, question: str, width: int):
    fragments = highlight(text, question, LANGUAGES, width)
    shown = "".join(fragment.text for fragment in fragments)
    whole = "".join(fragment.text for fragment in highlight(text, question, LANGUAGES, None))
    assert whole == text
    assert shown.removeprefix("…").removesuffix("…") in text or shown in text
