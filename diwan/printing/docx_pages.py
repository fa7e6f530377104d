"""The pages of the word processor's report, from the cover to the missing contributions."""

import struct
from collections.abc import Mapping, Sequence
from itertools import count

from diwan.printing.docx_cover import Cover
from diwan.printing.docx_lines import AIR, WIDE, Lines
from diwan.printing.package import NAMES
from diwan.printing.report import Chart, ReportDocument, Row, Section, Sentence, direction_of
from diwan.printing.styles import GREEN, INK, INK_3, RULE, STYLES, TONES
from diwan.printing.wordprocessing import border, cell, field, paragraph, picture, row, sign, table, text

MISSING_SHARES = (0.19, 0.29, 0.17, 0.19, 0.16)
DECISION_WIDTH = round(WIDE * 0.47)
#: Letters up to which a row is kept on one page.
WHOLE_ROW = 1_000
_LINES = border("insideH", RULE, 4) + border("insideV", RULE, 0)


class Pages(Lines):
    """One report being written: its words, its direction, and the pictures its charts became."""

    def __init__(self, document: ReportDocument, pictures: Mapping[int, tuple[int, bytes]]) -> None:
        super().__init__(document)
        self.pictures = pictures
        self.bookmarks = count(1)
        #: Between two pieces: what follows begins again in the direction of the line.
        self.turn = "\u200f" if self.side == "rtl" else "\u200e"

    def body(self) -> str:
        """``word/document.xml``."""
        document = self.document
        parts = [Cover(document).written(), self.contents()]
        if document.introduction:
            parts.append(self.heading(1, "introduction", self.own(self.words.introduction, "Heading1"), fresh=True))
            parts += [self.line("Normal", one) for one in document.introduction]
        if document.charts:
            parts.append(
                self.heading(1, "figures", self.own(self.words.figures, "Heading1"), fresh=not document.introduction)
            )
            parts += [self.chart(chart) for chart in document.charts]
        if document.sections:
            parts.append(self.heading(1, "resolutions", self.own(self.words.resolutions, "Heading1"), fresh=True))
            parts += [self.section(number, one) for number, one in enumerate(document.sections, 1)]
        if document.missing:
            parts.append(self.heading(1, "missing", self.own(self.words.missing, "Heading1"), fresh=True))
            parts.append(self.missing())
        return f"<w:document {NAMES}><w:body>{''.join(parts)}{self.page(cover=False)}</w:body></w:document>"

    # ── contents, headings ─────────────────────────────────────────────────────

    def contents(self) -> str:
        """The list of headings, each line a link with the page as a field.

        The lines are not wrapped in one TOC field: LibreOffice would then print them without pages, whereas
        single references are computed by both (Word does so on opening, they are marked as stale).
        """
        document = self.document
        entries: list[tuple[int, str, str]] = []
        if document.introduction:
            entries.append((1, "introduction", self.own(self.words.introduction, "TOC1")))
        if document.charts:
            entries.append((1, "figures", self.own(self.words.figures, "TOC1")))
        if document.sections:
            entries.append((1, "resolutions", self.own(self.words.resolutions, "TOC1")))
            entries += [
                (2, f"resolution{number}", self._numbered(one, "TOC2"))
                for number, one in enumerate(document.sections, 1)
            ]
        if document.missing:
            entries.append((1, "missing", self.own(self.words.missing, "TOC1")))
        lines = [self.line("TOCHeading", self.words.contents)]
        for level, mark, shown in entries:
            page = field(f"PAGEREF {mark} \\h", "", stale=True)
            link = f'<w:hyperlink w:anchor="{mark}" w:history="1">{shown}<w:r><w:tab/></w:r>{page}</w:hyperlink>'
            lines.append(paragraph(f"TOC{level}", link, self.side))
        return "".join(lines)

    def heading(self, level: int, mark: str, content: str, *, fresh: bool = False) -> str:
        """A heading that the contents point at; ``fresh`` begins a page."""
        number = next(self.bookmarks)
        marked = f'<w:bookmarkStart w:id="{number}" w:name="{mark}"/>{content}<w:bookmarkEnd w:id="{number}"/>'
        if not fresh:
            return paragraph(f"Heading{level}", marked, self.side)
        after = f'<w:spacing w:before="0" w:after="{STYLES[f"Heading{level}"].after}"/>'
        return paragraph(f"Heading{level}", marked, self.side, before="<w:pageBreakBefore/>", after_style=after)

    def _numbered(self, section: Section, style: str) -> str:
        number = self.own(f"{section.number_printed}\u2002", style, colour=GREEN) if section.number_printed else ""
        if self.document.mark_for(section.title_language):
            return number + text(section.title, style, section.title_language)
        return number + self.own(section.title, style)

    # ── figures, resolutions, missing contributions ────────────────────────────

    def chart(self, chart: Chart) -> str:
        """A chart as a picture, with its title above and what it says in words."""
        said = chart.description or chart.title
        parts = self.line("ChartTitle", chart.title) + self.line("Small", said)
        if id(chart) in self.pictures:
            number, drawn = self.pictures[id(chart)]
            width, height = struct.unpack(">LL", drawn[16:24])
            shown = picture(f"picture{number}", number, width * 72 / 220, height * 72 / 220, said)
            parts += paragraph("Normal", shown, self.side)
        return parts

    def section(self, number: int, section: Section) -> str:
        """One resolution: heading, when it was adopted, and its two columns."""
        parts = self.heading(2, f"resolution{number}", self._numbered(section, "Heading2"))
        mark = self.document.mark_for(section.title_language)
        if mark:
            parts += self.line("Adopted", mark, colour=TONES["soon"])
        if section.adopted_text:
            parts += self.line("Adopted", section.adopted_text)
        if not section.rows:
            return parts + self.line("Silence", self.words.nothing_to_report)
        widths = (DECISION_WIDTH, WIDE - DECISION_WIDTH)
        under = border("bottom", INK_3, 5)
        head = row(
            cell(
                self.line("TableHead", self.words.decision),
                widths[0],
                borders=under,
                inset=(70, AIR, 70, AIR),
            )
            + cell(
                self.line("TableHead", self.words.implementation),
                widths[1],
                borders=under,
                inset=(70, AIR, 70, AIR),
            ),
            head=True,
        )
        lines = border("top", INK, 8) + border("bottom", RULE, 4) + _LINES
        rows = [head, *(self._row(one, widths) for one in section.rows)]
        title = f"{section.number_printed} {section.title}".strip()
        return parts + table(rows, widths, self.side, borders=lines, indent=-AIR, title=title)

    def _row(self, one: Row, widths: Sequence[int]) -> str:
        letters = max(
            len(one.decision),
            sum(len(said.text) + len(said.source) + len(said.date) for said in one.implementation),
        )
        return row(
            cell(self._decision(one), widths[0], inset=(130, AIR, 80, AIR))
            + cell(self._implementation(one), widths[1], inset=(130, AIR, 80, AIR)),
            whole=letters < WHOLE_ROW,
        )

    def _decision(self, one: Row) -> str:
        mark = self.document.mark_for(one.decision_language)
        language = one.decision_language if mark else self.document.language
        side = direction_of(language) if mark else self.side
        number = (
            text(f"{one.paragraph_number}\u2002", "Decision", language, direction=side, bold=True)
            if one.paragraph_number
            else ""
        )
        adopted = paragraph("Decision", number + text(one.decision, "Decision", language, direction=side), side)
        return adopted + (self.line("SourceLine", mark, colour=TONES["soon"]) if mark else "")

    def _implementation(self, one: Row) -> str:
        parts = self._status(one)
        for said in one.implementation:
            mark = self.document.mark_for(said.language)
            language = said.language if mark else self.document.language
            side = direction_of(language) if mark else self.side
            parts += paragraph("Sentence", text(said.text, "Sentence", language, direction=side), side)
            parts += self._source(said, mark)
        if not one.implementation:
            silence = self.own(self.words.nothing_reported, "Silence", italic=True)
            parts += paragraph("Silence", silence, self.side)
        return parts

    def _status(self, one: Row) -> str:
        colour = TONES[one.status_tone]
        content = ""
        if one.status_word:
            content = sign(one.status_tone) + self.own(one.status_word, "StatusLine", colour=colour, bold=True)
        if one.lead:
            space = "\u2003" if content else ""
            content += self.own(f"{space}{self.words.lead}{self.document.colon}", "StatusLine")
            content += self.apart(one.lead, "StatusLine")
        return paragraph("StatusLine", content, self.side) if content else ""

    def _source(self, said: Sentence, mark: str) -> str:
        parts: list[str] = []
        if said.source:
            word = self.own(f"{self.words.source}{self.document.colon}", "SourceLine")
            parts.append(word + self.apart(said.source, "SourceLine"))
        if said.date:
            parts.append(self.apart(said.date, "SourceLine"))
        if mark:
            parts.append(self.own(mark, "SourceLine", colour=TONES["soon"]))
        between = self.own(f"{self.turn} · {self.turn}", "SourceLine")
        return paragraph("SourceLine", between.join(parts), self.side) if parts else ""

    def missing(self) -> str:
        """The table of contributions that have not come."""
        words = self.words
        widths = [round(WIDE * share) for share in MISSING_SHARES]
        heads = (words.contributor, words.subject, words.reference, words.due, words.status)
        under = border("bottom", INK_3, 5)
        inset = (100, AIR, 110, AIR)
        rows = [
            row(
                "".join(
                    cell(self.line("TableHead", head), width, borders=under, inset=(70, AIR, 70, AIR))
                    for head, width in zip(heads, widths, strict=True)
                ),
                head=True,
            )
        ]
        for one in self.document.missing:
            status = self.own(one.status_word, "StatusLine", colour=TONES[one.status_tone], bold=True)
            status = sign(one.status_tone) + status if one.status_word else ""
            contents = (
                self.line("Decision", one.contributor, bold=True),
                self.line("Decision", one.subject),
                paragraph("StatusLine", self.apart(one.reference, "StatusLine"), self.side),
                paragraph("StatusLine", self.apart(one.due, "StatusLine"), self.side),
                paragraph("StatusLine", status, self.side),
            )
            rows.append(row("".join(cell(c, w, inset=inset) for c, w in zip(contents, widths, strict=True))))
        lines = border("top", INK, 8) + border("bottom", RULE, 4) + _LINES
        return table(rows, widths, self.side, borders=lines, indent=-AIR, title=words.missing) + paragraph(
            "Small", "", self.side
        )

    # ── head and foot of the page ──────────────────────────────────────────────

    def header(self) -> str:
        """``word/header1.xml``: the symbol, and on the other side confidentiality and state."""
        document = self.document
        first = self.line("Header", document.symbol, colour=GREEN, bold=True)
        second = self.own(document.state_text, "Header")
        if document.confidentiality_text:
            mark = self.own(f"{document.confidentiality_text}\u2003", "Header", colour=TONES["late"], bold=True)
            second = mark + second
        return self._strip("hdr", first, second, "Header", border("bottom", RULE, 4))

    def footer(self) -> str:
        """``word/footer1.xml``: the organisation, and on the other side the page of pages."""
        first = self.line("Footer", self.document.organisation)
        marks = '<w:rPr><w:rtl w:val="0"/></w:rPr>'
        second = (
            self.own(f"{self.words.page} ", "Footer")
            + field("PAGE", "1", marks)
            + self.own(f" {self.words.of} ", "Footer")
            + field("NUMPAGES", "1", marks)
        )
        return self._strip("ftr", first, second, "Footer", "")

    def _strip(self, kind: str, first: str, second: str, style: str, lines: str) -> str:
        strip = self.two_sides(first, second, style, lines)
        return f"<w:{kind} {NAMES}>{strip}{paragraph(style, '', self.side)}</w:{kind}>"
