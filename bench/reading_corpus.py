"""The rest of the corpus, file by file: does the reader break, invent a resolution, lose one?

Run by `bench/reading.py`. What is expected comes from the manifest: a resolution or decision gives at least one, an
agreement none, a failed extraction a refusal or none. Where the source marks its paragraphs (silver: made by machines,
with errors of its own), the share of them that was found stands beside what a plain splitter finds.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from diwan.reading import Unreadable, read

# Named a resolution by the manifest, but the file holds none: a report of a bureau, the report of a conference, a title
# without its text, a letter, a cable that tells of proposals, a page in Russian.
NONE_INSIDE = (
    "E_CN.9_2006_2", "TD_500_ADD.1", "ICPE-39-1984", "Buravkin", "259-volume-10", "387-volume-15", "2758_ru",
)  # fmt: skip
# Silver of these calls the articles of treaties and tables of minutes paragraphs of the resolution.
TREATIES = ("A_RES_217", "A_RES_63_117", "A_RES_43_222", "ECE_EB.AIR_154", "A_RES_2297", "A_RES_3331")
Splitter = Callable[[Path], dict[str, Any]]


def expected(row: dict[str, str]) -> int:
    """How many resolutions a file has at least; 0 for those that are none."""
    none = row["kind"] == "agreement" or "failed" in row["note"] or any(mark in row["path"] for mark in NONE_INSIDE)
    return 0 if none else 1


def texts(corpus: Path) -> list[dict[str, str]]:
    """The rows of the manifest for every resolution, and the derived texts with the kind of their source."""
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    notes = {row["path"]: row for row in rows}
    found = []
    for row in rows:
        if row["path"].startswith("resolutions_derived_txt/"):
            source = row["path"].replace("resolutions_derived_txt", "resolutions").replace(".txt", ".json")
            found.append({**row, "kind": "derived text", "note": notes[source]["note"]})
        elif row["path"].startswith("resolutions/"):
            found.append(row)
    return found


def silver(path: Path) -> tuple[list[str], list[str]] | None:
    """Preambular and operative paragraphs as the source marks them; None where it does not."""
    source = Path(str(path).replace("resolutions_derived_txt", "resolutions")).with_suffix(".json")
    if not source.exists() or any(mark in path.name for mark in (*TREATIES, *NONE_INSIDE)):
        return None
    marked = json.loads(source.read_text("utf-8"))
    if isinstance(marked, dict):
        paragraphs = [(part["type"], part["para"]) for part in marked["body"]["paragraphs"]]
    else:
        paragraphs = [(part.get("paragraph_type"), _numbered(part)) for part in marked]
    # The formula of opening is marked as a recital, and headings with it.
    preambular = [text for kind, text in paragraphs if kind == "preambular" and len(text) > 60]
    return (preambular, [text for kind, text in paragraphs if kind == "operative"]) if preambular else None


def _numbered(part: dict[str, Any]) -> str:
    return f"{part.get('prefix') or ''} {part.get('text') or ''}".strip()


def found_of(judging: ModuleType, marked: tuple[list[str], list[str]], output: dict[str, Any]) -> tuple[int, int]:
    """How many of the marked paragraphs are in the output, preambular and operative."""
    preambular, operative = judging.flat(output)
    in_preamble, _ = judging.align(marked[0], preambular)
    in_operative, _ = judging.align(marked[1], [item["text"] for item in operative])
    return len(in_preamble), len(in_operative)


def outcome(path: Path) -> dict[str, Any] | str:
    """What was read, or the code of the refusal; "crash" for anything else."""
    try:
        return read(path).as_dict()
    except Unreadable as refusal:
        return refusal.code
    except Exception as error:  # a benchmark counts them, it does not stop
        return f"crash: {type(error).__name__}"


def show(corpus: Path, judging: ModuleType, plainly: Splitter) -> None:
    """Print one line per kind of file, and every file that was read otherwise than expected."""
    kinds: dict[str, Counter[str]] = {}
    odd: list[str] = []
    for row in texts(corpus):
        path = corpus / row["path"]
        counts = kinds.setdefault(re.sub(r"^resolutions(_derived_txt)?/", "", row["path"]).split("/")[0], Counter())
        reading = outcome(path)
        counts["files"] += 1
        if isinstance(reading, str):
            counts["crashes" if reading.startswith("crash") else "refused"] += 1
            got = 0
        else:
            got = len(reading["resolutions"])
        counts["invented"] += got > 0 and not expected(row)
        counts["lost"] += got == 0 and expected(row) > 0
        if (got > 0) != bool(expected(row)) or (isinstance(reading, str) and reading.startswith("crash")):
            odd.append(f"  {row['path']}: {reading if isinstance(reading, str) else f'{got} resolutions'}")
        if path.suffix == ".txt" and (marked := silver(path)) is not None and not isinstance(reading, str):
            counts.update(silver_pre=len(marked[0]), silver_op=len(marked[1]))
            ours, plain = found_of(judging, marked, reading), found_of(judging, marked, plainly(path))
            counts.update(pre=ours[0], op=ours[1], plain_pre=plain[0], plain_op=plain[1])
    names = ("files", "crashes", "refused", "invented", "lost")
    print(
        f"\n{'the rest of the corpus':<24}"
        + "".join(f"{name:>9}" for name in names)
        + "   silver pre · op (plain splitter)"
    )
    for kind, counts in kinds.items():
        print(f"{kind:<24}" + "".join(f"{counts[name]:>9}" for name in names) + f"   {_share(counts)}")
    print("\n".join(odd) or "  every file as the manifest says")


def _share(counts: Counter[str]) -> str:
    if not counts["silver_pre"]:
        return ""
    return (
        f"{counts['pre']}/{counts['silver_pre']} · {counts['op']}/{counts['silver_op']}"
        f" ({counts['plain_pre']} · {counts['plain_op']})"
    )
