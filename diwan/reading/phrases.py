"""Phrases as a lawyer writes them in the rules, turned into something that finds them fast.

A phrase is plain words; `a/b` either word, `(word)` may be missing, `…` up to eight words, `word*` any
ending, `<kind>` one of the kinds of the rules file (a date, a period, an ordinal). Comparison is made on
folded text (see letters), so capitals, accents and vowel signs in a phrase do not matter.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, KeysView
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .letters import folded

_TOKEN = re.compile(r"<(\w+)>")
_WORD = re.compile(r"[^\W_]+")
GAP = r"(?:[^\s;.]+\s+){0,8}?"
WINDOW = 170  # characters; in a shorter reach the words are looked at one by one
LONGEST = 20_000  # characters of a text whose words are remembered
PARTICLES = 4  # at most, before one word
GLUED = "وفبلك"  # Arabic particles written as one with the word


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
    said = phrase.split()
    for word, following in zip(said, [*said[1:], ""], strict=True):
        if word == "…":
            out += GAP
            continue
        optional = word.startswith("(") and word.endswith(")")
        inner = word[1:-1] if optional else word
        piece = _word_pattern(inner, kinds)
        glue = r"\s*" if inner.endswith(("'", "’")) else r"\s+"
        if following == "…":
            glue = r",?\s+"  # "submit, to its next session, a report"
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


@dataclass(slots=True)
class Found:
    """A phrase found in folded text, with what the rules say of it."""

    start: int
    end: int
    value: Any


@dataclass(frozen=True, slots=True)
class _Entry:
    """A phrase, what the rules say of it, and its plain words: of each of `needs` a text must have one."""

    pattern: re.Pattern[str]
    value: Any
    needs: tuple[frozenset[str], ...]

    def possible(self, words: KeysView[str]) -> bool:
        """Whether a text with these words may have the phrase."""
        for need in self.needs:  # noqa: SIM110  (asked for every phrase of every paragraph: a generator costs twice)
            if words.isdisjoint(need):
                return False
        return True


def _needs(phrase: str) -> tuple[frozenset[str], ...]:
    """The plain words of a phrase that every text in which it stands must have."""
    needs = []
    for word in phrase.split():
        firsts = [_WORD.match(folded(choice)) for choice in word.split("/")]
        if not re.search(r"[<>*…(]", word) and all(firsts):
            needs.append(frozenset(first.group() for first in firsts if first))
    return tuple(needs)


@lru_cache(maxsize=64)
def _places(form: str) -> dict[str, list[int]]:
    """The words of a folded text with the places where each begins; an Arabic word also without what is joined to it."""
    places: dict[str, list[int]] = {}
    for found in _WORD.finditer(form):
        word, start = found.group(), found.start()
        places.setdefault(word, []).append(start)
        for _ in range(PARTICLES):
            if len(word) <= 3 or word[0] not in GLUED:
                break
            word = word[1:]
            places.setdefault(word, []).append(start)
    return places


class Phrases:
    """A set of phrases, found by their first word; of several at one place the longest wins."""

    def __init__(
        self, entries: Iterable[tuple[str, Any]], kinds: dict[str, str] | None = None, *, glued: str = ""
    ) -> None:
        self._by_word: dict[str, list[_Entry]] = {}
        self._free: list[_Entry] = []  # those that begin with no plain word
        self._glued = glued
        self._last: tuple[str, dict[str, list[_Entry]], list[_Entry], list[int]] | None = None
        for phrase, value in entries:
            first = phrase.split()[0]
            loose = first[0] in "<(…" or "*" in first or "<" in first
            needs = _needs(phrase if loose else phrase[len(first) :])
            entry = _Entry(re.compile(pattern_of(phrase, kinds or {})), value, needs)
            if loose:
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
        found = _WORD.match(form, start)
        word = found.group() if found else ""
        if not self._free and word not in self._by_word and (not self._glued or word[:1] not in self._glued):
            return None
        return self._at(form, start, word, self._by_word, self._free)

    def _at(
        self, form: str, start: int, word: str, by_word: dict[str, list[_Entry]], free: list[_Entry]
    ) -> Found | None:
        best: re.Match[str] | None = None
        value: Any = None
        for joined in range(PARTICLES + 1):
            for entries in (by_word.get(word[joined:], ()), free):
                for entry in entries:
                    match = entry.pattern.match(form, start + joined)
                    if match is not None and (best is None or match.end() > best.end()):
                        best, value = match, entry.value
            if best is not None:
                return Found(start + (joined > 0), best.end(), value)
            if len(word) - joined <= 3 or word[joined] not in self._glued:
                break
        return None

    def all(self, form: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
        """Every phrase between `start` and `end`, in order, none inside another."""
        stop = len(form) if end is None else min(end, len(form))
        inside = start and form[start - 1 : start + 1].isalnum()  # the search begins in the middle of a word
        short = 2 * (stop - start) < min(len(form), 2 * WINDOW) and not self._free
        if inside or short or len(form) > LONGEST:
            by_word, free = self._by_word, self._free
            candidates = self._near(form, start, stop)
        else:
            by_word, free, candidates = self._candidates(form, start, stop)
        position = start
        for place in candidates:
            if place < position:
                continue
            word = _WORD.match(form, place)
            found = self._at(form, place, word.group() if word else "", by_word, free)
            if found is not None and found.end <= stop:
                yield found
                position = max(found.end, place + 1)

    def _near(self, form: str, start: int, stop: int) -> list[int]:
        """Where a phrase may begin, each word looked at by itself; the last may go on beyond `stop`."""
        known, glued = self._by_word, self._glued
        return [
            found.start()
            for found in _WORD.finditer(form, start, stop)
            if self._free or (word := found[0]) in known or word[0] in glued or found.end() == stop
        ]

    def _candidates(self, form: str, start: int, stop: int) -> tuple[dict[str, list[_Entry]], list[_Entry], list[int]]:
        """The phrases that the words of the text allow, by their first word and the others; where one may begin."""
        kept = self._last
        if kept is None or kept[0] is not form:  # one text is asked about several times in a row
            kept = self._last = form, *self._possible(form)
        _, by_word, free, begins = kept
        return by_word, free, begins[bisect_left(begins, start) : bisect_left(begins, stop)]

    def _possible(self, form: str) -> tuple[dict[str, list[_Entry]], list[_Entry], list[int]]:
        places = _places(form)
        words = places.keys()
        free = [entry for entry in self._free if entry.possible(words)]
        by_word: dict[str, list[_Entry]] = {}
        for word in words & self._by_word.keys():
            if possible := [entry for entry in self._by_word[word] if entry.possible(words)]:
                by_word[word] = possible
        return by_word, free, sorted({place for word in (words if free else by_word) for place in places[word]})

    def first(self, form: str, start: int = 0, end: int | None = None) -> Found | None:
        """The first phrase found, or None."""
        return next(self.all(form, start, end), None)
