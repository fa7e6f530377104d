"""Dates are printed in both calendars; what a paper prints is kept beside what the table gives."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from diwan.kernel.calendars import (
    DualDate,
    Hijri,
    dual_date,
    dual_range,
    gregorian_in_words,
    hijri_in_words,
    last_day_of,
    parse_gregorian,
    parse_gregorian_range,
    parse_hijri,
    parse_hijri_range,
    to_gregorian,
    to_hijri,
)
from diwan.kernel.months import HIJRI_MONTHS

REFERENCE = Path(__file__).parents[4] / "shared" / "reference" / "oic.yaml"

RAJAB_1432 = dt.date(2011, 6, 28), dt.date(2011, 6, 30)


def test_a_day_has_its_umm_al_qura_date_and_back():
    assert to_hijri(dt.date(2026, 11, 23)) == Hijri(1448, 6, 13)
    assert to_gregorian(Hijri(1448, 6, 13)) == dt.date(2026, 11, 23)


def test_a_day_outside_the_table_has_no_hijri_date():
    assert to_hijri(dt.date(1924, 7, 31)) is None
    assert to_hijri(dt.date(2077, 11, 17)) is None
    assert hijri_in_words(dt.date(1900, 1, 1), "en") == ""
    assert dual_date(dt.date(1900, 1, 1), "fr") == "1er janvier 1900"
    with pytest.raises(ValueError, match="the table of Umm al-Qura has no 1501-01-01"):
        to_gregorian(Hijri(1501, 1, 1))


def test_a_printed_thirtieth_is_a_date_though_the_table_gives_the_month_29_days():
    short = next(month for month in range(1, 13) if last_day_of(1447, month).day == 29)
    printed = Hijri(1447, short, 30)
    with pytest.raises(ValueError, match=str(printed)):
        to_gregorian(printed)
    with pytest.raises(ValueError, match="no Hijri date"):
        Hijri(1446, 13, 1)


@given(st.dates(dt.date(1924, 8, 1), dt.date(2077, 11, 16)))
@settings(max_examples=200, deadline=None)
def test_every_day_of_the_table_comes_back_the_same(day: dt.date):
    hijri = to_hijri(day)
    assert hijri is not None
    assert to_gregorian(hijri) == day


@pytest.mark.parametrize(
    ("language", "hijri", "gregorian"),
    [
        ("en", "15 Sha’ban 1447", "3 February 2026"),
        ("fr", "15 chaabane 1447", "3 février 2026"),
        ("ar", "15 شعبان 1447\N{NO-BREAK SPACE}هـ", "3 فبراير 2026"),
    ],
)
def test_a_day_is_said_in_three_languages(language: str, hijri: str, gregorian: str):
    day = dt.date(2026, 2, 3)
    assert hijri_in_words(day, language) == hijri
    assert gregorian_in_words(day, language) == gregorian


def test_the_first_of_the_month_is_ordinal_in_french():
    assert gregorian_in_words(dt.date(2035, 6, 1), "fr") == "1er juin 2035"
    assert gregorian_in_words(dt.date(2035, 6, 1), "fr", "day") == "vendredi 1er juin 2035"
    assert hijri_in_words(Hijri(1447, 9, 1), "fr") == "1er ramadan 1447"


def test_short_and_day_styles():
    day = dt.date(2026, 1, 31)
    assert gregorian_in_words(day, "en", "short") == "31 Jan 2026"
    assert gregorian_in_words(day, "en", "day") == "Saturday 31 January 2026"
    assert gregorian_in_words(day, "ar", "day") == "السبت 31 يناير 2026"


def test_an_organisation_with_another_language_gets_its_own_words():
    assert gregorian_in_words(dt.date(2026, 1, 31), "pt") == "31 de janeiro de 2026"
    assert hijri_in_words(dt.date(2026, 2, 3), "pt") == "15 Sha’ban 1447"


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("en", "26-28 Rajab 1432H (28-30 June 2011)"),
        ("fr", "26-28 rajab 1432H (28-30 juin 2011)"),
        ("ar", "26-28 رجب 1432هـ (28-30 يونيو 2011م)"),
    ],
)
def test_the_days_of_a_session_are_printed_in_both_calendars(language: str, printed: str):
    assert dual_range(*RAJAB_1432, language) == printed


def test_days_across_the_end_of_a_month_or_a_year_name_both():
    assert dual_range(dt.date(2012, 11, 13), dt.date(2012, 11, 15), "en") == (
        "28 Dhu al-Hijja 1433 - 1 Muharram 1434H (13-15 November 2012)"
    )
    assert dual_range(dt.date(2034, 12, 30), dt.date(2035, 1, 2), "en").endswith("(30 December 2034 - 2 January 2035)")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("month", range(1, 13))
def test_every_date_that_diwan_prints_can_be_read_again(language: str, month: int):
    hijri = Hijri(1447, month, 7)
    assert parse_hijri(hijri_in_words(hijri, language)) == hijri
    day = dt.date(2035, month, 1)
    for style in ("long", "short", "day"):
        assert parse_gregorian(gregorian_in_words(day, language, style)) == day
    assert parse_hijri(f"7 {HIJRI_MONTHS[language][month - 1].upper()} 1447") == hijri


@pytest.mark.parametrize(
    ("text", "hijri"),
    [
        ("26 – 28 RABI AL-AWWAL 1456 H (13 – 15 JUNE 2034)", Hijri(1456, 3, 28)),
        ("26 Rabi-ul-Awwal 1456 H, corresponding to 13-15 June 2034;", Hijri(1456, 3, 26)),
        ("DU 26 AU 28 RABI’ AL-AWWAL 1456H (13-15 JUIN 2034)", Hijri(1456, 3, 28)),
        ("3 Rabi' al-Thani 1447", Hijri(1447, 4, 3)),
        ("3 Rabi ath-Thani 1447", Hijri(1447, 4, 3)),
        ("3 Rabi II 1447", Hijri(1447, 4, 3)),
        ("16-17 SHA'BAN 1455H", Hijri(1455, 8, 17)),
        ("20-21 Shaaban 1424", Hijri(1424, 8, 21)),
        ("9 Chaâbane 1447", Hijri(1447, 8, 9)),
        ("19 Dhul Qa’dah 1455H", Hijri(1455, 11, 19)),
        ("19 Dhoul Qi’da 1455H", Hijri(1455, 11, 19)),
        ("5-6 Dhul Qadah 1426", Hijri(1426, 11, 6)),
        ("25-26 Dhul Hijjah 1446", Hijri(1446, 12, 26)),
        ("12 Zul-Hijja 1440", Hijri(1440, 12, 12)),
        ("12 Joumada Al-Oula 1447", Hijri(1447, 5, 12)),
        ("12 Jumada al-Akhirah 1447", Hijri(1447, 6, 12)),
        ("٢٦ إلى ٢٨ ربيع الأول ١٤٥٦هـ", Hijri(1456, 3, 28)),
        ("26 ربیع الأول 1456ه", Hijri(1456, 3, 26)),
        ("١٥ جُمادى الآخِرة ١٤٤٧ هـ", Hijri(1447, 6, 15)),
        ("3 ربيع الثاني 1447", Hijri(1447, 4, 3)),
        ("19 ذي القعـدة 1455هـ", Hijri(1455, 11, 19)),
        ("غرة محرم 1447", None),
        ("Rajab 1455H", None),
        ("the 61st Session, 31 March 2035", None),
    ],
)
def test_hijri_dates_are_read_as_papers_spell_them(text: str, hijri: Hijri | None):
    assert parse_hijri(text) == hijri


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("31 March 2035", dt.date(2035, 3, 31)),
        ("March 31, 2035", dt.date(2035, 3, 31)),
        ("the 31st of March, 2035", dt.date(2035, 3, 31)),
        ("31 mars 2035", dt.date(2035, 3, 31)),
        ("1er juin 2035", dt.date(2035, 6, 1)),
        ("le 15 août 2035", dt.date(2035, 8, 15)),
        ("31 مارس 2035", dt.date(2035, 3, 31)),
        ("٣١ آذار/مارس ٢٠٣٥", dt.date(2035, 3, 31)),
        ("13 - 15 يونيو «حزيران» 2034م", dt.date(2034, 6, 15)),
        ("من 30 يونيو إلى 2 يوليو 2034", dt.date(2034, 7, 2)),
        ("28-30 June 2011", dt.date(2011, 6, 30)),
        ("from 28 to 30 June 2011", dt.date(2011, 6, 30)),
        ("du 28 au 30 juin 2011", dt.date(2011, 6, 30)),
        ("2035-03-31", dt.date(2035, 3, 31)),
        ("31/03/2035", dt.date(2035, 3, 31)),
        ("31 February 2035", None),
        ("31 آذار/مارس", None),
        ("26 Rabi I 1456", None),
        ("resolution 3/60-POL", None),
    ],
)
def test_gregorian_dates_are_read_as_papers_print_them(text: str, date: dt.date | None):
    assert parse_gregorian(text) == date


def test_a_date_without_its_year_takes_the_one_given():
    assert parse_gregorian("31 آذار/مارس", year=2035) == dt.date(2035, 3, 31)


def test_a_range_gives_both_its_ends():
    assert parse_gregorian_range("30 December 2034 - 2 January 2035") == (
        dt.date(2034, 12, 30),
        dt.date(2035, 1, 2),
    )
    assert parse_hijri_range("29 Muharram - 1 Safar 1394") == (Hijri(1394, 1, 29), Hijri(1394, 2, 1))


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_no_text_whatever_breaks_the_reading(text: str):
    parse_hijri(text)
    parse_gregorian(text)


def test_the_printed_date_prevails_over_the_computed_one():
    founding = DualDate(dt.date(1969, 9, 25), "12 Rajab 1389")
    assert founding.hijri_computed == Hijri(1389, 7, 14)
    assert founding.differs
    assert founding.in_words("en") == "12 Rajab 1389H (25 September 1969)"


def test_a_printed_date_that_agrees_or_cannot_be_read_does_not_differ():
    assert not DualDate(RAJAB_1432[0], "26-28 Rajab 1432H", RAJAB_1432[1]).differs
    assert not DualDate(RAJAB_1432[0], None, RAJAB_1432[1]).differs
    blurred = DualDate(RAJAB_1432[0], "26-28 Ra?ab", RAJAB_1432[1])
    assert not blurred.differs
    assert blurred.in_words("en") == "26-28 Rajab 1432H (28-30 June 2011)"


def _published() -> list[DualDate]:
    if not REFERENCE.exists():
        pytest.skip("the reference data is not beside the project")
    data = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))
    found: list[DualDate] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("hijri_published") and (start := node.get("start") or node.get("date")):
                end = node.get("end") or start
                found.append(
                    DualDate(dt.date.fromisoformat(start), node["hijri_published"], dt.date.fromisoformat(end))
                )
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(data)
    return found


def test_published_dual_dates_since_2003_agree_with_the_table():
    since = [date for date in _published() if date.gregorian.year >= 2003]
    assert len(since) >= 12
    assert [date for date in since if date.hijri_read is None or date.differs] == []


def test_older_published_dual_dates_are_read_and_at_most_two_days_off():
    for date in (date for date in _published() if date.gregorian.year < 2003):
        assert date.hijri_read is not None, date
        off = abs((to_gregorian(date.hijri_read[1]) - (date.until or date.gregorian)).days)
        assert off <= 2, date
