"""What a card says of citations: the texts of a record, by which names it is cited, and how references are found.

Words only, shared by the apps that own texts and the one that keeps citations (`diwan.citations`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

#: What is cited: a resolution of an organ of the house; what others adopted, and documents, by their symbol.
RESOLUTION, SYMBOL = "resolution", "symbol"


@dataclass(frozen=True)
class Passage:
    """One text of a record: the place where it stands (its card can say and reach it), what the place is called."""

    place: str
    called: str
    language: str
    text: str


@dataclass(frozen=True)
class Cited:
    """A reference found in a text, from ``start`` to ``end``; ``also`` is the other reading of an ambiguous number."""

    printed: str
    start: int
    end: int
    key: str
    kind: str
    also: str = ""


@dataclass(frozen=True)
class Place:
    """A place in a record, in the reader's words, and its address."""

    said: str
    url: str


Finder = Callable[[str, str], Iterable[Cited]]
"""From a text, and the organ meant where nothing else is said, the references in it."""
