"""How many wait in each view of a list: counted as far as anybody counts."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q

from diwan.records.probing import in_sql

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


@dataclass(frozen=True)
class Finer:
    """Of one of the things counted, what is counted once more by conditions on some columns."""

    name: str
    conditions: dict[str, Q]
    columns: tuple[str, ...]


def count_where(rows: Any, conditions: dict[str, Q], finer: Finer | None = None) -> dict[str, int]:
    """Of how many rows each condition on their own columns is true, as above.

    What the rows have in common, a policy mostly, is put into SQL once: for seven views that is half of the whole time.
    What is counted finer is so of the first ``CAP`` + 1 rows, and left out where there are more, or none.
    """
    parts: Parts = {}
    with suppress(EmptyResultSet):
        common, given = rows.order_by().values("pk").query.sql_with_params()
        joined = "AND" if rows.query.where else "WHERE"
        for name, (only, params) in each_in_sql(rows.model, conditions).items():
            parts[name] = f"{common} {joined} ({only})", (*given, *params)
    more: Parts = {}
    beside = "", ()
    if finer and finer.name in parts:
        more = each_in_sql(rows.model, finer.conditions)
        those = rows.order_by().filter(conditions[finer.name]).values_list(*finer.columns)[: CAP + 1]
        sql, params = those.query.sql_with_params()
        # what was found takes the name of the table: the conditions are asked of it as of the table
        beside = f" FROM ({sql}) {rows.model._meta.db_table} ({', '.join(finer.columns)})", params
    counted = dict.fromkeys(conditions, 0) | _counted(parts, more, beside)
    if finer and not 0 < counted[finer.name] <= CAP:
        counted = {name: n for name, n in counted.items() if name in conditions}
    return counted


def each_in_sql(model: Any, conditions: dict[str, Q]) -> Parts:
    """Conditions on the columns of the model's own table, as they stand after WHERE; without those that cannot be."""
    said = {name: in_sql(model, condition) for name, condition in conditions.items()}
    return {name: part for name, part in said.items() if part}


def _counted(parts: Parts, more: Parts | None = None, beside: tuple[str, Any] = ("", ())) -> dict[str, int]:
    """One statement: each part as far as ``CAP``, and of the rows ``beside`` them how many there are of some more kinds."""
    if not parts:
        return {}
    more = more or {}
    counted = [
        *(f"(SELECT count(*) FROM ({sql} LIMIT {CAP + 1}) counted)" for sql, _params in parts.values()),  # noqa: S608
        *(f"count(*) FILTER (WHERE {only})" for only, _params in more.values()),
    ]
    given = [one for _sql, params in (*parts.values(), *more.values()) for one in params]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counted)}{beside[0]}", [*given, *beside[1]])
        return dict(zip((*parts, *more), cursor.fetchone(), strict=True))


def capped(count: int | None) -> str | None:
    """A count as it is said; None stays None."""
    return None if count is None else f"{CAP}+" if count > CAP else str(count)
