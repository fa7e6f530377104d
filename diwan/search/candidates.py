# ruff: noqa: S608 (statements are put together from parts of our own; what comes from outside is a parameter)
"""Which entries a question finds for a person: the latest of those the person may see, in few bounded steps.

A million letters and a word that stands in a third of them: neither can all matches be read, nor can all that a
person may see. So the latest matches are taken, few at first, and the policies asked of these alone; when too few
may be seen, of many more; and when it is the person who sees little, what the person sees is gone through, the latest
first. This last step leaves nothing out: who sees forty letters finds the one that holds the word.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from diwan.search.marks import any_of, kind_mark, since_marks
from diwan.search.reach import Reach

FIRST, SECOND = 400, 6_000
"""So many matches are looked at in the first step and at most in the second."""
RANKED = 400
"""So many of those that may be seen, the latest, are ranked."""
AT_ONCE = 2_000
"""Of so many expected matches all are read; of more those of the latest weeks."""
EVERYWHERE = 0.15
"""What stands in so many of all entries is met soon enough by going back from the latest, entry by entry."""
MARGIN = 1.5
"""The expected number is an estimate, and words have their seasons."""
SAMPLE = 1 / 40
"""How often words stand together no statistics say: it is seen in the latest entries, at least this part of all."""

_QUESTION = "to_tsquery('simple', %s)"
_ORDER = "ORDER BY since DESC, id DESC"
Statement = tuple[str, list[Any]]
Candidate = tuple[int, str, int, dt.datetime]
"""Key of the entry, kind and key of the record, moment."""


@dataclass(frozen=True)
class Stretch:
    """The time in which the latest entries lie that are to be looked at, and which part of all entries they are."""

    first: dt.datetime
    last: dt.datetime
    part: float
    entries: float


def latest(question: str, reaches: Sequence[Reach], wanted: int) -> list[int]:
    """The keys of entries that answer the question and may be seen, the latest first: ``wanted``, or all there are."""
    if not reaches:
        return []
    search = _Search(question, reaches)
    seen = search.look(FIRST)
    if len(seen) < wanted and not search.exhausted:
        needed = int(MARGIN * search.looked_at * wanted / max(len(seen), 1))
        if min(needed, search.expected) <= SECOND:
            seen = search.look(SECOND if search.expected <= SECOND else needed)
        if len(seen) < wanted and not search.exhausted:
            seen = search.go_through(wanted)
    return seen[:RANKED]


class _Search:
    """One question of one person, with what is learnt on the way about how often its words stand."""

    def __init__(self, question: str, reaches: Sequence[Reach]) -> None:
        self.question = question
        self.reaches = {reach.label: reach for reach in reaches}
        self.expected = self._expect()
        self.certain = "&" not in question and "<->" not in question
        self.looked_at = 0
        self.exhausted = False

    def look(self, most: int) -> list[int]:
        """Those of the latest ``most`` matches that may be seen."""
        found: list[Candidate] = []
        if not self.certain or self.expected > max(AT_ONCE, most):
            part = MARGIN * most / max(self.expected, 1)
            stretch = self._stretch(part if self.certain else max(part, SAMPLE))
            if stretch:
                everywhere = self.certain and self.expected / stretch.entries >= EVERYWHERE
                found = _rows(self._walk(most, stretch) if everywhere else self._intersect(most, stretch))
                if len(found) < most:  # what was seen is worth more than what was expected
                    self.expected = max(len(found), 1) / stretch.part
                self.certain = True
                if len(found) >= most or self.expected > max(AT_ONCE, most):
                    self.looked_at = len(found)
                    return self._judge(found)
        most = max(AT_ONCE, most)
        found = _rows(self._intersect(most, None))
        self.looked_at, self.exhausted = len(found), len(found) < most
        return self._judge(found)

    def go_through(self, wanted: int) -> list[int]:
        """What the person may see, the latest first, until ``wanted`` of it match: nothing is left out."""
        parts: list[str] = []
        given: list[Any] = []
        for reach in self.reaches.values():
            if reach.everything:
                parts.append(f"SELECT id, since FROM search_entry WHERE vector @@ ({_QUESTION} && %s::tsquery)")
                given += [self.question, any_of([kind_mark(reach.label)])]
            for keys, values in reach.statements:
                parts.append(f"SELECT id, since FROM search_entry WHERE record_type = %s AND record_id IN ({keys})")
                given += [reach.label, *values]
        mine = f"SELECT id, since FROM ({' UNION '.join(parts)}) every {_ORDER} OFFSET 0"
        self.exhausted = True
        sql = (
            f"SELECT mine.id, mine.since FROM ({mine}) mine JOIN search_entry entry ON entry.id = mine.id "
            f"WHERE ts_match_vq(entry.vector, {_QUESTION}) ORDER BY mine.since DESC, mine.id DESC LIMIT %s"
        )
        return [row[0] for row in _rows((sql, [*given, self.question, wanted]))]

    def _expect(self) -> float:
        """How many entries match: asked of the planner, which knows the frequent words. Nothing is read for it."""
        sql = f"EXPLAIN (FORMAT JSON) SELECT 1 FROM search_entry WHERE vector @@ {_QUESTION} AND record_type = ANY(%s)"
        ((plan,),) = _rows((sql, [self.question, list(self.reaches)]))
        plan = json.loads(plan) if isinstance(plan, str) else plan
        return float(plan[0]["Plan"]["Plan Rows"])

    def _stretch(self, part: float) -> Stretch | None:
        """The time of the latest part of all entries; None when there is none before it."""
        sql = (
            f"SELECT entries, (SELECT since FROM search_entry {_ORDER} OFFSET (entries * %s)::bigint LIMIT 1), "
            f"(SELECT since FROM search_entry {_ORDER} LIMIT 1) "
            "FROM (SELECT greatest(reltuples, %s, 1) AS entries FROM pg_class WHERE oid = 'search_entry'::regclass) known"
        )
        ((entries, first, last),) = _rows((sql, [part, self.expected]))
        return Stretch(first, last, part, entries) if first else None

    def _walk(self, most: int, stretch: Stretch) -> Statement:
        """Going back from the latest. The function behind ``@@`` is called by name, for which there is no index."""
        return (
            "SELECT id, record_type, record_id, since FROM search_entry WHERE since >= %s AND record_type = ANY(%s) "
            f"AND ts_match_vq(vector, {_QUESTION}) {_ORDER} LIMIT %s",
            [stretch.first, list(self.reaches), self.question, most],
        )

    def _intersect(self, most: int, stretch: Stretch | None) -> Statement:
        """By the index of words, within the marks of the kinds and weeks; found first and put in order afterwards."""
        within = [any_of([kind_mark(label) for label in self.reaches])]
        if stretch:
            within.append(any_of(since_marks(stretch.first, stretch.last)))
        marked = "".join(" && %s::tsquery" for _marks in within)
        return (
            "SELECT id, record_type, record_id, since FROM (SELECT id, record_type, record_id, since FROM search_entry "
            f"WHERE vector @@ ({_QUESTION}{marked}) OFFSET 0) matching {_ORDER} LIMIT %s",
            [self.question, *within, most],
        )

    def _judge(self, candidates: Iterable[Candidate]) -> list[int]:
        """Those that the policy of their kind lets the person see, in their order. One statement for all kinds."""
        of_kind: dict[str, list[int]] = defaultdict(list)
        for _pk, label, record, _since in candidates:
            of_kind[label].append(record)
        parts: list[str] = []
        given: list[Any] = []
        for label, records in of_kind.items():
            for keys, values in self.reaches[label].statements:
                parts.append(f"SELECT %s, key FROM unnest(%s::bigint[]) key WHERE key IN ({keys})")
                given += [label, records, *values]
        open_ones = set(_rows((" UNION ALL ".join(parts), given))) if parts else set()
        return [
            pk
            for pk, label, record, _since in candidates
            if self.reaches[label].everything or (label, record) in open_ones
        ]


def _rows(statement: Statement) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return list(cursor.fetchall())
