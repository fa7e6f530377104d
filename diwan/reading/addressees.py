"""Who is asked: the words between the operative verb and what is to be done."""

import re
from dataclasses import dataclass

from .letters import Folded
from .lexicon import Addressee, Lexicon
from .phrases import Found

MOST = 220  # folded characters an addressee may have; beyond, only its head is kept


@dataclass(frozen=True, slots=True)
class Named:
    """An addressee as printed, and the known bodies in it."""

    text: str
    known: tuple[Addressee, ...]


def addressee(text: Folded, start: int, stop: int, words: Lexicon, *, verb: str = "") -> Named | None:
    """The addressee that follows a verb ending at `start`, within `stop`; None when nobody is named."""
    form = text.form
    begin, that = _skip_to(form, start, stop, words)
    if begin >= stop:
        return None
    known = list(words.addressees.all(form, begin, stop))
    if words.language == "ar":
        if that and (verb_word := re.compile(r"[يت]\w+\s+").match(form, begin)) is not None:
            begin = verb_word.end()  # "بأن تدرج الأكاديميات": the verb of the task comes first
        end = _arabic_end(form, begin, stop, known, words)
        if form[begin] == "ب" and _without_particle(form, begin, known) == begin:
            return None  # "يوصي بعقد اجتماع": the task itself, nobody is named
        begin = _without_particle(form, begin, known)
    elif words.language == "fr":
        end = _first_end(form, begin, stop, known, words, _FRENCH_END, that)
    else:
        end = _first_end(form, begin, stop, known, words, _plain_end(words, that, verb), that)
    end = _shortened(form, begin, end)
    printed = text.slice(begin, end).strip(" ,،;:؛.")
    if len(printed) < 2 or (end >= stop - 1 and not known and not that and form[end : end + 1] != ":"):
        return None  # nothing ends it and nobody in it is known: the object of the verb, not an addressee
    inside = tuple(dict.fromkeys(found.value for found in known if found.start < end))
    return Named(printed, inside)


def by_pronoun(text: Folded, before: tuple[int, int], start: int, end: int, words: Lexicon) -> Named | None:
    """Whom a verb from `start` to `end` asks with "it" or "him": the pronoun and, in brackets, who is meant.

    `before` is the reach of the clause before, in which the meant body is looked for.
    """
    form = text.form
    place = re.compile(r"[\s,]*([^\W\d_]+)").match(form, end)
    if place is not None and place.group(1) in words.words("pronouns"):
        said = text.slice(place.start(1), place.end(1))
    elif words.words("pronouns_before"):
        choices = "|".join(map(re.escape, words.words("pronouns_before")))
        place = re.search(rf"(?<=\s)({choices})\s?$", form[:start])
        if place is None:
            return None
        said = text.slice(place.start(1), place.end(1))
    else:
        return None
    meant = words.addressees.first(form, *before)
    if meant is None:
        return Named(said, ())
    return Named(f"{said} ({text.slice(meant.start, meant.end)})", (meant.value,))


def agents(text: Folded, start: int, stop: int, words: Lexicon) -> list[Named]:
    """Who is meant to act where the body itself decides: "to be fixed by …", "in consultation with …"."""
    named = []
    for found in words.sets["agents"].all(text.form, start, stop):
        begin, _ = _skip_to(text.form, found.end, stop, words)
        body = words.addressees.at(text.form, begin)
        if body is not None:
            named.append(Named(text.slice(body.start, body.end), (body.value,)))
        elif (
            found.value.startswith("to ")
            and (one := addressee(text, found.end, min(stop, found.end + 90), words))
            and not found.value.endswith(" by")
        ):
            named.append(one)
    return named


def _skip_to(form: str, start: int, stop: int, words: Lexicon) -> tuple[int, bool]:
    """Past insertions, prepositions and articles; and whether a "that" was among them."""
    position, that = start, False
    leads = sorted(words.words("before_addressee"), key=len, reverse=True)
    for _ in range(8):
        while position < stop and form[position] in " ,;\"'(":
            position += 1
        inserted = words.sets["inserted"].at(form, position)
        if inserted is not None and inserted.end <= stop:
            position = inserted.end
            continue
        for lead in leads:
            after = position + len(lead)
            if form.startswith(lead, position) and (
                lead.endswith("'") or after >= len(form) or not form[after].isalnum()
            ):
                that = that or lead in words.words("that_words")
                position = after
                break
        else:
            break
    return position, that


def _plain_end(words: Lexicon, that: bool, verb: str) -> re.Pattern[str]:
    if that:
        return re.compile(r"\b(?:" + "|".join(map(re.escape, words.words("that_ends"))) + r")\b|[:;]")
    ends = [end for end in words.words("addressee_ends") if end != "with" or verb in words.words("with_verbs")]
    return re.compile("|".join(re.escape(end) if not end[0].isalnum() else rf"\b{re.escape(end)}\b" for end in ends))


_PRONOUNS = r"(?:(?:y|en|le|la|les|lui|se|leur|bien|mieux)\s+|l'|s'|y |d'){0,2}"
_INFINITIVE = r"\w+(?:er|ir|re|oir)"
_FRENCH_END = re.compile(
    r"[:;]|\bpour qu(?:e\b|')|\ble soin\b|\bla (?:tache|mission|responsabilite)\b|\ba ce que\b|\bque\b"
    rf"|\b(?:de|a|pour)\s+(?:ne\s+(?:pas|plus)\s+)?{_PRONOUNS}(?P<verb>{_INFINITIVE})\b"
    rf"|\bd'(?:y\s+|en\s+)?(?P<verb2>{_INFINITIVE})\b"
    rf"|,\s+(?:de|d'|a)\s*(?P<verb3>{_INFINITIVE})\b"
)


def _first_end(
    form: str, begin: int, stop: int, known: list[Found], words: Lexicon, ends: re.Pattern[str], that: bool
) -> int:
    kept = [(f.start, f.end) for f in known if f.start <= begin + MOST]
    kept += [(f.start, f.end) for f in words.sets["not_an_end"].all(form, begin, stop)]
    nouns = set(words.words("nouns_like_infinitives"))
    for match in ends.finditer(form, begin, stop):
        if any(start <= match.start() < end for start, end in kept):
            continue
        groups = match.groupdict()
        verb = groups.get("verb") or groups.get("verb2") or groups.get("verb3")
        if verb and verb in nouns:
            continue
        return match.start()
    if that and words.language == "fr":
        return stop
    for match in ends.finditer(form, begin, stop):  # "the parties to resume": here "to" does end it
        if not any(f.start <= match.start() < f.end for f in known):
            return match.start()
    comma = form.find(",", begin, stop)
    return comma if comma > begin else stop


def _shortened(form: str, begin: int, end: int) -> int:
    if end - begin <= MOST:
        return end
    comma = form.find(",", begin, begin + MOST)
    if comma > begin:
        return comma
    return form.rfind(" ", begin, begin + 90) if " " in form[begin : begin + 90] else end


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


def _arabic_end(form: str, begin: int, stop: int, known: list[Found], words: Lexicon) -> int:
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


def _without_particle(form: str, begin: int, known: list[Found]) -> int:
    if form[begin : begin + 1] in ("ل", "ب") and (
        any(f.start == begin + 1 for f in known)
        or form[begin + 1 : begin + 3] == "ال"
        or form.startswith("بجميع", begin)
    ):
        return begin + 1
    return begin
