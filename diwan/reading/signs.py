"""Small signs by which a paragraph shows what it is: how it begins, how it ends."""

import re

from .labels import take_label
from .letters import folded
from .lexicon import Lexicon
from .lines import Line
from .verbs import verb_at_start

_UNENDED = re.compile(r"[^.;:؛!?؟»”\")\],،]$")


def unended(texts: list[str]) -> bool:
    """Whether the last of some texts stops in mid-sentence."""
    return bool(texts) and _UNENDED.search(texts[-1][-2:]) is not None


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
