"""Rows of several tables written in one statement: for what is entered hundreds of times a day and must be quick.

Each row is an object that has its key already (``Register.draw(keys=…)`` gives it) or gets it from the database and is not
asked for it. The values are prepared by Django's own fields, so that a row is the same whichever way it was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models


def insert_together(*rows: models.Model, unless_there: Sequence[models.Model] = ()) -> None:
    """Insert all rows at once, in the caller's transaction; those of ``unless_there`` only where they are missing."""
    statement: list[str] = []
    values: list[Any] = []
    for n, row in enumerate((*unless_there, *rows)):
        sql, fields = _insertion(type(row), row.pk is not None)
        extra = " ON CONFLICT DO NOTHING" if n < len(unless_there) else ""
        statement.append(f"r{n} AS ({sql}{extra})")
        values += [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(statement)} SELECT 1", values)
    for row in (*unless_there, *rows):
        row._state.adding, row._state.db = False, connection.alias


@lru_cache(maxsize=64)
def _insertion(model: type[models.Model], with_key: bool) -> tuple[str, list[Any]]:
    """The insertion of a row of a model, and the fields whose values it takes."""
    quoted = connection.ops.quote_name
    fields = [f for f in model._meta.local_concrete_fields if not f.generated and (with_key or not f.primary_key)]
    marks = [
        field.get_placeholder(None, None, connection) if hasattr(field, "get_placeholder") else "%s" for field in fields
    ]
    names = ", ".join(quoted(str(field.column)) for field in fields)
    return f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({', '.join(marks)})", fields  # noqa: S608
