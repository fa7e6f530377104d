"""Exports open safely in a spreadsheet."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from diwan.interface import exports


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+33 1 23", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|cmd", "%0A=1",
        "＝1+1", "＋1", "－1", "＠SUM", "﹦1", "−1",
        " =1+1", "\u200f=1+1", "\u2066=1+1", "\ufeff=1", "\u00a0=1",
    ],
)  # fmt: skip
def test_a_text_that_looks_like_a_formula_is_kept_as_text(text: str) -> None:
    assert exports.safe(text) == f"'{text}"


@pytest.mark.parametrize(
    "value", ["CAB/2035/000141", "القرار رقم 3", "a=b", "", None, -3, 2.5, True, dt.date(2035, 2, 13)]
)
def test_what_is_no_formula_is_left_alone(value: object) -> None:
    assert exports.safe(value) == value


@given(st.text(max_size=30))
def test_no_text_at_all_reaches_a_cell_as_a_formula(text: str) -> None:
    cell = exports.safe(text)
    bare = cell.lstrip(exports.UNSEEN)
    assert not bare or bare[0] not in exports.COMMANDS


def test_a_csv_says_that_it_is_utf8_and_keeps_arabic() -> None:
    answer = exports.csv_response("mandates", ["Title", "Due"], [["اجتماع المانحين", dt.date(2035, 2, 13)], ["=1", 3]])
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines == [["Title", "Due"], ["اجتماع المانحين", "2035-02-13"], ["'=1", "3"]]
    assert 'filename="mandates.csv"' in answer["Content-Disposition"]


@pytest.mark.parametrize(("language", "from_the_right"), [("ar", True), ("fr", False), ("en", False)])
def test_a_sheet_is_read_in_the_direction_of_its_language(language: str, from_the_right: bool) -> None:
    with translation.override(language):
        book = load_workbook(io.BytesIO(exports.xlsx("Mandates: all [2035]", ["Title"], [["x"]])))
    sheet = book.active
    assert bool(sheet.sheet_view.rightToLeft) is from_the_right
    assert sheet.freeze_panes == "A2"


def test_a_sheet_holds_formulas_as_text_and_instants_without_offset() -> None:
    now = dt.datetime(2035, 2, 13, 9, 12, tzinfo=dt.UTC)
    content = exports.xlsx("Mandates", ["Title", "At"], [["=HYPERLINK(1)", now], ["bad\x00sign", None]])
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows())
    assert (rows[1][0].value, rows[1][0].data_type) == ("'=HYPERLINK(1)", "s")
    assert rows[1][1].value == timezone.localtime(now).replace(tzinfo=None)
    assert rows[2][0].value == "badsign"


def test_a_text_longer_than_a_cell_is_cut_to_it() -> None:
    assert len(exports.safe("x" * 40_000)) == exports.CELL
