"""What kept its order and what was moved."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any


def kept_in_order(places: Sequence[Any]) -> list[bool]:
    """Which of the places, taken in their sequence, form the longest rising row; of several rows the earliest.

    "1 2 5 3 6" keeps 1, 2, 5 and 6: the 3 was moved. Time n log n.
    """
    ending = _longest_ending(places)
    longest = max(ending, default=0)
    # The same from the other side: how long a row may still grow from here.
    backwards = _longest_ending([_Falling(place) for place in reversed(places)])[::-1]
    kept = [False] * len(places)
    last: Any = None
    level = 0
    for i, place in enumerate(places):
        fits = ending[i] == level + 1 and ending[i] + backwards[i] - 1 == longest
        if fits and (last is None or place > last):
            kept[i], last, level = True, place, level + 1
    return kept


class _Falling:
    """A place whose order is turned round."""

    __slots__ = ("place",)

    def __init__(self, place: Any) -> None:
        self.place = place

    def __lt__(self, other: "_Falling") -> bool:
        return bool(other.place < self.place)


def _longest_ending(places: Sequence[Any]) -> list[int]:
    tails: list[Any] = []
    found = []
    for place in places:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
        found.append(at + 1)
    return found
