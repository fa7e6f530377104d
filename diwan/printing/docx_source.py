"""The parts of one DOCX, opened with care: what the tree of its words is read from."""

import io
import re
from functools import lru_cache
from posixpath import join, normpath
from typing import Any

from lxml import etree

from diwan.printing.docx_looks import Looks, W, read_looks, transitional
from diwan.reading.hardened import Parcel, walk_shallow, xml_tree
from diwan.reading.limits import LIMITS
from diwan.reading.refusals import Unreadable
from diwan.reading.word_numbers import Numbering, read_numbering

Node = dict[str, Any]
#: Parts that say nothing of what is printed, and can be large.
_UNREAD = re.compile(r"word/(?:(?:fontTable|webSettings|stylesWithEffects)\.xml|(?:glossary|fonts|embeddings)/)")


@lru_cache(maxsize=16)
def _parsed(raw: bytes) -> etree._Element:
    """A part that the letters of one template share; it is only read."""
    return xml_tree(transitional(raw), LIMITS)


class Source:
    """The parts of one document. Raises Unreadable for a file that is none."""

    def __init__(self, docx: bytes) -> None:
        with Parcel(io.BytesIO(docx), LIMITS) as parcel:
            if "word/document.xml" not in parcel.names:
                raise Unreadable("corrupt", "no main part")
            self.parts = {
                name: parcel.part(name) for name in parcel.names if name.startswith("word/") and not _UNREAD.match(name)
            }
        self.looks: Looks = read_looks(self.parts.get("word/styles.xml"), self._theme())
        numbering = self.parts.get("word/numbering.xml")
        self.numbering: Numbering = read_numbering(_parsed(numbering) if numbering else None)
        self.pictures: dict[str, bytes] = {}
        self.notes: list[tuple[str, list[Node]]] = []
        settings = self.parts.get("word/settings.xml")
        self.even = settings is not None and any(one.tag == f"{W}evenAndOddHeaders" for one in _parsed(settings))

    def _theme(self) -> bytes | None:
        return next(
            (
                self.parts[name]
                for name in sorted(self.parts)
                if name.startswith("word/theme/") and name.endswith(".xml")
            ),
            None,
        )

    def root(self, name: str) -> etree._Element:
        """One part, parsed."""
        found = xml_tree(transitional(self.parts[name]), LIMITS)
        walk_shallow(found, LIMITS.depth)
        return found

    def relations(self, name: str) -> dict[str, str]:
        """What the identifiers of a part stand for: names of parts."""
        folder, _, file = name.rpartition("/")
        raw = self.parts.get(f"{folder}/_rels/{file}.rels")
        if raw is None:
            return {}
        return {
            one.get("Id") or "": normpath(join(folder, one.get("Target") or "")).lstrip("/")
            if not (one.get("Target") or "").startswith("/")
            else (one.get("Target") or "").lstrip("/")
            for one in xml_tree(raw, LIMITS)
            if (one.get("TargetMode") or "").lower() != "external"
        }
