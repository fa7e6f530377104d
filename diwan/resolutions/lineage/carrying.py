"""What is carried forward to a mandate from the one it renews: lead unit, those who help, focal point, how often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from diwan.assignments.models import Assignment
from diwan.people.models import Holding, Unit, current
from diwan.resolutions.models import Descent, Mandate, Resolution
from diwan.resolutions.proposals import propose_for

OPEN = 1
"""The highest level that whoever may see mandates sees without being named (dossier, section 7)."""

LABEL = Mandate._meta.label_lower
PROPOSAL = ["proposed_unit", "proposed_with", "proposed_person", "proposed_because"]
"""What a proposal of a lead unit is made of."""


class Led:
    """Who led a mandate last: the unit, its focal point, and the units that helped it."""

    def __init__(self, lead: Assignment) -> None:
        self.lead, self.unit, self.person = lead, lead.unit, lead.person
        self.helping: list[Unit] = []


def last_led(mandates: Iterable[int]) -> dict[int, Led]:
    """Who led each of these mandates last, also when it is ended; a unit that returned it did not. Two queries."""
    given = Assignment.objects.filter(record_type=LABEL, record_id__in=list(mandates)).exclude(
        state=Assignment.State.RETURNED
    )
    latest = given.filter(role=Assignment.Role.LEAD).order_by("record_id", "-pk").distinct("record_id")
    found = {lead.record_id: Led(lead) for lead in latest.select_related("unit", "person")}
    for other in given.filter(role=Assignment.Role.CO_OPERATING).select_related("unit").order_by("unit__order", "pk"):
        led = found.get(other.record_id)
        if led and other.given_on == led.lead.given_on and other.unit not in led.helping:
            led.helping.append(other.unit)
    return found


def ancestors(mandates: Iterable[int]) -> dict[int, list[Mandate]]:
    """The mandates each of these renews directly, the likest first. One query.

    A confidential one speaks for nobody: who led it would be told to all who see the later mandate.
    """
    rows = Descent.objects.filter(paragraph__mandate__in=list(mandates), earlier__mandate__confidentiality__lte=OPEN)
    rows = rows.select_related(
        "paragraph__mandate", "earlier__mandate__paragraph", "earlier__mandate__resolution__session__organ",
        "earlier__mandate__resolution__series",
    ).order_by("-likeness", "earlier__order")  # fmt: skip
    found: dict[int, list[Mandate]] = {}
    for row in rows:
        found.setdefault(row.paragraph.mandate.pk, []).append(row.earlier.mandate)
    return found


def in_office() -> set[int]:
    """Persons who hold a post today."""
    held = Holding.objects.filter(current(), person__is_active=True)
    return set(held.values_list("person", flat=True))


def carry(mandates: Sequence[Mandate]) -> int:
    """Propose for each mandate nobody leads yet whoever led the one it renews; returns for how many.

    A unit that is closed and a person without a post are not proposed. For the others their resolution, words, names
    and series are asked (``proposals``), now that it is known which mandates renew which.
    """
    waiting = [m for m in mandates if m.state == Mandate.State.IDENTIFIED and m.lead_id is None]
    renewing = ancestors([m.pk for m in waiting])
    led = last_led(a.pk for found in renewing.values() for a in found)
    present = in_office() if led else set()
    carried, others = [], []
    for mandate in waiting:
        candidates = ((a, led[a.pk]) for a in renewing.get(mandate.pk, []) if a.pk in led)
        found = next(((a, before) for a, before in candidates if not before.unit.closed_on), None)
        if found:
            _take_over(mandate, *found, present)
            carried.append(mandate)
        else:
            if any(reason.get("code") == "lineage" for reason in mandate.proposed_because):  # it renews none any more
                mandate.proposed_unit, mandate.proposed_because = None, []
            others.append(mandate)
    Mandate.objects.bulk_update(carried, PROPOSAL, batch_size=1000)
    propose_for(others)
    return len(carried)


def _take_over(mandate: Mandate, ancestor: Mandate, before: Led, present: set[int]) -> None:
    mandate.proposed_unit = before.unit
    mandate.proposed_with = [unit.pk for unit in before.helping if not unit.closed_on and unit != before.unit]
    mandate.proposed_person = before.person if before.lead.person_id in present else None
    mandate.proposed_because = [{"code": "lineage", "of": ancestor.reference_printed, "id": ancestor.pk}]


def count_renewals(resolutions: Sequence[Resolution]) -> None:
    """Write how many sessions before asked the same into the mandates of these resolutions and of those that follow."""
    front: list[int] = [r.pk for r in resolutions]
    while front:
        mandates = list(Mandate.objects.filter(resolution__in=front).only("renewed"))
        renewing = _renewed_before([m.pk for m in mandates])
        changed = []
        for mandate in mandates:
            times = renewing.get(mandate.pk, 0)
            if times != mandate.renewed:
                mandate.renewed = times
                changed.append(mandate)
        Mandate.objects.bulk_update(changed, ["renewed"], batch_size=1000)
        front = list(Resolution.objects.filter(follows__in=front).values_list("pk", flat=True)) if changed else []


def _renewed_before(mandates: list[int]) -> dict[int, int]:
    rows: Any = Descent.objects.filter(paragraph__mandate__in=mandates, earlier__mandate__isnull=False)
    found: dict[int, int] = {}
    for mandate, times in rows.values_list("paragraph__mandate", "earlier__mandate__renewed"):
        found[mandate] = max(found.get(mandate, 0), times + 1)
    return found
