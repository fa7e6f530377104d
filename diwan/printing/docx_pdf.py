"""A DOCX as PDF/A, without a word processor: read by ``docx_tree``, set by typst with the house's own faces.

Meant for the office's letters, good for any DOCX: what is not known loses its form, never its words. The file is
PDF/A-2b (ISO 19005-2).
"""

from __future__ import annotations  # typst names its types only in its stub file

import json
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from diwan.printing.docx_sections import tree
from diwan.printing.docx_source import Source
from diwan.printing.pdf import TEMPLATES, PrintingError, fonts, shown
from diwan.printing.report import direction_of

if TYPE_CHECKING:
    from diwan.printing.stamp import Stamp

STANDARDS: list[typst.PDFStandard] = ["a-2b"]
DESIGN = "docx.typ"


def docx_to_pdf(
    docx: bytes, *, language: str, title: str, stamp: Stamp | None = None, created: datetime | None = None
) -> bytes:
    """The printed DOCX. ``stamp``, when given, is put where its first page is emptiest.

    Raises ``reading.Unreadable`` for a file that is no DOCX, ``PrintingError`` when the compiler refuses,
    ``stamp.CannotStamp`` when the page has no room for the stamp.
    """
    source = Source(docx)
    sections = [{**section, "n": number} for number, section in enumerate(tree(source))]
    given: dict[str, Any] = {
        "language": language.split("-")[0], "dir": direction_of(language), "title": shown(title), "sections": sections,
        "notes": [{"mark": mark, "blocks": blocks} for mark, blocks in source.notes], "pictures": bool(source.pictures),
    }  # fmt: skip
    try:
        printed = _compiled(given, source.pictures, created)
    except PrintingError:
        if not source.pictures:
            raise
        # a picture that the compiler cannot draw must not cost the words: they are printed without pictures
        printed = _compiled({**given, "pictures": False}, {}, created)
    if stamp is None:
        return printed
    from diwan.printing.stamp import stamp_pdf

    return stamp_pdf(printed, stamp)


def _compiled(given: dict[str, Any], pictures: dict[str, bytes], created: datetime | None) -> bytes:
    inputs = {"given": json.dumps(given, ensure_ascii=False)}
    if not pictures:
        return _typeset(TEMPLATES, inputs, created)
    with tempfile.TemporaryDirectory(prefix="diwan-print-") as name:
        folder = Path(name)
        for file, content in {**pictures, DESIGN: _design()}.items():
            (folder / file).write_bytes(content)
        return _typeset(folder, inputs, created)


def _typeset(folder: Path, inputs: dict[str, str], created: datetime | None) -> bytes:
    try:
        printed = typst.compile(
            folder / DESIGN, root=folder, font_paths=fonts(), sys_inputs=inputs, format="pdf", pdf_standards=STANDARDS,
            pdf_tags=False, timestamp=created.replace(microsecond=0) if created else None,
        )  # fmt: skip
    except RuntimeError as refusal:
        raise PrintingError(getattr(refusal, "diagnostic", "") or str(refusal)) from refusal
    if not isinstance(printed, bytes):
        raise PrintingError("the compiler gave no single file")
    return printed


@cache
def _design() -> bytes:
    """The design, to be laid beside the pictures of one document."""
    return (TEMPLATES / DESIGN).read_bytes()
