"""What is enclosed, judged by its first bytes and its size: accepted, or kept out with the reason.

Nothing is unpacked to be kept: an archive is kept out whole, and an office document, which is a packed folder too, is
only looked through. Whatever is kept out remains in the message itself.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

from diwan.capture.mail.cleaning import cleaned, page
from diwan.capture.mail.headers import plain
from diwan.capture.mail.message import LIMITS, Limits, Part, Remark
from diwan.reading.decoding import decoded
from diwan.reading.refusals import Unreadable

OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX, PPTX = (
    f"{OFFICE}{kind}" for kind in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
)
OUTLOOK, INTERNET = "application/vnd.ms-outlook", "message/rfc822"
TYPES = {
    ".pdf": "application/pdf", ".docx": DOCX, ".xlsx": XLSX, ".pptx": PPTX, ".png": "image/png", ".gif": "image/gif",
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".tif": "image/tiff", ".tiff": "image/tiff", ".html": "text/html",
    ".htm": "text/html", ".txt": "text/plain", ".text": "text/plain", ".csv": "text/csv", ".ics": "text/calendar",
    ".eml": INTERNET, ".msg": OUTLOOK,
}  # fmt: skip
"""The endings under which an enclosure is kept, each with what it then is."""

_MAGIC = (
    (b"%PDF-", ".pdf"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"II*\0", ".tif"), (b"MM\0*", ".tif"),
    (b"GIF87a", ".gif"), (b"GIF89a", ".gif"),
)  # fmt: skip
_ARCHIVES = (
    b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF", b"\x60\xea", b"**ACE**", b"\x28\xb5\x2f\xfd",
    b"\x1f\x9d", b"\x1f\xa0", b"LZIP", b"ISc(", b"xar!",
)  # fmt: skip
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe",
    b"#!", b"L\0\0\0\x01\x14\x02\0", b"dex\n",
)  # fmt: skip
_PROGRAM_NAMES = re.compile(
    r"\.(?:exe|com|scr|pif|bat|cmd|vbs?|vbe|jse?|wsf|wsh|hta|ps1|psm1|jar|msi|msp|lnk|reg|cpl|dll|sys|app|sh|apk|inf|scf|url"
    r"|desktop|iso|img|vhdx?|xll|chm|gadget|application|appref-ms|settingcontent-ms)$",
    re.IGNORECASE,
)
_MACRO_NAMES = re.compile(r"\.(?:docm|dotm|xlsm|xltm|xlam|pptm|potm|ppsm|xlsb)$", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_VBA = [word.encode("utf-16-le") for word in ("_VBA_PROJECT", "VBA\0", "Macros")]
_ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?)\b")
_WAYS = re.compile(r"[/\\:*?\"<>|\0]+")
NAME = 120  # characters of a file name; a file system takes 255 bytes, and Arabic needs two for each


def tidy_name(name: str, otherwise: str = "enclosure") -> str:
    """A file name without folders, without characters that turn it round, of bearable length, with its ending."""
    name = plain(_WAYS.sub("_", re.split(r"[/\\]", name.strip())[-1])).strip(" ._")
    if not name:
        return otherwise
    stem, dot, ending = name.rpartition(".")
    if dot and stem and 1 <= len(ending) <= 8:
        return f"{stem[: NAME - 9].rstrip(' .')}.{ending}"
    return name[:NAME]


def judged(
    name: str, declared: str, data: bytes, *, inline: str = "", limits: Limits = LIMITS
) -> tuple[Part | None, list[Remark]]:
    """What is kept of an enclosure, and what is remarked on it."""
    name = tidy_name(name, "enclosure")
    told = {"name": name, "size": len(data)}
    if not data:
        return None, [{"code": "empty_part", **told}]
    if len(data) > limits.part:
        return None, [{"code": "too_large", **told, "limit": limits.part // 1024 // 1024}]
    if refusal := _refused(name, data, limits):
        return None, [{"code": refusal, **told}]
    ending = _ending(name, declared, data)
    if not ending:
        return None, [{"code": "unknown_kind", **told}]
    given = PurePosixPath(name).suffix.lower()
    remarks: list[Remark] = []
    if TYPES.get(given) != TYPES[ending]:
        if given in TYPES:  # it claims to be something else than it is: said, and kept as what it is
            remarks.append({"code": "renamed", **told})
        name += ending
    if ending in (".html", ".htm"):
        body, found = cleaned(_characters(data))
        data = page(body, name)
        remarks += [{"code": "html_cleaned", **told}] if found else []
    if ending == ".pdf" and _ACTIVE_PDF.search(data):
        remarks.append({"code": "active_pdf", **told})
    return Part(name, TYPES[ending], data, inline), remarks


def _refused(name: str, data: bytes, limits: Limits) -> str:
    """The code of why an enclosure is kept out, or nothing."""
    head = data[:16]
    if head.startswith(_PROGRAMS) or _PROGRAM_NAMES.search(name):
        return "program"
    if _MACRO_NAMES.search(name):
        return "macros"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _packed(data, limits)
    if head.startswith(_ARCHIVES) or data[257:262] == b"ustar" or data[2:5] in (b"-lh", b"-lz"):
        return "archive"
    if head.startswith(_OLE) and not _is_outlook(data):
        if any(word in data for word in _VBA):
            return "macros"
        return "old_format"
    return ""


def _packed(data: bytes, limits: Limits) -> str:
    """Why a packed file is kept out: it is an archive, hides one, carries macros, or would burst."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
    except Exception:  # damaged, or made to confuse: in both cases nothing to be opened
        return "archive"
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or not any(n.startswith(("word/", "xl/", "ppt/")) for n in names):
        return "archive"
    whole = sum(entry.file_size for entry in entries)
    if len(entries) > limits.entries or whole > limits.unpacked or whole > limits.ratio * max(len(data), 1024):
        return "bomb"
    if any(n.lower().endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in n.lower() for n in names):
        return "macros"
    return ""


def _ending(name: str, declared: str, data: bytes) -> str:
    """Under which ending it is kept: what its first bytes say, then its name, then what the message declares."""
    given = PurePosixPath(name).suffix.lower()
    start = data[:1024].lstrip(b"\r\n\t \0")
    for magic, ending in _MAGIC:
        if (start if ending == ".pdf" else data).startswith(magic):
            return given if TYPES.get(given) == TYPES[ending] else ending
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    if data.startswith(_OLE):
        return ".msg"
    if not _is_text(data):
        return ""
    if given in (".eml", ".ics", ".html", ".htm", ".csv", ".txt", ".text"):
        return given
    for ending in (".ics", ".html", ".csv", ".eml"):
        if declared == TYPES[ending]:
            return ending
    return ".html" if re.match(rb"\s*<(?:!doctype html|html)\b", data[:200], re.IGNORECASE) else ".txt"


def _office(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
    for folder, ending in (("word/", ".docx"), ("xl/", ".xlsx"), ("ppt/", ".pptx")):
        if any(name.startswith(folder) for name in names):
            return ending
    return ""


def _is_outlook(data: bytes) -> bool:
    return "__properties_version1.0".encode("utf-16-le") in data


def _is_text(data: bytes) -> bool:
    sample = data[:20_000]
    try:
        text = (
            decoded(sample) if b"\0" in sample or sample[:2] in (b"\xff\xfe", b"\xfe\xff") else decoded(data)[:20_000]
        )
    except Unreadable:
        return False
    odd = sum(
        1 for c in text if not c.isprintable() and c not in "\n\r\t\f\v\ufeff\u200f\u200e\u00ad\u202a\u202b\u202c"
    )
    return odd <= len(text) // 50


def _characters(data: bytes) -> str:
    try:
        return decoded(data, declared=True)
    except Unreadable:
        return data.decode("utf-8", "replace")
