"""Small documents for the tests of reading: DOCX written by hand, and texts read as if from a file."""

import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from diwan.reading import Reading, read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
COUNCIL = "The Council of Foreign Ministers, in its Ninetieth Session, held in Marlin, from 3 to 5 May 2071,"


def text_file(folder: Path, text: str, name: str = "volume.txt", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def read_text(folder: Path, text: str, **how: Any) -> Reading:
    return read(text_file(folder, text), **how)


def word_paragraph(text: str, properties: str = "") -> str:
    runs = "<w:r><w:br/></w:r>".join(f"<w:r><w:t>{escape(line)}</w:t></w:r>" for line in text.split("\n"))
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def word_file(folder: Path, body: str, name: str = "volume.docx", **parts: str) -> Path:
    """A DOCX with this body (XML of paragraphs and tables) and further parts by name."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for part, xml in parts.items():
            packed.writestr(f"word/{part}.xml", xml)
    return path


def operative(reading: Reading, which: int = 0) -> list[dict[str, Any]]:
    """The operative paragraphs of one resolution, those of its parts included, as `diwan read` gives them."""
    found = reading.as_dict()["resolutions"][which]
    return [*found["operative"], *(item for part in found["parts"] for item in part["operative"])]


def numbers(reading: Reading, which: int = 0) -> list[str | None]:
    return [item["number"] for item in operative(reading, which)]
