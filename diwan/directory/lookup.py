"""All names of the directory, folded and held in memory: read again when the database says that they have changed.

The database renews a stamp with every change to a correspondent or a state (migrations/0002); a process that holds
another stamp builds the names anew. A look-up therefore costs one small question, whatever the directory's size.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from diwan.directory.folded import folded, host, words
from diwan.directory.models import Correspondent, State
from diwan.directory.phrases import Phrases

#: Arabic letters that are written in one word with the name after them: to, by, and, as.
_ATTACHED = ("ل", "ب", "و", "ك")


@dataclass
class Known:
    """A correspondent in use, as it is looked up."""

    key: int
    kind: str
    country: int | None
    automatic: bool
    phrases: list[str] = field(default_factory=list)
    sought: str = ""


class Lookup:
    """The names as they were when the stamp was read."""

    def __init__(self, stamp: Any) -> None:
        self.stamp = stamp
        self.known: dict[int, Known] = {}
        self.names: Phrases[int] = Phrases()
        self.states: Phrases[int] = Phrases()
        self.official: Phrases[int] = Phrases()
        self.acronyms: set[str] = set()
        self.addresses: defaultdict[str, set[int]] = defaultdict(set)
        self.domains: defaultdict[str, set[int]] = defaultdict(set)
        self.of_state: defaultdict[tuple[int | None, str], list[int]] = defaultdict(list)
        countries = {state.pk: state for state in State.objects.all()}
        for state in countries.values():
            self._add_state(state)
        rows = list(Correspondent.objects.exclude(state=Correspondent.State.CLOSED).order_by("-automatic", "pk"))
        for row in rows:
            if row.state == Correspondent.State.IN_USE:
                self._add(row, countries.get(row.country_id or 0))
        for row in rows:  # by its old name, one that was merged is the one into which it was
            if row.merged_into_id in self.known:
                self._name(row, row.merged_into_id)

    def _add(self, row: Correspondent, country: State | None) -> None:
        self.known[row.pk] = known = Known(row.pk, row.kind, row.country_id, row.automatic)
        self.of_state[row.country_id, row.kind].append(row.pk)
        self._name(row, row.pk)
        more = [*country.name.values(), *country.official_name.values()] if country else []
        known.phrases = row.folded
        sought = set()
        for text in [*row.folded, *map(folded, more), folded(row.code or "")]:
            for word in text.split(" "):
                sought |= {word, word.removeprefix("لل"), word.removeprefix("ال"), word.removeprefix("ل")}
        known.sought = f" {' '.join(sorted(sought))}"

    def _name(self, row: Correspondent, key: int) -> None:
        for name in row.folded:
            self.names.add(name, key)
        for alias in row.names():
            if " " not in (sign := alias.strip()) and sign.isupper():
                self.acronyms.add(folded(sign))
        if row.email:
            self.addresses[row.email.lower()].add(key)
        for domain in row.domains:
            self.domains[domain].add(key)

    def _add_state(self, state: State) -> None:
        for phrases, names in ((self.states, state.name), (self.official, state.official_name)):
            for name in map(folded, names.values()):
                phrases.add(name, state.pk)
                if name[:1] > "\u05ff":  # Arabic: also with what is written in one word before it
                    for letter in _ATTACHED:
                        phrases.add(f"{letter}{name}", state.pk)
                    if name.startswith("ال"):
                        phrases.add(f"لل{name[2:]}", state.pk)

    def by_address(self, address: str) -> tuple[set[int], bool]:
        """Whose e-mail address it is, and whether it is that very one or only of the same domain."""
        if exact := self.addresses.get(address.strip().lower().rpartition("<")[2].rstrip("> ")):
            return exact, True
        parts = host(address).split(".")
        for n in range(len(parts) - 1):
            if found := self.domains.get(".".join(parts[n:])):
                return found, False
        return set(), False

    def seeking(self, text: str) -> list[int]:
        """Those of whose names each word begins one, the nearest first: as one types."""
        asked = words(text)
        if not asked:
            return []
        whole, found = " ".join(asked), []
        for known in self.known.values():
            if all(f" {part}" in known.sought for part in asked):
                begins = any(phrase.startswith(whole) for phrase in known.phrases)
                exact = whole in known.phrases
                found.append((not exact, not begins, known.kind != Correspondent.Kind.MISSION, known.key))
        return [key for *_rank, key in sorted(found)]


_held: dict[str, Lookup] = {}


def lookup() -> Lookup:
    """The names as they are now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stamp FROM directory_stamp")
        row = cursor.fetchone()
    stamp = row[0] if row else None
    held = _held.get(connection.alias)
    if held is None or stamp is None or held.stamp != stamp:
        held = _held[connection.alias] = Lookup(stamp)
    return held
