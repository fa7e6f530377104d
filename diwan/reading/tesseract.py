"""The program tesseract, and the one that draws the page for it: started for one page, within limits."""

import contextlib
import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from .limits import Limits
from .recognised import Row, Word

PROGRAM = "tesseract"
_DRAWING = Path(__file__).with_name("drawing.py")
_ROTATE = re.compile(r"^Rotate: (\d+)", re.M)
_SCRIPT = re.compile(r"^Script: (\w+)", re.M)


class Failed(Exception):
    """A program could not do its work on a page."""


class Sheet:
    """One page as a picture that the program takes."""

    def __init__(self, path: Path, kind: str, number: int, folder: Path, limits: Limits) -> None:
        self.path, self.kind, self.number, self.folder, self.limits = path.resolve(), kind, number, folder, limits
        self.rotated = 0
        self.options: list[str] = []

    def draw(self) -> None:
        """Have a page of a PDF drawn; an image file is taken as it is."""
        if self.kind == "tiff":
            self.options = ["-c", f"tessedit_page_number={self.number - 1}"]
        if self.kind != "pdf":
            return
        target = self.folder / "page.pgm"
        command = [
            sys.executable,
            "-I",
            str(_DRAWING),
            str(self.path),
            str(self.number),
            str(self.limits.side),
            str(target),
        ]
        run(command, self.folder, self.limits)
        if not target.exists():
            raise Failed("the page could not be drawn")
        self.path, self.options = target, ["--dpi", "300"]

    def script(self) -> tuple[str, int]:
        """The script of the page, and the degrees clockwise by which it must be turned; ("", 0) where it cannot tell."""
        try:
            said = run([PROGRAM, str(self.path), "stdout", "--psm", "0", *self.options], self.folder, self.limits)
        except Failed:
            return "", 0
        script, turned = _SCRIPT.search(said), _ROTATE.search(said)
        return (script[1] if script else ""), (int(turned[1]) % 360 if turned else 0)

    def words(self, model: str) -> tuple[list[Row], int]:
        """The lines of the page upright, and its width."""
        mode = "1" if self.rotated else "6"
        said = run(
            [PROGRAM, str(self.path), "stdout", "-l", model, "--psm", mode, *self.options, "tsv"],
            self.folder,
            self.limits,
        )
        return rows_of(said, self.rotated)


def rows_of(table: str, rotated: int = 0) -> tuple[list[Row], int]:
    """The lines in a table (TSV) of tesseract, turned upright, and the width of the page."""
    rows: dict[tuple[str, ...], list[Word]] = {}
    across = down = 0
    for line in table.split("\n")[1:]:
        cells = line.split("\t")
        if len(cells) < 12:
            continue
        left, top, width, height = map(int, cells[6:10])
        if cells[0] == "1":
            across, down = width, height
        elif cells[0] == "5" and cells[11].strip():
            box = _upright((left, top, width, height), across, down, rotated)
            word = Word(cells[11].strip(), *box, confidence=max(0, min(100, round(float(cells[10])))))
            rows.setdefault(tuple(cells[2:5]), []).append(word)
    return [Row(words) for words in rows.values()], down if rotated % 180 else across


def _upright(box: tuple[int, int, int, int], across: int, down: int, rotated: int) -> tuple[int, int, int, int]:
    left, top, width, height = box
    if rotated == 180:
        return across - left - width, down - top - height, width, height
    if rotated == 90:
        return down - top - height, left, height, width
    if rotated == 270:
        return top, across - left - width, height, width
    return box


def installed() -> frozenset[str]:
    """The languages for which the program has data."""
    try:
        done = subprocess.run([PROGRAM, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(line.strip().removeprefix("script/") for line in done.stdout.splitlines()[1:])


def run(command: Iterable[str], folder: Path, limits: Limits) -> str:
    """What a program says on its standard output.

    It gets one core, little memory, little time and the lowest place in the queue: pages are many, readers of the
    pages of Diwan come first. Raises Failed, subprocess.TimeoutExpired.
    """
    surroundings = {"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    if data := os.environ.get("TESSDATA_PREFIX"):
        surroundings["TESSDATA_PREFIX"] = data
    with (folder / "said").open("w+b") as said:
        try:
            program = subprocess.Popen(
                list(command), stdout=said, stderr=subprocess.DEVNULL, cwd=folder, env=surroundings
            )
        except OSError as error:
            raise Failed from error
        try:
            with contextlib.suppress(OSError, AttributeError):
                resource.prlimit(program.pid, resource.RLIMIT_AS, (limits.memory, limits.memory))
                resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (limits.part, limits.part))
                os.setpriority(os.PRIO_PROCESS, program.pid, 10)
            status = program.wait(timeout=limits.page_seconds)
        finally:
            if program.poll() is None:
                program.kill()
                program.wait()
        if status != 0:
            raise Failed
        said.seek(0)
        return said.read().decode("utf-8", "replace")
