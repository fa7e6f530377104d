"""A rendered letter set right: marked values become runs, breaks and paragraphs, each word in the direction of its script.

Word takes the direction of every run from the run itself, so an Arabic line with “OIC/CAB/2035/000012” in it needs
that number in a run of its own without ``w:rtl`` (ECMA-376, part 1, 17.3.2.30); see also ``wordprocessing``.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import cast

from lxml import etree

from diwan.printing import letter_values as marks
from diwan.printing.characters import runs
from diwan.printing.report import Direction

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MARKED = re.compile(f"[{marks.MARKS}]")
_PIECES = re.compile(f"([{marks.MARKS}])")
_AFTER_NOTHING = re.compile(rf"{marks.EMPTY}[ \u00a0]*")
#: A number, with the signs that hold its parts together; a dash does not: 26-28 is read in the order of the line.
_NUMBER = re.compile(r"\d+(?:[/.:,]\d+)*%?")
#: The order in which the schema wants what a run says of itself (CT_RPr).
_RUN_ORDER = ["rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath"]  # fmt: skip
_PARAGRAPH_ORDER = ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"]  # fmt: skip
#: Hanging of an item of a list, in twentieths of a point.
_HANGING = 360


def set_right(root: etree._Element, *, right_styles: frozenset[str], picture: str) -> bool:
    """Work through one part of a rendered letter. Returns whether the square code was asked for.

    ``right_styles`` are the paragraph styles that run from the right ("" for the one of unstyled paragraphs);
    ``picture`` is the XML of the run that shows the code.
    """
    asked = False
    for paragraph in list(root.iter(f"{W}p")):
        if paragraph.find(f".//{W}p") is not None:
            continue  # holds a text frame: its own paragraphs come by themselves
        text = "".join(piece.text or "" for piece in paragraph.iter(f"{W}t"))
        if not _MARKED.search(text):
            continue
        if not text.replace(marks.VALUE, "").replace(marks.END, "").replace(marks.EMPTY, "").strip():
            _take_out(paragraph)
            continue
        asked |= marks.QR in text
        _Paragraph(paragraph, right_styles, picture).set_right()
    return asked


def _take_out(paragraph: etree._Element) -> None:
    """A paragraph of places alone, all empty, leaves no empty line, unless a cell or a section needs it."""
    parent = paragraph.getparent()
    if parent is None:
        return
    alone = parent.tag == f"{W}tc" and len(parent.findall(f"{W}p")) == 1
    if alone or parent.tag in (f"{W}hdr", f"{W}ftr") or paragraph.find(f"{W}pPr/{W}sectPr") is not None:
        for piece in paragraph.iter(f"{W}t"):
            piece.text = _MARKED.sub("", piece.text or "")
    else:
        parent.remove(paragraph)


class _Paragraph:
    def __init__(self, paragraph: etree._Element, right_styles: frozenset[str], picture: str) -> None:
        self.paragraph, self.picture = paragraph, picture
        properties = paragraph.find(f"{W}pPr")
        bidi = properties.find(f"{W}bidi") if properties is not None else None
        style = properties.find(f"{W}pStyle") if properties is not None else None
        named = (style.get(f"{W}val") or "") if style is not None else ""
        right = named in right_styles if bidi is None else bidi.get(f"{W}val") not in ("0", "false", "off")
        self.base: Direction = "rtl" if right else "ltr"
        self.bold = self.italic = self.inside = False
        self.form: etree._Element | None = None

    def set_right(self) -> None:
        self._close_up()
        current = self.paragraph
        form = current.find(f"{W}pPr")
        self.form = deepcopy(form) if form is not None else None
        content = [child for child in current if child is not form]
        for child in content:
            current.remove(child)
        for child in content:
            if child.tag != f"{W}r":
                self._within(child)
                current.append(child)
                continue
            for made in self._made_of(child):
                if made == marks.PARAGRAPH:
                    current = self._next(current)
                elif isinstance(made, str):
                    _hang(current)
                else:
                    current.append(made)

    def _within(self, holder: etree._Element) -> None:
        """Runs within a link or a control: no paragraph can end there, a line can."""
        for run in list(holder.iter(f"{W}r")):
            if not any(_MARKED.search(piece.text or "") for piece in run.iterfind(f"{W}t")):
                continue
            parent = cast(etree._Element, run.getparent())
            at = parent.index(run)
            parent.remove(run)
            for made in self._made_of(run):
                if isinstance(made, str):
                    if made != marks.PARAGRAPH:
                        continue
                    made = _run(None, [etree.Element(f"{W}br")])
                parent.insert(at, made)
                at += 1

    def _close_up(self) -> None:
        """What is empty takes the space after it away, in the next run too."""
        open_end = False
        for piece in self.paragraph.iter(f"{W}t"):
            text = piece.text or ""
            if open_end and text:
                text = text.lstrip(" \u00a0")
            ended = _AFTER_NOTHING.search(text[text.rfind(marks.EMPTY) :]) if marks.EMPTY in text else None
            at_end = ended is not None and text.rfind(marks.EMPTY) + ended.end() == len(text)
            text = _AFTER_NOTHING.sub("", text) + (marks.EMPTY if at_end else "")
            open_end = text.endswith(marks.EMPTY) or (open_end and not text)
            piece.text = text.replace(marks.EMPTY, "")

    def _next(self, current: etree._Element) -> etree._Element:
        """A paragraph after this one, of the same form."""
        fresh = etree.Element(f"{W}p")
        if self.form is not None:
            form = deepcopy(self.form)
            for name in ("sectPr", "pageBreakBefore"):
                _forget(form, name)
            fresh.append(form)
        section = current.find(f"{W}pPr/{W}sectPr")
        if section is not None:  # a section ends with its last paragraph
            fresh[0].append(section)
        current.addnext(fresh)
        return fresh

    def _made_of(self, run: etree._Element) -> Iterator[etree._Element | str]:
        """The runs that one marked run becomes, and the marks that need a paragraph."""
        properties = run.find(f"{W}rPr")
        for child in run:
            if child.tag == f"{W}rPr":
                continue
            if child.tag != f"{W}t" or not (self.inside or _MARKED.search(child.text or "")):
                yield _run(properties, [deepcopy(child)])
                continue
            label = False
            for piece in _PIECES.split(child.text or ""):
                if not piece:
                    continue
                if piece in (marks.VALUE, marks.END):
                    self.inside = piece == marks.VALUE
                    self.bold = self.italic = False
                elif piece == marks.BOLD:
                    self.bold = not self.bold
                elif piece == marks.ITALIC:
                    self.italic = not self.italic
                elif piece == marks.LINE:
                    yield _run(properties, [etree.Element(f"{W}br")])
                elif piece == marks.PARAGRAPH:
                    self.bold = self.italic = False
                    yield piece
                elif piece == marks.LABEL:
                    label = True
                    yield piece
                elif piece == marks.LABEL_END:
                    label = False
                    yield _run(properties, [etree.Element(f"{W}tab")])
                elif piece == marks.QR:
                    yield etree.fromstring(self.picture)
                elif not self.inside:
                    yield _run(properties, [_text(piece)])
                elif label:
                    yield self._spoken(properties, piece, self.base == "rtl")
                else:
                    for said, right in self._directed(piece):
                        yield self._spoken(properties, said, right)

    def _directed(self, text: str) -> Iterator[tuple[str, bool]]:
        for said, right in runs(text, self.base):
            if self.base == "ltr" or not right:
                yield said, right
                continue
            at = 0
            for number in _NUMBER.finditer(said):
                if number.start() > at:
                    yield said[at : number.start()], True
                yield number.group(), False
                at = number.end()
            if at < len(said):
                yield said[at:], True

    def _spoken(self, properties: etree._Element | None, text: str, right: bool) -> etree._Element:
        form = deepcopy(properties) if properties is not None else etree.Element(f"{W}rPr")
        for name, wanted in (("b", self.bold), ("i", self.italic)):
            if wanted:
                _say(form, name)
                _say(form, f"{name}Cs")
        if right:
            _say(form, "rtl")
            for plain, complex_one in (("sz", "szCs"), ("b", "bCs")):
                said = form.find(f"{W}{plain}")
                if said is not None and form.find(f"{W}{complex_one}") is None:
                    _say(form, complex_one, said.get(f"{W}val"))
        else:
            _forget(form, "rtl")
            _forget(form, "cs")
        return _run(form if len(form) else None, [_text(text)])


def _hang(paragraph: etree._Element) -> None:
    """Make a paragraph an item of a list: its label hangs at the start of the line, on whichever side that is."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    _forget(properties, "ind")
    _say(properties, "ind", order=_PARAGRAPH_ORDER, left=str(2 * _HANGING), hanging=str(_HANGING))


def _say(
    form: etree._Element, name: str, value: str | None = None, *, order: list[str] = _RUN_ORDER, **more: str
) -> None:
    """Set one property where the schema wants it."""
    _forget(form, name)
    said = etree.Element(f"{W}{name}")
    for key, given in {**({"val": value} if value is not None else {}), **more}.items():
        said.set(f"{W}{key}", given)
    place = order.index(name)
    for at, other in enumerate(form):
        kind = etree.QName(other).localname
        if kind in order and order.index(kind) > place:
            form.insert(at, said)
            return
    form.append(said)


def _forget(form: etree._Element, name: str) -> None:
    for found in form.findall(f"{W}{name}"):
        form.remove(found)


def _run(properties: etree._Element | None, content: list[etree._Element]) -> etree._Element:
    run = etree.Element(f"{W}r")
    if properties is not None:
        run.append(deepcopy(properties))
    run.extend(content)
    return run


def _text(words: str) -> etree._Element:
    piece = etree.Element(f"{W}t")
    piece.text = words
    piece.set(_SPACE, "preserve")
    return piece
