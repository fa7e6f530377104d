"""A template of the office made ready: examined, its places known, compiled once.

docxtpl's rules put the places together that Word has cut into pieces; what stands between the braces is parsed by
jinja2, and refused before it could run unless it is a place, a condition on places or a loop over one.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from diwan.printing.docx_examined import examine_docx
from diwan.printing.letter_runs import W
from diwan.printing.letter_values import PLACES
from diwan.reading.hardened import xml_tree
from diwan.reading.limits import LIMITS

#: Parts that may hold places, how large one may be, and how many places all may have together.
PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_LARGEST, _MOST = 2_000_000, 400
_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


class TemplateUnusable(Exception):
    """A template that cannot be filled in. ``code`` says why, ``particulars`` what; the caller puts it into words.

    ``unknown_place`` (place), ``missing_place`` (place: the first, places: all), ``broken`` (near: the words around,
    reason), ``forbidden`` (place: what is written there), ``too_large``, and those of ``examine_docx`` as ``refused``
    (codes).
    """

    def __init__(self, code: str, **particulars: Any) -> None:
        self.code, self.particulars = code, particulars
        super().__init__(f"{code}: {particulars}")


@dataclass(frozen=True)
class Prepared:
    """A template read once: its compiled parts, and the file without them."""

    rest: bytes
    parts: dict[str, Any]
    relations: dict[str, bytes]
    places: frozenset[str]
    right_styles: frozenset[str]


def relation_name(part: str) -> str:
    """Where the relations of a part are kept."""
    return part.replace("word/", "word/_rels/") + ".rels"


def put(file: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a part without the time of its making, so that the same values give the same file."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(entry, content)


@lru_cache(maxsize=64)
def prepared(template: bytes) -> Prepared:
    """A template made ready, remembered. Raises TemplateUnusable."""
    if codes := examine_docx(template):
        raise TemplateUnusable("refused", codes=codes)
    parts: dict[str, str] = {}
    rest = io.BytesIO()
    right: frozenset[str] = frozenset()
    with zipfile.ZipFile(io.BytesIO(template)) as file, zipfile.ZipFile(rest, "w", zipfile.ZIP_DEFLATED) as kept:
        names = file.namelist()
        related = {name: _NO_RELATIONS for name in names if PARTS.fullmatch(name)}
        relations = {relation_name(name): name for name in related}
        for name in dict.fromkeys(names):
            content = file.read(name)
            if PARTS.fullmatch(name):
                if len(content) > _LARGEST:
                    raise TemplateUnusable("too_large")
                # our own serialisation: docxtpl's patterns know the prefix w: and no other
                parts[name] = etree.tostring(xml_tree(content, LIMITS), encoding="unicode")
            elif name == "[Content_Types].xml":
                put(kept, name, _with_pictures(content))
            elif name in relations:
                related[relations[name]] = content
            else:
                put(kept, name, content)
            if name == "word/styles.xml":
                right = _right_styles(xml_tree(content, LIMITS))
    if sum(part.count("{{") + part.count("{%") for part in parts.values()) > _MOST:
        raise TemplateUnusable("too_large")
    found: set[str] = set()
    compiled = {}
    for name, xml in parts.items():
        compiled[name], used = _compiled(xml)
        found |= used
    if unknown := sorted(found - PLACES):
        raise TemplateUnusable("unknown_place", place=unknown[0], places=unknown)
    return Prepared(rest.getvalue(), compiled, related, frozenset(found), right)


_ENVIRONMENT = SandboxedEnvironment(autoescape=True)
_ENVIRONMENT.globals.clear()
#: What the office may write between the braces, as jinja's own nodes; all else is refused before it could run.
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.For, nodes.If, nodes.Not, nodes.And, nodes.Or,
)  # fmt: skip
_OPEN = re.compile(r"\{\{(?:(?!\}\}).)*?(?=\{[{%]|</w:p>)|\{%(?:(?!%\}).)*?(?=\{[{%]|</w:p>)", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")


def _compiled(xml: str) -> tuple[Any, set[str]]:
    """One part made ready, and the places in it. Raises TemplateUnusable."""
    if unclosed := _OPEN.search(re.sub(r"(?<=\{)(?:<[^>]*>)+(?=[{%])|(?<=[}%])(?:<[^>]*>)+(?=\})", "", xml)):
        near = " ".join(_TAGS.sub("", unclosed.group()).split())[:80]
        raise TemplateUnusable("broken", near=near, reason="unclosed")
    patched = DocxTemplate.patch_xml(None, xml)
    try:
        tree = _ENVIRONMENT.parse(patched)
        _allow(tree, depth=0)
        return _ENVIRONMENT.from_string(tree), meta.find_undeclared_variables(tree)
    except TemplateSyntaxError as error:
        raise TemplateUnusable("broken", near=_near(patched, error), reason=error.message or "") from error


def _allow(node: nodes.Node, *, depth: int) -> None:
    """Raises TemplateUnusable for anything but places, conditions on them and loops over them, one inside no other."""
    if isinstance(node, nodes.For):
        plain = isinstance(node.iter, nodes.Name) and isinstance(node.target, nodes.Name)
        if not plain or depth or node.test or node.recursive:
            raise TemplateUnusable("forbidden", place=_written(node))
        depth += 1
    elif not isinstance(node, _ALLOWED):
        raise TemplateUnusable("forbidden", place=_written(node))
    for child in node.iter_child_nodes():
        _allow(child, depth=depth)


def _written(node: nodes.Node) -> str:
    """What stands there, as near as its names tell."""
    names = [one.name for one in node.find_all(nodes.Name)]
    kinds = {"Call": "( )", "Getattr": ".", "Getitem": "[ ]", "Filter": "|", "For": "for"}
    sign = kinds.get(type(node).__name__, type(node).__name__.lower())
    return f"{', '.join(dict.fromkeys(names)) or '?'} {sign}"


def _near(patched: str, error: TemplateSyntaxError) -> str:
    lines = patched.splitlines() or [""]
    line = lines[min(max(error.lineno - 1, 0), len(lines) - 1)]
    spoken: list[str] = re.findall(r"\{[{%].*?[}%]\}", line) or [_TAGS.sub(" ", line)]
    if len(lines) == 1:  # all of Word's XML is one line: name the place that jinja trips over by trying each
        for one in spoken:
            if one.startswith("{{"):
                try:
                    _ENVIRONMENT.parse(one)
                except TemplateSyntaxError:
                    return _TAGS.sub("", one)[:80]
        blocks = [one for one in spoken if one.startswith("{%")]
        return (blocks[-1] if blocks else spoken[-1])[:80]
    return " ".join(spoken)[:80]


def _right_styles(styles: etree._Element) -> frozenset[str]:
    """The paragraph styles whose lines run from the right; "" stands for the style of paragraphs without one."""
    found: dict[str, tuple[str, bool | None]] = {}
    usual = ""
    for style in styles.iterfind(f"{W}style"):
        if style.get(f"{W}type") != "paragraph":
            continue
        base, bidi = style.find(f"{W}basedOn"), style.find(f"{W}pPr/{W}bidi")
        name = style.get(f"{W}styleId") or ""
        said = None if bidi is None else bidi.get(f"{W}val") not in ("0", "false", "off")
        found[name] = ((base.get(f"{W}val") or "") if base is not None else "", said)
        if style.get(f"{W}default") in ("1", "true", "on"):
            usual = name
    overall = styles.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr/{W}bidi")
    otherwise = overall is not None and overall.get(f"{W}val") not in ("0", "false", "off")

    def right(name: str) -> bool:
        for _step in range(12):
            if name not in found:
                break
            name, said = found[name]
            if said is not None:
                return said
        return otherwise

    return frozenset([name for name in found if right(name)] + ([""] if right(usual) else []))


def _with_pictures(types: bytes) -> bytes:
    """The list of kinds of parts, with PNG among them: the square code is one."""
    root = xml_tree(types, LIMITS)
    name = f"{{{root.nsmap[None]}}}Default"
    if not any((one.get("Extension") or "").lower() == "png" for one in root.iterfind(name)):
        root.insert(0, etree.Element(name, Extension="png", ContentType="image/png"))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
