"""A DOCX as a tree of plain data for the typesetter: sections, paragraphs, runs, tables, pictures, in reading order.

What is not understood loses its form and keeps its words: a text frame becomes paragraphs after the one it hangs at, a
formula its signs, an unknown element whatever text is in it. What Word would not print either stays out: deleted
words, instructions of fields, comments, hidden runs.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from diwan.printing.docx_looks import Look, W, borders, points, value
from diwan.printing.docx_runs import Line
from diwan.printing.docx_source import Source
from diwan.printing.docx_tables import table

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_SKIPPED = {f"{W}{name}" for name in ("del", "moveFrom", "delText", "delInstrText", "instrText", "rPr", "pPr", "tblPr", "trPr",
            "tcPr", "sectPr", "annotationRef", "commentReference", "footnoteRef", "endnoteRef", "sdtPr", "sdtEndPr", "rubyPr",
            "proofErr", "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd")} | {f"{_MC}Fallback"}  # fmt: skip
_HOLDERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
_PICTURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif"}
_EMU = 12_700.0
_FIELD = re.compile(r"\s*(NUMPAGES|SECTIONPAGES|PAGE)\b", re.IGNORECASE)

Node = dict[str, Any]


class Part:
    """One part of a document being read: its body, a head, a foot, its notes."""

    def __init__(self, source: Source, name: str, *, inside: bool = False) -> None:
        self.source, self.name, self.links = source, name, source.relations(name)
        self.inside = inside  # where no page can end: a cell, a head, a note
        self.after, self.style = 0.0, ""
        self.framed: list[Node] = []
        self.fields: list[Node] = []

    # blocks --------------------------------------------------------------------------------------------------------
    def blocks(self, node: etree._Element) -> Iterator[Node]:
        for child in node:
            yield from self.block(child)

    def block(self, node: etree._Element) -> Iterator[Node]:
        if node.tag == f"{W}p":
            yield from self.paragraph(node)
        elif node.tag == f"{W}tbl":
            yield self.table(node)
            self.after, self.style = 0.0, ""
        elif node.tag in _HOLDERS or (isinstance(node.tag, str) and node.tag not in _SKIPPED):
            yield from self.blocks(node)

    def paragraph(self, node: etree._Element) -> Iterator[Node]:
        form, run = self.source.looks.paragraph(node.find(f"{W}pPr"))
        line = Line(form)
        outer, self.framed = self.framed, []
        self._gather(node, line, run)
        framed, self.framed = self.framed, outer
        number = form.get("number") or "0"
        label = ""
        if number != "0" and line.has_content:
            label = self.source.numbering.label(number, form.get("level", 0)) or "•"
            if not form.get("start") and not form.get("first"):
                form = {**form, "start": 18.0 * (form.get("level", 0) + 1), "first": -18.0}
        before, after = form.get("before", 0.0), form.get("after", 0.0)
        together = form.get("contextualSpacing") and form.get("style", "") == self.style
        mark = self.source.looks.run(run, node.find(f"{W}pPr/{W}rPr"))
        made = line.block(form, mark, label=label, gap=0.0 if together else before + self.after)
        yield from [made] if self.inside else _paged(made)
        self.after, self.style = after, form.get("style", "")
        yield from framed

    def _gather(self, node: etree._Element, line: Line, base: Look) -> None:
        """The runs of a paragraph; those within links, controls and insertions too."""
        for child in node:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                continue
            if tag == f"{W}r":
                look = self.source.looks.run(base, child.find(f"{W}rPr"))
                if not look.get("hidden"):
                    self._run(child, line, look)
            elif tag == f"{W}fldSimple" and (found := _FIELD.match(value(child, "instr"))):
                line.field(found[1].upper(), base)
            elif tag in (f"{W}p", f"{W}tbl"):
                self.framed += self.block(child)
            elif tag == f"{_M}t":
                line.text(child.text or "", base)
            else:
                self._gather(child, line, base)

    def _run(self, node: etree._Element, line: Line, look: Look) -> None:
        for child in node:
            tag = child.tag
            if tag == f"{W}fldChar":
                self._field(child, line, look)
            elif tag == f"{W}instrText":
                if self.fields:
                    self.fields[-1]["told"] += child.text or ""
            elif not isinstance(tag, str) or tag in _SKIPPED or (self.fields and self.fields[-1].get("silent")):
                continue
            elif tag == f"{W}t":
                line.text(child.text or "", look)
            elif tag in (f"{W}tab", f"{W}ptab"):
                line.tab(look, value(child, "alignment"))
            elif tag in (f"{W}br", f"{W}cr"):
                line.cut("page" if value(child, "type") == "page" else "line", look)
            elif tag == f"{W}noBreakHyphen":
                line.text("\u2011", look)
            elif tag == f"{W}sym":
                line.text("•", look)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self._note(child, line, look)
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self._picture(child, line, look)
            else:
                self._gather(child, line, look)

    def _field(self, node: etree._Element, line: Line, look: Look) -> None:
        """A field of three parts: its instruction, then what it last showed. The page is counted anew."""
        kind = value(node, "fldCharType")
        if kind == "begin":
            self.fields.append({"told": "", "silent": bool(self.fields and self.fields[-1].get("silent"))})
        elif kind == "separate" and self.fields:
            if (found := _FIELD.match(self.fields[-1]["told"])) and not self.fields[-1]["silent"]:
                line.field(found[1].upper(), look)
                self.fields[-1]["silent"] = self.fields[-1]["done"] = True
        elif kind == "end" and self.fields:
            ended = self.fields.pop()
            if not ended["silent"] and (found := _FIELD.match(ended["told"])) and "done" not in ended:
                line.field(found[1].upper(), look)

    def _note(self, node: etree._Element, line: Line, look: Look) -> None:
        part = "footnotes" if node.tag == f"{W}footnoteReference" else "endnotes"
        name = f"word/{part}.xml"
        if name not in self.source.parts:
            return
        wanted = value(node, "id")
        for note in self.source.root(name).iterfind(f"{W}{part[:-1]}"):
            if value(note, "id") == wanted:
                mark = str(len(self.source.notes) + 1)
                self.source.notes.append((mark, []))
                self.source.notes[-1] = (mark, list(Part(self.source, name, inside=True).blocks(note)))
                line.text(mark, {**look, "raised": 1})

    def _picture(self, node: etree._Element, line: Line, look: Look) -> None:
        """Pictures that a PDF can hold; of the others the words that describe them. Frames of text come after."""
        for inner in node.iter(f"{W}txbxContent"):
            if not any(above.tag == f"{_MC}Fallback" for above in inner.iterancestors()):
                self.framed += self.blocks(inner)
        extent = next(node.iter(f"{_WP}extent"), None)
        width = points((extent.get("cx") or "0"), _EMU) if extent is not None else 0.0
        height = points((extent.get("cy") or "0"), _EMU) if extent is not None else 0.0
        for blip in node.iter(f"{_A}blip", f"{_V}imagedata"):
            if any(above.tag == f"{_MC}Fallback" for above in blip.iterancestors()):
                continue
            name = self.links.get(blip.get(f"{_R}embed") or blip.get(f"{_R}id") or "", "")
            content = self.source.parts.get(name, b"")
            kind = next((kind for head, kind in _PICTURES.items() if content.startswith(head)), "")
            if not kind:
                continue
            file = f"{len(self.source.pictures)}.{kind}"
            known = next((key for key, one in self.source.pictures.items() if one == content), None)
            self.source.pictures.setdefault(known or file, content)
            described = next(node.iter(f"{_WP}docPr"), None)
            line.picture(
                known or file, width, height, (described.get("descr") or "") if described is not None else "", look
            )

    # tables ----------------------------------------------------------------------------------------------------------
    def table(self, node: etree._Element) -> Node:
        return table(self, node)

    def cell(self, node: etree._Element) -> list[Node]:
        """The blocks of a cell: their spacing begins anew."""
        outer, self.inside = self.inside, True
        self.after, self.style = 0.0, ""
        found = list(self.blocks(node))
        self.after, self.style, self.inside = 0.0, "", outer
        return found

    def borders_of(self, properties: etree._Element | None) -> Look:
        """The lines of a table, from its style and itself."""
        style = value(properties.find(f"{W}tblStyle")) if properties is not None else ""
        own = borders(properties.find(f"{W}tblBorders")) if properties is not None else {}
        return {**self.source.looks.table_borders.get(style, {}), **own}


def _paged(block: Node) -> Iterator[Node]:
    """A paragraph in which pages end, as several."""
    if block.pop("break"):
        yield {"k": "break"}
    held: list[Node] = []
    for piece in block["pieces"]:
        if piece.get("k") != "page":
            held.append(piece)
            continue
        if held or block["label"]:
            yield {**block, "pieces": held}
            block = {**block, "label": None, "gap": 0.0, "first": 0.0, "outline": 0}
        held = []
        yield {"k": "break"}
    if held or not any(piece.get("k") == "page" for piece in block["pieces"]):
        yield {**block, "pieces": held}
