"""One paragraph as comparison sees it."""

from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a resolution.

    `kind`: "preambular", "operative" or "task"; `number` as printed ("4(b)"); `part`: the letter of the part of the
    resolution, or the heading of the annex, it stands in. The order of a sequence is the order of the text.
    """

    id: Hashable
    kind: str
    number: str
    text: str
    part: str = ""

    @property
    def depth(self) -> int:
        """0 for a paragraph, 1 for "4(b)", 2 for "4(b)(i)"."""
        return self.number.count("(")
