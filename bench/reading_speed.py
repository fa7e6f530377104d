"""How fast documents are read, and whether that stays in proportion: `python bench/reading_speed.py [--short]`.

Prints three tables and exits with 1 when a mark is missed: each open volume in each format, beside a plain splitter
and what the bare library takes to give the text; the volume up to a hundred times as long; and texts that nobody
writes, each once and four times as long. MB are bytes of the file (of the TXT: UTF-8). Seconds are processor time
of one core, the best of several runs; those of PDF are by the clock, for another program works, too.
Without the shared folder beside the project only the last table is printed.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from reading import VOLUMES, plainly_split  # the bench beside this one

from diwan.reading import Unreadable, extract, labels, letters, lexicon, phrases, read  # what they remember is cleared
from diwan.reading.tests.hostile import FAMILIES

PROJECT = Path(__file__).resolve().parents[1]
SHARED = PROJECT.parent / "shared"
OPEN = SHARED / "corpus" / "volumes" / "open"
LARGEST = "cfm/CFM60_POL_RES_FINAL"
MARKS = {".docx": 1.5, ".pdf": 3.0}  # seconds for the largest open volume
RATE = 2.0  # MB a second, reading TXT
EVEN = 1.3  # how much longer a megabyte may take in a text a hundred times as long
GROWTH = 6.0  # what four times the text may take
TIMES = (1, 3, 10, 30, 100)
REMEMBERED = (letters._remembered, labels._label, lexicon._opens, phrases._words, phrases._tokens)


def seconds(work: Callable[[], object], runs: int = 5, clock: Callable[[], float] = time.process_time) -> float:
    """The best of several runs, each with nothing remembered of the run before."""
    best = float("inf")
    for _ in range(runs):
        for kept in REMEMBERED:
            kept.cache_clear()
        begun = clock()
        work()
        best = min(best, clock() - begun)
    return best


def afresh(path: Path) -> float:
    """Processor seconds of a new process that reads one file: its start, the rules and the programs it calls included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "diwan.reading", str(path)], cwd=PROJECT, stdout=subprocess.DEVNULL, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def bare(path: Path) -> object:
    """The text of a file as the plainest program gets it."""
    if path.suffix == ".docx":
        import docx

        return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    if path.suffix == ".pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(path) as document:
            return [page.get_textpage().get_text_range() for page in document]
    if path.suffix == ".htm":
        from lxml import html

        return html.parse(str(path)).getroot().text_content().split("\n")
    return path.read_text("utf-8").split("\n")


def volumes() -> list[str]:
    """Table of the open volumes; the marks missed."""
    missed = []
    print(f"{'file':<40} {'KB':>5} {'fresh':>7} {'whole':>7} {'text':>7} {'MB/s':>6} {'splitter':>9} {'bare':>6}")
    for name, suffixes in VOLUMES.items():
        for suffix in suffixes:
            path = OPEN / (name + suffix)
            clock = time.perf_counter if suffix == ".pdf" else time.process_time
            fresh = afresh(path)
            whole = seconds(lambda path=path: read(path), 7, clock)
            text = seconds(lambda path=path: extract(path), 5, clock)
            split = seconds(lambda path=path: plainly_split(path), 5, clock)
            plain = seconds(lambda path=path: bare(path), 5, clock)
            size = path.stat().st_size
            print(
                f"{path.name:<40} {size / 1000:>5.0f} {fresh:>6.2f}s {whole:>6.3f}s {text:>6.3f}s"
                f" {size / whole / 1e6:>6.2f} {whole / split:>8.1f}x {whole / plain:>5.0f}x"
            )
            if name.startswith(LARGEST) and max(fresh, whole) > MARKS.get(suffix, 60):
                missed.append(f"{path.name}: {fresh:.2f} s in a fresh process, mark {MARKS[suffix]}")
            if name.startswith(LARGEST) and suffix == ".txt" and size / whole / 1e6 < RATE:
                missed.append(
                    f"{path.name}: {size / whole / 1e6:.2f} MB/s whole ({size / text / 1e6:.2f} text), mark {RATE}"
                )
    return missed


def altered(text: str, copy: int, arabic: bool) -> str:
    """A copy of a volume of which no line is like that of another copy: else what is remembered would help."""
    mark = "".join(("بتثجحخدذرز" if arabic else "abcdefghij")[int(digit)] for digit in str(copy))
    lines = []
    for line in text.split("\n"):
        words = re.findall(r"[^\W\d_]{5,}", line)
        longest = max(words, key=len) if len(words) > 2 else ""
        lines.append(line.replace(longest, longest + mark, 1) if longest and copy else line)
    return "\n".join(lines)


def lengths(folder: Path, times: tuple[int, ...]) -> list[str]:
    """Table of the volume n times in one text; the marks missed."""
    missed = []
    print(f"\n{'TXT, n times the volume':<24}" + "".join(f"{f'n = {n}':>22}" for n in times))
    for language in ("en", "fr", "ar"):
        text = (OPEN / f"{LARGEST}_{language}.txt").read_text("utf-8").rstrip("\f")
        rates = []
        shown = ""
        for n in times:
            path = folder / f"{language}{n}.txt"
            path.write_text("\n\f".join(altered(text, copy, language == "ar") for copy in range(n)), "utf-8")
            took = seconds(lambda path=path: read(path), 1 if n > 20 else 3)
            rates.append(path.stat().st_size / took / 1e6)
            shown += f"{took:>9.3f} s {rates[-1]:>5.2f} MB/s"
        print(f"{language:<24}{shown}")
        if rates[0] / rates[-1] > EVEN:
            missed.append(f"{language}: {rates[0]:.2f} MB/s once, {rates[-1]:.2f} MB/s {times[-1]} times")
    return missed


def hostile(folder: Path, size: int) -> list[str]:
    """Table of the texts nobody writes; those that grow too fast."""
    missed = []
    print(f"\n{'text':<34} {'KB':>6} {'seconds':>9} {'KB':>6} {'seconds':>9} {'growth':>7}")
    for family, (name, text) in FAMILIES.items():
        path = folder / name
        took, sizes = [], []
        for n in (size, 4 * size):
            path.write_text(text(n), "utf-8")
            sizes.append(path.stat().st_size / 1000)
            took.append(seconds(lambda path=path: answered(path), 2))
        growth = took[1] / max(took[0], 1e-3)
        print(f"{family:<34} {sizes[0]:>6.0f} {took[0]:>9.3f} {sizes[1]:>6.0f} {took[1]:>9.3f} {growth:>6.1f}x")
        if growth > GROWTH:
            missed.append(f"{family}: {growth:.1f} times the time for 4 times the text")
    return missed


def answered(path: Path) -> object:
    try:
        return read(path)
    except Unreadable as refusal:
        return refusal


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="up to ten times the volume, smaller hostile texts")
    asked = parser.parse_args()
    missed: list[str] = []
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="diwan-bench-") as folder:
        if SHARED.is_dir():
            missed += volumes()
            missed += lengths(Path(folder), TIMES[:3] if asked.short else TIMES)
        else:
            print("The shared material is not beside the project: only texts made here are measured.")
        missed += hostile(Path(folder), 20_000 if asked.short else 100_000)
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
