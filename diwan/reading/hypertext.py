"""Paragraphs of an HTML page, however badly it was written, and of an XML document."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree, html

from .decoding import decoded
from .hardened import walk_shallow, xml_tree
from .letters import printed
from .limits import Limits
from .lines import Extract, Line
from .refusals import Unreadable
from .word_numbers import formatted

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "dt",
        "dd",
        "center",
        "section",
        "article",
        "td",
        "th",
        "caption",
        "address",
        "body",
        "ol",
        "ul",
        "table",
        "tbody",
        "tr",
        "main",
    ]
)
_SILENT = frozenset(
    ["script", "style", "head", "title", "meta", "link", "noscript", "template", "svg", "iframe", "object"]
)
_NOTE = re.compile(r"^\W?\d{1,3}\W?$")
_FOOTNOTE = re.compile(r"(?:^|[\s#_])(?:sd)?(?:foot|end)note|_ftn|\bfn\d", re.IGNORECASE)
_HEADING = re.compile(r"h[1-6]$")


def read_html(raw: bytes, limits: Limits) -> Extract:
    """The paragraphs of an HTML page; table rows as rows; links and scripts are never followed.

    Raises Unreadable: not_text, corrupt, bomb.
    """
    text = decoded(raw, declared=True)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("corrupt", "not an HTML page") from error
    walk_shallow(root, limits.depth * 2)
    page = _Page()
    lines = list(islice((line for line in page.lines(root) if line.text), limits.lines + 1))
    for i, line in enumerate(lines, 1):
        line.source = i
    return Extract("html", lines, footnotes=page.notes)


class _Page:
    def __init__(self) -> None:
        self.notes: list[str] = []
        self._text: list[str] = []
        self._bold: list[bool] = []
        self._centred = False
        self._label: str | None = None
        self._positions: dict[etree._Element, int] = {}

    def lines(self, root: etree._Element) -> Iterator[Line]:
        yield from self._walk(root, False, False)
        yield from self._flush()

    def _walk(self, node: etree._Element, bold: bool, centred: bool) -> Iterator[Line]:
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag in _SILENT or not tag:
            return
        bold = bold or tag in ("b", "strong") or bool(_HEADING.match(tag))
        align = (node.get("align") or node.get("style") or "").lower()
        centred = (centred or tag == "center" or "center" in align) and not ("justify" in align or "left" in align)
        if tag == "tr" and len(cells := [c for c in node if c.tag in ("td", "th")]) > 1:
            yield from self._flush()
            texts = [printed(" ".join(map(str, c.itertext()))) for c in cells]
            yield Line("\t".join(texts) if any(texts) else "", kind="row", bold=bold, centred=centred)
            return
        if tag == "br":
            self._text.append("\n")
            return
        if _FOOTNOTE.search(f"{node.get('id') or ''} {node.get('class') or ''}") and tag in (
            "div",
            "p",
            "li",
            "aside",
            "section",
        ):
            yield from self._flush()
            self.notes.append(printed(" ".join(map(str, node.itertext()))))
            return
        if tag == "a" and _FOOTNOTE.search(
            f"{node.get('href') or ''} {node.get('class') or ''} {node.get('name') or ''}"
        ):
            return
        if tag == "sup" and _NOTE.match("".join(map(str, node.itertext())).strip()):
            return
        if tag in _BLOCKS:
            yield from self._flush()
            self._centred = centred
        if tag == "li":
            self._label = _list_label(node, self._positions)
        self._add(node.text, bold)
        for child in node:
            yield from self._walk(child, bold, centred)
            self._add(child.tail, bold)
        if tag in _BLOCKS:
            yield from self._flush()

    def _add(self, text: str | None, bold: bool) -> None:
        if text:
            self._text.append(re.sub(r"[ \t\r\n]+", " ", text))
            if text.strip():
                self._bold.append(bold)

    def _flush(self) -> Iterator[Line]:
        whole = "".join(self._text)
        room = len(whole) - len(whole.lstrip(" \xa0\t"))
        pieces = [piece for piece in map(printed, whole.split("\n")) if piece]
        if pieces:
            yield Line(
                "\n".join(pieces),
                label=self._label,
                bold=all(self._bold),
                centred=self._centred,
                indent=room,
                gap=True,
            )
            self._label = None
        self._text, self._bold = [], []


def _list_label(node: etree._Element, positions: dict[etree._Element, int]) -> str | None:
    """The number that a browser prints before an item of an ordered list; None in other lists.

    `positions` remembers the number given last in each list.
    """
    parent = node.getparent()
    if parent is None or parent.tag != "ol":
        return None
    start = parent.get("start") or "1"
    first = int(start) if start.isdigit() and len(start) < 5 else 1
    number = positions[parent] = positions.get(parent, first - 1) + 1
    form = _LIST_FORMS.get(parent.get("type") or "1", "decimal")
    return f"{formatted(number, form)})" if form.endswith(("Letter", "Roman")) else f"{number}."


_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def read_xml(raw: bytes, limits: Limits) -> Extract:
    """The text of an XML document (Akoma Ntoso and the like): one line per innermost block of text."""
    root = xml_tree(raw, limits, doctype=True)
    walk_shallow(root, limits.depth)
    lines: list[Line] = []
    for node in root.iter("{*}p", "{*}heading", "{*}num", "{*}docTitle", "{*}listIntroduction", "{*}subheading"):
        if any(True for _ in node.iterancestors("{*}meta", "{*}p", "{*}heading", "{*}authorialNote")):
            continue
        text = printed("".join(map(str, node.itertext())))
        if not text:
            continue
        if etree.QName(node).localname == "num":
            lines.append(Line(text, kind="number", gap=True))
        elif lines and lines[-1].kind == "number":
            lines[-1] = Line(f"{lines[-1].text} {text}", gap=True, bold="head" in etree.QName(node).localname)
        else:
            lines.append(Line(text, gap=True))
    if not lines:
        lines = [Line(text, gap=True) for t in root.itertext() if (text := printed(str(t)))]
    for line in lines:
        line.kind = "text"
    return Extract("xml", lines)
