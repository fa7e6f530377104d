"""What was decided on earlier texts, asked for a new one: the nearest texts vote, each with its example.

Nothing is learnt that cannot be shown: a vote names the earlier text that speaks for it.
"""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

from .near import Index

ASKED = 7  # neighbours that vote
ALIKE = 0.3  # likeness from which a text is asked at all


@dataclass(frozen=True, slots=True)
class Vote:
    """An answer, its share of the votes (0 to 1), and the likest text that gave it, with its likeness."""

    answer: Hashable
    share: float
    example: Hashable
    likeness: float


class Experience:
    """Texts of one language with the answer that was given to each."""

    def __init__(self, language: str) -> None:
        self._index = Index(language)
        self._answers: dict[Hashable, Hashable] = {}

    def __len__(self) -> int:
        return len(self._index)

    def learn(self, id: Hashable, text: str, answer: Hashable) -> None:
        """Remember what was answered to a text."""
        self._index.add(id, text)
        self._answers[id] = answer

    def votes(self, text: str) -> list[Vote]:
        """The answers of the nearest texts, the strongest first; each text weighs by the square of its likeness.

        The share is of all votes, or of one whole vote where these are less: distant neighbours alone say little.
        """
        weight: dict[Hashable, float] = defaultdict(float)
        example: dict[Hashable, tuple[float, Hashable]] = {}
        for near in self._index.nearest(text, limit=ASKED, at_least=ALIKE):
            answer = self._answers[near.id]
            weight[answer] += near.likeness**2
            if answer not in example:
                example[answer] = (near.likeness, near.id)
        said = max(sum(weight.values()), 1.0)
        found = [Vote(answer, each / said, example[answer][1], example[answer][0]) for answer, each in weight.items()]
        return sorted(found, key=lambda vote: -vote.share)
