"""A due date is proposed from the deadline as the resolution prints it, in three languages."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diwan.kernel.numerals import read_number
from diwan.kernel.periods import NOTHING, Due, due_from_words

GOLD = Path(__file__).parents[4] / "shared" / "corpus" / "volumes" / "open" / "gold"
ADOPTED = dt.date(2034, 6, 15)
NEXT_SESSION = dt.date(2035, 6, 20)


def due(text: str, language: str | None = None) -> Due:
    return due_from_words(text, adopted_on=ADOPTED, next_session_on=NEXT_SESSION, next_session=61, language=language)


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("en", "not later than 31 March 2035", dt.date(2035, 3, 31)),
        ("fr", "au plus tard le 31 mars 2035", dt.date(2035, 3, 31)),
        ("ar", "في موعد أقصاه ٣١ مارس ٢٠٣٥م", dt.date(2035, 3, 31)),
        ("en", "before the end of June 2036", dt.date(2036, 6, 30)),
        ("fr", "avant la fin du mois de juin 2036", dt.date(2036, 6, 30)),
        ("ar", "قبل نهاية شهر يونيو 2036", dt.date(2036, 6, 30)),
        ("en", "by the end of 2035", dt.date(2035, 12, 31)),
        ("fr", "d’ici à fin 2035", dt.date(2035, 12, 31)),
        ("ar", "بحلول نهاية عام ٢٠٣٥م", dt.date(2035, 12, 31)),
        ("en", "before the end of the year", dt.date(2034, 12, 31)),
        ("fr", "avant la fin de l’année", dt.date(2034, 12, 31)),
        ("ar", "قبل نهایة العام", dt.date(2034, 12, 31)),
        ("en", "within the first half of 2035", dt.date(2035, 6, 30)),
        ("fr", "au cours du deuxième trimestre 2035", dt.date(2035, 6, 30)),
        ("ar", "خلال الربع الثالث من عام 2035", dt.date(2035, 9, 30)),
        ("fr", "à compter d’octobre 2034", dt.date(2034, 10, 1)),
        ("en", "as from October 2034", dt.date(2034, 10, 1)),
        ("en", "before the end of the month of Shawwal 1455H", dt.date(2034, 1, 20)),
        ("en", "by 1 March", dt.date(2035, 3, 1)),
    ],
)
def test_an_explicit_date_or_end_of_period_is_the_due_date(language: str, text: str, date: dt.date):
    assert due(text, language) == Due(date, "date")


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("en", "within six months", dt.date(2034, 12, 15)),
        ("fr", "dans un délai de trois mois", dt.date(2034, 9, 15)),
        ("ar", "خلال ستة أشهر", dt.date(2034, 12, 15)),
        ("en", "within sixty (60) days", dt.date(2034, 8, 14)),
        ("ar", "في غضون ستين يوماً", dt.date(2034, 8, 14)),
        ("ar", "خلال شهرين", dt.date(2034, 8, 15)),
        ("fr", "dans les quarante-huit heures", dt.date(2034, 6, 17)),
        ("fr", "dans les trente jours suivant l’adoption de la présente résolution", dt.date(2034, 7, 15)),
        ("en", "within two weeks of its adoption", dt.date(2034, 6, 29)),
    ],
)
def test_a_period_runs_from_the_adoption(language: str, text: str, date: dt.date):
    assert due(text, language) == Due(date, "period")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "at least ten days before departure"),
        ("fr", "dans les quarante-huit heures suivant la clôture du scrutin"),
        ("ar", "قبل المغادرة بعشرة أيام على الأقل"),
    ],
)
def test_a_period_counted_from_an_event_has_no_date(language: str, text: str):
    assert due(text, language) == Due(None, "period")


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "the next session of the Council", None),
        ("fr", "sa prochaine session", None),
        ("ar", "الدورة القادمة للمجلس", None),
        ("en", "its 61st Session", 61),
        ("en", "the Sixty-first Session of the CFM", 61),
        ("fr", "la soixante et unième session du CMAE", 61),
        ("ar", "الدورة الحادية والستين لمجلس وزراء الخارجية", 61),
        ("ar", "المجلس فی دورته الحادیة والستین", 61),
        ("ar", "اجتماع كبار الموظفين التحضيري للدورة الحادية والستين", 61),
    ],
)
def test_the_next_session_is_due_on_its_opening(language: str, text: str, number: int | None):
    assert due(text, language) == Due(NEXT_SESSION, "session", session=number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("its 62nd Session", 62),
        ("sa 62ème session", 62),
        ("دورته الثانية والستين", 62),
        ("the next Annual Coordination Meeting", None),
        ("sa prochaine réunion ordinaire", None),
        ("اجتماعها العادي المقبل", None),
    ],
)
def test_a_later_session_or_another_meeting_is_named_but_not_dated(text: str, number: int | None):
    assert due(text) == Due(None, "session", session=number)


def test_a_numbered_session_is_not_dated_while_nobody_says_which_is_next():
    unknown = due_from_words("its 61st Session", adopted_on=ADOPTED, next_session_on=NEXT_SESSION, language="en")
    assert unknown == Due(None, "session", session=61)


@pytest.mark.parametrize(
    ("language", "text", "date", "months"),
    [
        ("en", "quarterly", dt.date(2034, 9, 15), 3),
        ("en", "annually", dt.date(2035, 6, 15), 12),
        ("en", "every six months", dt.date(2034, 12, 15), 6),
        ("fr", "tous les six mois", dt.date(2034, 12, 15), 6),
        ("fr", "sur une base trimestrielle", dt.date(2034, 9, 15), 3),
        ("ar", "كل ستة أشهر", dt.date(2034, 12, 15), 6),
        ("ar", "سنوياً", dt.date(2035, 6, 15), 12),
        ("en", "by the end of each year", dt.date(2034, 12, 31), 12),
        ("ar", "في نهاية كل سنة", dt.date(2034, 12, 31), 12),
        ("fr", "le 1er janvier et le 1er juillet de chaque année", dt.date(2034, 7, 1), 6),
        ("ar", "في الأول من يناير والأول من يوليو من كل عام", dt.date(2034, 7, 1), 6),
    ],
)
def test_a_recurring_duty_is_first_due_after_the_adoption(language: str, text: str, date: dt.date, months: int):
    assert due(text, language) == Due(date, "recurring", every=("months", months))


def test_what_comes_again_at_no_told_interval_has_no_date():
    assert due("periodically", "en") == Due(None, "recurring")
    assert due("at each session", "en") == Due(NEXT_SESSION, "recurring")


def test_of_two_deadlines_the_earlier_counts():
    both = due("before the end of June 2034; the 61st Session", "en")
    assert both == Due(dt.date(2034, 6, 30), "date")


@pytest.mark.parametrize("text", ["", "as soon as possible", "OIC/CFM-60/2034/POL/RES/FINAL", "the Member States"])
def test_words_without_a_deadline_give_none(text: str):
    assert due(text, "en") == NOTHING


def test_a_month_shorter_than_the_day_of_adoption_ends_the_period_on_its_last_day():
    end_of_january = due_from_words(
        "within one month", adopted_on=dt.date(2035, 1, 31), next_session_on=None, language="en"
    )
    assert end_of_january.date == dt.date(2035, 2, 28)


@given(st.text(max_size=60), st.sampled_from(["en", "fr", "ar", None]))
@settings(max_examples=200, deadline=None)
def test_no_text_whatever_breaks_the_derivation(text: str, language: str | None):
    due(text, language)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Sixty-first", 61),
        ("forty-eight", 48),
        ("nineteenth", 19),
        ("two hundred and five", 205),
        ("soixante et unième", 61),
        ("quatre-vingt-dix-sept", 97),
        ("quatre-vingts", 80),
        ("الحادية والستين", 61),
        ("التاسعة عشرة", 19),
        ("ثمان وأربعين", 48),
        ("61ème", 61),
        ("session", None),
    ],
)
def test_numbers_in_words_are_read(text: str, number: int | None):
    assert read_number(text) == number


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_nearly_all_deadlines_of_the_volumes_get_a_basis(language: str):
    file = GOLD / f"CFM60_POL_RES_FINAL_{language}.json"
    if not file.exists():
        pytest.skip("the corpus is not beside the project")
    printed = list(_deadlines(json.loads(file.read_text(encoding="utf-8"))))
    without = [text for text in printed if due(text, language).basis == "none"]
    assert len(printed) > 30
    assert len(without) <= len(printed) * 0.03, without


def _deadlines(node: Any) -> Any:
    if isinstance(node, dict):
        if isinstance(node.get("deadline"), str):
            yield node["deadline"]
        for value in node.values():
            yield from _deadlines(value)
    elif isinstance(node, list):
        for value in node:
            yield from _deadlines(value)


def test_a_text_of_numbers_without_end_is_read_no_further_than_a_phrase():
    assert due("three " * 30_000, "en") == NOTHING
    assert due("within " + "soixante et " * 20_000) == NOTHING
