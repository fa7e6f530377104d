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

#: Long texts are searched in blocks of about this many characters, up to the first hit.
_BLOCK = 4_000
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
    rows = _rows(query_text, tuple(languages))
    start, end = 0, len(original_text)
    if width is not None and end > width:
        start, end = _window(original_text, _first_hit(original_text, rows, languages), width)
    fragments = list(_fragments(original_text, start, end, rows, languages))
    if start > 0:
        fragments.insert(0, Fragment(_ELLIPSIS))
    if end < len(original_text):
        fragments.append(Fragment(_ELLIPSIS))
    return fragments


@lru_cache(maxsize=256)
def _rows(query_text: str, languages: tuple[str, ...]) -> tuple[Row, ...]:
    asked = [clause for clause in clauses(query_text, languages) if not clause.excluded]
    return tuple({row: None for clause in asked for option in clause.options for row in option})


def _first_hit(text: str, rows: tuple[Row, ...], languages: Sequence[str]) -> tuple[int, int] | None:
    start = 0
    while rows and start < len(text):
        cut = re.compile(r"\s").search(text, start + _BLOCK)
        end = cut.end() if cut else len(text)
        if first := next(_hits(text[start:end], rows, languages), None):
            return start + first[0], start + first[1]
        start = end
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


def _fragments(text: str, start: int, end: int, rows: tuple[Row, ...], languages: Sequence[str]) -> Iterator[Fragment]:
    piece = text[start:end]
    done = 0
    for first, last in _hits(piece, rows, languages):
        if first > done:
            yield Fragment(piece[done:first])
        yield Fragment(piece[first:last], hit=True)
        done = last
    if done < len(piece):
        yield Fragment(piece[done:])


def _hits(text: str, rows: tuple[Row, ...], languages: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where in the text the rows stand, the first and longest first, none overlapping."""
    folded = fold(text)
    words = list(fold_tokens(folded))
    spoken = tuple(languages) or ("",)
    stemmed = [_stems(word, spoken) for word, _, _ in words]
    beginnings = [row[0] for row in rows]
    opening = {found for found in set(stemmed) if any(term.takes(found) for term in beginnings)}
    places: list[int] = []
    place = 0
    while place < len(words):
        length = 0
        if stemmed[place] in opening:
            length = max((len(row) for row in rows if _stands(row, stemmed, place)), default=0)
        if length:
            # Tracing every character is the dear part: it waits until there is something to trace.
            places = places or fold_with_places(text)[1]
            first, last = words[place][1], words[place + length - 1][2]
            yield places[first], _with_marks(text, places[last - 1] + 1)
        place += length or 1


@lru_cache(maxsize=65_536)
def _stems(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({stem(word, language) for language in languages})


def _stands(row: Row, stemmed: list[tuple[str, ...]], place: int) -> bool:
    return place + len(row) <= len(stemmed) and all(
        term.takes(stemmed[place + further]) for further, term in enumerate(row)
    )


def _with_marks(text: str, end: int) -> int:
    """The end of a word with the harakat and tatweel that follow its last letter."""
    while end < len(text) and (text[end] == _TATWEEL or unicodedata.category(text[end]) in ("Mn", "Me")):
        end += 1
    return end
