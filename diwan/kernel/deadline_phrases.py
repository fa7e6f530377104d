"""The words in which resolutions print a deadline, per language, as patterns over marked text.

Marked text is folded, without apostrophes, with months as ``@g6`` (kernel.printed_dates.mark_months). The
words come from the drafting manuals of the dossier (section 4.5) and from volumes of resolutions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from diwan.kernel.numerals import NUMBER

#: How long each unit of time is: months, or days, or hours.
Length = tuple[str, int]

#: Units in which periods are counted. The Arabic dual says two by itself: "شهرين".
_UNITS: dict[str, Length] = {
    r"hours?|heures?|ساعه|ساعات": ("hours", 1),
    r"days?|jours?|يوما?|ايام": ("days", 1),
    r"weeks?|semaines?|اسبوعا?|اسابيع": ("days", 7),
    r"fortnights?|quinzaines?": ("days", 14),
    r"months?|mois|شهرا?|اشهر|شهور": ("months", 1),
    r"quarters?|trimestres?|فصل": ("months", 3),
    r"semesters?|half[ -]years?|semestres?": ("months", 6),
    r"years?|ans?|annees?|سنه|سنوات|سنين|عاما?|اعوام": ("months", 12),
    r"ساعتين|ساعتان": ("hours", 2),
    r"يومين|يومان": ("days", 2),
    r"اسبوعين|اسبوعان": ("days", 14),
    r"شهرين|شهران": ("months", 2),
    r"سنتين|سنتان|عامين|عامان": ("months", 24),
}
UNIT = "(?:{})".format("|".join(_UNITS))

#: Words that by themselves say how often, in months (a week is a quarter of a month only by name: 0.25).
_ADVERBS: dict[str, Length] = {
    r"\bweekly\b|\bhebdomadaire\w*|\bاسبوعيا\b": ("days", 7),
    r"\bmonthly\b|\bmensuel\w*|\bشهري(?:ا|ه)?\b": ("months", 1),
    r"\bquarterly\b|\btrimestriel\w*|\bفصلي(?:ا|ه)\b|\bربع سنوي\w*": ("months", 3),
    r"\b(?:half[ -]yearly|biannually|semi[ -]?annual(?:ly)?)\b|\bsemestriel\w*|\bنصف سنوي\w*": ("months", 6),
    r"\b(?:annually|yearly)\b|\bannual (?:basis|reports?)\b|\bannuellement\b|\bbase annuelle\b"
    r"|\brapports? annuels?\b|\bسنويا\b|\b(?:تقريرا?|تقارير|بصفه|بصوره) سنويه?\b": ("months", 12),
    r"\bbiennial(?:ly)?\b|\bbiennal\w*|\bbisannuel\w*|\bكل عامين\b": ("months", 24),
}
#: Words for what comes again without saying how often.
_UNTOLD = (
    r"\bperiodic(?:al|ally)?\b|\bregularly\b|\bregular (?:basis|intervals)\b"
    r"|\bperiodique\w*|\bregulierement\b|\bintervalles reguliers\b|\bدوري(?:ا|ه)?\b|\bبانتظام\b"
)


@dataclass(frozen=True)
class Phrases:
    """The words of one language, or of all when the language of the text is not known."""

    every: str
    each_year: str
    next: str
    session: str
    other_meeting: str
    every_session: str
    preparatory: str
    within: str
    before_something: str
    counted_from: str
    from_adoption: str
    year_end: str
    half: str
    quarter: str
    next_year: str
    as_from: str


_LANGUAGES = {
    "en": Phrases(
        every=r"\b(?:every|each|per)\s+(?:other\s+)?",
        each_year=r"\b(?:each|every|per)\s+year\b",
        next=r"\b(?:next|forthcoming|coming|upcoming|following|subsequent|ensuing)\b",
        session=r"\bsessions?\b",
        other_meeting=r"\b(?:meetings?|conferences?|summits?|assembly|congress)\b",
        every_session=r"\b(?:each|every)\s+(?:of its\s+)?(?:\w+\s+){0,3}(?:session|meeting)s?\b",
        preparatory=r"\bsenior officials\b",
        within=r"\b(?:within|in|over|during|not later than|no later than|at most)\b",
        before_something=r"\b(?:prior to|before|ahead of|preceding)\b",
        counted_from=r"\s*(?:of|from|after|following|since)\b",
        from_adoption=r"\b(?:adoption|this resolution|present resolution|this date)\b",
        year_end=r"\b(?:end|close) of (?:the |this )(?:current |present )?(?:calendar |financial )?year\b",
        half=r"\b({}) (?:half|semester)\b",
        quarter=r"\b({}) quarter\b",
        next_year=r"\b(?:next|coming|following) (?:calendar |financial )?year\b",
        as_from=r"\b(?:as from|as of|starting|beginning|with effect from|effective)\b",
    ),
    "fr": Phrases(
        every=r"\b(?:tous les|toutes les|chaque|par)\s+",
        each_year=r"\b(?:chaque annee|tous les ans|par an)\b",
        next=r"\b(?:prochaine?s?|suivante?s?|a venir|ulterieure?)\b",
        session=r"\bsessions?\b",
        other_meeting=r"\b(?:reunions?|conferences?|sommets?|assemblee|congres)\b",
        every_session=r"\b(?:chaque|chacune de (?:ses|leurs))\s+(?:\w+\s+){0,2}(?:session|reunion)s?\b",
        preparatory=r"\bhauts fonctionnaires\b",
        within=r"\b(?:dans|sous|en|ici|au cours|delai)\b",
        before_something=r"\b(?:avant|precedant|prealablement)\b",
        counted_from=r"\s*(?:suivant|apres|a compter|a partir|des)\b",
        from_adoption=r"\b(?:ladoption|son adoption|presente resolution|ce jour|la presente)\b",
        year_end=r"\bfin de (?:lannee|cette annee|la presente annee|lexercice)(?: (?:en cours|civile))?\b",
        half=r"\b({}) semestre\b",
        quarter=r"\b({}) trimestre\b",
        next_year=r"\b(?:lannee prochaine|lan prochain|prochaine annee)\b",
        as_from=r"\b(?:a compter|a partir|a dater|des le)\b",
    ),
    "ar": Phrases(
        every=r"\bكل\s+",
        each_year=r"\b(?:كل|من كل)\s+(?:عام|سنه)\b",
        next=r"\b(?:ال)?(?:قادم|مقبل|تالي|لاحق)(?:ه|ين|تين)?\b",
        session=r"\b[وبلف]*(?:ال)?دور(?:ه|ته|تها|تهم|ات)\b",
        other_meeting=r"\b[وبلف]*(?:ال)?(?:اجتماع|موتمر|قمه|جمعيه|جلس[هت])(?:ها|ه|هم|ات)?\b",
        every_session=r"\bكل\s+(?:دوره|اجتماع)\b|\bكل من دورات",
        preparatory=r"\bكبار الموظفين\b",
        within=r"\b(?:غضون|خلال|ظرف|اقصاها?|مده|مهله|فتره|في)\b",
        before_something=r"\bقبل\b",
        counted_from=r"\s*(?:من|بعد|ابتداء|اعتبارا)\b",
        from_adoption=r"(?:اعتماد|صدور|هذا القرار|تاريخه)",
        year_end=r"\b(?:نهايه|اواخر|متم|اخر|ختام) (?:هذا |هذه )?(?:العام|السنه)\b",
        half=r"\bالنصف ({})\b",
        quarter=r"\bالربع ({})\b",
        next_year=r"\b(?:العام|السنه) (?:القادمه?|المقبله?)\b",
        as_from=r"\b(?:اعتبارا من|ابتداء من|بدءا من)\b",
    ),
}


@lru_cache
def phrases(language: str | None) -> Phrases:
    """The words of the language; of all three together for any other or none."""
    if language in _LANGUAGES:
        return _LANGUAGES[language]
    together = {
        name: "|".join(f"(?:{getattr(words, name)})" for words in _LANGUAGES.values())
        for name in Phrases.__dataclass_fields__
    }
    return Phrases(**together)


def length_of_unit(word: str) -> Length:
    """What a unit's word counts: ("months", 3) for "quarter". Raises ``KeyError`` for what is no unit."""
    for pattern, length in _UNITS.items():
        if re.fullmatch(pattern, word):
            return length
    raise KeyError(word)


def length_of_adverb(marked: str) -> Length | None:
    """How often "quarterly", "annuellement", "سنوياً" say; None without such a word."""
    return next((length for pattern, length in _ADVERBS.items() if re.search(pattern, marked)), None)


def comes_again(marked: str) -> bool:
    """Whether the text says "periodically" or the like, without saying how often."""
    return re.search(_UNTOLD, marked) is not None


#: A number, if there is one, and a unit: "three months", "شهرين".
AMOUNT = re.compile(rf"(?:({NUMBER})[\s(]*(?:\(?\d+\)?\s+)?)?\b[وبلف]?({UNIT})\b")
