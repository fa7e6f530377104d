"""Marking what was asked for in the text as it is printed, with its harakat and digits untouched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from diwan.kernel.folding import fold, fold_with_places
from diwan.search.questions import Row, clauses
from diwan.search.words import fold_tokens, stem

#: Long texts are searched in blocks of about this many characters, up to the first hit; each begins a little before the
#: end of the one before, so that no phrase falls between two.
_BLOCK, _OVERLAP = 1_000, 120
_SPACE = re.compile(r"\s")
_MOST_WORDS = 20_000
_TATWEEL = "ـ"
_ELLIPSIS = "…"


@dataclass(frozen=True)
class Fragment:
    """A piece of the text, and whether it is what was asked for."""

    text: str
    hit: bool = False


def highlight(original_text: str, query_text: str, languages: Sequence[str], width: int | None = 200) -> list[Fragment]:
    """The text around the first hit, about ``width`` characters cut between words, as fragments in order.

    The fragments together are a piece of the original, with an ellipsis where it goes on. Without a hit it is
    the beginning of the text; with ``width=None`` the whole text. Nothing is escaped: a template does that.
    """
    asked = _asked(query_text, tuple(languages))
    start, end = 0, len(original_text)
    if width is not None and end > width:
        start, end = _window(original_text, _first_hit(original_text, asked), width)
    fragments = list(_fragments(original_text, start, end, asked))
    if start > 0:
        fragments.insert(0, Fragment(_ELLIPSIS))
    if end < len(original_text):
        fragments.append(Fragment(_ELLIPSIS))
    return fragments


class _Asked:
    """What a question asks for, and what is already known of the words met: an office's words come again and again."""

    def __init__(self, query_text: str, languages: tuple[str, ...]) -> None:
        asked = [clause for clause in clauses(query_text, languages) if not clause.excluded]
        self.rows = tuple({row: None for clause in asked for option in clause.options for row in option})
        self._spoken = languages or ("",)
        self._opened: dict[str, tuple[Row, ...]] = {}

    def opened_by(self, word: str) -> tuple[Row, ...]:
        """The rows that may begin with this folded word."""
        found = self._opened.get(word)
        if found is None:
            stems = self.stems(word)
            found = self._opened[word] = tuple(row for row in self.rows if row[0].takes(stems))
            if len(self._opened) > _MOST_WORDS:
                self._opened.clear()
        return found

    def stems(self, word: str) -> tuple[str, ...]:
        """A folded word in each language spoken."""
        return _stems(word, self._spoken)


@lru_cache(maxsize=64)
def _asked(query_text: str, languages: tuple[str, ...]) -> _Asked:
    return _Asked(query_text, languages)


def _first_hit(text: str, asked: _Asked) -> tuple[int, int] | None:
    start = 0
    while asked.rows and start < len(text):
        cut = _SPACE.search(text, start + _BLOCK)
        end = cut.end() if cut else len(text)
        if first := next(_hits(text[start:end], asked), None):
            return start + first[0], start + first[1]
        again = _SPACE.search(text, end - _OVERLAP) if cut else None
        start = max(again.end(), start + 1) if again and again.end() < end else end
    return None


def _window(text: str, hit: tuple[int, int] | None, width: int) -> tuple[int, int]:
    """A piece of about ``width`` characters with the hit a third of the way in, cut between words."""
    first, last = hit or (0, 0)
    start = max(0, min(first - (width - (last - first)) // 3, len(text) - width))
    if start > 0:
        space = re.compile(r"\s+").search(text, start, first)
        start = space.end() if space else start
    end = max(min(len(text), start + width), min(last, start + 2 * width))
    if end < len(text):
        space_before = max(text.rfind(" ", max(last, start + 1), end), text.rfind("\n", max(last, start + 1), end))
        end = space_before if space_before > start else end
    return start, end


def _fragments(text: str, start: int, end: int, asked: _Asked) -> Iterator[Fragment]:
    piece = text[start:end]
    done = 0
    for first, last in _hits(piece, asked):
        if first > done:
            yield Fragment(piece[done:first])
        yield Fragment(piece[first:last], hit=True)
        done = last
    if done < len(piece):
        yield Fragment(piece[done:])


def _hits(text: str, asked: _Asked) -> Iterator[tuple[int, int]]:
    """Where in the text the rows stand, the first and longest first, none overlapping."""
    if not asked.rows:
        return
    words = list(fold_tokens(fold(text)))
    places: Sequence[int] = ()
    after = 0
    for place, (word, first, _end) in enumerate(words):
        opened = asked.opened_by(word) if place >= after else ()
        if not opened:
            continue
        if length := max((len(row) for row in opened if _stands(row, words, place, asked)), default=0):
            # Tracing every character is the dear part: it waits until there is something to trace.
            places = places or fold_with_places(text)[1]
            last = words[place + length - 1][2]
            yield places[first], _with_marks(text, places[last - 1] + 1)
            after = place + length


@lru_cache(maxsize=65_536)
def _stems(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({stem(word, language) for language in languages})


def _stands(row: Row, words: list[tuple[str, int, int]], place: int, asked: _Asked) -> bool:
    """Whether the row, known to begin here, goes on."""
    return place + len(row) <= len(words) and all(
        term.takes(asked.stems(words[place + further][0])) for further, term in enumerate(row[1:], 1)
    )


def _with_marks(text: str, end: int) -> int:
    """The end of a word with the harakat and tatweel that follow its last letter."""
    while end < len(text) and (text[end] == _TATWEEL or unicodedata.category(text[end]) in ("Mn", "Me")):
        end += 1
    return end
