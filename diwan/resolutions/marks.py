"""Doubtful words of recognised paragraphs through the changes of a review: ``[start, end, confidence]`` in the text."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from diwan.resolutions.models import DraftParagraph

Span = list[int]


class Piece(NamedTuple):
    """A stretch of a text; ``confidence`` where it is a doubtful word; ``lead`` where it belongs to the verb."""

    words: str
    confidence: int | None
    lead: bool


def kept(spans: list[Span], before: str, after: str) -> list[Span]:
    """The words that a correction left as they were, at their new places; a person has seen the others."""
    if not spans or before == after:
        return spans
    same = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    found = []
    for start, end, confidence in spans:
        block = next((b for b in same if b.a <= start and end <= b.a + b.size), None)
        whole = block is not None and _alone(after, start - block.a + block.b, end - block.a + block.b)
        if block is not None and whole:
            found.append([start - block.a + block.b, end - block.a + block.b, confidence])
    return found


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a stretch is still a word of its own: nothing was written to its beginning or end."""
    return not text[start - 1 : start].strip() and not text[end : end + 1].strip()


def joined(first: DraftParagraph, second: DraftParagraph) -> list[Span]:
    """The words of two paragraphs that become one, with a space between."""
    gap = len(first.text.rstrip()) + 1 - (len(second.text) - len(second.text.lstrip()))
    return [*first.uncertain, *([start + gap, end + gap, sure] for start, end, sure in second.uncertain)]


def halved(spans: list[Span], first_ends: int, second_begins: int) -> tuple[list[Span], list[Span]]:
    """The words of the two halves of a paragraph."""
    upper = [span for span in spans if span[1] <= first_ends]
    lower = [[s - second_begins, e - second_begins, sure] for s, e, sure in spans if s >= second_begins]
    return upper, lower


def pieces(paragraph: DraftParagraph, lead: int) -> list[Piece]:
    """The text in stretches: doubtful words, the rest, cut where the verb (its first ``lead`` characters) ends."""
    text = paragraph.text
    doubtful = {start: (end, sure) for start, end, sure in paragraph.uncertain if 0 <= start < end <= len(text)}
    cuts = sorted({0, lead, len(text), *doubtful, *(end for end, _sure in doubtful.values())})
    found = []
    for start, end in pairwise(cuts):
        sure = next((sure for begun, (ended, sure) in doubtful.items() if begun <= start and end <= ended), None)
        found.append(Piece(text[start:end], sure, end <= lead))
    return found
