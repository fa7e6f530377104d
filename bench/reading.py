"""How well and how fast documents are read: `python bench/reading.py [--plain] [--gold]`.

Runs the judge of the shared material over every open volume and the hand-annotated files, and beside it a
plain splitter ("a line that begins with a number and a full stop is an operative paragraph"); then every other
text of the corpus (`reading_corpus.py`). Without the shared folder beside the project it says so and stops.
"""

import argparse
import importlib.util
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import reading_corpus  # beside this file

from diwan.reading import plain_text, read

PROJECT = Path(__file__).resolve().parents[1]
SHARED = PROJECT.parent / "shared"
VOLUMES = {
    "cfm/CFM60_POL_RES_FINAL_en": (".docx", ".txt", ".pdf"),
    "cfm/CFM60_POL_RES_FINAL_fr": (".docx", ".txt"),
    "cfm/CFM60_POL_RES_FINAL_ar": (".docx", ".txt"),
    "summit/IS18_POLITICAL_RES_en": (".htm", ".txt"),
    "follow_on/CFM61_POL_RES_FINAL_en_extract": (".docx",),
}
HAND = {
    "AR_cab_428_unesco": "resolutions/saudi-decisions-ar-md/cab-428-unesco.md",
    "A_RES_37_2_3_4_FR": "resolutions_derived_txt/uzh-argmining-fr-json/A-RES-37-3-fr-parsed.txt",
    "A_RES_72_15": "resolutions_derived_txt/un-mandates-json/A_RES_72_15.txt",
    "ICPE_1996_res81_FR": "resolutions_derived_txt/unesco-ice-fr-json/ICPE-45-1996_RES1-FR_res_81.txt",
    "S_RES_0425_1978": "resolutions/cr-unsc-gold-txt/S_RES_0425_1978_EN_GOLD.txt",
    "WHA66.14": "resolutions/who-wha66-pdf/WHA66.14.pdf",
}
COLUMNS = (
    "resolutions",
    "preambular",
    "operative",
    "op_extra",
    "numbers",
    "annex_tasks",
    "actionable_f1",
    "verb",
    "addressee",
    "deadline_f1",
    "reporting_f1",
)


def judge() -> ModuleType:
    """The judge of the shared material, loaded from its file."""
    spec = importlib.util.spec_from_file_location("judge_reader", SHARED / "judge" / "judge_reader.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases() -> list[tuple[Path, Path]]:
    """Each document with its gold file."""
    open_volumes = SHARED / "corpus" / "volumes" / "open"
    found = [
        (open_volumes / (name + suffix), open_volumes / "gold" / (name.split("/")[1] + ".json"))
        for name, suffixes in VOLUMES.items()
        for suffix in suffixes
    ]
    corpus = SHARED / "corpus"
    return found + [(corpus / source, corpus / "gold" / f"{name}.json") for name, source in HAND.items()]


def plainly_split(path: Path) -> dict[str, Any]:
    """What a plain splitter gives: numbered lines are operative, the others before them preambular."""
    operative: list[dict[str, Any]] = []
    preambular: list[dict[str, str]] = []
    for line in plain_text(path).split("\n"):
        if found := re.match(r"^(\d+)\.\s*(.+)", line):
            operative.append({"number": found[1], "text": found[2], "verb": found[2].split(" ")[0]})
        elif line.rstrip().endswith((";", ",")):
            preambular.append({"text": line})
    return {"resolutions": [{"preambular": preambular, "operative": operative, "parts": [], "annexes": []}]}


def shown(figures: dict[str, Any]) -> str:
    return " ".join(
        f"{figures[name]:>11}" if isinstance(figures[name], (str, int)) else f"{figures[name]:>11.3f}"
        for name in COLUMNS
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plain", action="store_true", help="show the plain splitter file by file, too")
    parser.add_argument("--gold", action="store_true", help="only the files that have gold")
    asked = parser.parse_args()
    if not SHARED.is_dir():
        print("The shared material is not beside the project: nothing to measure.")
        return 0
    judging = judge()
    ours: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    print(f"{'file':<42} {'seconds':>7} " + " ".join(f"{name[:11]:>11}" for name in COLUMNS))
    for path, gold_path in cases():
        gold = json.loads(gold_path.read_text("utf-8"))
        begun = time.perf_counter()
        output = read(path).as_dict()
        seconds = time.perf_counter() - begun
        counts, splitter = judging.score(gold, output), judging.score(gold, plainly_split(path))
        ours.update(counts)
        plain.update(splitter)
        print(f"{path.name[:42]:<42} {seconds:>7.2f} {shown(judging.figures(counts))}")
        if asked.plain:
            print(f"{'  plain splitter':<42} {'':>7} {shown(judging.figures(splitter))}")
    print(f"{'all, this reader':<42} {'':>7} {shown(judging.figures(ours))}")
    print(f"{'all, plain splitter':<42} {'':>7} {shown(judging.figures(plain))}")
    if not asked.gold:
        reading_corpus.show(SHARED / "corpus", judging, plainly_split)
    return 0


if __name__ == "__main__":
    sys.exit(main())
