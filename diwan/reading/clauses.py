"""The clauses of an operative paragraph: each verb, what it governs, and whether it asks for something."""

import itertools
import re
from dataclasses import dataclass

from .letters import Folded
from .lexicon import Lexicon, Verb
from .phrases import Found
from .verbs import own_verbs

_ASIDE = re.compile(r"\w+,[^,;]{4,120},")
MANDATE, CALL, CONSTITUTIVE, DECLARATORY = "mandate", "call", "constitutive", "declaratory"


@dataclass(slots=True)
class Clause:
    """A verb with its reach: where it is printed, where its words end, where the next clause begins."""

    start: int
    verb_end: int
    end: int
    verb: Verb
    asks: bool = False


def clauses(text: Folded, words: Lexicon, own: bool = False) -> list[Clause]:
    """The operative verbs of a paragraph, each with its reach; `own` for one of a declaration ("We …")."""
    form = text.form
    found: list[Clause] = []
    first = _opening_verb(form, words, own)
    if first is None:
        return []
    found.append(first)
    verbs, _ = own_verbs(form, words, own)
    for verb in verbs.all(form, first.verb_end):
        if not verb.value.head and _joins(form, verb, first, words):
            start = _with_adverbs(form, verb.start, words)
            found.append(Clause(start, _verb_end(form, verb.end, words), len(form), verb.value))
    for before, after in itertools.pairwise(found):
        before.end = after.start
    for clause in found:
        clause.asks = clause.verb.asks and not _no_task(form, clause, words)
    return found


def _opening_verb(form: str, words: Lexicon, own: bool) -> Clause | None:
    start: int | None = None
    verbs, position = own_verbs(form, words, own)
    for _ in range(5):
        while position < len(form) and not form[position].isalnum():
            position += 1
        start = position if start is None else start
        found = verbs.at(form, position)
        if found is not None:
            return Clause(start, _verb_end(form, found.end, words), len(form), found.value)
        aside = words.verb_adverbs.at(form, position) or words.sets["inserted"].at(form, position)
        if aside is None:
            return None
        if words.verb_adverbs.at(form, position) is None:
            start = None
        position = aside.end
    return None


def _verb_end(form: str, end: int, words: Lexicon) -> int:
    for _ in range(2):
        after = re.compile(r"[\s,]*").match(form, end)
        more = words.verb_ends.at(form, after.end() if after else end)
        if more is None:
            return end
        end = more.end
    return end


def _with_adverbs(form: str, start: int, words: Lexicon) -> int:
    """Back over the adverbs printed before a later verb ("and strongly urges")."""
    for adverb in words.words("verb_adverbs"):
        if adverb not in words.words("clause_joins") and form.endswith(f" {adverb} ", 0, start):
            return start - len(adverb) - 1
    return start


def _joins(form: str, verb: Found, first: Clause, words: Lexicon) -> bool:
    """Whether a later verb begins a clause of the body (and is no noun, nor the verb of another)."""
    before = form[max(0, verb.start - 90) : verb.start]
    if words.language == "ar":
        joined = (before.endswith("و") and before[-2:-1] in (" ", "", ",")) or re.search(
            r"(?:كما|ثم)\s$", before
        ) is not None
        return joined and form[verb.start : verb.start + 1] == _person(form, first)
    if any(form.startswith(f" {word} ", verb.end) for word in words.words("noun_after")):
        return False
    before = _back_over(before, words)
    return re.search(rf"(?:[,;]|\b(?:{words.any_of('clause_joins')}))\s*$", before) is not None


def _person(form: str, clause: Clause) -> str:
    """The prefix of person of an Arabic verb: ي of a council, ت of an assembly."""
    return form[clause.start : clause.start + 1]


def _back_over(before: str, words: Lexicon) -> str:
    if words.words("pronouns_back"):
        before = re.sub(rf"(?<=\s)(?:{words.any_of('pronouns_back')})\s?$", "", before)
    for _ in range(3):
        trimmed = before.rstrip(" ,")
        for aside in words.asides:
            if trimmed.endswith(aside) and not trimmed[: -len(aside)][-1:].isalnum():
                before = trimmed[: -len(aside)]
                break
        else:
            return before
    return before


def _no_task(form: str, clause: Clause, words: Lexicon) -> bool:
    """After "decides": keeping an item under review and the like ask nothing new."""
    at = clause.verb_end
    while at < len(form) and form[at] in " ,:":
        at += 1
    if words.sets["no_task"].at(form, at) is not None:
        return True
    if clause.verb.kind != CONSTITUTIVE:
        return False
    if any(
        form.startswith(word, at) and not form[at + len(word) : at + len(word) + 1].isalpha()
        for word in words.words("that_words")
    ):
        reach = form[at : min(clause.end, at + 260)]
        if words.sets["acts"].first(reach) is not None:
            return False
        must = re.search(rf"\b(?:{words.any_of('must_words')})\b", reach) if words.words("must_words") else None
        stop = at + (must.start() if must else 120)
        aside = _ASIDE.match(form, at, stop)  # "that, in accordance with …, the fund shall": nobody in it acts
        named = words.addressees.first(form, aside.end() if aside else at, stop)
        if must is not None and reach[must.end() :].lstrip().startswith(tuple(words.words("act_words"))):
            return False
        return named is None or (must is None and bool(words.words("must_words")))
    return False
