"""Numbers of resolutions as printed, and their key: "Resolution No. 3 /60-POL" is CFM-60/POL/3."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .letters import fold, folded
from .lexicon import ORGANISATION, _loaded

_LETTERS = r"(?:[a-z]{1,4}(?:&[a-z])?|[\u0621-\u064a]{1,2}(?:[. ][\u0621-\u064a]){0,2})"
_NUMBER = re.compile(
    r"(?<![\d/])(?<!\d\.)(?P<n>\d{1,3})\s?/\s?(?P<session>\d{1,3})(?!\d)"
    rf"(?:\s?[-–]?\s?(?P<series>{_LETTERS})(?![\w]))?\.?"
    r"(?:\s?\((?P<mark>is|[\u0621-\u064a][.\s]?[\u0621-\u064a]\.?)\))?"
    r"(?:\s?[/(]\s?(?P<kind>rev|corr|add|مراجعه)\.?\s?(?P<revision>\d+)\)?)?"
)
_DOCUMENT = re.compile(
    r"(?<![\w/])[A-Z]{1,6}(?:[/\-][A-Z0-9.]+){2,8}(?:[ .]{0,2}\d+)?"
    r"|(?<![\w/])[AES]/(?:RES|HRC|C\.\d|PV|\d)[\w./()\-]*\d"
)


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


@dataclass(frozen=True, slots=True)
class Citation:
    """A number or document symbol found in a text, where it stands and, for a resolution, its key."""

    printed: str
    start: int
    end: int
    key: Key | None


def normalise_symbol(text: str, organ: str | None = None, profile: Mapping[str, Any] | None = None) -> Key | None:
    """The key of a printed number, or None when it is none.

    `organ` is the organ that adopts where the number itself does not say ("(IS)" does); `profile` holds
    the organs, their marks and their series letters (by default the file of the organisation in `rules/`).
    """
    match = _NUMBER.search(folded(text))
    return _key(match, organ, profile if profile is not None else _profile()) if match else None


def _key(match: re.Match[str], organ: str | None, profile: Mapping[str, Any]) -> Key:
    marks = {folded(str(mark)): name for mark, name in profile.get("marks", {}).items()}
    mark = match["mark"]
    if mark is not None:
        organ = (
            marks.get(mark) or marks.get(mark.rstrip(".")) or marks.get(mark.replace(".", "").replace(" ", "")) or organ
        )
    series = _series(match["series"], organ, profile) if match["series"] else None
    revision = int(match["revision"]) if match["revision"] else None
    return Key(organ, int(match["session"]), series, int(match["n"]), revision)


def _series(printed: str, organ: str | None, profile: Mapping[str, Any]) -> str:
    bare = re.sub(r"[.\s]", "", printed)
    for key, by_organ in profile.get("series", {}).items():
        for letters in (by_organ.get(organ) or ()) if organ else [x for some in by_organ.values() for x in some]:
            if re.sub(r"[.\s]", "", folded(str(letters))) == bare:
                return str(key)
    return printed.upper().replace(" ", "")


@lru_cache(maxsize=4)
def _profile(organisation: str = ORGANISATION) -> Mapping[str, Any]:
    return _loaded(organisation)


def organ_of(text: str, profile: Mapping[str, Any] | None = None) -> str | None:
    """The key of the first organ named in a text, or None."""
    form = folded(text)
    best: tuple[int, int, str] | None = None
    for organ in (profile or _profile())["organs"]:
        for name in organ["say"]:
            at = form.find(folded(name))
            if at >= 0 and (best is None or (at, -len(name)) < best[:2]):
                best = (at, -len(name), organ["key"])
    return best[2] if best else None


def organ_title(key: str | None, language: str, profile: Mapping[str, Any] | None = None) -> str | None:
    """The name of an organ in a language, or None for an organ that the profile does not know."""
    for organ in (profile or _profile())["organs"]:
        if organ["key"] == key:
            return str(organ["title"].get(language))
    return None


def find_citations(text: str, organ: str | None = None, profile: Mapping[str, Any] | None = None) -> Iterator[Citation]:
    """Numbers of resolutions (with a series or after the word resolution) and document symbols in a text."""
    whole = fold(text)
    taken: list[tuple[int, int]] = []
    for match in _DOCUMENT.finditer(text):
        taken.append(match.span())
        yield Citation(match.group(), match.start(), match.end(), None)
    for found in _NUMBER.finditer(whole.form):
        if not found["series"] and not re.search(
            r"(?:resolutions?|قرار|القرار|رقم|no|n°)\.?\s*$", whole.form[: found.start()]
        ):
            continue
        start = whole.at[found.start()]
        end = whole.at[found.end()] if found.end() < len(whole.at) else len(text)
        if not any(a <= start < b for a, b in taken):
            yield Citation(text[start:end].strip(), start, end, _key(found, organ, profile or _profile()))
