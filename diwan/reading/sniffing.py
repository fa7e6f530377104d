"""Telling what a file is by its first bytes, not by its name."""

import re
import zipfile
from pathlib import Path

from .decoding import sixteen
from .refusals import Unreadable

READABLE = ("docx", "pdf", "html", "xml", "json", "txt", "png", "jpeg", "tiff")
IMAGES = ("png", "jpeg", "tiff")
SUFFIXES = {
    ".docx": ("docx",), ".docm": ("docx",), ".pdf": ("pdf",),
    ".htm": ("html", "xml"), ".html": ("html", "xml"), ".xhtml": ("html", "xml"), ".xml": ("xml", "html"),
    ".txt": ("txt", "html", "xml"), ".md": ("txt",), ".text": ("txt",),
    ".png": IMAGES, ".jpg": IMAGES, ".jpeg": IMAGES, ".tif": IMAGES, ".tiff": IMAGES,
}  # fmt: skip
_MAGIC = (
    (b"%PDF-", "pdf"), (b"{\\rtf", "rtf"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"), (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"),
    (b"GIF8", "image"), (b"BM", "bitmap"), (b"RIFF", "binary"), (b"\x7fELF", "binary"), (b"MZ", "binary"),
    (b"\x1f\x8b", "archive"), (b"7z\xbc\xaf", "archive"), (b"Rar!", "archive"), (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
)  # fmt: skip
OPEN_TEXT = "diwan-open-text"  # our own JSON says so first of all; any other is a text like every other
_OPEN_TEXT = re.compile(rb'^(?:\xef\xbb\xbf)?\s*\{\s*"format"\s*:\s*"' + OPEN_TEXT.encode() + rb'"')
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|p|div)\b", re.IGNORECASE)
_XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:\?xml|[A-Za-z_])")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(path: Path) -> str:
    """The kind of a file: docx, pdf, html, xml, json (open text), txt, png, jpeg, tiff, or what it is instead (rtf, image, zip, …).

    Raises Unreadable("absent") or ("empty").
    """
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise Unreadable("absent") from error
    if not head:
        raise Unreadable("empty")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(path)
    for magic, kind in _MAGIC:
        if head.startswith(magic) and (kind != "bitmap" or _CONTROL.search(head)):
            return "image" if kind == "bitmap" else kind
    if b"%PDF-" in head[:1024] and _CONTROL.search(head):
        return "pdf"
    return _written(head)


def _packed(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as packed:
            names = {info.filename for info in packed.infolist()[:5000]}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "docx" if path.suffix.lower() in (".docx", ".docm") else "zip"
    if "word/document.xml" in names or (
        "[Content_Types].xml" in names and any(name.startswith("word/") for name in names)
    ):
        return "docx"
    return "zip"


def is_open_json(head: bytes) -> bool:
    """Whether a file that begins so is our own JSON: it says so first of all."""
    return _OPEN_TEXT.match(head) is not None


def _written(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "txt"
    if is_open_json(head):
        return "json"
    if _HTML.search(head[:2048]) and b"<" in head[:512]:
        return "xml" if head.lstrip().startswith(b"<?xml") and not _names_html(head) else "html"
    if _XML.match(head):
        return "xml"
    if b"\x00" in head:
        return "txt" if sixteen(head) else "binary"
    if len(_CONTROL.findall(head)) > len(head) // 50:
        return "binary"
    return "txt"


def _names_html(head: bytes) -> bool:
    return re.search(rb"<\s*(?:!doctype\s+html|html)\b", head, re.IGNORECASE) is not None


def _locked(path: Path) -> bool:
    """Whether an old container holds an encrypted new document (and is not an old document itself)."""
    with path.open("rb") as file:
        return "EncryptedPackage".encode("utf-16-le") in file.read(4_000_000)


def checked(path: Path, limit: int) -> str:
    """The kind of a file that may be read, after its size and its name were compared with it.

    Raises Unreadable: absent, empty, too_large, wrong_type, encrypted.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Unreadable("absent") from error
    if not path.is_file():
        raise Unreadable("absent")
    if size == 0:
        raise Unreadable("empty")
    if size > limit:
        raise Unreadable("too_large", f"{size // 1_048_576} MB, {limit // 1_048_576} MB at most")
    kind = sniff(path)
    suffix = path.suffix.lower()
    if kind == "ole" and _locked(path):
        raise Unreadable("encrypted")
    if kind not in READABLE:
        raise Unreadable("wrong_type", f"found: {kind}")
    if suffix in SUFFIXES and kind not in SUFFIXES[suffix]:
        raise Unreadable("wrong_type", f"named {suffix}, found: {kind}")
    return kind
