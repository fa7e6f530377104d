"""The registry's stamp on what came as PDF, pictures made into PDF, and copies marked with the name of their reader."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from diwan.printing.emptiest import FREE, Corner, Spot, emptiest
from diwan.printing.marks import item, set_marks
from diwan.printing.overlay import CannotStamp, lay_over, opened, refusals, seen_size, take_signatures_out
from diwan.printing.pdf import shown
from diwan.printing.picture_pdf import picture_to_pdf
from diwan.printing.report import direction_of

__all__ = ["CannotStamp", "Corner", "Stamp", "find_room", "picture_to_pdf", "stamp_face", "stamp_pdf", "watermark_pdf"]

#: The size of a stamp in millimetres, and a point in them.
WIDTH, HEIGHT = 66.0, 21.0
MM = 72 / 25.4
#: Copies of more pages are not marked in one breath.
_MOST_PAGES = 3_000


@dataclass(frozen=True)
class Stamp:
    """What the stamp says: ``registry`` is the registry's name in each of its languages, ``address`` that of the item."""

    number: str
    date: str
    hijri: str = ""
    registry: Sequence[str] = ()
    address: str = ""
    language: str = "en"


def stamp_face(stamp: Stamp) -> bytes:
    """The stamp alone, a PDF of its own size."""
    return _face(stamp.number, stamp.date, stamp.hijri, tuple(stamp.registry), stamp.address, stamp.language)


@lru_cache(maxsize=64)
def _face(number: str, date: str, hijri: str, registry: tuple[str, ...], address: str, language: str) -> bytes:
    shown_item = item(language=language, number=number, date=date, hijri=hijri, registry=registry, address=address)
    return set_marks("stamp", language, number, items=[shown_item], width=WIDTH, height=HEIGHT)


def stamp_pdf(pdf: bytes, stamp: Stamp, *, corner: Corner = "emptiest") -> bytes:
    """The file with the stamp on its first page, where there is least ink.

    What came stays byte for byte; the stamp is added after it, as an incremental update (ISO 32000-1, 7.5.6).
    Raises CannotStamp: a label is printed then.
    """
    reader = opened(pdf)
    spot = find_room(pdf, WIDTH * MM, HEIGHT * MM, corner=corner, language=stamp.language)
    drawn = PdfFileReader(io.BytesIO(stamp_face(stamp)))
    with refusals():
        writer = IncrementalPdfFileWriter.from_reader(reader)
        face = writer.import_page_as_xobject(drawn)
        lay_over(writer, 0, face, spot.x, spot.y)
        target = io.BytesIO()
        writer.write(target)
    return _checked(target.getvalue())


def find_room(pdf: bytes, width: float, height: float, *, corner: Corner = "emptiest", language: str = "en") -> Spot:
    """Where on the first page something of that size (points) has room. Raises CannotStamp."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise CannotStamp("encrypted" if "password" in str(error).lower() else "broken") from error
    try:
        page = document[0]
        if not all(60 < side < 4000 for side in page.get_size()):
            raise CannotStamp("odd_page")
        spot = emptiest(page, width, height, corner=corner, right_to_left=direction_of(language) == "rtl")
    except pypdfium2.PdfiumError as error:
        raise CannotStamp("broken") from error
    finally:
        document.close()
    if spot is None:
        raise CannotStamp("odd_page", "too small")
    if spot.ink > FREE:
        raise CannotStamp("no_room")
    return spot


def watermark_pdf(pdf: bytes, lines: Sequence[str], *, language: str = "en") -> bytes:
    """A copy with the lines (the reader's name, the time, the number) faintly across each page.

    The file is written anew, not added to: an addition could be cut off again. Signatures are not copied: they would
    say of the copy that it was changed. Raises CannotStamp.
    """
    reader = opened(pdf, signed_too=True)
    with refusals():
        count = int(reader.root["/Pages"]["/Count"])
        if count > _MOST_PAGES:
            raise CannotStamp("odd_page", f"{count} pages")
        writer = copy_into_new_writer(reader)
        take_signatures_out(writer, count)
        sizes = [_rounded(seen_size(writer.find_page_for_modification(page)[0].get_object())) for page in range(count)]
    kinds = list(dict.fromkeys(sizes))
    marks = set_marks(
        "watermark", language, lines[0] if lines else "", lines=[shown(line) for line in lines],
        pages=[{"width": width, "height": height} for width, height in kinds],
    )  # fmt: skip
    sheets = PdfFileReader(io.BytesIO(marks))
    with refusals():
        forms = {kind: writer.import_page_as_xobject(sheets, page_ix=number) for number, kind in enumerate(kinds)}
        for page, size in enumerate(sizes):
            lay_over(writer, page, forms[size], 0.0, 0.0, tinted=True)
        target = io.BytesIO()
        writer.write(target)
    return _checked(target.getvalue())


def _rounded(size: tuple[float, float]) -> tuple[float, float]:
    return round(size[0], 1), round(size[1], 1)


def _checked(pdf: bytes) -> bytes:
    """What was written can be opened: a damaged file may be read by one program and not by the other."""
    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            document[0].close()
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise CannotStamp("broken") from error
    return pdf
