"""The sheet on which the office's templates are written: A4, its styles, heads and feet, lines and tables in either direction."""

from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from diwan.printing.phrases import phrases
from diwan.printing.report import direction_of
from diwan.printing.styles import NASKH_SCALE, tag_of

#: Faces that every office has; on paper (``docx_pdf``) our own take their place.
LATIN_FACE, ARABIC_FACE = "Times New Roman", "Traditional Arabic"
SIZE = 11.5
#: The printed width in twentieths of a point: A4 less two margins of 25 mm.
COLUMN = 11906 - 2 * 1417


class Sheet:
    """One template being written, in its language and direction."""

    def __init__(self, paper: str, language: str) -> None:
        self.language, self.side, self.words = language, direction_of(language), phrases(language)
        self.title = self.words[paper]
        self.file: Document = docx.Document()
        self._page()
        self._styles()
        core = self.file.core_properties
        core.title, core.author, core.comments, core.language = self.title, "", "", tag_of(language)

    def line(
        self,
        text: str,
        *,
        style: str = "Body Text",
        bold: bool = False,
        before: float | None = None,
        keep: bool = False,
    ) -> Any:
        made = self.file.add_paragraph(style=style)
        self._set(made, text, bold)
        if before is not None:
            made.paragraph_format.space_before = Pt(before)
        if keep:
            made.paragraph_format.keep_with_next = True
        self._turn(made)
        return made._p.get_or_add_pPr()

    def _turn(self, paragraph: Any) -> None:
        """Right to left, marked where the schema wants it: before the spacing and the alignment."""
        if self.side == "rtl":
            properties = paragraph._p.get_or_add_pPr()
            properties.insert_element_before(
                OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr"
            )

    def _set(self, paragraph: Any, text: str, bold: bool = False) -> None:
        if not text:
            return
        run = paragraph.add_run(text)
        run.bold = True if bold else None
        properties = run._r.get_or_add_rPr()
        if self.side == "rtl":
            if bold:
                properties.insert_element_before(OxmlElement("w:bCs"), "w:i", "w:iCs", "w:color", "w:sz", "w:rtl")
            properties.append(OxmlElement("w:rtl"))
            language = OxmlElement("w:lang")
            language.set(qn("w:bidi"), tag_of(self.language))
            properties.append(language)

    def when(self, name: str, text: str, *, style: str) -> None:
        self.line(f"{{%p if {name} %}}", style=style)
        self.line(text, style=style)
        self.line("{%p endif %}", style=style)

    def table(self, rows: int, widths: tuple[int, ...]) -> Any:
        table = self.file.add_table(rows, len(widths))
        table.autofit = False
        properties = table._tbl.tblPr
        if self.side == "rtl":
            properties.insert_element_before(OxmlElement("w:bidiVisual"), "w:tblW", "w:jc", "w:tblLayout", "w:tblLook")
        margins = OxmlElement("w:tblCellMar")
        for side in ("left", "right"):  # words of a table stand on the margin like all others
            none = OxmlElement(f"w:{side}")
            none.set(qn("w:w"), "0")
            none.set(qn("w:type"), "dxa")
            margins.append(none)
        properties.insert_element_before(margins, "w:tblLook")
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width * 635
            for cell in column.cells:
                cell.width = width * 635
        return table

    def fill(self, cell: Any, lines: list[str], style: str, *, bold: bool = False) -> None:
        for number, line in enumerate(lines):
            made = cell.paragraphs[0] if not number else cell.add_paragraph()
            for old in list(made.runs):
                old._r.getparent().remove(old._r)
            made.style = self.file.styles[style]
            if number or not made._p.pPr.findall(qn("w:bidi")):
                self._turn(made)
            self._set(made, line, bold)
        for surplus in cell.paragraphs[len(lines) :]:
            surplus._p.getparent().remove(surplus._p)

    def _page(self) -> None:
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(25)
        section.top_margin, section.bottom_margin = Mm(20), Mm(22)
        section.header_distance, section.footer_distance = Mm(10), Mm(8)
        section.different_first_page_header_footer = True
        if self.side == "rtl":
            properties: Any = section._sectPr
            properties.insert_element_before(OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid")

    def _styles(self) -> None:
        styles = self.file.styles
        self._style("Normal", SIZE, after=0)
        for name, size, more in (
            ("Body Text", SIZE, {"after": 9, "line": 1.18}), ("Letterhead", 16, {"bold": True, "align": "center", "after": 1}),
            ("Letterhead Unit", 11, {"align": "center", "after": 0}), ("Letterhead Rule", 3, {"after": 10}),
            ("Number", SIZE, {}), ("At End", SIZE, {"align": "end"}),
            ("Level", 11, {"bold": True, "align": "center", "before": 8, "after": 2}),
            ("Address", SIZE, {"before": 0}), ("Reference", SIZE, {"before": 8, "after": 9}),
            ("Subject", SIZE, {"bold": True, "before": 12, "after": 10}),
            ("Paper Title", 14, {"bold": True, "align": "center", "before": 12, "after": 12}),
            ("Fact", SIZE, {"after": 2}), ("Signature", SIZE, {"indent": 4700}),
            ("Notes", 9.5, {"before": 8}), ("Header", 9, {}), ("Footer", 9, {}),
        ):  # fmt: skip
            if name not in [style.name for style in styles]:
                styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
            self._style(name, size, **more)
        self._feet()

    def _style(
        self, name: str, size: float, *, bold: bool = False, align: str = "", before: float = 0, after: float = 0,
        line: float = 1.08, indent: int = 0,
    ) -> None:  # fmt: skip
        style = self.file.styles[name]
        style.font.name, style.font.size, style.font.bold = LATIN_FACE, Pt(size), bold or None
        properties = style.element.get_or_add_rPr()
        faces = properties.rFonts
        for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            faces.attrib.pop(qn(f"w:{key}"), None)
        faces.set(qn("w:cs"), ARABIC_FACE)
        for gone in (qn("w:color"), qn("w:spacing"), qn("w:kern")):
            for found in properties.findall(gone):
                properties.remove(found)
        wide = OxmlElement("w:szCs")
        wide.set(qn("w:val"), str(round(size * NASKH_SCALE * 2)))
        for found in properties.findall(qn("w:szCs")):
            properties.remove(found)
        properties.find(qn("w:sz")).addnext(wide)
        if bold:
            properties.find(qn("w:b")).addnext(OxmlElement("w:bCs"))
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line
        paragraph = style.element.get_or_add_pPr()
        for gone in (qn("w:pBdr"), qn("w:jc"), qn("w:ind"), qn("w:contextualSpacing"), qn("w:bidi")):
            for found in paragraph.findall(gone):
                paragraph.remove(found)
        if self.side == "rtl":
            paragraph.insert_element_before(OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
        if indent:
            made = OxmlElement("w:ind")
            made.set(qn("w:left"), str(indent))
            paragraph.insert_element_before(made, "w:jc", "w:outlineLvl")
        if align:
            made = OxmlElement("w:jc")
            # in a line that runs from the right, Word's “right” is the end of the line: its left
            made.set(qn("w:val"), {"center": "center", "end": "right"}[align])
            paragraph.insert_element_before(made, "w:outlineLvl")

    def _feet(self) -> None:
        """The number over each page but the first; the square code at the foot of the first, the page at that of the others."""
        section = self.file.sections[0]
        head = section.header.paragraphs[0]
        self._set(head, "{{ number }}")
        first = section.first_page_footer.paragraphs[0]
        first.style = self.file.styles["Footer"]
        self._set(first, "{{ qr }}")
        foot = section.footer.paragraphs[0]
        before, _, after = self.words["page"].partition("{page}")
        between, _, rest = after.partition("{pages}")
        for text, instruction in ((before, "PAGE"), (between, "NUMPAGES"), (rest, "")):
            self._set(foot, text)
            if instruction:
                self._field(foot, instruction)
        for made in (head, foot, first, section.first_page_header.paragraphs[0]):
            self._turn(made)

    def _field(self, paragraph: Any, instruction: str) -> None:
        for kind in ("begin", "separate", "end"):
            run = paragraph.add_run()._r
            if kind == "separate":
                told = OxmlElement("w:instrText")
                told.text = f" {instruction} "
                run.append(told)
                run = paragraph.add_run()._r
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run.append(mark)
            if kind == "separate":
                paragraph.add_run("1")
