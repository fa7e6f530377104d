"""What every page of the word processor's report is set with: lines in its own language, page properties."""

from diwan.printing.report import ReportDocument
from diwan.printing.wordprocessing import cell, paragraph, row, table, text

#: A4 and its margins in twentieths of a point; COLUMN is the printed width between them.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 11906, 16838, 1247
COLUMN = PAGE_WIDTH - 2 * MARGIN
#: Paper on both sides of a cell: the same on either, since programs disagree on which side is the start in a
#: table that runs from the right. A table hangs out by as much, so that its words stand on the margin.
AIR = 100
WIDE = COLUMN + 2 * AIR


class Lines:
    """The words of one report, set in its language and direction."""

    def __init__(self, document: ReportDocument) -> None:
        self.document = document
        self.words = document.labels
        self.side = document.direction

    def line(self, style: str, content: str, *, colour: str = "", bold: bool | None = None, after: str = "") -> str:
        """A paragraph in the report's own language."""
        run = text(content, style, self.document.language, direction=self.side, colour=colour, bold=bold)
        return paragraph(style, run, self.side, after_style=after)

    def own(self, content: str, style: str, *, colour: str = "", bold: bool | None = None, italic: bool = False) -> str:
        """Runs in the report's own language, for a paragraph of several."""
        return text(
            content,
            style,
            self.document.language,
            direction=self.side,
            colour=colour,
            bold=bold,
            italic=italic,
        )

    def apart(self, content: str, style: str) -> str:
        """Runs of a piece that keeps its own order, whatever the direction of the line it stands in."""
        return text(content, style, self.document.language, direction=self.side, apart=True)

    def two_sides(self, first: str, second: str, style: str, lines: str = "") -> str:
        """One line of two parts: a paragraph at its start, runs at its end."""
        widths = (COLUMN // 2, COLUMN - COLUMN // 2)
        far = paragraph(style, second, self.side, after_style='<w:jc w:val="end"/>')
        cells = cell(first, widths[0], inset=(0, 0, 80, 0)) + cell(far, widths[1], inset=(0, 0, 80, 0))
        return table([row(cells)], widths, self.side, borders=lines)

    def page(self, *, cover: bool) -> str:
        """The properties of a section: the cover has no margin at its head, and neither head nor foot."""
        parts = (
            ""
            if cover
            else '<w:headerReference w:type="default" r:id="header1"/>'
            '<w:footerReference w:type="default" r:id="footer1"/>'
        )
        top = 0 if cover else 1530
        return (
            f'<w:sectPr>{parts}<w:type w:val="nextPage"/><w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
            f'<w:pgMar w:top="{top}" w:right="{MARGIN}" w:bottom="1300" w:left="{MARGIN}" w:header="720" '
            f'w:footer="500" w:gutter="0"/>{"<w:bidi/>" if self.side == "rtl" else ""}</w:sectPr>'
        )
