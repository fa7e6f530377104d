"""The sections of a DOCX: their paper, their heads and feet, and what stands on it."""

from typing import Any

from lxml import etree

from diwan.printing.docx_looks import W, on, points, value
from diwan.printing.docx_source import Source
from diwan.printing.docx_tree import Part
from diwan.reading.refusals import Unreadable

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
Node = dict[str, Any]


def tree(source: Source) -> list[Node]:
    """The sections of a document, each with its paper; notes and pictures are kept in ``source``. Raises Unreadable."""
    body = source.root("word/document.xml").find(f"{W}body")
    if body is None:
        raise Unreadable("corrupt", "no body")
    part = Part(source, "word/document.xml")
    found: list[Node] = []
    blocks: list[Node] = []
    named: dict[str, str] = {}
    for child in body:
        blocks += part.block(child)
        end = child if child.tag == f"{W}sectPr" else child.find(f"{W}pPr/{W}sectPr") if child.tag == f"{W}p" else None
        if end is None:
            continue
        page = _page(part, end, named)
        same = found and all(found[-1][key] == page[key] for key in ("header", "footer", "first", "width", "height"))
        if value(end.find(f"{W}type")) == "continuous" and same:
            found[-1]["blocks"] += blocks
        else:
            found.append({**page, "blocks": blocks})
        blocks = []
    if blocks or not found:
        found.append({**_page(part, etree.Element(f"{W}sectPr"), named), "blocks": blocks})
    return found


def _page(part: Part, end: etree._Element, named: dict[str, str]) -> Node:
    """The paper of a section; a head it does not name itself is that of the section before it."""
    for kind in ("header", "footer"):
        for one in end.iterfind(f"{W}{kind}Reference"):
            named[f"{kind}-{value(one, 'type') or 'default'}"] = part.links.get(one.get(f"{_R}id") or "", "")
    size, margin = end.find(f"{W}pgSz"), end.find(f"{W}pgMar")
    first = on(end.find(f"{W}titlePg"))
    source = part.source
    sides = {side: abs(points(value(margin, side) or "1440")) for side in ("top", "bottom", "left", "right")}
    width, height = points(value(size, "w") or "11906"), points(value(size, "h") or "16838")
    width, height = max(width, 100.0), max(height, 100.0)
    for near, far, whole in (("left", "right", width), ("top", "bottom", height)):
        if sides[near] + sides[far] > whole - 72:  # margins that leave no paper
            sides[near] = sides[far] = whole / 10
    page: Node = {
        "width": width, "height": height, **sides, "first": first,
        "head": abs(points(value(margin, "header") or "720")), "foot": abs(points(value(margin, "footer") or "720")),
        "header": _story(source, named.get("header-default", "")), "footer": _story(source, named.get("footer-default", "")),
        "first_header": _story(source, named.get("header-first", "")) if first else [],
        "first_footer": _story(source, named.get("footer-first", "")) if first else [],
        "even_header": _story(source, named.get("header-even", "")) if source.even else [],
        "even_footer": _story(source, named.get("footer-even", "")) if source.even else [],
        "even": source.even, "dir": "rtl" if on(end.find(f"{W}bidi")) else "ltr",
    }  # fmt: skip
    room = width - sides["left"] - sides["right"]
    page["fits"] = all(
        _height(page[f"{which}{kind}"], room) + page[edge] < page[side]
        for kind, edge, side in (("header", "head", "top"), ("footer", "foot", "bottom"))
        for which in ("", "first_", "even_")
    )
    return page


def _story(source: Source, name: str) -> list[Node]:
    """The blocks of a head or a foot."""
    return list(Part(source, name, inside=True).blocks(source.root(name))) if name in source.parts else []


def _height(blocks: list[Node], width: float) -> float:
    """How high a head or foot is at most, roughly: where it surely fits its margin nothing need be measured."""
    total = 0.0
    for block in blocks:
        if block["k"] != "p":
            return 1_000.0
        letters = sum(len(piece.get("t", "")) for piece in block["pieces"])
        size = max([block["size"], *(piece["s"] for piece in block["pieces"])])
        lines = (
            1 + letters * size * 0.62 // width + sum(piece.get("k") in ("line", "page") for piece in block["pieces"])
        )
        pictures = sum(piece.get("h") or 300.0 for piece in block["pieces"] if piece.get("k") == "picture")
        total += block["gap"] + lines * size * 1.35 * (1.0 if block["fixed"] else max(block["line"], 1.0)) + pictures
    return total
