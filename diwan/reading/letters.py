"""Letters and digits: what is printed, and the folded form in which words are compared.

Folding keeps a map back to the printed text, so that an addressee or a deadline found in the folded
form is always given as it stands on the page.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

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
_SPACES = re.compile(r"\s+")


def printed(text: str) -> str:
    """The text as a reader sees it: no marks of direction, one space where there is room.

    Letters, digits, tatweel and vowel signs stay as printed.
    """
    text = text.translate(INVISIBLE)
    if _PRESENTATION.search(text):
        text = _PRESENTATION.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
    return _SPACES.sub(" ", text).strip()


# ASCII needs no table of letters: only its spaces and the back-quote change.
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


@dataclass(frozen=True, slots=True)
class Folded:
    """A printed text and its folded form; `at[i]` is where folded character i stands in the print."""

    text: str
    form: str
    at: list[int]

    def slice(self, start: int, end: int) -> str:
        """The printed text of folded characters start to end."""
        if start >= end:
            return ""
        stop = self.at[end] if end < len(self.at) else len(self.text)
        return self.text[self.at[start] : stop].strip()


def fold(text: str) -> Folded:
    """Lower case, no accents or vowel signs, Arabic letters and all digits unified; order is kept."""
    if text.isascii():
        return Folded(text, text.translate(_PLAIN).lower(), list(range(len(text))))
    form: list[str] = []
    at: list[int] = []
    for i, character in enumerate(text):
        for piece in _folded(character):
            form.append(piece)
            at.append(i)
    return Folded(text, "".join(form), at)


def folded(text: str) -> str:
    """Only the folded form, for comparing words."""
    if text.isascii():
        return text.translate(_PLAIN).lower()
    return "".join(map(_folded, text))


_DIGITS = {zero + i: str(i) for zero in (0x0660, 0x06F0) for i in range(10)}


def western_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as 0-9; everything else untouched."""
    return text.translate(_DIGITS)


def is_arabic(text: str) -> bool:
    """True when most letters are Arabic."""
    arabic = sum("\u0600" <= c <= "\u06ff" for c in text)
    return arabic * 2 > sum(c.isalpha() for c in text)
