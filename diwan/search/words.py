"""Words: how a text is cut into them, folded and stemmed, and what is stored of it.

A word is a run of letters or a run of digits, so a reference is the row of its parts: "3/60-POL" is 3, 60,
pol, and is asked for as those three in a row. Words are folded (kernel.folding), then stemmed by the
language of the text when Latin, by our own light stemmer when Arabic. PostgreSQL stores and matches them
with its ``simple`` configuration and does no analysis of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import Stemmer

from diwan.kernel.arabic import is_arabic, light_stem
from diwan.kernel.folding import fold

#: Snowball's stemmers by language; a language that is not here is searched by its words as they stand.
SNOWBALL = {
    "ar": "english",  # its words in Latin letters
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fr": "french", "id": "indonesian",
    "it": "italian", "nl": "dutch", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish",
    "tr": "turkish",
}  # fmt: skip

APOSTROPHES = "'’‘ʼʿʾ`´"
#: A run of digits or of letters in folded text; an apostrophe inside a word is part of it until cleaned.
TOKEN = re.compile(rf"\d+|[^\W\d_]+(?:[{APOSTROPHES}][^\W\d_]+)*")
#: A reference: parts joined by strokes, hyphens or dots, with a digit somewhere. Bounded, so that no text
#: is slow.
_REFERENCE = re.compile(r"\b(?=\S{0,60}\d)[^\W_]{1,30}(?: ?[/.-] ?\(?[^\W_]{1,30}\)?){1,12}")
_CLITICS = frozenset(["l", "d", "qu", "s", "n", "c", "j", "m", "t", "jusqu", "lorsqu", "puisqu", "quoiqu"])
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")

#: PostgreSQL keeps word positions up to this one; later words all get it, and repeating them adds nothing.
LAST_POSITION = 16_383
#: A tsvector holds 1 MiB; words and their positions stay well below it.
MOST_BYTES = 600_000
LONGEST_WORD = 64


def tokens(text: str) -> list[str]:
    """The words of the text, folded: "L’année 1447هـ" gives "annee", "1447", "ه"."""
    return [word for token in TOKEN.findall(fold(text)) for word in _clean(token)]


def fold_tokens(folded: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text already folded, each with its beginning and end in it."""
    for match in TOKEN.finditer(folded):
        token, (first, last) = match[0], match.span()
        if token.isalnum():
            yield token, first, last
        else:
            for word in _clean(token):
                yield word, first, last


def stems(text: str, language: str) -> list[str]:
    """The stems of the text's words, in its language.

    Words in Arabic letters are stemmed as Arabic in any text.
    """
    return [stemmed for token in TOKEN.findall(fold(text)) for stemmed in _stems_of_token(token, language)]


@lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    """The stem of one folded word."""
    if word[0].isdigit():
        # IN/2026/004512 is also found as 4512.
        return word.lstrip("0")[:LONGEST_WORD] or "0"
    word = word[:LONGEST_WORD]
    if is_arabic(word):
        return light_stem(word)
    if language == "fr" and word.endswith(("ee", "ees")):
        # Accents are gone: adoptée is adoptee, and Snowball would not know it for the form of adopté.
        word = word[: word.rindex("ee") + 1]
    stemmer = _stemmer(language)
    return fold(stemmer.stemWord(word)) if stemmer else word


def document_vector(text_by_language: Mapping[str, str]) -> str:
    """What is stored for a record: its stems in their order, then its references whole, parted by spaces.

    To be fed to ``to_tsvector('simple', …)``. Words past the last position PostgreSQL keeps are added once
    each, so that a volume of a thousand pages is searched to its end; past ``MOST_BYTES`` nothing is added.
    """
    stored: list[str] = []
    seen: set[str] = set()
    size = 0
    for word in _words_to_store(text_by_language):
        if word in seen and len(stored) >= LAST_POSITION:
            continue
        size += len(word.encode()) + 1
        if size > MOST_BYTES:
            break
        seen.add(word)
        stored.append(word)
    return " ".join(stored)


def reference_key(parts: Iterable[str]) -> str:
    """A whole reference as one word: 3, 60, pol give "refx3x60xpol"."""
    return "refx" + "x".join(part.lstrip("0") or "0" for part in parts)[:LONGEST_WORD]


def _words_to_store(text_by_language: Mapping[str, str]) -> Iterator[str]:
    folded = {language: fold(text) for language, text in text_by_language.items() if text}
    for language, text in folded.items():
        for token in TOKEN.findall(text):
            yield from _stems_of_token(token, language)
    for text in folded.values():
        for reference in dict.fromkeys(_REFERENCE.findall(text)):
            parts = [word for token in TOKEN.findall(reference) for word in _clean(token)]
            if len(parts) > 1:
                yield reference_key(parts)


@lru_cache(maxsize=65_536)
def _stems_of_token(token: str, language: str) -> tuple[str, ...]:
    return tuple(stem(word, language) for word in _clean(token))


@lru_cache(maxsize=65_536)
def _clean(token: str) -> tuple[str, ...]:
    """The word in a token with apostrophes: "l’annee" annee, "council’s" council, "sha’ban" shaban."""
    if token.isalnum():
        return (token,)
    parts = _APOSTROPHE.split(token)
    if parts[0] in _CLITICS:
        parts = parts[1:]
    if len(parts) > 1 and parts[-1] == "s":
        parts = parts[:-1]
    return ("".join(parts),) if any(parts) else ()


@lru_cache
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    algorithm = SNOWBALL.get(language.split("-")[0])
    return Stemmer.Stemmer(algorithm) if algorithm else None
