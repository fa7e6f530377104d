"""The report as PDF/A: the words go to the typst compiler as data, the design is in ``templates/report.typ``.

The file is PDF/A-2a (ISO 19005-2, with tags and Unicode text) and PDF/UA-1 (ISO 14289-1); its fonts are ours.
"""

from __future__ import annotations  # typst names its types only in its stub file

import json
import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import typst

from diwan.printing import typeface
from diwan.printing.characters import printable
from diwan.printing.charts import Drawing, draw
from diwan.printing.report import Chart, Direction, MissingRow, ReportDocument, Row, Section, direction_of

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]

#: The width of the printed column on A4, in points; the charts are laid out for it.
COLUMN = 470.0

#: Letters up to which a row is not broken over two pages (a column of a full page holds about 2,700).
WHOLE_ROW = 1_000

# A word longer than this does not fit a column: it may be broken anywhere (U+200B), and only then.
_LONG_WORD = re.compile(r"[^\s\u200b]{29,}")
_PIECE = re.compile(r".{12}", re.DOTALL)
# Default ignorable characters: they need no glyph of their own.
_SILENT = frozenset({0x0A, 0xAD, 0x061C, 0x34F, 0x180E, *range(0x200B, 0x2010), *range(0x2060, 0x2070)})
_SILENT_SELECTORS = frozenset(range(0xFE00, 0xFE10))


class PrintingError(Exception):
    """The compiler refused the report. The message is its own, for the log: it is not for the reader."""


def write_pdf(document: ReportDocument, target: Path | BinaryIO, *, created: datetime | None = None) -> None:
    """Print the report to a file or an open binary stream.

    ``created`` (with a time zone; now, when absent) is written into the file: with the same document and the
    same moment the same bytes come out. Raises ``PrintingError`` when the compiler refuses.
    """
    printed = pdf_bytes(document, created=created)
    if isinstance(target, Path):
        target.write_bytes(printed)
    else:
        target.write(printed)


def pdf_bytes(document: ReportDocument, *, created: datetime | None = None) -> bytes:
    """The printed report as bytes; see ``write_pdf``."""
    data = json.dumps(_report(document), ensure_ascii=False)
    try:
        printed = typst.compile(
            TEMPLATES / "report.typ",
            root=TEMPLATES,
            font_paths=fonts(),
            sys_inputs={"report": data},
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=created.replace(microsecond=0) if created else None,  # the compiler takes whole seconds only
        )
    except RuntimeError as refusal:
        raise PrintingError(str(refusal)) from refusal
    if not isinstance(printed, bytes):
        raise PrintingError("the compiler gave no single file")
    return printed


def chart_pictures(charts: Sequence[Chart], language: str, direction: Direction, *, width: float) -> list[bytes]:
    """Each chart as a PNG picture ``width`` points wide, at 220 dots an inch: for what cannot draw itself."""
    if not charts:
        return []
    page = {
        "language": language,
        "direction": direction,
        "width": width,
        "charts": [_chart(chart, width, direction) for chart in charts],
    }
    try:
        pictures = typst.compile(
            TEMPLATES / "charts.typ",
            root=TEMPLATES,
            font_paths=fonts(),
            sys_inputs={"report": json.dumps(page, ensure_ascii=False)},
            format="png",
            ppi=220.0,
        )
    except RuntimeError as refusal:
        raise PrintingError(str(refusal)) from refusal
    if pictures is None:
        raise PrintingError("the compiler gave no picture")
    return [pictures] if isinstance(pictures, bytes) else pictures


@cache
def fonts() -> typst.Fonts:
    """Our own fonts and none of the machine's: a report looks the same wherever it is printed."""
    return typst.Fonts(False, False, [str(typeface.FOLDER)])


def shown(text: str) -> str:
    """The text as our fonts can show it: a character they lack is printed as its code point, [U+4E2D]."""
    text = printable(text)
    holds = typeface.covered()
    strange = {
        character
        for character in set(text)
        if (code := ord(character)) not in holds and code not in _SILENT and code not in _SILENT_SELECTORS
    }
    for character in strange:
        text = text.replace(character, f"[U+{ord(character):04X}]")
    return _LONG_WORD.sub(lambda found: _PIECE.sub(lambda piece: piece.group() + "\u200b", found.group()), text)


def _report(document: ReportDocument) -> dict[str, Any]:
    words = {name: shown(value) for name, value in vars(document.labels).items() if isinstance(value, str)}
    return {
        "language": document.language.split("-")[0],
        "direction": document.direction,
        "words": words,
        "colon": document.colon,
        "state": document.state,
        "state_text": shown(document.state_text),
        "confidentiality": shown(document.confidentiality_text or ""),
        **{
            name: shown(getattr(document, name))
            for name in (
                "organisation",
                "issuer",
                "title",
                "symbol",
                "session_title",
                "prepared_for",
                "date_gregorian_text",
                "date_hijri_text",
            )
        },
        "introduction": [shown(paragraph) for paragraph in document.introduction],
        "figures": [
            {"label": shown(one.label), "value": shown(one.value), "note": shown(one.note), "tone": one.tone}
            for one in document.figures
        ],
        "charts": [_chart(chart, COLUMN, document.direction) for chart in document.charts],
        "sections": [_section(document, section) for section in document.sections],
        "missing": [_missing(row) for row in document.missing],
    }


def _spoken(document: ReportDocument, text: str, language: str) -> dict[str, str]:
    """A text with what typst must know of its language; nothing is added when it is the report's own."""
    mark = document.mark_for(language)
    if not mark:
        return {"text": shown(text)}
    return {
        "text": shown(text),
        "language": language.split("-")[0].lower(),
        "direction": direction_of(language),
        "mark": shown(mark),
    }


def _section(document: ReportDocument, section: Section) -> dict[str, Any]:
    return {
        "number": shown(section.number_printed),
        "title": _spoken(document, section.title, section.title_language),
        "adopted": shown(section.adopted_text),
        "rows": [_row(document, row) for row in section.rows],
    }


def _row(document: ReportDocument, row: Row) -> dict[str, Any]:
    return {
        "number": shown(row.paragraph_number),
        "decision": _spoken(document, row.decision, row.decision_language),
        "sentences": [
            _spoken(document, one.text, one.language) | {"source": shown(one.source), "date": shown(one.date)}
            for one in row.implementation
        ],
        "status": shown(row.status_word),
        "tone": row.status_tone,
        "lead": shown(row.lead),
        "whole": _fits_a_page(row),
    }


def _fits_a_page(row: Row) -> bool:
    """Whether a row is short enough to be kept in one piece: half a page of either column, roughly."""
    said = sum(len(one.text) + len(one.source) + len(one.date) for one in row.implementation)
    return max(len(row.decision), said) + row.decision.count("\n") * 40 < WHOLE_ROW


def _missing(row: MissingRow) -> dict[str, str]:
    return {
        "contributor": shown(row.contributor),
        "subject": shown(row.subject),
        "reference": shown(row.reference),
        "due": shown(row.due),
        "status": shown(row.status_word),
        "tone": row.status_tone,
    }


def _chart(chart: Chart, width: float, direction: Direction) -> dict[str, Any]:
    drawing: Drawing = draw(chart, width, direction)
    return {
        "title": shown(chart.title),
        "description": shown(chart.description or chart.title),
        "width": drawing.width,
        "height": drawing.height,
        "bars": [vars(bar) for bar in drawing.bars],
        "words": [vars(word) | {"text": shown(word.text)} for word in drawing.words],
        "key": [vars(entry) | {"label": shown(entry.label)} for entry in drawing.key],
    }
