"""Laying one page of a PDF over pages of another, by pyHanko's objects: what is beneath is not touched."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter


class CannotStamp(Exception):
    """A PDF that cannot be stamped: a label is printed instead. ``code`` says why.

    ``encrypted``, ``broken``, ``signed`` (a stamp would spoil the sender's signature), ``odd_page`` (no paper of a
    usual size), ``no_room`` (words everywhere), ``not_pdf``.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        super().__init__(f"{code} {detail}".strip())


@contextmanager
def refusals() -> Iterator[None]:
    """Whatever pyHanko meets in a stranger's file is one refusal. Raises CannotStamp."""
    try:
        yield
    except CannotStamp:
        raise
    except (misc.PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, NotImplementedError, OSError,
            ArithmeticError, AssertionError, RecursionError) as error:  # fmt: skip
        raise CannotStamp("broken", type(error).__name__) from error


def opened(pdf: bytes, *, signed_too: bool = False) -> PdfFileReader:
    """A reader for a PDF that may be written on; one with signatures only when ``signed_too``. Raises CannotStamp."""
    if b"%PDF-" not in pdf[:1024]:
        raise CannotStamp("not_pdf")
    with refusals():
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if reader.encrypted:
            raise CannotStamp("encrypted")
        if not signed_too and any(True for _ in reader.embedded_signatures):
            raise CannotStamp("signed")
        if not int(reader.root["/Pages"]["/Count"]):
            raise CannotStamp("broken", "no pages")
        return reader


def box_of(page: generic.DictionaryObject) -> tuple[tuple[float, float, float, float], int]:
    """The visible part of a page in its own coordinates, and by how much it is turned when shown."""
    found = _inherited(page, "/CropBox") or _inherited(page, "/MediaBox")
    if found is None or len(found) != 4:
        raise CannotStamp("odd_page")
    values = [float(found[n]) for n in range(4)]
    whole = _inherited(page, "/MediaBox")
    left, right = sorted((values[0], values[2]))
    bottom, top = sorted((values[1], values[3]))
    if whole is not None and len(whole) == 4:  # what is cut off lies within the sheet, whatever it says
        sheet = [float(whole[n]) for n in range(4)]
        left, right = max(left, min(sheet[0], sheet[2])), min(right, max(sheet[0], sheet[2]))
        bottom, top = max(bottom, min(sheet[1], sheet[3])), min(top, max(sheet[1], sheet[3]))
    turned = int(_inherited(page, "/Rotate") or 0) % 360
    if not (60 < right - left < 4000 and 60 < top - bottom < 4000) or turned % 90:
        raise CannotStamp("odd_page")
    return (left, bottom, right, top), turned


def _inherited(page: generic.DictionaryObject, key: str):  # type: ignore[no-untyped-def]
    node, steps = page, 0
    while steps < 50:
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node, steps = node["/Parent"], steps + 1
    return None


def seen_to_own(box: tuple[float, float, float, float], turned: int) -> tuple[int, int, int, int, float, float]:
    """The matrix from the page as it is seen (from its lower left corner) to its own coordinates (ISO 32000-1, 8.3.3)."""
    left, bottom, right, top = box
    return {
        0: (1, 0, 0, 1, left, bottom), 90: (0, 1, -1, 0, right, bottom), 180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }[turned]  # fmt: skip


def lay_over(
    writer: BasePdfFileWriter, page: int, form: generic.IndirectObject, x: float, y: float, *, tinted: bool = False
) -> None:
    """Draw an imported page on one page, its lower left corner at (x, y) of the page as it is seen.

    ``tinted`` lays its colours on like a wash (ISO 32000-1, 11.3.5, Multiply): ink beneath stays as dark as it was.
    """
    reference, _resources = writer.find_page_for_modification(page)
    own = reference.get_object()
    box, turned = box_of(own)
    a, b, c, d, e, f = seen_to_own(box, turned)
    name = f"/DiwanMark{form.idnum}p{page}"  # pages may share one list of resources
    # the page's own state is saved around its own content, so that nothing it leaves behind moves the mark
    first = writer.add_object(generic.StreamObject(stream_data=b"q\n"))
    wash = f"/DiwanWash{form.idnum}p{page} gs " if tinted else ""
    drawn = f"\nQ q {wash}{a} {b} {c} {d} {a * x + c * y + e:.3f} {b * x + d * y + f:.3f} cm {name} Do Q\n"
    last = writer.add_object(generic.StreamObject(stream_data=drawn.encode()))
    resources = generic.DictionaryObject({pdf_name("/XObject"): generic.DictionaryObject({pdf_name(name): form})})
    if tinted:
        blend = generic.DictionaryObject(
            {pdf_name("/Type"): pdf_name("/ExtGState"), pdf_name("/BM"): pdf_name("/Multiply")}
        )
        states = generic.DictionaryObject({pdf_name(f"/DiwanWash{form.idnum}p{page}"): writer.add_object(blend)})
        resources[pdf_name("/ExtGState")] = states
    if "/Contents" not in own:
        own[pdf_name("/Contents")] = generic.ArrayObject()
    writer.add_stream_to_page(page, first, prepend=True)
    writer.add_stream_to_page(page, last, resources=resources)


def take_signatures_out(writer: BasePdfFileWriter, pages: int) -> None:
    """A copy is not what was signed: it has no form and no signature that would only be found broken."""
    writer.root.pop("/AcroForm", None)
    writer.root.pop("/Perms", None)
    writer.root.pop("/DSS", None)
    writer.update_root()
    for number in range(pages):
        page = writer.find_page_for_modification(number)[0].get_object()
        if "/Annots" not in page:
            continue
        notes = page["/Annots"]
        kept = [notes.raw_get(at) for at in range(len(notes)) if notes[at].get("/Subtype") != "/Widget"]
        page[pdf_name("/Annots")] = generic.ArrayObject(kept)


def seen_size(page: generic.DictionaryObject) -> tuple[float, float]:
    """Width and height of a page as it is seen."""
    (left, bottom, right, top), turned = box_of(page)
    return (top - bottom, right - left) if turned % 180 else (right - left, top - bottom)
