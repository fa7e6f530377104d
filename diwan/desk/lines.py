"""The lines of mandates on a desk: which they are, from one question for all groups, and the first act of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diwan.desk.parts import Act, Group, Line
from diwan.resolutions import policies
from diwan.resolutions.models import Mandate

SHOWN = 6  # lines of a group; the rest is behind its link


@dataclass
class Wanted:
    """A group whose lines are mandates: which, by what day they are ordered, and the act at the end of each."""

    group: Group
    mandates: Any
    day: str = "lead__due_on"
    first: Callable[[Any], Act | None] = lambda mandate: None

    def first_few(self, number: int) -> Any:
        """The first by their day, each with the number of the group."""
        ordered = self.mandates.order_by(F(self.day).asc(nulls_last=True), "pk")
        return ordered.annotate(group=Value(number)).values_list("group", "pk")[:SHOWN]


def fill(wanted: list[Wanted]) -> None:
    """Give the groups their lines.

    First which, then with all that a line shows: joining so much to thousands of rows costs more than asking twice.
    """
    if not wanted:
        return
    one, *others = [w.first_few(number) for number, w in enumerate(wanted)]
    chosen = list(one.union(*others, all=True)) if others else list(one)
    known = (
        Mandate.objects.with_status().listed().select_related("proposed_unit").in_bulk([pk for _group, pk in chosen])
    )
    for number, w in enumerate(wanted):
        w.group.lines = [line_of(m, w.first) for m in in_order(known[pk] for g, pk in chosen if g == number)]


def in_order(mandates: Iterable[Any]) -> list[Any]:
    """By the day, those without one last."""
    return sorted(mandates, key=lambda m: (day_of(m) is None, day_of(m), m.pk))


def day_of(mandate: Any) -> Any:
    """The day the lead unit has, or that of the text as long as nobody leads."""
    return mandate.lead.due_on if mandate.lead else mandate.due_on


def line_of(mandate: Any, first: Callable[[Any], Act | None]) -> Line:
    """What is asked, its number, who answers, by when."""
    return Line(
        title=mandate.wording,
        url=mandate.get_absolute_url(),
        status="idle" if mandate.status == "unassigned" else mandate.status,
        reference=mandate.reference_printed,
        meta=mandate.lead.unit if mandate.lead else mandate.resolution.title,
        due=day_of(mandate),
        new=bool(mandate.lead and mandate.lead.state == "asked"),
        act=first(mandate),
    )


def asking(mandate: Any) -> Act:
    """Where does it stand?"""
    sends = {"pick": mandate.pk, "next": reverse("desk")}
    return Act(_("Ask for an update"), reverse("mandates-questions"), "U", sends)


def giving(mandate: Any) -> Act | None:
    """To the unit that the text names, where it names one."""
    if mandate.proposed_unit is None:
        return None
    label = _("Assign to %(unit)s") % {"unit": mandate.proposed_unit.code}
    return Act(label, reverse("mandates-assignments"), "P", {"only": mandate.pk, "next": reverse("desk")})


def taking(person: Any) -> Callable[[Any], Act | None]:
    """The lead unit accepts."""

    def accepting(mandate: Any) -> Act | None:
        if not policies.may_answer(person, mandate):
            return None
        return Act(_("Accept"), reverse("mandate-change", args=[mandate.pk, "acceptance"]), "Y")

    return accepting
