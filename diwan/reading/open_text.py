"""Reading back what Diwan gave out: Akoma Ntoso with its own readings, and open JSON (docs/open-text.md).

Nothing is guessed here: numbers, kinds, verbs and addressees are taken as they stand in the file. An Akoma Ntoso
document of another house is no open text of ours; it goes the way of every other document.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from lxml import etree

from .cover import Cover
from .decoding import read_bytes
from .enclosed import OURS, in_pdf, in_word
from .hardened import walk_shallow, xml_tree
from .lexicon import LANGUAGES
from .limits import Limits
from .lines import Line
from .refusals import Unreadable
from .sniffing import OPEN_TEXT, is_open_json
from .texts import Annex, Paragraph, Part, Resolution

AKN: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
VERSION: Final = 1
DEEPEST = 60
_KINDS = ("preambular", "operative", "task")

Found = tuple[str, Cover | None, list[Resolution], list[str]]
"""Language, cover, resolutions, warnings."""


def is_open_xml(head: bytes) -> bool:
    """Whether a file that begins so is Akoma Ntoso that carries readings of ours."""
    return b"akomaNtoso" in head and OURS.encode() in head


def read_open_text(path: Path, kind: str, limits: Limits, language: str | None = None) -> Found | None:
    """The resolutions of an open text, or None when the file is none of ours.

    Raises Unreadable: corrupt, bomb, wrong_type (another version, or without the language asked for).
    """
    if kind in ("docx", "pdf"):
        inside = in_word(path, limits) if kind == "docx" else in_pdf(path, limits)
        return _of_xml(inside, language) if inside is not None else None
    with path.open("rb") as file:
        head = file.read(4096)
    if kind == "json":
        return _of_json(read_bytes(path), limits, language)
    if kind == "xml" and is_open_xml(head):
        return _of_xml(xml_tree(read_bytes(path), limits), language)
    return None


# JSON --------------------------------------------------------------------------------------------------------------
def languages_apart(path: Path) -> dict[str, bytes]:
    """An open JSON of several languages as one file for each; nothing for any other file, and for a broken one."""
    try:
        with path.open("rb") as file:
            if not is_open_json(file.read(4096)):
                return {}
        found = _loaded(path.read_bytes())
        every = _languages(found)
        return {language: _one_language(found, language) for language in every} if len(every) > 1 else {}
    except (OSError, Unreadable, AttributeError, KeyError, TypeError):
        return {}  # the reading says what is wrong with it


def _one_language(found: dict[str, Any], language: str) -> bytes:
    def narrowed(one: dict[str, Any]) -> dict[str, Any]:
        paragraphs = [
            {**p, "texts": {language: p["texts"][language]}} for p in one["paragraphs"] if language in p["texts"]
        ]
        return {**one, "paragraphs": paragraphs}

    return json.dumps(
        {**found, "languages": [language], "resolutions": [narrowed(one) for one in found["resolutions"]]},
        ensure_ascii=False, indent=1,
    ).encode()  # fmt: skip


def open_lines(raw: bytes) -> list[Line]:
    """The texts of an open JSON, language by language, as lines of a document. Raises Unreadable("corrupt")."""
    found = _loaded(raw)
    lines: list[str] = []
    try:
        for language in _languages(found):
            for one in found["resolutions"]:
                lines += [(one.get(name) or {}).get(language) or "" for name in ("printed", "title", "opening")]
                said = [said for paragraph in one["paragraphs"] for said in paragraph["texts"].get(language) or []]
                lines += [f"{text.get('number') or ''} {text['text']}" for text in said]
    except (AttributeError, KeyError, TypeError) as error:
        raise Unreadable("corrupt", "the JSON is no open text") from error
    return [Line(line.strip(), gap=True) for line in lines if line.strip()]


def _loaded(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("corrupt", "the JSON is not well formed") from error
    if (
        not isinstance(found, dict)
        or found.get("format") != OPEN_TEXT
        or not isinstance(found.get("resolutions"), list)
    ):
        raise Unreadable("corrupt", "no open text")
    if found.get("version") != VERSION:
        raise Unreadable("wrong_type", f"open text of version {str(found.get('version'))[:20]}")
    return found


def _languages(found: dict[str, Any]) -> list[str]:
    every: dict[str, None] = {}
    for resolution in found["resolutions"]:
        for paragraph in resolution.get("paragraphs") or []:
            every.update(dict.fromkeys(paragraph.get("texts") or {}))
    named = [language for language in found.get("languages") or [] if language in every]
    return [language for language in dict.fromkeys([*named, *every]) if language in LANGUAGES]


def _of_json(raw: bytes, limits: Limits, language: str | None) -> Found:
    if len(raw) > limits.part:
        raise Unreadable("too_large")
    found = _loaded(raw)
    try:
        present = _languages(found)
        chosen = language or next(iter(present), "en")
        if language and language not in present:
            raise Unreadable("wrong_type", f"no text in {language}")
        cover = found.get("collection") or {}
        read = [_resolution_of_json(one, chosen) for one in found["resolutions"]]
        others = [other for other in present if other != chosen]
        warnings = [f"other_languages: {', '.join(others)}"] if others else []
        return chosen, _cover(cover.get("title"), cover.get("symbol")), [one for one in read if one], warnings
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unreadable("corrupt", "the JSON is no open text") from error


def _resolution_of_json(one: Mapping[str, Any], language: str) -> Resolution | None:
    rows = []
    for order, paragraph in enumerate(one["paragraphs"]):
        for nth, said in enumerate(paragraph["texts"].get(language) or []):
            place = said.get("place")
            key = (_KINDS.index(paragraph["kind"]), place if place is not None else order, order, nth)
            rows.append(
                (
                    key,
                    {
                        **said,
                        **{name: paragraph.get(name) for name in ("kind", "part", "class", "actionable")},
                        "names": [str(name) for name in (paragraph.get("anchor"), *(said.get("holds") or [])) if name],
                    },
                )
            )
    placed = all(row.get("place") is not None for _key, row in rows)
    rows.sort(key=lambda row: (0, *row[0][1:]) if placed else (row[0][0], *row[0][2:]))
    head = {
        "key": one.get("key"), "symbol": (one.get("printed") or {}).get(language) or one.get("symbol"),
        "title": (one.get("title") or {}).get(language), "opening": (one.get("opening") or {}).get(language),
        "body": ((one.get("organ") or {}).get("name") or {}).get(language),
        "session": (one.get("session") or {}).get("number"), "date": one.get("adopted_on"),
    }  # fmt: skip
    return _built(head, (row for _key, row in rows)) if rows else None


# Akoma Ntoso -------------------------------------------------------------------------------------------------------
def _of_xml(root: etree._Element, language: str | None) -> Found:
    walk_shallow(root, DEEPEST)
    statements = [node for node in root.iter(f"{{{AKN}}}statement") if node.find(f".//{{{OURS}}}paragraph") is not None]
    if not statements:
        raise Unreadable("corrupt", "no readings in it")
    named = root.find(f".//{{{OURS}}}resolution")
    chosen = (named.get("language") or "") if named is not None else ""
    if language and language != chosen:
        raise Unreadable("wrong_type", f"no text in {language}")
    if chosen not in LANGUAGES:
        raise Unreadable("wrong_type", f"a text in {chosen[:20]}")
    own = root.find(f".//{{{OURS}}}collection")
    cover = _cover(own.get("title"), own.get("symbol")) if own is not None else None
    return chosen, cover, [_resolution_of_xml(node) for node in statements], []


def _resolution_of_xml(node: etree._Element) -> Resolution:
    own = node.find(f".//{{{OURS}}}resolution")
    facts: Mapping[str, str] = dict(own.attrib) if own is not None else {}  # type: ignore[arg-type]
    named = {found.get("eId"): found for found in node.iter(etree.Element) if found.get("eId")}
    author = node.find(f"./{{{AKN}}}meta/{{{AKN}}}references/{{{AKN}}}TLCOrganization")
    date = node.find(f"./{{{AKN}}}meta/{{{AKN}}}identification/{{{AKN}}}FRBRWork/{{{AKN}}}FRBRdate")
    head = {
        "key": facts.get("key"), "symbol": facts.get("printed") or facts.get("symbol"),
        "title": _said(node.find(f"./{{{AKN}}}preface/{{{AKN}}}longTitle//{{{AKN}}}docTitle")),
        "opening": _said(node.find(f"./{{{AKN}}}preamble/{{{AKN}}}formula/{{{AKN}}}p")),
        "body": author.get("showAs") if author is not None else None, "date": date.get("date") if date is not None else None,
        "session": _session(facts.get("key") or ""),
    }  # fmt: skip
    return _built(head, _rows_of_xml(node, named))


def _rows_of_xml(node: etree._Element, named: Mapping[str | None, etree._Element]) -> Iterator[dict[str, Any]]:
    for row in node.iter(f"{{{OURS}}}paragraph"):
        place = named.get((row.get("for") or "").removeprefix("#"))
        if place is None:
            raise Unreadable("corrupt", f"no paragraph {str(row.get('for'))[:60]}")
        words = place.find(f"./{{{AKN}}}p")
        if words is None:
            words = place.find(f"./{{{AKN}}}content/{{{AKN}}}p")
        if words is None:
            words = place.find(f"./{{{AKN}}}list/{{{AKN}}}intro/{{{AKN}}}p")
        named_so = str(row.get("for")).removeprefix("#").rpartition("__")[2].partition("--")[0]
        yield {
            **row.attrib,  # type: ignore[dict-item]
            "text": _said(words) or "",
            "actionable": row.get("actionable") == "true",
            "names": [named_so, *str(row.get("holds") or "").split()],
        }


def _said(node: etree._Element | None) -> str | None:
    """The words of an element, whatever is marked in them; ``eol`` ends a line."""
    if node is None:
        return None
    said = [node.text or ""]
    for child in node:
        said.append("\n" if child.tag == f"{{{AKN}}}eol" else _said(child) or "")
        said.append(child.tail or "")
    return "".join(said) or None


def _session(key: str) -> int | None:
    number = key.partition("/")[0].rpartition("-")[2]
    return int(number) if number.isdecimal() else None


# both --------------------------------------------------------------------------------------------------------------
def _built(head: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> Resolution:
    """A resolution from its head and its paragraphs, each with kind, part and what was read in it."""
    found = Resolution(
        symbol=head["symbol"], title=head["title"], number=head["key"], body=head["body"], session=head["session"],
        date=head["date"],
    )  # fmt: skip
    found.whole.opening = head["opening"]
    parts: dict[str, Part] = {}
    annexes: dict[str, Annex] = {}
    above: dict[str, list[str]] = {}
    for row in rows:
        kind, name, heading = row["kind"], row.get("part") or "", row.get("heading") or ""
        if kind not in _KINDS:
            raise Unreadable("corrupt", "a paragraph of no known kind")
        if kind == "task":
            annex = annexes.setdefault(name, Annex(heading or name, heading or name))
            annex.tasks.append(_paragraph(row))
            continue
        part = parts.setdefault(name, Part(letter=heading or name)) if name else found.whole
        section = str(row.get("above") or "")
        above.setdefault(name, []).append(section)
        if kind == "preambular":
            part.preambular.append(str(row["text"]))
            part.recital_names.append(row["names"])
        else:
            part.operative.append(_paragraph(row, section))
    for name, part in parts.items():
        _entitle(part, above[name])
    found.parts, found.annexes = list(parts.values()), list(annexes.values())
    return found


def _entitle(part: Part, above: list[str]) -> None:
    """What stands above all paragraphs of a part is its title, not the section of each."""
    if len(set(above)) == 1 and above[0]:
        part.title = above[0]
        for paragraph in part.operative:
            paragraph.section = None


def _paragraph(row: Mapping[str, Any], section: str = "") -> Paragraph:
    return Paragraph(
        text=str(row["text"]), number=row.get("number") or None, section=section or None, verb=row.get("verb") or None,
        addressee=row.get("addressee") or None, kind=row.get("class") or None, actionable=bool(row.get("actionable")),
        reporting=row.get("reporting") or None, deadline=row.get("deadline") or None, names=row["names"],
    )  # fmt: skip


def _cover(title: Any, symbol: Any) -> Cover | None:
    return Cover(title=str(title or "") or None, symbol=str(symbol or "") or None) if title or symbol else None
