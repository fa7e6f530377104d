"""Cutting a volume into its resolutions: headings, openings, and what is only an index."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .headings import heading_of, printed_length
from .labels import take_label
from .letters import folded
from .lexicon import SYMBOL, Lexicon
from .lines import Line
from .verbs import declares, says_itself, verb_at_start

_BARE_SYMBOL = re.compile(
    r"^[\]\[]?(?P<symbol>\d{1,4}\s?\((?:[ivxlc]+|(?:19|20)\d\d)\)(?=[.\s]\s*[^\W\d])|\d{1,3}\s?/\s?\d{1,4}(?=\s?[.\s]\s*[^\W\d])|[a-z]{2,6}\d{1,3}\.\d{1,3}(?:\.\d+)?(?=\s+[^\W\d]|$)"
    r"|(?:[a-z]{1,5}/)+(?:[\w.\-]+/)*\d+(?:/\d+)?\s?(?:\([\divxlc]+\))?$)"
)
_PART = re.compile(r"^[A-H](?:\s*[.\-–]\s+\w.{2,120})?$")
_AFTER = re.compile(r"^[\s.\-–:,]*")
# "PRINCIPLES OF LIGHTING 1. A lamp …": a heading that ran into the paragraph below it.
_TITLED = re.compile(r"^([A-ZÀ-Ý][A-ZÀ-Ý'’,\s-]{11,120})\s(?=\d{1,3}[.)]\s+[A-ZÀ-Ý])")


@dataclass(slots=True)
class Segment:
    """The lines of one resolution, with what its heading said."""

    lines: list[Line]
    symbol: str | None = None
    rest: str = ""  # what followed the number on the same line
    page: int = 1
    doubts: list[str] = field(default_factory=list)


def segments(lines: list[Line], words: Lexicon) -> tuple[list[Line], list[Segment]]:
    """The lines before the first resolution (cover, index), and the resolutions.

    A heading counts only when a body follows before the next heading: entries of an index do not.
    """
    lines = [piece for line in lines for piece in _unjoined(line, words)]
    starts: list[tuple[int, str | None, str]] = []
    for i, line in enumerate(lines):
        if (found := heading_of(line, words)) is not None:
            starts.append((i, found[0], found[1]))
    real = [
        s
        for n, s in enumerate(starts)
        if _has_body(lines, s[0], starts[n + 1][0] if n + 1 < len(starts) else len(lines), words)
    ]
    if not real:
        real = _by_openings(lines, words) or _by_body(lines, words)
    else:
        first_opening = next((i for i, line in enumerate(lines) if words.opening(folded(line.text))), None)
        if first_opening is not None and first_opening < real[0][0] - 6:
            real = list(_by_openings(lines[: real[0][0]], words)) + real
    real = [
        s
        for n, s in enumerate(real)
        if not _agreed(lines, s[0], real[n + 1][0] if n + 1 < len(real) else len(lines), words)
    ]
    if not real:
        return lines, []
    front = lines[: real[0][0]]
    out = []
    for n, (at, symbol, rest) in enumerate(real):
        stop = real[n + 1][0] if n + 1 < len(real) else len(lines)
        skip = at + 1 if symbol is not None else at
        out.append(Segment(lines[skip:stop], symbol, rest, lines[at].page))
    return front, out


def _agreed(lines: list[Line], start: int, stop: int, words: Lexicon) -> bool:
    """Whether parties agree before any verb of a body: a treaty or memorandum, no resolution."""
    for line in lines[start:stop]:
        if words.sets["agreement_marks"].first(folded(line.text[-160:])) is not None:
            return True
        if _begins_with_verb(line.text, words):
            return False
    return False


def _unjoined(line: Line, words: Lexicon) -> list[Line]:
    """An opening with the first recital on the same line, as two."""
    if (titled := _TITLED.match(line.text)) is not None and line.kind != "row":
        heading = replace(line, text=titled[1].strip(), bold=True)
        return [heading, replace(line, text=line.text[titled.end(1) :].strip(), label=None, gap=True)]
    comma = re.search(r"[,،]\s*", line.text[:130])
    if line.kind == "row" or comma is None or comma.end() == len(line.text):
        return [line]
    head, rest = line.text[: comma.end()].strip(), line.text[comma.end() :]
    if not words.opening(folded(head)) or not words.recital(folded(rest[:200])) or rest[:1].islower():
        return [line]
    return [replace(line, text=head), replace(line, text=rest, label=None, gap=True)]


def _has_body(lines: list[Line], start: int, stop: int, words: Lexicon) -> bool:
    """A body has an opening formula, a recital, or a numbered paragraph with an operative verb."""
    for line in lines[start + 1 : min(stop, start + 60)]:
        if line.kind == "row":
            continue
        form = folded(line.text[:300])
        if words.opening(form) or (words.recital(form) and len(form) > 12):
            return True
        if len(form) > 40 and _begins_with_verb(line.text, words):
            return True
        label = take_label(line.text)
        rest = folded(label[1][:120]) if label else form
        if (label or line.label) and rest and (words.verbs.at(rest, 0) or (label and label[0].kind == "ordinal")):
            return True
    return False


def _by_openings(lines: list[Line], words: Lexicon) -> list[tuple[int, str | None, str]]:
    """Resolutions without a worded heading: each begins at the symbol or title before its opening."""
    found: list[tuple[int, str | None, str]] = []
    last = 0
    annexes = _Latest(lines, lambda line: is_annex_heading(line.text, words))
    operative = _Latest(lines, lambda line: _is_operative(line, words))
    for i, line in enumerate(lines):
        if line.kind == "row":
            continue
        if (named := _numbered(lines, i, words)) is not None:
            found.append(named)
            last = i + 1
            continue
        declared = declares(line.text, words)
        if not (declared or words.opening(folded(line.text), loose=True)) or (last and annexes.since(last, i)):
            continue  # also where an annex began since the last opening: its treaty has an opening of its own
        if found and found[-1][1] is not None and i - found[-1][0] < 6:
            last = i + 1  # the opening of the number just above
            continue
        if not _followed(lines, i, words, declared):
            continue
        start = i
        for j in range(i - 1, max(last - 1, i - 9), -1):
            above = folded(lines[j].text)
            if _BARE_SYMBOL.match(above) or words.headings.match(above):
                start = j
                break
            if len(above) > 200 or above.endswith((";", ",")) or words.recital(above):
                break
        if start == i and found and any(_PART.match(line.text) for line in lines[max(last, i - 3) : i]):
            continue  # a lettered part of the resolution at hand
        if start == i and found and not operative.since(last, i):
            continue  # without an operative part between two openings the second only repeats the first
        match = _BARE_SYMBOL.match(folded(lines[start].text)) if start < i else None
        if match is not None:
            cut = printed_length(lines[start].text, match.end())
            rest = _AFTER.sub("", lines[start].text[cut:])
            found.append((start, lines[start].text[:cut].strip(" ]["), rest))
        else:
            found.append((_title_start(lines, last, _recitals_above(lines, last, i, words)), None, ""))
        last = i + 1
    return found


def _recitals_above(lines: list[Line], last: int, opening: int, words: Lexicon) -> int:
    """Where the recitals begin that stand before the body is named ("Whereas …; now, therefore, the Assembly")."""
    first = opening
    for j in range(opening - 1, last - 1, -1):
        text = lines[j].text
        if words.recital(folded(text[:200])) and len(text) > 40:
            first = j
        elif len(text) > 60 or first - j > 2:
            break
    return first


def _numbered(lines: list[Line], i: int, words: Lexicon) -> tuple[int, str | None, str] | None:
    """A line "37/4. Title" with a recital close below, even where the opening cannot be recognised."""
    text = lines[i].text
    match = _BARE_SYMBOL.match(folded(text))
    if match is None or text[-1:] in ";,":
        return None
    rest = folded(text[printed_length(text, match.end()) :]).lstrip()
    if not rest.startswith((".", *words.words("heading_words"))):
        return None
    below = [line.text for line in lines[i + 1 : i + 6] if line.kind != "row"]
    if not any(words.recital(folded(one[:200])) or _begins_with_verb(one, words) for one in below):
        return None
    cut = printed_length(text, match.end())
    return i, text[:cut].strip(" ]["), _AFTER.sub("", text[cut:])


def _by_body(lines: list[Line], words: Lexicon) -> list[tuple[int, str | None, str]]:
    """A text without heading and opening that is one resolution all the same: recitals, then verbs.

    Without recitals an announcement of a resolution above is asked for, or measures that are recommended.
    """
    recitals = [
        i
        for i, line in enumerate(lines)
        if line.kind != "row" and words.recital(folded(line.text[:200])) and len(line.text) > 40
    ]
    verbs = [i for i, line in enumerate(lines) if line.kind != "row" and _begins_with_verb(line.text, words)]
    chapeau = next(
        (
            i
            for i, line in enumerate(lines)
            if words.sets["chapeaux"].first(folded(line.text)) and line.text[-1:] == ":"
        ),
        None,
    )
    announced = next((i for i, line in enumerate(lines[:12]) if words.headings.match(folded(line.text))), None)
    if len(recitals) >= 2 and verbs and verbs[-1] > recitals[0]:
        return [(_title_start(lines, 0, recitals[0]), None, "")]
    stated = [i for i in verbs if says_itself(lines[i].text, words) and take_label(lines[i].text) is None]
    if len(stated) >= 2 and 2 * len(stated) >= len(lines) - stated[0]:
        return [(_title_start(lines, 0, stated[0]), None, "")]
    if announced is not None and len(verbs) >= 2:
        return [(announced, None, "")]
    if chapeau is not None and len(lines) - chapeau > 2:
        return [(0, None, "")]
    return []


def _begins_with_verb(text: str, words: Lexicon) -> bool:
    label = take_label(text)
    rest = label[1] if label else text
    return verb_at_start(rest, words) is not None and not rest[:1].islower()


class _Latest:
    """Where the latest line of some kind stands; each line is looked at once, in order."""

    def __init__(self, lines: list[Line], fits: Callable[[Line], object]) -> None:
        self._lines, self._fits = lines, fits
        self._next, self._latest = 0, -1

    def since(self, first: int, stop: int) -> bool:
        """Whether one stands from `first` up to `stop`, which must not go back from call to call."""
        for i in range(self._next, stop):
            if self._fits(self._lines[i]):
                self._latest = i
        self._next = max(self._next, stop)
        return self._latest >= first


def is_annex_heading(text: str, words: Lexicon) -> bool:
    """Whether a line announces an annex."""
    if len(text) > 160 or text[-1:] in ";؛,،":
        return False
    first = folded(text).lstrip("[(#* ")
    return any(
        first.startswith(word) and not first[len(word) : len(word) + 1].isalpha() for word in words.words("annex_words")
    )


def _title_start(lines: list[Line], last: int, opening: int) -> int:
    start = opening
    for j in range(opening - 1, max(last, opening - 4) - 1, -1):
        text = lines[j].text
        if len(text) > 200 or text.endswith((".", ";", ",", ":")) or lines[j].kind == "row":
            break
        start = j
    return start


def _followed(lines: list[Line], i: int, words: Lexicon, declared: bool = False) -> bool:
    """An opening counts when a recital, a verb or a number comes soon after it."""
    for line in lines[i + 1 : i + 5]:
        form = folded(line.text[:200])
        label = take_label(line.text)
        if declared and verb_at_start(label[1] if label else line.text, words, own=True) is not None:
            return True
        if words.recital(form) or words.verbs.at(form, 0) or (label and words.verbs.at(folded(label[1][:100]), 0)):
            return True
    return False


def _is_operative(line: Line, words: Lexicon) -> bool:
    label = take_label(line.text)
    return (
        (label is not None and label[0].kind == "digit")
        or bool(line.label)
        or words.verbs.at(folded(line.text[:80]), 0) is not None
    )


__all__ = ["SYMBOL", "Segment", "heading_of", "segments"]
