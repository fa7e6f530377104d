"""Reading what a person types into the search box, and putting it to PostgreSQL.

Words are joined by AND; each stands for its stems in every language, its synonyms, and in Arabic for itself
with particles written onto it. "Words in quotes" stand in a row as typed; a leading minus excludes; the last
word may be unfinished. The tsquery is built from folded letters and digits only, so nothing typed can be read
as its syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from diwan.kernel.arabic import is_arabic, with_particles
from diwan.kernel.folding import fold
from diwan.search.thesaurus import Meaning, thesaurus
from diwan.search.words import LONGEST_WORD, fold_tokens, reference_key, stem

#: More than this is no question; the rest is not read.
LONGEST_QUESTION = 400
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
_MINUS = re.compile(r"(?<!\S)[-−–](?=[^\s-])")
_CHUNK = re.compile(r'(\x00?)(?:"([^"]*)"|([^\s"\x00]+))')
#: Endings by which a word begun is tried to its end, so that "resolutio" finds what is stored as "resolut".
_COMPLETIONS = (
    "ion", "ions", "ation", "ations", "ational", "al", "ment", "ements", "ing", "ity",
    "ities", "ance", "ence",
    "able", "ible", "ique", "iques", "ments", "aire", "aires", "ative", "ed", "es", "ies", "ee", "ees",
    "ات", "ون", "ين", "ها", "هم", "يه",
)  # fmt: skip


@dataclass(frozen=True)
class Term:
    """One place in a row of words: the stems that fill it, and beginnings of words that do."""

    stems: frozenset[str]
    beginnings: tuple[str, ...] = ()

    def takes(self, found: Sequence[str]) -> bool:
        """Whether a word with these stems fills the place."""
        return any(word in self.stems or word.startswith(self.beginnings) for word in found)

    def __str__(self) -> str:
        written = sorted(self.stems - set(self.beginnings)) + [f"{beginning}:*" for beginning in self.beginnings]
        return written[0] if len(written) == 1 else f"({' | '.join(written)})"


Row = tuple[Term, ...]


@dataclass(frozen=True)
class Clause:
    """What must be there (or must not): any of the options, each of rows that must all be there."""

    options: tuple[tuple[Row, ...], ...]
    excluded: bool = False

    def __str__(self) -> str:
        rows = [" & ".join(" <-> ".join(map(str, row)) for row in option) for option in self.options]
        either = " | ".join(f"({row})" if len(rows) > 1 and " " in row else row for row in dict.fromkeys(rows))
        return f"!({either})" if self.excluded else f"({either})"


@dataclass
class _Typed:
    """A word as typed, folded; ``joined`` to the one before it by a hyphen or stroke.

    ``last`` of the question.
    """

    word: str
    joined: bool
    last: bool = field(default=False)


def query(text: str, languages: Sequence[str]) -> str | None:
    """The question as a tsquery for ``to_tsquery('simple', …)``; None when nothing is asked."""
    return " & ".join(dict.fromkeys(map(str, clauses(text, languages)))) or None


def clauses(text: str, languages: Sequence[str]) -> list[Clause]:
    """The question read: what a text must hold and must not hold."""
    spoken = tuple(languages) or ("",)
    found: list[Clause] = []
    plain: list[_Typed] = []
    text = _MINUS.sub("\x00", text.replace("\x00", " ")[:LONGEST_QUESTION].translate(_QUOTES))
    if text.count('"') % 2:
        text = text.replace('"', " ")
    for minus, quoted, chunk in _CHUNK.findall(text):
        words = [word for word, _, _ in fold_tokens(fold(quoted or chunk))]
        if not words:
            continue
        if minus or quoted:
            row = tuple(_term(word, spoken) for word in words)
            found.append(Clause(((row,),), excluded=bool(minus)))
        elif len(words) > 1 and any(word.isdigit() for word in words):
            found.append(_reference(words, spoken))
        else:
            plain += [_Typed(word, joined=place > 0) for place, word in enumerate(words)]
    if plain and not text.rstrip().endswith('"'):
        plain[-1].last = True
    if found and all(_is_small(word) for word in plain):
        plain = []
    return [*_plain_clauses(plain, spoken), *found]


def _reference(parts: list[str], languages: tuple[str, ...]) -> Clause:
    """A reference is asked for whole, or as part of a longer one; its last part may be unfinished."""
    row = (*(_term(part, languages) for part in parts[:-1]), _term(parts[-1], languages, unfinished=True))
    key = reference_key(parts)
    return Clause(((row,), ((Term(frozenset(), (key,)),),)))


def _plain_clauses(words: list[_Typed], languages: tuple[str, ...]) -> list[Clause]:
    """Words and terms of the thesaurus in turn; small words are passed over unless they are all there is."""
    found: list[Clause] = []
    place = 0
    while place < len(words):
        length, meanings = _longest_term(words, place, languages)
        taken, place = words[place : place + length], place + length
        row = tuple(_term(word.word, languages, unfinished=word.last) for word in taken)
        as_typed: tuple[Row, ...] = (row,)
        if not any(word.joined for word in taken):
            as_typed = tuple((term,) for term, word in zip(row, taken, strict=True) if not _is_small(word))
        if as_typed:
            found.append(Clause((as_typed, *((_meant(meaning),) for meaning in meanings))))
    if words and not found:
        found = [Clause((((_term(word.word, languages, unfinished=word.last),),),)) for word in words]
    return found


def _is_small(typed: _Typed) -> bool:
    return typed.word in thesaurus().passed_over


def _longest_term(words: list[_Typed], place: int, languages: tuple[str, ...]) -> tuple[int, tuple[Meaning, ...]]:
    """How many words from here make a term of the thesaurus, and what it means.

    Else one word, or those joined.
    """
    for length in range(min(thesaurus().longest, len(words) - place), 0, -1):
        following = words[place + length : place + length + 1]
        if following and following[0].joined:
            continue
        meanings = thesaurus().meanings(tuple(word.word for word in words[place : place + length]), languages)
        if meanings:
            return length, meanings
    length = 1
    while place + length < len(words) and words[place + length].joined:
        length += 1
    return length, ()


def _term(word: str, languages: tuple[str, ...], *, unfinished: bool = False) -> Term:
    found = frozenset(form for language in languages for form in _forms(stem(word, language)))
    if not unfinished:
        return Term(found)
    word = word[:LONGEST_WORD]
    # The word as typed is itself a beginning; its stem is one that may stop short of it.
    begun = {word.lstrip("0") or "0"} if word.isdigit() else {word, *found}
    completed = {stem(whole, language) for whole in _completed(word) for language in languages}
    return Term(found | {short for short in completed if len(short) > 2 and word.startswith(short)}, _shortest(begun))


def _meant(meaning: Meaning) -> Row:
    return tuple(Term(frozenset(_forms(word))) for word in meaning.stems)


def _forms(stemmed: str) -> list[str]:
    return with_particles(stemmed) if is_arabic(stemmed) else [stemmed]


def _completed(word: str) -> Iterator[str]:
    """The word begun, brought to its end by each ending whose first letters it may already have."""
    if len(word) < 4:
        return
    for ending in _COMPLETIONS:
        for place in range(1, len(ending)):
            if word.endswith(ending[:place]):
                yield word + ending[place:]


def _shortest(beginnings: set[str]) -> tuple[str, ...]:
    """Without those that another one begins."""
    kept: list[str] = []
    for beginning in sorted(beginnings, key=lambda one: (len(one), one)):
        if not beginning.startswith(tuple(kept)):
            kept.append(beginning)
    return tuple(kept)
