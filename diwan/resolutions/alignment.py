"""Which paragraph of one language is which of another.

Numbers alone do not tell: a language may split a paragraph, drop one or misnumber it, and everything behind it moves
(dossier, section 10, trap 5). Two sequences are therefore laid beside each other as a whole, by what does not depend
on the language: figures in the text, class, whether something is asked, length, and the printed label. The weights
were set on the three languages of the fictional sixtieth session, whose alignment is known.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from diwan.reading.labels import ABJAD

FIGURES, CLASS, ASKS, LABEL, LENGTH = 1.2, 0.8, 0.5, 0.6, 1.0
ALONE = -0.45
"""What it costs to leave a paragraph without a partner."""

_ROMAN = {
    name: n for n, name in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1)
}
_DIGITS = re.compile(r"\d+")


class Placed(Protocol):
    """What is laid beside: a paragraph with what was read in it."""

    number: str
    text: str
    legal_class: str
    actionable: bool


@dataclass(frozen=True)
class _Signs:
    """What of a paragraph does not depend on its language."""

    label: tuple[frozenset[int], ...]
    figures: frozenset[int]
    legal_class: str
    actionable: bool
    length: float

    def likeness(self, other: _Signs, ratio: float) -> float:
        """How alike two paragraphs are; above twice ``ALONE`` they rather belong together than not."""
        found = CLASS if self.legal_class == other.legal_class else -CLASS / 2
        found += ASKS if self.actionable == other.actionable else -ASKS
        if self.figures and other.figures:
            shared = len(self.figures & other.figures) / len(self.figures | other.figures)
            found += FIGURES * (2 * shared - 1)
        elif self.figures or other.figures:
            found -= FIGURES / 2
        if same_label(self.label, other.label):
            found += LABEL
        return found - LENGTH * abs(self.length - other.length - ratio)


def align(one: Sequence[Placed], other: Sequence[Placed]) -> list[tuple[int | None, int | None]]:
    """Pairs of places in their order; None where a paragraph has no partner."""
    left, right = [_signs(item) for item in one], [_signs(item) for item in other]
    labelled = len(left) == len(right) and all(a.label for a in left)
    if labelled and all(same_label(a.label, b.label) for a, b in zip(left, right, strict=True)):
        return [(n, n) for n in range(len(left))]
    ratio = _mean(left) - _mean(right)
    best = [[0.0] * (len(right) + 1) for _row in range(len(left) + 1)]
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            ways = []
            if i and j:
                ways.append(best[i - 1][j - 1] + left[i - 1].likeness(right[j - 1], ratio))
            if i:
                ways.append(best[i - 1][j] + ALONE)
            if j:
                ways.append(best[i][j - 1] + ALONE)
            best[i][j] = max(ways, default=0.0)
    return _way_back(best, left, right, ratio)


def _way_back(
    best: list[list[float]], left: list[_Signs], right: list[_Signs], ratio: float
) -> list[tuple[int | None, int | None]]:
    pairs: list[tuple[int | None, int | None]] = []
    i, j = len(left), len(right)
    while i or j:
        together = i and j and best[i - 1][j - 1] + left[i - 1].likeness(right[j - 1], ratio)
        if i and j and math.isclose(best[i][j], together):
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif j and math.isclose(best[i][j], best[i][j - 1] + ALONE):
            j -= 1
            pairs.append((None, j))
        else:
            i -= 1
            pairs.append((i, None))
    return pairs[::-1]


def label_values(number: str) -> tuple[frozenset[int], ...]:
    """The label as values, one set for each level: 4(b)(ii) and ٤(ب)(٢) are the same."""
    return tuple(_values(token) for token in re.findall(r"\d+|[^\W\d_]+", number))


def same_label(one: tuple[frozenset[int], ...], other: tuple[frozenset[int], ...]) -> bool:
    """Whether two labels may be the same; i is the ninth letter or the Roman one."""
    return bool(one) and len(one) == len(other) and all(a & b for a, b in zip(one, other, strict=True))


def _values(token: str) -> frozenset[int]:
    if token.isdigit():
        return frozenset([int(token)])
    low = token.lower()
    found = {_ROMAN[low]} if low in _ROMAN else set()
    if len(low) == 1 and low.isascii():
        found.add(ord(low) - 96)
    if token in ABJAD:
        found.add(ABJAD[token])
    return frozenset(found)


def _signs(item: Placed) -> _Signs:
    figures = frozenset(int(found) for found in _DIGITS.findall(item.text))
    length = math.log(max(len(item.text), 1))
    return _Signs(label_values(item.number), figures, item.legal_class, item.actionable, length)


def _mean(signs: list[_Signs]) -> float:
    return sum(sign.length for sign in signs) / len(signs) if signs else 0.0
