"""The same note verbale to 57 missions in three languages: 171 DOCX and 171 PDF/A, from values to files.

    .venv/bin/python -m bench.notes_verbales [--missions 57] [--keep FOLDER]

Each note has its own number, addressee and square code, as a mailing has. The baseline in the same run is the least
that the bare libraries need for as many files: docxtpl rendering the same template with the same values (template read
once, as its handbook shows), and typst setting the words of the note alone, without any design, one after the other. Both are timed on a
share of the files and counted up; the seconds of the processor are told beside those of the clock, for a machine that
is not idle. Exit status 1 when the whole takes longer than the ten seconds promised, or more
than twice the baseline.
"""

import argparse
import io
import sys
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import typst
from docxtpl import DocxTemplate

from diwan.printing.letter_docx import LetterValues, office_template, render
from diwan.printing.pdf import fonts
from diwan.printing.press import Press, ahead
from diwan.printing.tests.letters import note

LANGUAGES = ("en", "fr", "ar")
PROMISED, DEAREST = 10.0, 2.0
SHARE = 3  # of the missions, for the baseline

PLAIN = """
#set text(font: ("Diwan Serif", "Diwan Naskh"), size: 11pt, lang: "{language}", fallback: false)
#for part in json(bytes(sys.inputs.words)) [#par(part)]
"""


def produced(missions: int) -> tuple[float, float, dict[str, bytes]]:
    """The seconds of the whole mailing, those of the processor, and its files by name."""
    files: dict[str, bytes] = {}
    begin, worked = time.perf_counter(), time.process_time()
    with Press() as press:

        def written(one: tuple[str, int]) -> tuple[str, bytes, Future[bytes]]:
            language, mission = one
            values = note(language, mission)
            docx = render(office_template("note_verbale", language), values)
            name = f"{values.number.replace('/', '-')}_{language}"
            return name, docx, press.pdf(docx, language=language, title=values.number)

        notes = ((language, mission) for language in LANGUAGES for mission in range(1, missions + 1))
        for _one, (name, docx, printed) in ahead(notes, written):
            files[f"{name}.docx"], files[f"{name}.pdf"] = docx, printed.result()
    return time.perf_counter() - begin, time.process_time() - worked, files


def bare_docxtpl(values: LetterValues, template: bytes) -> bytes:
    """One DOCX through docxtpl's own way: places filled with plain text, and nothing else."""
    filled = DocxTemplate(io.BytesIO(template))
    context: dict[str, Any] = {**vars(values), "qr": "", "address": "\n".join(values.address)}
    filled.render(context, autoescape=True)
    made = io.BytesIO()
    filled.save(made)
    return made.getvalue()


def bare_typst(values: LetterValues) -> bytes:
    """The words of one note on a page, without any design."""
    import json

    words = [values.organisation, values.number, f"{values.opening} {values.body}", values.closing, values.addressee]
    made = typst.compile(
        PLAIN.replace("{language}", values.language).encode(), font_paths=fonts(), format="pdf", pdf_standards=["a-2b"],
        pdf_tags=False, sys_inputs={"words": json.dumps(words)},
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def baseline(missions: int) -> tuple[float, float]:
    """What the bare libraries need for as many files, from a share of them: seconds, and those of the processor."""
    some = max(missions // SHARE, 1)
    begin, worked = time.perf_counter(), time.process_time()
    for language in LANGUAGES:
        template = office_template("note_verbale", language)
        for mission in range(1, some + 1):
            bare_docxtpl(note(language, mission), template)
            bare_typst(note(language, mission))
    share = missions / some
    return (time.perf_counter() - begin) * share, (time.process_time() - worked) * share


def main() -> int:
    """Print the figures; 0 when the promise is kept."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--missions", type=int, default=57)
    asked.add_argument("--keep", type=Path)
    options = asked.parse_args()
    for language in LANGUAGES:  # the templates that ship are built once in the life of a process
        office_template("note_verbale", language)
    seconds, worked, files = produced(options.missions)
    bare, bare_worked = baseline(options.missions)
    sizes = sum(map(len, files.values()))
    print(
        f"{len(files)} files ({sizes / 1e6:.1f} MB) of {options.missions} notes in {len(LANGUAGES)} languages: {seconds:.2f} s"
    )
    print(f"bare docxtpl and bare typst for as many: {bare:.2f} s; ratio {seconds / bare:.2f}")
    print(f"of the processor alone: {worked:.2f} s and {bare_worked:.2f} s; ratio {worked / bare_worked:.2f}")
    print(f"promised: under {PROMISED:.0f} s on an idle machine of two cores")
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (options.keep / name).write_bytes(content)
    return 0 if seconds < PROMISED and seconds < DEAREST * bare else 1


if __name__ == "__main__":
    sys.exit(main())
