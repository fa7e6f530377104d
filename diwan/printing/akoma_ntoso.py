"""A resolution as Akoma Ntoso 3.0: the statement of a deliberative body, as the United Nations mark theirs up.

``eId`` is the permanent name of a paragraph (``op-5-a``), the same as in its address. What the house has read in a
paragraph stands in ``proprietary``, so that reading the file again loses nothing; verb, addressee and citations are
marked in the text besides. See docs/open-text.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from diwan.printing.resolution import Part, Piece, ResolutionText, name_in
from diwan.reading.enclosed import OURS
from diwan.reading.open_text import AKN

LANGUAGES = {"en": "eng", "fr": "fra", "ar": "ara", "es": "spa", "ru": "rus", "zh": "zho", "pt": "por", "tr": "tur"}
"""ISO 639-2, as the naming convention wants it; another language keeps its own code."""

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Element = etree._Element


def statement(text: ResolutionText) -> bytes:
    """One resolution in one language."""
    root = _root()
    Writer(text).write(root, "statement", name="resolution")
    return _bytes(root)


def collection(texts: Sequence[ResolutionText], facts: dict[str, Any]) -> bytes:
    """Several resolutions in one language, a volume with ``facts`` (title, symbol, key), as one document."""
    root = _root()
    whole = _add(root, "documentCollection", name="volume")
    first = Writer(texts[0])
    meta = _add(whole, "meta")
    first.identification(meta, f"{first.base}/{facts['key'].lower()}", facts["title"] or facts["key"], facts["key"])
    first.references(meta)
    own = etree.SubElement(_add(meta, "proprietary", source="#secretariat"), f"{{{OURS}}}collection")
    for name in ("title", "symbol"):
        own.set(name, _clean(facts.get(name) or ""))
    if facts.get("title"):
        _words(_add(_add(whole, "preface"), "p"), "docTitle", facts["title"])
    body = _add(whole, "collectionBody")
    for n, text in enumerate(texts, 1):
        Writer(text, f"cmp-{n}__").write(_add(body, "component", eId=f"cmp-{n}"), "statement", name="resolution")
    return _bytes(root)


class Writer:
    """Writes one text; ``prefix`` keeps its names apart from those of other resolutions in the same file."""

    def __init__(self, text: ResolutionText, prefix: str = "") -> None:
        self.text, self.facts, self.prefix = text, text.facts, prefix
        organisation, organ = self.facts["organisation"]["code"].lower(), self.facts["organ"]["code"].lower()
        self.country = organisation
        self.date = self.facts["adopted_on"] or self.facts["changed_on"]
        self.base = f"/akn/{organisation}/statement/resolution/{organ}/{self.date}"
        self.roles: dict[str, str] = {}

    def write(self, parent: Element, tag: str, **attributes: str) -> None:
        """The whole statement beneath an element."""
        text = self.text
        for piece in text.walk():
            if addressee := piece.said.get("addressee"):
                self.roles.setdefault(addressee, f"addressee-{len(self.roles) + 1}")
        root = _add(parent, tag, **attributes)
        meta = _add(root, "meta")
        self.identification(meta, work_of(self.facts), text.symbol, self.facts["key"])
        self.references(meta)
        self._readings(meta)
        self._preface(self._speaks(_add(root, "preface")))
        if text.opening or text.body.recitals:
            self._preamble(self._speaks(_add(root, "preamble")))
        body = self._speaks(_add(root, "mainBody"))
        self._items(body, text.body.items)
        for n, part in enumerate(text.parts, 1):
            self._part(body, part, n)
        if not len(body):
            _add(body, "p")
        if text.annexes:
            attachments = _add(root, "attachments")
            for n, annex in enumerate(text.annexes, 1):
                self._annex(_add(attachments, "attachment", eId=f"{self.prefix}annex-{n}"), annex, n)

    def _speaks(self, element: Element) -> Element:
        element.set("{http://www.w3.org/XML/1998/namespace}lang", self.text.language)
        return element

    # what it is ----------------------------------------------------------------------------------------------------
    def identification(self, meta: Element, work: str, printed: str, key: str, component: str = "!main") -> None:
        """Work, expression and manifestation, each with its full date."""
        language = LANGUAGES.get(self.text.language, self.text.language)
        expression = f"{work}/{language}@{self.date}"
        inside = _add(meta, "identification", source="#secretariat")
        for level, uri, this, day, name in (
            ("FRBRWork", work, f"{work}/{component}", self.date, "adoption"),
            ("FRBRExpression", expression, f"{expression}/{component}", self.date, "adoption"),
            ("FRBRManifestation", f"{expression}.akn", f"{expression}/{component}.akn", self.facts["changed_on"], "markup"),
        ):  # fmt: skip
            found = _add(inside, level)
            _add(found, "FRBRthis", value=this)
            _add(found, "FRBRuri", value=uri)
            if level != "FRBRManifestation" and component == "!main" and key == self.facts["key"]:
                address = self.facts["address"] + (self.text.language if level == "FRBRExpression" else "")
                _add(found, "FRBRalias", value=address, name="address")
            _add(found, "FRBRdate", date=day, name=name)
            _add(found, "FRBRauthor", href="#organ" if level == "FRBRWork" else "#secretariat")
            if level == "FRBRWork":
                _add(found, "FRBRcountry", value=self.country)
                _add(found, "FRBRsubtype", value="resolution")
                _add(found, "FRBRnumber", value=key, showAs=_clean(printed) or key)
            elif level == "FRBRExpression":
                _add(found, "FRBRlanguage", language=language)
            else:
                _add(found, "FRBRformat", value="application/akn+xml")

    def references(self, meta: Element) -> None:
        """Who is meant by ``#organ``, ``#secretariat`` and each addressee."""
        found = _add(meta, "references", source="#secretariat")
        ontology = f"/ontology/organization/{self.country}"
        organ, organisation = self.facts["organ"], self.facts["organisation"]
        for name, href, shown in (
            (
                "organ",
                f"{ontology}/{organ['code'].lower()}",
                name_in(organ["name"], self.text.language) or organ["code"],
            ),
            ("secretariat", ontology, name_in(organisation["name"], self.text.language) or organisation["code"]),
        ):
            _add(
                found,
                "TLCOrganization",
                eId=self.prefix + name if self.prefix else name,
                href=href,
                showAs=_clean(shown),
            )
        for addressee, name in self.roles.items():
            href = f"/ontology/role/{self.country}/{name}"
            _add(found, "TLCRole", eId=self.prefix + name, href=href, showAs=_clean(addressee))

    def _readings(self, meta: Element) -> None:
        """What was read in each paragraph, field by field, in the order of the text."""
        own = _add(meta, "proprietary", source="#secretariat")
        facts = etree.SubElement(own, f"{{{OURS}}}resolution")
        facts.set("language", self.text.language)
        for name in ("key", "symbol"):
            facts.set(name, _clean(self.facts[name]))
        facts.set("printed", _clean(self.text.symbol))
        for piece in self.text.walk():
            row = etree.SubElement(own, f"{{{OURS}}}paragraph", {"for": f"#{self.prefix}{piece.name}"})
            for name in ("kind", "part", "class"):
                if piece.paragraph[name]:
                    row.set(name, _clean(piece.paragraph[name]))
            if piece.paragraph["actionable"]:
                row.set("actionable", "true")
            for name in ("number", "heading", "verb", "addressee", "deadline", "reporting", "above"):
                if value := piece.said.get(name):
                    row.set(name, _clean(value))
            if holds := piece.said.get("holds"):
                row.set("holds", _clean(" ".join(holds)))

    # what it says --------------------------------------------------------------------------------------------------
    def _preface(self, preface: Element) -> None:
        _words(_add(preface, "p"), "docNumber", self.text.symbol)
        if self.text.title:
            _words(_add(_add(preface, "longTitle", eId=f"{self.prefix}title"), "p"), "docTitle", self.text.title)

    def _preamble(self, preamble: Element) -> None:
        if self.text.opening:
            formula = _add(preamble, "formula", eId=f"{self.prefix}opening", name="enactingFormula")
            _mixed(_add(formula, "p"), self.text.opening, [])
        if self.text.body.recitals:
            recitals = _add(preamble, "recitals", eId=f"{self.prefix}recitals")
            for piece in self.text.body.recitals:
                self._paragraph_text(_add(recitals, "recital", eId=self.prefix + piece.name), piece)

    def _part(self, body: Element, part: Part, n: int) -> None:
        found = _add(body, "part", eId=f"{self.prefix}part-{n}")
        _mixed(_add(found, "num"), part.heading or part.name, [])
        if part.title:
            _mixed(_add(found, "heading"), part.title, [])
        for piece in part.recitals:
            recital = _add(found, "hcontainer", eId=self.prefix + piece.name, name="recital")
            self._paragraph_text(_add(recital, "content"), piece)
        self._items(found, part.items)

    def _annex(self, attachment: Element, annex: Part, n: int) -> None:
        if annex.heading or annex.name:
            _mixed(_add(attachment, "heading"), annex.heading or annex.name, [])
        found = _add(attachment, "doc", name="annex")
        work = work_of(self.facts)
        self.identification(_add(found, "meta"), work, annex.name, self.facts["key"], f"!annex-{n}")
        self._items(self._speaks(_add(found, "mainBody")), annex.items)

    def _items(self, parent: Element, pieces: Sequence[Piece], tag: str = "paragraph") -> None:
        for piece in pieces:
            if piece.section:
                inside = "crossHeading" if parent.tag.endswith("part") else "block"
                _mixed(_add(parent, inside, **({"name": "section"} if inside == "block" else {})), piece.section, [])
            found = _add(parent, tag, eId=self.prefix + piece.name)
            if piece.label:
                _mixed(_add(found, "num"), piece.label, [])
            if not piece.parts:
                self._paragraph_text(_add(found, "content"), piece)
                continue
            listed = _add(found, "list", eId=f"{self.prefix}{piece.name}__list")
            self._paragraph_text(_add(listed, "intro"), piece)
            self._items(listed, piece.parts, "point")

    def _paragraph_text(self, parent: Element, piece: Piece) -> None:
        """The words, with verb, addressee and citations marked where they stand."""
        text = piece.text
        marks: list[tuple[int, int, str, dict[str, str]]] = []
        if piece.verb:
            marks.append((0, len(piece.verb), "inline", {"name": "verb"}))
        addressee = piece.said.get("addressee") or ""
        at = text.find(addressee, len(piece.verb)) if addressee else -1
        if at >= 0:
            marks.append((at, at + len(addressee), "role", {"refersTo": f"#{self.prefix}{self.roles[addressee]}"}))
        marks += [(c["start"], c["end"], "ref", {"href": c["href"]}) for c in piece.said.get("cites") or []]
        _mixed(_add(parent, "p"), text, marks)


def work_of(facts: dict[str, Any]) -> str:
    """The work's address by the naming convention: ``/akn/oic/statement/resolution/cfm/2034-06-15/60-pol-1``."""
    _symbol, _dash, rest = facts["key"].partition("-")
    organisation, organ = facts["organisation"]["code"].lower(), facts["organ"]["code"].lower()
    date = facts["adopted_on"] or facts["changed_on"]
    number = rest.replace("/", "-").lower()
    return f"/akn/{organisation}/statement/resolution/{organ}/{date}/{number}"


def _root() -> Element:
    return etree.Element(f"{{{AKN}}}akomaNtoso", nsmap={None: AKN, "diwan": OURS})  # type: ignore[dict-item]


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{AKN}}}{tag}", attributes)


def _words(parent: Element, tag: str, text: str) -> None:
    _mixed(_add(parent, tag), text, [])


def _mixed(parent: Element, text: str, marks: list[tuple[int, int, str, dict[str, str]]]) -> None:
    """A text with marked spans; a line's end is ``eol``. Spans that overlap an earlier one stay unmarked."""
    text = _clean(text)
    position = 0
    for start, end, tag, attributes in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        if start < position or end <= start:
            continue
        _lines(parent, text[position:start])
        _lines(_add(parent, tag, **attributes), text[start:end])
        position = end
    _lines(parent, text[position:])


def _lines(parent: Element, text: str) -> None:
    first, *others = text.split("\n")
    _append(parent, first)
    for line in others:
        _add(parent, "eol").tail = line


def _append(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _clean(text: str) -> str:
    """Without the control characters that no XML may hold; each is shown as U+FFFD, so that places stay."""
    return _ILLEGAL.sub("\ufffd", text.replace("\r", "\n"))


def without_declaration(written: bytes) -> str:
    """The document without its first line, to be put inside another."""
    return written.decode().partition("?>")[2].lstrip()


def _bytes(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
