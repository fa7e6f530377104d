"""Who is asked: the words between the operative verb and what is to be done."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .arabic_addressees import MOST, arabic_end, asks_a_thing, suffix_of, without_particle
from .letters import Folded
from .lexicon import Addressee, Lexicon
from .phrases import Found


@dataclass(frozen=True, slots=True)
class Named:
    """An addressee as printed, and the known bodies in it."""

    text: str
    known: tuple[Addressee, ...]


def addressee(text: Folded, start: int, stop: int, words: Lexicon, *, verb: str = "") -> Named | None:
    """The addressee that follows a verb ending at `start`, within `stop`; None when nobody is named."""
    form = text.form
    begin, that = _skip_to(form, start, stop, words)
    that = that or verb.endswith(" that")  # "insists that"
    if begin >= stop or asks_a_thing(form, start, begin, verb, words):
        return None
    known = list(words.addressees.all(form, begin, stop))
    if words.language == "ar":
        if that and (verb_word := re.compile(r"[يت]\w+\s+").match(form, begin)) is not None:
            begin = verb_word.end()  # "بأن تدرج الأكاديميات": the verb of the task comes first
        end = arabic_end(form, begin, stop, known, words)
        if form[begin] == "ب" and without_particle(form, begin, known) == begin:
            return None  # "يوصي بعقد اجتماع": the task itself, nobody is named
        begin = without_particle(form, begin, known)
    elif words.language == "fr":
        end = _first_end(form, begin, stop, known, words, _FRENCH_END, that)
    else:
        ends = _plain_end(words, that, verb in words.words("with_verbs"))
        end = _first_end(form, begin, stop, known, words, ends, that)
    if that and _PASSIVE.match(form, end) and not any(f.start < end for f in known):
        return None  # "requests that the item be placed": nobody is named
    end = _shortened(form, begin, end)
    printed = text.slice(begin, end).strip(" ,،;:؛.")
    if len(printed) < 2 or (end >= stop - 1 and not known and not that and form[end : end + 1] != ":"):
        return None  # nothing ends it and nobody in it is known: the object of the verb, not an addressee
    inside = tuple(dict.fromkeys(found.value for found in known if found.start < end))
    return Named(printed, inside)


_PASSIVE = re.compile(r"\s*(?:be|soit|soient)\s")


def by_pronoun(text: Folded, before: tuple[int, int], start: int, end: int, words: Lexicon) -> Named | None:
    """Whom a verb from `start` to `end` asks with "it" or "him": the pronoun and, in brackets, who is meant.

    `before` is the reach of the clause before, in which the meant body is looked for.
    """
    form = text.form
    place = re.compile(r"[\s,]*([^\W\d_]+)").match(form, end)
    if (suffix := suffix_of(form[start:end], words)) and (
        place is None or place.group(1) not in words.words("pronouns")
    ):
        meant = words.addressees.first(form, *before)
        return Named(text.slice(meant.start, meant.end), (meant.value,)) if meant else Named(suffix, ())
    if place is not None and place.group(1) in words.words("pronouns"):
        said = text.slice(place.start(1), place.end(1))
    elif words.words("pronouns_before"):
        place = re.compile(rf"(?<=\s)({words.any_of('pronouns_before')})\s?$").search(form, max(0, start - 30), start)
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
    for _ in range(8):
        while position < stop and form[position] in " ,;\"'(":
            position += 1
        inserted = words.sets["inserted"].at(form, position)
        if inserted is not None and inserted.end <= stop:
            position = inserted.end
            continue
        for lead in words.leads:
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


@lru_cache(maxsize=32)
def _plain_end(words: Lexicon, that: bool, by_with: bool) -> re.Pattern[str]:
    if that:
        return re.compile(rf"\b(?:{words.any_of('that_ends')})\b|[:;]")
    ends = [end for end in words.words("addressee_ends") if end != "with" or by_with]
    # What begins alike stands together, so that most places are passed over at once.
    spoken = "|".join(re.escape(end) for end in ends if end[0].isalnum())
    commas = "|".join(re.escape(end) for end in ends if end[0] == ",")
    others = "|".join(re.escape(end) for end in ends if not end[0].isalnum() and end[0] != ",")
    pieces = (rf"\b(?:{spoken})\b" if spoken else "", commas and f"(?:{commas})", others)
    return re.compile("|".join(filter(None, pieces)))


_PRONOUNS = r"(?:(?:y|en|le|la|les|lui|se|leur|bien|mieux)\s+|l'|s'|y |d'){0,2}"
_INFINITIVE = r"\w+(?:er|ir|re|oir)"
_FRENCH_END = re.compile(
    rf"[:;]|,\s+(?:de|d'|a)\s*(?P<verb3>{_INFINITIVE})\b"
    r"|\b(?:pour qu(?:e\b|')|le soin\b|la (?:tache|mission|responsabilite)\b|a ce que\b|que\b"
    rf"|(?:de|a|pour)\s+(?:ne\s+(?:pas|plus)\s+)?{_PRONOUNS}(?P<verb>{_INFINITIVE})\b"
    rf"|d'(?:y\s+|en\s+)?(?P<verb2>{_INFINITIVE})\b"
    r"|l'(?:adoption|inscription|examen|approbation|organisation)\b|la (?:creation|tenue|convocation)\b"
    r"|l(?:a|es) recommandations? suivantes?\b)"
)


def _first_end(
    form: str, begin: int, stop: int, known: list[Found], words: Lexicon, ends: re.Pattern[str], that: bool
) -> int:
    if that and words.language == "fr":
        early = _known_run(form, begin, known) or _french_verb(form, begin, stop)
        if early is not None:
            return early
    kept = [(f.start, f.end) for f in known if f.start <= begin + MOST]
    kept += [(f.start, f.end) for f in words.sets["not_an_end"].all(form, begin, stop)]
    nouns = set(words.words("nouns_like_infinitives"))
    for match in ends.finditer(form, begin, stop):
        at = match.start()
        if _within(at, kept):
            continue
        if match.lastgroup and match[match.lastgroup] in nouns:  # the infinitive of an end in French
            continue
        return at
    if that and words.language == "fr":
        return stop
    for match in ends.finditer(form, begin, stop):  # "the parties to resume": here "to" does end it
        if not _within(match.start(), [(f.start, f.end) for f in known]):
            return match.start()
    comma = form.find(",", begin, stop)
    return comma if comma > begin else stop


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    for start, end in spans:  # noqa: SIM110  (asked for every "of" and "to": a generator costs twice)
        if start <= at < end:
            return True
    return False


_AND = re.compile(r"\s*(?:,|\bet\b|\bou\b|\bainsi que\b)\s*(?:(?:les|le|la|du|des|aux|au)\s|l')?\s*")


def _known_run(form: str, begin: int, known: list[Found]) -> int | None:
    """Where the known bodies end with which a text begins ("que le Comité et le Conseil étudient …")."""
    end: int | None = None
    for found in known:
        join = _AND.match(form, end) if end is not None else None
        if found.start > (begin if end is None else join.end() if join else -1):
            break
        end = found.end
    return end


def _french_verb(form: str, begin: int, stop: int) -> int | None:
    """Where "soient traduits" or "se retirent" begins after "exige que les auteurs"; None without such a verb."""
    found = re.compile(r"\s(?:soit|soient)\s|(?<!\squi)\s(?:se\s|s')").search(form, begin, min(stop, begin + MOST))
    return found.start() if found else None


def _shortened(form: str, begin: int, end: int) -> int:
    if end - begin <= MOST:
        return end
    comma = form.find(",", begin, begin + MOST)
    if comma > begin:
        return comma
    return form.rfind(" ", begin, begin + 90) if " " in form[begin : begin + 90] else end
