"""The cover of the word processor's report: masthead, symbol, title, facts, figures, on a page of its own."""

from diwan.printing.docx_lines import AIR, MARGIN, PAGE_WIDTH, WIDE, Lines
from diwan.printing.styles import INK, MAST, RULE, TONES
from diwan.printing.wordprocessing import border, cell, paragraph, picture, row, table


class Cover(Lines):
    """The first page; ``written`` is its body, with the end of its section."""

    def written(self) -> str:
        """A page of its own: the masthead over the whole width, symbol, title, facts, figures."""
        document = self.document
        seal = paragraph("Normal", picture("picture1", 1, 46, 46, ""), self.side)
        name = self.line("CoverOrganisation", document.organisation)
        if document.issuer:
            name += self.line("CoverIssuer", document.issuer)
        widths = (MARGIN, 1250, PAGE_WIDTH - MARGIN - 1250)
        cells = (paragraph("Normal", "", self.side), seal, name)
        masthead = table(
            [
                row(
                    "".join(cell(one, width, fill=MAST, middle=True) for one, width in zip(cells, widths, strict=True)),
                    height=3300,
                )
            ],
            widths,
            self.side,
            borders=border("bottom", "C9A95F", 12),
            indent=-MARGIN,
        )
        space = paragraph("Normal", "", self.side, after_style='<w:spacing w:before="1000" w:after="0"/>')
        symbol = self.two_sides(
            self.line("CoverSymbol", document.symbol),
            self.own(document.confidentiality_text or "", "CoverSymbol", colour=TONES["late"]),
            "CoverSymbol",
        )
        title = self.line("Title", document.title, after='<w:spacing w:before="280"/>')
        end = paragraph("Normal", "", self.side, after_style=self.page(cover=True))
        return masthead + space + symbol + title + self._facts() + self._figures() + end

    def _facts(self) -> str:
        document = self.document
        tone = TONES["soon" if document.state == "draft" else "done"]
        facts = self.line("Small", document.state_text, colour=tone, bold=True)
        if document.date_gregorian_text:
            facts += self.line("CoverFact", document.date_gregorian_text)
        if document.date_hijri_text:
            facts += self.line("Small", document.date_hijri_text)
        cells = [facts]
        if document.prepared_for:
            cells.insert(0, self.line("Small", self.words.prepared_for) + self.line("CoverFact", document.prepared_for))
        widths = [WIDE // len(cells)] * len(cells)
        subtitle = self.line("Subtitle", document.session_title) if document.session_title else ""
        return subtitle + table(
            [row("".join(cell(one, widths[0], inset=(180, AIR, 0, AIR)) for one in cells))],
            widths,
            self.side,
            borders=border("top", RULE, 5),
            indent=-AIR,
        )

    def _figures(self) -> str:
        figures = list(self.document.figures)
        if not figures:
            return ""
        across = min(len(figures), 4)
        widths = [WIDE // across] * across
        rows: list[str] = []
        for start in range(0, len(figures), across):
            cells: list[str] = []
            for one in figures[start : start + across]:
                colour = TONES[one.tone] if one.tone and one.tone != "idle" else ""
                content = self.line("Small", one.label) + self.line("FigureValue", one.value, colour=colour)
                content += self.line("Small", one.note) if one.note else ""
                cells.append(cell(content, widths[0], inset=(160, AIR, 100, AIR)))
            cells += [cell(paragraph("Small", "", self.side), widths[0])] * (across - len(cells))
            rows.append(row("".join(cells)))
        space = paragraph("Normal", "", self.side, after_style='<w:spacing w:before="2000" w:after="0"/>')
        lines = border("top", INK, 8) + border("bottom", RULE, 4)
        return space + table(rows, widths, self.side, borders=lines, indent=-AIR, title=self.words.figures)
