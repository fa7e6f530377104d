"""A policy asked of each row as it comes: for a page of fifty, wherever it lies among a million.

A policy names lists of keys: ``pk__in`` what was given to one's units, what one is named in. PostgreSQL reads such a list
whole and remembers it: right for a report over all rows, a hundred thousand keys too many for a page. Here each list
is asked whether it holds the one row, which is the same condition.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql import Query


class Probe(Exists):
    """An EXISTS that the planner leaves where it is: with OFFSET it is no join, and no list to be read beforehand."""

    template = "EXISTS(%(subquery)s OFFSET 0)"


@lru_cache(maxsize=512)
def row_by_row(condition: Q) -> Q:
    """The same condition, each list of keys in it asked about the row that is looked at; one object for one condition."""
    return _row_by_row(condition)


def _row_by_row(condition: Q) -> Q:
    children = [
        _row_by_row(child) if isinstance(child, Q) else _probed(child) if isinstance(child, tuple) else child
        for child in condition.children
    ]
    return Q(*children, _connector=condition.connector, _negated=condition.negated)


@lru_cache(maxsize=1024)
def in_sql(model: Any, condition: Q) -> tuple[str, tuple[Any, ...]] | None:
    """A condition as it stands after WHERE, with its parameters; None for one that cannot be.

    Kept: what is asked on every page takes longer to be put into SQL than to be answered. A condition that holds rows of
    another table is the same only as the same object.
    """
    query = Query(model)
    try:
        sql, params = query.get_compiler(connection=connection).compile(query.build_where(condition))
    except EmptyResultSet:
        return None
    except FullResultSet:
        return "TRUE", ()
    return sql, tuple(params)


def said_once(model: Any, condition: Q) -> Any:
    """Rows of a model by a condition that was put into SQL: to be narrowed and counted in several ways.

    Not for a list of keys inside another query, which would give the table another name than is written here.
    """
    said = in_sql(model, condition)
    if said is None:
        return model._default_manager.none()
    return model._default_manager.filter(RawSQL(*said, BooleanField()))  # noqa: S611  (Django's own statement)


def _probed(leaf: tuple[str, Any]) -> Any:
    """``pk__in=list of keys`` as a question to that list; any other condition as it is."""
    path, keys = leaf
    if not (path.endswith("pk__in") and isinstance(keys, QuerySet)):
        return leaf
    query = keys.query
    if query.combinator or query.is_sliced or query.distinct or len(query.values_select) != 1:
        return leaf
    return Probe(keys.filter(**{query.values_select[0]: OuterRef(path.removesuffix("__in"))}))
