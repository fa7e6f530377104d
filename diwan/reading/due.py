"""By when something is due, and what is to be reported."""

import re

from .letters import Folded
from .lexicon import Lexicon
from .ordinals import ordinal_in
from .phrases import Found

HIJRI = 1700  # no Hijri year beyond is printed, no Gregorian one before
HIJRA = 578  # years between a Gregorian year and the later of the Hijri years in it, this century
FAR = 40  # years; a number beyond is an amount
EARLIER = 20  # sessions back: a session so numbered has been held, it is no deadline


def deadline(text: Folded, start: int, words: Lexicon, session: int | None, year: int | None = None) -> str | None:
    """By when, as printed; several joined by "; ". Sessions already held are none.

    A bare "in 2036" is one only where `year`, that of the text itself (Gregorian), is known and has gone by then.
    """
    form = text.form
    said: list[str] = []
    for found in words.deadlines.all(form, start):
        if found.value == "session":
            number = ordinal_in(form[found.start : found.end], words)
            held = number is not None and session is not None and session - EARLIER < number <= session
            if held and not _of_another_body(form, found.end, words):
                continue
            before = words.sets["not_deadlines"].first(form, max(0, found.start - 34), found.start)
            if before is not None and not re.search(r"[,;:]", form[before.end : found.start]):
                continue
        if found.value == "coming" and not _is_to_come(form[found.start : found.end], year):
            continue
        said.append(text.slice(found.start, found.end).strip(" ,،"))
    return "; ".join(dict.fromkeys(said)) or None


def _of_another_body(form: str, end: int, words: Lexicon) -> bool:
    """Whether a session is that of a named institution, which counts its own: "the 48th Session of COMCEC"."""
    link = re.compile(r"\s+(?:of the|of|de la|de l'|de|du)\s*").match(form, end)
    body = words.addressees.at(form, link.end() if link else end + 1)
    return body is not None and body.value.kind == "house" and body.value.key not in ("COM", "INST", "GS", "SG")


def _is_to_come(said: str, year: int | None) -> bool:
    """Whether a year, Gregorian or Hijri, lies beyond that of the text."""
    printed = re.search(r"\d{4}", said)
    if printed is None or year is None:
        return False
    named = int(printed[0])
    now = year if named > HIJRI else year - HIJRA
    return now < named < now + FAR


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
