"""The difference of two texts as a person would mark it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diwan.comparison.difference import difference
from diwan.reading.letters import printed


def marked(old: str, new: str) -> str:
    """The pieces in one line: [-removed-]{+added+}."""
    signs = {"same": "%s", "removed": "[-%s-]", "added": "{+%s+}"}
    return "".join(signs[piece.kind] % piece.text for piece in difference(old, new))


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        (
            "Requests the Secretary General to open two offices in Samarta;",
            "Requests the Secretary General to open three offices in Samarta;",
            "Requests the Secretary General to open[- two-]{+ three+} offices in Samarta;",
        ),
        (
            "Recalling Resolution No. 1/59-POL on the subject;",
            "Recalling Resolution No. 1/60-POL on the subject;",
            "Recalling Resolution No.[- 1/59-POL-]{+ 1/60-POL+} on the subject;",
        ),
        (
            "Demande au Secrétaire général d’ouvrir un bureau ;",
            "Demande au Secrétaire général d’ouvrir un bureau à Samarta ;",
            "Demande au Secrétaire général d’ouvrir un bureau{+ à Samarta+} ;",
        ),
        (
            "يطلب من الأمين العام تقديم تقرير إلى الدورة القادمة.",
            "يطلب من الأمين العام تقديم تقرير أولي إلى الدورة القادمة.",
            "يطلب من الأمين العام تقديم تقرير{+ أولي+} إلى الدورة القادمة.",
        ),
        ("يُقرِّر إنشاء صندوق", "يُقرِّر إنشاء مرصد", "يُقرِّر إنشاء[- صندوق-]{+ مرصد+}"),
        ("", "Decides", "{+Decides+}"),
        ("Decides", "", "[-Decides-]"),
        ("Decides", "Decides", "Decides"),
        ("", "", ""),
    ],
)
def test_whole_words_are_marked(old: str, new: str, seen: str) -> None:
    assert marked(old, new) == seen


def test_small_words_that_agree_by_chance_do_not_break_a_change_into_confetti() -> None:
    seen = marked(
        "Requests the Bank to finance the repair of the dam and of the bridges of the north;",
        "Requests the Bank to support a study of the fisheries and of the harbours on the coast;",
    )
    assert seen == (
        "Requests the Bank to[- finance the repair of the dam and of the bridges of the north-]"
        "{+ support a study of the fisheries and of the harbours on the coast+};"
    )


def test_a_longer_stretch_that_agrees_stays_outside_the_change() -> None:
    seen = marked(
        "Welcomes the formation of the Government of Concord on 3 March;",
        "Welcomes the renewal until April of the mandate of the Government of Concord;",
    )
    assert "} of the Government of Concord[" in seen


def test_marks_of_direction_and_double_spaces_are_no_difference() -> None:
    assert marked("القرار \u200f1/59-س  بشأن", "القرار 1/59-س بشأن") == "القرار 1/59-س بشأن"


WORDS = st.lists(
    st.sampled_from(["the", "of", "Fund,", "fund", "States;", "1/60-POL", "دولة", "القرار\u200f", "l’État", "—", "a"]),
    max_size=40,
)


@given(WORDS, WORDS)
def test_the_pieces_rebuild_both_texts(one: list[str], other: list[str]) -> None:
    rebuilt(" ".join(one), " ".join(other))


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_pieces_of_any_two_texts_rebuild_them(one: str, other: str) -> None:
    rebuilt(one, other)


def rebuilt(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == printed(old)
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == printed(new)
    assert all(piece.text for piece in pieces)
    assert all(one.kind != other.kind for one, other in pairwise(pieces))


def test_a_long_draft_is_compared_in_words_and_a_very_long_one_still_answers() -> None:
    old = " ".join(f"Article {n} says that harbour {n} is open; and so on." for n in range(3_000))
    new = old.replace("harbour 70 ", "port 70 ").replace("harbour 2900 ", "port 2900 ")
    pieces = difference(old, new)
    assert [piece.text.strip() for piece in pieces if piece.kind == "added"] == ["port", "port"]


@pytest.mark.parametrize("size", [400, 40_000])
def test_words_that_only_repeat_are_not_compared_each_with_each(size: int) -> None:
    rebuilt("so " * size, "so be it " * (size // 2))
