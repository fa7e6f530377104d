"""Papers are written ahead and printed beside."""

from __future__ import annotations

import pytest

from diwan.printing.press import AHEAD, Press, ahead
from diwan.printing.tests.letters import note
from diwan.reading import Unreadable


def test_each_paper_comes_in_its_order_and_only_some_are_written_ahead() -> None:
    written: list[int] = []
    for paper, word in ahead(range(9), lambda n: written.append(n) or str(n)):
        assert word == str(paper)
        assert len(written) == min(paper + AHEAD + 1, 9)
    assert written == list(range(9))


def test_what_cannot_be_printed_says_so_where_it_is_asked_for() -> None:
    with Press() as press:
        refused = press.pdf(b"no document", language="en", title="None")
        with pytest.raises(Unreadable):
            refused.result()


def test_two_at_once_are_printed_as_one_after_the_other() -> None:
    from diwan.printing.letter_docx import office_template, render

    papers = [render(office_template("note_verbale", language), note(language, 1)) for language in ("en", "ar", "fr")]
    with Press() as press:
        printed = [press.pdf(paper, language="en", title="Note") for paper in papers]
        assert all(one.result().startswith(b"%PDF-") for one in printed)
    assert len({len(one.result()) for one in printed}) > 1, "each is its own paper"
