"""Letters that say something: phrases of the corpus beside the project, drawn by Zipf's law and put together."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
CORPUS = PROJECT.parent / "shared" / "corpus"
LANGUAGES = {"en": 0.45, "fr": 0.28, "ar": 0.27}
SOURCES = {
    "en": ["resolutions_derived_txt/un-mandates-json/*.txt", "volumes/open/cfm/*_en.txt"],
    "fr": ["resolutions_derived_txt/*-fr-json/*.txt", "volumes/open/cfm/*_fr.txt"],
    "ar": ["resolutions/*-ar-md/*.md", "volumes/open/cfm/*_ar.txt"],
}


class Phrases:
    """Phrases of one language, drawn by Zipf's law: as JSON inside its quotes, and as stems."""

    def __init__(self, language: str) -> None:
        from diwan.search.analysis import stems

        texts = (path.read_text("utf-8", errors="replace") for glob in SOURCES[language] for path in files(glob))
        found = dict.fromkeys(phrase for text in texts for phrase in cut(text))
        order = sorted(found)
        random.Random(language).shuffle(order)
        self.phrases = [(json.dumps(one, ensure_ascii=False)[1:-1], " ".join(stems(one, language))) for one in order]
        self._weights = list(accumulate(1 / (rank + 8) ** 0.8 for rank in range(len(order))))

    def draw(self, chance: random.Random, count: int) -> list[tuple[str, str]]:
        """So many phrases."""
        return chance.choices(self.phrases, cum_weights=self._weights, k=count)


def files(glob: str) -> list[Path]:
    """The files of the corpus, always in the same order."""
    return sorted(CORPUS.glob(glob))


def cut(text: str) -> Iterator[str]:
    """Phrases of 6 to 28 words."""
    for piece in re.split(r"(?<=[.;:؛؟!])\s+|\n\s*\n", text):
        words = " ".join(piece.split()).strip("#*-| ").split(" ")
        if len(words) >= 6:
            yield " ".join(words[:28])


SYLLABLES = {
    "en": ["ka", "lu", "mor", "san", "ter", "vi", "bel", "han", "dor", "mi", "ra", "so", "ne", "far", "gul", "zan"],
    "ar": ["با", "كر", "مو", "سا", "ني", "طا", "حر", "دو", "لي", "را", "شم", "نو", "فا", "جي", "زا", "قم"],
}


def invented_name(language: str, number: int) -> str:
    """An invented name: one of many, nobody's."""
    parts = SYLLABLES["ar" if language == "ar" else "en"]
    return "".join(parts[number >> shift & 15] for shift in (0, 4, 8, 12)).capitalize()


@cache
def phrases_of(language: str) -> Phrases:
    """Read once, before the processes part."""
    return Phrases(language)


def bodies(first: int, last: int) -> Iterator[tuple[int, str, str, str, str]]:
    """What letters say: key, language, subject, texts as JSON (``@N`` for the number, ``@K`` for who signed), stems."""
    chance = random.Random(first)
    spoken, shares = list(LANGUAGES), list(accumulate(LANGUAGES.values()))
    for body in range(first, last):
        language = chance.choices(spoken, cum_weights=shares)[0]
        texts, stored, subject = [], [], ""
        for code in (language, *(one for one in spoken if one != language)):
            drawn = phrases_of(code).draw(chance, 5 if code == language else 2)
            said = " ".join(phrase for phrase, _stems in drawn[1:])
            texts.append(f'"{code}": ["@N {drawn[0][0]}", "{said}{"@K" if code == language else ""}"]')
            stored += [found for _phrase, found in drawn]
            subject = subject or json.loads(f'"{drawn[0][0]}"')
        yield body, language, subject, "{" + ", ".join(texts) + "}", " ".join(stored)
