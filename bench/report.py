"""How long the Secretary General's report takes: 150 resolutions, three languages, two formats.

    python -m bench.report [--resolutions 150] [--rows 14] [--keep FOLDER]

Prints the seconds of each file and of the whole, and what the bare libraries need in the same run for the
same English words in a plain table: typst without any design, and python-docx through its own cells. The
latter is timed on a tenth of the rows and compared by the row (its cost grows faster: this flatters it).
Exit status 1 when the whole takes longer than the ten seconds promised.
"""

import argparse
import io
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import docx
import typst

from diwan.printing.docx import docx_bytes
from diwan.printing.pdf import pdf_bytes
from diwan.printing.report import ReportDocument
from diwan.printing.tests.sample import report

LANGUAGES = ("en", "fr", "ar")
PROMISED = 10.0
SHARE = 10
WRITERS = {"pdf": pdf_bytes, "docx": docx_bytes}

PLAIN = b"""
#set text(font: "Libertinus Serif", size: 10pt)
#table(columns: 2, ..json(bytes(sys.inputs.rows)).flatten())
"""


def timed(work: Callable[[], bytes]) -> tuple[float, bytes]:
    """The seconds a piece of work took, and the file it made."""
    begin = time.perf_counter()
    made = work()
    return time.perf_counter() - begin, made


def words_of(document: ReportDocument) -> list[tuple[str, str]]:
    """Decision and implementation of every row, as plain text."""
    return [
        (
            f"{row.paragraph_number} {row.decision}",
            "\n".join(
                [
                    f"{row.status_word} {row.lead}",
                    *(f"{s.text}\n{s.source} {s.date}" for s in row.implementation),
                ]
            ),
        )
        for section in document.sections
        for row in section.rows
    ]


def bare_docx(rows: list[tuple[str, str]]) -> bytes:
    """The same words in one plain table, by python-docx."""
    written = docx.Document()
    table = written.add_table(rows=0, cols=2)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    target = io.BytesIO()
    written.save(target)
    return target.getvalue()


def bare_typst(rows: list[tuple[str, str]]) -> bytes:
    """The same words in one plain table, by typst."""
    printed = typst.compile(PLAIN, sys_inputs={"rows": json.dumps(rows)}, format="pdf", ignore_system_fonts=True)
    assert isinstance(printed, bytes)
    return printed


def main() -> int:
    """Print the report in every language and format, then the baselines, and say the ratios."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--resolutions", type=int, default=150)
    asked.add_argument("--rows", type=int, default=14)
    asked.add_argument("--keep", type=Path, help="a folder in which to leave the files")
    given = asked.parse_args()
    documents = {language: report(language, given.resolutions, given.rows) for language in LANGUAGES}
    rows = words_of(documents["en"])
    print(f"{given.resolutions} resolutions, {len(rows)} rows, {len(LANGUAGES)} languages")
    seconds = dict.fromkeys(WRITERS, 0.0)
    begin, spent = time.perf_counter(), time.process_time()
    # The compiler lets go of the interpreter: two languages are printed at once, as a job would print them.
    with ThreadPoolExecutor(2) as hands:
        asked_for = [(language, form) for form in WRITERS for language in reversed(LANGUAGES)]
        made = hands.map(lambda one: timed(partial(WRITERS[one[1]], documents[one[0]])), asked_for)
        for (language, form), (taken, file) in zip(asked_for, made, strict=True):
            seconds[form] += taken
            print(f"  {language} {form:<4}  {taken:6.2f} s  {len(file) / 1e6:5.2f} MB")
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / f"report_{language}.{form}").write_bytes(file)
    whole = time.perf_counter() - begin
    spent = time.process_time() - spent
    print(f"  all six      {whole:6.2f} s  (promised: under {PROMISED:.0f} s; {spent:.2f} s of processor time)")
    part = rows[: max(1, len(rows) // SHARE)]
    bare, _made = timed(lambda: bare_docx(part))
    each = bare / len(part)
    ours = seconds["docx"] / len(LANGUAGES) / len(rows)
    print(f"bare python-docx: {each * 1e3:.2f} ms a row; ours {ours * 1e3:.2f} ms: ratio {ours / each:.2f}")
    bare, _made = timed(lambda: bare_typst(rows))
    ours = seconds["pdf"] / len(LANGUAGES)
    print(f"bare typst:       {bare:.2f} s; ours {ours:.2f} s: ratio {ours / bare:.2f}")
    return 0 if whole < PROMISED else 1


if __name__ == "__main__":
    sys.exit(main())
