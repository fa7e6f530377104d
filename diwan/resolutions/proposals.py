"""Who should lead a mandate: proposals from its lineage, its resolution, words like its own, names and its series.

Every proposal carries its reasons as codes with particulars, in ``Mandate.proposed_because``; ``leading`` says them. A
reason names its unit; one without is of the unit proposed:

- ``lineage``: who led the mandate it renews (written by ``lineage.carrying``); ``before``: who led it until it reopened;
- ``resolution``: who leads the other mandates of this resolution, or led those of the one it continues;
- ``subject``: who leads mandates of like words, with the likest;
- ``asked``, ``named``: an office or institution whom it asks, or only names;
- ``matter``: its title or words speak of what the unit is for; ``series``: who usually leads the series.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from diwan.assignments.models import Assignment
from diwan.comparison.experience import Experience
from diwan.people.models import Unit
from diwan.resolutions.naming import Naming

if TYPE_CHECKING:
    from diwan.resolutions.models import Mandate

MANDATE = "resolutions.mandate"
FIXED = ("lineage", "before")
"""Reasons of a proposal that is not made anew: who led the same matter until now."""

WEIGHT = {
    "here": 3.0,
    "followed": 2.0,
    "subject": 1.6,
    "asked": 1.3,
    "named": 0.25,
    "title": 0.9,
    "words": 0.5,
    "series": 0.55,
}
"""What each source counts at its fullest. Measured by ``bench/proposals.py``; ``here`` is the same resolution,
``followed`` the one it continues, ``asked`` an office of ours that is asked, ``title`` the matter of the title."""

REMEMBERED = 5_000
"""So many of the latest mandates given are asked for like words."""

TOLD = 3
"""Units proposed for one mandate, with their reasons; the first is the proposal."""


WORTH_TELLING = 0.35
"""How much must speak for a unit that is not the proposal itself."""


@dataclass
class Candidate:
    """A unit that could lead, how much speaks for it, and why."""

    unit: Unit
    strength: float = 0.0
    reasons: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Given:
    """A mandate that was given: to whom, and what it says."""

    mandate: int
    resolution: int
    unit: int
    words: str
    language: str


class Proposer:
    """Reads the units and what was given to whom once, then proposes for many mandates."""

    def __init__(self, *, remembering: bool = True, hidden: Iterable[int] = ()) -> None:
        """``remembering``: whether to ask what was given to whom, which takes a second; ``hidden``: mandates whose leads
        it must not know, when it is measured.
        """
        self._remembering = remembering
        self.units = {unit.pk: unit for unit in Unit.objects.filter(closed_on=None).select_related("parent")}
        self._hidden = frozenset(hidden)
        self._names = Naming(self.units.values())
        self._titles: dict[int, list[tuple[int, str]]] = {}

    def propose(self, mandate: Mandate, *, without: Collection[int] = ()) -> bool:
        """Set who should lead a mandate, who should help and why; whether this changed anything. Nothing is saved.

        ``without``: units that are not proposed, as they returned it.
        """
        before = (mandate.proposed_unit_id, mandate.proposed_with, mandate.proposed_because)
        found = [one for one in self.candidates(mandate) if one.unit.pk not in without]
        found = found[:1] + [one for one in found[1:TOLD] if one.strength >= WORTH_TELLING]
        lead = found[0].unit if found else None
        mandate.proposed_unit = lead
        mandate.proposed_with = [
            unit.pk
            for unit in dict.fromkeys([*self._names.asked(mandate.addressee), *self._names.named(mandate.wording)])
            if unit != lead
        ]
        mandate.proposed_person = None
        mandate.proposed_because = [reason for candidate in found for reason in candidate.reasons]
        return before != (mandate.proposed_unit_id, mandate.proposed_with, mandate.proposed_because)

    def candidates(self, mandate: Mandate) -> list[Candidate]:
        """Who could lead it, the strongest first."""
        found: dict[int, Candidate] = {}
        for unit, weight, reason in self._evidence(mandate):
            if unit in self.units:
                candidate = found.setdefault(unit, Candidate(self.units[unit]))
                candidate.strength += weight
                candidate.reasons.append({**reason, "unit": unit, "weight": round(weight, 2)})
        for candidate in found.values():
            candidate.reasons.sort(key=lambda reason: -reason["weight"])
        return sorted(found.values(), key=lambda candidate: (-candidate.strength, candidate.unit.order))

    def _evidence(self, mandate: Mandate) -> Iterable[tuple[int, float, dict[str, Any]]]:
        resolution = mandate.resolution
        yield from self._of_resolution(resolution.pk, "here", resolution.short)
        if followed := resolution.follows:
            yield from self._of_resolution(followed.pk, "followed", followed.short)
        for vote in self._votes(mandate.wording):
            example = self._examples[vote.example]
            reason = {"code": "subject", "id": vote.example, "of": example, "likeness": round(vote.likeness, 2)}
            yield vote.answer, WEIGHT["subject"] * vote.share, reason
        asked = self._names.asked(mandate.addressee)
        for unit in dict.fromkeys([*asked, *self._names.named(mandate.wording)]):
            ours = unit in asked and unit.kind == Unit.Kind.OFFICE
            yield unit.pk, WEIGHT["asked" if ours else "named"], {"code": "asked" if unit in asked else "named"}
        if resolution.pk not in self._titles:
            self._titles[resolution.pk] = list(self._names.matters(resolution.title))
        for source, matters in (
            ("title", self._titles[resolution.pk]),
            ("words", self._names.matters(mandate.wording)),
        ):
            for unit_pk, word in matters:
                yield unit_pk, WEIGHT[source], {"code": "matter", "words": word}
        if resolution.series and resolution.series.lead_id:
            yield resolution.series.lead_id, WEIGHT["series"], {"code": "series", "of": resolution.series.code}

    def _of_resolution(self, resolution: int, source: str, short: str) -> Iterable[tuple[int, float, dict[str, Any]]]:
        """Who leads the mandates of a resolution: all of them for one unit weigh fully, one alone half as much."""
        leads = self._by_resolution.get(resolution, Counter())
        total = sum(leads.values())
        for unit, times in leads.most_common():
            reason = {"code": "resolution", "of": short, "times": times, "all": total, "here": source == "here"}
            yield unit, WEIGHT[source] * times / (total + 1), reason

    def _votes(self, words: Mapping[str, str]) -> Sequence[Any]:
        language = next((code for code in self._experience if code in words), None)
        return self._experience[language].votes(words[language]) if language else ()

    @cached_property
    def _given(self) -> list[Given]:
        """The latest mandates that were given, to whom last; what a unit returned was not its matter. Two queries."""
        from diwan.resolutions.models import Mandate

        if not self._remembering:
            return []
        rows = Assignment.objects.filter(record_type=MANDATE, role=Assignment.Role.LEAD)
        rows = rows.exclude(state=Assignment.State.RETURNED).order_by("-record_id", "-pk").distinct("record_id")
        leads = dict(rows.values_list("record_id", "unit")[:REMEMBERED])
        found = []
        # What few may see speaks for nobody: a reason would tell of it.
        known = Mandate.objects.filter(pk__in=leads, confidentiality__lte=1)
        for pk, resolution, wording in known.values_list("pk", "resolution", "wording"):
            if pk not in self._hidden:
                found += [Given(pk, resolution, leads[pk], text, code) for code, text in wording.items()]
        return found

    @cached_property
    def _by_resolution(self) -> dict[int, Counter[int]]:
        leads = {given.mandate: (given.resolution, given.unit) for given in self._given}
        found: dict[int, Counter[int]] = defaultdict(Counter)
        for resolution, unit in leads.values():
            found[resolution][unit] += 1
        return found

    @cached_property
    def _experience(self) -> dict[str, Experience]:
        """What was given to whom, by language; the language most was given in is asked first."""
        found: dict[str, Experience] = {}
        for code, _ in Counter(given.language for given in self._given).most_common():
            found[code] = Experience(code)
        for given in self._given:
            found[given.language].learn(given.mandate, given.words, given.unit)
        return found

    @cached_property
    def _examples(self) -> dict[int, str]:
        """The printed numbers of the mandates given."""
        from diwan.resolutions.models import Mandate

        found = Mandate.objects.filter(pk__in={given.mandate for given in self._given})
        return {
            m.pk: m.reference_printed
            for m in found.select_related("resolution__session__organ", "resolution__series", "paragraph")
        }


def propose_for(mandates: Sequence[Mandate]) -> int:
    """Propose anew for mandates nobody leads; returns for how many it changed.

    Where it is known who led the same matter until now, that stands, unless this unit has returned the mandate.
    """
    from diwan.resolutions.models import Mandate, Resolution

    waiting = [m for m in mandates if m.state == Mandate.State.IDENTIFIED and m.lead_id is None]
    returned = returned_by(mandate.pk for mandate in waiting)
    waiting = [m for m in waiting if not fixed(m) or m.proposed_unit_id in returned.get(m.pk, ())]
    if not waiting:
        return 0
    related = ("session__organ", "series__lead", "follows__session__organ", "follows__series")
    resolutions = Resolution.objects.select_related(*related).in_bulk({m.resolution_id for m in waiting})
    proposer, changed = Proposer(), []
    for mandate in waiting:
        mandate.resolution = resolutions[mandate.resolution_id]
        if proposer.propose(mandate, without=returned.get(mandate.pk, ())):
            changed.append(mandate)
    fields = ["proposed_unit", "proposed_with", "proposed_person", "proposed_because"]
    return Mandate.objects.bulk_update(changed, fields, batch_size=1000)


def returned_by(mandates: Iterable[int]) -> dict[int, set[int]]:
    """The units that returned each of these mandates. One query."""
    rows = Assignment.objects.filter(record_type=MANDATE, record_id__in=list(mandates), state=Assignment.State.RETURNED)
    found: dict[int, set[int]] = defaultdict(set)
    for mandate, unit in rows.values_list("record_id", "unit"):
        found[mandate].add(unit)
    return found


def fixed(mandate: Mandate) -> bool:
    """Whether its proposal rests on who led the same matter until now."""
    return any(reason.get("code") in FIXED for reason in mandate.proposed_because)
