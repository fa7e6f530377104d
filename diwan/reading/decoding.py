"""From the bytes of a text file to its characters."""

import re
from pathlib import Path

from .refusals import Unreadable

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_\-]+)|<\?xml[^>]*encoding=["']([A-Za-z0-9_\-]+)""")
_ARABIC_LETTERS = re.compile("[\u0621-\u064a]")


def decoded(raw: bytes, declared: bool = False) -> str:
    """Characters of a text: UTF-8, UTF-16 (with or without mark), Windows-1256 or Windows-1252.

    `declared` looks for a charset written inside (HTML, XML); a declaration that does not fit is
    not believed. Raises Unreadable("not_text") when the bytes are no text.
    """
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return _strict(raw, name)
    if b"\x00" in raw[:4096]:
        return _strict(raw, sixteen(raw[:4096]) or "ascii")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared and (found := _CHARSET.search(raw[:4096])):
        name = (found.group(1) or found.group(2)).decode("ascii")
        try:
            return raw.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    return _eight_bits(raw)


def sixteen(head: bytes) -> str | None:
    """ "utf-16-le" or "utf-16-be" when a text without a mark is written in one of them, else None."""
    best: tuple[float, str] = (0.9, "")
    for name in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) // 2 * 2].decode(name, "replace")
        # Read in the wrong order, letters become signs of many scripts: count what these offices write.
        known = sum(
            c in "\n\r\t" or " " <= c <= "\u024f" or "\u0600" <= c <= "\u06ff" or "\u2000" <= c <= "\u206f"
            for c in text
        )
        best = max(best, (known / max(len(text), 1), name))
    return best[1] or None


def _strict(raw: bytes, name: str) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError as error:
        raise Unreadable("not_text") from error


def _eight_bits(raw: bytes) -> str:
    """Windows-1256 when the upper half reads as Arabic words, else Windows-1252."""
    arabic = raw.decode("cp1256", "replace")
    letters = _ARABIC_LETTERS.findall(arabic)
    upper = sum(byte > 0x7F for byte in raw)
    # In Arabic words alef, lam, yeh and meem make a third of the letters; French accents do not.
    common = sum(letter in "اليم" for letter in letters)
    if letters and len(letters) > 0.7 * upper and common > 0.25 * len(letters):
        return arabic
    return raw.decode("cp1252", "replace")


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that exists and may be opened; Unreadable("absent") otherwise."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable("absent") from error
