"""How the tests look at what was printed: its words, its pages, its square codes."""

import io
import re
import shutil
import subprocess
import tempfile
import unicodedata
import zipfile
from collections import Counter

import pypdfium2
import pytest
import zxingcpp
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def said(pdf: bytes) -> str:
    """The words of a PDF as pdftotext reads them, without direction marks, spaces made one."""
    program = shutil.which("pdftotext")
    if not program:
        pytest.skip("pdftotext is not installed: pypdfium2 does not keep the order of mixed Arabic lines")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        read = subprocess.run(
            [program, "-enc", "UTF-8", file.name, "-"], capture_output=True, check=True
        ).stdout.decode()
    return " ".join(re.sub("[\u200b-\u200f\u202a-\u202e\u2060-\u2069]", "", read.replace("\f", " ")).split())


def told(pdf: bytes) -> list[str]:
    """The words of each page as pdfium finds them: turned ones too."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def pages(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Each page in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [(round(page.get_width() / 72 * 25.4), round(page.get_height() / 72 * 25.4)) for page in document]
    finally:
        document.close()


def dots(pdf: bytes, page: int = 0, scale: float = 3.0) -> tuple[int, int, bytes]:
    """A page drawn in grey: width, height, and its dots without padding."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        document.init_forms()  # the faces of signatures are drawn too
        bitmap = document[page].render(scale=scale, grayscale=True)
        raw, stride = bytes(bitmap.buffer), bitmap.stride
        lines = [raw[row * stride : row * stride + bitmap.width] for row in range(bitmap.height)]
        return bitmap.width, bitmap.height, b"".join(lines)
    finally:
        document.close()


def codes(pdf: bytes, page: int = 0) -> list[str]:
    """The square codes that a reader finds on a page."""
    width, height, grey = dots(pdf, page)
    return [found.text for found in zxingcpp.read_barcodes(memoryview(grey).cast("B", (height, width)))]


def counted(text: str) -> Counter[str]:
    """Words to compare: letters and digits apart, marks of vowels and of direction taken out, divided words joined."""
    text = unicodedata.normalize("NFKC", re.sub("[\u200b-\u200d\u00ad\u0640\u064b-\u0655\u0670\u2060]", "", text))
    text = re.sub("[\u064b-\u0655\u0670]", "", text)
    text = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", " ", text)
    text = re.sub(r"(?<=[^\W\d])[-‐‑/]\s*(?=[^\W\d])", "", text)
    return Counter(re.findall(r"[^\W\d_]+|\d+", text))


def words_of_docx(docx: bytes) -> str:
    """The words that a word processor would print of a DOCX: body, heads and feet in use, notes; read by other means than ours."""
    opened = zipfile.ZipFile(io.BytesIO(docx))
    lines: list[str] = []
    for name in opened.namelist():
        if re.fullmatch(r"word/(document|footnotes|endnotes)\.xml", name):
            lines += _lines(etree.fromstring(opened.read(name)))
    return "\n".join(lines)


def _lines(root: etree._Element) -> list[str]:
    lines = []
    for paragraph in root.iter(f"{W}p"):
        words = ""
        for piece in paragraph.iter(f"{W}t", f"{M}t", f"{W}tab", f"{W}br", f"{W}cr"):
            above = [one.tag for one in piece.iterancestors()]
            if next(one for one in piece.iterancestors(f"{W}p")) is not paragraph or f"{W}del" in above:
                continue
            if any(str(tag).endswith("}Fallback") for tag in above):
                continue
            words += (piece.text or "") if piece.tag in (f"{W}t", f"{M}t") else " "
        lines.append(words)
    return lines


def lost(docx: bytes, pdf: bytes) -> tuple[int, Counter[str]]:
    """How many letters the words of a DOCX have, and which of them its PDF has not, by their number.

    pdftotext tears a word where a vowel sign or a narrow gap stands. Words that are missing are therefore looked for by
    their letters in what the PDF has besides: pieces of words that no line of the DOCX has.
    """
    wanted, found = counted(words_of_docx(docx)), counted(raw_text(pdf))
    missing = Counter("".join((wanted - found).elements()))
    return sum(len(word) * count for word, count in wanted.items()), missing - Counter(
        "".join((found - wanted).elements())
    )


def raw_text(pdf: bytes) -> str:
    program = shutil.which("pdftotext")
    if not program:
        pytest.skip("pdftotext is not installed")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        return subprocess.run(
            [program, "-enc", "UTF-8", file.name, "-"], capture_output=True, check=True
        ).stdout.decode()
