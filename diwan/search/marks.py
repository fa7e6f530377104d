"""Marks: what the index knows of a record beside its words, kept among them so that one index answers both.

A record's kind and its day stand in its vector as words that nobody can type (a question is made of letters and
digits only). "Of this word, the letters of the last three weeks" is then an intersection that GIN makes without
reading the other 300,000 letters with that word. The day stands there in four widths, so that any stretch of time
is a short list of marks.
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
