"""Who should lead a mandate: proposals from the series and from the institutions and offices its words name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from diwan.people.models import Unit
from diwan.search.analysis import fold

if TYPE_CHECKING:
    from diwan.resolutions.models.resolution import Resolution


class Proposer:
    """Reads the units once, then proposes for many mandates."""

    def __init__(self) -> None:
        self._known = [
            (unit, pattern)
            for unit in Unit.objects.filter(kind__in=[Unit.Kind.INSTITUTION, Unit.Kind.OFFICE], closed_on=None)
            if (pattern := _pattern(unit))
        ]

    def units(self, resolution: Resolution, words: Mapping[str, str]) -> tuple[Unit | None, list[Unit]]:
        """The lead (the series' usual unit, else nobody) and those the text names."""
        text = " ".join(fold(part) for part in words.values())
        named = [unit for unit, pattern in self._known if pattern.search(text)]
        lead = resolution.series.lead if resolution.series else None
        return lead or (named[0] if named else None), [unit for unit in named if unit != lead]


def _pattern(unit: Unit) -> re.Pattern[str] | None:
    """Its code where that is an acronym of three letters or more, and its full names."""
    names = {fold(name) for name in unit.name.values() if len(name) > 8}
    if len(unit.code) >= 3 and unit.kind == Unit.Kind.INSTITUTION:
        names.add(fold(unit.code))
    return re.compile(r"\b(?:" + "|".join(re.escape(name) for name in sorted(names)) + r")\b") if names else None
