"""The normalised number of a resolution: organ and session, series, serial (``CFM-60/POL/1``)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KEY = re.compile(r"(?P<session>[A-Z]+(?:-[A-Z]+)*-\d+)/(?:(?P<series>[A-Za-z]+)/)?(?P<serial>\d+)")


@dataclass(frozen=True)
class Number:
    """What a key says."""

    session: str
    series: str
    serial: int


def number_of_key(key: str) -> Number:
    """Take a key apart. Raises ValueError for what is none."""
    match = _KEY.match(key.strip())
    if match is None:
        raise ValueError(key)
    return Number(match["session"], match["series"] or "", int(match["serial"]))
