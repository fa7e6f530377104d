"""A scanned picture as PDF: PNG and JPEG by typst, TIFF by its own strips, which PDF can hold as they are.

The pages of a fax or a scanner come as TIFF in CCITT, LZW, Deflate, PackBits or JPEG; PDF knows each of these, so nothing
is decoded here and nothing can be lost (TIFF 6.0; ISO 32000-1, 7.4 and 8.9.5).
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst

from diwan.printing.overlay import CannotStamp
from diwan.printing.pdf import fonts

#: The longest side and the most pages of what is accepted: A3 at 600 dots, a thick fax.
_SIDE, _PIXELS, _PAGES, _STRIPS = 20_000, 120_000_000, 500, 20_000
_A4 = (595.28, 841.89)


def picture_to_pdf(picture: bytes) -> bytes:
    """A PDF of one page for each picture in the file, as large as it was scanned, A4 at most. Raises CannotStamp."""
    if picture[:4] in (b"II*\0", b"MM\0*"):
        return _tiff(picture)
    kind = "png" if picture.startswith(b"\x89PNG\r\n\x1a\n") else "jpg" if picture.startswith(b"\xff\xd8\xff") else ""
    if not kind:
        raise CannotStamp("not_pdf", "no picture")
    width, height = _dots(picture, kind)
    if not (0 < width <= _SIDE and 0 < height <= _SIDE and width * height <= _PIXELS):
        raise CannotStamp("odd_page", f"{width} × {height}")
    (wide, high), name = _A4, f"p.{kind}"
    source = (
        f'#let drawn = image("{name}")\n#set page(width: auto, height: auto, margin: 0pt)\n#set document(title: "Scan")\n'
        "#context { let size = measure(drawn); "
        f"let (most, more) = if size.width > size.height {{ ({high}pt, {wide}pt) }} else {{ ({wide}pt, {high}pt) }}; "
        "let share = calc.min(1, most / size.width, more / size.height); "
        f'image("{name}", width: size.width * share, height: size.height * share) }}'
    )
    with tempfile.TemporaryDirectory(prefix="diwan-print-") as folder:
        (Path(folder) / name).write_bytes(picture)
        (page := Path(folder) / "page.typ").write_text(source)
        try:
            made = typst.compile(page, root=Path(folder), font_paths=fonts(), format="pdf", pdf_tags=False)
        except RuntimeError as refusal:
            raise CannotStamp("broken", str(refusal)[:80]) from refusal
    if not isinstance(made, bytes):
        raise CannotStamp("broken")
    return made


def _dots(picture: bytes, kind: str) -> tuple[int, int]:
    """The size of a PNG or JPEG from its head, before anything is unpacked."""
    try:
        if kind == "png":
            width, height = struct.unpack_from(">II", picture, 16)
            return width, height
        at = 2
        while at < len(picture) - 9:
            if picture[at] != 0xFF:
                at += 1
                continue
            mark = picture[at + 1]
            if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
                height, width = struct.unpack_from(">HH", picture, at + 5)
                return width, height
            if mark in (0xFF, 0x01) or 0xD0 <= mark <= 0xD9:
                at += 1 if mark == 0xFF else 2
            else:
                at += 2 + struct.unpack_from(">H", picture, at + 2)[0]
    except struct.error:
        pass
    return 0, 0


# TIFF ----------------------------------------------------------------------------------------------------------------
_TYPES = {1: "B", 3: "H", 4: "L"}


@dataclass
class _Sheet:
    """One page of a TIFF: its tags, and the strips they lead to."""

    tags: dict[int, list[Any]]
    order: str
    file: bytes

    def one(self, tag: int, otherwise: int = 0) -> int:
        found = self.tags.get(tag)
        return int(found[0]) if found else otherwise


def _tiff(file: bytes) -> bytes:
    try:
        sheets = _sheets(file)
        return _written([_page(sheet) for sheet in sheets])
    except (struct.error, IndexError, ZeroDivisionError, zlib.error) as error:
        raise CannotStamp("broken", "TIFF") from error


def _sheets(file: bytes) -> list[_Sheet]:
    order = "<" if file[:2] == b"II" else ">"
    (at,) = struct.unpack_from(f"{order}L", file, 4)
    found: list[_Sheet] = []
    seen: set[int] = set()
    while at:
        if at in seen or len(found) >= _PAGES:
            raise CannotStamp("broken", "TIFF pages")
        seen.add(at)
        (count,) = struct.unpack_from(f"{order}H", file, at)
        tags: dict[int, list[Any]] = {}
        for number in range(count):
            entry = at + 2 + 12 * number
            tag, kind, many = struct.unpack_from(f"{order}HHL", file, entry)
            if kind == 5 and tag in (282, 283):
                (where,) = struct.unpack_from(f"{order}L", file, entry + 8)
                over, under = struct.unpack_from(f"{order}LL", file, where)
                tags[tag] = [over / under if under else 0.0]
            elif kind == 7 and tag == 347:
                (where,) = struct.unpack_from(f"{order}L", file, entry + 8)
                tags[tag] = [file[where : where + many]]
            elif kind in _TYPES:
                if many > _STRIPS:
                    continue
                form = f"{order}{many}{_TYPES[kind]}"
                where = entry + 8 if struct.calcsize(form) <= 4 else struct.unpack_from(f"{order}L", file, entry + 8)[0]
                tags[tag] = list(struct.unpack_from(form, file, where))
        (at,) = struct.unpack_from(f"{order}L", file, at + 2 + 12 * count)
        found.append(_Sheet(tags, order, file))
    if not found:
        raise CannotStamp("broken", "TIFF without a page")
    return found


def _page(sheet: _Sheet) -> tuple[float, float, int, int, list[tuple[int, bytes, bytes]]]:
    """Width and height in points, in dots, and the strips: rows, dictionary, bytes."""
    width, height = sheet.one(256), sheet.one(257)
    if not (0 < width <= _SIDE and 0 < height <= _SIDE and width * height <= _PIXELS):
        raise CannotStamp("odd_page", f"{width} × {height}")
    if 324 in sheet.tags or sheet.one(284, 1) != 1:
        raise CannotStamp("broken", "a TIFF in tiles or planes")
    samples, bits, kind = sheet.one(277, 1), sheet.one(258, 1), sheet.one(259, 1)
    tone, rows = sheet.one(262), min(sheet.one(278, height), height)
    offsets, lengths = sheet.tags.get(273, []), sheet.tags.get(279, [])
    if not offsets or len(offsets) != len(lengths) or len(offsets) > _STRIPS or bits not in (1, 2, 4, 8):
        raise CannotStamp("broken", "TIFF strips")
    colours = _colours(sheet, tone, samples, bits)
    decode = b""
    if tone == 0 and kind not in (2, 3, 4):
        decode = b"/Decode[1 0]"
    strips: list[tuple[int, bytes, bytes]] = []
    for number, (at, length) in enumerate(zip(offsets, lengths, strict=True)):
        high = min(rows, height - number * rows)
        if high <= 0:
            break
        content = sheet.file[at : at + length]
        if len(content) < length or not length:
            raise CannotStamp("broken", "a TIFF cut short")
        if sheet.one(266, 1) == 2 and kind != 7:
            content = content.translate(_TURNED)
        filters, content = _filter(sheet, kind, width, high, samples, bits, tone, content)
        strips.append((high, b"/ColorSpace%s/BitsPerComponent %d%s%s" % (colours, bits, decode, filters), content))
    across, down = (float(sheet.tags.get(tag, [0])[0]) for tag in (282, 283))
    per = {2: 72.0, 3: 72 / 2.54}.get(sheet.one(296, 2), 0.0)
    points = (
        width / across * per if across > 1 and per else width * 72 / 200,
        height / down * per if down > 1 and per else height * 72 / 200,
    )
    wide = points[0] > points[1]
    most, more = (_A4[1], _A4[0]) if wide else _A4
    share = min(1.0, most / points[0], more / points[1])
    return max(points[0] * share, 20.0), max(points[1] * share, 20.0), width, height, strips


#: The bits of each byte from the other end: faxes are sometimes kept so (fill order 2).
_TURNED = bytes(int(f"{value:08b}"[::-1], 2) for value in range(256))


def _colours(sheet: _Sheet, tone: int, samples: int, bits: int) -> bytes:
    if tone in (0, 1) and samples == 1:
        return b"/DeviceGray"
    if tone in (2, 6) and samples == 3:
        return b"/DeviceRGB"
    if tone == 5 and samples == 4:
        return b"/DeviceCMYK"
    table = sheet.tags.get(320, [])
    if tone == 3 and samples == 1 and len(table) == 3 * 2**bits:
        size = 2**bits
        colours = bytes(int(table[part * size + n]) >> 8 for n in range(size) for part in range(3))
        return b"[/Indexed/DeviceRGB %d<%s>]" % (size - 1, colours.hex().encode())
    raise CannotStamp("broken", f"a TIFF of {samples} samples, tone {tone}")


def _filter(
    sheet: _Sheet, kind: int, width: int, high: int, samples: int, bits: int, tone: int, content: bytes
) -> tuple[bytes, bytes]:
    predictor = (
        b"/DecodeParms<</Predictor 2/Colors %d/BitsPerComponent %d/Columns %d%%s>>" % (samples, bits, width)
        if sheet.one(317, 1) == 2
        else b""
    )
    if kind == 1:
        return b"", content
    if kind in (2, 3, 4):
        options = sheet.one(292) if kind == 3 else 0
        k = -1 if kind == 4 else (1 if options & 1 else 0)
        black = b"true" if tone == 1 else b"false"
        lines = b"/EncodedByteAlign true/EndOfLine false" if kind == 2 else b"/EndOfLine true" if kind == 3 else b""
        aligned = b"/EncodedByteAlign true" if kind == 3 and options & 4 else b""
        return (
            b"/Filter/CCITTFaxDecode/DecodeParms<</K %d/Columns %d/Rows %d/BlackIs1 %s/EndOfBlock false%s%s>>"
            % (k, width, high, black, lines, aligned),
            content,
        )
    if kind == 5:
        return b"/Filter/LZWDecode" + (predictor % b"" if predictor else b""), content
    if kind in (8, 32946):
        return b"/Filter/FlateDecode" + (predictor % b"" if predictor else b""), content
    if kind == 32773:
        return b"/Filter/RunLengthDecode", content + b"\x80"
    if kind == 7:
        tables = sheet.tags.get(347)
        if tables and content.startswith(b"\xff\xd8"):  # tables kept once for all strips go into each
            content = tables[0][:-2] + content[2:]
        return b"/Filter/DCTDecode", content
    raise CannotStamp("broken", f"TIFF compression {kind}")


def _written(pages: list[tuple[float, float, int, int, list[tuple[int, bytes, bytes]]]]) -> bytes:
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids: list[int] = []
    for across, down, width, height, strips in pages:
        names, drawn, top = [], [], height
        for number, (high, form, content) in enumerate(strips):
            objects.append(
                b"<</Type/XObject/Subtype/Image/Width %d/Height %d%s/Length %d>>stream\n%s\nendstream"
                % (width, high, form, len(content), content)
            )
            names.append(b"/S%d %d 0 R" % (number, len(objects)))
            top -= high
            drawn.append(
                b"q %.4f 0 0 %.4f 0 %.4f cm /S%d Do Q" % (across, high / height * down, top / height * down, number)
            )
        said = b"\n".join(drawn)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(said), said))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R/Resources<</XObject<<%s>>>>>>"
            % (across, down, len(objects), b" ".join(names))
        )
        kids.append(len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, said in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, said)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at)
    return bytes(out)
