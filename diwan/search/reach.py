"""What a person may see, in a form that the database answers quickly in both directions.

A policy is a condition with "or" in it: given to one's unit *or* to oneself, open *or* by name. Asked as it stands it
makes PostgreSQL read every row; asked one alternative after the other, each begins at an index. The alternatives
together are the policy itself, by nothing but the laws of "and" and "or".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import product
from operator import and_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Q

from diwan.records.enrolment import Card

MOST = 12
"""With more alternatives than this a policy is asked as it stands."""


def alternatives(condition: Q) -> list[Q]:
    """Conditions without "or" at their top, of which at least one holds exactly where this one does."""
    found = _alternatives(condition)
    return found if len(found) <= MOST else [condition]


def _alternatives(condition: Q) -> list[Q]:
    if condition.negated or condition.connector not in (Q.AND, Q.OR):
        return [condition]
    parts = [_alternatives(part) if isinstance(part, Q) else [Q(part)] for part in condition.children]
    if condition.connector == Q.OR and parts:
        return [one for part in parts for one in part]
    if reduce(lambda count, part: count * len(part), parts, 1) > MOST:
        return [condition]
    return [reduce(and_, one, Q()) for one in product(*parts)]


def reached(rows: Any, condition: Q, everywhere: bool) -> Any:
    """Rows that a policy shows, asked so that the database begins at an index.

    Whoever reads ``everywhere`` sees nearly all: the condition is asked of each line. Whoever sees what was given to the own
    units sees few among a million: their keys are found first, one alternative after the other.
    """
    if everywhere:
        return rows.filter(condition)
    every = rows.model._base_manager
    one, *others = [every.filter(part).order_by().values("pk") for part in alternatives(condition)]
    return rows.filter(pk__in=one.union(*others) if others else one)


class Reach:
    """The records of one kind that a person may see: all of them, or those of some statements."""

    def __init__(self, card: Card, person: Any) -> None:
        self.label = card.model._meta.label_lower
        condition = card.model.visible_to(person)
        self.everything = not condition
        self.statements = [] if self.everything else list(_statements(card, condition))

    def __bool__(self) -> bool:
        return self.everything or bool(self.statements)


def _statements(card: Card, condition: Q) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """A statement for the keys of each alternative; none for what cannot be, without asking the database."""
    for one in alternatives(condition):
        try:
            yield card.model._base_manager.filter(one).order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
