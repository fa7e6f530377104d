"""What every kind of file becomes before it is understood: paragraphs with a few hints of layout."""

from dataclasses import dataclass, field

from .recognised import Page


@dataclass(slots=True)
class Line:
    """One paragraph (or, before re-joining, one printed line).

    `label` is a number that Word computed and that does not stand in the text. `kind` is "text",
    "row" (a table row, cells separated by tabs), "heading" or "furniture". `indent` counts characters.
    """

    text: str
    page: int = 1
    label: str | None = None
    level: int = 0
    bold: bool = False
    centred: bool = False
    indent: int = 0
    gap: bool = False  # blank space stood before it
    kind: str = "text"
    source: int = 0  # ordinal of the paragraph in the file, for the review


@dataclass(slots=True)
class Extract:
    """The paragraphs of a file, its kind ("docx", "pdf", …), and what was set aside on the way."""

    kind: str
    lines: list[Line]
    footnotes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    pages: int = 1
    recognised: list[Page] = field(default_factory=list)  # pages that were pictures
