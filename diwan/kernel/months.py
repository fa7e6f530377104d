"""The names of the months: as Diwan prints them, and as printed papers spell them."""

from __future__ import annotations

#: Hijri months as Diwan prints them inside a date. The table of conversion has English names only.
HIJRI_MONTHS: dict[str, tuple[str, ...]] = {
    "en": (
        "Muharram", "Safar", "Rabi I", "Rabi II", "Jumada I", "Jumada II",
        "Rajab", "Sha’ban", "Ramadan", "Shawwal", "Dhu al-Qa’da", "Dhu al-Hijja",
    ),
    "fr": (
        "mouharram", "safar", "rabia I", "rabia II", "joumada I", "joumada II",
        "rajab", "chaabane", "ramadan", "chawwal", "dhou al-qi’da", "dhou al-hijja",
    ),
    "ar": (
        "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة",
        "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة",
    ),
}  # fmt: skip

# What follows are patterns over folded text (kernel.folding) without apostrophes, hyphens read as spaces.
_AL = r"(?:\s*(?:al|el|ul|il)\s*|\s*)"
_FIRST = _AL + r"(?:a?w+w?al|a[uo]u?w?[ae]l|o?u?w?la|1st|1er|first|premier|i|1)\b"
_SECOND = (
    r"(?:\s*(?:al|el|ul|il|ath|at|eth|uth)\s*|\s*)"
    r"(?:th?ani(?:y?ah?|eh?)?|akh[ie]ra?h?|akhar|2nd|2e|second|ii|2)\b"
)
_AR_AL = r"\s+(?:ال)?"

#: Hijri months as spelt in print, in Latin and Arabic letters.
HIJRI_SPELLINGS: tuple[str, ...] = (
    r"\bm(?:ou|u|o)ha?rr?[ae]m\b|\bمحرم(?:\s+الحرام)?",
    r"\bsafar\b|\bصفر(?:\s+(?:الخير|المظفر))?",
    rf"\brabi[aei]?h?{_FIRST}|\bربيع{_AR_AL}(?:اول|انور)",
    rf"\brabi[aei]?h?{_SECOND}|\bربيع{_AR_AL}(?:اخر|ثاني)",
    rf"\b(?:j|dj)o?um+ad[aei]?h?{_FIRST}|\bجماد[ياه]?{_AR_AL}(?:اولي|اول)",
    rf"\b(?:j|dj)o?um+ad[aei]?h?{_SECOND}|\bجماد[ياه]?{_AR_AL}(?:اخره|اخري|اخر|ثانيه|ثاني)",
    r"\b(?:raj|radj|redj)[ae]b\b|\bرجب(?:\s+(?:الفرد|المرجب))?",
    r"\b(?:sh|ch)a+ba+ne?\b|\bشعبان(?:\s+المعظم)?",
    r"\brama(?:dh?|z)h?a+ne?\b|\bرمضان(?:\s+المبارك)?",
    r"\b(?:sh|ch)a(?:w+|ou?w?|u)a+l\b|\bشوال",
    r"\b(?:dh|d|z|th)(?:ou|u|i|o)l?\s*(?:al|el)?\s*[qk](?:a+|ai|i|e)i?da?h?\b|\bذ(?:[ويا])?\s*(?:ال)?قعده",
    r"\b(?:dh|d|z|th)(?:ou|u|i|o)l?\s*(?:al|el)?\s*h[iea]d?j+[ae]?h?\b|\bذ(?:[ويا])?\s*(?:ال)?حجه",
)

#: Gregorian months as spelt in print: English, French, Arabic of the Gulf and Egypt, of the Levant, of the
#: Maghreb.
GREGORIAN_SPELLINGS: tuple[str, ...] = (
    r"\bjan(?:uary|vier|v)?\b\.?|\bيناير|\bجانفي|\bكانون\s+الثاني",
    r"\bfeb(?:ruary)?\b\.?|\bfev(?:rier|r)?\b\.?|\bفبراير|\bفيفري|\bشباط",
    r"\bmar(?:ch|s)?\b\.?|\bمارس|\bاذار",
    r"\bapr(?:il)?\b\.?|\bavr(?:il)?\b\.?|\bابريل|\bافريل|\bنيسان",
    r"\bma[yi]\b|\bمايو?\b|\bايار",
    r"\bjune?\b\.?|\bjuin\b|\bيوني[وه]|\bجوان\b|\bحزيران",
    r"\bjul(?:y|\b)\.?|\bjuil(?:let)?\b\.?|\bيولي[وه]ز?|\bجويليه|\bتموز",
    r"\baug(?:ust)?\b\.?|\baout\b|\bاغسطس|\bاوت\b|\bغشت|\bاب\b",
    r"\bsept?(?:ember|embre)?\b\.?|\bسبتمبر|\bشتنبر|\bايلول",
    r"\boct(?:ober|obre)?\b\.?|\bاكتوبر|\bتشرين\s+الاول",
    r"\bnov(?:ember|embre)?\b\.?|\bنوفمبر|\bنونبر|\bتشرين\s+الثاني",
    r"\bdec(?:ember|embre)?\b\.?|\bديسمبر|\bدجنبر|\bكانون\s+الاول",
)


def hijri_month_name(month: int, language: str) -> str:
    """The name (1 to 12) as printed inside a date.

    Other languages than the three take the English letters.
    """
    return HIJRI_MONTHS.get(language, HIJRI_MONTHS["en"])[month - 1]
