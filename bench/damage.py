"""Resolutions of which it is known what is the same in each language, and harm done to one of them (seeded)."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

LANGUAGES = ("en", "fr", "ar")
SENTENCE = re.compile(r"(?<=[;؛.])\s+(?=\S{3})|(?<=[,،])\s+(?=(?:and|et)\s)|(?<=\S{3})\s+(?=و[يت]\w{3})")


@dataclass(frozen=True)
class Item:
    """A paragraph of one language with what it truly is: the paragraphs of the resolution whose text it holds."""

    kind: str
    part: str
    number: str
    text: str
    legal_class: str
    actionable: bool
    true: tuple[int, ...]
    swapped: bool = False


Texts = dict[str, list[Item]]


def damaged(texts: Texts, chance: random.Random) -> Texts:
    """The same with one or two harms done to one language, and now and then its numbers counted anew."""
    language = chance.choice(LANGUAGES)
    items = list(texts[language])
    for _harm in range(chance.choice((1, 1, 2))):
        chance.choice((dropped, split, split, merged, merged, swapped))(items, chance)
    if chance.random() < 0.6:
        items = renumbered(items)
    return {**texts, language: items}


def dropped(items: list[Item], chance: random.Random) -> None:
    if len(items) > 2:
        del items[chance.randrange(len(items))]


def split(items: list[Item], chance: random.Random) -> None:
    """At the end of a sentence or of a clause; a piece has at least forty characters."""
    ways = [
        (n, found)
        for n, item in enumerate(items)
        for found in SENTENCE.finditer(item.text)
        if len(item.true) == 1 and min(found.start(), len(item.text) - found.end()) > 40
    ]
    if ways:
        n, found = chance.choice(ways)
        whole = items[n]
        items[n : n + 1] = [
            replace(whole, text=whole.text[: found.start()]), replace(whole, text=whole.text[found.end() :]),
        ]  # fmt: skip


def merged(items: list[Item], chance: random.Random) -> None:
    if (n := _neighbours(items, chance)) is not None:
        one, other = items[n : n + 2]
        items[n : n + 2] = [
            replace(one, text=f"{one.text.rstrip(';؛,.')} {other.text}", true=(*one.true, *other.true),
                    actionable=one.actionable or other.actionable)
        ]  # fmt: skip


def swapped(items: list[Item], chance: random.Random) -> None:
    if (n := _neighbours(items, chance)) is not None:
        one, other = items[n : n + 2]
        items[n], items[n + 1] = (
            replace(other, number=one.number, swapped=True), replace(one, number=other.number, swapped=True),
        )  # fmt: skip


def _neighbours(items: list[Item], chance: random.Random) -> int | None:
    """The place of two that may be joined, by chance; None where there are none."""
    ways = [n for n, (a, b) in enumerate(pairwise(items)) if _may_join(a, b)]
    return chance.choice(ways) if ways else None


def _may_join(a: Item, b: Item) -> bool:
    return (a.kind, a.part) == (b.kind, b.part) and len(a.true) == len(b.true) == 1 and a.true != b.true


def renumbered(items: list[Item]) -> list[Item]:
    """Counted anew from 1 in each part, sub-paragraphs left as they are."""
    counts: Counter[tuple[str, str]] = Counter()
    found = []
    for item in items:
        if item.number.isdigit():
            counts[item.kind, item.part] += 1
            item = replace(item, number=str(counts[item.kind, item.part]))
        found.append(item)
    return found


def scrambled(items: list[Item], chance: random.Random) -> list[Item]:
    """With some numbers wrong: else a fit would trust them, since the volumes are printed well."""
    shift = chance.choice((0, 0, 0, 1, 2))
    return [replace(i, number=str(int(i.number) + shift)) if i.number.isdigit() else i for i in items]
