"""The register as a bound book: a title page, one line for each number, and the line that closes it.

The rows are those the reader may see; of an item closed to him the line says its number and its day. Nothing is left
out: what is missing between two numbers is printed in the closing line.
"""

from __future__ import annotations  # typst names its types only in its stub file

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import typst

from diwan.printing.characters import direction_in
from diwan.printing.pdf import TEMPLATES, PrintingError, fonts, shown
from diwan.printing.phrases import phrases
from diwan.printing.report import Direction, direction_of

#: A number that fits its column is not broken over two lines (U+2060 after its signs).
_NUMBER = re.compile(r"(?<![^\s,،])[\w/-]{3,17}(?![^\s,،])")


@dataclass(frozen=True)
class BookRow:
    """One number of the register, every word already chosen.

    ``state``: ``given``, ``void`` (with its ``reason``; the line is struck through), ``closed`` (the reader may not see the
    item: number and day alone are printed, whatever else is handed in), ``reserved``.
    """

    number: str
    serial: int
    date: str
    hijri: str = ""
    whom: str = ""
    their_reference: str = ""
    their_date: str = ""
    subject: str = ""
    kind: str = ""
    enclosures: str = ""
    passed_to: str = ""
    answered_by: str = ""
    remarks: str = ""
    state: Literal["given", "void", "closed", "reserved"] = "given"
    reason: str = ""


@dataclass(frozen=True)
class Book:
    """The book of one register for one period. ``incoming`` names the column of whom: from, or to.

    ``year`` and ``period`` as they are to be printed (“2035”, “1 to 31 January 2035”); ``printed`` says when and for whom.
    """

    organisation: str
    registry: str
    register: str
    year: str
    period: str
    rows: Sequence[BookRow]
    incoming: bool = True
    printed: str = ""
    closed_by: str = ""
    level: str = ""

    @property
    def missing(self) -> list[str]:
        """The serials that no row bears between the first and the last; the serials of a new year begin anew."""
        found: list[str] = []
        for before, after in pairwise(self.rows):
            if after.serial > before.serial + 1:
                first, last = before.serial + 1, after.serial - 1
                found.append(str(first) if first == last else f"{first}–{last}")
        return found


def book_pdf(book: Book, language: str) -> bytes:
    """The book as PDF/A, A4 across. Raises PrintingError when the compiler refuses."""
    base = direction_of(language)
    words = phrases(language)
    rows = [_row(row, base, words) for row in book.rows]
    first, last = (book.rows[0].number, book.rows[-1].number) if book.rows else ("", "")
    voids = sum(row.state == "void" for row in book.rows)
    given: dict[str, Any] = {
        "language": language.split("-")[0], "dir": base,
        **{name: shown(getattr(book, name)) for name in ("organisation", "registry", "register", "year", "period", "level")},
        "words": words, "rows": rows, "whom": words["from" if book.incoming else "to"],
        "facts": [
            [words["period"], shown(book.period), False], [words["opening"], shown(first), True],
            [words["closing"], shown(last), True], [words["entries"], str(len(rows)), False], [words["voids"], str(voids), False],
        ],
        "closing": shown(_closing(book, first, last, voids, words)), "closed_by": shown(book.closed_by),
        "printed": shown(words["printed"].replace("{when}", book.printed)) if book.printed else "",
    }  # fmt: skip
    try:
        made = typst.compile(
            TEMPLATES / "book.typ", root=TEMPLATES, font_paths=fonts(), format="pdf", pdf_standards=["a-2b"], pdf_tags=False,
            sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
        )  # fmt: skip
    except RuntimeError as refusal:
        raise PrintingError(getattr(refusal, "diagnostic", "") or str(refusal)) from refusal
    if not isinstance(made, bytes):
        raise PrintingError("the compiler gave no single file")
    return made


def _closing(book: Book, first: str, last: str, voids: int, words: dict[str, str]) -> str:
    if not book.rows:
        return words["certificate_of_nothing"]
    missing = book.missing
    said = words["certificate_of_closing_gaps" if missing else "certificate_of_closing"]
    # numbers keep their own order in a line from the right
    keep = {"first": f"\u2066{first}\u2069", "last": f"\u2066{last}\u2069", "missing": words["comma"].join(missing)}
    return said.format(entries=len(book.rows), voids=voids, **keep)


def _row(row: BookRow, base: Direction, words: dict[str, str]) -> list[Any]:
    """The state, then the cells; a text of the other direction is a pair of it and its direction."""
    dates = [row.date, row.hijri]
    number = _own(shown(row.number), base)
    if row.state == "closed":
        return ["closed", number, _lines(dates), words["closed"]]
    theirs = [_own(row.their_reference, base), row.their_date]
    remarks = [f"{words['void']}{words['colon']} {row.reason}"] if row.state == "void" else []
    answered = _NUMBER.sub(lambda found: found.group().replace("/", "/\u2060").replace("-", "-\u2060"), row.answered_by)
    texts = (row.whom, _lines(theirs), row.subject, row.kind, row.enclosures, row.passed_to, answered)
    return [
        row.state, number, _lines(dates), *(_cell(text, base) for text in texts),
        _cell("\n".join([*remarks, *([row.remarks] if row.remarks else [])]), base),
    ]  # fmt: skip


def _own(number: str, base: Direction) -> str:
    """A number keeps its own order in a line from the right; elsewhere it needs no mark, and marks cost time."""
    return f"\u2066{number}\u2069" if number and base == "rtl" else number


def _lines(parts: Sequence[str]) -> str:
    return "\n".join(part for part in parts if part)


def _cell(text: str, base: Direction) -> Any:
    printed = shown(text)
    direction = direction_in(printed)
    return printed if direction in (None, base) or printed.startswith("\u2066") else [printed, direction]
