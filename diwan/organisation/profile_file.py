"""A profile as read from its file, and what is wrong with it, line by line.

The parts (``diwan.<app>.profile.load``) take their sections from it. They complain as long as there is
something to complain of, so that the operator sees all errors at once, and write only while it is ``sound``.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path as File
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from diwan.organisation import lined_yaml
from diwan.organisation.lined_yaml import Path
from diwan.organisation.profile_fields import Section

if TYPE_CHECKING:
    from diwan.organisation.places import Places

S = TypeVar("S", bound=Section)
CODES = ("code", "acronym", "iso2")  # the keys that name an entry, in the order in which they count

_REASONS = {
    "missing": "is missing",
    "string_type": "should be a text (in quotes where it looks like a number)",
    "string_too_short": "is empty",
    "int_type": "should be a whole number",
    "int_parsing": "should be a whole number",
    "int_from_float": "should be a whole number",
    "bool_type": "should be true or false",
    "bool_parsing": "should be true or false",
    "list_type": "should be a list",
    "model_type": "should be a mapping (key: value)",
}


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: on which line of the file, at which key, and why."""

    line: int
    path: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.path}: {self.reason}" if self.path else f"line {self.line}: {self.reason}"


class ProfileError(Exception):
    """The profile is refused whole; ``problems`` says each reason with its line."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Entry(NamedTuple, Generic[S]):
    """A valid entry and where it stands."""

    value: S
    path: Path


class Profile:
    """What a file says of an organisation. ``problems`` fills up while its parts are read."""

    def __init__(self, data: Any, lines: dict[Path, int]) -> None:
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        self.lines = lines
        self.problems: list[Problem] = []
        self.loaded: Counter[str] = Counter()
        self.remarks: list[str] = []
        self.languages = self._official_languages()
        self.places: Places | None = None
        self._used: set[str] = set()
        self._declared: defaultdict[str, dict[str, Path]] = defaultdict(dict)
        if not isinstance(data, dict):
            self.complain((), "should be a mapping of sections")

    @classmethod
    def read(cls, file: File) -> Profile:
        """Read a file. Raises ProfileError when it is no YAML that we read, OSError when it is not there."""
        with file.open("rb") as opened:
            content = opened.read(lined_yaml.LIMIT + 1)
        try:
            return cls(*lined_yaml.read(content))
        except lined_yaml.Unreadable as error:
            raise ProfileError([Problem(error.line, written(error.path), error.reason)]) from None

    @property
    def sound(self) -> bool:
        """Nothing is wrong so far: a part may write."""
        return not self.problems

    @property
    def unused(self) -> list[str]:
        """Top-level sections that nothing asked for."""
        return [section for section in self.data if section not in self._used]

    def at(self, path: Path) -> Any:
        """What stands at a path, None when nothing does. Its section counts as used."""
        self._used.update(str(key) for key in path[:1])
        found: Any = self.data
        for key in path:
            try:
                found = found[key]
            except (KeyError, IndexError, TypeError):
                return None
        return found

    def complain(self, path: Path, reason: str) -> None:
        """Note a problem at a path, on the line of the nearest thing that is there."""
        there = next(path[:n] for n in range(len(path), -1, -1) if path[:n] in self.lines or n == 0)
        self.problems.append(Problem(self.lines.get(there, 1), written(path), reason))

    def entries(self, section: str | Path, model: type[S], declares: str = "") -> list[Entry[S]]:
        """The valid entries of a list; the others are complained of.

        ``declares`` says what its codes are codes of: ``unit``, ``organ``.
        """
        path: Path = (section,) if isinstance(section, str) else section
        given = self.at(path)
        if given is None:
            return []
        if not isinstance(given, list):
            self.complain(path, "should be a list")
            return []
        found = [self._entry((*path, n), model, declares) for n in range(len(given))]
        return [entry for entry in found if entry]

    def one(self, section: str, model: type[S], declares: str = "") -> Entry[S] | None:
        """A section that is one mapping; None when it is absent or was complained of."""
        return None if self.at((section,)) is None else self._entry((section,), model, declares)

    def _entry(self, path: Path, model: type[S], declares: str) -> Entry[S] | None:
        given = self.at(path)
        if declares and isinstance(given, dict):
            key = next((key for key in CODES if isinstance(given.get(key), str)), None)
            if key:
                self.declare(declares, given[key], (*path, key))
        try:
            return Entry(model.model_validate(given, context=self.languages), path)
        except ValidationError as refused:
            for error in refused.errors(include_url=False):
                self.complain((*path, *error["loc"]), self._reason(dict(error), given))
            return None

    def _reason(self, error: dict[str, Any], given: Any) -> str:
        reason: str = _REASONS.get(error["type"], error["msg"][:1].lower() + error["msg"][1:])
        if error["type"] == "missing" and len(error["loc"]) == 1:
            reason += _meant(str(error["loc"][0]), list(given))
        return reason

    def declare(self, kind: str, code: str, path: Path) -> None:
        """Take note of a code. One that was given before is complained of, also in other capitals."""
        taken = next((known for known in self._declared[kind] if known.casefold() == code.casefold()), None)
        if taken is None:
            self._declared[kind][code] = path
        else:
            first = self.lines.get(self._declared[kind][taken], 1)
            self.complain(path, f"{code} stands twice among the {kind}s, first on line {first}")

    def require(self, kind: str, code: str | None, path: Path) -> None:
        """Complain of a code that nothing declared. None asks for nothing."""
        if code is not None and code not in self._declared[kind]:
            self.complain(path, f"unknown {kind}: {code}{_meant(code, list(self._declared[kind]))}")

    def declared(self, kind: str) -> dict[str, Path]:
        """The codes of a kind that the file gives, each with its place."""
        return self._declared[kind]

    def _official_languages(self) -> list[str]:
        organisation = self.data.get("organisation")
        given = organisation.get("official_languages") if isinstance(organisation, dict) else None
        return [code for code in given if isinstance(code, str)] if isinstance(given, list) else []


def written(path: Path) -> str:
    """A path as the operator reads it; list items count from 1: ``member_states[3].name``."""
    return "".join(f"[{key + 1}]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")


def _meant(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.7)
    return f" (there is “{close[0]}”)" if close and close[0] != word else ""
