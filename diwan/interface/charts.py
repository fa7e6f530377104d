"""Small charts as numbers for SVG: pure functions, drawn by `ui/chart.html` and by the report.

A chart decorates a figure that is already written in words, so it is never labelled and never spoken,
unless it is given a `label`. Time runs from the right in a right-to-left page: the style sheet turns it,
not these functions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rect:
    """One rectangle, in the units of its chart's view box; `tone` is the class that colours it."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    rx: float = 0


@dataclass(frozen=True)
class Chart:
    """What `ui/chart.html` draws."""

    kind: str
    view: str
    rects: Sequence[Rect] = ()
    path: str = ""
    base: str = ""
    stretch: bool = True
    label: str = ""
    classes: str = field(default="ch")


def _short(value: float) -> float:
    return round(value, 1)


def bars(values: Sequence[float], *, recent: int = 3, height: float = 24) -> Chart:
    """One bar per value, oldest first; the last `recent` in green, the earlier ones muted."""
    peak = max([*values, 0]) or 1
    rects = []
    for place, value in enumerate(values):
        tall = max(1.0, value / peak * (height - 2)) if value > 0 else 0.0
        tone = "x-green" if place >= len(values) - recent else "x-mut"
        rects.append(Rect(place * 8, _short(height - tall), 6, _short(tall), tone))
    return Chart("bars", f"0 0 {max(len(values) * 8, 8)} {height:g}", rects)


def line(values: Sequence[float], *, height: float = 24) -> Chart:
    """A line over equal steps of time, oldest first; the scale starts at nought."""
    peak = max([*values, 0]) or 1
    step = 98 / max(len(values) - 1, 1)
    points = " ".join(
        f"{_short(i * step):g} {_short(height - 2 - v / peak * (height - 4)):g}" for i, v in enumerate(values)
    )
    return Chart("line", f"0 0 100 {height:g}", path=f"M{points}" if values else "", base=f"M0 {height - 0.5:g}H100")


def segments(shares: Mapping[str, float], *, label: str = "", classes: str = "ch sg") -> Chart:
    """One bar divided among statuses in the order given, a hair apart; nothing for a share of nought."""
    total = sum(shares.values())
    present = [(tone, value) for tone, value in shares.items() if value > 0]
    gap = 0.6
    rects, start = [], 0.0
    for place, (tone, value) in enumerate(present):
        wide = value / total * 100
        last = place == len(present) - 1
        rects.append(Rect(_short(start), 0, max(_short(wide if last else wide - gap), 0.4), 8, f"x-{tone}"))
        start += wide
    return Chart("segments", "0 0 100 8", rects, label=label, classes=classes)


def squares(tones: Sequence[str]) -> Chart:
    """One small square per unit or office, each in the colour of its status."""
    rects = [Rect(place * 12, 8, 10, 10, f"x-{tone}", rx=1) for place, tone in enumerate(tones)]
    return Chart("squares", f"0 0 {max(len(tones) * 12, 12)} 24", rects, stretch=False)


def weight(value: int, peak: int) -> int:
    """How deep a cell of the heat table is tinted, 0 to 5: ceil(5 * value / peak); 0 shows a dash."""
    return 0 if value <= 0 or peak <= 0 else min(5, -(-5 * value // peak))
