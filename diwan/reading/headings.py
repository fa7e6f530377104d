"""Lines that announce a resolution: "Resolution No. 4/90-ECO on …"."""

import re

from .dates import dates_in
from .letters import fold, folded
from .lexicon import Lexicon
from .lines import Line

LONGEST_HEADING = 420


def heading_of(line: Line, words: Lexicon) -> tuple[str, str] | None:
    """The number as printed and the rest of the line, when a line announces a resolution."""
    text = line.text
    if line.kind == "row" or len(text) > LONGEST_HEADING or text[-1:] in ";؛":
        return None
    form = folded(text)
    match = words.headings.match(form)
    if match is None:
        return None
    cut = printed_length(text, match.end())
    rest = text[cut:]
    tail = folded(rest).lstrip(" .:-–,/")
    if rest and not tail:
        return text, ""
    if len(tail) < 36 and any(dates_in(tail, words)) and not re.match(r"\W*[^\W\d]{9,}", tail):
        return text[:cut].strip(" .:-,"), rest.strip()
    if tail and not _is_title(rest, tail, words):
        return None
    return text[:cut].strip(" .:-,"), rest.strip(" .:-–,")


def _is_title(rest: str, tail: str, words: Lexicon) -> bool:
    """Whether what follows a number is a title (and not the middle of a sentence)."""
    first = tail.split(" ", 1)[0]
    if first in words.words("title_words") or tail.startswith(tuple(words.words("title_words"))):
        return not rest.rstrip().endswith((",", "،"))
    if tail.startswith(tuple(words.words("adopted_words"))):
        return False
    if re.match(r"\s*[:.\-–\n(]", rest) and not rest.rstrip().endswith((",", "،")):
        return True
    return words.language == "ar" and len(rest) < 300 and words.verbs.at(tail, 0) is None


def printed_length(text: str, end: int) -> int:
    """How many printed characters make the first `end` folded ones."""
    at = fold(text).at
    return at[end] if end < len(at) else len(text)
