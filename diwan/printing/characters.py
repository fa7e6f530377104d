"""Characters on paper: what may be printed of a text, and in which runs a line of two scripts is set."""

import re
import unicodedata
from collections.abc import Iterator

from diwan.printing.report import Direction

REPLACEMENT = "\ufffd"

# Line ends of every system, and those that word processors leave behind (vertical tab, form feed).
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_RARE = re.compile(
    "[\x00-\x09\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufffe\uffff"
    "\U0001fffe-\U0001ffff\U000f0000-\U0010ffff]"
)
_ISOLATES = "\u2066\u2067\u2068"
_POP_ISOLATE = "\u2069"
#: Embeddings and overrides act across words and can make a text read backwards; what they were once
#: needed for, the paragraph's own direction does.
LEFT_EMBEDDING, RIGHT_EMBEDDING, END_EMBEDDING = "\u202a", "\u202b", "\u202c"
_EMBEDDINGS = LEFT_EMBEDDING + RIGHT_EMBEDDING + END_EMBEDDING + "\u202d\u202e"


def printable(text: str) -> str:
    """The text as it can be printed: every character kept, or shown by a sign that it was there.

    Line ends become one kind, a tab is a space, control characters become their pictures (U+2400 block),
    what no font and no XML can hold (surrogates, private use) becomes U+FFFD. Direction marks stay, overrides
    go, isolates are closed, so that no text can turn round what stands after it.
    """
    text = _LINE_END.sub("\n", text)
    if not _RARE.search(text):
        return text
    written: list[str] = []
    open_isolates = 0
    for character in text:
        if character in _ISOLATES:
            open_isolates += 1
        elif character == _POP_ISOLATE:
            if not open_isolates:
                continue
            open_isolates -= 1
        elif character != "\n" and _RARE.match(character):
            character = _picture(character)
        written.append(character)
    return "".join(written) + _POP_ISOLATE * open_isolates


def _picture(character: str) -> str:
    code = ord(character)
    if character == "\t":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if character in _EMBEDDINGS or character == "\ufeff":
        return ""
    return REPLACEMENT


# A word of the other script, with the digits and signs that belong to it (7/60-POL, CFM-60), and the
# spaces between two such words.
_LATIN = r"A-Za-z\u00c0-\u02af\u0370-\u052f\u1e00-\u1fff"
_RIGHT = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_CLEAR = r"[^\s" + _LATIN + _RIGHT + r"()\[\]«»\"“”،؛؟]"
_LATIN_WORD = rf"(?:{_CLEAR}*[{_LATIN}](?:[{_LATIN}]|{_CLEAR})*)"
_LATIN_RUN = re.compile(rf"{_LATIN_WORD}(?:[ \u00a0\u202f]+{_LATIN_WORD})*")
_RIGHT_RUN = re.compile(rf"[{_RIGHT}](?:[^{_LATIN}\n]*[{_RIGHT}])?")
_TRAILING = ".,;:!?…-–—/'’"


def runs(text: str, base: Direction) -> Iterator[tuple[str, bool]]:
    """The text cut into runs as ``(piece, is right to left)``, for a paragraph of direction ``base``.

    Word wants Latin words of an Arabic paragraph in runs of their own that are not marked right to left;
    signs at the end of such a word belong to the sentence around it and stay with the paragraph.
    """
    if base == "ltr":
        yield from _alternate(text, _RIGHT_RUN, base_is_right=False)
    else:
        yield from _alternate(text, _LATIN_RUN, base_is_right=True)


def _alternate(text: str, other: re.Pattern[str], *, base_is_right: bool) -> Iterator[tuple[str, bool]]:
    position = 0
    for found in other.finditer(text):
        start, end = found.span()
        if base_is_right:
            while end > start and text[end - 1] in _TRAILING:
                end -= 1
        if end <= start:
            continue
        if start > position:
            yield text[position:start], base_is_right
        yield text[start:end], not base_is_right
        position = end
    if position < len(text):
        yield text[position:], base_is_right


def direction_in(text: str) -> Direction | None:
    """The direction of the first letter that has one; ``None`` when no letter has (a number, a sign)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return None
