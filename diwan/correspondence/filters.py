"""The list of letters as its address says: the view of it, what it is narrowed to, and the place in it.

Written for a register of a million: what is counted is counted over the partial indexes of the living letters, what is
listed begins at an index, and a page is reached by the key of the line before it, never by its number.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diwan.assignments.models import Assignment
from diwan.correspondence import policies
from diwan.correspondence.models import Kind, Letter, Urgency
from diwan.correspondence.models.letter import INCOMING, key_of
from diwan.kernel import clock
from diwan.organisation.models import organisation
from diwan.people.models import Unit
from diwan.records.counting import count_each
from diwan.references.models import Reference
from diwan.search.find import find
from diwan.search.reach import reached

SIZE = 50
FOUND = 100
"""Letters that a search among all of them brings, the best and latest."""
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


def open_to(person: Any) -> Any:
    """The letters a person may see, asked so that each way of reaching them begins at an index.

    Whoever reads everywhere sees nearly all: the condition is asked of each line. Whoever sees what was given to the own
    units sees few among a million: their keys are found first (see ``search.reach``).
    """
    return reached(Letter.objects, Letter.visible_to(person), policies.scope_of(person, "R").anywhere)


def to_acknowledge(person: Any) -> Q:
    """Given to the person or the units answered for, and not acknowledged yet."""
    asked = Assignment.objects.filter(record_type=policies.LETTER, state=Assignment.State.ASKED)
    units = policies.scope_of(person, "U").units
    return Q(pk__in=asked.filter(Q(unit__in=units) | Q(person=person)).values("record_id"))


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
        return list(Unit.objects.filter(closed_on=None))

    @cached_property
    def unit(self) -> Unit | None:
        """The lead unit chosen."""
        return next((u for u in self.units if u.code == self.query.get("unit")), None)

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
        return in_tab(self.tab, open_to(self.person), self.person)

    @cached_property
    def rows(self) -> Any:
        """The letters of the view, narrowed."""
        found = self.letters
        if self.today:
            found = found.filter(received_at__gte=midnight())
        if self.urgent:
            found = found.exclude(urgency=Urgency.ROUTINE)
        for name in ("kind", "language"):
            if value := getattr(self, name):
                found = found.filter(**{name: value})
        if self.level is not None:
            found = found.filter(confidentiality=self.level)
        if self.unit:
            found = found.filter(lead__unit=self.unit)
        return found.filter(self._said()) if self.words else found

    def _said(self) -> Q:
        """A number, ours or theirs; else words: among what waits letter by letter, among all by the index."""
        ours = Q(number__iexact=self.words)
        if self.words.isdecimal() and len(self.words) < 10:
            serial = Reference.objects.filter(register__code__startswith=INCOMING, serial=int(self.words))
            ours |= Q(reference__in=serial)
        if len(key := key_of(self.words)) > 2:
            ours |= Q(their_key=key)
        if self.tab != "all":
            return ours | Q(subject__icontains=self.words) | Q(sender_name__icontains=self.words)
        hits = find(self.person, self.words, languages=self.languages, kind=policies.LETTER, limit=FOUND)
        return ours | Q(pk__in=[hit.record.pk for hit in hits])

    @cached_property
    def page(self) -> Page:
        """The lines of this page: their keys, and the places before and after them."""
        back, start = bool(self.before), self.before or self.after
        downwards = self.newest_first != back
        rows = self.rows
        if start:
            at, pk = start
            beyond = Q(received_at__lt=at) | Q(received_at=at, pk__lt=pk)
            bound = Q(received_at__lte=at)
            if not downwards:
                beyond, bound = Q(received_at__gt=at) | Q(received_at=at, pk__gt=pk), Q(received_at__gte=at)
            rows = rows.filter(bound, beyond)  # the bound is what an index is entered by
        order = ("-received_at", "-pk") if downwards else ("received_at", "pk")
        keys = list(rows.order_by(*order).values_list("received_at", "pk")[: SIZE + 1])
        more = len(keys) > SIZE
        keys = keys[:SIZE]
        if back:
            keys.reverse()
        return Page(
            keys, self._address(before=keys[0]) if keys and (more if back else start) else "",
            self._address(after=keys[-1]) if keys and (back or more) else "",
        )  # fmt: skip

    def _address(self, **place: tuple[dt.datetime, int]) -> str:
        query = self.query.copy()
        query.pop("before", None)
        query.pop("after", None)
        for name, (at, pk) in place.items():
            query[name] = f"{at.isoformat()}~{pk}"
        return f"?{query.urlencode()}"

    @cached_property
    def chips(self) -> dict[str, int]:
        """How many of the view each quick filter leaves; nothing where all are shown."""
        if self.tab == "all":
            return {}
        counted = {
            "today": Count("pk", filter=Q(received_at__gte=midnight())),
            "urgent": Count("pk", filter=~Q(urgency=Urgency.ROUTINE)),
            "confidential": Count("pk", filter=Q(confidentiality__gte=2)),
        }
        counted |= {f"in_{code}": Count("pk", filter=Q(language=code)) for code in self.languages}
        return self.letters.aggregate(**counted)  # type: ignore[no-any-return]


class Page:
    """One page of the list: keys in order, and the addresses of the pages before and after it."""

    def __init__(self, keys: list[tuple[dt.datetime, int]], previous: str, following: str) -> None:
        self.keys = [pk for _at, pk in keys]
        self.previous, self.following = previous, following


def in_tab(tab: str, letters: Any, person: Any) -> Any:
    """The letters of a view."""
    if tab == "late":
        return letters.late()
    if tab in STATES:
        letters = letters.filter(state=STATES[tab])
    return letters.filter(to_acknowledge(person)) if tab == "ask" else letters


def counts(person: Any, tabs: list[str]) -> dict[str, int]:
    """How many letters of each view the person may see, and how many of them are urgent; one question for all."""
    letters = open_to(person)
    asked: dict[str, Any] = {tab: in_tab(tab, letters, person) for tab in tabs if tab in STATES}
    asked |= {
        f"urgent_{tab}": asked[tab].exclude(urgency=Urgency.ROUTINE) for tab in ("present", "triage") if tab in asked
    }
    return count_each(asked)


def midnight() -> dt.datetime:
    """The beginning of today."""
    return timezone.make_aware(dt.datetime.combine(clock.today(), dt.time()))


def _place(text: str) -> tuple[dt.datetime, int] | None:
    """The line that a page begins after; None for what no address of ours says."""
    at, _tilde, pk = text.partition("~")
    try:
        moment = dt.datetime.fromisoformat(at.replace(" ", "+"))
    except ValueError:
        return None
    return (moment, int(pk)) if moment.tzinfo and pk.isdecimal() and len(pk) < 19 else None
