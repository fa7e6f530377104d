"""By when something is due, and what is to be reported."""

import re

from .letters import Folded
from .lexicon import Lexicon
from .ordinals import ordinal_in
from .phrases import Found

EARLIER = 20  # sessions back: a session so numbered has been held, it is no deadline


def deadline(text: Folded, start: int, words: Lexicon, session: int | None) -> str | None:
    """By when, as printed; several joined by "; ". Sessions already held are none."""
    form = text.form
    said: list[str] = []
    for found in words.deadlines.all(form, start):
        if found.value == "session":
            number = ordinal_in(form[found.start : found.end], words)
            if number is not None and session is not None and session - EARLIER < number <= session:
                continue
            before = words.sets["not_deadlines"].first(form, max(0, found.start - 34), found.start)
            if before is not None and not re.search(r"[,;:]", form[before.end : found.start]):
                continue
        said.append(text.slice(found.start, found.end).strip(" ,،"))
    return "; ".join(dict.fromkeys(said)) or None


def report(text: Folded, start: int, words: Lexicon) -> str | None:
    """What is to be reported, as printed from the reporting verb to the end of its clause."""
    form = text.form
    kept: list[Found] | None = None
    for found in words.sets["reporting"].all(form, start):
        if kept is None:
            kept = list(words.sets["not_reporting"].all(form, start))
        if any(found.start < other.end and other.start < found.end for other in kept):
            continue
        stop = re.compile(r"[;:]|\.(?:\s|$)").search(form, found.end)
        return text.slice(found.start, stop.start() if stop else len(form)).strip(" ,،")
    return None
