"""What of a paragraph does not depend on its language: figures, dates, numbers cited, bodies named, ideas, names.

Each paragraph is read once into its signs; how alike two paragraphs are is then a matter of the signs they share, the
rare ones before the frequent. The words by which an idea is known in three languages stand in ``concepts.yaml``.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any, Protocol

import yaml

from diwan.comparison.names import skeleton
from diwan.reading.citing import find_citations
from diwan.reading.labels import ABJAD
from diwan.reading.letters import folded
from diwan.reading.lexicon import LANGUAGES, Lexicon, lexicon

OPENING = 5
"""Words in which a paragraph says what it does: "Expresses its deep concern", "وإذ يعرب عن بالغ قلقه"."""
NAME = 4
"""Consonants by which a name is known: Belhara and Belharan, بلهارا and بلهارية are one."""
CHANNELS = ("figures", "act", "bodies", "ideas", "names", "words")

_ROMAN = {
    name: n for n, name in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1)
}
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_ARABIC_HEADS = re.compile(r"^(?:[وف](?=..))?(?:لل|[بلك]ال|ال|[بلك](?=...))?")
_PERSON = re.compile(r"^[يتن](?=...)")

Label = tuple[frozenset[int], ...]


class Placed(Protocol):
    """What is laid beside: a paragraph of one language, with what was read in it."""

    @property
    def kind(self) -> str: ...
    @property
    def part(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def legal_class(self) -> str: ...
    @property
    def actionable(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of a paragraph, or of several that another language has as one."""

    language: str
    kind: str
    part: int
    label: Label
    figures: frozenset[str]
    act: frozenset[str]
    bodies: frozenset[str]
    ideas: frozenset[str]
    names: frozenset[str]
    words: frozenset[str]
    length: int
    leads: bool
    legal_class: str
    actionable: bool

    def with_more(self, further: Sequence[Signs]) -> Signs:
        """Its signs together with those of the pieces that follow it; act and label stay those of the first."""
        every = (self, *further)
        return replace(
            self,
            figures=frozenset().union(*(one.figures for one in every)),
            bodies=frozenset().union(*(one.bodies for one in every)),
            ideas=frozenset().union(*(one.ideas for one in every)),
            names=frozenset().union(*(one.names for one in every)),
            words=frozenset().union(*(one.words for one in every)),
            length=sum(one.length for one in every),
            leads=every[-1].leads,
            actionable=any(one.actionable for one in every),
        )


def signs_of(items: Sequence[Placed], language: str) -> list[Signs]:
    """The signs of the paragraphs of a resolution in one language, in their order.

    Parts are counted in the order in which they come, since their titles differ from language to language. A language
    without rules gives figures, names and length alone.
    """
    parts: dict[str, int] = {}
    known = lexicon(language) if language in LANGUAGES else None
    return [_signs(item, language, parts.setdefault(item.part, len(parts)), known) for item in items]


def _signs(item: Placed, language: str, part: int, known: Lexicon | None) -> Signs:
    form = folded(item.text)
    tokens = _TOKEN.findall(form)
    cited = list(find_citations(item.text)) if known else []
    ideas = [_ideas(token, language) for token in tokens]
    arabic = language == "ar"
    return Signs(
        language=language,
        kind=item.kind,
        part=part,
        label=label_values(item.number),
        figures=frozenset(
            {*_figures(tokens, language, known)}
            | {f"§{found.key.session}/{found.key.number}" for found in cited if found.key}
            | {found.symbol for found in cited if found.symbol}
        ),
        act=frozenset(idea for found in ideas[:OPENING] for idea in found if idea in _concepts().acts),
        bodies=frozenset(found.value.key for found in known.addressees.all(form)) if known else frozenset(),
        ideas=frozenset(idea for found in ideas for idea in found),
        names=frozenset(_names(item.text, tokens, arabic)),
        words=frozenset(token[:6] for token in tokens if len(token) > 3 and not token.isdigit()),
        length=max(len(item.text), 1),
        leads=form.rstrip().endswith(":"),
        legal_class=item.legal_class,
        actionable=item.actionable,
    )


# Ideas ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Concepts:
    """The words of ``concepts.yaml``, by language and beginning."""

    acts: frozenset[str]
    stems: Mapping[str, Mapping[str, frozenset[str]]]
    numbers: Mapping[str, int]


@lru_cache(maxsize=1)
def _concepts() -> _Concepts:
    text = resources.files(__package__).joinpath("concepts.yaml").read_text("utf-8")
    rules: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    stems: dict[str, dict[str, set[str]]] = {language: {} for language in LANGUAGES}
    for idea, said in [*rules["acts"].items(), *rules["terms"].items()]:
        for language, words in zip(("en", "fr", "ar"), said, strict=True):
            for word in str(words).split():
                stems[language].setdefault(folded(word), set()).add(idea)
    return _Concepts(
        frozenset(rules["acts"]),
        {language: {stem: frozenset(ideas) for stem, ideas in found.items()} for language, found in stems.items()},
        {folded(str(word)): int(value) for word, value in rules["numbers"].items()},
    )


@lru_cache(maxsize=65536)
def _ideas(token: str, language: str) -> frozenset[str]:
    """The ideas a word stands for: those of the longest beginning that is known."""
    stems = _concepts().stems.get(language, {})
    for form in _bare(token) if language == "ar" else (token,):
        for end in range(len(form), 1, -1):
            if end < len(form) - (5 if end > 3 else 3 if end > 2 else 1):
                break
            if found := stems.get(form[:end]):
                return found
    return frozenset()


def _bare(token: str) -> list[str]:
    """An Arabic word as it stands, without its particles and article, and without the prefix of person."""
    forms = [token]
    if (bare := _ARABIC_HEADS.sub("", token)) and len(bare) > 2:
        forms.append(bare)
    if verb := _PERSON.sub("", forms[-1]):
        forms.append(verb)
    if token[:1] in "وف" and len(token) > 4:
        forms += [token[1:], _PERSON.sub("", token[1:])]
    return list(dict.fromkeys(form for form in forms if len(form) > 1))


# Figures ----------------------------------------------------------------------------------------------------------
def _figures(tokens: Sequence[str], language: str, known: Lexicon | None) -> Iterable[str]:
    """Numbers in figures and in words ("59th", "cinquante-neuvième", "التاسعة والخمسين"), and months of days."""
    ordinals = _ordinals(language) if known else {}
    months = _months(language) if known else {}
    total, last = 0, 0
    for n, token in enumerate(tokens):
        value = None if token.isdigit() else ordinals.get(token)
        if value is None and language == "ar" and not token.isdigit():
            value = next((ordinals[bare] for bare in _bare(token)[1:] if bare in ordinals), None)
        if value is not None:
            if total and not ((last >= 20 > value) or (value >= 10 > last)):
                yield str(total)
                total = 0
            total, last = total + value, value
            continue
        if total and token not in ("et", "and"):
            yield str(total)
            total = last = 0
        if token.isdigit():
            yield str(int(token))
        elif token in months and any(near.isdigit() for near in tokens[max(0, n - 1) : n + 2]):
            yield f"month {months[token]}"
    if total:
        yield str(total)


@lru_cache(maxsize=8)
def _ordinals(language: str) -> dict[str, int]:
    said = {folded(str(word)): int(value) for word, value in lexicon(language).rules["ordinals"].items()}
    others = {word: value for word, value in _concepts().numbers.items() if (word[0] > "\u0600") == (language == "ar")}
    found = said | others
    for word in ("first", "premier", "premiere", "second", "seconde", "الاولي", "الاول"):
        found.pop(word, None)  # "first half", "in the first place": no figure
    return found


@lru_cache(maxsize=8)
def _months(language: str) -> dict[str, int]:
    return {folded(str(word)): int(value) for word, value in lexicon(language).rules["months"].items()}


# Names ------------------------------------------------------------------------------------------------------------
def _names(text: str, tokens: Sequence[str], arabic: bool) -> Iterable[str]:
    """Proper names by their consonants, as Latin letters and Arabic ones share them; of Arabic every word may be one."""
    if arabic:
        for token in tokens:
            for form in _bare(token)[:2]:
                if len(bones := skeleton(form)) > 2:
                    yield bones[:NAME]
        return
    for found in re.finditer(r"(?<=[\w,’'(-]\s)\(?([^\W\d_a-z][^\W\d_]{3,})|\b([A-Z]{4,})\b", text):
        if len(bones := skeleton(folded(found[1] or found[2]))) > 2:
            yield bones[:NAME]


# Labels -----------------------------------------------------------------------------------------------------------
def label_values(number: str) -> Label:
    """The label as values, one set for each level: 4(b)(ii) and ٤(ب)(٢) are the same."""
    return tuple(_values(token) for token in re.findall(r"\d+|[^\W\d_]+", number))


def same_label(one: Label, other: Label) -> bool:
    """Whether two labels may be the same; i is the ninth letter or the Roman one."""
    return bool(one) and len(one) == len(other) and all(a & b for a, b in zip(one, other, strict=True))


def _values(token: str) -> frozenset[int]:
    if token.isdigit():
        return frozenset([int(token)])
    low = token.lower()
    found = {_ROMAN[low]} if low in _ROMAN else set()
    if len(low) == 1 and low.isascii():
        found.add(ord(low) - 96)
    if token in ABJAD:
        found.add(ABJAD[token])
    return frozenset(found)


class Rarity(dict[str, dict[str, float]]):
    """How much a sign says, by channel: one that every paragraph bears says little.

    From about 0.1, borne by all, to the logarithm of twice the number of paragraphs, borne by one in one language.
    """

    def __init__(self, *languages: Sequence[Signs]) -> None:
        super().__init__()
        size = max((len(items) for items in languages), default=1) or 1
        for name in CHANNELS:
            seen = Counter(sign for items in languages for item in items for sign in getattr(item, name))
            self[name] = {sign: math.log(1.1 + size / max(often / len(languages), 0.5)) for sign, often in seen.items()}
