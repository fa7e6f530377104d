"""Which paragraph of one language is which of another: alone, one to one, split into several, or merged.

Numbers alone do not tell: a language may split a paragraph, drop one or misnumber it, and everything behind it moves
(dossier, section 10, trap 5). Two sequences are therefore laid beside each other as a whole, by the signs that do not
depend on the language (``signs``), with the moves that Gale and Church used for sentences (A Program for Aligning
Sentences in Bilingual Corpora, 1993): 1:1, 1:0, 0:1, and here 1:2 to 1:4 and back. What then stands alone on both
sides and is surely the same was moved.

``WEIGHTS`` are the coefficients of a logistic regression on the paragraphs of the three demonstration volumes, whose
alignment is known: of each two paragraphs of one resolution, are they the same? The score of a pair is therefore the
logarithm of odds. Alone, split, merge and moved were set by search on damaged volumes. Both are done by
``python -m bench.alignment --fit``, and measured there on other damage than they were fitted on.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from diwan.comparison.signs import Rarity, Signs, same_label

WEIGHTS: dict[str, float] = {
    "bias": -1.89, "figures": 1.9, "figures_one": -1.31, "act": 0.91, "act_one": -0.06, "bodies": 1.16,
    "bodies_one": -0.55, "ideas": 5.45, "names": 0.28, "words": 0.48, "length": -0.49, "label": 1.21, "kind": -1.07,
    "part": -0.91, "depth": -1.31, "leads": 0.96, "class": 0.58, "asks": 0.16,
}  # fmt: skip
LENGTHS = {"en": 0.0, "fr": 0.08, "ar": -0.22}
"""How long a text is beside the English one: the logarithm, measured on the demonstration volumes."""
ALONE = -3.2
"""Logarithm of odds at which a paragraph rather stands without a partner."""
GROUP = -2.0
"""What it costs to take a further paragraph into a group: a split is rarer than a pair."""
STRAY = 6.0
"""What it costs when a piece of a group shares little with the whole, by the share it lacks below ``HELD``."""
HELD = 0.5
SPAN = 3.0
"""How much it counts, by its logarithm, that a text is as long as the whole group and not as one piece of it: what a
language left out makes no other paragraph longer."""
MOVED = 1.0
"""Odds from which two paragraphs that stand alone are held to be the same, moved."""
AT_HAND = -1.5
"""The same for two that stand alone on either side of one and the same pair: neighbours that changed places are likelier
than one language lacking a paragraph just where it alone has another."""
SURE = 0.5
"""Odds from which a pair on the diagonal leaves no doubt, when it is also the best of its neighbours."""
CROSSED = 1.5
"""By how much two neighbours must fit better crosswise than straight to have changed places; 0.5 to 2.5 do as well."""
PLAUSIBLE = -3.0
"""Odds that one piece of a group must have with the whole to be looked at: this spares nine groups in ten."""
LONGEST = 4
BAND, WIDEST = 40, 100
"""How far from the diagonal partners are looked for, and by how much a difference in length widens that: so the time
grows with the length of a resolution and not with its square, whatever was read."""

Score = Callable[[int, int], float]


@dataclass(frozen=True, slots=True)
class Link:
    """Paragraphs of one side and of the other that belong together; one side may be empty."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    moved: bool = False


# Likeness ---------------------------------------------------------------------------------------------------------
class Odds:
    """The odds that paragraphs are the same, for texts whose frequent and rare signs are known; each is found once."""

    def __init__(self, *texts: Sequence[Signs]) -> None:
        self.rarity = Rarity(*texts)
        self._weight: dict[int, dict[str, float]] = {}
        self._pair: dict[tuple[int, int], float] = {}
        self._held: dict[tuple[int, int], float] = {}
        self._joined: dict[tuple[int, ...], Signs] = {}
        self._kept: list[Signs] = []  # what is remembered by its identity must live as long as the memory

    def pair(self, one: Signs, other: Signs) -> float:
        """Logarithm of the odds that two paragraphs are the same in two languages."""
        key = id(one), id(other)
        if key not in self._pair:
            self._kept += (one, other)
            self._pair[key] = sum([WEIGHTS[name] * value for name, value in self.features(one, other).items()])
        return self._pair[key]

    def group(self, left: Sequence[Signs], right: Sequence[Signs]) -> float:
        """The odds of a group: of the pieces together, less what a split costs and what a piece shares too little."""
        whole, pieces = (left[0], right) if len(left) == 1 else (right[0], left)
        strays = sum([max(0.0, HELD - self.held(piece, whole)) for piece in pieces])
        odds = self.pair(self.joined(left), self.joined(right))
        fits = min(_misfit(piece, whole) for piece in pieces) - _misfit(self.joined(pieces), whole)
        return odds + GROUP * (len(pieces) - 1) - STRAY * strays + SPAN * fits

    def joined(self, pieces: Sequence[Signs]) -> Signs:
        """Pieces as one paragraph."""
        if len(pieces) == 1:
            return pieces[0]
        key = tuple([id(piece) for piece in pieces])
        if key not in self._joined:
            self._kept += pieces
            self._joined[key] = pieces[0].with_more(pieces[1:])
        return self._joined[key]

    def features(self, one: Signs, other: Signs) -> dict[str, float]:
        """What speaks for and against two paragraphs being one."""
        found: dict[str, float] = {"bias": 1.0}
        for name in ("figures", "act", "bodies"):
            if getattr(one, name) and getattr(other, name):
                found[name] = 2 * self._dice(one, other, name) - 1
            elif getattr(one, name) or getattr(other, name):
                found[f"{name}_one"] = 1.0
        found["ideas"] = self._dice(one, other, "ideas")
        if (one.language == "ar") == (other.language == "ar"):
            found["words"] = self._dice(one, other, "words")
        else:
            latin, arabic = (other, one) if one.language == "ar" else (one, other)
            if weight := self._weighed(latin)["names"]:
                found["names"] = 2 * self._shared(latin, arabic, "names") / weight - 1
        found["length"] = _misfit(one, other)
        found["label"] = float(same_label(one.label, other.label))
        found["kind"] = float(one.kind != other.kind)
        found["part"] = float(one.part != other.part)
        found["depth"] = float(abs(len(one.label) - len(other.label)))
        found["leads"] = (1.0 if one.leads and other.leads else -1.0) if one.leads or other.leads else 0.0
        found["class"] = 1.0 if one.legal_class == other.legal_class else -1.0
        found["asks"] = 1.0 if one.actionable == other.actionable else -1.0
        return found

    def held(self, piece: Signs, whole: Signs) -> float:
        """How much of a piece is found again in the whole, from 0 to 1."""
        key = id(piece), id(whole)
        if key not in self._held:
            self._kept += (piece, whole)
            channels = ("figures", "bodies", "ideas", *(("words",) if piece.language == whole.language else ()))
            weighed = self._weighed(piece)
            weight = sum([weighed[name] for name in channels])
            shared = sum([self._shared(piece, whole, name) for name in channels])
            self._held[key] = shared / weight if weight else HELD
        return self._held[key]

    def _weighed(self, item: Signs) -> dict[str, float]:
        if id(item) not in self._weight:
            self._kept.append(item)
            self._weight[id(item)] = {
                name: sum([says[sign] for sign in getattr(item, name)]) for name, says in self.rarity.items()
            }
        return self._weight[id(item)]

    def _shared(self, one: Signs, other: Signs, channel: str) -> float:
        both = getattr(one, channel) & getattr(other, channel)
        if not both:
            return 0.0
        says = self.rarity[channel]
        return sum([says[sign] for sign in both])

    def _dice(self, one: Signs, other: Signs, channel: str) -> float:
        shared = self._shared(one, other, channel)
        return 2 * shared / (self._weighed(one)[channel] + self._weighed(other)[channel]) if shared else 0.0


def _misfit(one: Signs, other: Signs) -> float:
    """How far two lengths are from what is usual between their languages: the logarithm, at most 2."""
    usual = LENGTHS.get(one.language, 0.0) - LENGTHS.get(other.language, 0.0)
    return min(abs(math.log(one.length / other.length) - usual), 2.0)


# The way through --------------------------------------------------------------------------------------------------
class Beside:
    """Two sequences laid beside each other. ``pair`` and ``group`` give the odds of one to one and of a group, ``piece``
    those by which a paragraph may be a piece of another (``pair`` where none is given).
    """

    def __init__(
        self,
        sizes: tuple[int, int],
        pair: Score,
        group: Callable[[tuple[int, ...], tuple[int, ...]], float],
        near: Callable[[int, int, bool], bool],
        piece: Score | None = None,
    ) -> None:
        self.sizes, self.pair, self.group, self.near, self.piece = sizes, pair, group, near, piece or pair

    def links(self) -> list[Link]:
        """Groups in the order of the first sequence; what was moved is marked."""
        return self._straight() or self._with_moved(self._with_crossed(self._monotone()))

    def _straight(self) -> list[Link]:
        """One to one throughout, where that is beyond doubt: most resolutions, at a tenth of the work."""
        n, m = self.sizes
        if n != m:
            return []
        for i in range(n):
            near = [self.pair(i, j) for j in (i - 1, i + 1) if 0 <= j < n]
            if self.pair(i, i) < max([SURE, *near]):
                return []
        return [Link((i,), (i,)) for i in range(n)]

    def _monotone(self) -> list[Link]:
        n, m = self.sizes
        band = BAND + min(abs(n - m), WIDEST) + m // max(n, 1)
        best: list[dict[int, tuple[float, int, int]]] = [{} for _row in range(n + 1)]
        best[0][0] = (0.0, 0, 0)
        for i in range(n + 1):
            centre = i * m // max(n, 1)
            for j in range(max(0, centre - band), min(m, centre + band) + 1):
                if i or j:
                    best[i][j] = max(self._moves(best, i, j))
        links: list[Link] = []
        i, j = n, m
        while i or j:
            _score, a, b = best[i][j]
            links.append(Link(tuple(range(i - a, i)), tuple(range(j - b, j))))
            i, j = i - a, j - b
        return links[::-1]

    def _moves(self, best: list[dict[int, tuple[float, int, int]]], i: int, j: int) -> Iterable[tuple[float, int, int]]:
        if i and j in best[i - 1]:
            yield best[i - 1][j][0] + ALONE, 1, 0
        if j and j - 1 in best[i]:
            yield best[i][j - 1][0] + ALONE, 0, 1
        if i and j and j - 1 in best[i - 1]:
            yield best[i - 1][j - 1][0] + self.pair(i - 1, j - 1), 1, 1
        for a, b in self._groups(i, j):
            if j - b in best[i - a]:
                group = self.group(tuple(range(i - a, i)), tuple(range(j - b, j)))
                yield best[i - a][j - b][0] + group, a, b

    def _groups(self, i: int, j: int) -> Iterable[tuple[int, int]]:
        """The groups that end here: each further paragraph must belong to the part and kind of the one before it."""
        for size in range(2, LONGEST + 1):
            if not (i and j >= size and self.near(j - size, j - size + 1, False)):
                break
            if max(self.piece(i - 1, j - n) for n in range(1, size + 1)) > PLAUSIBLE:
                yield 1, size
        for size in range(2, LONGEST + 1):
            if not (j and i >= size and self.near(i - size, i - size + 1, True)):
                break
            if max(self.piece(i - n, j - 1) for n in range(1, size + 1)) > PLAUSIBLE:
                yield size, 1

    def _with_crossed(self, links: list[Link]) -> list[Link]:
        """Two neighbours that fit better crosswise changed places; the second of them was moved."""
        for n in range(len(links) - 1):
            one, other = links[n], links[n + 1]
            if not all(len(side) == 1 for side in (one.left, one.right, other.left, other.right)) or one.moved:
                continue
            (i,), (j,), (k,), (m,) = one.left, one.right, other.left, other.right
            straight = self.pair(i, j) + self.pair(k, m)
            if self.pair(i, m) + self.pair(k, j) > straight + CROSSED:
                links[n], links[n + 1] = Link((i,), (m,)), Link((k,), (j,), moved=True)
        return links

    def _with_moved(self, links: list[Link]) -> list[Link]:
        left = [(link.left[0], n) for n, link in enumerate(links) if not link.right]
        right = [(link.right[0], n) for n, link in enumerate(links) if not link.left]
        ways = sorted(((self.pair(i, j), i, j, abs(n - m) == 2) for i, n in left for j, m in right), reverse=True)
        partner: dict[int, int] = {}
        for score, i, j, at_hand in ways:
            if score >= (AT_HAND if at_hand else MOVED) and i not in partner and j not in partner.values():
                partner[i] = j
        kept = []
        for link in links:
            if not link.right and link.left[0] in partner:
                kept.append(Link(link.left, (partner[link.left[0]],), moved=True))
            elif link.left or link.right[0] not in partner.values():
                kept.append(link)
        return kept


def align(one: Sequence[Signs], other: Sequence[Signs], odds: Odds | None = None) -> list[Link]:
    """The paragraphs of a resolution in one language beside those in another."""
    known = odds or Odds(one, other)

    def pair(i: int, j: int) -> float:
        return known.pair(one[i], other[j])

    def group(left: tuple[int, ...], right: tuple[int, ...]) -> float:
        return known.group([one[i] for i in left], [other[j] for j in right])

    def near(a: int, b: int, of_one: bool) -> bool:
        return together((one if of_one else other)[a], (one if of_one else other)[b])

    return Beside((len(one), len(other)), pair, group, near).links()


def together(one: Signs, following: Signs) -> bool:
    """Whether two paragraphs of a language may be pieces of one: those of one kind and part."""
    return one.kind == following.kind and one.part == following.part
