"""How many wait in each view of a list: counted as far as anybody counts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

CAP = 999
"""More than this is said as "999+": counting a million is no answer to anybody."""


def count_each(asked: dict[str, Any]) -> dict[str, int]:
    """How many rows each query finds, ``CAP`` + 1 at most: one question for all, each over its own index."""
    found, parts, given = dict.fromkeys(asked, 0), [], []
    for name, rows in asked.items():
        try:
            sql, params = rows.order_by().values("pk")[: CAP + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append((name, f"(SELECT count(*) FROM ({sql}) counted)"))  # noqa: S608  (Django's own statement)
        given += list(params)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(sql for _name, sql in parts), given)
            found |= dict(zip((name for name, _sql in parts), cursor.fetchone(), strict=True))
    return found


def capped(count: int | None) -> str | None:
    """A count as it is said; None stays None."""
    return None if count is None else f"{CAP}+" if count > CAP else str(count)
