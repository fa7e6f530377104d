"""What a person may see, in a form that the database answers quickly in both directions.

A policy is a condition with "or" in it: given to one's unit *or* to oneself, open *or* by name. Asked as it stands it
makes PostgreSQL read every row. Asked of each row as it comes (``records.probing``) it serves who sees much; who sees
little is asked for one alternative after the other, each of which begins at an index. The alternatives together are
the policy itself, by nothing but the laws of "and" and "or".
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property, lru_cache, reduce
from itertools import product
from operator import and_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from diwan.records.enrolment import Card
from diwan.records.probing import row_by_row

Statement = tuple[str, tuple[Any, ...]]
MOST = 12
"""With more alternatives than this a policy is asked as it stands."""


def alternatives(condition: Q) -> list[Q]:
    """Conditions of which at least one holds exactly where this one does, each beginning at an index where it can.

    An "or" inside is taken apart only where each side of it leads to few rows; the others are asked of these.
    """
    found = _alternatives(condition)
    return [_begun(one) for one in found] if len(found) <= MOST else [condition]


def _begun(condition: Q) -> Q:
    """Begun at the lists in it; whatever "or" is left is asked of the rows found so."""
    if condition.connector != Q.AND or condition.negated:
        return row_by_row(condition)
    return Q(*(row_by_row(child) if isinstance(child, Q) else child for child in condition.children))


def _alternatives(condition: Q) -> list[Q]:
    if condition.negated or condition.connector not in (Q.AND, Q.OR):
        return [condition]
    if condition.connector == Q.OR:
        return [one for part in condition.children for one in _alternatives(Q(part))] or [condition]
    parts = [_alternatives(part) if isinstance(part, Q) and narrows(part) else [Q(part)] for part in condition.children]
    if reduce(lambda count, part: count * len(part), parts, 1) > MOST:
        return [condition]
    return [reduce(and_, one, Q()) for one in product(*parts)]


def narrows(condition: Any) -> bool:
    """Whether it leads to few rows, by a list of keys, units or persons; not so a level or a state."""
    if isinstance(condition, Q):
        some = any if condition.connector == Q.AND else all
        return not condition.negated and some(narrows(child) for child in condition.children)
    if not isinstance(condition, tuple):
        return False
    path, value = condition
    return path.endswith("__in") or isinstance(value, Model | QuerySet)


def reached(rows: Any, condition: Q) -> Any:
    """Rows that a policy shows, their keys found first, one alternative after the other: for who sees little of much."""
    return rows.model._default_manager.filter(pk__in=united(rows.order_by().values("pk"), condition))


def united(rows: Any, condition: Q) -> Any:
    """The same as one list of values, each row once; it can be ordered and cut, and no more."""
    one, *others = [rows.filter(part) for part in alternatives(condition)]
    return one.union(*others) if others else one


def impossible(condition: Any) -> bool:
    """Whether it holds of nothing, as its form tells: one of no keys."""
    if isinstance(condition, Q):
        every = any if condition.connector == Q.AND else all
        return bool(condition.children) and not condition.negated and every(impossible(c) for c in condition.children)
    return (
        isinstance(condition, tuple) and condition[0].endswith("__in") and condition[1] in ([], (), frozenset(), set())
    )


class Reach:
    """The records of one kind that a person may see: all of them, or those of some statements.

    ``marks``: of which each of these bears one in the index of words, where there are such.
    """

    def __init__(self, card: Card, person: Any) -> None:
        self.label, self.person = card.model._meta.label_lower, person.pk
        self._condition = card.model.visible_to(person)
        self._records = card.model._base_manager.order_by()
        self.everything = not self._condition
        self.marks = card.marks_for(person) if card.marks_for else None

    def __bool__(self) -> bool:
        return not impossible(self._condition)

    @cached_property
    def much(self) -> bool:
        """Whether the policy leads to no short list, so that nearly everything may be seen."""
        return not all(narrows(one) for one in alternatives(self._condition))

    @cached_property
    def statements(self) -> list[Statement]:
        """A statement for the keys of each alternative; none for what cannot be, without asking the database."""
        found = []
        for one in alternatives(self._condition):
            with suppress(EmptyResultSet):
                found.append(self._records.filter(one).values("pk").query.sql_with_params())
        return found

    def among(self, keys: list[int]) -> Statement:
        """A statement for those of the keys that may be seen: the policy is asked of each."""
        sql, given = _among(self._records.model, self._condition)
        return sql, (keys, *given)


@lru_cache(maxsize=512)
def _among(model: Any, condition: Q) -> Statement:
    """The statement for those of some keys, its first parameter, that a policy shows."""
    these = RawSQL(f'"{model._meta.db_table}"."id" = ANY(%s)', [[]], BooleanField())  # noqa: S611  (our own; one parameter, not 400)
    rows = model._base_manager.order_by().filter(these, row_by_row(condition))
    sql, (_keys, *given) = rows.values("pk").query.sql_with_params()
    return sql, tuple(given)
