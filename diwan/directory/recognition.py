"""Who wrote a letter: guessed from its address, its letterhead, its compliments and its foot. A person decides."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.directory.folded import folded, words
from diwan.directory.lookup import Lookup, lookup
from diwan.directory.models import Correspondent
from diwan.directory.phrases import Found
from diwan.directory.signs import ADDRESSED, COMPLIMENTS, SMALL, role_in, roles_among

Kind = Correspondent.Kind

HEAD, FOOT = 15, 12
"""Lines of a letterhead and of a signature, at most: what stands between is about somebody, not by him."""
LONG = 4_000
"""Letters of the text in which its compliments are looked for."""
MANY = 5
"""Guesses at most: more help nobody."""


_PRINTED = re.compile(r"[^\W_]+")


class Sign(models.TextChoices):
    """What a guess rests on."""

    ADDRESS = "address", _("the e-mail address")
    DOMAIN = "domain", _("the domain of the e-mail address")
    COMPLIMENTS = "compliments", _("who presents compliments")
    LETTERHEAD = "letterhead", _("the letterhead")
    SIGNATURE = "signature", _("the foot of the letter")
    STATE = "state", _("the State in the letterhead")


@dataclass(frozen=True)
class Because:
    """What a guess rests on, and the words found; said in the reader's language."""

    code: str
    words: str

    def __str__(self) -> str:
        label = str(Sign(self.code).label)
        return _("%(sign)s: “%(words)s”") % {"sign": label, "words": self.words} if self.words else label


@dataclass(frozen=True)
class Guess:
    """A correspondent, how sure it is (0 to 100), and why: the strongest sign first."""

    correspondent: Correspondent
    confidence: int
    because: Because
    also: tuple[Because, ...] = ()


@dataclass(frozen=True)
class Zone:
    """A part of a letter: how much a name, a body with its state, and a bare state weigh in it."""

    sign: Sign
    named: int
    of_state: int
    state: int


_HEAD = Zone(Sign.LETTERHEAD, 92, 82, 45)
_FOOT = Zone(Sign.SIGNATURE, 74, 60, 0)
_COMPLIMENTS = Zone(Sign.COMPLIMENTS, 97, 93, 60)


class Evidence:
    """The signs found for each correspondent, each kind of sign with its strongest words."""

    def __init__(self, names: Lookup) -> None:
        self.names = names
        self.found: defaultdict[int, dict[str, tuple[int, str]]] = defaultdict(dict)

    def add(self, keys: frozenset[int] | set[int] | list[int], sign: Sign, weight: int, said: str) -> None:
        """A sign for these correspondents; it is worth less when it fits several."""
        for key in keys:
            worth = weight if len(keys) == 1 else weight - 15
            if worth > self.found[key].get(sign, (0, ""))[0]:
                self.found[key][sign] = (worth, said)

    def read(self, lines: list[str], zone: Zone) -> None:
        """What a part of the letter says: names, then a body and its state, also on two lines, then a bare state."""
        roles: list[str] = []
        states: list[tuple[int, str, Found[int]]] = []
        for line in lines:
            tokens = words(line)
            free = list(tokens)
            said = "" if zone is _COMPLIMENTS else line
            for name in self.names.names.among(tokens):
                if worth := self._worth(name, line, tokens, zone):
                    self.add(name.keys, zone.sign, worth, said)
                    free[name.start : name.end] = [""] * (name.end - name.start)
            roles += roles_among(free)
            for better, phrases in ((5, self.names.official), (0, self.names.states)):
                states += [(better, said, state) for state in phrases.among(free)]
        # a state named in full is meant rather than a place that is called like one: عمّان, in the letter of Jordan
        best: dict[int, tuple[int, str]] = {}
        for better, said, state in sorted(states, key=lambda one: -one[0]):
            for country in state.keys:
                best.setdefault(country, (better, said))
        for n, (country, (better, said)) in enumerate(list(best.items())[:3]):
            self._of_state(country, roles[:1] if n == 0 else [], zone, said, better)

    def _worth(self, name: Found[int], line: str, tokens: list[str], zone: Zone) -> int:
        whole = name.end - name.start == len(tokens)
        if name.phrase in self.names.acronyms:
            # three capitals at least, as printed: a motto in capitals may hold “UN” or “AU”
            long_enough = len(name.phrase) >= 3 and name.phrase.upper() in " ".join(_PRINTED.findall(line))
            return (zone.named - (10 if whole else 35)) if long_enough else 0
        return zone.named + (3 if whole else 0)

    def _of_state(self, country: int, roles: list[str], zone: Zone, said: str, better: int) -> None:
        of_state = self.names.of_state
        if roles and (there := of_state.get((country, roles[0]))):
            self.add(there[:1], zone.sign, zone.of_state + better, said)
        elif zone.state and (there := of_state.get((country, Kind.MINISTRY if roles else Kind.MISSION))):
            # another ministry than that of foreign affairs writes for its state, but is not listed
            self.add(there[:1], Sign.STATE, zone.state + better - (10 if roles else 0), said)

    def guesses(self) -> list[tuple[int, int, list[Because]]]:
        """(correspondent, confidence, signs), the surest first; signs that agree make it surer, never certain."""
        ranked = []
        for key, signs in self.found.items():
            best = sorted(((worth, sign, said) for sign, (worth, said) in signs.items()), reverse=True)
            confidence = min(99, best[0][0] + 3 * (len(best) - 1))
            ranked.append((key, confidence, [Because(str(sign), said) for _worth, sign, said in best]))
        return sorted(ranked, key=lambda guess: (-guess[1], guess[0]))[:MANY]


def recognise(text: str, *, address: str = "") -> list[Guess]:
    """Who may have written a letter of this text, sent from this e-mail address; the surest first."""
    names = lookup()
    evidence = Evidence(names)
    if address:
        keys, exact = names.by_address(address)
        sign, worth = (Sign.ADDRESS, 97) if exact else (Sign.DOMAIN, 90)
        evidence.add(keys, sign, worth, address.strip())
    lines = [line.strip()[:300] for line in text.splitlines() if line.strip()]
    evidence.read(_unaddressed(lines[:HEAD]), _HEAD)
    evidence.read(_unaddressed(lines[max(HEAD, len(lines) - FOOT) :]), _FOOT)
    if said := _who_presents(" ".join(lines)[:LONG]):
        evidence.read([said], _COMPLIMENTS)
    ranked = evidence.guesses()
    rows = Correspondent.objects.select_related("country", "unit").in_bulk([key for key, *_rest in ranked])
    return [Guess(rows[key], sure, signs[0], tuple(signs[1:])) for key, sure, signs in ranked if key in rows]


def _unaddressed(lines: list[str]) -> list[str]:
    """The lines without those of the addressee (at most three from where one begins)."""
    kept, skip = [], 0
    for line in lines:
        start = folded(line) + " "
        if start.startswith(ADDRESSED):
            skip = 3
        if skip and len(line) < 90:
            skip -= 1
            continue
        skip = 0
        kept.append(line)
    return kept


def _who_presents(text: str) -> str:
    """The words before “presents its compliments”, or between «تهدي» and «تحياتها»."""
    tokens = words(text)
    joined = " ".join(tokens)
    for before, after in COMPLIMENTS:
        end = joined.find(f" {after} ")
        if end < 0:
            continue
        start = joined.rfind(f" {before} ", 0, end) + len(before) + 2 if before else 0
        if before and start < len(before) + 2:
            start = len(before) + 1 if joined.startswith(f"{before} ") else 0
        return " ".join(joined[start:end].split(" ")[-30:])
    return ""


def resolve(name: str) -> Correspondent | None:
    """Who is meant by a name typed whole, in any language; also as body and state: “Permanent Mission of Niger”."""
    names = lookup()
    asked = folded(name)
    keys = list(names.names.owners.get(asked, ()))
    if len(keys) != 1:
        keys = _body_and_state(names, asked.split(" ")) if not keys else []
    if len(keys) != 1:
        return None
    return Correspondent.objects.select_related("country", "unit").filter(pk=keys[0]).first()


def _body_and_state(names: Lookup, tokens: list[str]) -> list[int]:
    role, rest = role_in(tokens)
    if not role:
        return []
    for phrases in (names.official, names.states):
        for state in phrases.among(rest):
            beside = [*rest[: state.start], *rest[state.end :]]
            if len(state.keys) == 1 and not set(beside) - SMALL:
                return names.of_state.get((next(iter(state.keys)), role), [])[:1]
    return []


def suggest(q: str, limit: int = 12) -> list[Correspondent]:
    """Those whose names begin with the words typed, in any language and order, the nearest first."""
    keys = lookup().seeking(q)[:limit]
    rows = Correspondent.objects.select_related("country").in_bulk(keys)
    return [rows[key] for key in keys if key in rows]
