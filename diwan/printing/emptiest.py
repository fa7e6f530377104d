"""Where on a page there is room: it is drawn small, and the place with the least ink is sought, nearest to a corner."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Literal

import pypdfium2

Corner = Literal["emptiest", "top-end", "top-start", "bottom-end", "bottom-start"]
CORNERS: tuple[Corner, ...] = ("top-end", "top-start", "bottom-end", "bottom-start")

#: The page is drawn this many dots wide: a line of small print is still seen, and it takes milliseconds.
_DOTS = 300
#: From the edge of the paper, and how far from its corner a stamp may move, in points.
MARGIN, _ACROSS, _DOWN, _STEP = 17.0, 150.0, 190.0, 6.0
#: Paper that stays free around a stamp, so that it does not touch the words beside it.
_AIR = 5.0
#: The share of dots that may be inked where a stamp goes: the dust of a scan, no words.
FREE = 0.012


@dataclass(frozen=True)
class Spot:
    """Where a stamp goes on the page as it is seen: its lower left corner in points, and how much ink is there."""

    x: float
    y: float
    ink: float
    corner: Corner


def emptiest(
    page: pypdfium2.PdfPage, width: float, height: float, *, corner: Corner = "emptiest", right_to_left: bool = False
) -> Spot | None:
    """The best place for something of that size; ``None`` where the page is too small for it."""
    across, down = page.get_size()
    if across < width + 2 * MARGIN or down < height + 2 * MARGIN:
        return None
    scale = _DOTS / across
    sums = _ink(page, scale)
    rows, columns = len(sums) - 1, len(sums[0]) - 1
    best: Spot | None = None
    for name in CORNERS if corner == "emptiest" else (corner,):
        at_top = name.startswith("top")
        at_right = name.endswith("end") != right_to_left
        found: Spot | None = None
        way_across = min(_ACROSS, across - width - 2 * MARGIN)
        way_down = min(_DOWN, down - height - 2 * MARGIN)
        # the nearest places first: of two as empty the one nearer to the corner is taken
        places = sorted(product(_steps(way_across), _steps(way_down)), key=lambda moved: moved[0] + moved[1])
        for aside, along in places:
            x = across - MARGIN - width - aside if at_right else MARGIN + aside
            y = down - MARGIN - height - along if at_top else MARGIN + along
            left, right = int((x - _AIR) * scale), min(int((x + width + _AIR) * scale) + 1, columns)
            top, bottom = int((down - y - height - _AIR) * scale), min(int((down - y + _AIR) * scale) + 1, rows)
            inked = sums[bottom][right] - sums[top][right] - sums[bottom][left] + sums[top][left]
            ink = inked / max((right - left) * (bottom - top), 1)
            if found is None or ink < found.ink:
                found = Spot(x, y, ink, name)
            if not ink:
                break
        if found is not None and (best is None or found.ink < best.ink):
            best = found
    return best


def _steps(way: float) -> list[float]:
    return [step * _STEP for step in range(int(way // _STEP) + 1)]


def _ink(page: pypdfium2.PdfPage, scale: float) -> list[list[int]]:
    """Sums of inked dots above and left of each dot, so that any box is counted by four of them."""
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        dots = bytes(bitmap.buffer)
    finally:
        bitmap.close()
    counts = [0] * 256
    for value in dots[:: max(len(dots) // 40_000, 1)]:
        counts[value] += 1
    # the paper is the commonest light tone: white, or the grey of a scan
    paper = max(range(128, 256), key=counts.__getitem__)
    inked = bytes(1 if value < paper - 24 else 0 for value in range(256))
    marked = dots.translate(inked)
    sums = [[0] * (width + 1)]
    for row in range(height):
        above, line, total = sums[-1], [0] * (width + 1), 0
        start = row * stride
        for column, dot in enumerate(marked[start : start + width], 1):
            total += dot
            line[column] = above[column] + total
        sums.append(line)
    return sums
