"""Whom an Arabic verb asks: where the addressee ends and its task begins."""

import re

from .lexicon import Lexicon
from .phrases import Found

MOST = 220  # folded characters an addressee may have

# Arabic: no infinitive marks the task. The addressee is definite ("الأمين العام", "صندوق التضامن
# الإسلامي"); the first indefinite noun after it is the verbal noun of the task ("متابعة تنفيذ …").
_STOPS = {"الي", "علي", "ان", "بان", "لكي", "كي", "بالا", "الا", "القيام", "بغيه", "حتي", "لان", "علي ان"}
_JOINS = {"في", "من", "لدي", "مع", "عن", "غير", "ذات", "ذوي", "او", "بين", "ضمن"}
_RELATIVE = {"التي", "الذي", "الذين", "اللذين", "اللتين", "ممن"}
_ASIDES = (
    "بالتنسيق",
    "بالتشاور",
    "بالتعاون",
    "وبخاصه",
    "وخاصه",
    "ولا",
    "وبالاخص",
    "ومنها",
    "وفي",
    "لا",
    "خاصه",
    "بالاشتراك",
    "بما",
)


def arabic_end(form: str, begin: int, stop: int, known: list[Found], words: Lexicon) -> int:
    least = next((f.end for f in known if f.start - begin <= 1), begin)
    definite = least > begin
    relative = aside = free = False
    end = least
    for match in re.finditer(r"\S+", form[least:stop]):
        token = match.group()
        at, after = least + match.start(), least + match.end()
        word = token.strip(',.;:()"')
        if at > begin and definite and re.match(r"ب(?!ال)\w{3}", word) and not aside and word not in _ASIDES:
            break
        if word in _STOPS and not (aside and word == "الي"):
            break
        if at > begin and definite and _is_task(word, form, after, words):
            break
        if not word:
            continue
        article = word.startswith(("ال", "وال", "لل", "ولل", "فال"))
        if not (relative or aside or free):
            if word in _RELATIVE:
                relative = True
            elif word in _JOINS or (word.startswith("و") and word[1:] in _JOINS):
                free = True
            elif word.startswith("بال") and definite:
                break
            elif word.startswith("و") and not article:
                definite = False
            elif article or token.startswith("("):
                definite = True
            elif definite and not word.startswith("ل"):
                break
        elif free:
            free, definite = False, True
        if any(f.start <= at < f.end for f in known):
            definite = True
        end = after
        if token.endswith((":", ";")):
            break
        if token.endswith(","):
            following = form[after:stop].lstrip()
            if following.startswith(_ASIDES) and not aside:
                aside = True
            else:
                break
        if end - begin > MOST:
            break
    return end


def _is_task(word: str, form: str, after: int, words: Lexicon) -> bool:
    """A verbal noun with the article: "يناشد الدول المساهمة", "للمشاركة", "في التوقيع"."""
    tasks = words.words("tasks_with_article")
    if word == "في":
        following = re.compile(r"\s*(\w+)").match(form, after)
        return following is not None and following.group(1) in tasks
    return word in tasks or (word.startswith("لل") and "ال" + word[2:] in tasks)


def without_particle(form: str, begin: int, known: list[Found]) -> int:
    if form[begin : begin + 1] in ("ل", "ب") and (
        any(f.start == begin + 1 for f in known)
        or form[begin + 1 : begin + 3] == "ال"
        or form.startswith("بجميع", begin)
    ):
        return begin + 1
    return begin


def suffix_of(verb: str, words: Lexicon) -> str | None:
    """The pronoun written with an Arabic verb ("يشجعها"), or None for a verb without one."""
    word = verb.strip(" ,").split(" ", 1)[0] if words.language == "ar" else ""
    for suffix in sorted(words.words("suffixes"), key=len, reverse=True):
        if word.endswith(suffix) and word not in words.plain_verbs and word[: -len(suffix)] in words.plain_verbs:
            return suffix
    return None


def asks_a_thing(form: str, start: int, begin: int, verb: str, words: Lexicon) -> bool:
    """Arabic verbs whose object is the task: "يطلب إدراج البند", "يدعو إلى عقد مؤتمر"."""
    if words.language != "ar":
        return False
    first = verb.split(" ", 1)[0]
    if form.startswith(tuple(words.words("things")), begin):
        return first in words.words("verbs_of_things")
    if first in words.words("verbs_with_preposition"):
        return begin - start < 2 and form[begin] != "ل"
    return first in words.words("verbs_for_things") and form[start:begin].strip() == "الي"
