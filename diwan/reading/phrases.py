"""Phrases as a lawyer writes them in the rules, turned into something that finds them fast.

A phrase is plain words; `a/b` either word, `(word)` may be missing, `…` up to eight words, `word*` any
ending, `<kind>` one of the kinds of the rules file (a date, a period, an ordinal). Comparison is made on
folded text (see letters), so capitals, accents and vowel signs in a phrase do not matter.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .letters import folded

_TOKEN = re.compile(r"<(\w+)>")
_WORD = re.compile(r"[^\W_]+")
GAP = r"(?:[^\s;.]+\s+){0,8}?"


def kinds_expanded(kinds: dict[str, str]) -> dict[str, str]:
    """The kinds of a rules file with those they mention put in their place; folded."""
    done: dict[str, str] = {}
    for name, pattern in kinds.items():
        text = _TOKEN.sub(lambda m: f"(?:{done[m.group(1)]})", pattern)
        done[name] = _fold_pattern(text)
    return done


def _fold_pattern(pattern: str) -> str:
    """Fold the letters of a regular expression but not its escapes."""
    return "".join(piece if piece.startswith("\\") else folded(piece) for piece in re.split(r"(\\.)", pattern))


def pattern_of(phrase: str, kinds: dict[str, str]) -> str:
    """The regular expression of one phrase, for folded text."""
    out = ""
    for word in phrase.split():
        if word == "…":
            out += GAP
            continue
        optional = word.startswith("(") and word.endswith(")")
        inner = word[1:-1] if optional else word
        piece = _word_pattern(inner, kinds)
        glue = r"\s*" if inner.endswith(("'", "’")) else r"\s+"
        out += f"(?:{piece}{glue})?" if optional else piece + glue
    return re.sub(r"\\s[+*]$", "", out) + r"(?!\w)"


def _word_pattern(word: str, kinds: dict[str, str]) -> str:
    choices = word.split("/") if not word.startswith("<") or "/" in word.replace("</", "") else [word]
    patterns = []
    for choice in choices:
        piece = "".join(
            f"(?:{kinds[part]})" if i % 2 else re.escape(folded(part)).replace(r"\*", r"\w*")
            for i, part in enumerate(_TOKEN.split(choice))
        )
        patterns.append(piece)
    return patterns[0] if len(patterns) == 1 else "(?:" + "|".join(patterns) + ")"


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found in folded text, with what the rules say of it."""

    start: int
    end: int
    value: Any


class Phrases:
    """A set of phrases, found by their first word; of several at one place the longest wins."""

    def __init__(
        self, entries: Iterable[tuple[str, Any]], kinds: dict[str, str] | None = None, *, glued: str = ""
    ) -> None:
        self._by_word: dict[str, list[tuple[re.Pattern[str], Any]]] = {}
        self._free: list[tuple[re.Pattern[str], Any]] = []
        self._glued = glued
        for phrase, value in entries:
            entry = (re.compile(pattern_of(phrase, kinds or {})), value)
            first = phrase.split()[0]
            if first[0] in "<(…" or "*" in first or "<" in first:
                self._free.append(entry)
                continue
            for choice in first.split("/"):
                word = _WORD.match(folded(choice))
                if word and folded(choice).startswith(word.group()):
                    self._by_word.setdefault(word.group(), []).append(entry)
                else:
                    self._free.append(entry)

    def at(self, form: str, start: int) -> Found | None:
        """The longest phrase that begins at `start`."""
        word = _WORD.match(form, start)
        best: Found | None = None
        if word is not None:
            for pattern, value in self._by_word.get(word.group(), ()):
                best = _longer(best, pattern.match(form, start), value)
        for pattern, value in self._free:
            best = _longer(best, pattern.match(form, start), value)
        if best is None and word is not None and form[start] in self._glued and len(word.group()) > 3:
            inner = self.at(form, start + 1) if form[start] in self._glued else None
            return Found(start + 1, inner.end, inner.value) if inner else None
        return best

    def all(self, form: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
        """Every phrase between `start` and `end`, in order, none inside another."""
        stop = len(form) if end is None else end
        position = start
        while position < stop:
            word = _WORD.search(form, position, stop)
            if word is None:
                return
            found = self.at(form, word.start())
            if found is not None and found.end <= stop:
                yield found
                position = max(found.end, word.start() + 1)
            else:
                position = word.end()

    def first(self, form: str, start: int = 0, end: int | None = None) -> Found | None:
        """The first phrase found, or None."""
        return next(self.all(form, start, end), None)


def _longer(best: Found | None, match: re.Match[str] | None, value: Any) -> Found | None:
    if match is None or (best is not None and match.end() <= best.end):
        return best
    return Found(match.start(), match.end(), value)
