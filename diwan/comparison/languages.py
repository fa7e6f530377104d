"""The language versions of one resolution in rows, each row one paragraph.

The language that has least trouble with the others gives the rows: where two languages have a paragraph as one and the
third as two, it is the third that splits. The other languages are laid beside row by row, each compared with all that
stands there already. What a person tied or set apart by hand holds against every sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from diwan.comparison.alignment import Beside, Odds, align, together
from diwan.comparison.signs import Signs

TIED, BROKEN = 20.0, -1000.0
"""Odds of what a person said: a tie outweighs the worst signs of a pair (about -13); what would break it never happens."""

Place = tuple[str, int]
"""Language and place of a paragraph in it."""


@dataclass
class Row:
    """One paragraph: its pieces by language; ``within`` names the row that holds the text a language merges."""

    texts: dict[str, tuple[int, ...]] = field(default_factory=dict)
    within: dict[str, Row] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)

    def missing(self, languages: Iterable[str]) -> list[str]:
        """The languages that have no text for it, not even in another row."""
        return [language for language in languages if language not in self.texts and language not in self.within]

    @property
    def split(self) -> list[str]:
        """The languages that have it in several pieces."""
        return [language for language, pieces in self.texts.items() if len(pieces) > 1]


@dataclass(frozen=True)
class Ties:
    """What persons said: pairs that belong together, and paragraphs that stand alone."""

    together: frozenset[frozenset[Place]] = frozenset()
    apart: frozenset[Place] = frozenset()

    def tie(self, row: set[Place], place: Place) -> bool:
        """Whether a paragraph was tied to one of a row, with others or alone."""
        return any(place in tie and tie & row for tie in self.together)

    def say(
        self, rows: Sequence[set[Place]], pieces: set[Place], laid: set[Place], spanning: frozenset[Place] = frozenset()
    ) -> float:
        """What is to be added to the odds of pieces of a new language standing in one row, or in several.

        ``laid``: what stands in the rows already; ``spanning``: what of it stands in several, so that a tie to it may
        hold in another of them.
        """
        if not self.together and not self.apart:
            return 0.0
        members: set[Place] = set().union(*rows)
        language = next(iter(pieces))[0]
        tied: set[Place] = set()
        for tie in self.together:
            if tie & pieces and tie & members:
                tied |= tie
            elif tie & spanning:
                continue
            elif (tie & pieces and tie & laid) or (tie & members and any(place[0] == language for place in tie)):
                return BROKEN
        if (members | pieces) & self.apart:
            return BROKEN
        return TIED if tied and pieces <= tied and all(row & tied for row in rows) else 0.0


def side_by_side(texts: Mapping[str, Sequence[Signs]], ties: Ties | None = None) -> list[Row]:
    """Rows of all paragraphs; the languages in the order in which they are to count among equals."""
    present = {language: items for language, items in texts.items() if items}
    if not present:
        return []
    table = _Table(present, ties or Ties())
    order = _by_trouble(present, table.odds)
    rows = [Row({order[0]: (n,)}) for n in range(len(present[order[0]]))]
    for language in order[1:]:
        rows = table.lay_beside(rows, language)
    return _settled(rows, order[0], table.ties) if len(order) > 2 else rows


def _by_trouble(texts: Mapping[str, Sequence[Signs]], odds: Odds) -> list[str]:
    """The languages, the one first whose paragraphs meet most often one to one; among equals in the order given."""
    trouble = dict.fromkeys(texts, 0)
    if len(texts) > 2:
        for one, other in combinations(texts, 2):
            links = align(texts[one], texts[other], odds)
            odd = sum(link.moved or (len(link.left), len(link.right)) != (1, 1) for link in links)
            trouble[one] += odd
            trouble[other] += odd
    return sorted(texts, key=lambda language: trouble[language])


class _Table:
    """The texts of a resolution with what is asked of them again and again."""

    def __init__(self, texts: Mapping[str, Sequence[Signs]], ties: Ties) -> None:
        self.texts, self.ties = texts, ties
        self.odds = Odds(*texts.values())

    def lay_beside(self, rows: list[Row], language: str) -> list[Row]:
        """The rows with a further language; what it alone has stands on a row of its own."""
        items = self.texts[language]
        laid = {(code, n) for row in rows for code, places in row.texts.items() for n in places}
        spanning = frozenset(place for row in rows for place in _held(row))
        wholes = [self._wholes([row]) for row in rows]
        read: dict[tuple[int, int], float] = {}

        def content(i: int, j: int) -> float:
            if (i, j) not in read:
                read[i, j] = _mean(self.odds.pair(whole, items[j]) for whole in wholes[i])
            return read[i, j]

        def pair(i: int, j: int) -> float:
            return content(i, j) + self.ties.say([_places(rows[i])], {(language, j)}, laid, spanning)

        def piece(i: int, j: int) -> float:
            return content(i, j) + (TIED if self.ties.tie(_places(rows[i]), (language, j)) else 0.0)

        def group(left: tuple[int, ...], right: tuple[int, ...]) -> float:
            pieces = [items[j] for j in right]
            if len(left) == 1:
                odds = _mean([self.odds.group([whole], pieces) for whole in wholes[left[0]]])
            else:
                odds = _mean([self.odds.group(parts, pieces) for parts in self._parts([rows[i] for i in left])])
            members = [_places(rows[i]) for i in left]
            return odds + self.ties.say(members, {(language, j) for j in right}, laid, spanning)

        def near(a: int, b: int, of_rows: bool) -> bool:
            if not of_rows:
                return together(items[a], items[b])
            return any(self._parts([rows[a], rows[b]]))

        links = Beside((len(rows), len(items)), pair, group, near, piece).links()
        found: list[Row] = []
        for link in links:
            if not link.left:
                found.append(Row({language: link.right}))
                continue
            first = rows[link.left[0]]
            if link.right:
                first.texts[language] = link.right
                if link.moved:
                    first.moved.add(language)
            for further in link.left[1:]:
                rows[further].within[language] = first
            found += [rows[i] for i in link.left]
        return found

    def _wholes(self, rows: Sequence[Row]) -> list[Signs]:
        """What stands in rows, once for each language that has all of it there."""
        return [self.odds.joined(parts) for parts in self._parts(rows)]

    def _parts(self, rows: Sequence[Row]) -> list[list[Signs]]:
        """The pieces of neighbouring rows by language, where all of them have a text and may be pieces of one."""
        found = []
        for language, items in self.texts.items():
            if not all(language in row.texts for row in rows):
                continue
            parts = [items[n] for row in rows for n in row.texts[language]]
            if all(together(parts[0], part) for part in parts[1:]):
                found.append(parts)
        return found


def _held(row: Row) -> set[Place]:
    """What languages have of a row within another one."""
    return {(code, n) for code, holder in row.within.items() for n in holder.texts[code]}


def _places(row: Row) -> set[Place]:
    return {(language, n) for language, places in row.texts.items() for n in places} | _held(row)


def _mean(odds: Iterable[float]) -> float:
    found = list(odds)
    return sum(found) / len(found) if found else BROKEN


def _settled(rows: list[Row], first: str, ties: Ties) -> list[Row]:
    """Rows that only the language of the rows keeps apart, while all others have them as one, become one row."""
    found: list[Row] = []
    for row in rows:
        holders = list(row.within.values())
        alone = set(row.texts) == {first} and len(holders) > 1 and all(holder is holders[0] for holder in holders)
        spoken = {place for tie in ties.together for place in tie} | ties.apart
        if alone and set(holders[0].texts) - {first} == set(row.within) and not _places(row) & spoken:
            holders[0].texts[first] = (*holders[0].texts[first], *row.texts[first])
        else:
            found.append(row)
    return found
