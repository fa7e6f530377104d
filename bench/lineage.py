"""How well and how fast the lineage of a volume is found: `python -m bench.lineage [--quick]`.

1. The gold of the shared follow-on session, paragraph by paragraph (skipped without the shared folder).
2. Volumes mutated from our own demonstration in three languages, with the lineage known.
3. A volume of 2,000 paragraphs against 60 earlier sessions of 100,000, beside what comparing every pair would take.
"""

import argparse
import difflib
import gc
import json
import random
import resource
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench.mutated import PROJECT, Session, Truth, earlier_sessions, subjects
from diwan.comparison.lineage import Passage, Subject, descend, predecessors
from diwan.comparison.near import Index

GOLD = PROJECT.parent / "shared" / "corpus" / "volumes" / "open" / "gold" / "lineage.json"
NAMES = {"unchanged except references to sessions": "sessions"}
LANGUAGES = ("en", "fr", "ar")
RELATIONS = ("unchanged", "sessions", "reworded", "merged", "new", "dropped")


def gold() -> None:
    """The score against the gold of the shared follow-on session: relation, ancestors, moved and renumbered."""
    if not GOLD.exists():
        print("gold: the shared folder is not beside the project; skipped")
        return
    old = {subject.id: subject for subject in subjects("CFM60_POL_RES_FINAL_en.docx", "en")}
    new = {subject.id: subject for subject in subjects("CFM61_POL_RES_FINAL_en_extract.docx", "en")}
    told = json.loads(GOLD.read_text("utf-8"))
    found = predecessors(list(new.values()), list(old.values()))
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for entry in told["resolutions"]:
        of["follows"] += 1
        candidate = found.get(entry["resolution"])
        right["follows"] += candidate is not None and candidate.id == entry["follows"]
        lineage = descend(new[entry["resolution"]].texts, old[entry["follows"]].texts, language="en")
        have = {row.new_id: row for row in lineage}
        for row in entry["paragraphs"]:
            relation = NAMES.get(row["relation"], row["relation"])
            want = (relation, tuple(source["id"] for source in row["from"]), row["moved"], row["renumbered"])
            one = have[row["id"]]
            of[relation] += 1
            right[relation] += (one.relation, one.old_ids, one.moved, one.renumbered) == want
        dropped = {row["id"] for row in entry["dropped"]}
        of["dropped"] += len(dropped)
        right["dropped"] += len(dropped & set(lineage.dropped))
        right["dropped"] -= len(set(lineage.dropped) - dropped)
    ended = set(old) - {candidate.id for candidate in found.values()}
    of["ended"], right["ended"] = len(told["ended"]), len(ended & set(told["ended"]))
    print("gold, CFM-60 to CFM-61 (relation, ancestors, moved and renumbered all right):")
    for name, count in of.items():
        print(f"  {name:<10} {right[name]:>3} of {count}")


def mutated(seeds: int) -> None:
    """Precision and recall per relation on volumes mutated in three languages."""
    print(
        f"\nmutated CFM-60, {seeds} seeds: precision / recall, a pair of a paragraph and its ancestors must be right too"
    )
    print(f"  {'':<4}" + "".join(f"{name:>16}" for name in RELATIONS) + f"{'ancestor pairs':>18}")
    for language in LANGUAGES:
        whole = subjects(f"CFM60_POL_RES_FINAL_{language}.docx", language)
        score = Score()
        for seed in range(seeds):
            chance = random.Random(seed)
            donors = chance.sample(whole, 4)
            texts = [p.text for subject in donors for p in subject.texts if len(p.text.split()) > 8]
            session = Session(language, seed, texts)
            for subject in whole:
                if subject not in donors:
                    score.add(session.next(subject.texts), subject.texts, language)
        print(
            f"  {language:<4}" + "".join(f"{score.said(name):>16}" for name in RELATIONS) + f"{score.pairs_said():>18}"
        )


class Score:
    """What was found of a known lineage."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.told: Counter[str] = Counter()
        self.pairs: list[int] = [0, 0, 0]

    def add(self, truth: Truth, old: list[Passage], language: str) -> None:
        lineage = descend(truth.new, old, language=language)
        want, have = set(), set()
        for row in lineage:
            relation, sources = truth.relation[row.new_id]
            self.told[relation] += 1
            self.found[row.relation] += 1
            self.right[relation] += row.relation == relation and row.old_ids == sources
            want |= {(row.new_id, source) for source in sources}
            have |= {(row.new_id, source) for source in row.old_ids}
        self.pairs = [a + b for a, b in zip(self.pairs, (len(want & have), len(have), len(want)), strict=True)]
        self.told["dropped"] += len(truth.dropped)
        self.found["dropped"] += len(lineage.dropped)
        self.right["dropped"] += len(truth.dropped & set(lineage.dropped))

    def said(self, name: str) -> str:
        right = self.right[name]
        return f"{right / (self.found[name] or 1):.3f} / {right / (self.told[name] or 1):.3f}"

    def pairs_said(self) -> str:
        right, found, told = self.pairs
        return f"{right / found:.3f} / {right / told:.3f}"


def speed() -> None:
    """Seconds and memory for a volume against sixty sessions, and what comparing every pair would take."""
    new, old = earlier_sessions(60, 1_790, unheard_of=380)
    paragraphs, before = (sum(len(subject.texts) for subject in some) for some in (new, old))
    print(f"\na volume of {paragraphs:,} paragraphs against 60 sessions of {before:,} (seconds of one core):")
    gc.collect()
    began = _resident()
    start = time.process_time()
    followed = predecessors(new, old)
    linked = time.process_time()
    by_id = {subject.id: subject for subject in old}
    pairs = 0
    for subject in new:
        if subject.id in followed:
            pairs += descend(subject.texts, by_id[followed[subject.id].id].texts, language="en").comparisons
    descended = time.process_time()
    index = Index("en")
    for subject in old:
        for passage in subject.texts:
            index.add(passage.id, passage.text, subject.session)
    built = time.process_time()
    for subject in new:
        for passage in subject.texts:
            index.nearest(passage.text, limit=5, at_least=0.6, not_group=60)
    done = time.process_time()
    right = sum((followed[s.id].id if s.id in followed else None) == expected(s) for s in new)
    print(f"  {linked - start:6.2f} s  which resolution each follows, or none ({right} of {len(new)} right)")
    print(f"  {descended - linked:6.2f} s  paragraph by paragraph ({pairs:,} pairs compared)")
    print(f"  {built - descended:6.2f} s  index of all earlier paragraphs")
    print(f"  {done - built:6.2f} s  nearest of each new paragraph in it ({index.comparisons:,} pairs compared)")
    print(f"  {done - start:6.2f} s  together; {_resident() - began:,.0f} MB of memory besides the texts")
    naive = _naively(new, old)
    print(
        f"  every pair with difflib: {naive * 1000:.2f} ms a pair (measured on 300), so"
        f" {naive * paragraphs * before / 3600:,.0f} h (extrapolated):"
        f" {naive * paragraphs * before / (done - start):,.0f} times as long"
    )


def expected(subject: Subject) -> tuple[int, int] | None:
    """What a resolution of the made-up next session follows: its subject's of the session before, if it had one."""
    n = subject.id[1]
    return (60, n) if subject.id[0] == 61 else None


def _resident() -> float:
    """Memory in use, in MB, from the kernel; 0 where it does not tell."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6 if status.exists() else 0.0


def _naively(new: Sequence[Subject], old: Sequence[Subject]) -> float:
    """Seconds that difflib takes for one pair of paragraphs, the mean of 300 drawn by lot."""
    chance = random.Random(1)
    drawn = [(chance.choice(chance.choice(new).texts), chance.choice(chance.choice(old).texts)) for _ in range(300)]
    start = time.process_time()
    for one, other in drawn:
        difflib.SequenceMatcher(None, one.text, other.text).ratio()
    return (time.process_time() - start) / len(drawn)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="gold and two seeds only")
    asked = options.parse_args()
    gold()
    mutated(2 if asked.quick else 20)
    if not asked.quick:
        speed()
