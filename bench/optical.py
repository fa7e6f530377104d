"""How well and how fast pictures of pages are recognised: `python bench/optical.py [--dpi 200] [--language ar] [--keep FOLDER]`.

Draws the open volumes as image-only PDFs, as a scanner would give them (noise, a tilt of 0.4 degrees), reads them, and
runs the judge of the shared material over the result. Beside it, what bare tesseract (`-l ara+fra+eng`) gives on the
same pictures to the same reader. French and Arabic are printed by LibreOffice from the DOCX files. Without the shared
folder, tesseract or (for these two) LibreOffice it says so and goes on with the rest.
"""

import argparse
import ctypes
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import pypdfium2
from reading import COLUMNS, SHARED, judge, shown

from diwan.reading import Limits, read
from diwan.reading.extraction import paragraphs
from diwan.reading.lexicon import opens_paragraph
from diwan.reading.optical import Recogniser
from diwan.reading.reading import understood
from diwan.reading.recognised import DOUBTFUL, Page
from diwan.reading.tesseract import Sheet, run

VOLUMES = {name: f"CFM60_POL_RES_FINAL_{name}" for name in ("en", "fr", "ar")}
LIGHTEST, DARKEST = 40, 90  # how far the noise of the scanner reaches into white and black, of 255
STEP = 14  # shades of noise lie so far apart: a file with finer ones would be larger than what may be handed in


def noisy(dots: bytes, seed: int) -> bytes:
    """Grey dots with the noise of a scanner: paper that is not white, ink that is not black, specks."""
    chance = random.Random(seed)
    paper = bytearray(255 - min(LIGHTEST, int(abs(chance.gauss(0, 12)) // STEP * STEP)) for _ in range(65_537))
    paper[::3_001] = bytes([90]) * len(paper[::3_001])
    ink = bytes(min(DARKEST, int(abs(chance.gauss(25, 20)) // STEP * STEP)) for _ in range(65_537))
    times = len(dots) // 65_537 + 1
    return bytes(map(max, map(min, dots, (bytes(paper) * times)[: len(dots)]), (ink * times)[: len(dots)]))


def scan(source: Path, target: Path, dpi: int, degrees: float = 0.4, pages: int | None = None) -> None:
    """An image-only PDF of a printed one."""
    printed, scanned = pypdfium2.PdfDocument(source), pypdfium2.PdfDocument.new()
    for number, page in enumerate(printed):
        if pages is not None and number >= pages:
            break
        width, height = page.get_size()
        bitmap = page.render(scale=dpi / 72, grayscale=True)
        dots = noisy(bytes(bitmap.buffer), number)
        ctypes.memmove(bitmap.buffer, dots, len(dots))
        image = pypdfium2.PdfImage.new(scanned)
        image.set_bitmap(bitmap)
        matrix = pypdfium2.PdfMatrix().scale(width, height).translate(-width / 2, -height / 2)
        image.set_matrix(matrix.rotate(degrees).translate(width / 2, height / 2))
        sheet = scanned.new_page(width, height)
        sheet.insert_obj(image)
        sheet.gen_content()
    scanned.save(target)


def printed_volume(language: str, folder: Path) -> Path | None:
    """The volume as a PDF, printed by LibreOffice where there is none."""
    source = SHARED / "corpus" / "volumes" / "open" / "cfm" / VOLUMES[language]
    if source.with_suffix(".pdf").exists():
        return source.with_suffix(".pdf")
    office = shutil.which("soffice")
    if office is None:
        return None
    command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source.with_suffix(".docx"))]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    return folder / f"{VOLUMES[language]}.pdf"


def bare(text: str) -> str:
    """What is compared: letters and signs in one form, without white space."""
    return re.sub(r"\s+|[\u200b-\u200f\u202a-\u202e\u0640]", "", unicodedata.normalize("NFKC", text))


def distance(pattern: str, text: str) -> tuple[int, int]:
    """The fewest edits that turn `pattern` into some stretch of `text`, and where that ends (Myers, bit by bit)."""
    ends: dict[str, int] = {}
    for i, character in enumerate(pattern):
        ends[character] = ends.get(character, 0) | 1 << i
    size = len(pattern)
    mask, high = (1 << size) - 1, 1 << (size - 1)
    plus, minus, score = mask, 0, size
    best = (size, 0)
    for place, character in enumerate(text, 1):
        equal = ends.get(character, 0)
        x = equal | minus
        d = ((((x & plus) + plus) ^ plus) | x) & mask
        up, down = minus | (mask & ~(d | plus)), d & plus
        score += bool(up & high) - bool(down & high)
        up, down = up << 1 & mask, down << 1 & mask
        plus, minus = down | (mask & ~(d | up)), up & d
        best = min(best, (score, place))
    return best


def errors(language: str, text: str) -> tuple[int, int]:
    """Wrong characters and all of them, over the paragraphs of the volume as its DOCX has them."""
    source = SHARED / "corpus" / "volumes" / "open" / "cfm" / f"{VOLUMES[language]}.docx"
    found, wrong, total, at = bare(text), 0, 0, 0
    for resolution in read(source).resolutions:
        for part in resolution.all_parts():
            for paragraph in [*part.preambular, *(item.text for item in part.operative)]:
                wanted = bare(paragraph)
                window = found[max(at - 300, 0) : at + 2 * len(wanted) + 2_500]
                edits, end = distance(wanted, window)
                wrong, total = wrong + edits, total + len(wanted)
                if edits < len(wanted) / 2:
                    at = max(at - 300, 0) + end
    return wrong, total


def spent() -> float:
    """Seconds of one core spent so far, by this process and the programs it started."""
    return sum(os.times()[:4])


def bare_tesseract(path: Path, count: int, folder: Path) -> tuple[list[str], float]:
    """The pages as `tesseract -l ara+fra+eng` gives them, and the seconds of one core it took."""
    begun, pages = spent(), []
    for number in range(1, count + 1):
        sheet = Sheet(path, "pdf", number, folder, Limits())
        sheet.draw()
        pages.append(
            run(["tesseract", str(sheet.path), "stdout", "-l", "ara+fra+eng", "--dpi", "300"], folder, Limits())
        )
    return pages, spent() - begun


def words_by_confidence(pages: list[Page], language: str) -> dict[int, list[int]]:
    """How many words of each ten of confidence are not words of the volume, of how many."""
    source = SHARED / "corpus" / "volumes" / "open" / "cfm" / f"{VOLUMES[language]}.docx"
    known = {bare(word).strip(".,;:()«»،؛-").lower() for word in whole_text(source).split()}
    found: dict[int, list[int]] = {}
    for page in pages[2:]:
        for row in page.rows:
            for word in row.words:
                if (row.words[-1] is word and word.text.endswith("-")) or len(word.text) < 3:
                    continue
                counted = found.setdefault(min(word.confidence // 10 * 10, 90), [0, 0])
                counted[0] += bare(word.text).strip(".,;:()«»،؛-").lower() not in known
                counted[1] += 1
    return dict(sorted(found.items()))


def whole_text(source: Path) -> str:
    found = read(source)
    parts = [part for resolution in found.resolutions for part in resolution.all_parts()]
    titles = [f"{resolution.title} {resolution.symbol}" for resolution in found.resolutions]
    texts = [
        text for part in parts for text in [part.opening or "", *part.preambular, *(i.text for i in part.operative)]
    ]
    return " ".join(titles + texts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--language", choices=VOLUMES, action="append")
    parser.add_argument("--pages", type=int, help="only so many of each volume")
    parser.add_argument("--no-bare", action="store_true", help="leave bare tesseract out")
    parser.add_argument("--keep", type=Path, help="a folder for the scans")
    parser.add_argument("--source", type=Path, help="another print of the one volume asked for")
    asked = parser.parse_args()
    if not SHARED.is_dir() or shutil.which("tesseract") is None:
        print("The shared material or tesseract is not there: nothing to measure.")
        return 0
    judging = judge()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        print(
            f"{'volume, ' + str(asked.dpi) + ' dpi':<18} {'s/page':>6} {'CER %':>6} "
            + " ".join(f"{n[:11]:>11}" for n in COLUMNS)
        )
        for language in asked.language or VOLUMES:
            printed = asked.source or printed_volume(language, folder)
            if printed is None:
                print(f"{language}: LibreOffice is not installed, and there is no PDF of this volume.")
                continue
            path = folder / f"{printed.stem}-{asked.dpi}.pdf"
            if not path.exists():
                scan(printed, path, asked.dpi, pages=asked.pages)
            measure(path, language, judging, folder, bare_too=not asked.no_bare)
    return 0


def measure(path: Path, language: str, judging: Any, folder: Path, *, bare_too: bool) -> None:
    gold = json.loads(
        (SHARED / "corpus" / "volumes" / "open" / "gold" / f"{VOLUMES[language]}.json").read_text("utf-8")
    )
    begun = spent()
    recogniser = Recogniser()
    output = read(path, recogniser=recogniser).as_dict()
    seconds, count = spent() - begun, len(recogniser.pages)
    wrong, total = errors(language, "\n".join(page.text for page in recogniser.pages))
    figures = judging.figures(judging.score(gold, output))
    print(
        f"{language + ', Diwan':<18} {seconds / count:>6.2f} {100 * wrong / total:>6.2f} {shown(figures)}", flush=True
    )
    confidences = words_by_confidence(recogniser.pages, language)
    said = ", ".join(f"{low}+: {wrong}/{of}" for low, (wrong, of) in confidences.items())
    print(f"    words not in the volume by confidence (marked under {DOUBTFUL}): {said}")
    if not bare_too:
        return
    pages, alone = bare_tesseract(path, count, folder)
    found = understood(paragraphs("pdf", list(pages), opens_paragraph), path.name).as_dict()
    wrong, total = errors(language, "\n".join(pages))
    figures = judging.figures(judging.score(gold, found))
    print(f"{language + ', bare tesseract':<18} {alone / count:>6.2f} {100 * wrong / total:>6.2f} {shown(figures)}")
    print(f"    time, Diwan to bare: {seconds / alone:.2f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
