"""Proper names across scripts: what is left of a name when its vowels are gone, in Latin letters and in Arabic ones.

"Belhara" and "بلهارا" both leave ``blhr``. Letters that one script does not tell apart are one: p and b, v and f,
t and ط, s and ص, c, k and q.
"""

from __future__ import annotations

import re

_ARABIC = str.maketrans(
    {
        "ا": "", "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "h", "د": "d", "ذ": "d", "ر": "r", "ز": "z",
        "س": "s", "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "j", "ف": "f", "ق": "k", "ك": "k",
        "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "", "ي": "", "ء": "", "پ": "b", "چ": "j", "ڤ": "f", "گ": "j",
    }
)  # fmt: skip
_LATIN = str.maketrans(
    {
        "p": "b", "v": "f", "q": "k", "c": "k", "g": "j", "x": "k", "w": "", "y": "",
        "a": "", "e": "", "i": "", "o": "", "u": "", "'": "", "-": "",
    }
)  # fmt: skip
_PAIRS = (("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"), ("kh", "h"), ("gh", "j"), ("ph", "f"))
_TWICE = re.compile(r"(.)\1+")


def skeleton(form: str) -> str:
    """The consonants of a folded word, in the order of its letters; the h of an Arabic feminine ending falls."""
    if form[:1] >= "\u0600":
        bones = form.removesuffix("ه").translate(_ARABIC)
    else:
        for pair, one in _PAIRS:
            form = form.replace(pair, one)
        bones = form.removesuffix("h").translate(_LATIN)
    return _TWICE.sub(r"\1", bones)
