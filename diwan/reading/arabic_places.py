"""Arabic lines of a PDF built from the places of their letters, where the text layer has broken its words.

Some fonts set vowel signs at a height of their own; programs that sort the text layer by height then tear words
apart. Here each page is built anew from the boxes of its characters, without the vowel signs: from the right to the
left, Latin words and numbers from the left to the right.
"""

import ctypes
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from .refusals import Unreadable

_SIGNS = frozenset(map(chr, [*range(0x64B, 0x653), 0x670]))
_TORN = re.compile(r"(?m)^[\s\u202a-\u202e]*[\u064b-\u0652][\s\u202a-\u202e\u064b-\u0652]*$|\s[\u064b-\u0652]")
_LATIN = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z./:,\-_ &]*[0-9A-Za-z])?")
_NUMBER = re.compile(r"[0-9\u0660-\u0669\u06f0-\u06f9]+(?:[.,:/\u066b\u066c][0-9\u0660-\u0669\u06f0-\u06f9]+)*")
_OPENING = re.compile(r"(?:(?<=\s)|^)[)\]»](?=\w)")  # brackets are stored as they look, or as they mean
_CLOSING = re.compile(r"(?<=\w)[(\[«](?=[\s،؛.:,;]|$)")
_TURNED = str.maketrans("()[]«»", ")(][»«")
ENOUGH = 3  # torn signs before the places are asked
POINTS_PER_CHARACTER = 6  # a character of a 12 point face: only for comparing indents


@dataclass(slots=True)
class _Sign:
    text: str
    origin: float  # where the pen stands, from the left edge
    left: float
    right: float
    base: float  # height of the line of writing, from the foot of the page
    size: float  # of the face, in points


def is_torn(pages: list[str]) -> bool:
    """Whether vowel signs stand alone in the pages: their words were torn apart."""
    return sum(len(_TORN.findall(page)) for page in pages) >= ENOUGH


def by_places(path: Path) -> list[str]:
    """The pages of a PDF as laid-out text, built from the places of the characters.

    Raises Unreadable("corrupt").
    """
    pages = []
    try:
        document = pypdfium2.PdfDocument(path)
        for page in document:
            text = page.get_textpage()
            pages.append(_page(_signs(text.raw, text.count_chars())))
            text.close()
            page.close()
        document.close()
    except pypdfium2.PdfiumError as error:
        raise Unreadable("corrupt") from error
    return pages


def _signs(page: object, count: int) -> list[_Sign]:
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    found = []
    for i in range(count):
        text = chr(pdfium.FPDFText_GetUnicode(page, i))
        if text in _SIGNS or text in "\r\n\0" or pdfium.FPDFText_IsGenerated(page, i):
            continue
        if not pdfium.FPDFText_GetCharOrigin(page, i, x, y) or not pdfium.FPDFText_GetLooseCharBox(page, i, box):
            continue
        if box.right > box.left:
            size = pdfium.FPDFText_GetFontSize(page, i) or 12.0
            found.append(_Sign(text, x.value, box.left, box.right, y.value, size))
    return found


def _page(signs: list[_Sign]) -> str:
    lines: list[list[_Sign]] = []
    for sign in sorted(signs, key=lambda one: -one.base):  # stable: the order of the file within a line
        last = lines[-1][-1] if lines else None
        if last is not None and last.base - sign.base < 0.3 * min(last.size, sign.size):
            lines[-1].append(sign)
        else:
            lines.append([sign])
    from_right = 2 * sum(map(_is_arabic, signs)) > sum(one.text.isalpha() for one in signs)
    rows = [(line[0], _line(line, from_right)) for line in lines]
    rows = [(line, text) for line, text in rows if text.strip()]
    gaps = [above.base - row.base for (above, _), (row, _) in pairwise(rows)]
    usual = sorted(gaps)[len(gaps) // 5] if gaps else 0.0
    out: list[str] = []
    for gap, (first, text) in zip([usual, *gaps], rows, strict=True):
        if gap > usual + 0.4 * first.size:
            out.append("")
        out.append(text)
    return "\n".join(out)


def _is_arabic(sign: _Sign) -> bool:
    return "\u0600" <= sign.text <= "\u06ff" or "\ufb50" <= sign.text <= "\ufefc"


def _line(signs: list[_Sign], arabic_page: bool) -> str:
    """The characters of one line in reading order, with room where there is room between them."""
    latin = any(one.text.isascii() and one.text.isalpha() for one in signs)
    from_right = arabic_page and (any(map(_is_arabic, signs)) or not latin)
    if from_right:
        # The letters of a ligature share one place. Where one reaches further right it comes first; where they
        # share the whole box, the file has them from the left.
        signs.reverse()
        signs.sort(key=lambda one: (-round(one.origin, 2), -round(one.right, 2)))
    else:
        signs.sort(key=lambda one: one.origin)
    text, before = "", None
    for one in signs:
        if before is not None and not text.endswith(" ") and one.text != " ":
            gap = before.left - one.right if from_right else one.left - before.right
            if gap > 0.2 * one.size:
                text += " "
        text += one.text
        before = one
    indent = int(min(one.left for one in signs if one.text != " ") / POINTS_PER_CHARACTER) if text.strip() else 0
    return " " * indent + (_turned(text.strip()) if from_right else text.strip())


def _turned(text: str) -> str:
    """A line read from the right with its numbers and Latin words turned back, and its brackets with them."""
    text = _LATIN.sub(lambda m: m[0][::-1] if re.search("[A-Za-z]", m[0]) else m[0], text)
    text = _OPENING.sub(lambda m: m[0].translate(_TURNED), text)
    text = _CLOSING.sub(lambda m: m[0].translate(_TURNED), text)
    return _NUMBER.sub(lambda m: m[0][::-1] if not _within_latin(m) else m[0], text)


def _within_latin(number: re.Match[str]) -> bool:
    text, start, end = number.string, number.start(), number.end()
    beside = text[max(0, start - 2) : start] + text[end : end + 2]
    return re.search("[A-Za-z]", beside) is not None
