"""How many wait in each view of a list: counted as far as anybody counts."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.db.models.sql import Query

Parts = dict[str, tuple[str, tuple[Any, ...]]]
"""Pieces of SQL with their parameters, by name."""
CAP = 999
"""More than this is said as "999+": counting a million is no answer to anybody."""


def count_each(asked: dict[str, Any]) -> dict[str, int]:
    """How many rows each query finds, ``CAP`` + 1 at most: one question for all, each over its own index."""
    parts: Parts = {}
    for name, rows in asked.items():
        with suppress(EmptyResultSet):
            parts[name] = rows.order_by().values("pk").query.sql_with_params()
    return dict.fromkeys(asked, 0) | _counted(parts)


def count_where(rows: Any, conditions: dict[str, Q]) -> dict[str, int]:
    """Of how many rows each condition on their own columns is true, as above.

    What the rows have in common, a policy mostly, is put into SQL once: for seven views that is half of the whole time.
    """
    parts: Parts = {}
    with suppress(EmptyResultSet):
        common, given = rows.order_by().values("pk").query.sql_with_params()
        joined = "AND" if rows.query.where else "WHERE"
        for name, (only, params) in in_sql(rows.model, conditions).items():
            parts[name] = f"{common} {joined} ({only})", (*given, *params)
    return dict.fromkeys(conditions, 0) | _counted(parts)


def in_sql(model: Any, conditions: dict[str, Q]) -> Parts:
    """Conditions on the columns of the model's own table, as they stand after WHERE; without those that cannot be."""
    found: Parts = {}
    for name, condition in conditions.items():
        query = Query(model)
        with suppress(EmptyResultSet):
            sql, params = query.get_compiler(connection=connection).compile(query.build_where(condition))
            found[name] = sql or "TRUE", tuple(params)
    return found


def _counted(parts: Parts) -> dict[str, int]:
    if not parts:
        return {}
    counted = (
        f"(SELECT count(*) FROM ({sql} LIMIT {CAP + 1}) counted)"  # noqa: S608  (Django's own statement)
        for sql, _params in parts.values()
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(counted), [one for _sql, params in parts.values() for one in params])
        return dict(zip(parts, cursor.fetchone(), strict=True))


def capped(count: int | None) -> str | None:
    """A count as it is said; None stays None."""
    return None if count is None else f"{CAP}+" if count > CAP else str(count)
