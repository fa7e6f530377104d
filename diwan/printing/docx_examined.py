"""What a DOCX from a person's hand may not bring with it: programs, files inside, threads to the outside."""

import io
import re
from pathlib import PurePosixPath

from lxml import etree

from diwan.reading.hardened import Parcel, walk_shallow, xml_tree
from diwan.reading.limits import LIMITS
from diwan.reading.refusals import Unreadable

_MAIN = "word/document.xml"
_TYPES = "[Content_Types].xml"
#: A link that a reader may follow by a click is a word like any other; everything else outside is fetched by itself.
_LINK = re.compile(r"(?:https?://|mailto:|tel:|#)", re.IGNORECASE)
_PROGRAMS = ("vbaproject", "vbadata", "customui", "activex", "keymapcustomizations", "attachedtoolbars")
_EMBEDDED = ("oleobject", "package", "control", "afchunk", "subdocument", "activexcontrol")
#: Fields that fetch a file or start a program when the document is opened (ECMA-376, part 1, 17.16.5, and DDE).
_FETCHING = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE|RD)\b", re.IGNORECASE
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def examine_docx(file: bytes) -> list[str]:
    """The codes of what is wrong with an uploaded DOCX; an empty list for one that may be used.

    ``not_docx``, ``encrypted``, ``bomb``, ``corrupt``, ``macros``, ``external``, ``remote_template``,
    ``embedded_object``, ``fetching_field``.
    """
    try:
        with Parcel(io.BytesIO(file), LIMITS) as parcel:
            return _examined(parcel)
    except Unreadable as refusal:
        if file[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":  # what Word makes of a document with a password
            return ["encrypted"]
        return [
            refusal.code if refusal.code in ("encrypted", "bomb") else "not_docx" if file[:2] != b"PK" else "corrupt"
        ]


def _examined(parcel: Parcel) -> list[str]:
    if _MAIN not in parcel.names or _TYPES not in parcel.names:
        return ["not_docx"]
    found: set[str] = set()
    kinds = parcel.part(_TYPES).lower()
    if b"macroenabled" in kinds or b"vbaproject" in kinds:
        found.add("macros")
    for name in parcel.names:
        lowered = name.lower()
        if any(program in lowered for program in _PROGRAMS) or lowered.endswith((".bin.rels", ".exe", ".vbs", ".js")):
            found.add("macros")
        if "/embeddings/" in lowered or (
            PurePosixPath(lowered).suffix in (".ole", ".bin") and "printersettings" not in lowered
        ):
            found.add("embedded_object")
        if lowered.endswith(".rels"):
            found |= _relations(xml_tree(parcel.part(name), LIMITS))
        elif lowered.startswith("word/") and lowered.endswith(".xml"):
            found |= _content(xml_tree(parcel.part(name), LIMITS))
    return sorted(found)


def _relations(root: etree._Element) -> set[str]:
    found: set[str] = set()
    for relation in root:
        kind = (relation.get("Type") or "").rsplit("/", 1)[-1].lower()
        target = relation.get("Target") or ""
        if kind in _EMBEDDED:
            found.add("embedded_object")
        if any(program in kind for program in _PROGRAMS):
            found.add("macros")
        if (relation.get("TargetMode") or "").lower() == "external":
            if kind == "attachedtemplate":
                found.add("remote_template")
            elif kind != "hyperlink" or not _LINK.match(target.strip()):
                found.add("external")
        elif re.match(r"[a-z][a-z0-9+.-]*:|//|\\\\", target.strip(), re.IGNORECASE):
            found.add("external")  # a target outside that does not say so
    return found


def _content(root: etree._Element) -> set[str]:
    walk_shallow(root, LIMITS.depth)
    found: set[str] = set()
    for element in root.iter(f"{_W}object", f"{_W}control", f"{_W}altChunk", f"{_W}subDoc"):
        if element.tag != f"{_W}object" or any("OLEObject" in str(child.tag) for child in element):
            found.add("embedded_object")
    # an instruction may be cut into several runs: it is read by the paragraph
    for paragraph in root.iter(f"{_W}p"):
        said = "".join(piece.text or "" for piece in paragraph.iter(f"{_W}instrText"))
        said += " ".join(field.get(f"{_W}instr") or "" for field in paragraph.iter(f"{_W}fldSimple"))
        if said and _FETCHING.search(re.sub(r'"[^"]*"', "", said)):
            found.add("fetching_field")
    return found
