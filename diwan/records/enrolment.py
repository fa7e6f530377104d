"""The card by which a kind of record enrols with the foundations: data, no logic.

Each app of the trade keeps ``enrolment.py`` with ``CARDS``. Search, notices, the API, history and the desk read the
cards; an app writes its card and receives them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True)
class Card:
    """What the foundations need to know of a kind of record."""

    model: type[Any]
    icon: str
    # language → (title, body), for search; empty when the record is not searched
    searchable: Callable[[Any], dict[str, tuple[str, str]]] | None = None
    # the verbs after which its words are searched anew; all when none is named
    changes_words: frozenset[str] = frozenset()
    # verb → the persons who are told of it
    told: dict[str, Callable[[Any, Any], Iterable[Any]]] = field(default_factory=dict)
    # fields shown by the API, by what it filters, what it reads along, and the steps it offers
    api_name: str = ""
    api_fields: tuple[str, ...] = ()
    api_filters: tuple[str, ...] = ()
    api_related: tuple[str, ...] = ()
    api_steps: tuple[str, ...] = ()
    # what is said of it in a list of results
    kind: str | Promise = ""


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
