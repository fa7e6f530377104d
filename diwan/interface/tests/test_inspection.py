"""The inspection of pages: a shape that was found valid lends nothing to what differs where it matters."""

import pytest

from diwan.interface.inspection import inspect

PAGE = '<!doctype html><html lang="en" dir="ltr"><title>t</title><h1 id="{id}">{words}</h1><p id="p">{more}</p></html>'
GOOD = PAGE.format(id="h", words="Letters", more="Twelve")


def test_the_same_shape_with_other_words_is_let_through() -> None:
    inspect(GOOD)
    inspect(PAGE.format(id="other", words="Lettres", more="Douze"))


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (PAGE.format(id="h", words="Letters", more="a &amp b"), "not valid"),
        (PAGE.format(id="h&amp", words="Letters", more="Twelve"), "not valid"),
        (PAGE.format(id="h", words="Letters", more="<b>Twelve"), "not valid"),
        (PAGE.format(id="h", words="Letters", more='<i lang="fr" lang="fr">Douze</i>'), "not valid"),
        (PAGE.format(id="p", words="Letters", more="Twelve"), "stand twice"),
        (GOOD.replace('dir="ltr"', 'dir="rtl"'), "is not written"),
    ],
)
def test_what_is_wrong_is_seen_after_a_good_one(page: str, said: str) -> None:
    inspect(GOOD)
    with pytest.raises(AssertionError, match=said):
        inspect(page)
