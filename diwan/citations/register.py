"""What is known of citations: who cites a record, what it cites itself, and what is cited but in no register.

All of it as far as a person may see the citing records: what is hidden is neither listed nor counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import Cast, Concat, RowNumber

from diwan.citations.links import Target, targets
from diwan.citations.models import Citation, Name
from diwan.interface.components.marks import language
from diwan.records.citing import RESOLUTION, Place
from diwan.records.enrolment import Card, card_of, cards

LOOKED_AT = 60
"""Citations of an absent key that are looked at for its printed forms and first places."""

Row = tuple[str, int]
"""Kind and number of a record."""


@dataclass
class Spot:
    """A place in a citing record, and the languages in which it cites there."""

    place: Place
    languages: list[str]
    printed: str


@dataclass
class Citing:
    """A record that cites, and where; `certain` unless only another reading of its numbers leads here."""

    record: Any
    card: Card
    spots: list[Spot] = field(default_factory=list)
    certain: bool = False


@dataclass
class Reference:
    """What a record cites: the key, how it is printed, where, and what it leads to (nothing, or absent)."""

    key: str
    kind: str
    printed: list[str]
    spots: list[Spot]
    target: Target | None


@dataclass
class Absent:
    """A key that is in no register: its printed forms, how many records cite it, and the first of them."""

    key: str
    kind: str
    records: int
    printed: list[str] = field(default_factory=list)
    citing: list[Citing] = field(default_factory=list)


def visible_to(person: Any) -> Q:
    """Citations in records that the person may see."""
    seen = Q(pk__in=[])
    for label, card in cards().items():
        if card.passages:
            records = card.model.objects.visible_to(person).values("pk")
            seen |= Q(record_type=label, record_id__in=records)
    return seen


# cited by ----------------------------------------------------------------------------------------------------------
class CitedBy:
    """Who cites a record, as far as the person may see them."""

    def __init__(self, record: Any, person: Any) -> None:
        self.person = person
        label = record._meta.label_lower
        self.keys = set(Name.objects.filter(record_type=label, record_id=record.pk).values_list("key", flat=True))
        leading = Q(key__in=self.keys) | Q(also__in=self.keys) & ~Q(also="")
        self._citations = Citation.objects.filter(leading).exclude(record_type=label, record_id=record.pk)

    @property
    def rows(self) -> QuerySet[Any, Any]:
        """Rows of kind and number, each record once: those of the kind of resolutions first, the latest first."""
        rows = self._citations.filter(visible_to(self.person)).order_by().values_list("record_type", "record_id")
        return rows.distinct().order_by("-record_type", "-record_id")

    def records(self, rows: Iterable[Row]) -> list[Citing]:
        """These records with their places: a query for the places, and one for each kind of record."""
        rows = list(rows)
        found = _records(rows, self.person)
        chosen = Q(pk__in=[])
        for label in {label for label, _pk in rows}:
            chosen |= Q(record_type=label, record_id__in=[pk for kind, pk in rows if kind == label])
        some: dict[Row, list[Citation]] = {}
        for one in self._citations.filter(chosen).order_by("pk"):
            some.setdefault((one.record_type, one.record_id), []).append(one)
        return [
            Citing(*found[row], _spots(*found[row], some[row]), certain=any(one.key in self.keys for one in some[row]))
            for row in rows
            if row in found and row in some
        ]


def _spots(record: Any, card: Card, citations: Iterable[Citation], most: int | None = None) -> list[Spot]:
    """One for each place: the same paragraph in three languages is one. The reader's language is led to first."""
    by_place: dict[str, list[Citation]] = {}
    for citation in citations:
        by_place.setdefault(citation.place, []).append(citation)
    spots = []
    for place, some in list(by_place.items())[:most]:
        languages = list(dict.fromkeys(one.language for one in some if one.language))
        led = language() if language() in languages else (languages or [""])[0]
        first = next((one for one in some if one.language == led), some[0])
        assert card.place is not None
        spots.append(Spot(card.place(record, place, first.called, led), languages, first.printed))
    return spots


# what a record cites -----------------------------------------------------------------------------------------------
def references_of(record: Any, person: Any) -> list[Reference]:
    """What a record cites, each key once, in the order of its text."""
    card = card_of(record)
    assert card is not None
    by_key: dict[str, list[Citation]] = {}
    also: dict[str, str] = {}
    for one in Citation.objects.filter(record_type=record._meta.label_lower, record_id=record.pk).order_by("pk"):
        by_key.setdefault(one.key, []).append(one)
        also[one.key] = also.get(one.key) or one.also
    found = targets(person, [*by_key, *also.values()])
    return [
        Reference(
            key, some[0].kind, list(dict.fromkeys(one.printed for one in some)), _spots(record, card, some),
            _led(found, key, also[key]),
        )
        for key, some in by_key.items()
    ]  # fmt: skip


def _led(found: dict[str, Target], key: str, also: str) -> Target | None:
    """Where a number leads: by its first reading, else by the other; absent only when it is by both."""
    for one in (key, also):
        if one in found and not found[one].absent:
            return found[one]
    hidden = key not in found or (also and also not in found)
    return None if hidden else Target(absent=True)


# cited, but absent -------------------------------------------------------------------------------------------------
def absent(person: Any, *, kind: str = "", beginning: str = "", series: str = "") -> QuerySet[Any, Any]:
    """Keys cited in records open to the person and in no register, with how many records and places cite them.

    ``beginning`` of the key narrows to an organ (``CFM-``) or a session (``CFM-59/``), ``series`` to its letters.
    """
    # two conditions and not one: of "this or that" PostgreSQL makes a loop over all names for each citation
    rows = Citation.objects.filter(visible_to(person)).filter(~Exists(Name.objects.filter(key=OuterRef("key"))))
    rows = rows.filter(Q(also="") | ~Exists(Name.objects.filter(key=OuterRef("also"))))
    if kind:
        rows = rows.filter(kind=kind)
    if beginning:
        rows = rows.filter(key__startswith=beginning)
    if series:
        rows = rows.filter(kind=RESOLUTION, key__contains=f"/{series}/")
    record = Concat("record_type", Value(" "), Cast("record_id", CharField()))
    return rows.order_by().values("key", "kind").annotate(records=Count(record, distinct=True))


def absent_in_full(rows: Iterable[Any], person: Any, first: int = 3) -> list[Absent]:
    """These rows of `absent` with printed forms and the ``first`` records that cite each: two queries and the records'."""
    wanted = {row["key"]: Absent(row["key"], row["kind"], row["records"]) for row in rows}
    nth = Window(RowNumber(), partition_by="key", order_by=["record_type", "record_id", "pk"])
    citations = Citation.objects.filter(visible_to(person), key__in=wanted).annotate(nth=nth).filter(nth__lte=LOOKED_AT)
    of_key: dict[str, dict[Row, list[Citation]]] = {}
    for one in citations.order_by("record_type", "record_id", "pk"):
        found = wanted[one.key]
        if one.printed not in found.printed:
            found.printed.append(one.printed)
        of_key.setdefault(one.key, {}).setdefault((one.record_type, one.record_id), []).append(one)
    shown = {key: dict(list(by_row.items())[:first]) for key, by_row in of_key.items()}
    records = _records({row for by_row in shown.values() for row in by_row}, person)
    for key, by_row in shown.items():
        for row, some in by_row.items():
            if row in records:
                record, card = records[row]
                wanted[key].citing.append(Citing(record, card, _spots(record, card, some, most=4), certain=True))
    return list(wanted.values())


def _records(rows: Iterable[Row], person: Any) -> dict[Row, tuple[Any, Card]]:
    """The records of these rows that the person may see, a query for each kind."""
    by_kind: dict[str, set[int]] = {}
    for label, pk in rows:
        by_kind.setdefault(label, set()).add(pk)
    found: dict[Row, tuple[Any, Card]] = {}
    for label, ids in by_kind.items():
        card = cards()[label]
        seen = card.model.objects.visible_to(person).filter(pk__in=ids).select_related(*card.api_related)
        found |= {(label, record.pk): (record, card) for record in seen}
    return found
