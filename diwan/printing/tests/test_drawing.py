"""Charts and characters: what is drawn of a number, what is printed of a letter."""

import pytest

from diwan.printing.characters import printable, runs
from diwan.printing.charts import draw, printed_number
from diwan.printing.report import Chart, Series, direction_of

STACKED = Chart(
    "stacked",
    "By department",
    [Series("Done", [3, 0], "done"), Series("Late", [1, 2], "late")],
    ["Political Affairs", "Legal Affairs"],
)


def test_lengths_are_to_each_other_as_the_numbers() -> None:
    bars = draw(Chart("bars", "", [Series("", [10, 5], "run")], ["a", "b"]), 400, "ltr").bars
    assert bars[0].width + 0.8 == pytest.approx(2 * (bars[1].width + 0.8))


def test_a_stack_keeps_its_parts_on_one_line_and_within_the_paper() -> None:
    for direction in ("ltr", "rtl"):
        drawing = draw(STACKED, 400, direction)
        assert len(drawing.bars) == 3
        assert len({bar.y for bar in drawing.bars}) == 2
        for bar in drawing.bars:
            assert bar.x >= 0
            assert bar.x + bar.width <= 400
        assert [entry.label for entry in drawing.key] == ["Done", "Late"]


def test_in_a_right_to_left_report_the_chart_is_the_mirror_image() -> None:
    left, right = draw(STACKED, 400, "ltr"), draw(STACKED, 400, "rtl")
    for one, other in zip(left.bars, right.bars, strict=True):
        assert other.x == pytest.approx(400 - one.x - one.width)
    assert right.words[0].x == pytest.approx(400 - right.words[0].width)


@pytest.mark.parametrize("kind", ["bars", "segments", "stacked"])
def test_a_chart_without_numbers_draws_nothing(kind: str) -> None:
    for series in (
        [],
        [Series("a", [], "run")],
        [Series("a", [0, 0], "run")],
        [Series("a", [float("nan")], "run")],
    ):
        drawing = draw(Chart(kind, "", series, ["x", "y"]), 400, "ltr")
        assert drawing.bars == ()
        assert drawing.height == 0


def test_thousands_are_set_apart_from_five_digits_on() -> None:
    assert [printed_number(value) for value in (7, 1240, 12400, 2.5)] == ["7", "1240", "12\u202f400", "2.5"]


def test_line_ends_of_all_systems_are_one() -> None:
    assert printable("a\r\nb\rc\x0bd\u2028e\tf") == "a\nb\nc\nd\ne f"


def test_no_text_can_turn_round_what_follows_it() -> None:
    assert printable("\u202eabc") == "abc"
    assert printable("\u2067abc") == "\u2067abc\u2069"
    assert printable("abc\u2069") == "abc"


def test_latin_words_of_an_arabic_line_are_runs_of_their_own() -> None:
    line = "وفقًا للوثيقة OIC/CFM-60/2034/POL Rev.1. وعددها 12"
    assert list(runs(line, "rtl")) == [
        ("وفقًا للوثيقة ", True),
        ("OIC/CFM-60/2034/POL Rev.1", False),
        (". وعددها 12", True),
    ]


def test_arabic_words_of_an_english_line_are_runs_of_their_own() -> None:
    assert list(runs("The word ديوان الأمين (diwan)", "ltr")) == [
        ("The word ", False),
        ("ديوان الأمين", True),
        (" (diwan)", False),
    ]


@pytest.mark.parametrize("text", ["", " ", "123", "a\nb", "(12) ab, جد. ef/3 7-ز"])
@pytest.mark.parametrize("base", ["ltr", "rtl"])
def test_cutting_into_runs_loses_nothing(text: str, base: str) -> None:
    assert "".join(piece for piece, _right in runs(text, base)) == text


def test_direction_belongs_to_the_language() -> None:
    assert [direction_of(one) for one in ("ar", "ar-SA", "FA", "ur", "fr", "")] == ["rtl"] * 4 + ["ltr"] * 2
