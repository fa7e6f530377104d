"""Letters and digits: what is printed, and the folded form in which words are compared.

Folding keeps a map back to the printed text, so that an addressee or a deadline found in the folded
form is always given as it stands on the page.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

# Marks of direction, joiners and soft hyphens: they are not printed.
INVISIBLE = dict.fromkeys(
    [0x00AD, 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF]
)
TATWEEL = "\u0640"
_SAME = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ھ": "ه", "ہ": "ه",
    "ؤ": "و", "ئ": "ي", "؛": ";", "،": ",", "؟": "?", "٫": ".", "٬": ",",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "œ": "oe", "æ": "ae", "ß": "ss",
}  # fmt: skip
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc\ufb00-\ufb06]")
_INVISIBLE = re.compile("[" + "".join(map(chr, INVISIBLE)) + "]+")


def printed(text: str) -> str:
    """The text as a reader sees it: no marks of direction, one space where there is room.

    Letters, digits, tatweel and vowel signs stay as printed.
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
        text = _PRESENTATION.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
    return " ".join(text.split())


# ASCII needs no table of letters: only its spaces and the back-quote change.
REMEMBERED = 2_000  # characters; the same line is folded for several questions, a longer text seldom
_PLAIN = dict.fromkeys((9, 10, 11, 12, 13, 28, 29, 30, 31), " ") | {0x60: "'"}


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    if character.isspace():
        return " "
    digit = unicodedata.digit(character, None)
    if digit is not None and character.isdigit() and not _is_superscript(character):
        return str(digit)
    out = ""
    for piece in unicodedata.normalize("NFKD", character).lower():
        if unicodedata.category(piece) in ("Mn", "Cf") or piece == TATWEEL:
            continue
        out += _SAME.get(piece, piece)
    return out


def _is_superscript(character: str) -> bool:
    return unicodedata.decomposition(character).startswith("<super>")


def _table(characters: Iterable[str]) -> str:
    return "".join(re.escape(c) for c in characters)


# Most letters are folded by lower() alone; the others one by one, wherever a run of them stands.
_KEPT = [c for c in map(chr, [*range(0x20, 0x7F), *range(0x620, 0x700)]) if _folded(c) == c.lower()]
_CHANGED = re.compile(f"[^{_table(_KEPT)}]+")
# What may become none or several letters when folded; all else stays one letter for one.
_EVEN = [
    *_KEPT,
    *(c for c in map(chr, [*range(0x20), *range(0x7F, 0x700), *range(0x2010, 0x2028)]) if len(_folded(c)) == 1),
]
_UNEVEN = re.compile(f"[^{_table(_EVEN)}]")


class Folded:
    """A printed text and its folded form, with the way back from the second to the first."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.form = folded(text)

    @cached_property
    def at(self) -> Sequence[int]:
        """Where each folded character stands in the print."""
        if self.text.isascii() or _UNEVEN.search(self.text) is None:
            return range(len(self.text))
        places: list[int] = []
        last = 0
        for found in _UNEVEN.finditer(self.text):
            here = found.start()
            places.extend(range(last, here))
            places.extend([here] * len(_folded(found.group())))
            last = here + 1
        places.extend(range(last, len(self.text)))
        return places

    def slice(self, start: int, end: int) -> str:
        """The printed text of folded characters start to end."""
        if start >= end:
            return ""
        stop = self.at[end] if end < len(self.form) else len(self.text)
        return self.text[self.at[start] : stop].strip()


def fold(text: str) -> Folded:
    """Lower case, no accents or vowel signs, Arabic letters and all digits unified; order is kept."""
    return Folded(text)


def folded(text: str) -> str:
    """Only the folded form, for comparing words."""
    return _remembered(text) if len(text) <= REMEMBERED else _fold(text)


@lru_cache(maxsize=2048)
def _remembered(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return text.translate(_PLAIN).lower()
    return _CHANGED.sub(lambda run: _RUNS[run[0]], text).lower()


class _Runs(dict[str, str]):
    """Runs of letters that change when folded, each with its folded form; the usual ones are kept."""

    def __missing__(self, run: str) -> str:
        form = "".join(map(_folded, run))
        if len(run) <= 2 and len(self) < 4096:
            self[run] = form
        return form


_RUNS = _Runs()


_DIGITS = {zero + i: str(i) for zero in (0x0660, 0x06F0) for i in range(10)}
_EASTERN = re.compile("[\u0660-\u0669\u06f0-\u06f9]")


def western_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as 0-9; everything else untouched."""
    return text if _EASTERN.search(text) is None else text.translate(_DIGITS)


def is_arabic(text: str) -> bool:
    """True when most letters are Arabic."""
    arabic = sum("\u0600" <= c <= "\u06ff" for c in text)
    return arabic * 2 > sum(c.isalpha() for c in text)
