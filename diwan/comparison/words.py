"""Words of a paragraph for comparing it: folded, without what recurs from session to session, stemmed.

The words are data: `rules/words.yaml`. Ordinals, organs and series letters are those of the reader (`diwan.reading`).
"""

import re
from functools import lru_cache

import Stemmer

from diwan.kernel.arabic import light_stem
from diwan.reading.letters import folded, is_arabic
from diwan.reading.lexicon import LANGUAGES

from .lists import lists
from .sessions import sessionless

__all__ = ["common", "empty", "normalised", "sessionless", "stem", "stems", "tokens"]

_WORD = re.compile(r"[^\W_]+")
_LATIN = {language: Stemmer.Stemmer(name) for language, name in (("en", "english"), ("fr", "french"))}


@lru_cache(maxsize=16)
def _listed(name: str, language: str | None) -> frozenset[str]:
    found = lists()[name]
    return frozenset(folded(word) for one in ([language] if language else LANGUAGES) for word in found.get(one, ()))


def normalised(text: str) -> str:
    """The folded words of a text, parted by single spaces: no capitals, accents, vowel signs or punctuation."""
    return " ".join(_WORD.findall(folded(text)))


def tokens(text: str, language: str | None = None) -> list[str]:
    """The folded content words of a text in their order; numbers are kept, empty words ("the", "de", "في") are not.

    Without a `language` the empty words of all three are left out.
    """
    no = empty(language)
    return [word for word in _WORD.findall(folded(text)) if word not in no]


def empty(language: str | None = None) -> frozenset[str]:
    """Folded words that say nothing of the matter, in one language or in all."""
    return _listed("empty", language)


def stems(text: str, language: str | None = None) -> list[str]:
    """The content words cut to their stems, so that "establish" meets "establishment" and "والدول" "دول".

    Without a `language`, Arabic by its letters, else English.
    """
    language = language or ("ar" if is_arabic(text) else "en")
    return [stem(word, language) for word in tokens(text, language)]


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of one folded word; numbers and words of other scripts stay."""
    if "\u0620" <= word[:1] <= "\u06ff":
        return light_stem(word)
    if not word.isalpha() or language not in _LATIN:
        return word
    return str(_LATIN[language].stemWord(word))


@lru_cache(maxsize=16)
def common(language: str) -> frozenset[str]:
    """Stems that nearly every paragraph of a resolution has, and that therefore count for less."""
    return frozenset(stem(word, language) for word in _listed("common", language))
