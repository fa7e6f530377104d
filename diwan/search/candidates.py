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
import re
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import connection

from diwan.kernel import clock
from diwan.search.marks import any_of, kind_mark, since_marks
from diwan.search.reach import Reach

FIRST = 200
"""So many matches are looked at at least, unless fewer are to be ranked."""
RANKED = 200
"""So many of those that may be seen, the latest, are ranked."""
AT_ONCE = 2_000
"""Of so many expected matches all are read; of more those of the latest weeks."""
MARGIN = 1.5
"""The expected number is an estimate, and words have their seasons."""
SAMPLE = 1 / 250
"""How often words stand together no statistics say: it is seen in the latest entries, at least this part of all."""
MATCH, OWN, WORDS, PASSED, MARKED = 45.0, 24.0, 10.0, 5.0, 15.0
"""Microseconds, measured over a million letters: a match found and judged; what the person may see listed; its words
looked at; an entry passed going back from the latest; one of the person's, found by its mark, and its words looked at.
They need only be right beside one another."""
CROSSED, CROSSED_TOGETHER, POSTING = 20_000.0, 120_000.0, 0.25
"""The same: the lists of the index crossed, where several words must stand together, and each entry of the word's list."""
MOST_TIME = 0.5
"""A greater part of all entries is not worth marking off."""
MONTH = dt.timedelta(days=31)
"""So much may have come since the statistics were made."""
STATISTICS = 300.0
"""Seconds for which a process remembers how many entries of each kind there are."""
MOST_KINDS = 0.5
"""Kinds that are so great a part of all entries are no help to the index: its longest list would be gone through."""

_MATCHING = "SELECT 1 FROM search_entry WHERE vector @@ to_tsquery('simple', %s)"
_ORDER = "ORDER BY since DESC, id DESC"
_NUMBER = re.compile(r"\(\([^()]*\) \| (refx\w+(?::\*)?)\)")
"""A question that is one number: as a row of its parts, or whole. Whole it is found at once, and its parts are in everything."""
Statement = tuple[str, list[Any]]
Candidate = tuple[int, str, int, dt.datetime]
"""Key of the entry, kind and key of the record, moment."""


@dataclass(frozen=True)
class Stretch:
    """The time in which the latest entries lie that are to be looked at, and which part of all entries they are."""

    first: dt.datetime
    last: dt.datetime
    part: float


def latest(question: str, reaches: Sequence[Reach], wanted: int, ranked: int = RANKED) -> list[Candidate]:
    """The entries that answer the question and may be seen, the latest first: ``wanted``, or all there are.

    At most ``ranked``, from among which the best will be chosen.
    """
    if not reaches:
        return []
    if (number := _NUMBER.fullmatch(question)) and (seen := latest(number[1], reaches, wanted, ranked)):
        return seen
    search = _Search(question, reaches, wanted)
    if search.own_is_cheaper(wanted):
        return search.go_through(wanted)[:ranked]
    most = 2 * wanted if search.marked else max(min(FIRST, ranked), int(MARGIN * wanted / search.share))
    seen = search.look(most)
    if len(seen) < wanted and not search.exhausted:
        if not search.own_is_cheaper(wanted):
            seen = search.look(int(MARGIN * search.looked_at * wanted / max(len(seen), 1)))
        if len(seen) < wanted and not search.exhausted:
            seen = search.go_through(wanted)
    return seen[:ranked]


class _Known:
    """The statistics of this process."""

    kinds: ClassVar[dict[str, float]] = {}
    moments: ClassVar[list[dt.datetime]] = []
    own: ClassVar[dict[tuple[Any, ...], float]] = {}
    until: ClassVar[float] = 0.0


class _Search:
    """One question of one person, with what is learnt on the way about how often its words stand."""

    def __init__(self, question: str, reaches: Sequence[Reach], wanted: int) -> None:
        self.wanted = wanted
        self.reaches = {reach.label: reach for reach in reaches}
        self.kinds = _known().kinds
        self.entries = max(sum(self.kinds.values()), 1.0)
        self.asked, self.given = "to_tsquery('simple', %s)", [question]
        """The question as SQL and its parameters: of nothing but what bears a mark of the person, where all that does."""
        marks = self._marks()
        if marks:
            self.asked, self.given = f"({self.asked} && %s::tsquery)", [question, any_of(marks)]
        self.question, self.whose = question, any_of(marks)
        self.expected = _estimate(f"SELECT 1 FROM search_entry WHERE vector @@ {self.asked}", self.given)
        listed = _estimate(_MATCHING, [question]) if marks else self.expected
        known, whose = _known().own, (reaches[0].person, *self.reaches)
        self.own = known[whose] if whose in known else known.setdefault(whose, self._expect_own())
        self.marked = bool(marks)
        self.share = 1.0 if marks else min(1.0, max(self.own, 1.0) / self.entries)
        """The part that the person may see of all entries, or of those asked."""
        self.certain = "&" not in question and "<->" not in question
        self.crossing = (CROSSED if self.certain else CROSSED_TOGETHER) + POSTING * listed
        self.passed: list[Candidate] = []
        self.come_to = 0
        """What was met going back from the latest, and past how many entries one has come."""
        self.looked_at = 0
        self.exhausted = False

    def own_is_cheaper(self, wanted: int) -> bool:
        """Whether to go through what the person may see, instead of asking about each match whether it may be seen."""
        density = min(0.5, max(self.expected, 1.0) / max(self.own if self.marked else self.entries, 1.0))
        found = MATCH * min(self.expected, MARGIN * wanted / self.share)
        if self.marked:
            found += min(self.crossing, MARKED * self._needed(2 * wanted))
        return found > OWN * self.own + WORDS * min(self.own, MARGIN * wanted / density)

    def _needed(self, most: int) -> float:
        """Of how many of the person's entries the words must be looked at, to meet ``most`` that hold them."""
        needed = MARGIN * most * self.own / max(self.expected, 1.0)
        return needed if needed < MOST_TIME * self.own else self.own

    def look(self, most: int) -> list[Candidate]:
        """Those of the latest ``most`` matches that may be seen."""
        enough = int(MARGIN * self.wanted) if self.marked else most
        if self.marked:
            found = self._of_the_own(most)
            if found is not None and len(found) < enough and not self.exhausted:
                found = self._of_the_own(most)  # by what was seen meanwhile
            if found is not None and (len(found) >= enough or self.exhausted):
                return self._judged(found, most)
        elif not self.certain:
            enough_of_all = MARGIN * most / max(self.expected, 1.0)
            near = PASSED * enough_of_all * self.entries <= self.crossing
            found = self._within(most, enough_of_all if near else SAMPLE)
            if found is not None and len(found) >= most:
                return self._judged(found, most)
        if self.expected > max(AT_ONCE, most):
            found = self._within(most, MARGIN * most / self.expected)
            if found is not None and (len(found) >= most or self.expected > max(AT_ONCE, most)):
                return self._judged(found, most)
        at_once = max(AT_ONCE, most)
        found = _rows(self._intersect(at_once, None))
        self.exhausted = len(found) < at_once
        return self._judged(found, most)

    def _of_the_own(self, most: int) -> list[Candidate] | None:
        """The latest matches among what bears a mark of the person, of so many weeks as should hold enough of them.

        None where the lists of the words are crossed in less time. What is seen corrects the estimate.
        """
        needed = self._needed(most)
        if MARKED * needed > self.crossing:
            return None
        stretch = self._stretch(needed / self.own) if needed < self.own else None
        marks = [self.whose, *([any_of(since_marks(stretch.first, stretch.last))] if stretch else [])]
        limit = most if stretch else max(AT_ONCE, most)
        within = " && ".join("%s::tsquery" for _mark in marks)
        spoken = f"vector @@ ({within}) AND ts_match_vq(vector, to_tsquery('simple', %s))"
        found = _rows(self._in_order(spoken, [*marks, self.question], limit))
        self.exhausted = stretch is None and len(found) < limit
        if stretch and len(found) < most:
            self.expected = max(len(found), 0.5) / stretch.part
        self.certain = True
        return found

    def _within(self, most: int, part: float) -> list[Candidate] | None:
        """The latest matches in this part of all entries; None where that is nearly all. What is seen corrects the estimate."""
        if part >= MOST_TIME:
            return None
        passed = max(1, int(part * self.entries))
        if PASSED * passed / MARGIN <= self.crossing:  # it ends where enough is found
            found = self._going_back(most, passed)
        elif stretch := self._stretch(part):
            found = _rows(self._intersect(most, stretch))
        else:
            return None
        if len(found) < most:  # what was seen is worth more than what was expected
            self.expected = max(len(found), 0.5) / part
        self.certain = True
        return found

    def _judged(self, found: list[Candidate], most: int) -> list[Candidate]:
        """Those that may be seen: of the latest, and of all when these are too few."""
        self.looked_at = len(found)
        seen = self._judge(found[: 2 * most])
        return seen if len(seen) >= self.wanted else seen + self._judge(found[2 * most :])

    def go_through(self, wanted: int) -> list[Candidate]:
        """What the person may see, the latest first, until ``wanted`` of it match: nothing is left out."""
        parts: list[str] = []
        given: list[Any] = []
        for reach in self.reaches.values():
            if reach.everything and self.kinds.get(reach.label, 0.0) > AT_ONCE:
                parts.append(f"SELECT id, since FROM search_entry WHERE vector @@ ({self.asked} && %s::tsquery)")
                given += [*self.given, any_of([kind_mark(reach.label)])]
            elif reach.everything:
                parts.append("SELECT id, since FROM search_entry WHERE record_type = %s")
                given.append(reach.label)
            for keys, values in reach.statements:
                parts.append(f"SELECT id, since FROM search_entry WHERE record_type = %s AND record_id IN ({keys})")
                given += [reach.label, *values]
        mine = f"SELECT id, since FROM ({' UNION '.join(parts)}) every {_ORDER} OFFSET 0"
        self.exhausted = True
        sql = (
            f"SELECT mine.id, record_type, record_id, mine.since FROM ({mine}) mine JOIN search_entry entry ON entry.id = mine.id "
            f"WHERE ts_match_vq(entry.vector, {self.asked}) ORDER BY mine.since DESC, mine.id DESC LIMIT %s"
        )
        return _rows((sql, [*given, *self.given, wanted]))

    def _marks(self) -> list[str]:
        """Marks of which everything bears one that the person may see; none when that is nearly all, or no mark tells."""
        found: list[str] = []
        for label, reach in self.reaches.items():
            if reach.marks is not None:
                found += reach.marks
            elif reach.everything or reach.much or self.kinds.get(label, 0.0) <= AT_ONCE:
                found.append(kind_mark(label))
            else:
                return []
        return found if any(reach.marks for reach in self.reaches.values()) else []

    def _expect_own(self) -> float:
        """How much the person may see: asked of the planner. Nothing is read for it."""
        parts: list[str] = []
        given: list[Any] = []
        own = 0.0
        for reach in self.reaches.values():
            if reach.everything or reach.much:
                own += self.kinds.get(reach.label, 0.0)
            elif self.kinds.get(reach.label):
                parts += [f"SELECT 1 FROM ({keys}) key" for keys, _values in reach.statements]
                given += [value for _keys, values in reach.statements for value in values]
        own += _estimate(" UNION ALL ".join(parts), given) if parts else 0.0
        return min(own, self.entries)

    def _stretch(self, part: float) -> Stretch | None:
        """The time of the latest part of all entries; None when there is none before it.

        Of a great part the statistics know the beginning nearly enough; of a small one the index is asked.
        """
        moments = _known().moments
        if moments and part * len(moments) > 2:
            return Stretch(moments[int((1 - part) * (len(moments) - 1))], max(moments[-1], clock.now()) + MONTH, part)
        sql = (
            f"SELECT (SELECT since FROM search_entry {_ORDER} OFFSET %s LIMIT 1), "
            f"(SELECT since FROM search_entry {_ORDER} LIMIT 1)"
        )
        ((first, last),) = _rows((sql, [int(self.entries * part)]))
        return Stretch(first, last, part) if first else None

    def _going_back(self, most: int, count: int) -> list[Candidate]:
        """The latest ``most`` matches among the latest ``count`` entries. What was passed in vain is not passed again."""
        if len(self.passed) < most and self.come_to < count:
            more = _rows(self._walk(most - len(self.passed), self.come_to, count - self.come_to))
            if len(self.passed) + len(more) == most:  # it ended somewhere before
                return self.passed + more
            self.passed += more
            self.come_to = count
        return self.passed[:most]

    def _walk(self, most: int, past: int, count: int) -> Statement:
        """Going back from the latest. The function behind ``@@`` is called by name, for which there is no index."""
        return (
            "SELECT id, record_type, record_id, since FROM "
            f"(SELECT id, record_type, record_id, since, vector FROM search_entry {_ORDER} OFFSET %s LIMIT %s) latest "
            f"WHERE record_type = ANY(%s) AND ts_match_vq(vector, {self.asked}) {_ORDER} LIMIT %s",
            [past, count, list(self.reaches), *self.given, most],
        )

    def _intersect(self, most: int, stretch: Stretch | None) -> Statement:
        """By the index of words, within the marks of the kinds and weeks."""
        within = []
        if sum(self.kinds.get(label, 0.0) for label in self.reaches) < MOST_KINDS * self.entries:
            within.append(any_of([kind_mark(label) for label in self.reaches]))
        if stretch:
            within.append(any_of(since_marks(stretch.first, stretch.last)))
        marked = "".join(" && %s::tsquery" for _marks in within)
        return self._in_order(f"vector @@ ({self.asked}{marked})", [*self.given, *within], most)

    def _in_order(self, matching: str, given: list[Any], most: int) -> Statement:
        """The latest ``most`` of what matches: all of it is found first, by the index, and put in order afterwards."""
        return (
            "SELECT id, record_type, record_id, since FROM (SELECT id, record_type, record_id, since FROM search_entry "
            f"WHERE {matching} AND record_type = ANY(%s) OFFSET 0) matching {_ORDER} LIMIT %s",
            [*given, list(self.reaches), most],
        )

    def _judge(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Those that the policy of their kind lets the person see, in their order. One statement for all kinds."""
        of_kind: dict[str, list[int]] = defaultdict(list)
        for _pk, label, record, _since in candidates:
            of_kind[label].append(record)
        parts: list[str] = []
        given: list[Any] = []
        for label, records in of_kind.items():
            if not self.reaches[label].everything:
                keys, values = self.reaches[label].among(records)
                parts.append(f"SELECT %s, key FROM ({keys}) seen(key)")
                given += [label, *values]
        open_ones = set(_rows((" UNION ALL ".join(parts), given))) if parts else set()
        return [one for one in candidates if self.reaches[one[1]].everything or one[1:3] in open_ones]


def _known() -> type[_Known]:
    """About how many entries of each frequent kind there are, moments that part them into equal shares of time, and how
    much some persons see.

    By the statistics of the database; known for some minutes. They decide which way is taken and never what is found.
    """
    if time.monotonic() > _Known.until:
        sql = (
            "SELECT reltuples, kind.most_common_vals::text::text[], kind.most_common_freqs, "
            "time.histogram_bounds::text::timestamptz[] FROM pg_class "
            "LEFT JOIN pg_stats kind ON kind.tablename = relname AND kind.attname = 'record_type' "
            "LEFT JOIN pg_stats time ON time.tablename = relname AND time.attname = 'since' "
            "WHERE oid = 'search_entry'::regclass"
        )
        ((entries, labels, shares, moments),) = _rows((sql, []))
        _Known.kinds = {n: share * max(entries, 1.0) for n, share in zip(labels or [], shares or [], strict=True)}
        _Known.moments, _Known.own = moments or [], {}
        _Known.until = time.monotonic() + STATISTICS
    return _Known


def _estimate(sql: str, given: list[Any]) -> float:
    ((plan,),) = _rows((f"EXPLAIN (FORMAT JSON) {sql}", given))
    return float((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"])


def _rows(statement: Statement) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return list(cursor.fetchall())
