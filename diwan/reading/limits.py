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
    lines: int = 250_000  # printed lines or paragraphs; a hundred volumes have 100,000
    pages: int = 3_000
    depth: int = 200  # XML elements inside one another
    seconds: int = 60  # for an outside program such as pdftotext
    pictures: int = 1_000  # pages to be recognised: about an hour on one core
    pixels: int = 120_000_000  # dots of one picture: A3 at 600 dots an inch has 70 million
    side: int = 5_000  # dots of the longer side of a page as it is drawn: A3 at 300 dots an inch
    page_seconds: int = 120  # for one page in one program; a dense page takes 3 to 6
    memory: int = 2_048 * MEGABYTE  # of the program that draws or recognises a page; it needs about 200 MB


LIMITS = Limits()
