"""To whom a paper goes, while it is being written: names one by one, or a whole group at once, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from diwan.directory.courtesy import note_verbale_allowed
from diwan.directory.models import Correspondent, Membership
from diwan.directory.recognition import resolve, suggest
from diwan.kernel import clock
from diwan.kernel.folding import fold
from diwan.organisation.models import organisation
from diwan.outgoing.models.paper import Paper
from diwan.people.models import Unit

MOST = 300
"""Addressees of one paper at most: more is a mistake of the hand."""
MISSIONS, OBSERVERS, UNITS = "missions", "observers", "units"
OFFERED = 12


@dataclass(frozen=True)
class Whom:
    """One addressee: a correspondent, or a unit of the house. ``key`` is what a form sends for it."""

    one: Any

    @property
    def inside(self) -> bool:
        """Whether it is a unit of the house."""
        return isinstance(self.one, Unit)

    @property
    def key(self) -> str:
        """What a form sends."""
        return f"{'u' if self.inside else 'c'}{self.one.pk}"

    @property
    def name(self) -> str:
        """As the reader calls it."""
        return str(self.one.name)

    @property
    def language(self) -> str:
        """In which language it is written to; a unit in none of its own."""
        return "" if self.inside else str(self.one.language)

    def refusal(self, paper: str) -> Any:
        """Why this paper cannot go there; empty where it can."""
        if paper == Paper.NOTE_VERBALE and not self.inside:
            allowed = note_verbale_allowed(self.one)
            return "" if allowed else allowed.reason
        if paper == Paper.MEMORANDUM and not self.inside:
            return _("An internal memorandum goes to units of the house only.")
        return ""


@dataclass
class Addressed:
    """Those to whom the paper itself goes, and those who receive a copy."""

    to: list[Whom] = field(default_factory=list)
    copies: list[Whom] = field(default_factory=list)

    @classmethod
    def of(cls, outgoing: Any) -> Addressed:
        """Those of a paper that is there."""
        found = cls()
        for one in outgoing.addressees.select_related("correspondent__country", "unit"):
            (found.to if one.role == "to" else found.copies).append(Whom(one.correspondent or one.unit))
        return found

    @classmethod
    def sent(cls, data: Any) -> Addressed:
        """Those whose keys a form has sent; keys of nobody are passed over. Two queries."""
        keys = [*data.getlist("to")[:MOST], *data.getlist("copy")[:MOST]]
        wanted = {
            kind: {int(key[1:]) for key in keys if key[:1] == kind and key[1:].isdecimal() and len(key) < 12}
            for kind in "cu"
        }
        rows = (
            Correspondent.objects.in_use().select_related("country", "unit").in_bulk(wanted["c"]) if wanted["c"] else {}
        )
        units = Unit.objects.filter(closed_on=None).in_bulk(wanted["u"]) if wanted["u"] else {}
        there = {f"c{pk}": Whom(one) for pk, one in rows.items()} | {f"u{pk}": Whom(one) for pk, one in units.items()}
        found = cls()
        found.add([there[key] for key in data.getlist("to")[:MOST] if key in there])
        found.add([there[key] for key in data.getlist("copy")[:MOST] if key in there], copies=True)
        return found

    def add(self, some: Iterable[Whom], *, copies: bool = False) -> None:
        """Add some at the end; who is there already stays where he is."""
        reached = {one.key for one in (*self.to, *self.copies)}
        for one in some:
            if one.key not in reached:
                reached.add(one.key)
                (self.copies if copies else self.to).append(one)

    def drop(self, key: str) -> None:
        """Take one out."""
        self.to = [one for one in self.to if one.key != key]
        self.copies = [one for one in self.copies if one.key != key]

    @property
    def languages(self) -> list[str]:
        """The languages of those it goes to, each once, in the order of the addressees."""
        return list(dict.fromkeys(one.language for one in self.to if one.language))

    def refusals(self, paper: str) -> list[str]:
        """Each addressee to whom this paper cannot go, with the reason."""
        return [f"{one.name}: {reason}" for one in (*self.to, *self.copies) if (reason := one.refusal(paper))]

    def details(self) -> dict[str, list[Any]]:
        """As the steps of a paper take them."""
        return {"to": [one.one for one in self.to], "copies": [one.one for one in self.copies]}


def named(words: str, *, inside: bool) -> Whom | None:
    """Whoever is meant by a name typed whole: units first in a memorandum, else correspondents first."""
    words = words.strip()[:600]
    if not words:
        return None
    looks: list[Callable[[str], Any]] = [_unit, resolve]
    for look in looks if inside else reversed(looks):
        if found := look(words):
            return Whom(found)
    return None


def _unit(words: str) -> Unit | None:
    sought = fold(words)
    for unit in Unit.objects.filter(closed_on=None):
        if sought in (fold(unit.code), *map(fold, unit.name.values())):
            return unit
    return None


def offered(words: str) -> list[Whom]:
    """Names that begin with what is typed: units whose name or code it begins, then correspondents."""
    asked = fold(words.strip())
    units = []
    for unit in Unit.objects.filter(closed_on=None):
        said = [fold(unit.code), *map(fold, unit.name.values())]
        if any(one.startswith(asked) or f" {asked}" in one for one in said):
            units.append(Whom(unit))
    found = [Whom(one) for one in suggest(words, OFFERED)]
    return [*found[: OFFERED - min(len(units), 4)], *units][:OFFERED]


# groups ------------------------------------------------------------------------------------------------------------
def groups(paper: str = "") -> list[tuple[str, str]]:
    """The groups that can be addressed at once, each with how many it has."""
    if paper == Paper.MEMORANDUM:
        return [(UNITS, _("All units of the house (%(n)s)") % {"n": _units().count()})]
    members = _members(Membership.Standing.MEMBER)
    observers = _members(Membership.Standing.OBSERVER)
    regions: dict[str, int] = {}
    for one in members:
        if one.country.group:
            regions[one.country.group] = regions.get(one.country.group, 0) + 1
    found = [(MISSIONS, _("The missions of all Member States (%(n)s)") % {"n": len(members)})]
    found += [
        (f"group:{code}", _("The missions of the group “%(group)s” (%(n)s)") % {"group": code, "n": count})
        for code, count in sorted(regions.items())
    ]
    if observers:
        found.append((OBSERVERS, _("The missions of the observer States (%(n)s)") % {"n": len(observers)}))
    return [(code, label) for code, label in found if "(0)" not in label]


def group(code: str) -> list[Whom]:
    """Who is in a group; nobody in one that is not known."""
    if code == UNITS:
        return [Whom(unit) for unit in _units()]
    if code == OBSERVERS:
        return [Whom(one) for one in _members(Membership.Standing.OBSERVER)]
    members = _members(Membership.Standing.MEMBER)
    if code == MISSIONS:
        return [Whom(one) for one in members]
    kind, _colon, region = code.partition(":")
    return [Whom(one) for one in members if kind == "group" and one.country.group == region]


def _units() -> Any:
    kinds = (Unit.Kind.CABINET, Unit.Kind.DEPARTMENT, Unit.Kind.OFFICE)
    return Unit.objects.filter(closed_on=None, kind__in=kinds).order_by("order", "code")


def _members(standing: str) -> Sequence[Any]:
    """The missions of the States that have this standing today, in the alphabetical order of the house's first language."""
    year = clock.today().year
    held = Membership.objects.filter(Q(until=None) | Q(until__gte=year), standing=standing, since__lte=year)
    found = Correspondent.objects.in_use().filter(kind=Correspondent.Kind.MISSION, country__in=held.values("state"))
    house = organisation()
    first = house.languages[0] if house and house.languages else "en"
    return sorted(
        found.select_related("country"), key=lambda one: (fold(one.country.name.in_language(first)[0]), one.pk)
    )
