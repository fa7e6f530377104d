"""The words of courtesy around a text: for one addressee, or for several who receive the same paper together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from diwan.directory.courtesy import Formulary, Spoken
from diwan.people.models import Unit

LISTED = 6
"""So many addressees of one paper are named in it; more are addressed together, as the formula says."""


@dataclass(frozen=True)
class Whole:
    """What stands before and after a text, as it will be printed."""

    language: str
    addressee: str
    address: list[str]
    salutation: str
    opening: str
    closing: str
    courtesy: str
    initialled: bool


class Courtesies:
    """All formulas, read once."""

    def __init__(self) -> None:
        self.formulary = Formulary()

    def of(self, paper: str, whom: Sequence[Any], language: str) -> Whole:
        """The words for these addressees together. Raises NotNow where there is no formula in that language."""
        units = [_said(one, language) for one in whom if isinstance(one, Unit)]
        outside = [one for one in whom if not isinstance(one, Unit)]
        if not outside:
            joined = _joined(units, language)
            spoken = self.formulary.speak(paper, None, language, addressee=joined)
            return _whole(spoken, joined or spoken.formula.everyone, units or spoken.address)
        if len(whom) == 1:
            spoken = self.formulary.speak(paper, outside[0], language)
            return _whole(spoken, _said(outside[0], language), spoken.address)
        everyone = self.formulary.find(paper, None, language).everyone
        if everyone and len(whom) > LISTED:
            spoken = self.formulary.speak(paper, None, language)
            return _whole(spoken, everyone[:1].upper() + everyone[1:], spoken.address)
        names = [*(_said(one, language) for one in outside), *units]
        alike = {(one.kind, one.rank) for one in outside}
        joined = _joined(names, language)
        spoken = self.formulary.speak(paper, outside[0] if len(alike) == 1 else None, language, addressee=joined)
        return _whole(spoken, joined, names)


def _whole(spoken: Spoken, addressee: str, address: list[str]) -> Whole:
    return Whole(
        spoken.language, addressee, list(address), spoken.salutation, spoken.opening, spoken.closing, spoken.courtesy,
        spoken.initialled,
    )  # fmt: skip


def _said(one: Any, language: str) -> str:
    return str(one.name.in_language(language)[0])


def _joined(names: Sequence[str], language: str) -> str:
    return ("؛ " if language == "ar" else " ; " if language == "fr" else "; ").join(names)
