"""Tables of a DOCX on a grid that holds: spans worked out, rows filled up, whatever the file says of them."""

from typing import TYPE_CHECKING, Any

from lxml import etree

from diwan.printing.docx_looks import Look, W, borders, on, points, value

if TYPE_CHECKING:
    from diwan.printing.docx_tree import Part

Node = dict[str, Any]
_ROWS = (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins")


def table(part: "Part", node: etree._Element) -> Node:
    """One table: its columns, and rows of cells with their places on the grid."""
    properties = node.find(f"{W}tblPr")
    lines, gap = part.borders_of(properties), part.after
    rows = [_row(part, row) for row in _children(node, f"{W}tr")]
    columns = max((sum(cell["span"] for cell in row["cells"]) + row["skip"] for row in rows), default=0)
    widths = [points(value(one, "w")) for one in node.iterfind(f"{W}tblGrid/{W}gridCol")]
    if len(widths) != columns or not all(width > 0 for width in widths):
        widths = _from_cells(rows, columns) or [0.0] * columns
    placed = _placed(rows, columns)
    _draw(placed, lines, len(rows), columns)
    heads = 0
    for row in rows:
        if not row["head"]:
            break
        heads += 1
    if heads == len(rows) or any(cell["y"] < heads < cell["y"] + cell["down"] for cell in placed):
        heads = 0
    indent = points(value(properties.find(f"{W}tblInd"), "w")) if properties is not None else 0.0
    return {
        "k": "table", "widths": widths, "cells": placed, "heads": heads, "rows": len(rows), "gap": gap,
        "dir": "rtl" if properties is not None and on(properties.find(f"{W}bidiVisual")) else "ltr",
        "align": value(properties.find(f"{W}jc")) if properties is not None else "", "indent": max(indent, 0.0),
        "inset": _inset(properties),
    }  # fmt: skip


def _inset(properties: etree._Element | None) -> float:
    """The paper at both sides of a cell; Word's own is 0.19 cm."""
    margins = properties.find(f"{W}tblCellMar") if properties is not None else None
    for side in ("start", "left"):
        found = margins.find(f"{W}{side}") if margins is not None else None
        if found is not None:
            return max(points(value(found, "w")), 0.0)
    return 5.4


def _children(node: etree._Element, tag: str) -> list[etree._Element]:
    """Rows of a table, cells of a row; those within content controls too."""
    found: list[etree._Element] = []
    for child in node:
        if child.tag == tag:
            found.append(child)
        elif child.tag in _ROWS:
            found += _children(child, tag)
    return found


def _row(part: "Part", node: etree._Element) -> Node:
    properties = node.find(f"{W}trPr")
    skip = int(points(value(properties.find(f"{W}gridBefore")), 1)) if properties is not None else 0
    gone = properties is not None and properties.find(f"{W}del") is not None
    cells = [] if gone else [_cell(part, cell) for cell in _children(node, f"{W}tc")]
    return {
        "cells": cells,
        "skip": max(skip, 0),
        "head": properties is not None and on(properties.find(f"{W}tblHeader")),
    }


def _cell(part: "Part", node: etree._Element) -> Node:
    properties = node.find(f"{W}tcPr")
    said: Look = borders(properties.find(f"{W}tcBorders")) if properties is not None else {}
    merge = properties.find(f"{W}vMerge") if properties is not None else None
    span = int(points(value(properties.find(f"{W}gridSpan")), 1)) if properties is not None else 1
    fill = value(properties.find(f"{W}shd"), "fill") if properties is not None else ""
    return {
        "span": min(max(span, 1), 63), "own": said,
        "merge": "" if merge is None else ("restart" if value(merge) == "restart" else "continue"),
        "width": points(value(properties.find(f"{W}tcW"), "w")) if properties is not None else 0.0,
        "fill": fill if _light(fill) else "", "middle": properties is not None and value(properties.find(f"{W}vAlign")) == "center",
        "blocks": part.cell(node),
    }  # fmt: skip


def _light(fill: str) -> bool:
    """Whether a ground is light enough for black letters."""
    try:
        red, green, blue = (int(fill[at : at + 2], 16) for at in (0, 2, 4))
    except ValueError:
        return False
    return len(fill) == 6 and 0.3 * red + 0.6 * green + 0.1 * blue > 180


def _from_cells(rows: list[Node], columns: int) -> list[float]:
    """Widths from a row that has a cell for each column."""
    for row in rows:
        if len(row["cells"]) == columns and all(cell["width"] > 0 for cell in row["cells"]):
            return [cell["width"] for cell in row["cells"]]
    return []


def _placed(rows: list[Node], columns: int) -> list[Node]:
    """Each cell at its place; one that goes on downward is one tall cell, its empty continuations fall away."""
    placed: list[Node] = []
    tall: dict[int, Node] = {}
    for y, row in enumerate(rows):
        x = row["skip"]
        going: dict[int, Node] = {}
        for cell in row["cells"]:
            above = tall.get(x)
            if cell["merge"] == "continue" and above is not None and above["span"] == cell["span"]:
                above["down"] += 1
                above["blocks"] += [block for block in cell["blocks"] if block.get("pieces") or block["k"] == "table"]
                going[x] = above
            else:
                fresh = {
                    "x": x, "y": y, "span": cell["span"], "down": 1, "own": cell["own"], "fill": cell["fill"],
                    "middle": cell["middle"], "blocks": cell["blocks"],
                }  # fmt: skip
                placed.append(fresh)
                if cell["merge"]:
                    going[x] = fresh
            x += cell["span"]
        tall = going
    return placed


def _draw(placed: list[Node], lines: Look, rows: int, columns: int) -> None:
    """The lines around each cell: its own, else those of the table at its edge or between its cells."""
    for cell in placed:
        own = cell.pop("own")
        edges = {
            "top": cell["y"] == 0, "bottom": cell["y"] + cell["down"] == rows,
            "start": cell["x"] == 0, "end": cell["x"] + cell["span"] == columns,
        }  # fmt: skip
        drawn = {}
        for side, outer in edges.items():
            between = lines.get("insideH" if side in ("top", "bottom") else "insideV", 0)
            drawn[side] = own[side] if side in own else lines.get(side, 0) if outer else between
        cell["lines"] = drawn
