"""How much two paragraphs have in common: weighted stems, of which words of the drafting count for less."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from .sessions import PLACE, sessionless
from .words import common, empty, stem

COMMON = 0.4  # what a word of the drafting counts beside a word of the matter (1)


@dataclass(frozen=True, slots=True)
class Words:
    """The weighted stems of one paragraph and their whole weight."""

    weights: dict[str, float]
    whole: float

    @classmethod
    def of(cls, text: str, language: str) -> Self:
        """Stems of a text without its references to sessions."""
        return cls.of_form(sessionless(text), language)

    @classmethod
    def of_form(cls, form: str, language: str) -> Self:
        """The same from what `sessionless` gave."""
        no, light = empty(language), common(language)
        # "85,000" and "140,000" have no number in common: the thousands behind a comma say nothing.
        words = (word for word in form.split() if word not in no and word != PLACE and word.strip("0"))
        counted = Counter(stem(word, language) for word in words)
        weights = {word: (COMMON if word in light else 1.0) * times for word, times in counted.items()}
        return cls(weights, sum(weights.values()))

    def shared(self, other: "Words") -> float:
        """The weight of what both say."""
        few, many = (self, other) if len(self.weights) <= len(other.weights) else (other, self)
        return sum(min(weight, many.weights[word]) for word, weight in few.weights.items() if word in many.weights)

    def likeness(self, other: "Words") -> float:
        """0 to 1: twice the shared weight over both (Dice); 0 for paragraphs without words."""
        whole = self.whole + other.whole
        return 2 * self.shared(other) / whole if whole else 0.0

    def within(self, other: "Words") -> float:
        """0 to 1: the share of these words that the other has too."""
        return self.shared(other) / self.whole if self.whole else 0.0

    @classmethod
    def together(cls, some: Iterable["Words"]) -> Self:
        """The words of several paragraphs as if they were one."""
        weights: dict[str, float] = defaultdict(float)
        for one in some:
            for word, weight in one.weights.items():
                weights[word] += weight
        return cls(dict(weights), sum(weights.values()))
