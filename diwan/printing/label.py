"""Labels for the registry's paper: the number, the day in both calendars, whose register it is, and the way to the item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diwan.printing.marks import item, set_marks

#: Labels on an A4 sheet: three columns of eight, 70 × 37.125 mm each.
ON_A_SHEET = 24


@dataclass(frozen=True)
class Label:
    """One label. ``registry`` is the registry's name in each of its languages; ``level_word`` is empty for what is open.

    A label says nothing of the item but its number: it is read by whoever carries the envelope.
    """

    number: str
    date: str
    hijri: str
    registry: Sequence[str]
    address_of_item: str
    level_word: str = ""
    language: str = "en"


def label_pdf(label: Label) -> bytes:
    """One label of 89 × 36 mm, for a label printer."""
    return set_marks("label", label.language, label.number, items=[_shown(label)])


def label_sheet_pdf(labels: Sequence[Label], *, first: int = 1) -> bytes:
    """Labels on A4 sheets of 24; ``first`` is the place of the first one on a sheet already begun."""
    if not 1 <= first <= ON_A_SHEET:
        raise ValueError("a sheet has places 1 to 24")
    language, title = (labels[0].language, labels[0].number) if labels else ("en", "")
    return set_marks("sheet", language, title, items=[_shown(label) for label in labels], first=first)


def _shown(label: Label) -> Mapping[str, Any]:
    return item(
        language=label.language, number=label.number, date=label.date, hijri=label.hijri, registry=label.registry, address=label.address_of_item,
        level=label.level_word,
    )  # fmt: skip
