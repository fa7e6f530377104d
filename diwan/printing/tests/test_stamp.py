"""Labels, stamps, pictures and marked copies: what the registry puts on paper."""

import io
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2
import pytest
from pyhanko.pdf_utils.crypt import StandardSecurityHandler
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from diwan.printing.docx_pdf import docx_to_pdf
from diwan.printing.label import Label, label_pdf, label_sheet_pdf
from diwan.printing.letter_docx import office_template, render
from diwan.printing.overlay import seen_size
from diwan.printing.stamp import CannotStamp, Stamp, picture_to_pdf, stamp_pdf, watermark_pdf
from diwan.printing.tests.letters import STAMPS, letter
from diwan.printing.tests.looking import codes, dots, pages, said, sizes, told

SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "corpus"
WORDS = {"en": "Confidential", "fr": "Confidentiel", "ar": "سري"}


def letter_pdf(language: str = "en") -> bytes:
    file = render(office_template("letter", language), letter(language, item_address=""))
    return docx_to_pdf(file, language=language, title="A letter")


def label(language: str) -> Label:
    stamp = STAMPS[language]
    return Label(stamp.number, stamp.date, stamp.hijri, stamp.registry, stamp.address, WORDS[language], language)


def blank(width: float, height: float, *, turned: int = 0, content: str = "", box: str = "") -> bytes:
    """A page written by hand: its size, how it is turned, what is cut off."""
    body = (
        f"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj "
        f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]{box}/Rotate {turned}/Contents 4 0 R/Resources<<>>>>endobj "
        f"4 0 obj<</Length {len(content)}>>stream\n{content}\nendstream endobj "
    )
    text = "%PDF-1.7\n" + body
    places = [text.index(f"{number} 0 obj") for number in range(1, 5)]
    table = "xref\n0 5\n0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    return (text + table + f"trailer<</Size 5/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n").encode()


# labels --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_label_bears_number_dates_registry_and_the_way_to_the_item(language: str) -> None:
    one = label(language)
    pdf = label_pdf(one)
    assert sizes(pdf) == [(89, 36)]
    text = said(pdf)
    for words in (one.number, one.level_word, *one.registry):
        assert words in text
    assert one.date.split()[-1] in text
    assert codes(pdf) == [one.address_of_item]


def test_labels_go_on_sheets_of_twenty_four_and_on_sheets_already_begun() -> None:
    many = [replace(label("ar" if number % 2 else "en"), number=f"SG/IN/2035/{number:06}") for number in range(30)]
    pdf = label_sheet_pdf(many, first=5)
    assert sizes(pdf) == [(210, 297), (210, 297)]
    text = said(pdf)
    assert all(one.number in text for one in many)
    width, height, grey = dots(pdf, scale=1.0)
    strip = b"".join(grey[row * width : (row + 1) * width] for row in range(int(height / 8)))
    assert min(strip) > 200, "the four places already used stay free: the first row and one of the second"
    with pytest.raises(ValueError, match="1 to 24"):
        label_sheet_pdf(many, first=25)


def test_a_very_long_number_stays_on_its_label() -> None:
    one = replace(label("en"), number="OIC/CABINET/GENERAL-REGISTRY/INCOMING/2035/000397")
    assert one.number.replace("/", "") in said(label_pdf(one)).replace(" ", "").replace("/", "")
    assert pages(label_pdf(one)) == 1


# stamps --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_stamp_stands_where_nothing_is_written(language: str) -> None:
    pdf = letter_pdf(language)
    stamp = STAMPS[language]
    stamped = stamp_pdf(pdf, stamp)
    assert stamped.startswith(pdf), "what came stays as it is: the stamp is added behind"
    assert codes(stamped) == [stamp.address]
    text = said(stamped)
    for words in (stamp.number, *stamp.registry, letter(language).subject):
        assert words in text
    # no dot of the letter is covered: all that was dark is dark
    _w, _h, before = dots(pdf, scale=2.0)
    _w, _h, after = dots(stamped, scale=2.0)
    assert not [at for at in range(len(before)) if before[at] < 90 and after[at] > 150]


def test_a_stamped_archive_file_still_says_so() -> None:
    stamped = stamp_pdf(letter_pdf(), STAMPS["en"])
    assert b"<pdfaid:part>2</pdfaid:part>" in stamped
    fonts = PdfFileReader(io.BytesIO(stamped))
    assert fonts.xrefs.total_revisions == 2


@pytest.mark.parametrize("corner", ["top-start", "top-end", "bottom-start", "bottom-end"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_stamp_goes_to_the_corner_asked_for(language: str, corner: str) -> None:
    stamped = stamp_pdf(blank(595, 842), STAMPS[language], corner=corner)
    width, height, grey = dots(stamped, scale=1.0)
    dark = [(at % width, at // width) for at, dot in enumerate(grey) if dot < 128]
    at_end = corner.endswith("end")
    assert all((x > width / 2) == (at_end != (language == "ar")) for x, _y in dark)
    assert all((y < height / 2) == corner.startswith("top") for _x, y in dark)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_turned_page_is_stamped_upright(turned: int) -> None:
    stamped = stamp_pdf(blank(595, 842, turned=turned), STAMPS["en"])
    width, height, grey = dots(stamped, scale=1.0)
    assert (width > height) == (turned in (90, 270))
    dark = [(at % width, at // width) for at, dot in enumerate(grey) if dot < 128]
    across = max(x for x, _ in dark) - min(x for x, _ in dark)
    down = max(y for _, y in dark) - min(y for _, y in dark)
    assert across > 2.5 * down, "it lies along the line of reading"
    assert max(y for _, y in dark) < height / 2
    assert min(x for x, _ in dark) > width / 2
    assert codes(stamped) == [STAMPS["en"].address]


def test_a_page_of_which_a_part_is_cut_off_is_stamped_in_what_is_seen() -> None:
    stamped = stamp_pdf(blank(800, 1000, box="/CropBox[100 50 695 892]"), STAMPS["en"])
    assert codes(stamped) == [STAMPS["en"].address]


def test_what_a_page_leaves_behind_does_not_move_the_stamp() -> None:
    stamped = stamp_pdf(blank(595, 842, content="0.1 0 0 0.1 300 300 cm"), STAMPS["en"])
    assert codes(stamped) == [STAMPS["en"].address]


def test_a_page_full_of_words_is_not_written_over() -> None:
    lines = " ".join(f"0 {y} 595 4 re f" for y in range(0, 842, 8))
    with pytest.raises(CannotStamp) as refused:
        stamp_pdf(blank(595, 842, content=lines), STAMPS["en"])
    assert refused.value.code == "no_room"


def locked() -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(letter_pdf())))
    writer._assign_security_handler(StandardSecurityHandler.build_from_pw("owner", "user"))
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "not_pdf"), (b"no pdf", "not_pdf"), (b"%PDF-1.7\nrubbish", "broken"), (b"%PDF-1.7\n" + b"0 " * 5000, "broken"),
        (blank(20, 20), "odd_page"), (blank(90000, 90000), "odd_page"), (blank(120, 120), "odd_page"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_with_a_reason(file: bytes, code: str) -> None:
    with pytest.raises(CannotStamp) as refused:
        stamp_pdf(file, STAMPS["en"])
    assert refused.value.code == code


def test_a_locked_file_is_refused() -> None:
    for work in (lambda: stamp_pdf(locked(), STAMPS["en"]), lambda: watermark_pdf(locked(), ["A"])):
        with pytest.raises(CannotStamp) as refused:
            work()
        assert refused.value.code == "encrypted"


def test_a_file_cut_anywhere_is_stamped_or_refused() -> None:
    pdf = letter_pdf()
    outcomes = set()
    for cut in range(50, len(pdf), len(pdf) // 25):
        for damaged in (pdf[:cut], pdf[:cut] + bytes(200) + pdf[cut + 200 :]):
            try:
                pypdfium2.PdfDocument(stamp_pdf(damaged, STAMPS["en"])).close()
                outcomes.add("stamped")
            except CannotStamp as refused:
                outcomes.add(refused.code)
    assert "broken" in outcomes


@pytest.mark.skipif(not SHARED.exists(), reason="the shared corpus is not beside the project")
def test_the_files_of_strangers_are_stamped_or_refused() -> None:
    done = {}
    for path in sorted(SHARED.glob("documents/*.pdf")) + sorted(SHARED.glob("volumes/**/*.pdf")):
        try:
            stamped = stamp_pdf(path.read_bytes(), STAMPS["en"])
            assert codes(stamped) == [STAMPS["en"].address], path.name
            done[path.name] = "stamped"
        except CannotStamp as refused:
            done[path.name] = refused.code
    assert done["qpdf__bad1.pdf"] in ("not_pdf", "broken")
    assert [
        name for name in done if name.startswith(("01_note", "03_human", "05_reply")) and done[name] != "stamped"
    ] == []


# copies --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("reader", ["Idris Al-Mansouri", "إدريس المنصوري"])
def test_a_copy_bears_the_name_of_its_reader_on_each_page(reader: str) -> None:
    made = docx.Document()
    for number in range(3):
        made.add_paragraph(f"Page {number}").paragraph_format.page_break_before = number > 0
    target = io.BytesIO()
    made.save(target)
    pdf = docx_to_pdf(target.getvalue(), language="en", title="x")
    copy = watermark_pdf(pdf, [reader, "13 February 2035, 10:31", "SG/IN/2035/000397"])
    assert pages(copy) == 3
    assert not copy.startswith(pdf[:2000]), "written anew: an addition could be cut off"
    for number, text in enumerate(told(copy)):
        assert f"Page {number}" in text
        assert text.count("SG/IN/2035/000397") == 3
        if reader.isascii():
            assert text.count(reader) == 3
    _w, _h, before = dots(pdf, 1, 1.0)
    _w, _h, after = dots(copy, 1, 1.0)
    changed = [dot for dot, old in zip(after, before, strict=True) if old > 250 and dot < 250]
    assert len(changed) > 2000, "seen"
    assert min(changed) > 150, "and never so dark that words are not read through it"


def test_pages_that_share_what_they_need_are_marked_alike() -> None:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(letter_pdf())))
    assert seen_size(writer.find_page_for_modification(0)[0].get_object())[0] == pytest.approx(595, abs=1)
    twice = watermark_pdf(watermark_pdf(letter_pdf(), ["First reader"]), ["Second reader"])
    assert "First reader" in told(twice)[0]
    assert "Second reader" in told(twice)[0]


# pictures ------------------------------------------------------------------------------------------------------------
def png(width: int, height: int) -> bytes:
    """A picture, dark above and light below."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + (b"\x20" if row < height // 2 else b"\xff") * width for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def tiff(
    width: int, height: int, *, kind: int = 1, strips: int = 2, pages: int = 1, order: str = "<", bits: int = 8
) -> bytes:
    """A picture in strips: dark above, light below; 1 plain, 8 Deflate, 32773 PackBits."""
    out = bytearray((b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}L", 8))
    out_pages = []
    per = -(-height // strips)
    wide = width if bits == 8 else -(-width // 8)
    for _page in range(pages):
        parts = []
        for top in range(0, height, per):
            rows = b"".join(
                (b"\x20" if bits == 8 else b"\0") * wide if row < height // 2 else b"\xff" * wide
                for row in range(top, min(top + per, height))
            )
            if kind == 8:
                rows = zlib.compress(rows)
            elif kind == 32773:
                rows = b"".join(
                    bytes([len(rows[at : at + 128]) - 1]) + rows[at : at + 128] for at in range(0, len(rows), 128)
                )
            parts.append(rows)
        out_pages.append(parts)
    for number, parts in enumerate(out_pages):
        at = len(out)
        count = len(parts)
        places_at = at + 2 + 12 * 11 + 4
        lengths_at = places_at + 4 * count
        first = lengths_at + 4 * count + 8
        where, places = first, []
        for part in parts:
            places.append(where)
            where += len(part)
        where += where % 2

        def inline(value: int, short: bool = True) -> bytes:
            return struct.pack(f"{order}HH", value, 0) if short else struct.pack(f"{order}L", value)

        entries = [(256, 3, 1, inline(width)), (257, 3, 1, inline(height)), (258, 3, 1, inline(bits)), (259, 3, 1, inline(kind)),
                   (262, 3, 1, inline(1)), (273, 4, count, inline(places_at if count > 1 else places[0], False)), (277, 3, 1, inline(1)),
                   (278, 3, 1, inline(per)), (279, 4, count, inline(lengths_at if count > 1 else len(parts[0]), False)),
                   (282, 5, 1, inline(first - 8, False)), (283, 5, 1, inline(first - 8, False))]  # fmt: skip
        out += struct.pack(f"{order}H", 11)
        for tag, form, many, value in entries:
            out += struct.pack(f"{order}HHL", tag, form, many) + value
        out += struct.pack(f"{order}L", where if number + 1 < pages else 0)
        out += struct.pack(f"{order}{count}L", *places) + struct.pack(f"{order}{count}L", *map(len, parts))
        out += struct.pack(f"{order}LL", 100, 1) + b"".join(parts)
        out += b"\0" * (where - len(out))
    return bytes(out)


def halves(pdf: bytes, page: int = 0) -> tuple[int, int]:
    """The mean grey of the upper and of the lower half."""
    width, height, grey = dots(pdf, page, 0.5)
    half = width * (height // 2)
    return sum(grey[:half]) // half, sum(grey[half:]) // (len(grey) - half)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("kind", "bits", "strips"), [(1, 8, 3), (8, 8, 1), (32773, 8, 2), (1, 1, 2), (8, 1, 4)])
def test_a_scan_in_strips_becomes_pages_as_large_as_it_was(order: str, kind: int, bits: int, strips: int) -> None:
    pdf = picture_to_pdf(tiff(400, 600, kind=kind, strips=strips, pages=2, order=order, bits=bits))
    assert sizes(pdf) == [(102, 152), (102, 152)]  # 400 × 600 dots at 100 to the inch
    for page in (0, 1):
        upper, lower = halves(pdf, page)
        assert upper < 60
        assert lower > 240


def test_a_picture_becomes_a_page_no_larger_than_a4_and_is_stamped() -> None:
    pdf = picture_to_pdf(png(3000, 2000))
    assert sizes(pdf)[0][0] <= 297
    assert sizes(pdf)[0][1] <= 210
    assert halves(pdf)[0] < 60 < 240 < halves(pdf)[1]
    stamped = stamp_pdf(pdf, STAMPS["en"])
    assert codes(stamped) == [STAMPS["en"].address]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared corpus is not beside the project")
def test_the_scans_of_the_corpus_become_pdf() -> None:
    for path in [*SHARED.glob("documents/*.tif"), *SHARED.glob("documents/*.png")]:
        pdf = picture_to_pdf(path.read_bytes())
        _w, _h, grey = dots(pdf, 0, 0.5)
        assert 150 < sum(grey) / len(grey) < 254, path.name  # paper with letters: neither black nor empty


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        png(30000, 3)[:60],
        b"II*\0" + b"\xff" * 40,
        tiff(400, 600)[:200],
        b"II*\0\x08\0\0\0\0\0",
    ],
)
def test_a_broken_picture_is_refused(file: bytes) -> None:
    with pytest.raises(CannotStamp):
        picture_to_pdf(file)


def test_a_stamp_without_an_address_has_no_code() -> None:
    stamped = stamp_pdf(blank(595, 842), Stamp("IN/1", "1 May 2035"))
    assert codes(stamped) == []
    assert "IN/1" in said(stamped)
