"""How much the reader accepts. A volume of 150 resolutions with its annexes stays under 5 MB."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Upper bounds, in bytes unless said otherwise. Beyond them a file is refused, never half read."""

    file: int = 50 * MEGABYTE
    unpacked: int = 200 * MEGABYTE
    part: int = 60 * MEGABYTE  # one XML part of a DOCX; Word's own documents rarely pass 20 MB
    entries: int = 5_000  # files inside a DOCX
    ratio: int = 300  # unpacked to packed of one part; honest XML reaches about 40
    text: int = 30 * MEGABYTE  # characters of extracted text
    pages: int = 3_000
    depth: int = 200  # XML elements inside one another
    seconds: int = 60  # for an outside program such as pdftotext


LIMITS = Limits()
