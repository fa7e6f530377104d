"""The card by which a kind of record enrols with the foundations: data, no logic.

Each app of the trade keeps ``enrolment.py`` with ``CARDS``. Search, notices, the API, history and the desk read the
cards; an app writes its card and receives them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule

from diwan.records.citing import Finder, Passage, Place


@dataclass(frozen=True)
class Card:
    """What the foundations need to know of a kind of record."""

    model: type[Any]
    icon: str
    # language → (title, body), for search; empty when the record is not searched
    searchable: Callable[[Any], dict[str, tuple[str, str]]] | None = None
    # the verbs after which its words are searched anew; all when none is named
    changes_words: frozenset[str] = frozenset()
    # the moment by which results are ordered and the latest found first; that of indexing when there is none
    recency: Callable[[Any], datetime | None] | None = None
    # marks of units it belongs to from the beginning; and marks of which all that a person may see bear at least one,
    # or None where there are none such (see search/marks.py)
    marks: Callable[[Any], Iterable[str]] | None = None
    marks_for: Callable[[Any], list[str] | None] | None = None
    # index it not in the request but within a second by the worker: for what is entered many times an hour
    indexed_later: bool = False
    # verb → the persons who are told of it
    told: dict[str, Callable[[Any, Any], Iterable[Any]]] = field(default_factory=dict)
    # fields shown by the API, by what it filters, what it reads along, and the steps it offers
    api_name: str = ""
    api_fields: tuple[str, ...] = ()
    api_filters: tuple[str, ...] = ()
    api_related: tuple[str, ...] = ()
    api_steps: tuple[str, ...] = ()
    # what is said of it in a list of results, and what a line of them reads along: as the API does when None
    kind: str | Promise = ""
    line_related: tuple[str, ...] | None = None
    # citations: its texts piece by piece, what is read along for them, the organ meant in them, how a place in it
    # (record, place, what it is called, language) is said and reached, and after which verbs its texts are read anew
    passages: Callable[[Any], Iterable[Passage]] | None = None
    passages_along: tuple[str, ...] = ()
    within: Callable[[Any], str] | None = None
    place: Callable[[Any, str, str, str], Place] | None = None
    changes_texts: frozenset[str] = frozenset()
    # keys that its texts name without citing: what the record itself is about
    about: Callable[[Any], Iterable[str]] | None = None
    # the names under which it is cited itself, normalised; and how references to its kind are found in any text:
    # called once for many texts, so that it may look things up first
    named: Callable[[Any], Iterable[str]] | None = None
    finder: Callable[[], Finder] | None = None
    # of records of its kind, by key: those that came after it on the same matter and this person may see, the next first
    later: Callable[[Iterable[int], Any], dict[int, list[Any]]] | None = None


@cache
def cards() -> dict[str, Card]:
    """Every card of the house by model label, read once."""
    found: dict[str, Card] = {}
    for app in apps.get_app_configs():
        if (
            app.name.startswith("diwan.")
            and module_has_submodule(app.module, "enrolment")
            and app.name != "diwan.records"
        ):
            for card in import_module(f"{app.name}.enrolment").CARDS:
                found[card.model._meta.label_lower] = card
    return found


def card_of(record: Any) -> Card | None:
    """The card of a record or of its class."""
    return cards().get(record._meta.label_lower)
