"""Codes on scanned pages: finds them, and divides a pile of pages at its separator sheets.

Run as a program of its own (`codes.py find FILE`, `codes.py divide FILE FOLDER`), with little memory and little time: what a
hostile file does to the renderer, it does to this process only. It imports nothing of Diwan, and says what it found as JSON.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp

DPI = 150
"""Enough for a code of 2 cm; a page takes a twentieth of a second."""
SIDE = 4_000
SEPARATORS = ("DIWAN:SEPARATOR", "PATCHT", "PATCH-T")
"""Our own sheets, and those that scanning stations have printed for years."""
FORMATS = (
    zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.Code39,
)  # fmt: skip
MOST = 20  # codes of one page


def codes_of(page: Any) -> list[str]:
    """The texts of the codes on a page."""
    width, height = page.get_size()
    scale = min(DPI / 72, SIDE / max(width, height, 1))
    bitmap = page.render(scale=scale, grayscale=True)
    dots = memoryview(bitmap.buffer).cast("B").cast("B", (bitmap.height, bitmap.stride))
    found = zxingcpp.read_barcodes(dots, formats=zxingcpp.BarcodeFormats(FORMATS))
    return [code.text[:500] for code in found[:MOST]]


def is_separator(codes: Iterable[str]) -> bool:
    """Whether a page with these codes only parts the pages before it from those after."""
    return any(code.strip().upper() in SEPARATORS for code in codes)


def find(source: Path) -> dict[str, Any]:
    """The number of pages and, by page (from 1), the codes on it."""
    document = pypdfium2.PdfDocument(source)
    pages = len(document)
    found = {n + 1: codes for n in range(pages) if (codes := codes_of(document[n]))}
    return {"pages": pages, "codes": found}


def divide(source: Path, folder: Path) -> dict[str, Any]:
    """Write each run of pages between separator sheets as a file of its own; the sheets themselves are left out."""
    document = pypdfium2.PdfDocument(source)
    runs: list[list[int]] = []
    run: list[int] = []
    sheets = 0
    for n in range(len(document)):
        if is_separator(codes_of(document[n])):
            sheets += 1
            runs, run = ([*runs, run] if run else runs), []
        else:
            run.append(n)
    runs = [*runs, run] if run else runs
    pieces = []
    for place, pages in enumerate(runs, 1):
        piece = pypdfium2.PdfDocument.new()
        piece.import_pages(document, pages)
        piece.save(folder / f"{place}.pdf")
        piece.close()
        pieces.append({"first": pages[0] + 1, "last": pages[-1] + 1})
    return {"pages": len(document), "sheets": sheets, "pieces": pieces}


if __name__ == "__main__":
    if sys.argv[1] == "find":
        print(json.dumps(find(Path(sys.argv[2]))))
    else:
        print(json.dumps(divide(Path(sys.argv[2]), Path(sys.argv[3]))))
