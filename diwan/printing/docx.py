"""The report for the word processor: a DOCX of true right-to-left paragraphs, tables and headings."""

from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from diwan.printing import package
from diwan.printing.charts import draw
from diwan.printing.docx_pages import Pages
from diwan.printing.pdf import chart_pictures
from diwan.printing.report import ReportDocument
from diwan.printing.styles import style_sheet

_SEAL = Path(__file__).parent / "templates" / "seal.png"
#: The width of a chart in points: the printed column.
CHART_WIDTH = 470.0


def write_docx(document: ReportDocument, target: Path | BinaryIO, *, created: datetime | None = None) -> None:
    """Write the report to a file or an open binary stream.

    ``created`` (with a time zone; now, when absent) is written into the file: with the same document and the
    same moment the same bytes come out. Raises ``pdf.PrintingError`` when a chart cannot be drawn.
    """
    written = docx_bytes(document, created=created)
    if isinstance(target, Path):
        target.write_bytes(written)
    else:
        target.write(written)


def docx_bytes(document: ReportDocument, *, created: datetime | None = None) -> bytes:
    """The written report as bytes; see ``write_docx``."""
    drawn = [chart for chart in document.charts if draw(chart, CHART_WIDTH, document.direction).bars]
    pictures = chart_pictures(drawn, document.language, document.direction, width=CHART_WIDTH)
    numbers = {id(chart): place for place, chart in enumerate(drawn, 2)}
    pages = Pages(document, {key: (place, pictures[place - 2]) for key, place in numbers.items()})
    return package.packed(
        document,
        body=pages.body(),
        header=pages.header(),
        footer=pages.footer(),
        styles=style_sheet(document),
        pictures=[_SEAL.read_bytes(), *pictures],
        created=created,
    )
