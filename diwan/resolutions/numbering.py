"""The normalised number of a resolution: organ and session, series, serial (``CFM-60/POL/1``), and its address."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KEY = re.compile(r"(?P<session>[A-Z]+(?:-[A-Z]+)*-\d+)/(?:(?P<series>[A-Za-z]+)/)?(?P<serial>\d+)(?:/[A-Z])?")


@dataclass(frozen=True)
class Number:
    """What a key says."""

    session: str
    series: str
    serial: int


def number_of_key(key: str) -> Number:
    """Take a key apart. Raises ValueError for what is none."""
    match = _KEY.fullmatch(key.strip())
    if match is None:
        raise ValueError(key)
    return Number(match["session"], match["series"] or "", int(match["serial"]))


class KeyInAddress:
    """A key as a piece of an address: ``cfm-60/pol/1``, taken in any case, written in small letters."""

    regex = r"[A-Za-z]+(?:-[A-Za-z]+)*-[0-9]+/(?:[A-Za-z]+/)?[0-9]+(?:/[A-Za-z])?"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value.lower()


class LanguageInAddress:
    """The language of a text as the last piece of an address: ``en``."""

    regex = r"[A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?"

    def to_python(self, value: str) -> str:
        return value.lower()

    def to_url(self, value: str) -> str:
        return value.lower()
