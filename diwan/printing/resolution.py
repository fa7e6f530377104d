"""A resolution as plain data, laid out for one language: its recitals, its numbered paragraphs, parts and annexes.

What is given is the open JSON of a resolution (docs/open-text.md); Akoma Ntoso, DOCX and PDF are made from the layout
that ``in_language`` returns. Nothing here knows a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

ORDER = ("preambular", "operative", "task")


@dataclass
class Piece:
    """A paragraph in one language, or a further piece of it where that language splits it."""

    paragraph: dict[str, Any]
    said: dict[str, Any]
    nth: int = 0
    depth: int = 0
    label: str = ""
    section: str = ""
    parts: list[Piece] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its permanent name; a further piece bears the name with its place."""
        return f"{self.paragraph['anchor']}--{self.nth + 1}" if self.nth else str(self.paragraph["anchor"])

    @property
    def text(self) -> str:
        """Its words, as adopted."""
        return str(self.said.get("text") or "")

    @property
    def verb(self) -> str:
        """The verb it begins with, the first of several, when the text does begin with it."""
        verb: str = self.said.get("verb") or ""
        return next((one for one in (verb, verb.partition(";")[0]) if one and self.text.startswith(one)), "")

    def walk(self) -> Iterator[Piece]:
        """It and what stands beneath it, as printed."""
        yield self
        for piece in self.parts:
            yield from piece.walk()


@dataclass
class Part:
    """A lettered part, an annex, or the body of a resolution without parts.

    ``name`` is the same in all languages, ``heading`` the letter or the title of the annex in this one, ``title`` what stands
    above all its paragraphs.
    """

    name: str = ""
    heading: str = ""
    title: str = ""
    recitals: list[Piece] = field(default_factory=list)
    items: list[Piece] = field(default_factory=list)

    def walk(self) -> Iterator[Piece]:
        """Every paragraph as printed."""
        yield from self.recitals
        for item in self.items:
            yield from item.walk()


@dataclass
class ResolutionText:
    """A resolution in one language."""

    facts: dict[str, Any]
    language: str
    symbol: str
    title: str
    opening: str
    body: Part
    parts: list[Part]
    annexes: list[Part]

    def walk(self) -> Iterator[Piece]:
        """Every paragraph as printed, from the first recital to the last annex."""
        for part in [self.body, *self.parts, *self.annexes]:
            yield from part.walk()


def in_language(facts: dict[str, Any], language: str) -> ResolutionText:
    """The layout of one language of an open JSON resolution. What that language lacks is left out."""
    body, parts, annexes = Part(), dict[str, Part](), dict[str, Part]()
    rows: dict[int, tuple[Part, list[Piece]]] = {}
    for piece in _pieces(facts, language):
        kind, name = piece.paragraph["kind"], piece.paragraph["part"]
        if kind == "task":
            part = annexes.setdefault(name, Part(name))
        else:
            part = parts.setdefault(name, Part(name)) if name else body
        part.heading = part.heading or piece.said.get("heading") or ""
        if kind == "preambular":
            part.recitals.append(piece)
        else:
            rows.setdefault(id(part), (part, []))[1].append(piece)
    for part, found in rows.values():
        _entitle(part, found)
        part.items = nested(found)
    return ResolutionText(
        facts, language, facts["printed"].get(language) or facts["symbol"], facts["title"].get(language) or "",
        facts["opening"].get(language) or "", body, list(parts.values()), list(annexes.values()),
    )  # fmt: skip


def _entitle(part: Part, items: list[Piece]) -> None:
    """The title of a part is what stands above all of it; what stands above some paragraphs is a section before them."""
    above = [str(piece.said.get("above") or "") for piece in [*part.recitals, *items]]
    if part.name and len(set(above)) == 1:
        part.title = above[0]
    last = part.title
    for piece in items:
        section = str(piece.said.get("above") or "")
        if section != last:
            piece.section = last = section


def _pieces(facts: dict[str, Any], language: str) -> list[Piece]:
    """The paragraphs of a language in its own order: recitals, operative paragraphs and annexes keep together."""
    found = [
        (ORDER.index(paragraph["kind"]), order, said.get("place"), Piece(paragraph, said, nth))
        for order, paragraph in enumerate(facts["paragraphs"])
        for nth, said in enumerate(paragraph["texts"].get(language) or [])
        if said.get("text")
    ]
    placed = all(place is not None for _kind, _order, place, _piece in found)
    found.sort(key=lambda row: (row[2] if placed else 0, row[1], row[3].nth))
    return [piece for _kind, _order, _place, piece in found]


def nested(pieces: Iterable[Piece]) -> list[Piece]:
    """Sub-paragraphs beneath the paragraph whose number they continue: 4(b)(i) beneath 4(b) beneath 4."""
    top: list[Piece] = []
    open_: list[Piece] = []
    for piece in pieces:
        number = piece.said.get("number") or ""
        while open_ and not _continues(number, open_[-1].said.get("number") or ""):
            open_.pop()
        parent = open_[-1] if open_ else None
        piece.depth = len(open_)
        piece.label = label_of(number, (parent.said.get("number") or "") if parent else "")
        (parent.parts if parent else top).append(piece)
        open_.append(piece)
    return top


def _continues(number: str, above: str) -> bool:
    return bool(above) and number.startswith(above) and number[len(above) :][:1] in ("(", ".")


def name_in(names: dict[str, str], language: str) -> str:
    """A name in the language, or in the first that has one."""
    return names.get(language) or next(iter(names.values()), "")


def label_of(number: str, above: str = "") -> str:
    """The number as printed before the paragraph: ``4.``, beneath it ``(b)``, beneath that ``(i)``."""
    if above and number[len(above) :].startswith("("):
        return number[len(above) :]
    return f"{number}." if number and number[-1].isalnum() else number
