"""What is still open with one's units: the figures of all views and a page of one of them, in one statement.

A department has some thousand letters open, which are found by the assignments. Found once they are counted and cut
into pages; asked for each view they would be found ten times.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q

from diwan.correspondence import policies
from diwan.correspondence.models import Letter
from diwan.records.counting import in_sql
from diwan.search.reach import reached, united

TABLE = Letter._meta.db_table
COLUMNS = ("received_at", "id", "state", "urgency", "confidentiality", "language", "lead_id")
"""What figures and pages ask about."""
Place = tuple[dt.datetime, int]
"""Where a letter stands in a list: when it came, and its key."""


def still_open(person: Any, letters: Any) -> Any:
    """Of these letters those with which the person or the person's units are not done, as far as they may be seen."""
    return reached(letters, policies.letters_visible_to(person, still_open=True))


def counted_with_page(
    person: Any,
    states: Iterable[str],
    figures: dict[str, Q],
    shown: Q,
    after: Place | None,
    *,
    downwards: bool,
    size: int,
) -> tuple[dict[str, int], list[Place]]:
    """Of how many letters in these states each figure is true; and ``size`` places of those shown, beyond a place.

    What was found takes the name of the table: the conditions are asked of it as they would be asked of the table.
    """
    letters = Letter.objects.filter(state__in=states).order_by().values_list(*COLUMNS)
    try:
        own, given = united(letters, policies.letters_visible_to(person, still_open=True)).query.sql_with_params()
    except EmptyResultSet:
        return dict.fromkeys(figures, 0), []
    asked = in_sql(Letter, {**figures, "": shown})
    page, params = asked.pop("")
    beyond, order = ("<", "DESC") if downwards else (">", "ASC")
    sql = (
        f"WITH {TABLE} ({', '.join(COLUMNS)}) AS MATERIALIZED ({own}) SELECT page.*, figures.* FROM "  # noqa: S608
        f"(SELECT {', '.join(f'count(*) FILTER (WHERE {only})' for only, _ in asked.values())} FROM {TABLE}) figures "
        f"LEFT JOIN (SELECT received_at, id FROM {TABLE} WHERE {page} "
        f"{f'AND (received_at, id) {beyond} (%s, %s)' if after else ''} "
        f"ORDER BY received_at {order}, id {order} LIMIT {size}) page ON true ORDER BY 1 {order}, 2 {order}"
    )
    values = [one for _sql, params in asked.values() for one in params]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, *values, *params, *(after or ())])
        rows = cursor.fetchall()
    return dict.fromkeys(figures, 0) | dict(zip(asked, rows[0][2:], strict=True)), [row[:2] for row in rows if row[1]]
