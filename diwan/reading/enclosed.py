"""The open text that travels inside our own DOCX and PDF, and when it may be believed.

A word processor's file is believed while the words on its pages are those it was written with; a PDF while nothing was
written to it after it was printed. Otherwise what is seen counts, and the file is read like any other.
"""

import hashlib
import re
from pathlib import Path
from typing import Final

import pypdfium2
from lxml import etree

from .hardened import Parcel, xml_tree
from .limits import Limits
from .refusals import Unreadable

OURS: Final = "urn:diwan:open-text:1"
ATTACHED: Final = "open-text.xml"
"""The name of the file inside a PDF."""

_ITEM = re.compile(r"customXml/item\d+\.xml")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def wrapped(akn: str, document: str) -> str:
    """The part of a DOCX that holds the open text, bound to the words of ``word/document.xml``."""
    return f'<diwan:enclosed xmlns:diwan="{OURS}" words="{_digest(document.encode())}">{akn}</diwan:enclosed>'


def in_word(path: Path, limits: Limits) -> etree._Element | None:
    """The Akoma Ntoso inside a DOCX of ours whose words nobody changed; None for every other DOCX."""
    try:
        with Parcel(path, limits) as parcel:
            for name in sorted(filter(_ITEM.fullmatch, parcel.names))[:20]:
                raw = parcel.part(name)
                if OURS.encode() not in raw[:400]:
                    continue
                root = xml_tree(raw, limits)
                if root.get("words") == _digest(parcel.part("word/document.xml")) and len(root):
                    return root[0]
    except Unreadable:
        return None  # what is wrong with the file the ordinary way says
    return None


def in_pdf(path: Path, limits: Limits) -> etree._Element | None:
    """The Akoma Ntoso attached to a PDF of ours as it was printed; None for every other PDF."""
    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError):
        return None
    try:
        facts = document.get_metadata_dict()
        if (
            not facts["Creator"].startswith("Typst")
            or facts["CreationDate"] != facts["ModDate"]
            or not _untouched(path)
        ):
            return None
        for n in range(min(document.count_attachments(), 20)):
            attached = document.get_attachment(n)
            if attached.get_name() == ATTACHED:
                raw = bytes(attached.get_data())
                return xml_tree(raw, limits) if OURS.encode() in raw[:4096] else None
    except (pypdfium2.PdfiumError, Unreadable, KeyError):
        return None
    finally:
        document.close()
    return None


def _untouched(path: Path) -> bool:
    """Whether nothing was appended to the file, as programs do that change one."""
    return path.read_bytes().count(b"%%EOF") == 1


def _digest(document: bytes) -> str:
    """What stands for the words of ``word/document.xml``, whatever a word processor does to their clothes."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError:
        return ""
    words = "".join(node.text or "" for node in root.iter(f"{{{_WORD}}}t", f"{{{_WORD}}}delText"))
    return hashlib.sha256("".join(words.split()).encode()).hexdigest()
