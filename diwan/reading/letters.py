"""Letters and digits: what is printed, and the folded form in which words are compared.

Folding keeps a map back to the printed text, so that an addressee or a deadline found in the folded
form is always given as it stands on the page.
"""

import codecs
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
_ODD = re.compile(f"{_INVISIBLE.pattern}|{_PRESENTATION.pattern}")


def printed(text: str) -> str:
    """The text as a reader sees it: no marks of direction, one space where there is room.

    Letters, digits, tatweel and vowel signs stay as printed.
    """
    if not text.isascii() and _ODD.search(text) is not None:
        text = _INVISIBLE.sub("", text)
        text = _PRESENTATION.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
    return " ".join(text.split())


REMEMBERED = 2_000  # characters; the same line is folded for several questions, a longer text seldom
# ASCII needs no table of letters: beside its capitals only its spaces and the back-quote change. It is changed as
# bytes: `str.translate` looks every character of a text up afresh, which takes most of the time of a short text.
_PLAIN = bytes(range(128)).lower().translate(bytes.maketrans(b"\t\n\v\f\r\x1c\x1d\x1e\x1f`", b"         '")) + bytes(
    128
)


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
_CHANGED = re.compile(f"([^{_table(_KEPT)}]+)")
# What may become none or several letters when folded; all else stays one letter for one.
_EVEN = [
    *_KEPT,
    *(c for c in map(chr, [*range(0x20), *range(0x7F, 0x700), *range(0x2010, 0x2028)]) if len(_folded(c)) == 1),
]
_UNEVEN = re.compile(f"[^{_table(_EVEN)}]")


# The 256 characters in which nearly all is written fold as the bytes of a code page of our own, many times as fast.
_WRITTEN = [
    *map(chr, range(128)),
    *(c for c in "\u00a0°«»àâäçèéêëîïôöùûüÿñáíóúÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŸÑÁÍÓÚ‘’“”–—•" if len(_folded(c)) == 1),
    *(c for c in map(chr, [0x60C, 0x61B, 0x61F, *range(0x621, 0x63B), *range(0x640, 0x653), *range(0x660, 0x66A)])),
]
_WRITTEN += ["\ufffe"] * (256 - len(_WRITTEN))  # no character
_USUAL = codecs.charmap_build("".join(_WRITTEN))
_FORMS = "".join(_folded(c).lower() or "\ufffe" for c in _WRITTEN)
_DROPPED = bytes(code for code, c in enumerate(_WRITTEN) if not _folded(c))


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
        return text.encode("ascii").translate(_PLAIN).decode("ascii")
    try:
        usual = codecs.charmap_encode(text, "strict", _USUAL)[0]
    except UnicodeEncodeError:  # a letter seldom seen: run by run
        pass
    else:
        return codecs.charmap_decode(usual.translate(None, _DROPPED), "strict", _FORMS)[0]
    pieces = _CHANGED.split(text)  # every second one is a run that changes
    pieces[1::2] = [_RUNS[run] for run in pieces[1::2]]
    return "".join(pieces).lower()


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


_BARE_LETTERS = bytes(code if chr(code).isalpha() else 32 for code in range(128)) + bytes(128)
_BARE_WORDS = bytes(code if chr(code).isalnum() else 32 for code in range(128)) + bytes(128)
_LETTERS = re.compile(r"[^\W\d_]+")
_SIGNS = re.compile(r"[^\W_]+")


def words_in(form: str) -> list[str]:
    """The words of a text: letters and digits that stand together."""
    if form.isascii():  # several times as fast as the regular expression
        return form.encode("ascii").translate(_BARE_WORDS).decode("ascii").split()
    return _SIGNS.findall(form)


def letters_in(form: str) -> list[str]:
    """The words of a text, of letters only."""
    if form.isascii():
        return form.encode("ascii").translate(_BARE_LETTERS).decode("ascii").split()
    return _LETTERS.findall(form)


def western_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as 0-9; everything else untouched."""
    return text if text.isascii() or _EASTERN.search(text) is None else text.translate(_DIGITS)


def is_arabic(text: str) -> bool:
    """True when most letters are Arabic."""
    arabic = sum("\u0600" <= c <= "\u06ff" for c in text)
    return arabic * 2 > sum(c.isalpha() for c in text)
