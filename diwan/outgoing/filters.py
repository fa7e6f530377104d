"""The list of papers as its address says: where they are on their way, what it is narrowed to, and the place in it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from diwan.correspondence.models import Urgency
from diwan.organisation.models import organisation
from diwan.outgoing import policies
from diwan.outgoing.models import Outgoing, Paper
from diwan.outgoing.models.addressee import Addressee
from diwan.people.models import Unit
from diwan.people.roles import Area
from diwan.records.counting import count_each
from diwan.references.models import Reference
from diwan.search.find import find_keys
from diwan.search.reach import reached

SIZE = 50
FOUND = 100
"""Papers that a search among all of them brings, the best and latest."""
State = Outgoing.State
TABS = {
    "mine": _("My drafts"), "clearance": _("In clearance"), "review": _("Before the Cabinet"),
    "signature": _("For signature"), "dispatch": _("To dispatch"), "sent": _("Dispatched"), "all": _("Outgoing, all"),
}  # fmt: skip
NOTHING = {
    "mine": _("You have no draft"), "clearance": _("Nothing is in clearance"),
    "review": _("Nothing waits for the Cabinet"), "signature": _("Nothing waits for a signature"),
    "dispatch": _("Everything has been dispatched"),
}  # fmt: skip
STATES: dict[str, tuple[str, ...]] = {
    "clearance": (State.CLEARANCE,), "review": (State.REVIEW,), "signature": (State.FOR_SIGNATURE,),
    "dispatch": (State.SIGNED,), "sent": (State.DISPATCHED, State.DELIVERED),
}  # fmt: skip
COUNTED = ("mine", "clearance", "review", "signature", "dispatch")


def open_to(person: Any) -> Any:
    """The papers a person may see, asked so that each way of reaching them begins at an index (see ``search.reach``)."""
    papers = Outgoing.objects.filter(master=None)
    if person.authority.scope(Area.CORRESPONDENCE, "R").anywhere:
        return papers.visible_to(person)
    return reached(papers, Outgoing.visible_to(person))


class Filter:
    """One address read. Words it does not know are passed over: an old bookmark still opens."""

    def __init__(self, query: QueryDict, person: Any) -> None:
        self.query, self.person = query, person
        self.drafts = bool(policies.may_draft(person))
        self.tab = tab if (tab := query.get("tab", "")) in self.tabs else self.first
        self.words = query.get("q", "").replace("\x00", "").strip()[:200]
        self.paper = paper if (paper := query.get("paper", "")) in Paper.values else ""
        self.urgent = bool(query.get("urgent"))
        self.language = code if (code := query.get("language", "")) in self.languages else ""
        self.before, self.after = _place(query.get("before", "")), _place(query.get("after", ""))

    @property
    def tabs(self) -> list[str]:
        """The views that mean something to the person."""
        return [name for name in TABS if name != "mine" or self.drafts]

    @property
    def first(self) -> str:
        """Where the person begins: at what waits for the person."""
        if policies.may_review(self.person):
            return "review"
        if policies.may_dispatch(self.person) and not self.drafts:
            return "dispatch"
        return "mine" if self.drafts else "all"

    @cached_property
    def languages(self) -> list[str]:
        """The languages of the house."""
        house = organisation()
        return list(house.languages) if house else []

    @cached_property
    def units(self) -> list[Unit]:
        """The units that draft."""
        return list(Unit.objects.filter(closed_on=None).exclude(kind=Unit.Kind.INSTITUTION))

    @cached_property
    def unit(self) -> Unit | None:
        """The drafting unit chosen."""
        return next((one for one in self.units if one.code == self.query.get("unit")), None)

    @property
    def drafting(self) -> list[tuple[str, Unit]]:
        """Drafting units to choose from."""
        return [(unit.code, unit) for unit in self.units]

    @property
    def papers(self) -> list[tuple[str, Any]]:
        """Kinds of paper to choose from."""
        return list(Paper.choices)

    @property
    def nothing(self) -> Any:
        """What is said of a view in which nothing is left to do."""
        return NOTHING.get(self.tab, _("No paper is here"))

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.paper or self.urgent or self.language or self.unit)

    @cached_property
    def rows(self) -> Any:
        """The papers of the view, narrowed."""
        found = in_tab(self.tab, open_to(self.person), self.person)
        if self.paper:
            found = found.filter(paper=self.paper)
        if self.urgent:
            found = found.exclude(urgency=Urgency.ROUTINE)
        if self.language:
            found = found.filter(languages__contains=[self.language])
        if self.unit:
            found = found.filter(unit=self.unit)
        return found.filter(self._said()) if self.words else found

    def _said(self) -> Q:
        """A number, of the paper or of an item of it; else words: among what waits one by one, among all by the index."""
        ours = Q(number__iexact=self.words)
        if self.words.isdecimal() and len(self.words) < 10:
            codes = {Paper(value).register for value in Paper.values}
            drawn = Reference.objects.filter(register__code__in=codes, serial=int(self.words))
            ours |= Q(reference__in=drawn) | Q(pk__in=Outgoing.objects.filter(reference__in=drawn).values("master"))
        else:
            ours |= Q(pk__in=Outgoing.objects.filter(number__iexact=self.words).values("master"))
        if self.tab not in ("all", "sent"):
            whom = Addressee.objects.filter(correspondent__folded__icontains=self.words.lower()).values("outgoing")
            return ours | Q(subject__icontains=self.words) | Q(pk__in=whom)
        kinds = [policies.OUTGOING]
        hits = find_keys(self.person, self.words, languages=self.languages, kinds=kinds, limit=FOUND)
        found = Outgoing.objects.filter(pk__in=hits.get(policies.OUTGOING, []))
        return ours | Q(pk__in=found.values("pk")) | Q(pk__in=found.values("master"))

    @cached_property
    def page(self) -> Page:
        """The lines of this page, the latest first, and the places before and after them."""
        back = bool(self.before)
        rows = self.rows
        if self.before:
            rows = rows.filter(pk__gt=self.before)
        elif self.after:
            rows = rows.filter(pk__lt=self.after)
        found = list(rows.listed().order_by("pk" if back else "-pk")[: SIZE + 1])
        more = len(found) > SIZE
        found = found[:SIZE]
        if back:
            found.reverse()
        start = self.before or self.after
        previous = self._address(before=found[0].pk) if found and (more if back else start) else ""
        following = self._address(after=found[-1].pk) if found and (back or more) else ""
        return Page(found, previous, following)

    def _address(self, **place: int) -> str:
        query = self.query.copy()
        for name in ("before", "after"):
            query.pop(name, None)
        for name, pk in place.items():
            query[name] = str(pk)
        return f"?{query.urlencode()}"


class Page:
    """One page of the list: its papers, and the addresses of the pages before and after it."""

    def __init__(self, papers: list[Outgoing], previous: str, following: str) -> None:
        self.papers, self.previous, self.following = papers, previous, following


def in_tab(tab: str, papers: Any, person: Any) -> Any:
    """The papers of a view."""
    if tab == "mine":
        return papers.filter(drafter=person, state=State.DRAFT)
    return papers.filter(state__in=STATES[tab]) if tab in STATES else papers


def counts(person: Any, tabs: list[str]) -> dict[str, int]:
    """How many papers wait in each view, as far as the person may see them; one question."""
    papers = open_to(person)
    return count_each({tab: in_tab(tab, papers, person) for tab in tabs if tab in COUNTED})


def _place(text: str) -> int:
    """The key of the line that a page begins after; nought for what no address of ours says."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0
