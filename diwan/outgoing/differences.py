"""The difference between two versions of a text, to be read: paragraph by paragraph, what stayed long folded away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from diwan.comparison.difference import ADDED, REMOVED, SAME, Piece, difference
from diwan.interface.components.marks import direction
from diwan.outgoing.models import Text

PARAGRAPH = "¶"
"""Stands where a paragraph ends while two texts are compared; shown only where it was put in or taken out itself."""
CONTEXT = 1
"""Unchanged paragraphs that are shown before and after a changed one."""
_BREAK = re.compile(r"\s*\n\s*")
# an added break shows by itself: a new paragraph begins
_TAGS = {REMOVED: SafeString("del"), ADDED: SafeString("ins")}


@dataclass
class Stretch:
    """Paragraphs that follow one another: with changes and their context, or folded because nothing changed in them."""

    folded: bool
    paragraphs: list[SafeString]

    @property
    def count(self) -> int:
        """How many paragraphs."""
        return len(self.paragraphs)


@dataclass
class Compared:
    """Two versions of one language, laid over one another."""

    older: Text
    newer: Text
    subject: SafeString
    stretches: list[Stretch]
    added: int
    removed: int

    @property
    def language(self) -> str:
        """Of the text."""
        return self.newer.language

    @property
    def direction(self) -> str:
        """Which way it is written."""
        return direction(self.newer.language)

    @property
    def same(self) -> bool:
        """Whether nothing was changed at all."""
        return not (self.added or self.removed)


def compare(older: Text, newer: Text) -> Compared:
    """What was changed from one version to another, in whole words."""
    pieces = difference(_joined(older.body), _joined(newer.body))
    heading = difference(older.subject, newer.subject)
    paragraphs = list(_paragraphs(pieces))
    return Compared(
        older, newer, drawn(heading), _folded(paragraphs),
        added=_counted([*heading, *pieces], ADDED), removed=_counted([*heading, *pieces], REMOVED),
    )  # fmt: skip


def _joined(body: str) -> str:
    return _BREAK.sub(f" {PARAGRAPH} ", body.replace(PARAGRAPH, "").strip())


def _counted(pieces: Sequence[Piece], kind: str) -> int:
    """Words of a kind."""
    return sum(sum(any(c.isalnum() for c in word) for word in p.text.split()) for p in pieces if p.kind == kind)


def _paragraphs(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each paragraph of the newer text; of a break that was taken out the sign is left, marked as gone."""
    held: list[Piece] = []
    for piece in pieces:
        parts = [piece.text] if piece.kind == REMOVED else piece.text.split(PARAGRAPH)
        held.append(Piece(piece.kind, parts[0]))
        for part in parts[1:]:
            yield held
            held = [Piece(piece.kind, part)]
    if held:
        yield held


def _folded(paragraphs: Sequence[list[Piece]]) -> list[Stretch]:
    """Changed paragraphs with their neighbours shown, all others folded; a single one is not worth folding."""
    changed = [any(piece.kind != SAME and piece.text.strip() for piece in paragraph) for paragraph in paragraphs]
    shown = [any(changed[max(0, at - CONTEXT) : at + CONTEXT + 1]) for at in range(len(paragraphs))]
    found: list[Stretch] = []
    for is_shown, some in groupby(range(len(paragraphs)), key=lambda at: shown[at]):
        lines = [SafeString(one) for at in some if (one := drawn(paragraphs[at]).strip())]
        if not is_shown and len(lines) > 1:
            found.append(Stretch(True, lines))
        elif found and not found[-1].folded:
            found[-1].paragraphs += lines
        elif lines:
            found.append(Stretch(False, lines))
    return found


def drawn(pieces: Sequence[Piece]) -> SafeString:
    """The pieces of a difference with ``del`` and ``ins``."""
    return format_html_join("", "{}", ((_tagged(piece.text, _TAGS.get(piece.kind)),) for piece in pieces))


def _tagged(text: str, tag: SafeString | None) -> Any:
    """A piece in its tag; the space before its first word is no change and stays outside."""
    if tag is None:
        return text
    bare = text.strip()
    if not bare:
        return text
    before, _bare, after = text.partition(bare)
    return format_html("{0}<{1}>{2}</{1}>{3}", before, tag, bare, after)
