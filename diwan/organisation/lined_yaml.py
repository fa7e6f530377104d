"""YAML for files that people write by hand: plain data, and the line on which each part of it stands.

Stricter than YAML on purpose. A key may stand once in a mapping; aliases (with which a few lines unfold
into gigabytes), tags and second documents are refused; ``no``, ``on`` and ``12:30`` are texts and so are
dates: only ``null``, ``true``, ``false`` and decimal numbers mean something else than they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml import events

Path = tuple[str | int, ...]

LIMIT = 2 * 1024 * 1024  # bytes; the largest profile so far has 110 kB
DEPTH = 20
_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FRACTION = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")
_NOTHING = ("", "~", "null", "Null", "NULL")
_WORDS: dict[str, bool | None] = dict.fromkeys(_NOTHING)
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)


class Unreadable(Exception):
    """The file is no YAML that we read: where, and why."""

    def __init__(self, line: int, reason: str, path: Path = ()) -> None:
        super().__init__(reason)
        self.line, self.reason, self.path = line, reason, path


def read(content: bytes) -> tuple[Any, dict[Path, int]]:
    """The data of a file, and the line (from 1) of each key and list item by its path.

    Raises Unreadable for what is too large, not UTF-8, no YAML, or YAML of the refused kinds.
    """
    if len(content) > LIMIT:
        raise Unreadable(1, f"is larger than {LIMIT // 1024} kB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(content.count(b"\n", 0, error.start) + 1, "is not UTF-8 text") from None
    try:
        return _Reading(yaml.parse(text, Loader=_LOADER)).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(mark.line + 1 if mark else 1, f"is no YAML: {error.problem or error.context}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Unreadable(line, f"holds a character that YAML does not allow: {error.reason}") from None


class _Reading:
    """One pass over the parser's events."""

    def __init__(self, parsed: Iterator[events.Event]) -> None:
        self.parsed = parsed
        self.lines: dict[Path, int] = {}

    def document(self) -> tuple[Any, dict[Path, int]]:
        next(self.parsed)  # the stream begins
        if isinstance(next(self.parsed), events.StreamEndEvent):
            raise Unreadable(1, "is empty")
        data = self.node(next(self.parsed), ())
        next(self.parsed)  # the document ends
        if not isinstance(after := next(self.parsed), events.StreamEndEvent):
            raise Unreadable(_line(after), "holds a second document")
        return data, self.lines

    def node(self, event: events.Event, path: Path) -> Any:
        if isinstance(event, events.AliasEvent):
            raise Unreadable(_line(event), "aliases (*name) are not read: write it out", path)
        if tag := getattr(event, "tag", None):
            raise Unreadable(_line(event), f"tags ({tag}) are not read", path)
        if len(path) > DEPTH:
            raise Unreadable(_line(event), f"is nested more than {DEPTH} deep", path[:DEPTH])
        self.lines.setdefault(path, _line(event))
        if isinstance(event, events.ScalarEvent):
            return _plain(event.value) if event.implicit[0] else event.value
        return self.list(path) if isinstance(event, events.SequenceStartEvent) else self.mapping(path)

    def list(self, path: Path) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.parsed), events.SequenceEndEvent):
            found.append(self.node(event, (*path, len(found))))
        return found

    def mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.parsed), events.MappingEndEvent):
            if not isinstance(event, events.ScalarEvent):
                raise Unreadable(_line(event), "a key is a word, not a list or an alias", path)
            key = event.value
            if key in found:
                first = self.lines[*path, key]
                raise Unreadable(_line(event), f"this key stands twice, first on line {first}", (*path, key))
            self.lines[*path, key] = _line(event)
            found[key] = self.node(next(self.parsed), (*path, key))
        return found


def _line(event: events.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _plain(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER.fullmatch(text):
        return int(text)
    return float(text) if _FRACTION.fullmatch(text) else text
