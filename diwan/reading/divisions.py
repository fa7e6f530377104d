"""Where a resolution is divided: lettered parts under one number, sections under one numbering."""

from .labels import Label, take_label
from .letters import folded
from .lexicon import Lexicon
from .lines import Line
from .signs import HEADING, unended
from .texts import Part, Resolution
from .verbs import verb_at_start

_LETTERS = frozenset("ABCDEFGH")


def is_part(
    line: Line, label: Label | None, text: str, following: Line | None, resolution: Resolution, words: Lexicon
) -> bool:
    """Whether a lettered line begins a part: "B. Pilots", the letters in their order."""
    if label is None or label.kind not in ("capital", "name") or len(text) > HEADING or text[-1:] in ";؛.,،":
        return False
    if verb_at_start(text, words) is not None or words.recital(folded(text)) or following is None:
        return False
    expected = len(resolution.parts) + 1
    return label.value == expected or (bool(resolution.parts) and label.value > expected)


def is_bare_letter(text: str) -> bool:
    """Whether a letter stands alone on its line."""
    return text.strip() in _LETTERS


def is_section(line: Line, label: Label | None, text: str, following: Line | None, part: Part, words: Lexicon) -> bool:
    """Whether a line is the heading of a section: "II. Pilots", or set apart in bold or in the middle."""
    if label is None:
        return (
            (line.bold or line.centred) and len(line.text) < 100 and line.text[-1:] not in ";؛.,،:"
            and verb_at_start(line.text, words) is None and following is not None
            and (not part.operative or not unended([part.operative[-1].text]))
        )  # fmt: skip
    if label.kind not in ("Roman", "ordinal", "capital", "name") or len(text) > HEADING or text[-1:] in ";؛.,،:":
        return False
    if verb_at_start(text, words) is not None or (label.kind == "ordinal" and len(text) > 90):
        return False
    if following is None:
        return False
    return bool(following.label or take_label(following.text) or words.recital(folded(following.text[:200])))
