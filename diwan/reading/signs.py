"""Small signs by which a paragraph shows what it is: how it begins, how it ends."""

import re

from .labels import take_label
from .letters import folded
from .lexicon import Lexicon
from .lines import Line
from .texts import Part
from .verbs import verb_at_start

_LAST_MARK = re.compile(r"(?:(?<=[^\W_][;,؛،])\s?|(?<=[^\W\d_][:.؛،])|(?<=\s[;:»]))\d{1,3}$")
_LAST_BRACKET = re.compile(r"(?<=[;,.:؛،])\s?\[\d{1,3}\s?\]$")
LONGEST = 20_000  # characters; what would go on beyond is a paragraph of its own
_STOP = re.compile(r"[.؟?!]\s*[»”\")]?$")
HEADING = 160  # characters; no title of a part or section is longer
_UNENDED = re.compile(r"[^.;:؛!?؟»”\")\],،]$")


def unended(texts: list[str]) -> bool:
    """Whether the last of some texts stops in mid-sentence."""
    return bool(texts) and _UNENDED.search(texts[-1][-2:]) is not None


def stopped(text: str) -> bool:
    """Whether a text ends with a full stop or a question, closing quotation marks aside."""
    return _STOP.search(text[-6:]) is not None


def capital(text: str) -> bool:
    """Whether a text begins with a capital, or in a script that has none."""
    first = text.lstrip('"“«(')[:1]
    return first.isupper() or "\u0600" <= first <= "\u06ff"


def leads_recommendations(text: str, words: Lexicon) -> bool:
    """Whether a paragraph leads a list of what is recommended ("The following measures …:")."""
    return text.endswith(":") and words.sets["chapeaux"].first(folded(text)) is not None


def begins_body(line: Line | None, words: Lexicon) -> bool:
    """Whether a line begins a recital or an operative paragraph."""
    if line is None:
        return False
    label = take_label(line.text)
    text = label[1] if label else line.text
    return bool(words.recital(folded(text[:200]))) or verb_at_start(text, words) is not None


def lone_verb(form: str, words: Lexicon) -> bool:
    """A verb (or "decides as follows") that stands alone and governs the list below it."""
    if len(form) > 60 or (not form.endswith((":", "-")) and len(form) > 20):
        return False
    found = words.verbs.at(form, 0)
    return found is not None and len(form) - found.end < 24 and (form.endswith(":") or found.end == len(form))


def closes(form: str, words: Lexicon) -> bool:
    """Whether a line follows the resolution: "Adopted at the … meeting", a place and date of signature."""
    return len(form) < 260 and words.sets["closing_marks"].at(form, 0) is not None


def unmarked(text: str) -> str:
    """A paragraph without the footnote mark behind its last stop: "…, 22", "…;1"."""
    if text.endswith("]"):
        return _LAST_BRACKET.sub("", text)
    return _LAST_MARK.sub("", text) if text[-1:].isdigit() else text


def titles_part(part: Part, line: Line, form: str, words: Lexicon) -> bool:
    """Whether a line is the title of the part whose letter stands alone above it."""
    return (
        part.letter is not None and part.title is None and not part.preambular and len(form) < HEADING
        and line.text[-1:] not in ";؛.,،:" and not words.recital(form) and verb_at_start(line.text, words) is None
    )  # fmt: skip


def opening_goes_on(part: Part, line: Line, form: str, words: Lexicon) -> bool:
    """Whether a line still belongs to the opening formula, which a layout broke in two."""
    opening = part.opening
    return (
        opening is not None and len(opening) > 40 and not part.preambular
        and (unended([opening]) or opening.count("(") > opening.count(")"))
        and len(line.text) < 200 and not words.recital(form) and verb_at_start(line.text, words) is None
    )  # fmt: skip


def late_opening(form: str, following: Line | None, words: Lexicon) -> bool:
    """Whether the body is named only after the recitals: "Now, therefore, the General Assembly"."""
    bare = re.sub(r"^(?:\w+,? ?){1,3},\s*(?=the )", "", form) if len(form) < 90 else form
    return len(form) < 90 and words.opening(bare, loose=True) and begins_body(following, words)
