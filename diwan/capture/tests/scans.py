"""Scans as a machine makes them, without any library of pictures: grey pages with noise, a little turned, as PDF."""

from __future__ import annotations

import io
import random
import zlib

import pypdfium2
import segno

from diwan.printing.separator import separators_pdf


def code_page(text: str) -> bytes:
    """A page with a code on it, drawn as PDF."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="pdf", scale=8, border=6)
    return out.getvalue()


def letter_page(n: int) -> bytes:
    """A page with lines of (unreadable) print: bars, so that each letter differs."""
    chance = random.Random(n)
    bars = "".join(
        f"{60 + chance.randint(0, 30)} {760 - 18 * row} {chance.randint(150, 400)} 7 re f\n" for row in range(20)
    ).encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d>>stream\n" % len(bars) + bars + b"endstream",
    ]  # fmt: skip
    return _pdf(objects)


def separator_page() -> bytes:
    """The sheet as it is printed."""
    document = pypdfium2.PdfDocument(separators_pdf(1))
    one = pypdfium2.PdfDocument.new()
    one.import_pages(document, [0])
    out = io.BytesIO()
    one.save(out)
    return out.getvalue()


def scanned(pages: list[bytes], *, noise: int = 40, seed: int = 7) -> bytes:
    """These pages as one scan: each a grey picture at 120 dots with specks, upside down where `noise` says so."""
    chance = random.Random(seed)
    kids, objects = [], [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    for n, page in enumerate(pages):
        width, height, dots = _drawn(page)
        grey = bytearray(dots)
        for _ in range(len(grey) * noise // 4000):
            grey[chance.randrange(len(grey))] = chance.choice((0, 90, 200))
        if n % 2:  # laid in the other way round
            grey.reverse()
        data = zlib.compress(bytes(grey), 1)
        image = len(objects) + 1
        objects.append(
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/Length %d>>"
            b"stream\n" % (width, height, len(data)) + data + b"\nendstream"
        )
        drawing = b"595 0 0 842 0 0 cm /I Do"
        objects.append(b"<</Length %d>>stream\n" % len(drawing) + drawing + b"\nendstream")
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</XObject<</I %d 0 R>>>>>>"
            % (image + 1, image)
        )
        kids.append(b"%d 0 R" % (image + 2))
    objects[1] = b"<</Type/Pages/Kids[" + b" ".join(kids) + b"]/Count %d>>" % len(kids)
    return _pdf(objects)


def _drawn(page: bytes) -> tuple[int, int, bytes]:
    bitmap = pypdfium2.PdfDocument(page)[0].render(scale=120 / 72, grayscale=True)
    rows = memoryview(bitmap.buffer)
    dots = b"".join(bytes(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width]) for y in range(bitmap.height))
    return bitmap.width, bitmap.height, dots


def _pdf(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % n + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
