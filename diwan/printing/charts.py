"""The geometry of the report's charts: numbers become bars and words at places, nothing is painted here.

Lengths are points (1/72 inch). ``x`` counts from the left edge of the paper in both directions of writing:
in a right-to-left report time and length run from the right, and that has already been done here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from diwan.printing.report import Chart, Direction, Series, Tone

Role = Literal["label", "value"]
Side = Literal["start", "end"]

BAND = 8.0
LINE = 10.5
LABEL_SHARE = 0.36
VALUE_ROOM = 34.0
#: Mean width of a letter in the chart's 7.5 pt sans: only used to foresee how many lines a label takes.
LETTER = 3.9
SLIT = 0.8


@dataclass(frozen=True)
class Bar:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone


@dataclass(frozen=True)
class Word:
    """A text in a box of ``width`` whose first line begins at ``y``; ``side`` is where it leans."""

    text: str
    x: float
    y: float
    width: float
    side: Side
    role: Role


@dataclass(frozen=True)
class KeyEntry:
    """A colour and its word, with the number where the drawing does not show it."""

    label: str
    value: str
    tone: Tone


@dataclass(frozen=True)
class Drawing:
    """A chart ready to be painted in a box of ``width`` by ``height``; the key flows beneath it."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    words: tuple[Word, ...]
    key: tuple[KeyEntry, ...]


def draw(chart: Chart, width: float, direction: Direction) -> Drawing:
    """Lay out a chart in ``width`` points; a chart without numbers is an empty drawing of no height."""
    if chart.kind == "segments":
        drawing = _segments(chart, width)
    else:
        drawing = _rows(chart, width)
    return _mirrored(drawing) if direction == "rtl" else drawing


def printed_number(value: float) -> str:
    """A number for the eye: whole where it is whole, thousands apart from five digits on."""
    if value == int(value):
        digits = f"{int(value):,}" if abs(value) >= 10_000 else str(int(value))
        return digits.replace(",", "\u202f")
    return f"{value:.1f}"


def _segments(chart: Chart, width: float) -> Drawing:
    parts = [(series, sum(map(_counted, series.values))) for series in chart.series]
    total = sum(value for _series, value in parts)
    if not total:
        return Drawing(width, 0.0, (), (), ())
    bars = _band(0.0, 0.0, width, [(series.tone, value / total) for series, value in parts])
    key = tuple(KeyEntry(series.label, printed_number(value), series.tone) for series, value in parts)
    return Drawing(width, BAND, tuple(bars), (), key)


def _rows(chart: Chart, width: float) -> Drawing:
    series = list(chart.series) if chart.kind == "stacked" else list(chart.series[:1])
    lengths = [[_counted(_value(one, place)) for one in series] for place in range(len(chart.categories))]
    longest = max((sum(row) for row in lengths), default=0.0)
    if not longest:
        return Drawing(width, 0.0, (), (), ())
    label_width = width * LABEL_SHARE
    room = width - label_width - VALUE_ROOM - 8
    bars: list[Bar] = []
    words: list[Word] = []
    y = 0.0
    for category, row in zip(chart.categories, lengths, strict=True):
        lines = min(3, max(1, ceil(len(category) * LETTER / label_width)))
        length = room * sum(row) / longest
        words.append(Word(category, 0.0, y, label_width, "start", "label"))
        if sum(row):
            shares = [(one.tone, value / sum(row)) for one, value in zip(series, row, strict=True)]
            bars += _band(label_width + 8, y + (LINE - BAND) / 2, length, shares)
        words.append(Word(printed_number(sum(row)), label_width + 8 + length + 4, y, VALUE_ROOM - 4, "start", "value"))
        y += lines * LINE + 4
    key = tuple(KeyEntry(one.label, "", one.tone) for one in series) if chart.kind == "stacked" else ()
    return Drawing(width, y - 4, tuple(bars), tuple(words), key)


def _band(x: float, y: float, width: float, shares: Sequence[tuple[Tone, float]]) -> list[Bar]:
    """One band cut by its shares, with a slit of paper between neighbours so that colour is not alone."""
    bars: list[Bar] = []
    for tone, share in shares:
        length = width * share
        if share > 0:
            bars.append(Bar(x, y, max(length - SLIT, min(length, 0.4)), BAND, tone))
        x += length
    return bars


def _mirrored(drawing: Drawing) -> Drawing:
    total = drawing.width
    bars = tuple(Bar(total - bar.x - bar.width, bar.y, bar.width, bar.height, bar.tone) for bar in drawing.bars)
    words = tuple(
        Word(word.text, total - word.x - word.width, word.y, word.width, word.side, word.role) for word in drawing.words
    )
    return Drawing(total, drawing.height, bars, words, drawing.key)


def _value(series: Series, place: int) -> float:
    return series.values[place] if place < len(series.values) else 0.0


def _counted(value: float) -> float:
    """A length is never negative; what is no number at all draws nothing."""
    return value if value > 0 and value != float("inf") else 0.0
