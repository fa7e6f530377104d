"""What belongs to the page and not to the text: running headers, page numbers, footnotes."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from .letters import printed, western_digits

_PAGE_NUMBER = re.compile(
    r"^\W{0,3}(?:page|p\.|صفحة|الصفحة)?\s*\d{1,4}(?:\s*(?:/|of|sur|de|من)\s*\d{1,4})?\W{0,3}$", re.I
)
_TRAILING_NUMBER = re.compile(r"(?:(?<!\s)\s{2,}|^)\d{1,4}(?:/\d{1,4})?$|^\d{1,4}(?:/\d{1,4})?\s{2,}")
_NOTE = re.compile(r"^\s{0,8}(?:\[(\d{1,3})\]|(\d{1,3})(?=\s+[^\W\d_(«“\"])|(\d{1,3})(?=[A-Z«“\"]))\s*(.+)$")
_BARE = re.compile(r"^\s*(\d{1,3})\s*$")
_SYMBOL = re.compile(r"^[A-Z]{1,12}[A-Z0-9.\-]*(?:/+\s?[A-Z0-9.\-()]+){2,}\s*$")
_NUMBER = re.compile(r"\d+")
_MARK_BEFORE = re.compile(r"(?:[^\W\d_]|[;,.:»”\")])\s?$")
_MARK_AFTER = re.compile(r"\s|$|[,;.]")
_LINE_END = re.compile(r"[^\S\n]*$", re.M)
MOST = 3  # digits of the number of a footnote
FAR = 6  # spaces before a mark that the layout raised and left alone on its line
_BRACKETED = re.compile(r"\s?\[(\d{1,3})\](?=\W|$)")
_RAISED_IN_TEXT = re.compile(
    r"(?<=[^\W\d][;,.:»”\")])\s?\d{1,3}(?=\s|$)|(?<=[^\W\d]\s[;:»])\s?\d{1,3}(?=\s|$)|(?<=[a-zà-ÿ]{3})\d{1,3}(?=[\s,;.]|$)"
)
LONGEST = 200  # characters of a printed line that may hold nothing but a symbol
EDGE = 3  # printed lines at each end of a page among which headers and footers are looked for


@dataclass(slots=True)
class Pages:
    """The printed lines of each page without furniture, and the footnotes by number."""

    pages: list[list[str]]
    notes: dict[str, str] = field(default_factory=dict)


def without_furniture(pages: list[str]) -> Pages:
    """Take running headers, page numbers and footnotes off each page."""
    split = [page.replace("\r", "").split("\n") for page in pages]
    headers = _repeated(split) if len(split) > 1 else _repeated_symbols(split[0])
    found = Pages([])
    marks = Marks(pages)
    for page, lines in enumerate(split):
        kept = _trim(lines, headers, len(split) > 1, keep_top=page == 0)
        kept = _take_notes(kept, marks, found.notes)
        found.pages.append(kept)
    if found.notes:
        found.pages = [_without_bare_marks(lines, found.notes) for lines in found.pages]
    return found


def _bare_header(line: str) -> str:
    if _NUMBER.search(line) is None:
        return line.strip()
    bare = western_digits(line).rstrip()
    if not (bare[:1].isdecimal() or bare[-1:].isdecimal()):  # no number that could be taken off
        return bare.strip()
    return _TRAILING_NUMBER.sub("", bare).strip()


def _edges(lines: list[str]) -> list[int]:
    full = [i for i, line in enumerate(lines) if line.strip()]
    return sorted(set(full[:EDGE] + full[-EDGE:]))


def _repeated(pages: list[list[str]]) -> set[str]:
    """Lines that come back at the edge of many pages, apart from a page number beside them."""
    seen: Counter[str] = Counter()
    for lines in pages:
        seen.update({_bare_header(lines[i]) for i in _edges(lines) if not _under_mark(lines, i)} - {""})
    least = max(2, len(pages) // 4)
    return {line for line, times in seen.items() if times >= least and not line.endswith((";", "؛"))}


def _under_mark(lines: list[str], i: int) -> bool:
    """Whether a line is the text of a footnote whose number stands alone above it, further left."""
    if i == 0 or not _BARE.match(western_digits(lines[i - 1])):
        return False
    return len(lines[i - 1]) - len(lines[i - 1].lstrip()) < len(lines[i]) - len(lines[i].lstrip())


def _repeated_symbols(lines: list[str]) -> set[str]:
    """In a text without page breaks only a document symbol alone on its line counts as a header."""
    seen = Counter(line.strip() for line in lines if len(line) < LONGEST and _SYMBOL.match(line.strip()))
    return {line for line, times in seen.items() if times >= 3}


def _trim(lines: list[str], headers: set[str], paged: bool, keep_top: bool) -> list[str]:
    """Blank out headers and page numbers; the top of the cover stays, it bears the symbol of the volume."""
    kept = list(lines)
    edges = _edges(lines) if paged else [i for i, line in enumerate(lines) if line.strip() in headers]
    for i in edges:
        bare = _bare_header(lines[i])
        if keep_top and paged and i < len(lines) // 3:
            continue
        if bare in headers and (paged or _SYMBOL.match(bare)):
            kept[i] = ""
    if paged:
        full = [i for i, line in enumerate(kept) if line.strip()]
        for i in {*full[:1], *full[-1:]}:
            if _PAGE_NUMBER.match(western_digits(kept[i]).strip()):
                kept[i] = ""
    elif headers:
        for i in edges:
            near = [j for j in range(max(0, i - 4), min(len(kept), i + 5)) if kept[j].strip()]
            for j in near:
                alone = not kept[j - 1].strip() if j else True
                if alone and re.fullmatch(r"\W{0,3}\d{1,4}\W{0,3}", kept[j].strip()):
                    kept[j] = ""
    return kept


def _take_notes(lines: list[str], marks: "Marks", notes: dict[str, str]) -> list[str]:
    """Cut the footnotes off the end of a page: blocks that begin with a number whose mark is in the text."""
    stop = len(lines)
    for start, end in reversed(_blocks(lines)):
        block = lines[start:end]
        number = _note_number(block, marks)
        if number is None:
            break
        for offset, line in enumerate(block):
            found = _NOTE.match(western_digits(line)) or _BARE.match(western_digits(line))
            if found and (mark := next((g for g in found.groups()[:3] if g), "")) and mark in marks:
                text = found.group(4) if found.re is _NOTE else " ".join(block[offset + 1 : offset + 2])
                notes.setdefault(mark, printed(text))
        stop = start
    return lines[:stop]


def _blocks(lines: list[str]) -> list[tuple[int, int]]:
    """Runs of printed lines without a blank one between."""
    out: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        if not line.strip(" _-=*\t"):
            continue
        if out and out[-1][1] == i:
            out[-1] = (out[-1][0], i + 1)
        else:
            out.append((i, i + 1))
    return out


def _note_number(block: list[str], marks: "Marks") -> str | None:
    """The number of a footnote with which a block begins, or None when it begins with something else."""
    head = western_digits(block[0])
    if (found := _NOTE.match(head)) is not None:
        number = found.group(1) or found.group(2) or found.group(3)
        first = found.group(4).lstrip("«“\"' ")[:1]
        return number if not first.islower() and number in marks else None
    if (bare := _BARE.match(head)) is not None and len(head) < 12 and len(block) > 1:
        return bare.group(1) if bare.group(1) in marks else None
    return None


class Marks:
    """The numbers that stand as footnote marks in some pages; looked for once, when the first is asked."""

    def __init__(self, pages: list[str]) -> None:
        self._pages = pages

    def __contains__(self, number: str) -> bool:
        return number in self._numbers

    @cached_property
    def _numbers(self) -> frozenset[str]:
        text = "\n".join(self._pages)
        found: set[str] = set()
        last = 0
        for number in _NUMBER.finditer(text):
            start, end = number.span()
            if end - start <= MOST and _is_mark(text, last, start, end):
                found.add(western_digits(number.group()))
            last = end
        return frozenset(found)


def _is_mark(text: str, last: int, start: int, end: int) -> bool:
    """A footnote mark: a number after a letter or a stop, in brackets, or raised far from the margin.

    `last` is where the number before ended.
    """
    if text[start - 1 : start] == "[" and text[end : end + 1] == "]":
        return True
    if _MARK_AFTER.match(text, end) is None:
        return False
    if _MARK_BEFORE.search(text[max(start - 2, 0) : start]) is not None:
        return True
    if _LINE_END.match(text, end) is None:
        return False
    before = text[last:start]
    room = last + len(before.rstrip())  # a line must begin in the room before the number
    line = text.find("\n", room, start) + 1 if room else 0
    return (line > 0 or not room) and start - line >= FAR


def _without_bare_marks(lines: list[str], notes: dict[str, str]) -> list[str]:
    """Drop raised marks that the layout left alone on a line of their own."""
    return [line for line in lines if len(bare := line.strip()) > MOST or western_digits(bare) not in notes]


def without_marks(text: str, notes: dict[str, str]) -> str:
    """The text of a paragraph without its footnote marks; `notes` are the numbers that are footnotes."""
    if "[" in text:
        whole = text
        text = _BRACKETED.sub(
            lambda m: "" if m.group(1) in notes or whole.endswith(m.group()) else m.group(),
            text,
        )
    if not notes:
        return text
    kept, last = "", 0
    for number in _NUMBER.finditer(text):
        start, end = number.span()
        if number.group() in notes:
            raised = (text[start - 1 : start].isspace() and _RAISED_IN_TEXT.match(text, start - 1)) or (
                _RAISED_IN_TEXT.match(text, start)
            )
            if raised and raised.end() == end:
                kept += text[last : raised.start()]
                last = end
    return kept + text[last:]
