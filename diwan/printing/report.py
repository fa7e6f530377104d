"""The report as data: what is printed, in the order in which it is printed, with every word already chosen.

The printing knows no database and translates nothing. Whoever prints (the reports app, a script, a test)
builds one ``ReportDocument`` per language and hands it to ``write_docx`` or ``write_pdf``. All sequences may
be empty: a report without figures, or without a single resolution, is still a report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Direction = Literal["ltr", "rtl"]
State = Literal["draft", "issued"]
Tone = Literal["late", "soon", "run", "hold", "done", "idle"]
ChartKind = Literal["bars", "segments", "stacked"]

#: Languages written from right to left, by their primary subtag. Direction belongs to the script, not to
#: the reader: a French sentence quoted in an Arabic report keeps its own.
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def direction_of(language: str) -> Direction:
    """The direction in which a language (``ar``, ``fr-CA``) is written."""
    primary = language.replace("_", "-").split("-")[0].lower()
    return "rtl" if primary in RIGHT_TO_LEFT else "ltr"


class Printed(Protocol):
    """What every printed document says of itself, whatever is in it."""

    @property
    def language(self) -> str: ...
    @property
    def direction(self) -> Direction: ...
    @property
    def title(self) -> str: ...
    @property
    def symbol(self) -> str: ...
    @property
    def organisation(self) -> str: ...
    @property
    def issuer(self) -> str: ...
    @property
    def state_text(self) -> str: ...


@dataclass(frozen=True)
class Figure:
    """One number worth a line on the first page: ``312`` · ``mandates`` · ``41 more than in 2033``."""

    label: str
    value: str
    note: str = ""
    tone: Tone | None = None


@dataclass(frozen=True)
class Series:
    """One colour of a chart: its word in the key and one value per category (never negative)."""

    label: str
    values: Sequence[float]
    tone: Tone = "run"


@dataclass(frozen=True)
class Chart:
    """A small drawing of numbers that the text also says.

    ``bars``      one bar per category, from the first series;
    ``segments``  one band divided among the series (the sum of each series counts, categories are ignored);
    ``stacked``   one band per category, divided among the series.

    ``description`` says in a sentence what the drawing shows; it is what a screen reader speaks.
    """

    kind: ChartKind
    title: str
    series: Sequence[Series]
    categories: Sequence[str] = ()
    description: str = ""


@dataclass(frozen=True)
class Sentence:
    """One sentence of implementation, in the language in which it exists, with its source and date."""

    text: str
    language: str
    source: str = ""
    date: str = ""


@dataclass(frozen=True)
class Row:
    """An operative paragraph as adopted, and beside it what became of it."""

    paragraph_number: str
    decision: str
    decision_language: str
    implementation: Sequence[Sentence] = ()
    status_word: str = ""
    status_tone: Tone = "idle"
    lead: str = ""


@dataclass(frozen=True)
class Section:
    """One resolution: its number as printed, its title, when and where it was adopted, its paragraphs."""

    number_printed: str
    title: str
    adopted_text: str = ""
    rows: Sequence[Row] = ()
    #: The language of the title where it is not the report's own; ``""`` means the report's.
    title_language: str = ""


@dataclass(frozen=True)
class MissingRow:
    """A contribution that has been asked for and has not come: who owes it, what, where, since when."""

    contributor: str
    subject: str
    reference: str = ""
    due: str = ""
    status_word: str = ""
    status_tone: Tone = "late"


@dataclass(frozen=True)
class Labels:
    """The fixed words of the report in its own language: the caller translates, the printing sets them."""

    decision: str
    implementation: str
    source: str
    page: str
    of: str
    contents: str
    introduction: str
    figures: str
    resolutions: str
    missing: str
    draft: str
    issued: str
    version: str
    prepared_for: str
    lead: str
    #: Stands where a paragraph has no sentence yet.
    nothing_reported: str
    #: Stands where a resolution has no paragraph to report on.
    nothing_to_report: str
    #: The heads of the table of missing contributions.
    contributor: str
    subject: str
    reference: str
    due: str
    status: str
    #: For each language that is not the report's, the words that mark a text printed in it:
    #: ``{"fr": "Available in French only"}``. A language left out is marked by its code, never silently.
    only_in: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportDocument:
    """A whole report in one language."""

    language: str
    direction: Direction
    organisation: str
    title: str
    symbol: str
    session_title: str
    prepared_for: str
    date_gregorian_text: str
    date_hijri_text: str
    state: State
    version: str
    labels: Labels
    confidentiality_text: str | None = None
    introduction: Sequence[str] = ()
    figures: Sequence[Figure] = ()
    charts: Sequence[Chart] = ()
    sections: Sequence[Section] = ()
    missing: Sequence[MissingRow] = ()
    #: Who issues it: the line above the seal, such as the name of the Secretariat. May be empty.
    issuer: str = ""

    def mark_for(self, language: str) -> str:
        """The words that mark a text in ``language``; empty when it is the report's own language."""
        if not language or language.split("-")[0] == self.language.split("-")[0]:
            return ""
        return self.labels.only_in.get(language) or self.labels.only_in.get(language.split("-")[0]) or language

    @property
    def colon(self) -> str:
        """The colon between a fixed word and what follows it; French keeps a space before it."""
        return "\u00a0: " if self.language.split("-")[0] == "fr" else ": "

    @property
    def state_text(self) -> str:
        """``Draft, version 3`` in the report's own words."""
        word = self.labels.draft if self.state == "draft" else self.labels.issued
        return f"{word} · {self.labels.version} {self.version}" if self.version else word
