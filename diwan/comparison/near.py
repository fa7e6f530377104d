"""Paragraphs that say nearly the same, among very many: near-duplicates of another body, similar earlier texts."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from .kinship import COMMON
from .sessions import PLACE, sessionless
from .words import common, empty, stem

SCANNED = 30_000  # entries of the lists of rare words looked at for one question
VERIFIED = 120  # texts compared word by word for one question


@dataclass(frozen=True, slots=True)
class Near:
    """A paragraph found: its id and group, how like it is (0 to 1), and whether it says exactly the same."""

    id: Hashable
    group: Hashable
    likeness: float
    same: bool


class Index:
    """Very many paragraphs of one language, each in a group (a body, a session, a file).

    Equal texts are kept once, however often they recur. A question costs the same in ten thousand paragraphs and in
    a million: the lists of its rarest words are read up to a bound. Likeness is that of `lineage`: the share of
    weighted words in common, references to sessions left out.
    """

    def __init__(self, language: str, house: Mapping[str, Any] | None = None) -> None:
        self.language, self.house = language, house
        self.comparisons = 0
        self._places: dict[str, int] = {}  # what is said → its place
        self._texts: list[array[int]] = []  # words of each text, by their numbers
        self._members: list[list[tuple[Hashable, Hashable]]] = []
        self._numbers: dict[str, int] = {}
        self._weight: list[float] = []
        self._having: list[array[int]] = []

    def __len__(self) -> int:
        return sum(map(len, self._members))

    def add(self, id: Hashable, text: str, group: Hashable = None) -> None:
        """Take in one paragraph."""
        form = sessionless(text, self.house)
        place = self._places.get(form)
        if place is None:
            place = self._places[form] = len(self._texts)
            words = array("I", sorted(self._number(word) for word in self._words(form)))
            self._texts.append(words)
            self._members.append([])
            for number in words:
                self._having[number].append(place)
        self._members[place].append((id, group))

    def nearest(self, text: str, *, limit: int = 5, at_least: float = 0.6, not_group: Hashable = None) -> list[Near]:
        """The likest paragraphs, likest first and the latest added of equal ones first; none of `not_group`."""
        form = sessionless(text, self.house)
        mine = {self._numbers[word]: self._weight[self._numbers[word]] for word in self._known(form)}
        whole = sum(mine.values()) + sum(self._weigh(word) for word in self._words(form) if word not in self._numbers)
        exact = self._places.get(form)
        found: list[Near] = []
        for place in self._candidates(mine, whole, at_least, exact):
            same = place == exact
            likeness = 1.0 if same else self._likeness(place, mine, whole)
            if likeness >= at_least:
                found += [
                    Near(id, group, round(likeness, 3), same)
                    for id, group in reversed(self._members[place])
                    if not_group is None or group != not_group
                ]
        found.sort(key=lambda one: (-one.likeness, not one.same))
        return found[:limit]

    def _candidates(self, mine: dict[int, float], whole: float, at_least: float, exact: int | None) -> list[int]:
        """Places worth comparing: a text like enough must have one of the rarest words that outweigh the rest."""
        spared = at_least / (2 - at_least) * whole
        votes: dict[int, float] = defaultdict(float)
        scanned, passed = 0, 0.0
        for number in sorted(mine, key=lambda one: len(self._having[one])):
            having = self._having[number]
            if scanned and scanned + len(having) > SCANNED:
                break
            for place in having:
                votes[place] += mine[number]
            scanned += len(having)
            passed += mine[number]
            if whole - passed < spared and scanned > VERIFIED:
                break
        best = [place for place, _ in Counter(votes).most_common(VERIFIED) if place != exact]
        return best if exact is None else [exact, *best]

    def _likeness(self, place: int, mine: dict[int, float], whole: float) -> float:
        self.comparisons += 1
        theirs = self._texts[place]
        shared = sum(mine[number] for number in theirs if number in mine)
        return 2 * shared / (whole + sum(self._weight[number] for number in theirs) or 1)

    def _words(self, form: str) -> set[str]:
        no = empty(self.language)
        return {stem(word, self.language) for word in form.split() if word not in no and word != PLACE}

    def _known(self, form: str) -> set[str]:
        return {word for word in self._words(form) if word in self._numbers}

    def _number(self, word: str) -> int:
        if word not in self._numbers:
            self._numbers[word] = len(self._weight)
            self._weight.append(self._weigh(word))
            self._having.append(array("I"))
        return self._numbers[word]

    def _weigh(self, word: str) -> float:
        return COMMON if word in common(self.language) else 1.0
