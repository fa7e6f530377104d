"""Pictures of pages for tests: our own fictional resolutions, printed by typst, drawn, and put where a scanner would."""

from __future__ import annotations

import shutil
import struct
import zlib
from pathlib import Path

import pypdfium2
import pytest
import typst

from diwan.reading.tesseract import installed

FONTS = Path(__file__).resolve().parents[2] / "printing" / "fonts"
MISSING = (
    "tesseract is not installed"
    if shutil.which("tesseract") is None
    else (
        "tesseract lacks the data of: " + ", ".join(gone)
        if (gone := {"eng", "fra", "ara", "osd"} - installed())
        else ""
    )
)
recognising = pytest.mark.skipif(bool(MISSING), reason=MISSING)

EN = """RESOLUTION NO. 1/60-POL

ON THE SITUATION IN BELHARA

The Council of Foreign Ministers, in its Sixtieth Session, held in Port Salam, from 13 to 15 June 2034,

Guided by the principles of the Charter;

Recalling its earlier resolutions on the subject;

1. Welcomes the formation of the Government of Concord;

2. Requests the Secretary General to dispatch a mission before 31 December 2034;

3. Requests the Secretary General to follow up the implementation of this resolution and to report thereon to the Sixty-first Session of the Council of Foreign Ministers."""
FR = """RÉSOLUTION N° 1/60-POL

SUR LA SITUATION AU BELHARA

Le Conseil des ministres des Affaires étrangères, réuni en sa soixantième session à Port Salam, du 13 au 15 juin 2034,

Guidé par les principes de la Charte ;

Rappelant ses résolutions antérieures sur la question ;

1. Se félicite de la formation du gouvernement de concorde ;

2. Demande au Secrétaire général de dépêcher une mission avant le 31 décembre 2034 ;

3. Demande au Secrétaire général de suivre la mise en œuvre de la présente résolution et d’en faire rapport à la soixante et unième session du Conseil des ministres des Affaires étrangères."""
AR = """قرار رقم 1/60 - س

بشأن الوضع في بلهارا

إن مجلس وزراء الخارجية المنعقد في دورته الستين في بورت سلام،

إذ يسترشد بمبادئ الميثاق؛

وإذ يستذكر قراراته السابقة في هذا الشأن؛

1. يرحب بتشكيل حكومة الوفاق الوطني؛

2. يطلب من الأمين العام إيفاد بعثة إلى بلهارا قبل نهاية السنة؛

3. يطلب من الأمين العام متابعة تنفيذ هذا القرار وتقديم تقرير بشأنه إلى الدورة الحادية والستين لمجلس وزراء الخارجية."""
TEXTS = {"en": EN, "fr": FR, "ar": AR}


def printed(*pages: str, language: str = "en") -> pypdfium2.PdfDocument:
    """A PDF with text, a page for each of the texts."""
    font = '"Diwan Naskh"' if language == "ar" else '"Diwan Serif"'
    escaped = [
        page.translate({ord(sign): f"\\{sign}" for sign in "#$*_[]<>@\\=`"}).replace("\n\n1.", "\n\n1\\.")
        for page in pages
    ]
    escaped = [page.replace("\n\n2.", "\n\n2\\.").replace("\n\n3.", "\n\n3\\.") for page in escaped]
    source = f'#set page(paper: "a4", margin: 2.5cm)\n#set text(font: {font}, size: 13pt, lang: "{language}")\n#set par(spacing: 1.5em)\n'
    body = "\n#pagebreak()\n".join(escaped)
    return pypdfium2.PdfDocument(typst.compile((source + body).encode(), font_paths=[str(FONTS)]))


def drawn(document: pypdfium2.PdfDocument, dpi: int = 200, rotation: int = 0) -> list[tuple[int, int, bytes]]:
    """Its pages as grey pictures: width, height and dots of each; `rotation` turns them clockwise."""
    found = []
    for page in document:
        bitmap = page.render(scale=dpi / 72, grayscale=True, rotation=rotation)
        dots, stride = bytes(bitmap.buffer), bitmap.stride
        rows = [dots[y * stride : y * stride + bitmap.width] for y in range(bitmap.height)]
        found.append((bitmap.width, bitmap.height, b"".join(rows)))
    return found


def image_only(*documents: pypdfium2.PdfDocument, rotation: int = 0, dpi: int = 200) -> pypdfium2.PdfDocument:
    """The pages of these documents as a PDF of pictures."""
    scanned = pypdfium2.PdfDocument.new()
    for document in documents:
        for page in document:
            bitmap = page.render(scale=dpi / 72, grayscale=True, rotation=rotation)
            width, height = bitmap.width * 72 / dpi, bitmap.height * 72 / dpi
            image = pypdfium2.PdfImage.new(scanned)
            image.set_bitmap(bitmap)
            image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
            sheet = scanned.new_page(width, height)
            sheet.insert_obj(image)
            sheet.gen_content()
    return scanned


def saved(document: pypdfium2.PdfDocument, path: Path) -> Path:
    document.save(path)
    return path


def scan(folder: Path, *pages: str, language: str = "en", rotation: int = 0, name: str = "scan.pdf") -> Path:
    """A file of pictures of these pages."""
    return saved(image_only(printed(*pages, language=language), rotation=rotation), folder / name)


def tiff(pages: list[tuple[int, int, bytes]], *, circle: bool = False) -> bytes:
    """A TIFF of several grey pages; with `circle` its last directory points back to the first."""
    out = bytearray(b"II*\0\0\0\0\0")
    links = [4]
    for width, height, dots in pages:
        place = len(out)
        out += dots + b"\0" * (len(dots) % 2)
        at = len(out)
        struct.pack_into("<I", out, links[-1], at)
        entries = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, place),
                   (277, 3, 1), (278, 4, height), (279, 4, len(dots))]  # fmt: skip
        out += struct.pack("<H", len(entries))
        for tag, form, value in entries:
            out += struct.pack("<HHII", tag, form, 1, value)
        links.append(len(out))
        out += b"\0\0\0\0"
    if circle:
        struct.pack_into("<I", out, links[-1], struct.unpack_from("<I", out, 4)[0])
    return bytes(out)


def png(width: int, height: int, dots: bytes) -> bytes:
    """A grey PNG."""
    rows = b"".join(b"\0" + dots[y * width : (y + 1) * width] for y in range(height))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
