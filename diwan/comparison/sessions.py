"""References to sessions, taken out of a text before it is compared with that of another session."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from diwan.reading.letters import folded, is_arabic
from diwan.reading.lexicon import LANGUAGES, Lexicon

from .lists import lists

PLACE = "§"  # stands for what is taken out
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_WORDS = re.compile(rf"[^\W_]+|{PLACE}")
_LETTERS = r"[^\W\d_]{1,5}(?:[&.][^\W\d_]{1,3}){0,3}\.?"  # of a series: POL, S&T, ج م
_SYMBOL = re.compile(
    rf"(?<![\d/])\d{{1,3}}\s?/\s?\d{{1,3}}(?!\d)(?:\s?-\s?{_LETTERS}(?!\w))?(?:\s?\([^\W\d_.]{{1,3}}\.?\s?[^\W\d_]?\.?\))?"
    r"(?:\s?[/(]\s?(?:rev|corr|add|مراجعه)\.?\s?\d+\)?)?"
)
_DOCUMENT = re.compile(
    r"(?<![\w/])[a-z]{1,6}(?=[/-])(?=\S{0,60}\d)(?:[/-][a-z0-9.()]+){2,8}(?:[ .]{0,2}[a-z]{0,4}\d+)?"
)
_LIST = re.compile(rf"{PLACE}(?:(?:\s*,\s*|\s+(?:and|et)\s+|\s*و\s*|\s*,?\s+(?:and|et|و)\s*){PLACE})+")


def sessionless(text: str, house: Mapping[str, Any] | None = None) -> str:
    """The folded words of a text with "§" for what changes by itself from session to session.

    That is: numbers of resolutions and documents, ordinals of sessions, places and dates at which a session
    was held. Deadlines and other dates stay. `house` names the organs, in the form of `diwan/reading/rules/oic.yaml`;
    without it those of the organisation served by default.
    """
    return _references(house).taken_out(text)


class _References:
    """What recurs from session to session, of one organisation, in three languages."""

    def __init__(self, house: Mapping[str, Any]) -> None:
        said = lists()["sessions"]
        resolution = _any(word for one in LANGUAGES for word in said[one]["resolution"])
        number = _any(word for one in LANGUAGES for word in said[one]["number"])
        of = _any(word for one in LANGUAGES for word in said[one]["of"])
        paragraph = _any(word for one in LANGUAGES for word in said[one]["paragraph"])
        self._said_before = re.compile(rf"(?<!\w)(?:(?:{resolution})\s+)?(?:(?:{number})(?!\w)\.?\s*)?$")
        self._number_before = re.compile(rf"(?<!\w)(?:{number})(?!\w)\.?\s*$")
        self._paragraph = re.compile(
            rf"(?<!\w)((?:{paragraph})\s+)\d+(?:\s?\(\w+\))*(\s+(?:{of})\s+(?:(?:{resolution})\s+)?{PLACE})"
        )
        nouns = {one: _any([*said[one]["nouns"], *_organs(house, one)]) for one in LANGUAGES}
        plain = {one: _any(said[one]["ordinary"]) for one in LANGUAGES}
        counted = {one: Lexicon(one, house).kinds["ordinal"] for one in LANGUAGES}
        self._counting = frozenset(word for one in LANGUAGES for word in _counting_words(Lexicon(one, house)))
        # The longest word of each Latin name: where none stands, no name needs to be looked for.
        self._hints = frozenset(
            max(name.split(), key=len)
            for one in ("en", "fr")
            for name in map(folded, [*said[one]["nouns"], *_organs(house, one)])
        )
        self._counted = [
            re.compile(rf"(?<!\w)(?:{counted[one]})(?P<rest>\s+(?:(?:{plain[one]})\s+){{0,2}}(?:{nouns[one]})(?!\w))")
            for one in ("en", "fr")
        ]
        self._numbered = re.compile(
            rf"(?P<rest>(?<!\w)(?:{nouns['en']}|{nouns['fr']})\s+)(?:(?:{number})(?!\w)\.?\s*)?\d{{1,3}}(?![\w/])"
        )
        self._arabic = re.compile(
            rf"(?P<rest>(?<!\w)[ولبف]?ل?(?:{nouns['ar']})(?:\s+(?:{plain['ar']})){{0,2}}\s+)\(?(?:ال)?(?:{counted['ar']})\)?(?!\w)"
        )
        held = _any(word for one in LANGUAGES for word in said[one]["held"])
        year = _any(word for one in LANGUAGES for word in said[one]["year"])
        dated = r"[^;:.]{0,140}?(?<!\d)\d{4}(?!\d)(?:\s?(?:h|ه|م|ad)(?!\w))?(?:\s?\([^()]{0,60}\d{4}[^()]{0,6}\))?"
        noun = f"{nouns['en']}|{nouns['fr']}|{nouns['ar']}"
        self._held = re.compile(
            rf"(?P<head>(?:{PLACE}\s+(?:\S+\s+)??(?:{noun})|(?:{noun})\s+{PLACE}|resolution\w*\s+{PLACE})[^;:.()\d]{{0,90}}?)"
            rf"(?:,?\s*(?<!\w)(?:{held})(?!\w){dated}|\([^()]{{0,120}}\d{{4}}[^()]{{0,20}}\))"
        )
        self._year = re.compile(
            rf"(?P<head>(?<!\w)(?:{nouns['en']}|{nouns['fr']}|{nouns['ar']})\s+(?:(?:of|for|de|d')\s*)?(?:(?:{year})\s+)?)\d{{4}}(?!\d)"
            rf"|(?<!\d)\d{{4}}(?P<rest>\s+(?:{plain['en']}\s+)?(?:{nouns['en']})(?!\w))"
        )

    def taken_out(self, text: str) -> str:
        form = folded(text)
        words = _WORDS.findall(form)
        digits = _DIGIT.search(form) is not None
        if not digits and self._counting.isdisjoint(words):
            return " ".join(words)
        if digits and "/" in form:
            form = self._numbers_taken(_DOCUMENT.sub(PLACE, form))
        latin = form.isascii() or not is_arabic(form[:200])
        if not latin or not self._hints.isdisjoint(words):
            form = self._sessions_taken(form, digits, latin)
        return " ".join(_WORDS.findall(form)) if PLACE in form else " ".join(words)

    def _numbers_taken(self, form: str) -> str:
        """Numbers of resolutions. "2/3 of the votes" is none: a series letter or a word before it must say so."""
        pieces, last = [], 0
        for match in _SYMBOL.finditer(form):
            before = form[max(last, match.start() - 60) : match.start()]
            said = self._said_before.search(before)
            if (said is None or not said[0]) and "-" not in match[0]:
                continue
            number = self._number_before.search(before)
            pieces += [form[last : match.start() - len(number[0]) if number else match.start()], PLACE]
            last = match.end()
        if not pieces and PLACE not in form:
            return form
        form = _LIST.sub(PLACE, "".join(pieces) + form[last:])
        return self._paragraph.sub(rf"\1{PLACE}\2", form)

    def _sessions_taken(self, form: str, digits: bool, latin: bool) -> str:
        if latin:
            for pattern in self._counted:
                form = pattern.sub(rf"{PLACE}\g<rest>", form)
            form = self._numbered.sub(rf"\g<rest>{PLACE}", form) if digits else form
        else:
            form = self._arabic.sub(rf"\g<rest>{PLACE}", form)
        if digits and _YEAR.search(form):
            if PLACE in form:
                form = self._held.sub(rf"\g<head> {PLACE}", form)
            form = self._year.sub(lambda m: f"{m['head']}{PLACE}" if m["head"] else f"{PLACE}{m['rest']}", form)
        return form


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted({folded(word) for word in words}, key=len, reverse=True))


def _organs(house: Mapping[str, Any], language: str) -> list[str]:
    names = [
        str(name) for organ in house["organs"] for name in organ["say"] if _arabic(str(name)) == (language == "ar")
    ]
    return names + ([] if language == "ar" else [str(name) for organ in house["organs"] for name in organ["symbols"]])


def _counting_words(words: Lexicon) -> list[str]:
    said = [part for name in words.rules["ordinals"] for part in _WORDS.findall(folded(str(name)))]
    return said + [f"و{word}" for word in said] if words.language == "ar" else said


def _arabic(word: str) -> bool:
    return "\u0600" <= word[:1] <= "\u06ff"


@lru_cache(maxsize=1)
def _usual() -> _References:
    return _References(Lexicon("en").house)


_known: dict[int, tuple[Mapping[str, Any], _References]] = {}


def _references(house: Mapping[str, Any] | None) -> _References:
    if house is None:
        return _usual()
    if id(house) not in _known or _known[id(house)][0] is not house:
        if len(_known) > 8:
            _known.clear()
        _known[id(house)] = (house, _References(house))
    return _known[id(house)][1]
