"""Which pages are pictures, and how large: told from the head of an image file, or the objects of a PDF page."""

import struct
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from .limits import Limits
from .refusals import Unreadable

COVERS = 0.4
"""Share of a page that pictures cover from which they are the page, not an illustration or an emblem in it."""
STAMPED = 150
"""Letters that a page of pictures may bear beside them (a number, a mark of the scanner) and still be recognised."""
DRAWN = 400
"""Drawn shapes from which a page without letters is taken for text whose letters were turned into curves."""
_SIZES = (
    b"\xc0",
    b"\xc1",
    b"\xc2",
    b"\xc3",
    b"\xc5",
    b"\xc6",
    b"\xc7",
    b"\xc9",
    b"\xca",
    b"\xcb",
    b"\xcd",
    b"\xce",
    b"\xcf",
)


def picture_pages(path: Path, texts: list[str], limits: Limits) -> list[int]:
    """The numbers (from 1) of the pages of a PDF that are pictures; `texts` are the words found on each.

    Raises Unreadable("bomb") for a picture beyond the limit, "too_large" for too many of them.
    """
    letters = [sum(map(str.isalpha, text)) for text in texts]
    asked = [number for number, count in enumerate(letters, 1) if count < STAMPED]
    found: list[int] = []
    if not asked:
        return found
    document = pypdfium2.PdfDocument(path)
    try:
        for number in asked:
            if number <= len(document) and _is_picture(document[number - 1], letters[number - 1], limits):
                found.append(number)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("corrupt") from error
    finally:
        document.close()
    if len(found) > limits.pictures:
        raise Unreadable("too_large", f"{len(found)} pages are pictures, {limits.pictures} at most")
    return found


def _is_picture(page: pypdfium2.PdfPage, letters: int, limits: Limits) -> bool:
    width, height = page.get_size()
    covered, drawn = 0.0, 0
    for item in page.get_objects(max_depth=4):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            across, down = item.get_px_size()
            _check(across, down, limits)
            left, bottom, right, top = item.get_bounds()
            covered += max(min(right, width) - max(left, 0), 0) * max(min(top, height) - max(bottom, 0), 0)
        elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
            drawn += 1
    return covered >= COVERS * width * height or (not letters and drawn >= DRAWN)


def _check(across: int, down: int, limits: Limits) -> None:
    if across * down > limits.pixels:
        raise Unreadable("bomb", f"a picture of {across} × {down} dots")


def image_pages(path: Path, kind: str, limits: Limits) -> int:
    """How many pages an image file (png, jpeg, tiff) holds, after the size of each was looked at.

    Raises Unreadable: corrupt, bomb (a picture beyond the limit), too_large (pages).
    """
    try:
        with path.open("rb") as file:
            head = file.read(limits.file)
        sizes = list({"png": _png, "jpeg": _jpeg, "tiff": _tiff}[kind](head))
    except (struct.error, IndexError, ValueError) as error:
        raise Unreadable("corrupt") from error
    if not sizes or not all(across and down for across, down in sizes):
        raise Unreadable("corrupt", "no picture in it")
    for across, down in sizes:
        _check(across, down, limits)
    if len(sizes) > limits.pictures:
        raise Unreadable("too_large", f"{len(sizes)} pages are pictures, {limits.pictures} at most")
    return len(sizes)


def _png(head: bytes) -> Iterator[tuple[int, int]]:
    if head[12:16] != b"IHDR":
        raise ValueError
    yield struct.unpack(">II", head[16:24])


def _jpeg(head: bytes) -> Iterator[tuple[int, int]]:
    at = 2
    while head[at] == 0xFF:
        if head[at + 1 : at + 2] in _SIZES:
            down, across = struct.unpack(">HH", head[at + 5 : at + 9])
            yield across, down
            return
        at += 2 + struct.unpack(">H", head[at + 2 : at + 4])[0]


def _tiff(head: bytes) -> Iterator[tuple[int, int]]:
    order = "<" if head[:2] == b"II" else ">"
    at, seen = struct.unpack(order + "I", head[4:8])[0], set()
    while at:
        if at in seen:
            raise ValueError("the directories go round in a circle")
        seen.add(at)
        count = struct.unpack(order + "H", head[at : at + 2])[0]
        size = {}
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            tag, form = struct.unpack(order + "HH", head[entry : entry + 4])
            if tag in (256, 257):  # width and height, as SHORT (3) or LONG (4)
                size[tag] = struct.unpack(
                    order + ("H" if form == 3 else "I"), head[entry + 8 : entry + (10 if form == 3 else 12)]
                )[0]
        yield size.get(256, 0), size.get(257, 0)
        at = struct.unpack(order + "I", head[at + 2 + 12 * count : at + 6 + 12 * count])[0]
