"""The years of a mandate: the same request session by session, what was done each time, and who else asks nearly the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.functional import Promise

from diwan.resolutions.lineage.carrying import Led, last_led
from diwan.resolutions.models import Action, Descent, Mandate, NearDuplicate

ACTIONS_SHOWN = 6
"""Actions of an earlier year read at once on the page of its heir; the rest stands on its own page."""

_LINE = """
WITH RECURSIVE
earlier(id, heir, generation) AS (
    SELECT earlier_id, paragraph_id, 1 FROM resolutions_descent WHERE paragraph_id = %(paragraph)s
    UNION
    SELECT d.earlier_id, d.paragraph_id, e.generation + 1 FROM resolutions_descent d JOIN earlier e ON d.paragraph_id = e.id
),
later(id, heir, generation) AS (
    SELECT earlier_id, paragraph_id, 1 FROM resolutions_descent WHERE earlier_id = %(paragraph)s
    UNION
    SELECT d.earlier_id, d.paragraph_id, l.generation + 1 FROM resolutions_descent d JOIN later l ON d.earlier_id = l.heir
)
SELECT d.paragraph_id, d.earlier_id, d.relation, d.moved FROM resolutions_descent d
WHERE (d.earlier_id, d.paragraph_id) IN (SELECT id, heir FROM earlier UNION SELECT id, heir FROM later)
"""


@dataclass
class Year:
    """A mandate in the line of another: what it is, who led it, what became of it."""

    mandate: Mandate
    current: bool
    relations: set[str] = field(default_factory=set)
    moved: bool = False
    led: Led | None = None
    actions: list[Action] = field(default_factory=list)

    @property
    def said(self) -> list[str | Promise]:
        """How its wording stands to that of the session before; nothing for the first."""
        return [Descent.Relation(relation).label for relation in Descent.Relation.values if relation in self.relations]

    @property
    def shown(self) -> list[Action]:
        """The latest of its actions."""
        return self.actions[:ACTIONS_SHOWN]


def years_of(mandate: Mandate, person: Any) -> list[Year]:
    """All mandates of its line that the person may see, the latest first; at most five queries, one when it has no line.

    A year that is closed to the person is left out altogether.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LINE, {"paragraph": mandate.paragraph_id})
        rows = cursor.fetchall()
    if not rows:
        return []
    paragraphs = {paragraph for new, old, _relation, _moved in rows for paragraph in (new, old)}
    found = Mandate.objects.visible_to(person).filter(paragraph__in=paragraphs).with_status().listed()
    years = {m.paragraph_id: Year(m, m.pk == mandate.pk) for m in found}
    for new, _old, relation, moved in rows:
        if new in years:
            years[new].relations.add(relation)
            years[new].moved = years[new].moved or moved
    if len(years) < 2:
        return []
    led = last_led(year.mandate.pk for year in years.values())
    done: dict[int, list[Action]] = {}
    for action in (
        Action.objects.filter(mandate__paragraph__in=years).select_related("by", "unit").order_by("-on", "-pk")
    ):
        done.setdefault(action.mandate_id, []).append(action)
    for year in years.values():
        year.led, year.actions = led.get(year.mandate.pk), done.get(year.mandate.pk, [])
    return sorted(years.values(), key=_place, reverse=True)


def _place(year: Year) -> Any:
    session, paragraph = year.mandate.resolution.session, year.mandate.paragraph
    return session.start is not None, session.start, session.number, -paragraph.order


def duplicates_of(mandate: Mandate, person: Any) -> list[tuple[Mandate, float]]:
    """Mandates of other bodies that ask nearly the same, with their likeness; those the person may see. Two queries."""
    pairs = NearDuplicate.objects.filter(Q(paragraph=mandate.paragraph_id) | Q(other=mandate.paragraph_id))
    likeness = {
        (pair.other_id if pair.paragraph_id == mandate.paragraph_id else pair.paragraph_id): pair.likeness
        for pair in pairs
    }
    if not likeness:
        return []
    found = Mandate.objects.visible_to(person).filter(paragraph__in=likeness).listed()
    return sorted(((m, likeness[m.paragraph_id]) for m in found), key=lambda one: -one[1])
