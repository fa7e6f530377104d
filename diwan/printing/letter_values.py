"""What is put into the places of a letter: the values, and the small markup in which its text is written.

In the rendered XML a value is plain text between marks of its own (private-use characters, which no text of a person
can contain after ``printable``); ``letter_runs`` turns the marks into runs, paragraphs and breaks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields

from markupsafe import escape

from diwan.printing.characters import printable

#: Marks around and inside a value, in the rendered XML only.
VALUE, END, EMPTY, PARAGRAPH, LINE = "\ue0f0", "\ue0f1", "\ue0f2", "\ue0f3", "\ue0f4"
BOLD, ITALIC, LABEL, LABEL_END, QR = "\ue0f5", "\ue0f6", "\ue0f7", "\ue0f8", "\ue0f9"
MARKS = VALUE + END + EMPTY + PARAGRAPH + LINE + BOLD + ITALIC + LABEL + LABEL_END + QR

#: What each kind of paper cannot do without; a template that lacks one of these is refused.
REQUIRED: dict[str, frozenset[str]] = {
    "letter": frozenset({"number", "date", "addressee", "body", "signatory"}),
    "note_verbale": frozenset({"number", "date", "addressee", "body"}),
    "circular": frozenset({"number", "date", "body"}),
    "memorandum": frozenset({"number", "date", "addressee", "body"}),
    "cable": frozenset({"number", "date", "addressee", "body"}),
}
PAPERS = tuple(REQUIRED)


@dataclass(frozen=True)
class LetterValues:
    """Everything a template may ask for; each field is a place of the same name. What is not known stays empty.

    ``body`` is written in the small markup: a blank line between paragraphs (a text without any has one to a line),
    ``- `` or ``1. `` before an item, ``**bold**``, ``_italic_``. ``item_address`` is what the square code at the foot
    (place ``qr``) leads to. ``paper`` is no place: with it the places that kind of paper needs are insisted on.
    """

    language: str = "en"
    paper: str = ""
    number: str = ""
    date: str = ""
    hijri: str = ""
    place: str = ""
    organisation: str = ""
    issuer: str = ""
    sender: str = ""
    addressee: str = ""
    address: Sequence[str] = ()
    subject: str = ""
    salutation: str = ""
    opening: str = ""
    body: str = ""
    closing: str = ""
    courtesy: str = ""
    signatory: str = ""
    signatory_title: str = ""
    signed_for: str = ""
    initials: str = ""
    copies: Sequence[str] = field(default=())
    enclosures: Sequence[str] = field(default=())
    reference_line: str = ""
    level: str = ""
    urgency: str = ""
    instruction: str = ""
    item_address: str = ""


_NO_PLACES = {"language", "paper", "item_address"}
PLACES = frozenset({one.name for one in fields(LetterValues)} - _NO_PLACES | {"qr"})
"""The names a template may use."""


class Place:
    """A value as jinja meets it: true when there is something, a list to a loop, marked text when printed."""

    def __init__(self, pieces: Sequence[str], joint: str, *, tight: bool = False) -> None:
        self.pieces = [piece for piece in pieces if piece]
        self.joint, self.tight = joint, tight

    def __bool__(self) -> bool:
        return bool(self.pieces)

    def __iter__(self) -> Iterator["Place"]:
        return (Place([piece], self.joint) for piece in self.pieces)

    def __html__(self) -> str:
        # what is empty, and what is written together with its neighbour, takes the space after it away
        said = self.joint.join(self.pieces)
        return f"{VALUE}{escape(said)}{END}{EMPTY if self.tight or not said else ''}"

    def __str__(self) -> str:
        return self.__html__()


def places(values: LetterValues) -> dict[str, Place]:
    """The values by the name of their place, ready for jinja."""
    found: dict[str, Place] = {"qr": Place([QR] if values.item_address else [], "")}
    for name in PLACES - {"qr", "body"}:
        value = getattr(values, name)
        pieces = [value] if isinstance(value, str) else list(value)
        clean = [printable(piece).strip().replace("\n", LINE) for piece in pieces]
        tight = name == "opening" and clean[0].endswith("ـ")
        found[name] = Place([clean[0][:-1]] if tight else clean, LINE, tight=tight)
    found["body"] = Place(paragraphs(values.body), PARAGRAPH)
    return found


_BLANK = re.compile(r"\n[ \u00a0]*(?:\n[ \u00a0]*)+")
_ITEM = re.compile(r"[ \u00a0]*(?:(?P<dot>[-*•–])|(?P<label>\(?(?:\d{1,3}|[a-z]{1,4}|[\u0621-\u064a])[.)])) +(?=\S)")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
_ITALIC = re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)")


def paragraphs(body: str) -> list[str]:
    """The paragraphs of a text in the small markup, each as marked text."""
    text = printable(body).strip("\n \u00a0")
    if not text:
        return []
    parts = _BLANK.split(text) if _BLANK.search(text) else text.split("\n")
    return [piece for part in parts for piece in _pieces(part)]


def _pieces(part: str) -> Iterator[str]:
    """Items of a list are paragraphs of their own; the other lines of a paragraph are broken where they were."""
    held: list[str] = []
    for line in part.split("\n"):
        if item := _ITEM.match(line):
            if held:
                yield _styled(LINE.join(held))
            held = [f"{LABEL}{'•' if item['dot'] else item['label']}{LABEL_END}{line[item.end() :].strip()}"]
        elif line.strip():
            held.append(line.strip())
    if held:
        yield _styled(LINE.join(held))


def _styled(text: str) -> str:
    return _ITALIC.sub(rf"{ITALIC}\1{ITALIC}", _BOLD.sub(rf"{BOLD}\1{BOLD}", text))
