"""The parts of a resolution, as they are read and as they are given out."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Doubt:
    """A place that a reviewer must look at: a code that pages translate, and one English sentence."""

    code: str
    text: str

    def as_dict(self) -> dict[str, str]:
        return {"code": self.code, "text": self.text}


@dataclass(slots=True)
class Paragraph:
    """One operative paragraph, sub-paragraph or annex task."""

    text: str
    number: str | None = None
    printed: str | None = None
    depth: int = 0
    page: int = 1
    section: str | None = None
    verb: str | None = None
    addressee: str | None = None
    addressee_keys: list[str] = field(default_factory=list)
    kind: str | None = None
    actionable: bool = False
    reporting: str | None = None
    deadline: str | None = None
    because: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    asked: bool = False  # it or its parent asks: what sub-paragraphs inherit
    own: bool = False  # of a declaration, which speaks in the first person
    names: list[str] = field(default_factory=list)  # of an open text: of the paragraphs of all languages it holds

    def as_dict(self) -> dict[str, Any]:
        """The paragraph in the shape of `diwan read`; `class` is null only for an annex or a list item."""
        found: dict[str, Any] = {
            "number": self.number, "text": self.text, "verb": self.verb, "addressee": self.addressee,
            "addressee_keys": self.addressee_keys, "class": self.kind, "actionable": self.actionable,
            "reporting_requirement": self.reporting, "deadline": self.deadline, "because": self.because,
            "doubts": [doubt.as_dict() for doubt in self.doubts], "page": self.page,
        }  # fmt: skip
        if self.section:
            found["section"] = self.section
        if self.names:
            found["names"] = self.names
        return found


@dataclass(slots=True)
class Annex:
    """An annex: its heading as printed, its title, and the tasks it sets."""

    heading: str
    title: str | None = None
    tasks: list[Paragraph] = field(default_factory=list)
    articles: bool = False  # a treaty or charter: its articles are no tasks of the resolution
    text: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "heading": self.heading,
            "tasks": [task.as_dict() for task in self.tasks],
        }


@dataclass(slots=True)
class Part:
    """A lettered part (or the whole) of a resolution: its recitals and its operative paragraphs."""

    letter: str | None = None
    title: str | None = None
    opening: str | None = None
    heading: str | None = None  # "Decides:" on a line of its own
    preambular: list[str] = field(default_factory=list)
    operative: list[Paragraph] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    numbered: bool = False  # one of its operative paragraphs bears a number
    recital_names: list[list[str]] = field(default_factory=list)  # of an open text, one list for each recital

    @property
    def recitals(self) -> list[dict[str, Any]]:
        """The recitals in the shape of `diwan read`."""
        if not self.recital_names:
            return [{"text": text} for text in self.preambular]
        pairs = zip(self.preambular, self.recital_names, strict=True)
        return [{"text": text, "names": names} for text, names in pairs]

    def as_dict(self) -> dict[str, Any]:
        return {
            "letter": self.letter, "title": self.title,
            "preambular": self.recitals,
            "operative": [paragraph.as_dict() for paragraph in self.operative],
        }  # fmt: skip


@dataclass(slots=True)
class Resolution:
    """One resolution of a volume."""

    symbol: str | None = None
    title: str | None = None
    number: str | None = None
    body: str | None = None
    session: int | None = None
    date: str | None = None
    page: int = 1
    whole: Part = field(default_factory=Part)
    parts: list[Part] = field(default_factory=list)
    annexes: list[Annex] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def all_parts(self) -> list[Part]:
        return [self.whole, *self.parts]

    def as_dict(self) -> dict[str, Any]:
        whole = self.whole
        opening = whole.opening or next((part.opening for part in self.parts if part.opening), None)
        return {
            "title": self.title, "symbol": self.symbol, "number": self.number, "body": self.body,
            "session": self.session, "date": self.date, "opening": opening,
            "preambular": whole.recitals,
            "operative": [paragraph.as_dict() for paragraph in whole.operative],
            "parts": [part.as_dict() for part in self.parts],
            "annexes": [annex.as_dict() for annex in self.annexes],
            "sections": whole.sections, "operative_heading": whole.heading,
            "doubts": [doubt.as_dict() for doubt in self.doubts], "page": self.page,
        }  # fmt: skip
