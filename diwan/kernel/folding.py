"""One reading for many spellings: the folding that search and the reading of printed dates share.

Folding maps each character by itself, never a sequence, so that a place in the folded text can always be
traced back to its place in the original (``fold_with_places``). That it may be done so rests on the marks
being dropped: a letter with its hamza or accent in one character or in two gives the same base.
"""

from __future__ import annotations

import unicodedata

#: What remains of letters once Unicode has taken their marks away. Sources of the Arabic lines: the forms
#: found in printed volumes (yeh and kaf typed on Persian keyboards, taa marbuta and alef maqsura left
#: undotted).
_ONE_LETTER = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
    "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ئ": "ي",
    "ؤ": "و",
    "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه",
    "ک": "ك", "ڪ": "ك", "ګ": "ك",
    "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i",
    "⁄": "/",
}  # fmt: skip
_TATWEEL = "ـ"


def _fold_character(character: str) -> str:
    folded = []
    for part in unicodedata.normalize("NFKC", character):
        part = _ONE_LETTER.get(part, part)
        for base in unicodedata.normalize("NFD", part.casefold()):
            category = unicodedata.category(base)
            if base == _TATWEEL or category in ("Mn", "Me", "Cf"):
                continue
            digit = unicodedata.decimal(base, None)
            folded.append(str(digit) if digit is not None else _ONE_LETTER.get(base, base))
    return "".join(folded)


class _Alphabet(dict[int, str]):
    """The table of ``str.translate``, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_ALPHABET = _Alphabet()


class _Odd(dict[int, str]):
    """The table that leaves of a text only what does not fold to one character each."""

    def __missing__(self, code: int) -> str:
        left = self[code] = "" if len(_ALPHABET[code]) == 1 else chr(code)
        return left


_ODD = _Odd()


def fold(text: str) -> str:
    """The text with everything taken away in which one spelling of a word differs from another.

    Compatibility forms (NFKC), case, accents, harakat, tatweel and bidirectional marks go; alef, yeh, waw,
    kaf and taa marbuta take one form each; digits of every script become 0-9.
    """
    return text.translate(_ALPHABET)


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters, the index in ``text`` of the one it came from."""
    if not text.translate(_ODD):  # the common case, at a twentieth of the time
        return fold(text), list(range(len(text)))
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        part = _ALPHABET[ord(character)]
        folded.append(part)
        places.extend([place] * len(part))
    return "".join(folded), places
