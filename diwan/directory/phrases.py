"""Phrases of several words, found among the words of a text in one passage, the longest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Owner = TypeVar("Owner", int, str)


@dataclass(frozen=True)
class Found(Generic[Owner]):
    """A phrase found among words: from where to where, and whose it is."""

    start: int
    end: int
    phrase: str
    keys: frozenset[Owner]


class Phrases(Generic[Owner]):
    """Folded phrases and whose they are. What it costs to look for them does not grow with their number."""

    def __init__(self) -> None:
        self.owners: defaultdict[str, set[Owner]] = defaultdict(set)
        self._lengths: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, phrase: str, owner: Owner) -> None:
        """A folded phrase, and whose it is."""
        if not phrase:
            return
        first, *rest = phrase.split(" ")
        self.owners[phrase].add(owner)
        lengths = self._lengths[first]
        if 1 + len(rest) not in lengths:
            lengths.append(1 + len(rest))
            lengths.sort(reverse=True)

    def among(self, tokens: list[str]) -> Iterator[Found[Owner]]:
        """Where they stand; one that is found hides what is within it."""
        place = 0
        while place < len(tokens):
            for length in self._lengths.get(tokens[place], ()):
                phrase = " ".join(tokens[place : place + length])
                if phrase in self.owners:
                    yield Found(place, place + length, phrase, frozenset(self.owners[phrase]))
                    place += length - 1
                    break
            place += 1
