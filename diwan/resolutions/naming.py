"""How texts name our units: by their names and acronyms, by their cities, by the words of their matter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from diwan.comparison.words import common, stems
from diwan.offices.models import Office
from diwan.people.models import Unit
from diwan.search.analysis import fold


class Naming:
    """What the names of some units are found by, in any of the languages of the house."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = list(units)
        known = {unit.pk: unit for unit in self._units}
        asked = [unit for unit in self._units if unit.kind in (Unit.Kind.INSTITUTION, Unit.Kind.OFFICE)]
        self._names = {fold(name): unit for unit in reversed(asked) for name in _names(unit)}
        self._named = _any(self._names)
        self._cities = {
            fold(city): known[office.unit_id]
            for office in Office.objects.filter(unit__in=known)
            for city in office.city.values()
        }
        self._seated = _any(self._cities)

    def named(self, words: Mapping[str, str]) -> list[Unit]:
        """Offices and institutions that some words name, in the order of the house."""
        text = " ".join(map(fold, words.values()))
        return sorted(
            {self._names[name] for name in self._named.findall(text)}, key=lambda unit: (unit.order, unit.code)
        )

    def asked(self, addressee: Mapping[str, str]) -> list[Unit]:
        """Those whom it asks, by their names, and our offices by their cities: "the Group in New York"."""
        text = " ".join(map(fold, addressee.values()))
        seated = [self._cities[city] for city in self._seated.findall(text)]
        return list(dict.fromkeys([*seated, *self.named(addressee)]))

    def matters(self, texts: Mapping[str, str]) -> Iterable[tuple[int, str]]:
        """Units of whose matter a text speaks: at least half of the words that only its name has; the first is told."""
        seen: set[int] = set()
        for language, text in texts.items():
            said = set(stems(text, language))
            for unit, own in self._own.get(language, {}).items():
                hits = [word for stem, word in own.items() if stem in said]
                if unit not in seen and hits and 2 * len(hits) >= len(own):
                    seen.add(unit)
                    yield unit, hits[0]

    @cached_property
    def _own(self) -> dict[str, dict[int, dict[str, str]]]:
        """By language, for each department the words of its name that no other has and that are no words of drafting."""
        found: dict[tuple[str, str], dict[Unit, str]] = defaultdict(dict)
        for unit in self._units:
            for language, name in unit.name.items() if unit.kind == Unit.Kind.DEPARTMENT else ():
                for word in re.findall(r"\w+", name):
                    for stem in set(stems(word, language)) - common(language):
                        found[language, stem][unit] = word
        own: dict[str, dict[int, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        for (language, stem), units in found.items():
            # Who stands over a department is named after its matter too: the department is meant.
            meant = [unit for unit in units if unit not in {other.parent for other in units}]
            if len(meant) == 1:
                own[language][meant[0].pk][stem] = units[meant[0]]
        return own


def _names(unit: Unit) -> list[str]:
    """Its full names, and its code where that is an acronym of three letters or more."""
    names = [name for name in unit.name.values() if len(name) > 8]
    return [*names, unit.code] if len(unit.code) >= 3 and unit.kind == Unit.Kind.INSTITUTION else names


def _any(names: Iterable[str]) -> re.Pattern[str]:
    """Any of these folded names as whole words, the longest first; nothing where there are none."""
    return re.compile(
        r"\b(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")\b" if names else r"(?!)"
    )
