"""What is still open with one's units: the figures of all views and a page of one of them, in one statement.

A department has some thousand letters open, which are found by the assignments. Found once they are counted and cut
into pages; asked for each view they would be found ten times.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q

from diwan.correspondence import policies
from diwan.correspondence.models import Letter
from diwan.records.counting import Parts, each_in_sql
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
    chips: dict[str, Q],
    shown: Q,
    after: Place | None,
    *,
    downwards: bool,
    size: int,
) -> tuple[dict[str, int], list[Place]]:
    """Of how many letters in these states each figure is true, and of how many of those shown each chip; and ``size`` places
    of those shown, beyond a place.

    What was found takes the name of the table: the conditions are asked of it as they would be asked of the table.
    """
    found = _found(frozenset(states), policies.letters_visible_to(person, still_open=True))
    if found is None:
        return dict.fromkeys((*figures, *chips), 0), []
    own, given = found
    asked, finer = each_in_sql(Letter, {**figures, "": shown}), each_in_sql(Letter, chips)
    page, params = asked.pop("")
    of_shown = f"(SELECT {_each(finer)} FROM {TABLE} WHERE {page})" if finer else "(SELECT)"  # noqa: S608
    beyond, order = ("<", "DESC") if downwards else (">", "ASC")
    sql = (
        f"WITH {TABLE} ({', '.join(COLUMNS)}) AS MATERIALIZED ({own}) SELECT page.*, figures.*, chips.* FROM "  # noqa: S608
        f"(SELECT {_each(asked)} FROM {TABLE}) figures "
        f"CROSS JOIN {of_shown} chips "
        f"LEFT JOIN (SELECT received_at, id FROM {TABLE} WHERE {page} "
        f"{f'AND (received_at, id) {beyond} (%s, %s)' if after else ''} "
        f"ORDER BY received_at {order}, id {order} LIMIT {size}) page ON true ORDER BY 1 {order}, 2 {order}"
    )
    values = [one for parts in (asked, finer) for _sql, those in parts.values() for one in those]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, *values, *(params if finer else ()), *params, *(after or ())])
        rows = cursor.fetchall()
    counted = dict(zip((*asked, *finer), rows[0][2:], strict=True))
    return dict.fromkeys((*figures, *chips), 0) | counted, [row[:2] for row in rows if row[1]]


@lru_cache(maxsize=256)
def _found(states: frozenset[str], seen: Q) -> tuple[str, tuple[Any, ...]] | None:
    """The statement for the letters in these states that may be seen; None where that is nothing."""
    letters = Letter.objects.filter(state__in=sorted(states)).order_by().values_list(*COLUMNS)
    try:
        return united(letters, seen).query.sql_with_params()  # type: ignore[no-any-return]
    except EmptyResultSet:
        return None


def _each(conditions: Parts) -> str:
    return ", ".join(f"count(*) FILTER (WHERE {only})" for only, _params in conditions.values())
