"""The marks of a word processor's file: runs, paragraphs, tables, written as text.

A report has tens of thousands of runs; building an object for each takes seconds, writing them takes
milliseconds. Every text passes through ``escape`` here and nowhere else. The order of the marks inside
``w:pPr``, ``w:rPr`` and ``w:tblPr`` is the order the schema asks for (ECMA-376, part 1, 17.3 and 17.4).
"""

from collections.abc import Sequence
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from diwan.printing.characters import (
    END_EMBEDDING,
    LEFT_EMBEDDING,
    RIGHT_EMBEDDING,
    direction_in,
    printable,
    runs,
)
from diwan.printing.report import Direction, Tone, direction_of
from diwan.printing.styles import MARKS, SIGNS, STYLES, TONES, tag_of


@cache
def _run_marks(style: str, language: str, right: bool, bold: bool | None, colour: str, italic: bool) -> str:
    """The properties of a run. Right-to-left runs repeat face and size, without which Word takes its own."""
    look = STYLES[style]
    marks: list[str] = []
    if right:
        marks.append(f'<w:rFonts w:hint="cs" w:cs="{look.right_face}"/>')
    if bold is not None:
        value = "1" if bold else "0"
        marks.append(f'<w:b w:val="{value}"/><w:bCs w:val="{value}"/>')
    elif right and look.bold:
        marks.append("<w:b/><w:bCs/>")
    if italic and not right:
        marks.append("<w:i/><w:iCs/>")
    if colour:
        marks.append(f'<w:color w:val="{colour}"/>')
    if right:
        marks.append(f'<w:szCs w:val="{look.right_size}"/><w:rtl/>')
    if language:
        marks.append(f'<w:lang w:bidi="{tag_of(language)}"/>' if right else f'<w:lang w:val="{tag_of(language)}"/>')
    return f"<w:rPr>{''.join(marks)}</w:rPr>" if marks else ""


def text(
    content: str,
    style: str,
    language: str,
    *,
    direction: Direction | None = None,
    bold: bool | None = None,
    colour: str = "",
    italic: bool = False,
    apart: bool = False,
) -> str:
    """A text as runs, one for each change of script; ``direction`` is the paragraph's, or the language's.

    ``apart`` embeds a text of the other direction in its own, so that its words and numbers keep their order.
    Word knows the older embeddings (not the isolates); they are closed here and cannot reach further.
    """
    content = printable(content)
    base = direction or direction_of(language)
    if apart and direction_in(content) not in (None, base):
        content = f"{RIGHT_EMBEDDING if base == 'ltr' else LEFT_EMBEDDING}{content}{END_EMBEDDING}"
    written: list[str] = []
    for piece, right in runs(content, base):
        spoken = language if right == (direction_of(language) == "rtl") else ("ar" if right else "en")
        marks = _run_marks(style, spoken, right, bold, colour, italic)
        written.append(f"<w:r>{marks}{_words(piece)}</w:r>")
    return "".join(written)


def _words(piece: str) -> str:
    lines = escape(piece).split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)


def sign(tone: Tone) -> str:
    """The sign of a status and a space, in its colour."""
    faces = f'w:ascii="{MARKS}" w:hAnsi="{MARKS}" w:eastAsia="{MARKS}" w:cs="{MARKS}"'
    return (
        f'<w:r><w:rPr><w:rFonts {faces}/><w:color w:val="{TONES[tone]}"/></w:rPr>'
        f'<w:t xml:space="preserve">{SIGNS[tone]}\u00a0</w:t></w:r>'
    )


def paragraph(style: str, content: str, direction: Direction, *, before: str = "", after_style: str = "") -> str:
    """A paragraph; ``before`` holds properties that precede ``w:bidi``, ``after_style`` those after it."""
    bidi = "<w:bidi/>" if direction == "rtl" else '<w:bidi w:val="0"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{before}{bidi}{after_style}</w:pPr>{content}</w:p>'


def field(instruction: str, shown: str, marks: str = "", *, stale: bool = False) -> str:
    """A field that the word processor computes (page number, reference), with what to show until then.

    ``stale`` asks it to compute the field on opening.
    """
    dirty = ' w:dirty="1"' if stale else ""
    return (
        f'<w:r>{marks}<w:fldChar w:fldCharType="begin"{dirty}/></w:r>'
        f'<w:r>{marks}<w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r>{marks}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{marks}<w:t>{escape(shown)}</w:t></w:r>"
        f'<w:r>{marks}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def border(side: str, colour: str, eighths: int) -> str:
    """One line of a table or cell: ``eighths`` of a point thick, none when 0."""
    if not eighths:
        return f'<w:{side} w:val="nil"/>'
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour}"/>'


def cell(
    content: str,
    width: int,
    *,
    borders: str = "",
    fill: str = "",
    inset: tuple[int, int, int, int] = (0, 0, 0, 0),
    middle: bool = False,
) -> str:
    """A cell ``width`` twentieths of a point wide; ``inset`` is top, start, bottom, end, as fine."""
    top, start, bottom, end = inset
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        + (f"<w:tcBorders>{borders}</w:tcBorders>" if borders else "")
        + (f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else "")
        + f'<w:tcMar><w:top w:w="{top}" w:type="dxa"/><w:start w:w="{start}" w:type="dxa"/>'
        f'<w:bottom w:w="{bottom}" w:type="dxa"/><w:end w:w="{end}" w:type="dxa"/></w:tcMar>'
        + ('<w:vAlign w:val="center"/>' if middle else "")
        + f"</w:tcPr>{content}</w:tc>"
    )


def row(cells: str, *, head: bool = False, whole: bool = True, height: int = 0) -> str:
    """A row; ``head`` repeats it on every page, ``whole`` keeps it on one, ``height`` is the least."""
    marks = (
        ("<w:cantSplit/>" if whole else "")
        + (f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else "")
        + ("<w:tblHeader/>" if head else "")
    )
    return f"<w:tr>{f'<w:trPr>{marks}</w:trPr>' if marks else ''}{cells}</w:tr>"


def table(
    rows: Sequence[str],
    widths: Sequence[int],
    direction: Direction,
    *,
    borders: str = "",
    indent: int = 0,
    title: str = "",
) -> str:
    """A table of fixed ``widths``; in a right-to-left report its columns run from the right."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        "<w:tbl><w:tblPr>"
        + ("<w:bidiVisual/>" if direction == "rtl" else "")
        + f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="{indent}" w:type="dxa"/>'
        + (f"<w:tblBorders>{borders}</w:tblBorders>" if borders else "")
        + '<w:tblLayout w:type="fixed"/>'
        + (f"<w:tblCaption w:val={quoteattr(printable(title))}/>" if title else "")
        + f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def picture(relation: str, number: int, width: float, height: float, description: str) -> str:
    """A picture in the line, ``width`` by ``height`` points, spoken of by ``description``."""
    across, down = round(width * 12_700), round(height * 12_700)
    said = quoteattr(printable(description).replace("\n", " "))
    size = f'<a:ext cx="{across}" cy="{down}"/>'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr id="{number}" name="{relation}" descr={said}/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="{relation}" descr={said}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        "<pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/>{size}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
