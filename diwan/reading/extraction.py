"""From a file to its paragraphs: one door for every kind."""

from dataclasses import replace
from pathlib import Path

from .arabic_print import marked, mended
from .decoding import decoded, read_bytes
from .furniture import without_marks
from .hypertext import read_html, read_xml
from .labels import bare_number, take_label
from .letters import printed
from .lexicon import opens_paragraph
from .limits import LIMITS, Limits
from .lines import Extract, Line
from .listed import listed_lines
from .open_text import open_lines
from .optical import Recogniser
from .pictures import image_pages
from .portable import read_pdf
from .refusals import Unreadable
from .rejoining import Opens, paragraphs
from .sniffing import IMAGES, checked
from .word import read_word

_ALLOWED = frozenset("\n\r\t\f\v\ufeff\u200f\u200e\u00ad\u202a\u202b\u202c")  # signs of layout


def extract(
    path: Path, *, limits: Limits = LIMITS, opens: Opens | None = None, recogniser: Recogniser | None = None
) -> Extract:
    """The paragraphs of a document with hints of its layout.

    `opens` tells whether a line begins a paragraph (by default the openers of all languages); `recogniser` reads
    pages that are pictures, which are left out without it.
    Raises Unreadable with one of the codes of refusals.CODES.
    """
    opens = opens or opens_paragraph
    kind = checked(path, limits.file)
    if kind == "docx":
        found = read_word(path, limits)
    elif kind == "pdf":
        found = paragraphs("pdf", read_pdf(path, limits, recogniser), opens)
    elif kind in IMAGES:
        found = paragraphs("image", _image(path, kind, limits, recogniser), opens)
    elif kind == "html":
        found = read_html(read_bytes(path), limits)
    elif kind == "xml":
        found = read_xml(read_bytes(path), limits)
    elif kind == "json":
        found = Extract("json", open_lines(read_bytes(path)))
    elif path.suffix.lower() == ".json" and (listed := listed_lines(read_bytes(path))):
        found = Extract("json", listed)
    else:
        found = paragraphs("txt", _pages(path, limits), opens)
    if recogniser is not None:
        found.recognised = recogniser.pages
        found.warnings += recogniser.warnings
    if len(found.lines) > limits.lines:
        raise Unreadable("too_large", "too many paragraphs")
    found.lines = [line for whole in found.lines for line in _unfolded(whole, opens)]
    if not any(any(map(str.isalpha, line.text)) for line in found.lines):
        raise Unreadable("empty", "no words in it")
    return found


def _image(path: Path, kind: str, limits: Limits, recogniser: Recogniser | None) -> list[str]:
    """The pages of an image file, recognised."""
    count = image_pages(path, kind, limits)
    if recogniser is None:
        raise Unreadable("scanned", "an image file")
    return mended(list(recogniser.recognise(path, kind, list(range(1, count + 1)), limits).values()))


def _pages(path: Path, limits: Limits) -> list[str]:
    text = decoded(read_bytes(path))
    if len(text) > limits.text:
        raise Unreadable("too_large", "too much text")
    if text.count("\n") + text.count("\r") + text.count("\f") > limits.lines:
        raise Unreadable("too_large", "too many lines")
    sample = text[:20_000]
    odd = sum(sample.count(c) for c in set(sample) if not c.isprintable() and c not in _ALLOWED)
    if odd > len(sample) // 20 or "\x00" in sample:
        raise Unreadable("not_text")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\u2028", "\n")
    pages = text.removesuffix("\f").split("\f")
    return mended(pages) if marked(text) else pages


def _unfolded(line: Line, opens: Opens) -> list[Line]:
    """A paragraph with line breaks, as one or several; a layout table's row as the paragraph it is."""
    if line.kind == "row":
        return [_row(line)]
    if "\n" not in line.text:
        line.text = without_marks(line.text, {})
        return [line]
    pieces = line.text.split("\n")
    head = pieces[0]  # of the group at hand; the rest of a long one decides nothing
    groups: list[list[str]] = [[head]]
    for piece in pieces[1:]:
        only_label = (found := take_label(head)) is not None and not found[1]
        if not only_label and (opens(piece) or (opens(head) and len(head) < 80)):
            groups.append([piece])
            head = piece
        else:
            groups[-1].append(piece)
            head = f"{head} {piece}" if len(head) < 300 else head
    texts = map(" ".join, groups)
    first = replace(line, text=next(texts))
    return [first, *(replace(line, text=text, label=None) for text in texts)]


def _row(line: Line) -> Line:
    cells = [cell for cell in line.text.split("\t") if cell.strip()]
    if (
        len(cells) == 2
        and (found := take_label(cells[0] + " ") or bare_number(cells[0])) is not None
        and not found[1].strip()
        and (cells[1][-1] in ";؛" or (found[0].style and len(cells[1]) > 25))
    ):
        line.kind, line.text = "text", printed(f"{cells[0]} {cells[1]}")
    elif len(cells) == 1:
        line.kind, line.text = "text", printed(cells[0])
    return line


def plain_text(path: Path, *, limits: Limits = LIMITS) -> str:
    """The text of any readable document, one paragraph per line; for search and previews.

    Raises Unreadable as `extract` does.
    """
    return "\n".join(
        f"{line.label} {line.text}" if line.label else line.text for line in extract(path, limits=limits).lines
    )
