"""Draws one page of a PDF as a grey picture, as a program of its own: `drawing.py FILE PAGE SIDE TARGET`.

What a hostile page does to the renderer, it does to this process only, which has little memory and little time.
It imports nothing of Diwan, so that it starts in a tenth of a second.
"""

import sys
from pathlib import Path

import pypdfium2

DPI = 300
"""What the models of tesseract were trained for; see docs/performance.md for 200 and 400."""


def draw(source: Path, page: int, side: int, target: Path) -> None:
    """Write page number `page` (from 1) as PGM at 300 dots an inch, its longer side `side` pixels at most."""
    document = pypdfium2.PdfDocument(source)
    sheet = document[page - 1]
    width, height = sheet.get_size()
    scale = min(DPI / 72, side / max(width, height, 1))
    bitmap = sheet.render(scale=scale, grayscale=True)
    rows = memoryview(bitmap.buffer)
    with target.open("wb") as file:
        file.write(b"P5 %d %d 255\n" % (bitmap.width, bitmap.height))
        for y in range(bitmap.height):
            file.write(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width])


if __name__ == "__main__":
    draw(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
