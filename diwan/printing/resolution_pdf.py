"""Resolutions as PDF/A: as adopted, set by typst; the design is in ``templates/resolution.typ``."""

from __future__ import annotations  # typst names its types only in its stub file

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import typst

from diwan.printing.pdf import TEMPLATES, PrintingError, fonts, shown
from diwan.printing.report import direction_of
from diwan.printing.resolution import Part, Piece, ResolutionText, name_in
from diwan.reading.enclosed import ATTACHED

STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
"""PDF/A-3a (ISO 19005-3) may hold files: the open text travels inside."""


def resolutions_pdf(texts: Sequence[ResolutionText], akn: bytes, *, title: str = "", annex: str = "Annex") -> bytes:
    """Resolutions of one language in one file, each beginning on a page of its own.

    ``akn`` is their Akoma Ntoso, which the file encloses; ``title`` is that of the volume, when they are one; ``annex`` is the word for it in their language. The same texts
    give the same bytes. Raises ``PrintingError`` when the compiler refuses.
    """
    first = texts[0]
    given = {
        "language": first.language.split("-")[0], "direction": direction_of(first.language),
        "title": shown(title or f"{first.symbol} {first.title}".strip()),
        "author": shown(name_in(first.facts["organisation"]["name"], first.language)),
        "description": first.facts["key"] if len(texts) == 1 else shown(title),
        "resolutions": [_resolution(text, annex) for text in texts],
    }  # fmt: skip
    changed = max(text.facts["changed_on"] for text in texts)
    try:
        printed = typst.compile(
            TEMPLATES / "resolution.typ", root=TEMPLATES, font_paths=fonts(), format="pdf", pdf_standards=STANDARDS,
            sys_inputs={"resolutions": json.dumps(given, ensure_ascii=False), "akn": akn.decode(), "attached": ATTACHED},
            timestamp=datetime.fromisoformat(changed).replace(tzinfo=UTC),
        )  # fmt: skip
    except RuntimeError as refusal:
        raise PrintingError(str(refusal)) from refusal
    if not isinstance(printed, bytes):
        raise PrintingError("the compiler gave no single file")
    return printed


def _resolution(text: ResolutionText, annex: str) -> dict[str, Any]:
    many = len(text.annexes) > 1
    return {
        "symbol": shown(text.symbol), "title": shown(text.title), "opening": shown(text.opening),
        "body": _part(text.body, ""),
        "parts": [_part(part, part.heading or part.name) for part in text.parts],
        "annexes": [
            _part(part, f"{annex} {n}" if many else annex) | {"heading": shown(part.heading or part.name)}
            for n, part in enumerate(text.annexes, 1)
        ],
    }  # fmt: skip


def _part(part: Part, name: str) -> dict[str, Any]:
    return {
        "name": shown(name), "heading": shown(part.title),
        "recitals": [_piece(piece) for piece in part.recitals],
        "items": [_piece(piece) for item in part.items for piece in item.walk()],
    }  # fmt: skip


def _piece(piece: Piece) -> dict[str, Any]:
    verb = piece.verb
    return {
        "section": shown(piece.section), "label": shown(piece.label), "depth": piece.depth, "verb": shown(verb), "text": shown(piece.text[len(verb) :])
    }  # fmt: skip
