"""The list of letters as its address says: the view of it, what it is narrowed to, and the place in it.

Written for a register of a million: what is counted is counted over the partial indexes of the living letters, what is
listed begins at an index, and a page is reached by the key of the line before it, never by its number.
"""

from __future__ import annotations

import datetime as dt
import time
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diwan.assignments.models import Assignment
from diwan.correspondence import policies
from diwan.correspondence.models import Kind, Letter, Urgency
from diwan.correspondence.models.letter import INCOMING, key_of
from diwan.correspondence.own import Place, counted_with_page, still_open
from diwan.kernel import clock
from diwan.organisation.models import organisation
from diwan.people.models import Unit
from diwan.records.counting import Finer, count_where
from diwan.records.probing import row_by_row, said_once
from diwan.references.models import Reference
from diwan.search.find import find_keys
from diwan.search.reach import reached

SIZE = 50
FOUND = 100
"""Letters that a search among all of them brings, the best and latest."""
MUCH = 5_000
"""Who was given more than this is served by going back through all letters: a page is met before long."""
HOLDS = 300.0
"""Seconds for which that is remembered."""
State = Letter.State
TABS = {
    "present": _("To summarise"), "triage": _("To refer"), "ask": _("To acknowledge"), "referred": _("Awaiting reply"),
    "late": _("Late"), "file": _("To file"), "all": _("Incoming, all"),
}  # fmt: skip
NOTHING = {
    "present": _("Every letter has been summarised"), "triage": _("Every letter has been referred"),
    "ask": _("Everything has been acknowledged"), "referred": _("No reply is awaited"), "late": _("Nothing is late"),
    "file": _("Everything has been filed"),
}  # fmt: skip
STATES = {
    "present": State.REGISTERED, "triage": State.PRESENTED, "ask": State.REFERRED, "referred": State.REFERRED,
    "late": State.REFERRED, "file": State.ANSWERED,
}  # fmt: skip

PRESSING = ("present", "triage")
"""Views of which it is said how many are urgent."""
URGENT = ~Q(urgency=Urgency.ROUTINE)
CHIPPED = ("received_at", "urgency", "confidentiality", "language")
"""What the quick filters of a view ask about."""


def view(tab: str, person: Any) -> Any:
    """The letters of a view that the person may see.

    Whoever reads everywhere sees nearly all that a state holds: the policy is asked of each. For the units it is what is
    still open with them that awaits their reply, not what they had for information and have put away; this, and all that
    a small unit ever had, are few among a million: their keys are found first.
    """
    if policies.scope_of(person, "R").anywhere:
        return seen_by(person).filter(meaning(tab, person))
    if tab == "all":
        if _has_much(policies.scope_of(person, "R").units, time.monotonic() // HOLDS):
            return seen_by(person)
        return reached(Letter.objects.all(), Letter.visible_to(person))
    return still_open(person, Letter.objects.filter(meaning(tab, person)))


def meaning(tab: str, person: Any) -> Q:
    """What makes a letter belong to a view."""
    if tab == "late":
        return Letter.is_late()
    if tab == "ask":
        return Q(state=STATES[tab]) & to_acknowledge(person)
    return Q(state=STATES[tab]) if tab in STATES else Q()


def to_acknowledge(person: Any) -> Q:
    """Given to the person or the units answered for, and not acknowledged yet."""
    return _asked_of(person.pk, policies.scope_of(person, "U").units)


@lru_cache(maxsize=256)
def _asked_of(person: int, units: frozenset[int]) -> Q:
    """One object for a person: what was put into SQL of it is kept."""
    asked = Assignment.objects.filter(record_type=policies.LETTER, state=Assignment.State.ASKED)
    return Q(pk__in=asked.filter(Q(unit__in=units) | Q(person=person)).values("record_id"))


def seen_by(person: Any) -> Any:
    """What the person may see, the policy asked of each letter as it comes."""
    return said_once(Letter, row_by_row(Letter.visible_to(person)))


@lru_cache(maxsize=256)
def _has_much(units: frozenset[int], _while: float) -> bool:
    """Whether so much was given to these units that the latest of all letters are soon met by going back.

    It decides which way is taken and never what is found: kept for a while.
    """
    given = Assignment.objects.filter(record_type=policies.LETTER, unit__in=units)
    return given.values("unit")[: MUCH + 1].count() > MUCH


class Filter:
    """One address read. Words it does not know are passed over: an old bookmark still opens."""

    def __init__(self, query: QueryDict, person: Any) -> None:
        self.query, self.person = query, person
        self.everywhere = policies.scope_of(person, "R").anywhere
        self.tab = tab if (tab := query.get("tab", "")) in self.tabs else self.first
        self.words = query.get("q", "").replace("\x00", "").strip()[:200]
        self.today, self.urgent = bool(query.get("today")), bool(query.get("urgent"))
        self.kind = kind if (kind := query.get("kind", "")) in Kind.values else ""
        self.level = int(level) if (level := query.get("level", "")) in ("0", "1", "2", "3") else None
        self.language = code if (code := query.get("language", "")) in self.languages else ""
        self.before, self.after = _place(query.get("before", "")), _place(query.get("after", ""))

    @cached_property
    def tabs(self) -> list[str]:
        """The views that mean something to the person."""
        shown = {"referred", "late", "all", "triage" if self.everywhere else "ask"}
        if policies.scope_of(self.person, "C"):
            shown |= {"present", "file"}
        return [name for name in TABS if name in shown or (self.everywhere and name != "ask")]

    @property
    def first(self) -> str:
        """Where the person begins: at what waits for the person."""
        if policies.may_triage(self.person):
            return "triage"
        if policies.scope_of(self.person, "C").anywhere:
            return "present"
        return "all" if self.everywhere else "referred"

    @cached_property
    def languages(self) -> list[str]:
        """The languages of the house."""
        house = organisation()
        return list(house.languages) if house else []

    @cached_property
    def units(self) -> list[Unit]:
        """All units that can be asked."""
        return list(Unit.objects.filter(closed_on=None).only("code", "name"))

    @cached_property
    def unit(self) -> Unit | None:
        """The lead unit chosen."""
        return next((u for u in self.units if u.code == self.query.get("unit")), None)

    @property
    def leads(self) -> list[tuple[str, Unit]]:
        """Lead units to choose from."""
        return [(unit.code, unit) for unit in self.units]

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        """Kinds of paper to choose from."""
        return list(Kind.choices)

    @property
    def nothing(self) -> Any:
        """What is said of a view in which nothing is left to do."""
        return NOTHING.get(self.tab, _("No letter is here"))

    @property
    def newest_first(self) -> bool:
        """What waits is worked off from the oldest; everything is looked at from the newest."""
        return self.tab == "all"

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.today or self.urgent or self.kind or self.language or self.unit) or (
            self.level is not None
        )

    @cached_property
    def letters(self) -> Any:
        """The letters of the view, before it is narrowed."""
        return view(self.tab, self.person)

    @cached_property
    def rows(self) -> Any:
        """The letters of the view, narrowed."""
        found = self.letters
        if self.today:
            found = found.filter(received_at__gte=midnight())
        if self.urgent:
            found = found.filter(URGENT)
        for name in ("kind", "language"):
            if value := getattr(self, name):
                found = found.filter(**{name: value})
        if self.level is not None:
            found = found.filter(confidentiality__gte=self.level)
        if self.unit:
            found = found.filter(lead__unit=self.unit)
        return found.filter(self._said()) if self.words else found

    def _said(self) -> Q:
        """A number, ours or theirs; else words: among what waits letter by letter, among all by the index."""
        of = Letter.objects.order_by().values("pk")
        found = [of.filter(number__in={self.words, self.words.upper()})]
        if self.words.isdecimal() and len(self.words) < 10:
            serial = Reference.objects.filter(register__code__startswith=INCOMING, serial=int(self.words))
            found.append(of.filter(reference__in=serial))
        if len(key := key_of(self.words)) > 2:
            found.append(of.filter(their_key=key))
        if self.tab == "all":
            kinds = [policies.LETTER]
            hits = find_keys(self.person, self.words, languages=self.languages, kinds=kinds, limit=FOUND)
            found.append(of.filter(pk__in=hits.get(policies.LETTER, [])))
        said = Q(pk__in=found[0].union(*found[1:]))
        if self.tab != "all":
            said |= Q(subject__icontains=self.words) | Q(sender_name__icontains=self.words)
        return said

    @cached_property
    def page(self) -> Page:
        """The lines of this page: their keys, and the places before and after them."""
        back, start = bool(self.before), self.before or self.after
        keys = self._keys(start, downwards=self.newest_first != back)
        more = len(keys) > SIZE
        keys = keys[:SIZE]
        if back:
            keys.reverse()
        return Page(
            keys, self._address(before=keys[0]) if keys and (more if back else start) else "",
            self._address(after=keys[-1]) if keys and (back or more) else "",
        )  # fmt: skip

    def _keys(self, start: Place | None, *, downwards: bool) -> list[Place]:
        """The places of a page and of one more, in order."""
        if self.tab in self._waiting and not self.everywhere and not self.narrowed:
            return self._own[1]
        rows = self.rows
        if start:
            at, pk = start
            beyond = Q(received_at__lt=at) | Q(received_at=at, pk__lt=pk)
            bound = Q(received_at__lte=at)
            if not downwards:
                beyond, bound = Q(received_at__gt=at) | Q(received_at=at, pk__gt=pk), Q(received_at__gte=at)
            rows = rows.filter(bound, beyond)  # the bound is what an index is entered by
        order = ("-received_at", "-pk") if downwards else ("received_at", "pk")
        return list(rows.order_by(*order).values_list("received_at", "pk")[: SIZE + 1])

    def _address(self, **place: Place) -> str:
        query = self.query.copy()
        query.pop("before", None)
        query.pop("after", None)
        for name, (at, pk) in place.items():
            query[name] = f"{at.isoformat()}~{pk}"
        return f"?{query.urlencode()}"

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many letters of each view the person may see and how many of some are urgent; of this view, how many each
        quick filter leaves, unless it is too long to be counted through.
        """
        if not self.everywhere:
            return self._own[0]
        finer = Finer(self.tab, self._chips, CHIPPED) if self.tab in self._waiting else None
        return count_where(seen_by(self.person), self._waiting, finer)

    @cached_property
    def _waiting(self) -> dict[str, Q]:
        """What is counted of each view."""
        waiting = {tab: meaning(tab, self.person) for tab in self.tabs if tab in STATES}
        return waiting | {f"urgent_{tab}": waiting[tab] & URGENT for tab in PRESSING if tab in waiting}

    @cached_property
    def _chips(self) -> dict[str, Q]:
        """What is counted of this view."""
        chips = {"today": Q(received_at__gte=midnight()), "urgent": URGENT, "confidential": Q(confidentiality__gte=2)}
        return chips | {f"in_{code}": Q(language=code) for code in self.languages}

    @cached_property
    def _own(self) -> tuple[dict[str, int], list[Place]]:
        """Figures and page of who reads of the own units."""
        shown = self._waiting.get(self.tab)
        back, start = bool(self.before), self.before or self.after
        return counted_with_page(
            self.person, {STATES[tab] for tab in self.tabs if tab in STATES}, self._waiting, self._chips if shown else {},
            shown or Q(), start, downwards=self.newest_first != back, size=SIZE + 1 if shown else 0,
        )  # fmt: skip


class Page:
    """One page of the list: keys in order, and the addresses of the pages before and after it."""

    def __init__(self, keys: list[Place], previous: str, following: str) -> None:
        self.keys = [pk for _at, pk in keys]
        self.previous, self.following = previous, following


def midnight() -> dt.datetime:
    """The beginning of today."""
    return timezone.make_aware(dt.datetime.combine(clock.today(), dt.time()))


def _place(text: str) -> Place | None:
    """The line that a page begins after; None for what no address of ours says."""
    at, _tilde, pk = text.partition("~")
    try:
        moment = dt.datetime.fromisoformat(at.replace(" ", "+"))
    except ValueError:
        return None
    return (moment, int(pk)) if moment.tzinfo and pk.isdecimal() and len(pk) < 19 else None
