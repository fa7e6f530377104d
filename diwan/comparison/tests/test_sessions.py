"""What changes by itself from session to session, and what does not."""

import pytest

from diwan.comparison.words import normalised, sessionless, stems, tokens

RECURRING = [
    (
        "Recalling Resolution No. 4/31-POL adopted by the 31st Session of the Council of Foreign Ministers on the subject;",
        "Recalling Resolution No. 6/32-POL adopted by the 32nd Session of the Council of Foreign Ministers on the subject;",
    ),
    (
        "to report to the Fifty-ninth regular Session of the CFM",
        "to report to the Sixtieth regular session of the CFM.",
    ),
    ("(Document No. OIC/CFM-60/2034/POL/SG-REP.1)", "(Document no OIC/CFM-61/2035/POL/SG-REP.3)"),
    (
        "the 48th session of the Council of Foreign Ministers, held in Samarta, State of Qasrayn, on 22-23 March 2022, and",
        "the 49th session of the Council of Foreign Ministers, held in Port Salam, Republic of Belhara, on 16-17 March 2023, and",
    ),
    ("the 14th Islamic Summit (Samarta, 31 May 2019)", "the 15th Islamic Summit (Port Salam, 4-5 May 2024)"),
    (
        "Resolutions Nos. 1/57-POL, 1/58-POL and 1/59-POL on the matter",
        "Resolutions Nos. 1/57-POL, 1/58-POL, 1/59-POL and 1/60-POL on the matter",
    ),
    ("in paragraph 9 of Resolution No. 1/57-POL", "in paragraph 7 of Resolution No. 1/58-POL"),
    (
        "la résolution n° 1/59-POL adoptée par la 59ème session du Conseil, tenue à Samarta les 3 et 4 mars 2034,",
        "la résolution n° 2/60-POL adoptée par la 60ème session du Conseil, tenue à Port Salam les 5 et 6 mars 2035,",
    ),
    ("à la soixante et unième session du CMAE", "à la soixante-deuxième session du CMAE"),
    ("القرار رقم ١/٥٩-س الصادر عن الدورة التاسعة والخمسين", "القرار رقم ٢/٦٠-س الصادر عن الدورة الستين"),
    ("إلى الدورة الحادية والستين لمجلس وزراء الخارجية.", "إلى الدورة الثانية والستين لمجلس وزراء الخارجية."),
    ("في دورته الثانية والستين؛", "في دورته الثالثة والستين؛"),
    ("التحضيري للدورة الحادية والستين", "التحضيري للدورة الثانية والستين"),
    (
        "عن الدورة السابعة والأربعين للمجلس المنعقدة في سمرتا يومي 27 و28 نوفمبر 2020م،",
        "عن الدورة الثامنة والأربعين للمجلس المنعقدة في بورت سلام يومي 22 و23 مارس 2022م،",
    ),
]

TELLING = [
    ("before 31 December 2034", "before 31 December 2035"),
    ("by a majority of 2/3 of the votes", "by a majority of 3/4 of the votes"),
    ("the 2034 appeal was funded", "the 2033 appeal was funded"),
    ("the Sixth Conference on Mediation", "the Seventh Conference on Mediation"),
    ("within 60 days", "within 90 days"),
    ("avant le 31 mars 2035", "avant le 31 mars 2036"),
    ("في غضون ستين يوماً", "في غضون تسعين يوماً"),
    ("the first half of the year", "the second half of the year"),
]


@pytest.mark.parametrize(("one", "other"), RECURRING)
def test_what_recurs_with_another_number_is_the_same(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)
    assert sessionless(one) == sessionless(other)
    assert "§" in sessionless(one)


@pytest.mark.parametrize(("one", "other"), TELLING)
def test_dates_shares_and_deadlines_are_not_references_to_sessions(one: str, other: str) -> None:
    assert sessionless(one) != sessionless(other)


def test_another_organisation_names_its_own_organs() -> None:
    house = {
        "organs": [{"key": "BOARD", "title": {}, "say": ["assembly of harbours"], "symbols": ["aoh"]}],
        "addressees": [],
    }
    assert sessionless("the 7th Assembly of Harbours decided", house) == sessionless(
        "the 8th Assembly of Harbours decided", house
    )
    assert sessionless("the 7th Assembly of Harbours decided") != sessionless("the 8th Assembly of Harbours decided")


def test_a_long_word_of_many_strokes_takes_no_more_time_for_it() -> None:
    text = "a-" * 40_000 + "1/2-" * 10_000
    assert len(sessionless(text)) < len(text) + 10


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The Establishment of 3 offices", ["establishment", "3", "offices"]),
        ("L'établissement des trois bureaux", ["etablissement", "trois", "bureaux"]),
        ("إنشاء ٣ مكاتب في القصرين", ["انشاء", "3", "مكاتب", "القصرين"]),
    ],
)
def test_content_words_are_folded_and_numbers_kept(text: str, said: list[str]) -> None:
    assert tokens(text) == said


def test_forms_of_a_word_share_a_stem() -> None:
    assert stems("establishes", "en") == stems("establishment", "en")
    assert stems("bureaux", "fr") != []
    assert stems("والدول") == stems("الدول")


def test_a_language_without_lists_is_compared_by_its_words() -> None:
    assert tokens("Pede à Secretária um relatório", "pt") == ["pede", "a", "secretaria", "um", "relatorio"]
    assert stems("relatório", "pt") == ["relatorio"]
