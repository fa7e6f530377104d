"""How well and how fast the languages of a resolution are laid beside each other: `python -m bench.alignment [--fit]`.

Takes the three demonstration volumes, of which the alignment is known, damages one language of each resolution (drops,
splits, merges, swaps, renumbers; seeded) and scores the links found and the relations named, beside the plain way, by
number. Then the shared gold, where it lies beside the project, and the seconds for three languages, and ten times them.
`--fit` computes the weights anew and searches the costs of alone, group, stray and moved, on other seeds.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from typing import Any

from bench.damage import LANGUAGES, Item, Texts, damaged, scrambled
from diwan.comparison import alignment
from diwan.comparison.languages import Row, side_by_side
from diwan.comparison.signs import label_values, signs_of
from diwan.reading import read

PROJECT = Path(__file__).resolve().parents[1]
VOLUMES = PROJECT / "diwan" / "demonstration" / "volumes"
GOLD = PROJECT.parent / "shared" / "corpus" / "volumes" / "open" / "gold" / "alignment_en_fr_ar.json"
SPLIT_IN_FRENCH, MISSING_IN_FRENCH = ("CFM-60/POL/11", "2", "3"), ("CFM-60/POL/12", "2")
FITTED, MEASURED = range(100, 106), range(10)


def paragraphs(resolution: dict[str, Any]) -> list[Item]:
    """The paragraphs of a resolution in its order, as the review lays them out."""

    def one(kind: str, part: str, item: dict[str, Any]) -> Item:
        return Item(
            kind, part, item.get("number") or "", item["text"], item.get("class") or "",
            bool(item.get("actionable")), (),
        )  # fmt: skip

    def of(found: dict[str, Any], part: str) -> Iterator[Item]:
        yield from (one("preambular", part, item) for item in found.get("preambular") or ())
        yield from (one("operative", part, item) for item in found.get("operative") or ())
        for inner in found.get("parts") or ():
            yield from of(inner, inner.get("letter") or "")
        for annex in found.get("annexes") or ():
            yield from (one("task", annex.get("title") or "annex", item) for item in annex["tasks"])

    return list(of(resolution, ""))


def volumes() -> dict[str, Texts]:
    """The resolutions of the demonstration, each with its paragraphs by language and what each truly is."""
    found: dict[str, Texts] = {}
    for language in LANGUAGES:
        for resolution in read(VOLUMES / f"CFM60_POL_RES_FINAL_{language}.docx").as_dict()["resolutions"]:
            found.setdefault(resolution["number"], {})[language] = paragraphs(resolution)
    for key, texts in found.items():
        for language, items in texts.items():
            n = -1
            for place, item in enumerate(items):
                operative = language == "fr" and item.kind == "operative"
                second = operative and (key, item.number) == (SPLIT_IN_FRENCH[0], SPLIT_IN_FRENCH[2])
                n += 0 if second else 1
                n += operative and (key, item.number) == MISSING_IN_FRENCH
                items[place] = replace(item, true=(n,))
    return found


# Scoring ----------------------------------------------------------------------------------------------------------
Fact = tuple[Any, ...]


def true_links(texts: Texts) -> set[Fact]:
    return {
        (one, i, other, j)
        for one, other in combinations(texts, 2)
        for i, a in enumerate(texts[one])
        for j, b in enumerate(texts[other])
        if set(a.true) & set(b.true)
    }


def found_links(texts: Texts, rows: Sequence[Row]) -> set[Fact]:
    found = set()
    for row in rows:
        here = {**{code: holder.texts[code] for code, holder in row.within.items()}, **row.texts}
        for one, other in combinations(texts, 2):
            found |= {(one, i, other, j) for i in here.get(one, ()) for j in here.get(other, ())}
    return found


def true_relations(texts: Texts) -> set[Fact]:
    """What is to be said: missing, split, merged, moved, of which language, at which place."""
    found: set[Fact] = set()
    every = sorted({true for items in texts.values() for item in items for true in item.true})
    for code, items in texts.items():
        held = Counter(true for item in items for true in item.true)
        found |= {("missing", code, true) for true in every if not held[true]}
        found |= {("split", code, true) for true in every if held[true] > 1}
        found |= {("merged", code, true) for item in items if len(item.true) > 1 for true in item.true[1:]}
        found |= {("moved", code, min(item.true)) for item in items if item.swapped}
    return found


def found_relations(texts: Texts, rows: Sequence[Row]) -> set[Fact]:
    found: set[Fact] = set()
    for row in rows:
        votes = Counter(
            true for code, places in row.texts.items() for n in places for true in texts[code][n].true[:1]
        )  # fmt: skip
        true = votes.most_common(1)[0][0]
        found |= {("missing", code, true) for code in row.missing(texts)}
        found |= {("split", code, true) for code in row.split}
        found |= {("merged", code, true) for code in row.within}
        found |= {("moved", code, true) for code in row.moved}
    return found


def by_number(texts: Texts) -> list[Row]:
    """The plain way: what bears the same number in the same part is the same; recitals are counted."""
    rows: dict[Any, Row] = {}
    for code, items in texts.items():
        counts: Counter[Any] = Counter()
        parts: dict[str, int] = {}
        for n, item in enumerate(items):
            part = parts.setdefault(item.part, len(parts))
            place: Any = tuple(max(level, default=0) for level in label_values(item.number))
            if not place:
                counts[item.kind, part] += 1
                place = counts[item.kind, part]
            row = rows.setdefault((item.kind, part, place), Row())
            row.texts[code] = (*row.texts.get(code, ()), n)
    return list(rows.values())


def by_content(texts: Texts) -> list[Row]:
    return side_by_side({code: signs_of(items, code) for code, items in texts.items()})


class Score:
    """Right, found and true facts of many cases."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.true: Counter[str] = Counter()

    def add(self, texts: Texts, rows: Sequence[Row]) -> None:
        links, wanted = found_links(texts, rows), true_links(texts)
        said, to_say = found_relations(texts, rows), true_relations(texts)
        swaps = {fact for fact in to_say if fact[0] == "moved"}
        told = {fact for fact in said if fact[0] == "moved"}
        right_moves = min(len(told & swaps), (len(swaps) + 1) // 2)  # of two that changed places, one moved
        self._count("links", len(links & wanted), len(links), len(wanted))
        self._count("moved", right_moves, len(told), (len(swaps) + 1) // 2)
        for name in ("missing", "split", "merged"):
            a, b = ({fact for fact in facts if fact[0] == name} for facts in (said, to_say))
            self._count(name, len(a & b), len(a), len(b))

    def _count(self, name: str, right: int, found: int, true: int) -> None:
        for each in (name, *(() if name == "links" else ("relations",))):
            self.right[each] += right
            self.found[each] += found
            self.true[each] += true

    def f1(self, name: str) -> float:
        return 2 * self.right[name] / ((self.found[name] + self.true[name]) or 1)

    def line(self, name: str) -> str:
        precision = self.right[name] / (self.found[name] or 1)
        recall = self.right[name] / (self.true[name] or 1)
        return (
            f"{name:<10} precision {precision:.4f}  recall {recall:.4f}  F1 {self.f1(name):.4f}  of {self.true[name]}"
        )


def measured(found: dict[str, Texts], seeds: Sequence[int], way: Any = by_content) -> Score:
    score = Score()
    for seed in seeds:
        chance = random.Random(seed)
        for texts in found.values():
            harmed = damaged(texts, chance)
            score.add(harmed, way(harmed))
    return score


# Fitting ----------------------------------------------------------------------------------------------------------
def samples(found: dict[str, Texts]) -> list[tuple[dict[str, float], float]]:
    """Each two paragraphs of one resolution in two languages: what speaks for them, and whether they are the same."""
    given = []
    chance = random.Random(FITTED[0])
    for texts in [*found.values(), *(damaged(texts, chance) for texts in found.values())]:
        texts = {code: scrambled(items, chance) for code, items in texts.items()}
        signs = {code: signs_of(items, code) for code, items in texts.items()}
        odds = alignment.Odds(*signs.values())
        for one, other in combinations(texts, 2):
            for (i, a), (j, b) in product(enumerate(texts[one]), enumerate(texts[other])):
                same = float(bool(set(a.true) & set(b.true)))
                given.append((odds.features(signs[one][i], signs[other][j]), same))
    return given


def fitted(found: dict[str, Texts], rounds: int = 400, rate: float = 0.3, decay: float = 0.001) -> dict[str, float]:
    """Coefficients of a logistic regression with a slight pull to nought (gradient descent with momentum by sign)."""
    given = samples(found)
    names = list(alignment.WEIGHTS)
    rows = [([facts.get(name, 0.0) for name in names], same) for facts, same in given]
    weights, steps, before = [0.0] * len(names), [rate] * len(names), [0.0] * len(names)
    for _round in range(rounds):
        slope = [decay * w for w in weights]
        for facts, same in rows:
            odds = sum(w * f for w, f in zip(weights, facts, strict=True))
            wrong = (1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))) - same) / len(rows) * (6 if same else 1)
            for n, fact in enumerate(facts):
                slope[n] += wrong * fact
        for n in range(len(names)):
            turned = slope[n] * before[n]
            steps[n] = min(1.0, steps[n] * 1.2) if turned > 0 else max(1e-4, steps[n] * 0.5) if turned < 0 else steps[n]
            weights[n] -= math.copysign(steps[n], slope[n]) if slope[n] else 0.0
            before[n] = slope[n]
    return {name: round(weight, 2) for name, weight in zip(names, weights, strict=True)}


def search(found: dict[str, Texts]) -> None:
    """The costs that make most links and relations right on the damage set aside for fitting."""

    def worth() -> float:
        score = measured(found, FITTED)
        return score.f1("links") + score.f1("relations")

    best = worth()
    for _round in range(2):
        for name in ("ALONE", "GROUP", "STRAY", "HELD", "MOVED"):
            for factor in (0.5, 0.75, 1.33, 2.0):
                present = getattr(alignment, name)
                setattr(alignment, name, round(present * factor, 2))
                if (now := worth()) > best + 1e-6:
                    best = now
                else:
                    setattr(alignment, name, present)
                print(f"  {name} {getattr(alignment, name)} {best:.4f}", flush=True)


# The whole --------------------------------------------------------------------------------------------------------
def against_gold(found: dict[str, Texts]) -> None:
    """Score the volumes as they are against the gold: what each paragraph truly is, is told there by its first words."""
    if not GOLD.is_file():
        print("The shared gold is not beside the project: not measured.")
        return
    score = Score()
    for one in json.loads(GOLD.read_text("utf-8"))["resolutions"]:
        texts: Texts = {}
        for code, items in found[one["resolution"]].items():
            told = {begins(text["first_60_chars"]): n for n, p in enumerate(one["paragraphs"]) for text in p[code]}
            texts[code] = [replace(item, true=(told[begins(item.text)],)) for item in items]
        score.add(texts, by_content(texts))
    print("the gold, all 14 resolutions")
    for name in ("links", "missing", "split", "relations"):
        print("  " + score.line(name))


def begins(text: str) -> str:
    """The first words without white space, as the gold is to be compared."""
    return "".join(text.split())[:36]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fit", action="store_true", help="compute the weights anew and search the costs")
    asked = parser.parse_args()
    found = volumes()
    if asked.fit:
        keys = list(found)
        half = {key: found[key] for key in keys[::2]}
        rest = {key: found[key] for key in keys[1::2]}
        alignment.WEIGHTS = fitted(half)
        print("fitted on every other resolution, measured on the rest:")
        print("  " + measured(rest, FITTED).line("links"))
        alignment.WEIGHTS = fitted(found)
        print(alignment.WEIGHTS)
        search(found)
        return 0
    for title, way in (("by content", by_content), ("by number, the plain way", by_number)):
        score = measured(found, MEASURED, way)
        print(f"damaged, {len(MEASURED)} seeds, {title}")
        for name in ("links", "missing", "split", "merged", "moved", "relations"):
            print("  " + score.line(name))
    against_gold(found)
    once, own = seconds(list(found.values()))
    ten, own_of_ten = seconds(list(found.values()) * 10)
    print(
        f"three languages of a volume: {once:.2f} s, {own:.2f} s of the processor; of ten: {ten:.2f} s, {own_of_ten:.2f} s"
    )
    return 0 if once < 2 else 1


def seconds(volume: list[Texts]) -> tuple[float, float]:
    """Seconds by the clock and of the processor to lay resolutions side by side."""
    began, busy = time.perf_counter(), time.process_time()
    for texts in volume:
        by_content(texts)
    return time.perf_counter() - began, time.process_time() - busy


if __name__ == "__main__":
    sys.exit(main())
