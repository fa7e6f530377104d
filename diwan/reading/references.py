"""Numbers of resolutions as printed, and their key: "Resolution No. 3 /60-POL" is CFM-60/POL/3.

How they are found in running text stands in `citing`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .letters import folded
from .lexicon import ORGANISATION, _loaded

# In folded text: "3/60", "es-10/19", "425 (1978)", "194 (iii)", "194 (د-3)".
NUMBER = re.compile(
    r"(?<![\d/])(?<!\d[.,])(?:(?<![a-z])(?P<special>es|s|داط|دا)\s?-\s?)?(?P<n>\d{1,4})\s{0,3}"
    r"(?:/\s{0,3}(?P<session>\d{1,4})(?!\d)(?!\s?/\s?\d)(?!\s?-\s?\d)"
    r"|\(\s?(?P<year>(?:19|20)\d\d|[ivxlc]{1,8}|د(?:ا|ا ?ط)?\s?-\s?\d{1,2})\s?\))"
)
_SERIES = re.compile(
    r"(?P<dash>\s{0,2}-\s{0,2}|\s{0,2})(?P<letters>[a-z]{1,6}(?:&[a-z])?|[\u0621-\u064a]{1,2}(?:[. ][\u0621-\u064a]){0,2})(?!\w)"
)
_MARK = re.compile(r"\.?\s{0,2}\(\s?(?P<mark>[^()\d]{1,12}?)\s?\)")
_REVISION = re.compile(r"\s?[/(]\s?(?:rev|corr|add|مراجعه)\.?\s?(?P<revision>\d{1,3})\)?")
_BARE = re.compile(r"[.\s]")


@dataclass(frozen=True, slots=True)
class Key:
    """Organ, session, series and number of a resolution: what two ways of printing it have in common."""

    organ: str | None
    session: int
    series: str | None
    number: int
    revision: int | None = None
    letter: str | None = None

    def __str__(self) -> str:
        head = f"{self.organ or '?'}-{self.session}"
        tail = f"/{self.letter}" if self.letter else ""
        return f"{head}/{self.series}/{self.number}{tail}" if self.series else f"{head}/{self.number}{tail}"


class Letters:
    """The organs of one organisation, their marks and series letters, ready for looking up."""

    def __init__(self, profile: Mapping[str, Any]) -> None:
        self.organs = [str(organ["key"]) for organ in profile["organs"]]
        self.marks = {_BARE.sub("", folded(str(mark))): str(organ) for mark, organ in profile.get("marks", {}).items()}
        self.names = {folded(str(name)): str(organ["key"]) for organ in profile["organs"] for name in organ["say"]}
        self.said = [(folded(name), len(name), organ["key"]) for organ in profile["organs"] for name in organ["say"]]
        self._series: dict[str, dict[str, str]] = {}
        for key, by_organ in profile.get("series", {}).items():
            for organ, written in by_organ.items():
                for letters in written:
                    self._series.setdefault(_BARE.sub("", folded(str(letters))), {}).setdefault(str(organ), str(key))

    @property
    def unmarked(self) -> str | None:
        """The organ meant where a number bears no mark and nobody says whose it is."""
        return next((organ for organ in self.organs if organ not in self.marks.values()), None)

    def knows(self, letters: str) -> bool:
        """Whether some organ has a series of these letters."""
        return _BARE.sub("", letters) in self._series

    def series(self, letters: str, organ: str | None) -> str:
        """The key of a series: the organ's own; of any organ when none is known; else the letters as printed."""
        by_organ = self._series.get(_BARE.sub("", letters), {})
        found = by_organ.get(organ) if organ else next(iter(by_organ.values()), None)
        return found or letters.upper().replace(" ", "")

    def alternatives(self, letters: str, organ: str | None) -> list[str]:
        """Other organs that have a series of these letters."""
        return [other for other in self._series.get(_BARE.sub("", letters), {}) if other != organ]


_KEPT: dict[int, tuple[Mapping[str, Any], Letters]] = {}


def letters_of(profile: Mapping[str, Any] | None) -> Letters:
    """The letters of a profile (by default of the organisation in `rules/`), made once and kept."""
    profile = profile if profile is not None else _profile()
    kept = _KEPT.get(id(profile))
    if kept is None or kept[0] is not profile:
        if len(_KEPT) > 8:
            _KEPT.clear()
        kept = _KEPT[id(profile)] = profile, Letters(profile)
    return kept[1]


@dataclass(frozen=True, slots=True)
class Printed:
    """What follows the two numbers: letters of a series, with a dash or without, a mark, a revision; and its end."""

    letters: str | None
    dash: bool
    organ: str | None
    revision: int | None
    end: int


def printed_after(form: str, end: int, known: Letters, *, trusted: bool) -> Printed:
    """Read on after "3/60" in folded text.

    Letters that are no known series count only after a dash and where the number is `trusted` to be one of a
    resolution; without a dash only a known series does ("1/60 on …" has none).
    """
    letters, dash = None, False
    if found := _SERIES.match(form, end):
        dash = "-" in found["dash"]
        wanted = found["letters"]
        pieces = wanted.split(" ")
        tries = [" ".join(pieces[:size]) for size in range(len(pieces), 0, -1)]
        letters = next((one for one in tries if known.knows(one)), tries[-1] if dash and trusted else None)
        # "72/266 B" is part B of a resolution of the United Nations
        if letters and (dash or (trusted and (len(letters) > 1 or not letters.isascii()))):
            end = found.start("letters") + len(letters)
        else:
            letters = None
    organ = None
    if (marked := _MARK.match(form, end)) and (organ := known.marks.get(_BARE.sub("", marked["mark"]))):
        end = marked.end()
    revised = _REVISION.match(form, end)
    revision = int(revised["revision"]) if revised else None
    return Printed(letters, dash, organ, revision, revised.end() if revised else end)


def normalise_symbol(text: str, organ: str | None = None, profile: Mapping[str, Any] | None = None) -> Key | None:
    """The key of a printed number, or None when it is none.

    `organ` is the organ that adopts where the number itself does not say ("(IS)" does); `profile` holds
    the organs, their marks and their series letters (by default the file of the organisation in `rules/`).
    """
    form, known = folded(text), letters_of(profile)
    match = next((m for m in NUMBER.finditer(form) if m["session"] and len(m["session"]) < 4), None)
    if match is None or len(match["n"]) > 3:
        return None
    after = printed_after(form, match.end(), known, trusted=True)
    organ = after.organ or organ
    series = known.series(after.letters, organ) if after.letters else None
    return Key(organ, int(match["session"]), series, int(match["n"]), after.revision)


@lru_cache(maxsize=4)
def _profile(organisation: str = ORGANISATION) -> Mapping[str, Any]:
    return _loaded(organisation)


def organ_of(text: str, profile: Mapping[str, Any] | None = None) -> str | None:
    """The key of the first organ named in a text, or None."""
    form = folded(text)
    best: tuple[int, int, str] | None = None
    for name, length, key in letters_of(profile or _profile()).said:
        at = form.find(name)
        if at >= 0 and (best is None or (at, -length) < best[:2]):
            best = (at, -length, key)
    return best[2] if best else None


def organ_title(key: str | None, language: str, profile: Mapping[str, Any] | None = None) -> str | None:
    """The name of an organ in a language, or None for an organ that the profile does not know."""
    for organ in (profile or _profile())["organs"]:
        if organ["key"] == key:
            return str(organ["title"].get(language))
    return None
