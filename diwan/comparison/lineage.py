"""Where the paragraphs of a resolution come from: the lineage of one session's text from that of an earlier one.

`descend` compares two texts of one subject paragraph by paragraph; which resolution of earlier sessions another
follows is said in `predecessors`. The rules, in their order:

1. the same words: *unchanged*; the same words without references to sessions: *sessions*;
2. of what is left, the likest first: *reworded*. Likeness is the share of weighted words in common; a paragraph that
   stands between the same neighbours needs a little less, one that changed its rank or kind much more;
3. *merged*: one that holds the essentials of two or more neighbours of the earlier text, of which none went elsewhere;
4. a half of an earlier paragraph that was split is *reworded* from it as the other half is;
5. the rest is *new*, and what nothing descends from is dropped.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from .matching import Matching
from .order import kept_in_order
from .passages import Passage
from .predecessors import Candidate, Subject, predecessors
from .words import normalised

__all__ = ["Candidate", "Descended", "Lineage", "Passage", "Subject", "descend", "predecessors"]

UNCHANGED, SESSIONS, REWORDED, MERGED, NEW = "unchanged", "sessions", "reworded", "merged", "new"


@dataclass(frozen=True, slots=True)
class Descended:
    """A paragraph and what it comes from: `old_ids` in the order of the old text, none for a new one.

    `relation`: "unchanged", "sessions" (unchanged but for references to sessions), "reworded", "merged" or "new".
    `moved`: its order changed against the other kept paragraphs; `renumbered`: its number differs from that of
    the first of `old_ids`; `likeness`: 0 to 1, the share of weighted words in common.
    """

    new_id: Hashable
    old_ids: tuple[Hashable, ...]
    relation: str
    moved: bool = False
    renumbered: bool = False
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class Lineage:
    """Each paragraph of the new text once, in its order, and the old ones from which none descends."""

    descended: tuple[Descended, ...]
    dropped: tuple[Hashable, ...]
    comparisons: int  # how many pairs were compared word by word

    def __iter__(self) -> Iterator[Descended]:
        return iter(self.descended)

    def __len__(self) -> int:
        return len(self.descended)


def descend(new: Sequence[Passage], old: Sequence[Passage], *, language: str | None = None) -> Lineage:
    """The lineage of the paragraphs of one text from those of an earlier one, both in one language.

    Time grows with the number of paragraphs, not with its square: only paragraphs that share rare words are compared.
    Without a `language`, that of the letters (Arabic or English).
    """
    matching = Matching(new, old, language)
    matching.run()
    rows = [j for j in range(len(new)) if matching.sources[j]]
    kept = dict(zip(rows, kept_in_order([(matching.sources[j][0], j) for j in rows]), strict=True))
    found = []
    for j, passage in enumerate(new):
        sources = matching.sources[j]
        found.append(
            Descended(
                passage.id,
                tuple(old[i].id for i in sources),
                matching.relation[j],
                moved=bool(sources) and not kept[j],
                renumbered=bool(sources) and normalised(passage.number) != normalised(old[sources[0]].number),
                likeness=round(matching.likeness[j], 3),
            )
        )
    used = {i for sources in matching.sources for i in sources}
    return Lineage(
        tuple(found), tuple(passage.id for i, passage in enumerate(old) if i not in used), matching.comparisons
    )
