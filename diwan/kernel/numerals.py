"""Numbers written in words.

Cardinals and ordinals up to 999 in English, French and Arabic, over folded text.
"""

from __future__ import annotations

import re

from diwan.kernel.folding import fold

_ENGLISH = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    "first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12,
}  # fmt: skip
_FRENCH = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10,
    "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "huitante": 80, "nonante": 90, "cent": 100,
    "vingts": 20, "cents": 100, "premier": 1, "premiere": 1,
    "seconde": 2, "neuvieme": 9,
    "cinquieme": 5, "onzieme": 11, "douzieme": 12, "treizieme": 13, "quatorzieme": 14, "quinzieme": 15,
    "seizieme": 16, "quatrieme": 4, "trentieme": 30, "quarantieme": 40, "cinquantieme": 50, "soixantieme": 60,
}  # fmt: skip
#: Arabic after folding: ة is ه, أ is ا. Cardinals of both genders, ordinals, tens in both cases.
_ARABIC = {
    "واحد": 1, "واحده": 1, "احد": 1, "احدي": 1, "حادي": 1, "حاديه": 1, "اول": 1, "اولي": 1,
    "اثنان": 2, "اثنين": 2, "اثنا": 2, "اثني": 2, "اثنتي": 2, "اثنتا": 2, "اثنتين": 2, "ثاني": 2, "ثانيه": 2,
    "ثلاث": 3, "ثلاثه": 3, "ثالث": 3, "ثالثه": 3, "اربع": 4, "اربعه": 4, "رابع": 4, "رابعه": 4,
    "خمس": 5, "خمسه": 5, "خامس": 5, "خامسه": 5, "ست": 6, "سته": 6, "سادس": 6, "سادسه": 6,
    "سبع": 7, "سبعه": 7, "سابع": 7, "سابعه": 7, "ثمان": 8, "ثماني": 8, "ثمانيه": 8, "ثامن": 8, "ثامنه": 8,
    "تسع": 9, "تسعه": 9, "تاسع": 9, "تاسعه": 9, "عشر": 10, "عشره": 10, "عاشر": 10, "عاشره": 10,
    "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40, "اربعين": 40, "خمسون": 50,
    "خمسين": 50,
    "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70, "ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90,
    "مايه": 100, "ميه": 100,
}  # fmt: skip


def _ordinals() -> dict[str, int]:
    english = {f"{word}th": value for word, value in _ENGLISH.items() if value in (4, 6, 7, *range(10, 20), 100)}
    english |= {word[:-1] + "ieth": value for word, value in _ENGLISH.items() if value >= 20 and word[-1] == "y"}
    french = {f"{word}ieme": value for word, value in _FRENCH.items() if not word.endswith(("ieme", "s", "e"))}
    return {**english, **french, "troisieme": 3}


_VALUES = {**_FRENCH, **_ENGLISH, **_ARABIC, **_ordinals()}
_WORD = "(?:{})".format("|".join(sorted(_VALUES, key=len, reverse=True)))
_FIGURES = r"\d{1,3}(?:st|nd|rd|th|er|ere|eme|e)?"
_JOINT = r"(?:\s+(?:et|and)\s+|[\s-]+)(?:و?ال|و)?"
#: A number in figures ("61", "61st", "61ème") or words ("soixante et un", "ثمان وأربعين"), in folded text.
NUMBER = rf"(?:\b{_FIGURES}\b|\b(?:[وبل]?ال|[وبل])?{_WORD}(?:{_JOINT}{_WORD}){{0,5}}\b)"


def read_number(text: str) -> int | None:
    """The number that the whole text spells, cardinal or ordinal, in figures or words.

    None when it is none.
    """
    words = re.findall(r"\d+|[^\W\d]+", fold(text))
    if words and words[0].isdigit():
        return int(words[0])
    total, last = 0, 0
    for word in words:
        if word in ("et", "and"):
            continue
        value = _VALUES.get(word) or _VALUES.get(re.sub(r"^[وبل]?(?:ال)?", "", word))
        if value is None:
            return None
        # "quatre-vingts" and "two hundred" multiply; all else adds up.
        factor = last if (value == 100 and 1 < last < 10) or (value == 20 and last == 4) else 1
        total, last = total + value * factor - (last if factor > 1 else 0), value
    return total or None
