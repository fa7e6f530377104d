"""Which paragraph of an earlier text each paragraph of a new one comes from: the rules of `lineage`, step by step."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from diwan.reading.languages import language_of

from .kinship import Words
from .order import kept_in_order
from .passages import Passage
from .sessions import sessionless
from .words import normalised

# Likeness from which a paragraph is reworded and not new. Set between what the gold of the open volumes calls
# reworded (0.45 at its place, 0.49 elsewhere, and more) and what it calls new (0.45 elsewhere, and less).
REWORDED = 0.47
AT_ITS_PLACE = 0.07  # how much less it needs between the same neighbours
OUT_OF_RANK = 0.68  # from a sub-paragraph to a paragraph, from a recital to an operative one
SURE = 0.7  # matched before the others, so that they have neighbours
MERGED = 0.5  # likeness to all its sources together
MERGED_AT_PLACE = 0.33  # the same, when it alone stands where they all stood
GAIN = 0.12  # what each source of a merged one must add to it, as a share of its words
GAIN_OF_SOURCE = 0.25  # and as a share of the source's own words
SPLIT = 0.8  # share of a half's words that the whole had
ENOUGH = 4.0  # weight of words under which a half says too little to be recognised
# What is left on both sides is the same matter in other words when it stands at its place and is like nothing else:
# who writes how a matter went on keeps its names and few of its words. In our own texts of three languages such pairs
# have 0.25 to 0.45 in common, and the next likest below 0.2; what is new shares with the old one only words that stand
# in other paragraphs too.
LEFT = 0.25  # likeness it needs
LEFT_ELSEWHERE = 0.41  # the same, when it was moved
LEAD = 0.14  # by how much it leads on what either is like besides
LEFT_SAYS = 2.0  # weight of the words that only these two have
ALL_PAIRS = 40  # up to so many earlier paragraphs every one is looked at
CANDIDATES = 24  # of more, so many that share the most rare words


class Matching:
    """`sources[j]`: places in `old` from which `new[j]` comes, with `relation[j]` and `likeness[j]`."""

    def __init__(self, new: Sequence[Passage], old: Sequence[Passage], language: str | None) -> None:
        self.new, self.old, self.language = new, old, language or _language(new, old)
        self.sources: list[list[int]] = [[] for _ in new]
        self.relation = ["new"] * len(new)
        self.likeness = [0.0] * len(new)
        self.comparisons = 0
        self._taken: set[int] = set()
        self._words: dict[tuple[bool, int], Words] = {}
        self._forms: dict[tuple[bool, int], str] = {}

    def run(self) -> None:
        """Apply the rules in their order."""
        self._same("unchanged", lambda passage, side, place: normalised(passage.text))
        self._same("sessions", lambda passage, side, place: self._form(side, place))
        scored = self._scored()
        self._reword(scored, SURE)
        self._reword(scored, REWORDED)
        self._merge(scored)
        self._split(scored)
        self._left(scored)

    # the same words ------------------------------------------------------------------------------------------------
    def _same(self, relation: str, said: Callable[[Passage, bool, int], str]) -> None:
        """Pair paragraphs that say the same; of several the one in the same part, then the first."""
        places: dict[str, list[int]] = defaultdict(list)
        for i, passage in enumerate(self.old):
            if i not in self._taken:
                places[said(passage, False, i)].append(i)
        waiting = [j for j in range(len(self.new)) if not self.sources[j]]
        alike = {j: places[form] for j in waiting if (form := said(self.new[j], True, j)) in places}
        for near in (self._twins, self._brothers, lambda j, i: True):
            for j, olds in alike.items():
                if not self.sources[j]:
                    found = next((i for i in olds if near(j, i)), None)
                    if found is not None:
                        olds.remove(found)
                        self._take(j, [found], relation, 1.0)

    def _twins(self, j: int, i: int) -> bool:
        return self._brothers(j, i) and self.new[j].part == self.old[i].part

    def _brothers(self, j: int, i: int) -> bool:
        return self.new[j].kind == self.old[i].kind and self.new[j].depth == self.old[i].depth

    def _take(self, j: int, sources: list[int], relation: str, likeness: float) -> None:
        self.sources[j], self.relation[j], self.likeness[j] = sorted(sources), relation, likeness
        self._taken.update(sources)

    # reworded ------------------------------------------------------------------------------------------------------
    def _scored(self) -> list[tuple[float, int, int]]:
        """Likeness of the pairs worth comparing among what is left: (likeness, new, old)."""
        olds = [i for i in range(len(self.old)) if i not in self._taken]
        found = []
        for j, candidates in self._candidates(olds):
            for i in candidates:
                self.comparisons += 1
                likeness = self._of(True, j).likeness(self._of(False, i))
                if likeness >= MERGED_AT_PLACE / 2:
                    found.append((likeness, j, i))
        return found

    def _candidates(self, olds: list[int]) -> Iterator[tuple[int, Iterable[int]]]:
        waiting = [j for j in range(len(self.new)) if not self.sources[j]]
        if len(olds) <= ALL_PAIRS:
            yield from ((j, olds) for j in waiting)
            return
        having: dict[str, list[int]] = defaultdict(list)
        for i in olds:
            for word in self._of(False, i).weights:
                having[word].append(i)
        for j in waiting:
            rare = sorted((word for word in self._of(True, j).weights if word in having), key=lambda w: len(having[w]))
            votes: Counter[int] = Counter()
            for word in rare[:12]:
                if len(having[word]) <= ALL_PAIRS * 4:
                    votes.update(having[word])
            yield j, [i for i, _ in votes.most_common(CANDIDATES)]

    def _reword(self, scored: list[tuple[float, int, int]], threshold: float) -> None:
        """The likest pairs first, each paragraph once."""
        places = _Places(self.sources)
        ranked = []
        for likeness, j, i in scored:
            if self.sources[j] or i in self._taken:
                continue
            bonus = AT_ITS_PLACE if places.fits(j, i) else 0.0
            needed = max(threshold, OUT_OF_RANK) if not self._brothers(j, i) else threshold
            if likeness + bonus >= needed:
                ranked.append((likeness + bonus + (0.01 if self._twins(j, i) else 0), likeness, j, i))
        for _, likeness, j, i in sorted(ranked, key=lambda row: (-row[0], row[2], row[3])):
            if not self.sources[j] and i not in self._taken:
                self._take(j, [i], "reworded", likeness)

    # merged --------------------------------------------------------------------------------------------------------
    def _merge(self, scored: list[tuple[float, int, int]]) -> None:
        """Give each reworded or new paragraph the free neighbours of its source whose essentials it holds too."""
        near: dict[int, list[int]] = defaultdict(list)
        for _, j, i in sorted(scored, reverse=True):
            if i not in self._taken and self._brothers(j, i):
                near[j].append(i)
        for j in sorted(near, key=lambda j: -self.likeness[j]):
            if self.relation[j] == "reworded":
                self._widen(j, near[j])
        places = _Places(self.sources)
        for j in near:
            if self.relation[j] == "new":
                self._join(j, near[j], places)

    def _widen(self, j: int, others: list[int]) -> None:
        for i in others:
            if i in self._taken or not self._neighbours(i, self.sources[j]):
                continue
            if self._adds(j, i, self.sources[j]):
                both = [*self.sources[j], i]
                self._take(j, both, "merged", self._together(both).likeness(self._of(True, j)))

    def _join(self, j: int, others: list[int], places: "_Places") -> None:
        for first in others:
            for second in others:
                if first >= second or {first, second} & self._taken or not self._neighbours(second, [first]):
                    continue
                likeness = self._together([first, second]).likeness(self._of(True, j))
                alone = places.alone(j, [first, second])
                if likeness < (MERGED_AT_PLACE if alone else MERGED):
                    continue
                if self._adds(j, first, [second]) and self._adds(j, second, [first]):
                    self._take(j, [first, second], "merged", likeness)
                    return

    def _adds(self, j: int, i: int, sources: list[int]) -> bool:
        """Whether source i holds words of new j that its other sources do not."""
        mine = self._of(True, j)
        gain = mine.shared(self._together([*sources, i])) - mine.shared(self._together(sources))
        return gain >= GAIN * mine.whole and gain >= GAIN_OF_SOURCE * self._of(False, i).whole

    def _neighbours(self, i: int, sources: list[int]) -> bool:
        """Whether i stands beside one of the sources, sub-paragraphs not counted."""
        kind, depth = self.old[i].kind, self.old[i].depth
        for source in sources:
            low, high = sorted((i, source))
            between = [p for p in self.old[low + 1 : high] if p.kind == kind and p.depth <= depth]
            if high - low < 40 and len(between) <= 1:
                return True
        return False

    # split ---------------------------------------------------------------------------------------------------------
    def _split(self, scored: list[tuple[float, int, int]]) -> None:
        """A paragraph nearly all of whose words stood in one that is already an ancestor is the other half of it."""
        for _, j, i in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
            mine = self._of(True, j)
            if self.sources[j] or not self._brothers(j, i) or mine.whole < ENOUGH or i not in self._taken:
                continue
            if mine.within(self._of(False, i)) >= SPLIT and self._beside_heir(j, i):
                self._take(j, [i], "reworded", mine.likeness(self._of(False, i)))

    def _beside_heir(self, j: int, i: int) -> bool:
        return any(i in self.sources[k] for k in range(max(0, j - 2), min(len(self.new), j + 3)))

    # what is left ---------------------------------------------------------------------------------------------------
    def _left(self, scored: list[tuple[float, int, int]]) -> None:
        """Pair what found no other partner, where both are far more like each other than like anything else."""
        left = [
            (likeness, j, i)
            for likeness, j, i in sorted(scored, key=lambda row: (-row[0], row[1], row[2]))
            if likeness >= LEFT and not self.sources[j] and i not in self._taken and self._twins(j, i)
        ]
        if not left:
            return
        places = _Places(self.sources)
        every = [(True, j) for j in range(len(self.new))] + [(False, i) for i in range(len(self.old))]
        best: dict[tuple[bool, int], tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        for likeness, j, i in scored:
            for at in ((True, j), (False, i)):
                first, second, _least = sorted((*best[at], likeness), reverse=True)
                best[at] = first, second
        having = Counter(word for at in every for word in self._of(*at).weights)
        for likeness, j, i in left:
            if self.sources[j] or i in self._taken or likeness < (LEFT if places.fits(j, i) else LEFT_ELSEWHERE):
                continue
            rival = max(best[True, j][likeness == best[True, j][0]], best[False, i][likeness == best[False, i][0]])
            mine, theirs = self._of(True, j).weights, self._of(False, i).weights
            said = sum(weight for word, weight in mine.items() if word in theirs and having[word] == 2)
            if likeness - rival >= LEAD and said >= LEFT_SAYS:
                self._take(j, [i], "reworded", likeness)

    # words ---------------------------------------------------------------------------------------------------------
    def _form(self, side: bool, place: int) -> str:
        if (side, place) not in self._forms:
            self._forms[side, place] = sessionless((self.new if side else self.old)[place].text)
        return self._forms[side, place]

    def _of(self, side: bool, place: int) -> Words:
        if (side, place) not in self._words:
            self._words[side, place] = Words.of_form(self._form(side, place), self.language)
        return self._words[side, place]

    def _together(self, places: Sequence[int]) -> Words:
        if len(places) == 1:
            return self._of(False, places[0])
        return Words.together(self._of(False, i) for i in places)


class _Places:
    """Between which neighbours a paragraph stands, in both texts, by what is matched already and kept its order."""

    def __init__(self, sources: Sequence[Sequence[int]]) -> None:
        self._length = len(sources)
        rows = [(j, found[0], found[-1]) for j, found in enumerate(sources) if found]
        kept = kept_in_order([(first, j) for j, first, _ in rows])
        anchors = [row for row, stays in zip(rows, kept, strict=True) if stays]
        self._new = [j for j, _, _ in anchors]
        self._first = [first for _, first, _ in anchors]
        self._last = [last for _, _, last in anchors]

    def gap(self, j: int) -> tuple[int, int]:
        """The places of the earlier text, both excluded, between which new j would stand."""
        at = bisect_left(self._new, j)
        return (
            self._last[at - 1] if at else -1,
            self._first[at] if at < len(self._first) else 1_000_000_000,
        )

    def fits(self, j: int, i: int) -> bool:
        low, high = self.gap(j)
        return low < i < high

    def alone(self, j: int, sources: Sequence[int]) -> bool:
        """Whether all the sources stood where new j stands, and no other new paragraph stands there."""
        at = bisect_left(self._new, j)
        before = self._new[at - 1] if at else -1
        after = self._new[at] if at < len(self._new) else self._length
        return before == j - 1 and after == j + 1 and all(self.fits(j, i) for i in sources)


def _language(new: Sequence[Passage], old: Sequence[Passage]) -> str:
    return language_of([passage.text for passage in [*new[:20], *old[:20]]])[0]
