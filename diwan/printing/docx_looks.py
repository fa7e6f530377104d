"""How the paragraphs and runs of a DOCX look: defaults, styles and what is said directly, worked out together.

Sizes and distances are in points. Only what paper can show is kept; a theme gives its faces, all ink is black.
"""

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

from diwan.reading.hardened import xml_tree
from diwan.reading.limits import LIMITS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_OFF = ("0", "false", "off", "none")
#: Faces without serifs, by pieces of their names; a face that is none of these is set in our serif.
_SANS = ("sans", "arial", "calibri", "helvetica", "verdana", "tahoma", "segoe", "aptos", "gill", "dubai", "majalla",
         "trebuchet", "roboto", "univers", "futura", "kufi", "plex")  # fmt: skip
_RUN_SWITCHES = {"b": "bold", "bCs": "right_bold", "i": "italic", "iCs": "right_italic", "strike": "strike",
                 "dstrike": "strike", "caps": "capitals", "smallCaps": "capitals", "rtl": "right", "vanish": "hidden",
                 "cs": "complex"}  # fmt: skip

Look = dict[str, Any]


def value(node: etree._Element | None, name: str = "val") -> str:
    """An attribute of Word's namespace, "" without."""
    return (node.get(f"{W}{name}") or "") if node is not None else ""


def points(said: str, per: float = 20.0) -> float:
    """A measure in parts of a point ("240" twentieths); 0 for what is no number or beyond all paper."""
    try:
        return max(-2000.0, min(float(said) / per, 2000.0))
    except ValueError:
        return 0.0


def on(node: etree._Element | None) -> bool:
    """Whether a switch stands and is not switched off."""
    return node is not None and value(node) not in _OFF


@dataclass
class Looks:
    """The styles of one document, each worked out to its end."""

    paragraph_defaults: Look = field(default_factory=dict)
    run_defaults: Look = field(default_factory=dict)
    paragraph_styles: dict[str, tuple[Look, Look]] = field(default_factory=dict)
    run_styles: dict[str, Look] = field(default_factory=dict)
    table_borders: dict[str, Look] = field(default_factory=dict)
    faces: dict[str, str] = field(default_factory=dict)
    usual: str = ""

    def paragraph(self, properties: etree._Element | None) -> tuple[Look, Look]:
        """How a paragraph looks, and how its runs look before they say anything themselves."""
        style = value(properties.find(f"{W}pStyle")) if properties is not None else ""
        form, run = self.paragraph_styles.get(style or self.usual, (self.paragraph_defaults, self.run_defaults))
        said = paragraph_look(properties) if properties is not None else {}
        return ({**form, **said, "style": style} if said or style else form), run

    def run(self, base: Look, properties: etree._Element | None) -> Look:
        """How a run looks in a paragraph whose runs look like ``base``."""
        if properties is None or not len(properties):
            return base
        style = self.run_styles.get(value(properties.find(f"{W}rStyle")), {})
        return {**base, **style, **run_look(properties, self.faces)}


def read_looks(styles: bytes | None, theme: bytes | None) -> Looks:
    """The looks of a document from its two parts; remembered, since the letters of one template share them."""
    key = hashlib.sha256((styles or b"") + b"\0" + (theme or b"")).digest()
    return _read(key, styles, theme)


@lru_cache(maxsize=32)
def _read(_key: bytes, styles: bytes | None, theme: bytes | None) -> Looks:
    looks = Looks(faces=_theme_faces(xml_tree(theme, LIMITS)) if theme else {})
    looks.run_defaults = {"size": 10.0, "right_size": 10.0}
    if styles is None:
        return looks
    root = xml_tree(transitional(styles), LIMITS)
    defaults = root.find(f"{W}docDefaults")
    if defaults is not None:
        usual_run, usual_form = defaults.find(f"{W}rPrDefault/{W}rPr"), defaults.find(f"{W}pPrDefault/{W}pPr")
        looks.run_defaults |= run_look(usual_run, looks.faces) if usual_run is not None else {}
        looks.paragraph_defaults = paragraph_look(usual_form) if usual_form is not None else {}
    nodes = {value(node, "styleId"): node for node in root.iterfind(f"{W}style")}
    for name, node in nodes.items():
        kind = value(node, "type")
        chain = _chain(name, nodes)
        if kind == "paragraph":
            form, run = dict(looks.paragraph_defaults), dict(looks.run_defaults)
            for one in chain:
                said, told = one.find(f"{W}pPr"), one.find(f"{W}rPr")
                form |= paragraph_look(said) if said is not None else {}
                run |= run_look(told, looks.faces) if told is not None else {}
            looks.paragraph_styles[name] = (form, run)
            if value(node, "default") in ("1", "true", "on"):
                looks.usual = name
        elif kind == "character":
            found: Look = {}
            for one in chain:
                told = one.find(f"{W}rPr")
                found |= run_look(told, looks.faces) if told is not None else {}
            looks.run_styles[name] = found
        elif kind == "table":
            lines: Look = {}
            for one in chain:
                lines |= borders(one.find(f"{W}tblPr/{W}tblBorders"))
            looks.table_borders[name] = lines
    return looks


def transitional(raw: bytes) -> bytes:
    """A part of the strict dialect of the standard, in the names of the usual one."""
    return raw.replace(b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode())


def _chain(name: str, nodes: dict[str, etree._Element]) -> list[etree._Element]:
    """A style and those it is based on, the farthest first."""
    chain: list[etree._Element] = []
    while name in nodes and len(chain) < 12:
        chain.append(nodes[name])
        name = value(chain[-1].find(f"{W}basedOn"))
    return chain[::-1]


def _theme_faces(root: etree._Element) -> dict[str, str]:
    found = {}
    for part in ("major", "minor"):
        latin = root.find(f".//{_A}{part}Font/{_A}latin")
        if latin is not None:
            found[part] = latin.get("typeface") or ""
    return found


def is_sans(face: str) -> bool:
    """Whether a face, by its name, is one without serifs."""
    lowered = face.lower()
    return any(part in lowered for part in _SANS)


def run_look(node: etree._Element, faces: dict[str, str]) -> Look:
    """What a run says of itself."""
    look: Look = {}
    for child in node:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name in _RUN_SWITCHES:
            look[_RUN_SWITCHES[name]] = on(child)
        elif name == "sz":
            look["size"] = points(value(child), 2) or 10.0
        elif name == "szCs":
            look["right_size"] = points(value(child), 2) or 10.0
        elif name == "u":
            look["under"] = on(child)
        elif name == "vertAlign":
            look["raised"] = {"superscript": 1, "subscript": -1}.get(value(child), 0)
        elif name == "rFonts":
            themed = faces.get(value(child, "asciiTheme")[:5]) if value(child, "asciiTheme") else ""
            if face := themed or value(child, "ascii"):
                look["sans"] = is_sans(face)
            if face := value(child, "cs"):
                look["right_sans"] = is_sans(face)
    return look


def paragraph_look(node: etree._Element) -> Look:
    """What a paragraph says of itself."""
    look: Look = {}
    for child in node:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name == "jc":
            look["align"] = value(child)
        elif name == "bidi":
            look["right"] = on(child)
        elif name == "spacing":
            look |= _spacing(child)
        elif name == "ind":
            look |= _indents(child)
        elif name in ("keepNext", "pageBreakBefore", "contextualSpacing"):
            look[name] = on(child)
        elif name == "outlineLvl":
            look["outline"] = int(points(value(child), 1))
        elif name == "numPr":
            number, level = child.find(f"{W}numId"), child.find(f"{W}ilvl")
            look["number"] = value(number) if number is not None else look.get("number", "")
            look["level"] = int(points(value(level), 1))
        elif name == "pBdr":
            look["borders"] = borders(child)
        elif name == "tabs":
            look["tabs"] = [
                (points(value(stop, "pos")), value(stop))
                for stop in child.iterfind(f"{W}tab")
                if value(stop) not in ("clear", "bar")
            ]
    return look


def _spacing(node: etree._Element) -> Look:
    look: Look = {}
    for name in ("before", "after"):
        if said := value(node, name):
            look[name] = points(said)
        if value(node, f"{name}Autospacing") in ("1", "true", "on"):
            look[name] = 14.0
    if said := value(node, "line"):
        fixed = value(node, "lineRule") in ("exact", "atLeast")
        look["line"], look["fixed"] = (points(said), True) if fixed else (points(said, 240), False)
    return look


def _indents(node: etree._Element) -> Look:
    look: Look = {}
    for key, names in (("start", ("start", "left")), ("end", ("end", "right"))):
        said = next((said for name in names if (said := value(node, name))), "")
        if said:
            look[key] = points(said)
    if said := value(node, "hanging"):
        look["first"] = -points(said)
    elif said := value(node, "firstLine"):
        look["first"] = points(said)
    return look


def borders(node: etree._Element | None) -> Look:
    """The lines of a paragraph, a table or a cell: their thickness in points by side, 0 for none."""
    found: Look = {}
    for child in node if node is not None else ():
        name = {"left": "start", "right": "end"}.get(side := etree.QName(child).localname, side)
        none = value(child) in ("nil", "none", "")
        found[name] = 0.0 if none else max(0.4, min(points(value(child, "sz"), 8) or 0.5, 3.0))
    return found
