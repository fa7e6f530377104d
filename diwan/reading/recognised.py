"""Pages recognised from pictures: their words with box and confidence, their lines as the reader takes them."""

from dataclasses import asdict, dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from .letters import is_arabic

DOUBTFUL = 70
"""Confidence (0–100) under which a word is marked. Of those under it 69 of 100 were wrong in Arabic and 37 in French (most
of the others have a number or a sign misread), of those above it 6 and 3: bench/optical.py, open volumes at 200 dpi."""
FAIR = 85
"""Confidence of a whole page under which it deserves a look."""
UNKNOWN = 1
"""Confidence given to a number that cannot have been read: the usual model for Arabic has no letters for most digits."""
_LABEL = 6  # characters; a number that stands alone beside its paragraph is not longer
_PARAGRAPH = 1.3  # distance of two lines, in usual distances, from which a blank line stood between


@dataclass(slots=True)
class Word:
    """A word, its box in pixels of the upright page, and how sure the program is of it (0–100)."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: int

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return self.top + self.height / 2


@dataclass(slots=True)
class Row:
    """A printed line: its words in the order in which they are read."""

    words: list[Word]

    @property
    def text(self) -> str:
        """Its words with a space between."""
        return " ".join(word.text for word in self.words)

    @property
    def middle(self) -> float:
        """The height at which most of its words stand."""
        return median(word.middle for word in self.words)

    @property
    def height(self) -> float:
        """The height of a usual word."""
        return median(word.height for word in self.words)

    def start(self, width: int, turned: bool) -> int:
        """Room before it, in pixels from the side on which its script begins."""
        if turned:
            return width - max(word.left + word.width for word in self.words)
        return min(word.left for word in self.words)


@dataclass(slots=True)
class Page:
    """A page as it was recognised. `rotated` are the degrees clockwise by which it stood turned.

    `failed` is a code of refusals.CODES where nothing could be recognised: the others go on without it.
    """

    number: int
    language: str = ""
    rotated: int = 0
    width: int = 0
    rows: list[Row] = field(default_factory=list)
    failed: str = ""

    @property
    def confidence(self) -> int:
        """How sure the program is of the page (0–100): each word counts by its length."""
        words = [word for row in self.rows for word in row.words]
        letters = sum(len(word.text) for word in words)
        return round(sum(word.confidence * len(word.text) for word in words) / letters) if letters else 0

    @property
    def summary(self) -> dict[str, Any]:
        """What the page of a volume shows of it."""
        found = {"page": self.number, "confidence": self.confidence, "language": self.language, "rotated": self.rotated}
        return found | ({"failed": self.failed} if self.failed else {})

    def as_dict(self) -> dict[str, Any]:
        """All of it as JSON, to go on from after a stop."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> "Page":
        """The page kept by `as_dict`."""
        rows = [Row([Word(**word) for word in row["words"]]) for row in kept["rows"]]
        return cls(**{**kept, "rows": rows})

    @property
    def text(self) -> str:
        """The page as laid-out text: one line per row, indents as spaces, blank lines where there is room."""
        rows = _labels_joined(self.rows)
        if not rows:
            return ""
        turned = is_arabic("".join(row.text for row in rows))
        letter = median(word.width / max(len(word.text), 1) for row in rows for word in row.words) or 1
        steps = [below.middle - above.middle for above, below in pairwise(rows)]
        close = sorted(step for step in steps if step > row_height(rows) * 0.8) or [0.0]
        usual = close[len(close) // 10]  # the lines of one paragraph stand closest
        out: list[str] = []
        for step, row in zip([0.0, *steps], rows, strict=True):
            if step > _PARAGRAPH * max(usual, row.height):
                out.append("")
            out.append(" " * round(row.start(self.width, turned) / letter) + row.text)
        return "\n".join(out)


def row_height(rows: list[Row]) -> float:
    """The height of a usual line."""
    return median(row.height for row in rows)


def _labels_joined(rows: list[Row]) -> list[Row]:
    """Numbers that the program took for a column of their own, put before the line they stand beside."""
    out: list[Row] = []
    labels = [row for row in rows if len(row.text) <= _LABEL]
    beside: dict[int, Row] = {}
    for label in labels:
        near = [row for row in rows if row is not label and len(row.text) > _LABEL and _level(row, label)]
        if near:
            beside[id(min(near, key=lambda row: abs(row.middle - label.middle)))] = label
    taken = {id(label) for label in beside.values()}
    for row in rows:
        if id(row) in taken:
            continue
        number = beside.get(id(row))
        out.append(Row([*number.words, *row.words]) if number else row)
    return out


def _level(row: Row, label: Row) -> bool:
    """Whether a label stands at the height of a line, outside of it."""
    first = row.words[0]
    apart = all(word.left + word.width <= first.left or word.left >= first.left + first.width for word in label.words)
    return abs(first.middle - label.middle) < 0.5 * max(first.height, label.height) and apart
