"""What the foundations need to know of reports."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diwan.people.holders import HEADS, cabinet, people_of
from diwan.people.models import Person
from diwan.records.enrolment import Card
from diwan.reports import citing
from diwan.reports.models import Contribution, Report


def asked(report: Report, event: Any) -> list[Person]:
    """Heads of the units from which something is awaited, and the focal points of those mandates."""
    awaited = report.contributions.filter(state=Contribution.State.AWAITED)
    if units := event.particulars.get("units"):
        awaited = awaited.filter(unit__in=units)
    return people_of(set(awaited.values_list("unit_id", flat=True)) - {None}, *HEADS) + _focal_points(awaited)


def returned_to(report: Report, event: Any) -> list[Person]:
    """Head and focal point of the unit to which a contribution was returned, and who wrote it."""
    found = report.contributions.filter(pk=event.particulars.get("contribution"))
    wrote = [c.by for c in found.select_related("by") if c.by]
    unit = event.particulars.get("unit")
    return people_of([unit] if unit else [], *HEADS) + _focal_points(found) + wrote


def openers(report: Report, event: Any) -> list[Person]:
    """Who opened the report."""
    return [opened.by for opened in report.history.filter(verb="open")]


def all_asked(report: Report, event: Any) -> list[Person]:
    """Whoever had a part in it: the units asked, who opened it, the Chef de Cabinet."""
    units = set(report.contributions.values_list("unit_id", flat=True)) - {None}
    return people_of(units, *HEADS) + openers(report, event) + cabinet()


def deciders(report: Report, event: Any) -> list[Person]:
    """Who opened it, and the Chef de Cabinet."""
    return openers(report, event) + cabinet()


def _focal_points(contributions: Any) -> list[Person]:
    named = contributions.filter(mandate__lead__person__isnull=False).values("mandate__lead__person")
    return list(Person.objects.filter(pk__in=named))


def _words(report: Report) -> dict[str, tuple[str, str]]:
    """Title and introduction; what units have written only from the latest issued version, which all may read."""
    bodies = {language: [text] for language, text in report.introduction.items()}
    edition = report.editions.first()
    for section in edition.content["sections"] if edition else ():
        for row in section["rows"]:
            for sentence in row["sentences"]:
                for language, text in sentence["texts"].items():
                    bodies.setdefault(language, []).append(text)
    symbol = report.reference_printed
    return {
        language: (f"{symbol} {report.title.get(language, '')}".strip(), "\n".join(bodies.get(language, [])))
        for language in {*report.title, *bodies}
    }


CARDS = [
    Card(
        model=Report,
        icon="report",
        kind=_("Report"),
        searchable=_words,
        told={
            "call": asked, "chase": asked, "hand_back": returned_to, "contribute": openers, "confirm": openers,
            "finalise": deciders, "take_back": all_asked, "issue": all_asked,
        },
        api_name="reports",
        api_fields=("id", "title", "introduction", "reference_id", "session_id", "presented_to_id", "series_id", "wanted_by", "state"),
        api_filters=("state", "session", "series"),
        api_related=("reference", "session__organ", "presented_to__organ", "series"),
        passages=citing.passages_of,
        passages_along=("editions",),
        within=citing.organ_meant,
        place=citing.place_in,
        changes_texts=frozenset({"open", "introduce", "issue"}),
        named=citing.names_of,
    ),
]  # fmt: skip
