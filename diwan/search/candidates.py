# ruff: noqa: S608 (statements are put together from parts of our own; what comes from outside is a parameter)
"""Which entries a question finds for a person: the latest of those the person may see, in few bounded steps.

A million letters and a word that stands in a third of them: neither can all matches be read, nor can all that a
person may see. So the latest matches are taken, few at first, and the policies asked of these alone; when too few
may be seen, of many more; and when it is the person who sees little, the question is put to what the person sees.
The last step leaves nothing out: who sees forty letters finds the one that holds the word.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from diwan.search.marks import any_of, kind_mark, since_marks
from diwan.search.reach import Reach

FIRST, SECOND = 400, 8_000
"""So many matches are looked at in the first step and at most in the second."""
RANKED = 400
"""So many of those that may be seen, the latest, are ranked."""
AT_ONCE = 4_000
"""Of so many expected matches all are read; of more those of the latest weeks."""
EVERYWHERE = 0.15
"""What stands in so many of all entries is met soon enough by going back from the latest, entry by entry."""
MARGIN = 1.5
"""The expected number is an estimate, and words have their seasons."""

_QUESTION = "to_tsquery('simple', %s)"


@dataclass(frozen=True)
class Expected:
    """What the statistics of the database expect: matches, and entries in all."""

    matches: float
    entries: float

    @property
    def share(self) -> float:
        """Of all entries."""
        return self.matches / max(self.entries, self.matches, 1.0)


def latest(question: str, reaches: Sequence[Reach], wanted: int) -> list[int]:
    """The keys of entries that answer the question and may be seen, the latest first: ``wanted``, or all there are."""
    if not reaches:
        return []
    expected = _expect(question, reaches)
    looked_at, seen, all_of_them = _step(question, reaches, expected, FIRST)
    if len(seen) < wanted and not all_of_them and looked_at:
        needed = int(MARGIN * looked_at * wanted / max(len(seen), 1))
        if needed <= SECOND:
            looked_at, seen, all_of_them = _step(question, reaches, expected, needed)
        if len(seen) < wanted and not all_of_them:
            seen = _ask(*_within_reach(question, reaches))
    return seen[:RANKED]


def _step(question: str, reaches: Sequence[Reach], expected: Expected, most: int) -> tuple[int, list[int], bool]:
    """The latest ``most`` matches: how many there were, those that may be seen, and whether these are all there are."""
    if expected.matches <= max(AT_ONCE, most):
        most = max(AT_ONCE, most)
        bounds = None
    else:
        bounds = _since(most / expected.share * MARGIN)
    if bounds and expected.share >= EVERYWHERE:
        found = _walk(question, reaches, most, bounds[0])
    else:
        found = _intersect(question, reaches, most, bounds)
    looked_at, seen = _judge(*found, reaches)
    return looked_at, seen, bounds is None and looked_at < most


def _expect(question: str, reaches: Sequence[Reach]) -> Expected:
    """Asked of the planner, which knows how often the frequent words are; nothing is read for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN (FORMAT JSON) SELECT 1 FROM search_entry WHERE vector @@ {_QUESTION} AND record_type = ANY(%s)",
            [question, _labels(reaches)],
        )
        (plan,) = cursor.fetchone()
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'search_entry'::regclass")
        (entries,) = cursor.fetchone()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return Expected(plan[0]["Plan"]["Plan Rows"], entries)


def _since(entries: float) -> tuple[dt.datetime, dt.datetime] | None:
    """From when to when the latest so many entries are; None when these are all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT since FROM search_entry ORDER BY since DESC, id DESC OFFSET %s LIMIT 1",
            [int(entries)],
        )
        first = cursor.fetchone()
        cursor.execute("SELECT since FROM search_entry ORDER BY since DESC, id DESC LIMIT 1")
        last = cursor.fetchone()
    return (first[0], last[0]) if first and last else None


Statement = tuple[str, list[Any]]


def _walk(question: str, reaches: Sequence[Reach], most: int, first: dt.datetime) -> Statement:
    """Going back from the latest. The function behind ``@@`` is called by its name, for which there is no index."""
    return (
        f"SELECT id, record_type, record_id, since FROM search_entry WHERE since >= %s AND record_type = ANY(%s) "
        f"AND ts_match_vq(vector, {_QUESTION}) ORDER BY since DESC, id DESC LIMIT %s",
        [first, _labels(reaches), question, most],
    )


def _intersect(
    question: str, reaches: Sequence[Reach], most: int, bounds: tuple[dt.datetime, dt.datetime] | None
) -> Statement:
    """By the index of words, within the marks of the weeks; read first and put in order afterwards."""
    marks = [f" && {_LITERAL}"], [any_of([kind_mark(reach.label) for reach in reaches])]
    if bounds:
        marks[0].append(f" && {_LITERAL}")
        marks[1].append(any_of(since_marks(*bounds)))
    return (
        "SELECT id, record_type, record_id, since FROM (SELECT id, record_type, record_id, since FROM search_entry "
        f"WHERE vector @@ ({_QUESTION}{''.join(marks[0])}) OFFSET 0) matching ORDER BY since DESC, id DESC LIMIT %s",
        [question, *marks[1], most],
    )


_LITERAL = "%s::tsquery"


def _judge(sql: str, params: list[Any], reaches: Iterable[Reach]) -> tuple[int, list[int]]:
    """How many candidates there are, and which of them the policies let the person see, the latest first."""
    parts, given = ["SELECT NULL::bigint, NULL::timestamptz, count(*) FROM candidate"], list(params)
    for reach in reaches:
        if reach.everything:
            parts.append("SELECT id, since, 0 FROM candidate WHERE record_type = %s")
            given.append(reach.label)
        for keys, values in reach.statements:
            parts.append(f"SELECT id, since, 0 FROM candidate WHERE record_type = %s AND record_id IN ({keys})")
            given += [reach.label, *values]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH candidate AS MATERIALIZED ({sql}) {' UNION ALL '.join(parts)}", given)
        (_none, _never, looked_at), *seen = cursor.fetchall()
    return looked_at, _in_order(seen)


def _within_reach(question: str, reaches: Iterable[Reach]) -> Statement:
    """The question put to what the person may see; where to begin is left to the planner."""
    parts, given = [], []
    matching = f"SELECT id, since FROM search_entry WHERE vector @@ {_QUESTION} AND record_type = %s"
    for reach in reaches:
        if reach.everything:
            parts.append(f"({matching} ORDER BY since DESC, id DESC LIMIT %s)")
            given += [question, reach.label, RANKED]
        for keys, values in reach.statements:
            parts.append(f"({matching} AND record_id IN ({keys}) ORDER BY since DESC, id DESC LIMIT %s)")
            given += [question, reach.label, *values, RANKED]
    return " UNION ALL ".join(parts), given


def _ask(sql: str, params: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return _in_order(cursor.fetchall())


def _in_order(rows: Iterable[Sequence[Any]]) -> list[int]:
    found = {row[0]: row[1] for row in rows}
    return sorted(found, key=lambda pk: (found[pk], pk), reverse=True)


def _labels(reaches: Iterable[Reach]) -> list[str]:
    return [reach.label for reach in reaches]
