"""The words that mean the same.

Synonyms, broken plurals and translations, from the editable ``thesaurus.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from diwan.search.words import stems, tokens

FILE = Path(__file__).with_name("thesaurus.yaml")


class UnreadableThesaurus(ValueError):
    """The file is no thesaurus; says which group is at fault."""


@dataclass(frozen=True)
class Meaning:
    """One term of a group: its stems in the language it belongs to."""

    stems: tuple[str, ...]
    language: str


@dataclass(frozen=True)
class Thesaurus:
    """Groups of terms found by any of their terms, and the small words a question passes over."""

    groups: dict[tuple[str, ...], tuple[Meaning, ...]]
    passed_over: frozenset[str]
    longest: int

    def meanings(self, words: tuple[str, ...], languages: tuple[str, ...]) -> tuple[Meaning, ...]:
        """The group of a term given by its words, read in each language; empty when it is in none."""
        found: dict[Meaning, None] = {}
        for language in languages:
            found |= dict.fromkeys(self.groups.get(tuple(stems(" ".join(words), language)), ()))
        return tuple(found)


def read(text: str) -> Thesaurus:
    """A thesaurus from YAML.

    Raises ``UnreadableThesaurus`` naming the group that is not lists of terms by language.
    """
    raw = yaml.safe_load(text) or {}
    if not isinstance(raw, dict):
        raise UnreadableThesaurus("the thesaurus is a mapping with `groups` and `passed_over`")
    groups: dict[tuple[str, ...], tuple[Meaning, ...]] = {}
    for number, group in enumerate(raw.get("groups") or [], 1):
        if not isinstance(group, dict) or not all(isinstance(terms, list) for terms in group.values()):
            raise UnreadableThesaurus(f"group {number} of the thesaurus is not lists of terms by language")
        terms = [
            Meaning(tuple(found), language)
            for language, written in group.items()
            for term in written
            if (found := stems(str(term), language))
        ]
        for term in terms:
            groups[term.stems] = tuple(dict.fromkeys((*groups.get(term.stems, ()), *terms)))
    passed_over = frozenset(
        word for words in (raw.get("passed_over") or {}).values() for written in words for word in tokens(str(written))
    )
    return Thesaurus(groups, passed_over, max((len(key) for key in groups), default=1))


@lru_cache(maxsize=1)
def thesaurus() -> Thesaurus:
    """The thesaurus of this installation, read once."""
    return read(FILE.read_text(encoding="utf-8"))
