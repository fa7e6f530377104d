"""From a file to its paragraphs: one door for every kind."""

from dataclasses import replace
from pathlib import Path

from .decoding import decoded, read_bytes
from .furniture import without_marks
from .hypertext import read_html, read_xml
from .labels import take_label
from .letters import printed
from .lexicon import opens_paragraph
from .limits import LIMITS, Limits
from .lines import Extract, Line
from .portable import read_pdf
from .refusals import Unreadable
from .rejoining import Opens, paragraphs
from .sniffing import checked
from .word import read_word


def extract(path: Path, *, limits: Limits = LIMITS, opens: Opens | None = None) -> Extract:
    """The paragraphs of a document with hints of its layout.

    `opens` tells whether a line begins a paragraph (by default the openers of all languages).
    Raises Unreadable with one of the codes of refusals.CODES.
    """
    opens = opens or opens_paragraph
    kind = checked(path, limits.file)
    if kind == "docx":
        found = read_word(path, limits)
    elif kind == "pdf":
        found = paragraphs("pdf", read_pdf(path, limits), opens)
    elif kind == "html":
        found = read_html(read_bytes(path), limits)
    elif kind == "xml":
        found = read_xml(read_bytes(path), limits)
    else:
        found = paragraphs("txt", _pages(path, limits), opens)
    found.lines = [line for whole in found.lines for line in _unfolded(whole, opens)]
    if not any(any(map(str.isalpha, line.text)) for line in found.lines):
        raise Unreadable("empty", "no words in it")
    return found


def _pages(path: Path, limits: Limits) -> list[str]:
    text = decoded(read_bytes(path))
    if len(text) > limits.text:
        raise Unreadable("too_large", "too much text")
    sample = text[:20_000]
    allowed = "\n\r\t\f\v\ufeff\u200f\u200e\u00ad\u202a\u202b\u202c"
    odd = sum(not c.isprintable() and c not in allowed for c in sample)
    if odd > len(sample) // 20 or "\x00" in sample:
        raise Unreadable("not_text")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\u2028", "\n")
    return text.removesuffix("\f").split("\f")


def _unfolded(line: Line, opens: Opens) -> list[Line]:
    """A paragraph with line breaks, as one or several; a layout table's row as the paragraph it is."""
    if line.kind == "row":
        return [_row(line)]
    if "\n" not in line.text:
        line.text = without_marks(line.text, {})
        return [line]
    pieces = line.text.split("\n")
    groups: list[str] = [pieces[0]]
    for piece in pieces[1:]:
        only_label = (found := take_label(groups[-1])) is not None and not found[1]
        if not only_label and (opens(piece) or (opens(groups[-1]) and len(groups[-1]) < 80)):
            groups.append(piece)
        else:
            groups[-1] += " " + piece
    first = replace(line, text=groups[0])
    return [first, *(replace(line, text=text, label=None) for text in groups[1:])]


def _row(line: Line) -> Line:
    cells = [cell for cell in line.text.split("\t") if cell.strip()]
    if (
        len(cells) == 2
        and (found := take_label(cells[0] + " ")) is not None
        and not found[1].strip()
        and len(cells[1]) > 25
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
