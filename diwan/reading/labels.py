"""Numbers and letters that stand before a paragraph: 1. 1- 1) (1) 1°) 1/ (a) a. (i) 1ـ أ- (١) أولاً: …"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .letters import western_digits

ABJAD: Final = {letter: i for i, letter in enumerate("أبجدهوزحطيكلمنسعفصقرشت", 1)}
NAMES: Final = {name: i for i, name in enumerate(
    ["ألف", "باء", "جيم", "دال", "هاء", "واو", "زاي", "حاء", "طاء", "ياء", "كاف", "لام"], 1)}  # fmt: skip
_UNITS = ["", "حادي", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع"]
ORDINALS: Final = {name: i for i, name in enumerate(
    ["أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا"], 1)} | {
    f"{unit} عشر": i + 10 for i, unit in enumerate(_UNITS) if unit
} | {f"{unit}ة عشرة": i + 10 for i, unit in enumerate(_UNITS) if unit}  # fmt: skip
_HARAKAT = re.compile("[\u064b-\u0652\u0670\u0640]")
_DIGITS = re.compile(
    r"^(?P<open>[(\[]?)\s{0,2}(?P<n>\d{1,3})\s{0,2}(?:(?P<close>°?[)\]]|[.]\s[\-–—](?=\s)|/(?=\s|$)|ـ+|[.\-–—:°]{1,2}[)]?))"
    r"(?!\d)(?P<room>\s*)(?=\S|$)"
)
# "-1" and ".1": "1-" and "1." as typed from the left
_LEADING = re.compile(r"^(?P<open>)(?P<close>[.\-–—])\s?(?P<n>\d{1,2})(?:\s+(?=[\u0621-\u064a])|$)")
_TABBED = re.compile(r"^(?P<n>\d{1,3})\t\s*(?=[^\W\d_])")
_BARE = re.compile(r"^(?P<n>\d{1,2})(?:\s+(?=[^\W\d_])|$)")
_DECIMAL = re.compile(r"^(?P<n>\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?=[^\W\d_])")
_LETTER = re.compile(r"^(?P<open>[(\[]?)\s{0,2}(?P<n>[a-zA-Z])\s{0,2}(?P<close>[)\]]|[.](?=\s|$)|\s?[-–—](?=\s))\s*")
_ROMAN = re.compile(
    r"^(?P<open>[(\[]?)\s{0,2}(?P<n>[ivxl]{2,6}|[IVXL]{1,6}|[ivx])\s{0,2}(?P<close>[)\]]|[.](?=\s|$)|\s?[-–—](?=\s))\s*"
)
_ARABIC = re.compile(
    r"^(?P<open>[(\[]?)\s{0,2}(?P<n>هـ|[أابجدهوزحطيكلمن])\s{0,2}(?P<close>[)\]]|[.\-–—:/](?=\s|\w|$))\s*"
)
_NAMED = re.compile(r"^(?P<open>)(?P<n>" + "|".join(NAMES) + r")\s{0,2}(?P<close>[\-–—:.)])\s*")
_ORDINAL = re.compile(
    r"^(?P<open>)(?P<n>"
    + "|".join(sorted(map(re.escape, ORDINALS), key=len, reverse=True))
    + r")\s{0,2}(?P<close>[:\-–—.،]|$)\s*"
)
_NEVER = frozenset("abcdefghjkmnopqrstuwyzABCDEFGHJKMNOPQRSTUWYZ")  # before a second letter: no label, no Roman one
HEAD = 60  # characters in which a label and the room after it stand
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Label:
    """A number as printed, its kind, its value (1 for a, أ, i, أولاً …) and its style of brackets."""

    printed: str
    kind: str  # digit, letter, capital, roman, Roman, abjad, name, ordinal, decimal
    value: int
    style: str

    @property
    def short(self) -> str:
        """The number without its punctuation, in Western digits: "5", "a", "أ", "ii"."""
        if self.kind == "digit":
            return str(self.value)
        return re.sub(r"[\s()\[\].\-–—:،]+$|^[\s(\[]+", "", self.printed).replace("هـ", "ه")


def roman_value(text: str) -> int | None:
    """The value of a Roman numeral up to 89, or None."""
    total, last = 0, 0
    for sign in reversed(text.lower()):
        value = _VALUES[sign]
        total += value if value >= last else -value
        last = max(last, value)
    from .word_numbers import roman

    return total if roman(total) == text.lower() else None


def take_label(text: str) -> tuple[Label, str] | None:
    """The label a paragraph begins with and the rest, or None. A lone letter i is read as Roman.

    Years and amounts ("2034. ", "1.5 million") are no labels.
    """
    if text[:1] in _NEVER and text[1:2].isalpha():
        return None  # most paragraphs: they begin with a word
    found = _label(text[:HEAD])
    return (found[0], text[found[1] :]) if found else None


@lru_cache(maxsize=4096)
def _label(text: str) -> tuple[Label, int] | None:
    """The label at the head of a paragraph and where the rest begins."""
    head = western_digits(text[:40])
    if found := _DECIMAL.match(head):
        value = int(found["n"].rsplit(".", 1)[-1])
        return Label(text[: found.end("n")], "decimal", value, "."), 0
    if found := _DIGITS.match(head):
        opened, closed = found["open"], found["close"]
        ranged = not found["room"] and closed in "-–—:" and head[found.end() : found.end() + 1].isdigit()
        if ranged or (opened and closed[-1] not in ")]"):
            return None
        return _cut(text, found, "digit", int(found["n"]))
    if found := _LEADING.match(head):
        return Label(text[: found.end("n")], "digit", int(found["n"]), found["close"]), found.end()
    if found := _TABBED.match(head):
        return Label(text[: found.end("n")], "digit", int(found["n"]), ""), found.end()
    if "\u0600" <= text.lstrip("([")[:1] <= "\u06ff":
        return _arabic(text)
    found = _ROMAN.match(head)
    if found and found["n"] != "L" and (value := roman_value(found["n"]) or 0):
        return _cut(text, found, "Roman" if found["n"].isupper() else "roman", value)
    if found := _LETTER.match(head):
        value = ord(found["n"].lower()) - 96
        return _cut(text, found, "capital" if found["n"].isupper() else "letter", value)
    return None


def _cut(text: str, found: re.Match[str], kind: str, value: int) -> tuple[Label, int]:
    style = found["open"] + found["close"].strip()
    return Label(text[: found.end("close")], kind, value, style), found.end()


def _arabic(text: str) -> tuple[Label, int] | None:
    """An Arabic letter, letter name or ordinal, whatever vowel signs and tatweel it bears."""
    bare = _HARAKAT.sub("", text)
    for pattern, kind, values in (
        (_ORDINAL, "ordinal", ORDINALS),
        (_NAMED, "name", NAMES),
        (_ARABIC, "abjad", ABJAD),
    ):
        found = pattern.match(bare)
        if found is None:
            continue
        if found["open"] and found["close"][:1] not in ")]":
            continue
        at = [i for i, character in enumerate(text) if not _HARAKAT.match(character)] + [len(text)]
        name = found["n"].replace("هـ", "ه") if kind == "abjad" else found["n"]
        value = values["أ" if name == "ا" else name]
        style = found["open"] + found["close"]
        return Label(text[: at[found.end("close")]], kind, value, style), at[found.end()]
    return None


def bare_number(text: str) -> tuple[Label, str] | None:
    """A number without any mark at the head of a text ("2 Requests …", or alone), with the rest.

    It may as well be an amount: whether it is a label is for those to say who know what is due.
    """
    found = _BARE.match(western_digits(text[:12]))
    if found is None:
        return None
    return Label(text[: found.end("n")], "digit", int(found["n"]), ""), text[found.end() :]


def computed(label: str) -> Label | None:
    """A label that Word computed, read like a printed one."""
    found = take_label(label + " x") or take_label(f"{label}. x")
    return found[0] if found else None


def inner_label(label: Label, text: str) -> tuple[Label, str] | None:
    """A first sub-number on the line of its number, with the rest; None when the text follows at once."""
    found = take_label(text)
    if found is None or not found[1].strip() or label.kind == "decimal":
        return None
    inner = found[0]
    if inner.value != 1 or inner.kind not in ("digit", "letter", "roman", "abjad") or inner.kind == label.kind:
        return None
    return found
