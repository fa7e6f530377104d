"""A light stemmer for Arabic, working on folded words (kernel.folding).

It takes off the article with what is written onto it, and the endings of number, gender and possession, as
long as enough letters remain. It never touches the inside of a word: broken plurals are the thesaurus's
matter. Snowball's Arabic turns وزارة into زار and misses والقرارات.
"""

from __future__ import annotations

#: The article and the particles written onto it, longest first.
_ARTICLES = ("وبال", "وكال", "فبال", "ولل", "فلل", "وال", "بال", "كال", "فال", "لل", "ال")
#: Words whose first letters look like an article and are none (إلغاء، التزام، آلية …), by their beginnings.
_NO_ARTICLE = (
    "التزام", "التماس", "التحاق", "التقاء", "التفاف", "التيام", "التهاب", "الغاء", "الزام", "الحاق",
    "اليه", "اليات", "المانيا", "البانيا", "الكترون",
)  # fmt: skip
#: Endings and how many letters must remain before them. Taken off one after another until none is left.
_ENDINGS = (
    ("هما", 3), ("تنا", 3), ("ها", 3), ("هم", 4), ("هن", 4), ("كم", 4), ("ات", 2), ("ان", 4), ("ون", 3),
    ("ين", 3), ("وا", 3), ("ه", 2), ("ي", 3), ("ا", 3), ("ت", 3),
)  # fmt: skip
#: Particles written onto the next word. Many words begin with these letters by nature, so they are not taken
#: off when a text is stored; a question asks for the word with them as well (``with_particles``).
_PARTICLES = ("و", "ب", "ل", "وب", "ول")


def is_arabic(word: str) -> bool:
    """Whether the folded word is written in Arabic letters."""
    return "ء" <= word[:1] <= "ۿ"


def light_stem(word: str) -> str:
    """The stem of a folded word: "والقرارات" and "قراراته" give "قرار"."""
    return _without_endings(_without_article(word))


def with_particles(stem: str) -> list[str]:
    """The forms in which the stem may also stand in a text: "وقرار", "بقرار".

    After لِل a first lam is lost.
    """
    if len(stem) < 3:
        return [stem]
    forms = [stem, *(particle + stem for particle in _PARTICLES)]
    return [*forms, stem[1:]] if stem.startswith("ل") else forms


def _without_article(word: str) -> str:
    if word.startswith("وو"):
        word = word[1:]
    if word.startswith(_NO_ARTICLE):
        return word
    for article in _ARTICLES:
        if word.startswith(article) and len(word) >= len(article) + 3:
            return word[len(article) :]
    return word


def _without_endings(word: str) -> str:
    taken = True
    while taken:
        taken = False
        # أعضاء, أعضائه, أعضاؤه: the hamza at the end of the word is written in three ways.
        if len(word) >= 4 and word.endswith(("اء", "اي", "او")):
            word, taken = word[:-1], True
        for ending, remaining in _ENDINGS:
            if len(word) >= len(ending) + remaining and word.endswith(ending):
                word, taken = word[: -len(ending)], True
                break
    return word
