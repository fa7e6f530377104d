"""Printed lines of a PDF: by pdftotext where it is installed, else by pypdfium2."""

import re
import shutil
import subprocess
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2

from .arabic_places import by_places, is_torn
from .arabic_print import mended
from .letters import is_arabic
from .limits import Limits
from .optical import Recogniser
from .pictures import picture_pages
from .refusals import Unreadable

LETTERS_PER_PAGE = 12  # fewer letters on the average page: the pages are pictures


def read_pdf(path: Path, limits: Limits, recogniser: Recogniser | None = None) -> list[str]:
    """The pages of a PDF as laid-out text, one string per page, Arabic in reading order.

    Pages that are pictures are recognised where they stand, or left empty without a `recogniser`.
    Raises Unreadable: encrypted, corrupt, scanned, too_large (pages), too_slow, and what the recogniser raises.
    """
    _open(path, limits)
    program = shutil.which("pdftotext")
    pages = _by_program(program, path, limits) if program else None
    if pages is None or not _letters(pages):
        pages = _by_library(path)
    if is_torn(pages) or (program is None and is_arabic("".join(pages)[:20_000])):
        pages = by_places(path)
    enough = _letters(pages) >= LETTERS_PER_PAGE * min(len(pages), 3)
    if recogniser is not None and (pictures := picture_pages(path, pages, limits)):
        for number, text in recogniser.among(path, pictures, limits, rest=enough).items():
            pages[number - 1] = text
        enough = _letters(pages) >= LETTERS_PER_PAGE
    if not enough:
        raise Unreadable("scanned")
    if sum(map(len, pages)) > limits.text:
        raise Unreadable("too_large", "too much text")
    return mended(pages)


def _open(path: Path, limits: Limits) -> None:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise Unreadable("encrypted") from error
        raise Unreadable("corrupt") from error
    try:
        count = len(document)
    finally:
        document.close()
    if count == 0:
        raise Unreadable("corrupt", "no pages")
    if count > limits.pages:
        raise Unreadable("too_large", f"{count} pages")


def _letters(pages: list[str]) -> int:
    return sum(c.isalpha() for page in pages for c in page)


def _by_program(program: str, path: Path, limits: Limits) -> list[str] | None:
    """pdftotext with the layout kept; None when it could not read the file."""
    with tempfile.TemporaryDirectory(prefix="diwan-reading-") as folder:
        target = Path(folder) / "text"
        command = [program, "-layout", "-enc", "UTF-8", str(path.resolve()), str(target)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=limits.seconds, check=False)
        except subprocess.TimeoutExpired as error:
            raise Unreadable("too_slow") from error
        except OSError:
            return None
        if done.returncode != 0 or not target.exists():
            return None
        if target.stat().st_size > limits.text * 4:
            raise Unreadable("too_large", "too much text")
        text = target.read_text("utf-8", "replace")
    return text.removesuffix("\f").split("\f")


def _by_library(path: Path) -> list[str]:
    """pypdfium2: lines rebuilt from the boxes of the words, blank lines where there is room."""

    pages: list[str] = []
    try:
        document = pypdfium2.PdfDocument(path)
        for page in document:
            text = page.get_textpage()
            pages.append(_laid_out(text))
            text.close()
            page.close()
        document.close()
    except pypdfium2.PdfiumError as error:
        raise Unreadable("corrupt") from error
    return pages


def _laid_out(text: Any) -> str:
    """One page as lines with indents and blank lines, from the places pypdfium2 gives to characters."""
    rows: list[tuple[float, float, float, str]] = []
    at = 0
    for line in text.get_text_range().split("\r\n"):
        first = at + len(line) - len(line.lstrip())
        at += len(line) + 2
        if words := _unbroken(line.strip()):
            left, bottom, _, top = text.get_charbox(first, loose=True)
            rows.append((left, bottom, top, words))
    if not rows:
        return ""
    gaps = [above[1] - row[2] for above, row in pairwise(rows)]
    usual = sorted(gaps)[len(gaps) // 5] if gaps else 0.0  # room between lines of one paragraph
    out: list[str] = []
    for gap, (left, bottom, top, words) in zip([usual, *gaps], rows, strict=True):
        if gap > usual + 0.35 * (top - bottom):
            out.append("")
        out.append(" " * int(left / POINTS_PER_CHARACTER) + words)
    return "\n".join(out)


def _unbroken(line: str) -> str:
    """The hyphen that breaks a word at a line's end comes as a sign of its own; kept only at the end."""
    return re.sub("[\ufffe\x02]$", "-", line).replace("\ufffe", "").replace("\x02", "")


POINTS_PER_CHARACTER = 6  # a character of a 12 point face: only for comparing indents
