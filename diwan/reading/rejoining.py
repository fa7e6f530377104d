"""From printed lines back to paragraphs: soft wraps, hyphens and page breaks undone."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from .furniture import without_furniture, without_marks
from .labels import take_label
from .letters import folded, printed
from .lines import Extract, Line

Opens = Callable[[str], bool]
MOST = 20_000  # characters; no paragraph of a resolution is longer, and joining stays linear
LONG = 140  # characters; a text with many lines beyond this was not wrapped by hand
_ENDED = re.compile(r"[.;:,!?؛،:؟][\"”»)\]\d]{0,3}$")
_STOPPED = re.compile(r"[.;:؛!?؟][\"”»)\]]{0,2}$")
_HYPHEN = re.compile(r"(\w+)-$")
_CELLS = re.compile(r"\S\t+\S")
_ROOM = re.compile(r"(?<=\S) {3,}(?=\S)")
_NEXT_ROOM = re.compile(r"(?<! ) {3,}(?=\S)")
_HYPHENED = re.compile(r"\w+(?:-\w+)*")
_FRONT = re.compile(r"\A\ufeff?---\n.*?\n---\n", re.S)
_MARKUP = re.compile(r"^(?:#{1,6}\s+|>\s+)")
_RULE = re.compile(r"^[\s\-_=*~.·•]{3,}$")


@dataclass(slots=True)
class _Printed:
    text: str
    indent: int
    width: int
    page: int
    gap: bool
    turned: bool  # first line of a page
    words: str  # the text as printed
    centred: bool = False


def paragraphs(kind: str, pages: list[str], opens: Opens) -> Extract:
    """The paragraphs of a laid-out text, page by page; `opens` says whether a line begins a paragraph."""
    pages[0] = _FRONT.sub("", pages[0], count=1) if pages else ""
    clean = without_furniture(pages)
    lines = _lines(clean.pages)
    joined = _whole(lines) if _is_whole(lines) else _joined(lines, opens)
    for i, line in enumerate(joined, 1):
        line.text = without_marks(line.text, clean.notes)
        line.source = i
    return Extract(kind, [line for line in joined if line.text], footnotes=list(clean.notes.values()), pages=len(pages))


def _lines(pages: list[list[str]]) -> list[_Printed]:
    out: list[_Printed] = []
    gap = True
    for number, page in enumerate(pages, 1):
        first = True
        for raw in page:
            if not raw.strip() or _RULE.match(raw):
                gap = True
                continue
            text = raw.expandtabs(8) if "\t" in raw and not _CELLS.search(raw.strip()) else raw
            body = _MARKUP.sub("", text.strip())
            indent = len(text) - len(text.lstrip())
            out.append(_Printed(body, indent, len(text.rstrip()), number, gap, first, printed(body)))
            gap, first = False, False
    left = sorted(line.indent for line in out)[len(out) // 10] if out else 0  # the margin of the paper
    for line in out:
        line.indent, line.width = max(line.indent - left, 0), line.width - left
    margin = sorted(line.width for line in out)[int(len(out) * 0.9)] if out else 0
    for line in out:
        right = margin - line.width
        line.centred = line.indent > 10 and abs(line.indent - max(right, 0)) <= 12 and right > 3
    return out


def _is_whole(lines: list[_Printed]) -> bool:
    """Whether each printed line is a paragraph already (no hard wraps)."""
    if not lines:
        return True
    return sum(len(line.text) > LONG for line in lines) > max(0.04 * len(lines), 1)


def _whole(lines: list[_Printed]) -> list[Line]:
    return [_line(line) for line in lines]


def _line(line: _Printed) -> Line:
    cells = "\t" in line.text
    row = cells or _spaced(line.text)
    text = "\t".join(map(printed, line.text.split("\t"))) if cells else line.words
    return Line(
        text,
        page=line.page,
        indent=line.indent,
        centred=line.centred,
        gap=line.gap,
        kind="row" if row else "text",
    )


def _spaced(text: str) -> bool:
    """Whether two wide rooms stand in a line: the cells of a table, set with spaces."""
    room = _ROOM.search(text) if "   " in text else None
    return room is not None and _NEXT_ROOM.search(text, room.end() + 1) is not None


class _Words:
    """Every word printed whole on one line: what decides whether a hyphen belongs to a word."""

    def __init__(self, lines: list[_Printed]) -> None:
        self._lines = lines

    @cached_property
    def hyphened(self) -> frozenset[str]:
        """The words with a hyphen: few lines have one."""
        texts = [line.text for line in self._lines if "-" in line.text or not line.text.isascii()]
        return frozenset(_HYPHENED.findall("\n".join(form for text in texts if "-" in (form := folded(text)))))

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset(_HYPHENED.findall(folded("\n".join(line.text for line in self._lines))))


def _joined(lines: list[_Printed], opens: Opens) -> list[Line]:
    words = _Words(lines)
    out: list[Line] = []
    last: _Printed | None = None
    margin = max((line.width for line in lines if not line.centred), default=0)
    for line in lines:
        if last is not None and out and out[-1].kind == "text" and _continues(last, line, out[-1], opens, margin):
            out[-1].text = _join(out[-1].text, line.words, words)
        else:
            out.append(_line(line))
        last = line
    return out


def _continues(last: _Printed, line: _Printed, so_far: Line, opens: Opens, margin: int) -> bool:
    if "\t" in line.text or len(so_far.text) > MOST:
        return False
    text = line.words
    only_label = (found := take_label(so_far.text)) is not None and not found[1]
    if only_label:
        return True
    if line.gap or line.turned:
        return _spans(last, line, so_far.text, text, opens)
    if text[:1].islower() and not _alone(so_far.text, opens) and take_label(text) is None:
        return True
    if last.centred != line.centred and not (so_far.text.endswith("-") and not line.centred):
        return False
    if last.centred and line.centred:
        return not opens(so_far.text) and not opens(text)
    if so_far.text.endswith(":") and len(so_far.text) < 60 and text[:1].isupper():
        return False
    ended, stopped = _ENDED.search(so_far.text[-8:]), _STOPPED.search(so_far.text[-8:])
    if take_label(text) is not None:
        return not (ended or (opens(so_far.text) and len(so_far.text) < 60) or _short(last, line, margin))
    if opens(text):
        return not (ended or _short(last, line, margin) or _alone(so_far.text, opens))
    if stopped and not text[:1].islower() and _short(last, line, margin):
        return so_far.text[-1] in ".:!?؟" and last.width > 0.8 * margin
    return True


def _alone(text: str, opens: Opens) -> bool:
    """A heading that stands by itself: short, without a stop."""
    return len(text) < 90 and opens(text) and not _ENDED.search(text[-8:])


def _short(last: _Printed, line: _Printed, margin: int) -> bool:
    """Whether the first word of this line would still have found room on the last one."""
    word = line.text.split(" ", 1)[0]
    return last.width + 1 + len(word) < margin - 6


def _spans(last: _Printed, line: _Printed, before: str, text: str, opens: Opens) -> bool:
    """Whether a paragraph goes on across a blank line or a page break."""
    if last.centred or line.centred or _STOPPED.search(before[-8:]) or opens(text) or take_label(text) is not None:
        return False
    if opens(before) and take_label(before) is None and len(before) < 60:
        return False  # a heading
    if before.endswith("-") and text[:1].islower():
        return True
    if text[:1].islower():
        return len(before) > 30 or line.turned
    if _ENDED.search(before[-8:]):
        return False
    return line.turned and len(before) > 60 and last.width > 50 and not before.isupper()


def _join(before: str, text: str, words: _Words) -> str:
    hyphen = _HYPHEN.search(before[-60:]) if before.endswith("-") else None
    if hyphen is None or not text[:1].isalnum():
        return f"{before} {text}"
    head, tail = hyphen.group(1), re.match(r"\w+", text)
    if tail is None or head[-1].isdigit() or text[0].isdigit():
        return before + text
    together, apart = folded(head + tail.group()), folded(f"{head}-{tail.group()}")
    if apart in words.hyphened and together not in words.known:
        return before + text
    if head[-1].islower() and text[0].isupper():
        return before + text
    return before[:-1] + text
