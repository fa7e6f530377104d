"""Phrases as a lawyer writes them in the rules, turned into something that finds them fast.

A phrase is plain words; `a/b` either word, `(word)` may be missing, `…` up to eight words, `word*` any
ending, `<kind>` one of the kinds of the rules file (a date, a period, an ordinal). Comparison is made on
folded text (see letters), so capitals, accents and vowel signs in a phrase do not matter.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from .letters import folded, words_in

_TOKEN = re.compile(r"<(\w+)>")
_WORD = re.compile(r"[^\W_]+")
GAP = r"(?:[^\s;.]+\s+){0,8}?"
WINDOW = 170  # characters; in a shorter reach the words are looked at one by one
LONGEST = 20_000  # characters of a text whose words are remembered
FEW = 12  # first words of a set that are looked for one by one
SHORT = 3  # letters; a shorter word stands within too many others to be looked for by its letters
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
    """A phrase in its order among others, what the rules say of it, the words it may begin with (none: any word).

    Of each of `needs` a text must have one of the words.
    """

    order: int
    pattern: re.Pattern[str]
    value: Any
    firsts: tuple[str, ...]
    needs: tuple[frozenset[str], ...]


_ByWord = dict[str, list[_Entry]]
_ORDER = attrgetter("order")


def _needs(phrase: str) -> tuple[frozenset[str], ...]:
    """The plain words of a phrase that every text in which it stands must have, the longest first."""
    needs = []
    for word in phrase.split():
        if re.search(r"[<>*…(]", word):
            continue
        choices = [_WORD.findall(folded(choice)) for choice in word.split("/")]
        if len(choices) == 1:
            needs += [frozenset([part]) for part in choices[0]]  # "l'assemblée": both
        elif all(choices):
            needs.append(frozenset(parts[0] for parts in choices))
    return tuple(sorted(needs, key=lambda need: -min(map(len, need))))


def _firsts(phrase: str) -> tuple[str, ...]:
    """The plain words with which a phrase may begin; empty when it may begin with something else."""
    first = phrase.split()[0]
    if first[0] in "<(…" or "*" in first or "<" in first:
        return ()
    words = [_WORD.match(folded(choice)) for choice in first.split("/")]
    return tuple(dict.fromkeys(word[0] for word in words if word)) if all(words) else ()


@lru_cache(maxsize=16)
def _tokens(form: str) -> list[tuple[str, int]]:
    """The words of a folded text in their order, each with its place."""
    return [(found[0], found.start()) for found in _WORD.finditer(form)]


@lru_cache(maxsize=64)
def _words(form: str) -> frozenset[str]:
    """The words of a folded text; an Arabic word also without what is joined to it."""
    words = set(words_in(form))
    if not form.isascii():
        for whole in [word for word in words if word[0] in GLUED]:
            for joined in range(1, PARTICLES + 1):
                if len(whole) - joined < 3 or whole[joined - 1] not in GLUED:
                    break
                words.add(whole[joined:])
    return frozenset(words)


def _any_at(matches: Sequence[Callable[[str, int], re.Match[str] | None]], form: str, place: int) -> bool:
    """Whether one of some patterns matches at a place."""
    for match in matches:  # noqa: SIM110  (asked for every word: a generator costs twice)
        if match(form, place) is not None:
            return True
    return False


class Phrases:
    """A set of phrases, found by their first word; of several at one place the longest wins."""

    def __init__(
        self, entries: Iterable[tuple[str, Any]], kinds: dict[str, str] | None = None, *, glued: str = ""
    ) -> None:
        self._by_word: _ByWord = {}
        self._free: list[_Entry] = []  # those that begin with no plain word
        self._by_need: _ByWord = {}  # by the longest word a text must have, which is the rarest as a rule
        self._needless: list[_Entry] = []
        self._glued = glued
        for order, (phrase, value) in enumerate(entries):
            entry = _Entry(order, re.compile(pattern_of(phrase, kinds or {})), value, _firsts(phrase), _needs(phrase))
            for first in entry.firsts:
                self._by_word.setdefault(first, []).append(entry)
            if not entry.firsts:
                self._free.append(entry)
            for need in entry.needs[0] if entry.needs else ():
                self._by_need.setdefault(need, []).append(entry)
            if not entry.needs:
                self._needless.append(entry)
        self._needed = frozenset(self._by_need)
        self._letters = frozenset(glued) | {word[0] for word in self._by_word}  # with which a phrase may begin

    def at(self, form: str, start: int) -> Found | None:
        """The longest phrase that begins at `start`."""
        if not self._free and form[start : start + 1] not in self._letters:
            return None  # most places: told without a look at the word
        found = _WORD.match(form, start)
        word = found[0] if found else ""
        if not self._free and word not in self._by_word and (not self._glued or word[:1] not in self._glued):
            return None
        return self._at(form, start, word, self._by_word, self._free)

    def _at(self, form: str, start: int, word: str, by_word: _ByWord, free: list[_Entry]) -> Found | None:
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
        by_word, free, candidates = self._candidates(form, start, stop)
        return self._found(form, start, stop, by_word, free, candidates) if candidates else iter(())

    def _found(
        self, form: str, start: int, stop: int, by_word: _ByWord, free: list[_Entry], candidates: list[int]
    ) -> Iterator[Found]:
        position = start
        for place in candidates:
            if place < position:
                continue
            word = _WORD.match(form, place)
            found = self._at(form, place, word[0] if word else "", by_word, free)
            if found is not None and found.end <= stop:
                yield found
                position = max(found.end, place + 1)

    def _candidates(self, form: str, start: int, stop: int) -> tuple[_ByWord, list[_Entry], list[int]]:
        """The phrases that the words of the text allow, by their first word and the others; where one may begin."""
        known, free = self._by_word, self._free
        inside = start and form[start - 1 : start + 1].isalnum()  # the search begins in the middle of a word
        short = not free and 2 * (stop - start) < min(len(form), 2 * WINDOW)
        long = len(form) > LONGEST
        if inside or short or (long and 2 * (stop - start) < len(form)):
            return known, free, self._near(form, start, stop, known, free)
        if not free and len(known) <= FEW:
            return known, free, self._where(form, start, stop, [word for word in known if word in form])
        by_word, free = self._possible(_words.__wrapped__(form) if long else _words(form))
        if long and (free or by_word):
            return by_word, free, self._near(form, start, stop, by_word, free)
        if free or (by_word and min(map(len, by_word)) < SHORT):
            return by_word, free, self._among(_tokens(form), form, start, stop, by_word, free)
        return by_word, free, self._where(form, start, stop, by_word) if by_word else []

    def _possible(self, words: frozenset[str]) -> tuple[_ByWord, list[_Entry]]:
        """The phrases a text with these words may have: by their first word, and those without."""
        possible = list(self._needless)
        for word in self._needed & words:
            for entry in self._by_need[word]:
                for need in entry.needs:
                    if words.isdisjoint(need):
                        break
                else:
                    possible.append(entry)
        if len(possible) > 1:
            possible.sort(key=_ORDER)
        by_word: _ByWord = {}
        free = []
        for entry in possible:
            for first in entry.firsts:
                if first in words:
                    by_word.setdefault(first, []).append(entry)
            if not entry.firsts:
                free.append(entry)
        return by_word, free

    def _near(self, form: str, start: int, stop: int, by_word: _ByWord, free: list[_Entry]) -> list[int]:
        """Where a phrase may begin, each word looked at by itself; the last may go on beyond `stop`."""
        glued = self._glued
        return [
            found.start()
            for found in _WORD.finditer(form, start, stop)
            if free or (word := found[0]) in by_word or word[0] in glued or found.end() == stop
        ]

    def _among(
        self, tokens: list[tuple[str, int]], form: str, start: int, stop: int, by_word: _ByWord, free: list[_Entry]
    ) -> list[int]:
        """Where, among the words of the text, a phrase may begin; of those that begin with any word, where one does."""
        glued = self._glued
        matches = [entry.pattern.match for entry in free]
        return [
            place
            for word, place in tokens
            if start <= place < stop
            and (word in by_word or word[0] in glued or (matches and _any_at(matches, form, place)))
        ]

    def _where(self, form: str, start: int, stop: int, firsts: Iterable[str]) -> list[int]:
        """Where words stand that begin with one of some first words or with a particle before it."""
        places = set()
        for first in firsts:
            at = form.find(first, start, stop)
            while at >= 0:
                if not form[at + len(first) : at + len(first) + 1].isalnum():
                    begin, least = at, max(start, at - PARTICLES)
                    while begin > least and form[begin - 1] in self._glued:
                        begin -= 1
                    if not begin or begin == start or not form[begin - 1].isalnum():
                        places.add(begin)
                at = form.find(first, at + 1, stop)
        return sorted(places)

    def first(self, form: str, start: int = 0, end: int | None = None) -> Found | None:
        """The first phrase found, or None."""
        return next(self.all(form, start, end), None)
