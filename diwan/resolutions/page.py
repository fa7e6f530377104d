"""What the page of a resolution shows: its paragraphs in rows, in one language or two, and what became of each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from diwan.comparison.signs import label_values, same_label
from diwan.interface.components.marks import direction
from diwan.resolutions.differences import isolated, language_name
from diwan.resolutions.models import Paragraph, ParagraphText, Resolution


@dataclass(frozen=True)
class Words:
    """A text as printed: its number where it is to be shown, its verb set off, the rest."""

    number: str
    verb: str
    rest: str


@dataclass(frozen=True)
class Cell:
    """A paragraph in one language: its texts, or why there is none, and what this language does with it."""

    language: str
    texts: list[Words] = field(default_factory=list)
    within: Paragraph | None = None
    marks: list[str] = field(default_factory=list)

    @property
    def direction(self) -> str:
        """The direction of its writing."""
        return direction(self.language)

    @property
    def name(self) -> str:
        """Its language, in the words of the reader."""
        return language_name(self.language, inside=True)

    @property
    def within_called(self) -> str:
        """How the paragraph is called that holds its text."""
        return called(self.within) if self.within else ""


_AGAIN = re.compile(r"\d+(?:nd|rd|th)")
"""The end of a permanent name whose number was printed before (see ``anchors``)."""


@dataclass
class Piece:
    """A paragraph on the page: its texts in the languages shown, and what became of it."""

    paragraph: Paragraph
    cells: list[Cell]
    mandate: Any = None
    co_units: list[Any] = field(default_factory=list)
    action: Any = None
    headings: list[tuple[str, str, str]] = field(default_factory=list)
    gloss: Any = None

    @property
    def asks(self) -> bool:
        """Whether it is followed at all, by somebody."""
        return self.paragraph.actionable

    @property
    def elsewhere(self) -> list[str]:
        """The languages in which it has a text of its own."""
        return [code for code in self.paragraph.languages if self.paragraph.text_in(code)]

    @property
    def number(self) -> str:
        """As printed in the first language shown; in brackets as the others count it, where this one lacks it."""
        first = self.paragraph.text_in(self.cells[0].language)
        if first is None:
            return f"({self.paragraph.number})" if self.paragraph.number else ""
        return first.number or self.paragraph.number

    @property
    def anchor(self) -> str:
        """Its place on the page, the same for ever."""
        return self.paragraph.anchor

    @property
    def url(self) -> str:
        """Its permanent address in the first language shown."""
        return self.paragraph.get_absolute_url(self.cells[0].language)

    @property
    def name(self) -> str:
        """How its address is called for those who listen: A 5(a)."""
        return called(self.paragraph)


@dataclass
class Version:
    """A language of the resolution: how many paragraphs have a text in it."""

    code: str
    name: str
    url: str
    texts: int
    paragraphs: int
    current: bool

    @property
    def whole(self) -> bool:
        """Nothing is missing."""
        return self.texts >= self.paragraphs

    @property
    def word(self) -> str:
        """What is missing, for those who listen and for the title."""
        if self.whole:
            return ""
        if not self.texts:
            return _("no text")
        return _("%(missing)s paragraphs have no text") % {"missing": self.paragraphs - self.texts}


def pieces(paragraphs: Sequence[Paragraph], shown: Sequence[str]) -> list[Piece]:
    """The paragraphs of a resolution as rows of the page, each with the headings that stand above it."""
    moved = {code: _moved(paragraphs, code) for code in shown}
    holds: dict[tuple[int, str], list[Paragraph]] = {}
    for paragraph in paragraphs:
        for code in shown:
            if (holder := paragraph.held_in(code)) is not None:
                holds.setdefault((holder.pk, code), []).append(paragraph)
    found = []
    for paragraph in paragraphs:
        first = paragraph.text_in(shown[0])
        cells = [
            _cell(paragraph, code, first, holds.get((paragraph.pk, code), []), paragraph.pk in moved[code])
            for code in shown
        ]
        found.append(Piece(paragraph, cells))
    for piece, headings in zip(found, _headings(paragraphs, shown), strict=True):
        piece.headings = headings
    return found


def versions(found: Resolution, codes: Sequence[str], paragraphs: Sequence[Paragraph], current: str) -> list[Version]:
    """The languages of the organisation and of the text, as chips."""
    return [
        Version(
            code,
            str(get_language_info(code)["name_local"]).capitalize(),
            found.get_absolute_url(code),
            sum(1 for paragraph in paragraphs if code in paragraph.languages),
            len(paragraphs),
            code == current,
        )
        for code in codes
    ]


def called(paragraph: Paragraph) -> str:
    """How people call a paragraph: A 5(a), preambular paragraph 3, the second that is printed as 5: 5 (2nd)."""
    last = paragraph.anchor.rpartition("-")[2]
    if paragraph.kind == Paragraph.Kind.PREAMBULAR:
        place = f"{paragraph.part} {last}".strip()
        return _("preambular paragraph %(place)s") % {"place": place}
    return f"{paragraph} ({last})" if _AGAIN.fullmatch(last) else str(paragraph)


def _cell(paragraph: Paragraph, code: str, first: ParagraphText | None, holds: list[Paragraph], moved: bool) -> Cell:
    within = paragraph.held_in(code)
    texts = paragraph.texts_in(code)
    marks = []
    if len(texts) > 1:
        numbers = [isolated(f"§{text.number}") for text in texts if text.number] or [
            str(n + 1) for n in range(len(texts))
        ]
        told = {"language": language_name(code, inside=True), "pieces": get_text_list(numbers, _("and"))}
        marks.append(_("Split in %(language)s: %(pieces)s") % told)
    if holds:
        told = {
            "language": language_name(code, inside=True),
            "others": get_text_list([isolated(called(p)) for p in holds], _("and")),
        }
        marks.append(_("Merged in %(language)s: %(others)s stands here, too") % told)
    if moved:
        marks.append(_("In another place in %(language)s") % {"language": language_name(code, inside=True)})
    return Cell(code, [_words(text, n, first) for n, text in enumerate(texts)], within, marks)


def _words(text: ParagraphText, nth: int, first: ParagraphText | None) -> Words:
    """Its number is shown where the number beside the row does not say it: a further piece, another count."""
    beside = first is not None and same_label(label_values(first.number), label_values(text.number))
    number = "" if not nth and (beside or text is first) else text.number
    if text.verb and text.text.startswith(text.verb):
        return Words(number, text.verb, text.text[len(text.verb) :])
    return Words(number, "", text.text)


def _moved(paragraphs: Sequence[Paragraph], code: str) -> set[int]:
    """The paragraphs that stand out of the order of the rows in a language: all but the longest run that keeps it."""
    placed = [
        (text.place, paragraph.pk)
        for paragraph in paragraphs
        if (text := paragraph.text_in(code)) and text.place is not None
    ]
    ends: list[int] = []
    chains: list[list[int]] = []
    for place, pk in placed:
        at = bisect_left(ends, place)
        chain = [*(chains[at - 1] if at else ()), pk]
        ends[at : at + 1], chains[at : at + 1] = [place], [chain]
    return {pk for _place, pk in placed} - set(chains[-1] if chains else ())


def _headings(paragraphs: Sequence[Paragraph], shown: Sequence[str]) -> Iterator[list[tuple[str, str, str]]]:
    """Above each paragraph, language, direction and words of the part, section or annex that begins there."""
    before = dict.fromkeys(shown, "")
    for n, paragraph in enumerate(paragraphs):
        now = {code: _heading(paragraphs[n:], code) for code in shown}
        begun = any(now[code] != before[code] for code in shown if paragraph.text_in(code))
        if begun and any(now.values()):
            yield [(code, direction(code), now[code]) for code in shown]
        else:
            yield []
        if begun:
            before = now


def _heading(following: Sequence[Paragraph], code: str) -> str:
    """What stands above a paragraph in a language; above one that it lacks, what stands above the next of its part."""
    part, kind = following[0].part, following[0].kind
    for paragraph in following:
        if paragraph.part != part:
            break
        if (text := paragraph.text_in(code)) is None:
            continue
        if kind == Paragraph.Kind.TASK:
            return text.heading or part
        letter = text.heading or part
        with override(code):
            named = _("Part %(letter)s") % {"letter": letter} if letter else ""
        return " – ".join(filter(None, (named, text.above)))
    return ""
