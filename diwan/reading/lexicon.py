"""The rules of one language, loaded from `rules/` once and turned into sets of phrases."""

import copy
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

import yaml

from .labels import take_label
from .letters import folded
from .phrases import Phrases, kinds_expanded

LANGUAGES = ("en", "fr", "ar")
ORGANISATION = "oic"


@dataclass(frozen=True)
class Verb:
    """An operative verb: its class, whether it asks for a future act, and a verb that quotes the past."""

    kind: str
    asks: bool
    head: bool = False  # a verb only at the head of a paragraph; elsewhere the word is a noun or another's verb


@dataclass(frozen=True)
class Addressee:
    """Somebody who may be asked: a stable key and a kind (house, states, world)."""

    key: str
    kind: str


_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # ten times as fast where PyYAML was built with libyaml


def _loaded(name: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath("rules", f"{name}.yaml").read_text("utf-8")
    rules: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506  (words stay words: on, no, yes)
    return rules


class Lexicon:
    """What the reader knows of one language and of the names of one organisation."""

    def __init__(self, language: str, organisation: str | Mapping[str, Any] = ORGANISATION) -> None:
        """`organisation`: the name of a file in `rules/`, or what such a file says."""
        self.language = language
        self.rules = _loaded(language)
        self.house = _loaded(organisation) if isinstance(organisation, str) else organisation
        self.kinds = kinds_expanded(self.rules.get("kinds", {}))
        self.glued = "وف" if language == "ar" else ""
        self._words: dict[str, list[str]] = {}
        self._alternatives: dict[str, str] = {}

    def words(self, name: str) -> list[str]:
        """A plain list of the rules, folded; empty where the language has none."""
        if name not in self._words:
            self._words[name] = [folded(str(word)) for word in self.rules.get(name) or ()]
        return self._words[name]

    def any_of(self, name: str) -> str:
        """A plain list of the rules as the alternatives of a regular expression, the longest first."""
        if name not in self._alternatives:
            known = sorted(self.words(name), key=len, reverse=True)
            self._alternatives[name] = "|".join(map(re.escape, known))
        return self._alternatives[name]

    @cached_property
    def hijri_months(self) -> list[tuple[str, int, int]]:
        """The letters of each Islamic month as the rules spell it, how long that is, and its number."""
        months = self.rules["hijri_months"].items()
        return [(re.sub(r"\W", "", folded(name)), len(name), int(number)) for name, number in months]

    @cached_property
    def months(self) -> dict[str, int]:
        """The months of the Gregorian year by their folded names."""
        months: dict[str, int] = {}
        for name, number in self.rules["months"].items():
            months.setdefault(folded(name), int(number))
        return months

    @cached_property
    def asides(self) -> list[str]:
        """What may be inserted before a verb and joins nothing, the longest first."""
        asides = {*self.words("inserted"), *self.words("verb_adverbs")} - set(self.words("clause_joins"))
        return sorted(asides, key=len, reverse=True)

    @cached_property
    def leads(self) -> list[str]:
        """The prepositions and articles that may stand before an addressee, the longest first."""
        return sorted(self.words("before_addressee"), key=len, reverse=True)

    def phrases(self, name: str) -> Phrases:
        return Phrases(((str(word), str(word)) for word in self.rules.get(name) or ()), self.kinds, glued=self.glued)

    @cached_property
    def preambular(self) -> Phrases:
        return self.phrases("preambular")

    @cached_property
    def preambular_adverbs(self) -> Phrases:
        return self.phrases("preambular_adverbs")

    @cached_property
    def verbs(self) -> Phrases:
        return Phrases(self._verb_entries("verbs"), self.kinds, glued=self.glued)

    @cached_property
    def plain_verbs(self) -> frozenset[str]:
        """Verbs of one word, folded, without those that bear a pronoun."""
        said = (phrase for group in self.rules["verbs"] for phrase in group["say"] if " " not in phrase)
        return frozenset(form for phrase in said for form in (folded(phrase), "ت" + folded(phrase)[1:]))

    @cached_property
    def own_verbs(self) -> Phrases:
        """Verbs as who declares says them: "reaffirm", "réaffirmons", "نؤكد"."""
        if self.language == "ar":
            own = [("ن" + phrase[1:], verb) for phrase, verb in self._verb_entries("verbs") if phrase.startswith("ي")]
            return Phrases(own, self.kinds, glued=self.glued)
        return Phrases(self._verb_entries("own_verbs"), self.kinds)

    @cached_property
    def first_person(self) -> re.Pattern[str]:
        """The head of a sentence of who declares: "We, …", "we …"."""
        return re.compile(r"[\"'(\s]*(?:" + "|".join(map(re.escape, self.words("first_person"))) + r")(?:,|\s)")

    @cached_property
    def infinitives(self) -> Phrases:
        return Phrases(self._verb_entries("infinitives"), self.kinds)

    @cached_property
    def verbal_nouns(self) -> Phrases:
        return Phrases(self._verb_entries("verbal_nouns"), self.kinds)

    @cached_property
    def verb_adverbs(self) -> Phrases:
        return self.phrases("verb_adverbs")

    @cached_property
    def verb_ends(self) -> Phrases:
        return self.phrases("verb_ends")

    def _verb_entries(self, name: str) -> list[tuple[str, Verb]]:
        entries: list[tuple[str, Verb]] = []
        for group in self.rules.get(name) or ():
            verb = Verb(group["class"], group.get("asks", "true") == "true", group.get("head") == "true")
            for phrase in group["say"]:
                entries.append((phrase, verb))
                if self.language != "ar" or not phrase.startswith("ي"):
                    continue
                entries.append(("ت" + phrase[1:], verb))  # a feminine body: الجمعية تطلب
                if verb.asks and verb.kind in ("mandate", "call") and " " not in phrase:
                    stem = phrase[1:-1] + "ي" if phrase.endswith("ى") else phrase[1:]
                    # "ويشجعها": whom it asks is written with the verb
                    entries += [(f"{person}{stem}{whom}", verb) for person in "يت" for whom in self.rules["suffixes"]]
        return entries

    @cached_property
    def addressees(self) -> Phrases:
        groups = [*self.rules["addressees"], *self.house["addressees"]]
        entries = []
        for group in groups:
            said = group["say"].get(self.language, ()) if isinstance(group["say"], dict) else group["say"]
            entries += [(phrase, Addressee(group["key"], group["kind"])) for phrase in said]
        return Phrases(entries, self.kinds, glued="وبلكف" if self.language == "ar" else "")

    @cached_property
    def deadlines(self) -> Phrases:
        glued = "وفبل" if self.language == "ar" else ""
        entries = [(phrase, group["kind"]) for group in self.rules["deadlines"] for phrase in group["say"]]
        # "the 64th CFM": the short name of an organ stands for its session.
        entries += [(f"<coming> {name}", "session") for organ in self.house["organs"] for name in organ["symbols"]]
        return Phrases(entries, self.kinds, glued=glued)

    @cached_property
    def sets(self) -> dict[str, Phrases]:
        """The remaining sets of phrases, by their name in the rules."""
        names = (
            "no_task", "inserted", "no_addressee", "not_an_end", "agents", "reporting", "not_reporting",
            "hidden", "body_words", "opening_marks", "closing_marks", "not_deadlines", "annex_must", "annex_must_first",
            "chapeaux", "offices", "itself", "acts", "agreement_marks",
        )  # fmt: skip
        found = {name: self.phrases(name) for name in names}
        if self.language == "ar":  # "بإحاطة المجلس": the preposition is written with the word
            said = ((str(word), str(word)) for word in self.rules["reporting"])
            found["reporting"] = Phrases(said, self.kinds, glued="وفبل")
        return found

    @cached_property
    def starts(self) -> re.Pattern[str]:
        return re.compile("(?:" + "|".join(map(re.escape, self.words("opening_starts"))) + r")(?:\s|(?<='))")

    @cached_property
    def headings(self) -> re.Pattern[str]:
        """A line that announces a numbered resolution, on folded text; group "symbol" is the number."""
        words = "|".join(map(re.escape, self.words("heading_words")))
        numbers = "|".join(sorted(map(re.escape, self.words("number_words")), key=len, reverse=True))
        return re.compile(
            rf"^(?:[^:;,.\d]{{3,60}}:\s*)?(?P<head>(?:{words})(?:\s*\(?(?:{numbers})\.?\s*)?)\s*(?P<symbol>{SYMBOL})"
        )

    @cached_property
    def _volume_title(self) -> re.Pattern[str]:
        words = "|".join(map(re.escape, self.words("volume_words")))
        return re.compile(rf"^(?:{words})\b")

    def volume_title(self, form: str) -> bool:
        """Whether a line of the cover is the title of a volume: "Resolutions on …"."""
        return self._volume_title.match(form) is not None

    def recital(self, form: str) -> int:
        """Where the opener of a recital ends, 0 when the text opens none; adverbs may stand before."""
        position = 0
        for _ in range(4):
            found = self.preambular.at(form, position)
            if found is not None:
                return found.end
            adverb = self.preambular_adverbs.at(form, position)
            if adverb is None:
                return 0
            position = adverb.end
            while position < len(form) and form[position] in " ,":
                position += 1
            if position >= len(form):
                return 0
        return 0

    def opening(self, form: str, loose: bool = False) -> bool:
        """Whether a paragraph is the opening formula: the body that adopts, and often where and when.

        `loose` accepts the bare name of a body without a comma ("The Security Council").
        """
        form = form.lstrip("\"'[( ")
        start = self.starts.match(form)
        if start is None:
            return False
        body = self.sets["body_words"].first(form, 0, min(len(form), 110))
        if body is None:
            return False
        end = form.rstrip(" \"'")[-1:]
        if (len(form) < 110 and end in ",;:") or (self.language == "ar" and len(form) < 40):
            return True
        if loose and len(form) < 48 and end.isalnum():
            return True
        marked = self.sets["opening_marks"].first(form, 0, 260)
        return marked is not None and (end in ",;:" or len(form) < 60 or self.language == "ar")


# What a number of a resolution may look like, on folded text: 3 /60-pol, 14/60 - س, 8/60-pol/rev.1,
# 2/18-p (is), 425 (1978), (428), (599/ق), wha66.14.
SYMBOL = (
    r"(?:\d{1,4}\s?[/\\]\s?(?:[a-z]{1,3}\s?-?\s?)?\d{1,4}(?:\s?-\s?[\w&]{1,8}(?:\.\w{1,3}){0,3}\.?)?"
    r"(?:\s?\((?:is|[^\W\d]{1,2}\.?\s?[^\W\d]{1,2})\))?"
    r"(?:\s?[/(-]\s?(?:rev|corr|add|مراجعه|amd)\.?\s?\d*\)?)?"
    r"|\d{1,4}\s?\([\divxlc\- ]{1,10}\)"
    r"|\(\s?\d{1,5}\s?(?:/?\s?\w{1,4}){0,2}(?:\s\d{4})?\s?\)"
    r"|\d{1,5}\s?[^\W\d]{1,2}\.\s?[^\W\d]{1,2}\.?\s?\(\d{1,3}\)"
    r"|[a-z]{2,6}\d{1,3}\.\d{1,3}(?:\.\d+)?)"
)


@lru_cache(maxsize=8)
def lexicon(language: str, organisation: str = ORGANISATION) -> Lexicon:
    """The rules of "en", "fr" or "ar"; loaded once per process."""
    return Lexicon(language, organisation)


def lexicon_for(language: str, house: Mapping[str, Any]) -> Lexicon:
    """The rules of a language with the names of a house; made once for each house, however often it is handed in."""
    key = language, json.dumps(house, sort_keys=True, ensure_ascii=False, default=str)
    found = _OF_HOUSES.get(key)
    if found is None:
        if len(_OF_HOUSES) > 8:
            _OF_HOUSES.clear()
        found = _OF_HOUSES[key] = Lexicon(language, copy.deepcopy(dict(house)))
    return found


_OF_HOUSES: dict[tuple[str, str], Lexicon] = {}


def opens_paragraph(text: str) -> bool:
    """Whether a line begins a paragraph in any language: a recital, a verb, a heading, an opening."""
    return _opens(text[:300])


@lru_cache(maxsize=2048)
def _opens(text: str) -> bool:
    found = take_label(text)
    amid = found is None and text[:1].islower()  # the middle of a sentence, whatever word it begins with
    if amid and folded(text[:1])[:1] not in ("r", "d", ""):
        return False
    form = folded(text)
    if amid and not form.startswith(("resolution", "decision")):
        return False
    rest = folded(found[1][:200]) if found else form
    for language in ("ar",) if "\u0600" <= text.strip(' ("«')[:1] <= "\u06ff" else ("en", "fr"):
        words = lexicon(language)
        if words.headings.match(form) or words.opening(form, loose=True) or words.recital(form):
            return True
        position = 0
        if (adverb := words.verb_adverbs.at(rest, 0)) is not None:
            position = adverb.end + 1
        if (
            rest
            and position < len(rest)
            and words.verbs.at(rest, position) is not None
            and (found or text[:1].isupper() or language == "ar")
        ):
            return True
    return False
