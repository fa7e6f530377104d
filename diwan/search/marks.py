"""Marks: what the index knows of a record beside its words, kept among them so that one index answers both.

A record's kind and its day stand in its vector as words that nobody can type (a question is made of letters and
digits only). "Of this word, the letters of the last three weeks" is then an intersection that GIN makes without
reading the other 300,000 letters with that word. The day stands there in four widths, so that any stretch of time
is a short list of marks.

The units and persons to whom a record was given stand there too: who reads of the own units finds a word among theirs.
These marks are a hint and no permission: none is ever taken away, and the policy is asked of whatever they lead to.
The database itself adds them with every assignment (migration 0003), so that none can be missing.
"""

from __future__ import annotations

import datetime as dt

WIDTHS = (1, 8, 64, 512)
"""Days."""
MOST = 16
"""So many marks of a width are asked for before the next wider one is taken."""
_BEGINNING = dt.date(1970, 1, 1)


def marks(record_type: str, since: dt.datetime) -> list[str]:
    """The marks of an entry."""
    day = _day(since)
    return [kind_mark(record_type), *(_mark(width, day // width) for width in WIDTHS)]


def kind_mark(record_type: str) -> str:
    """The mark of a kind."""
    return f"@{record_type}"


def unit_mark(key: int) -> str:
    """The mark of a unit to which it was given, or to which it belongs."""
    return f"@u:{key}"


def person_mark(key: int) -> str:
    """The mark of a person to whom it was given."""
    return f"@p:{key}"


def since_marks(first: dt.datetime, last: dt.datetime) -> list[str]:
    """Marks of which each entry between the two moments bears one; some a little earlier or later do too."""
    begin, end = _day(first), _day(last)
    for width in WIDTHS:
        if end // width - begin // width < MOST:
            break
    return [_mark(width, number) for number in range(begin // width, end // width + 1)]


def any_of(names: list[str]) -> str:
    """As a tsquery: one of these marks."""
    return " | ".join("'" + name.replace("'", "''").replace("\\", "\\\\") + "'" for name in names)


def _day(moment: dt.datetime) -> int:
    return (moment.astimezone(dt.UTC).date() - _BEGINNING).days


def _mark(width: int, number: int) -> str:
    return f"@{width}:{number}"
