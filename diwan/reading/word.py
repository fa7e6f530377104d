"""Paragraphs of a Word document (DOCX), read from its XML without opening anything it points to."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from lxml import etree

from .hardened import Parcel, walk_shallow, xml_tree
from .letters import printed
from .limits import Limits
from .lines import Extract, Line
from .refusals import Unreadable
from .word_numbers import Numbering, W, read_numbering

MAIN = "word/document.xml"
_SKIPPED = {
    f"{W}{name}"
    for name in [
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "rPr",
        "pPr",
        "footnoteReference",
        "endnoteReference",
        "commentReference",
        "annotationRef",
    ]
}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{W}br", f"{W}cr"}
TWIPS_PER_CHARACTER = 120  # half an em of a 12 point face: only for comparing indents


def read_word(path: Path, limits: Limits) -> Extract:
    """The paragraphs, table rows and footnotes of a DOCX, automatic numbers worked out.

    Raises Unreadable: corrupt, encrypted, bomb, wrong_type.
    """
    with Parcel(path, limits) as parcel:
        if MAIN not in parcel.names:
            raise Unreadable("encrypted" if "EncryptedPackage" in parcel.names else "corrupt", "no main part")
        document = xml_tree(_transitional(parcel.part(MAIN)), limits)
        parts = {
            name: xml_tree(_transitional(parcel.part(f"word/{name}.xml")), limits)
            for name in ("numbering", "styles", "footnotes")
            if f"word/{name}.xml" in parcel.names
        }
    walk_shallow(document, limits.depth)
    body = document.find(f"{W}body")
    if body is None:
        if document.tag.endswith("}document"):
            raise Unreadable("wrong_type", "an unknown dialect of Word")
        raise Unreadable("corrupt", "no body")
    paper = _Paper(read_numbering(parts.get("numbering")), _styles(parts.get("styles")))
    lines = list(islice(paper.blocks(body), limits.lines + 1))
    return Extract("docx", lines, footnotes=_footnotes(parts.get("footnotes")), pages=paper.page)


class _Paper:
    def __init__(self, numbering: Numbering, styles: dict[str, etree._Element]) -> None:
        self.numbering = numbering
        self.styles = styles
        self.page = 1
        self.count = 0

    def blocks(self, node: etree._Element) -> Iterator[Line]:
        for child in node:
            if child.tag == f"{W}p":
                yield self.paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self.table(child)
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
                yield from self.blocks(child)

    def table(self, node: etree._Element) -> Iterator[Line]:
        for row in node.iterfind(f"{W}tr"):
            cells = [[line for line in self.blocks(cell) if line.text or line.label] for cell in row.iterfind(f"{W}tc")]
            texts = [" ".join(f"{line.label or ''} {line.text}".strip() for line in cell) for cell in cells]
            if len(cells) == 1:
                yield from cells[0]
            elif any(texts):
                yield Line(
                    "\t".join(t.replace("\n", " ") for t in texts),
                    page=self.page,
                    kind="row",
                    source=self.count,
                )

    def paragraph(self, node: etree._Element) -> Line:
        self.count += 1
        properties = node.find(f"{W}pPr")
        style = self._style(properties)
        number, depth = self._numbered(properties, style)
        text = "".join(self.texts(node))
        pieces = [piece for piece in map(printed, text.split("\n")) if piece]
        label = self.numbering.label(number, depth) if number and pieces else None
        runs = [run for run in node.iter(f"{W}r") if "".join(t.text or "" for t in run.iterfind(f"{W}t")).strip()]
        return Line(
            "\n".join(pieces), page=self.page, label=label, level=depth,
            bold=bool(runs) and all(map(_bold, runs)),
            centred=self._value(properties, style, "jc") == "center",
            indent=self._indent(properties, style), gap=True, source=self.count,
        )  # fmt: skip

    def texts(self, node: etree._Element) -> Iterator[str]:
        for child in node:
            tag = child.tag
            if tag in _SKIPPED or tag == _FALLBACK or not isinstance(tag, str):
                continue
            if tag == f"{W}t":
                yield child.text or ""
            elif tag == f"{W}tab" or tag == f"{W}ptab":
                yield "\t"
            elif tag == f"{W}noBreakHyphen":
                yield "-"
            elif tag == f"{W}lastRenderedPageBreak":
                self.page += 1
            elif tag in _BREAKS:
                if child.get(f"{W}type") == "page":
                    self.page += 1
                yield "\n"
            elif tag == f"{W}p":
                yield "\n"
                yield from self.texts(child)
            else:
                yield from self.texts(child)

    def _style(self, properties: etree._Element | None) -> list[etree._Element]:
        """The style of a paragraph and those it is based on, nearest first."""
        link = properties.find(f"{W}pStyle") if properties is not None else None
        name = (link.get(f"{W}val") if link is not None else None) or "Normal"
        chain: list[etree._Element] = []
        while name in self.styles and len(chain) < 12:
            chain.append(self.styles[name])
            base = chain[-1].find(f"{W}basedOn")
            name = (base.get(f"{W}val") or "") if base is not None else ""
        return chain

    def _numbered(self, properties: etree._Element | None, style: list[etree._Element]) -> tuple[str | None, int]:
        for place in [properties, *(node.find(f"{W}pPr") for node in style)]:
            found = place.find(f"{W}numPr") if place is not None else None
            if found is not None:
                num, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
                value = num.get(f"{W}val") if num is not None else None
                depth = (level.get(f"{W}val") if level is not None else None) or "0"
                return (None if value in (None, "0") else value), int(depth) if depth.isdigit() else 0
        return None, 0

    def _value(self, properties: etree._Element | None, style: list[etree._Element], name: str) -> str | None:
        for place in [properties, *(node.find(f"{W}pPr") for node in style)]:
            found = place.find(f"{W}{name}") if place is not None else None
            if found is not None:
                return found.get(f"{W}val")
        return None

    def _indent(self, properties: etree._Element | None, style: list[etree._Element]) -> int:
        for place in [properties, *(node.find(f"{W}pPr") for node in style)]:
            found = place.find(f"{W}ind") if place is not None else None
            if found is not None:
                value = found.get(f"{W}left") or found.get(f"{W}start") or "0"
                return int(value) // TWIPS_PER_CHARACTER if value.lstrip("-").isdigit() and len(value) < 8 else 0
        return 0


def _transitional(raw: bytes) -> bytes:
    """A part of the strict dialect of the standard, in the names of the usual one."""
    return raw.replace(b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode())


def _bold(run: etree._Element) -> bool:
    for name in ("rPr/{W}b", "rPr/{W}bCs"):
        found = run.find(f"{W}" + name.replace("{W}", W))
        if found is not None and found.get(f"{W}val") not in ("0", "false"):
            return True
    return False


def _styles(root: etree._Element | None) -> dict[str, etree._Element]:
    if root is None:
        return {}
    return {node.get(f"{W}styleId") or "": node for node in root.iterfind(f"{W}style")}


def _footnotes(root: etree._Element | None) -> list[str]:
    if root is None:
        return []
    notes = [printed("".join(t.text or "" for t in note.iter(f"{W}t"))) for note in root.iterfind(f"{W}footnote")]
    return [note for note in notes if note]
