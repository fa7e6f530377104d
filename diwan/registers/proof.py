"""Proof that the registers are whole: nothing missing, nothing doubled, nothing dated back, and the trail unbroken.

Each number is held against three witnesses that the database guards apart from one another: the counter of its register,
the record that carries it, and the event that told of it in the hash-chained trail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection

from diwan.trail.chain import Verdict, verify

SHOWN = 20
"""Findings of a kind that are named; the rest is counted."""


@dataclass
class Finding:
    """What is wrong: a kind (``missing``, ``doubled``, ``backdated``, ``orphaned``, ``unlike``, ``untold``), and which numbers."""

    kind: str
    numbers: list[str] = field(default_factory=list)
    more: int = 0


@dataclass
class Volume:
    """One register in one year: how many numbers from first to last, and how many of them are void or reserved."""

    code: str
    name: str
    year: int
    last: int
    given: int
    void: int
    reserved: int
    findings: list[Finding]

    def __bool__(self) -> bool:
        return not self.findings


@dataclass
class Proof:
    """The whole verdict."""

    volumes: list[Volume]
    chain: Verdict

    def __bool__(self) -> bool:
        return bool(self.chain) and all(self.volumes)


_VOLUMES = """
SELECT c.register_id, r.code, c.year, c.last,
       count(f.id) FILTER (WHERE f.state = 'given'), count(f.id) FILTER (WHERE f.state = 'void'),
       count(f.id) FILTER (WHERE f.state = 'reserved')
FROM references_counter c JOIN references_register r ON r.id = c.register_id
LEFT JOIN references_reference f ON f.register_id = c.register_id AND f.year = c.year
WHERE %(year)s::int IS NULL OR c.year = %(year)s
GROUP BY c.register_id, r.code, c.year, c.last ORDER BY r.code, c.year
"""

# Each gives the printed number (or the serial) of what is wrong, in the order of the serials.
_MISSING = """
SELECT n::text FROM generate_series(1, %(last)s) n
WHERE NOT EXISTS (SELECT 1 FROM references_reference f
                  WHERE f.register_id = %(register)s AND f.year = %(year)s AND f.serial = n) ORDER BY n
"""
_BEYOND = """
SELECT printed FROM references_reference
WHERE register_id = %(register)s AND year = %(year)s AND (serial > %(last)s OR serial < 1) ORDER BY serial
"""
_DOUBLED = """
SELECT printed FROM references_reference WHERE register_id = %(register)s AND year = %(year)s
GROUP BY printed HAVING count(*) > 1
UNION
SELECT min(printed) FROM references_reference
WHERE register_id = %(register)s AND year = %(year)s AND record_id IS NOT NULL
GROUP BY record_type, record_id HAVING count(*) > 1
"""
_BACKDATED = """
SELECT printed FROM (
  SELECT printed, serial, at, max(at) OVER (ORDER BY serial ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest
  FROM references_reference WHERE register_id = %(register)s AND year = %(year)s
) ordered WHERE at < latest ORDER BY serial
"""
# The event that told of the number, in the chain, must be of the same hour as the number itself.
_UNTOLD = """
SELECT f.printed FROM references_reference f
WHERE f.register_id = %(register)s AND f.year = %(year)s AND f.record_id IS NOT NULL AND f.record_type = ANY(%(kinds)s)
  AND NOT EXISTS (
    SELECT 1 FROM trail_event e WHERE e.record_type = f.record_type AND e.record_id = f.record_id
      AND e.verb IN ('register', 'sign', 'open_dossier') AND e.particulars ->> 'number' LIKE '%%' || f.printed || '%%'
      AND abs(extract(epoch FROM e.at - f.at)) < 3600)
ORDER BY f.serial
"""


def prove(year: int | None = None) -> Proof:
    """Hold every number of every register against its witnesses; ``year`` narrows it to one."""
    with connection.cursor() as cursor:
        cursor.execute(_VOLUMES, {"year": year})
        found = cursor.fetchall()
    return Proof([_volume(*row) for row in found], verify())


def _volume(register: int, code: str, year: int, last: int, given: int, void: int, reserved: int) -> Volume:
    places = {"register": register, "year": year, "last": last, "kinds": list(_NUMBERED)}
    findings = [
        finding
        for kind, question in (
            ("missing", _MISSING), ("beyond", _BEYOND), ("doubled", _DOUBLED), ("backdated", _BACKDATED), ("untold", _UNTOLD),
        )
        if (finding := _asked(kind, question, places))
    ]  # fmt: skip
    findings += [finding for finding in _against_records(places) if finding.numbers]
    from diwan.references.models import Register

    name = str(Register.objects.get(pk=register))
    return Volume(code, name, year, last, given, void, reserved, findings)


_NUMBERED = ("correspondence.letter", "outgoing.outgoing")
"""The kinds of record that keep their number themselves."""


def _against_records(places: dict[str, Any]) -> Iterator[Finding]:
    for label in _NUMBERED:
        table = apps.get_model(label)._meta.db_table
        question = (
            "SELECT f.printed FROM references_reference f LEFT JOIN " + table + " l ON l.id = f.record_id "  # noqa: S608 (a table of our own)
            "WHERE f.register_id = %(register)s AND f.year = %(year)s AND f.record_type = %(kind)s AND "
        )
        found = {**places, "kind": label}
        yield _asked("orphaned", question + "l.id IS NULL ORDER BY f.serial", found) or Finding("orphaned")
        unlike = "l.id IS NOT NULL AND l.number IS DISTINCT FROM f.printed ORDER BY f.serial"
        yield _asked("unlike", question + unlike, found) or Finding("unlike")


def _asked(kind: str, question: str, places: dict[str, Any]) -> Finding | None:
    with connection.cursor() as cursor:
        cursor.execute(question, places)
        numbers = [row[0] for row in cursor.fetchall()]
    return Finding(kind, numbers[:SHOWN], max(0, len(numbers) - SHOWN)) if numbers else None
