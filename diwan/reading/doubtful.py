"""Where in the paragraphs the doubtful words of recognised pages stand."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from .letters import folded
from .recognised import DOUBTFUL, Page

MANY = 3
"""Doubtful words from which a paragraph is to be looked at; …"""
SHARE = 0.1
"""… in a short one two of them, when they are this share of its words."""
AHEAD = 12  # words that may be left out between two found ones: a page number, a header, a footnote
_TOKEN = re.compile(r"\S+")
_LETTERS = re.compile(r"[\W_]+")


def mark_words(resolutions: list[dict[str, Any]], pages: list[Page]) -> None:
    """Give each paragraph the page it begins on and its doubtful words (`uncertain`: start, end, confidence).

    The words of paragraphs follow those of the pages in the same order, with some left out; each is looked for from
    the place of the last on, so that the time is linear in the length of the text.
    """
    trail = _Trail(pages)
    for resolution in resolutions:
        for paragraph in _paragraphs(resolution):
            _mark(paragraph, trail)


def _paragraphs(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from found.get("preambular", [])
    yield from found.get("operative", [])
    for part in found.get("parts", []):
        yield from _paragraphs(part)
    for annex in found.get("annexes", []):
        yield from annex.get("tasks", [])


def _mark(paragraph: dict[str, Any], trail: "_Trail") -> None:
    tokens = [(found.start(), found.end(), _bare(found.group())) for found in _TOKEN.finditer(paragraph["text"])]
    places = trail.follow([bare for _start, _end, bare in tokens])
    found = [place for place in places if place is not None]
    if not found:
        return
    paragraph["page"] = trail.words[found[0]][2]
    label, sure, _page = trail.words[found[0] - 1] if found[0] else ("", 100, 0)
    if sure < DOUBTFUL and label.isdigit() and label == str(paragraph.get("number")):
        doubt = {"code": "doubtful_label", "text": "Its number was hard to recognise."}
        paragraph.setdefault("doubts", []).append(doubt)
    paragraph["uncertain"] = [
        [start, end, trail.words[place][1]]
        for (start, end, bare), place in zip(tokens, places, strict=True)
        if place is not None and bare and trail.words[place][1] < DOUBTFUL
    ]
    doubtful = len(paragraph["uncertain"])
    if doubtful >= MANY or (doubtful == 2 and doubtful >= SHARE * len(tokens)):
        doubt = {"code": "doubtful_words", "text": f"{doubtful} words of it were hard to recognise."}
        paragraph.setdefault("doubts", []).append(doubt)


def _bare(word: str) -> str:
    return _LETTERS.sub("", folded(word))


class _Trail:
    """The words of all recognised pages in order: (bare form, confidence, page)."""

    def __init__(self, pages: list[Page]) -> None:
        self.words: list[tuple[str, int, int]] = []
        for page in pages:
            for row in page.rows:
                for n, word in enumerate(row.words):
                    self._add(word.text, word.confidence, page.number, first=n == 0)
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, (bare, _confidence, _page) in enumerate(self.words):
            self.places[bare].append(place)
        self.at = 0

    def _add(self, text: str, confidence: int, page: int, *, first: bool) -> None:
        """A word; the second half of one that was broken at the end of a line is joined to the first."""
        bare = _bare(text)
        if not bare:
            return
        if first and self._broken:
            head, sure, begun = self.words.pop()
            bare, confidence, page = head + bare, min(sure, confidence), begun
        self._broken = text.endswith("-") and len(text) > 1
        self.words.append((bare, confidence, page))

    _broken = False

    def follow(self, tokens: list[str]) -> list[int | None]:
        """The place of each token in the pages, None where there is none near."""
        start = self._begin([token for token in tokens if token][:8])
        if start is None:
            return [None] * len(tokens)
        self.at = start
        return [self._next(token) if token else None for token in tokens]

    def _begin(self, tokens: list[str]) -> int | None:
        """Where a paragraph begins: the first place from here on where most of its first words stand together."""
        best, most = None, 0
        for n, token in enumerate(tokens[:3]):
            places = self.places.get(token, [])
            for place in places[bisect_left(places, self.at) :][:40]:
                near = {bare for bare, _confidence, _page in self.words[max(place - n, 0) : place + len(tokens) + 3]}
                score = sum(token in near for token in tokens)
                if score > most:
                    best, most = max(place - n, 0), score
                if score == len(tokens):
                    return best
        return best if 2 * most >= len(tokens) else None

    def _next(self, token: str) -> int | None:
        for place in range(self.at, min(self.at + AHEAD, len(self.words))):
            if self.words[place][0] == token:
                self.at = place + 1
                return place
        return None
