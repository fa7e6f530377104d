"""The vendored fonts: where they lie and which characters they hold.

A PDF/A may not show a character that its fonts do not have, so we must know before printing. The character
map of a TrueType file is read here in its two usual forms (cmap formats 4 and 12, OpenType specification).
"""

import struct
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"


@cache
def covered() -> frozenset[int]:
    """All code points that at least one of our fonts can show."""
    return frozenset().union(*(characters_of(path.read_bytes()) for path in sorted(FOLDER.glob("*.ttf"))))


def characters_of(font: bytes) -> set[int]:
    """The code points in the character map of one TrueType font."""
    (tables,) = struct.unpack_from(">H", font, 4)
    for number in range(tables):
        tag, _checksum, offset, length = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        if tag == b"cmap":
            return _characters_of_map(font[offset : offset + length])
    return set()


def _characters_of_map(table: bytes) -> set[int]:
    found: set[int] = set()
    (subtables,) = struct.unpack_from(">H", table, 2)
    for number in range(subtables):
        _platform, _encoding, offset = struct.unpack_from(">HHL", table, 4 + 8 * number)
        (form,) = struct.unpack_from(">H", table, offset)
        if form == 4:
            found |= _form_4(table, offset)
        elif form == 12:
            found |= _form_12(table, offset)
    return found


def _form_4(table: bytes, offset: int) -> set[int]:
    (double,) = struct.unpack_from(">H", table, offset + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", table, offset + 14)
    starts = struct.unpack_from(f">{count}H", table, offset + 16 + double)
    return {code for start, end in zip(starts, ends, strict=True) for code in range(start, end + 1)} - {0xFFFF}


def _form_12(table: bytes, offset: int) -> set[int]:
    (groups,) = struct.unpack_from(">L", table, offset + 12)
    found: set[int] = set()
    for number in range(groups):
        start, end, _glyph = struct.unpack_from(">LLL", table, offset + 16 + 12 * number)
        found.update(range(start, end + 1))
    return found
