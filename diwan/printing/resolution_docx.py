"""Resolutions for the word processor: as adopted, with true right-to-left paragraphs.

The open text travels inside the file (see ``diwan.reading.enclosed``): as long as nobody changes the words, reading it
again loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from diwan.printing import package
from diwan.printing.akoma_ntoso import without_declaration
from diwan.printing.docx_lines import MARGIN, PAGE_HEIGHT, PAGE_WIDTH
from diwan.printing.package import NAMES
from diwan.printing.report import Direction, direction_of
from diwan.printing.resolution import Part, Piece, ResolutionText, name_in
from diwan.printing.styles import style_sheet
from diwan.printing.wordprocessing import field, paragraph, text
from diwan.reading.enclosed import wrapped

STEP = 567
"""How far a sub-paragraph stands in, and the room of a number: a centimetre, in twentieths of a point."""


@dataclass(frozen=True)
class Volume:
    """What the file says of itself."""

    language: str
    direction: Direction
    title: str
    symbol: str
    organisation: str
    issuer: str = ""
    state_text: str = ""


def resolutions_docx(texts: Sequence[ResolutionText], akn: bytes, *, title: str = "", annex: str = "Annex") -> bytes:
    """Resolutions of one language in one file, each beginning on a page of its own.

    ``akn`` is their Akoma Ntoso, ``title`` that of the volume, when they are one, ``annex`` the word for it in their
    language. The same texts give the same bytes.
    """
    first = texts[0]
    volume = Volume(
        first.language, direction_of(first.language), title or f"{first.symbol} {first.title}".strip(),
        first.facts["key"] if len(texts) == 1 else title, name_in(first.facts["organisation"]["name"], first.language),
    )  # fmt: skip
    pages = Pages(volume, annex)
    body = "".join(pages.resolution(text, fresh=n > 0) for n, text in enumerate(texts))
    document = f"<w:document {NAMES}><w:body>{body}{pages.page()}</w:body></w:document>"
    changed = max(text.facts["changed_on"] for text in texts)
    return package.packed(
        volume, body=document, header=f"<w:hdr {NAMES}>{paragraph('Header', '', volume.direction)}</w:hdr>",
        footer=pages.footer(), styles=style_sheet(volume), pictures=[],
        created=datetime.fromisoformat(changed).replace(tzinfo=UTC), data=wrapped(without_declaration(akn), document),
    )  # fmt: skip


class Pages:
    """Sets the words of resolutions in their language and direction."""

    def __init__(self, volume: Volume, annex: str) -> None:
        self.language, self.side, self.annex = volume.language, volume.direction, annex

    def resolution(self, found: ResolutionText, *, fresh: bool) -> str:
        """Number, title, opening, recitals, paragraphs, parts, annexes."""
        written = [self._heading("Heading1", found.symbol, fresh=fresh)]
        if found.title:
            written.append(self._heading("Heading2", found.title))
        if found.opening:
            written.append(paragraph("Normal", self._words(found.opening, italic=True), self.side))
        written.append(self._part(found.body))
        for part in found.parts:
            written += [self._heading("Heading2", part.heading or part.name), self._title(part.title), self._part(part)]
        for n, part in enumerate(found.annexes, 1):
            name = f"{self.annex} {n}" if len(found.annexes) > 1 else self.annex
            title = part.heading or part.name
            written += [self._heading("Heading2", name, fresh=True), self._title(title), self._part(part)]
        return "".join(written)

    def _part(self, part: Part) -> str:
        recitals = (paragraph("Normal", self._words(piece.text, italic=True), self.side) for piece in part.recitals)
        items = (self._title(piece.section) + self._item(piece) for item in part.items for piece in item.walk())
        return "".join([*recitals, *items])

    def _item(self, piece: Piece) -> str:
        verb = piece.verb
        said = self._words(verb, italic=True, bold=True if self.side == "rtl" else None) if verb else ""
        label = self._words(piece.label) + "<w:r><w:tab/></w:r>" if piece.label else ""
        indent = (piece.depth + 1) * STEP if piece.label else piece.depth * STEP
        hanging = f' w:hanging="{STEP}"' if piece.label else ""
        tabs = f'<w:tabs><w:tab w:val="left" w:pos="{indent}"/></w:tabs>' if piece.label else ""
        return paragraph(
            "Normal", label + said + self._words(piece.text[len(verb) :]), self.side, before=tabs,
            after_style=f'<w:ind w:left="{indent}"{hanging}/>',
        )  # fmt: skip

    def _heading(self, style: str, words: str, *, fresh: bool = False) -> str:
        before = "<w:pageBreakBefore/>" if fresh else ""
        return paragraph(
            style, text(words, style, self.language, direction=self.side), self.side, before=before,
            after_style='<w:jc w:val="center"/>',
        )  # fmt: skip

    def _title(self, title: str) -> str:
        return self._heading("Heading2", title) if title else ""

    def _words(self, words: str, *, italic: bool = False, bold: bool | None = None) -> str:
        return text(words, "Normal", self.language, direction=self.side, italic=italic, bold=bold)

    def footer(self) -> str:
        """The number of the page."""
        number = field("PAGE", "1", '<w:rPr><w:rtl w:val="0"/></w:rPr>')
        line = paragraph("Footer", number, self.side, after_style='<w:jc w:val="center"/>')
        return f"<w:ftr {NAMES}>{line}</w:ftr>"

    def page(self) -> str:
        """A4, with the number at the foot."""
        return (
            '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" '
            f'r:id="footer1"/><w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/><w:pgMar w:top="1440" w:right="{MARGIN}" '
            f'w:bottom="1300" w:left="{MARGIN}" w:header="720" w:footer="500" w:gutter="0"/>'
            f"{'<w:bidi/>' if self.side == 'rtl' else ''}</w:sectPr>"
        )
