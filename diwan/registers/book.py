"""The rows of a register for a period: the same for the page, the PDF and the XLSX."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from diwan.assignments.models import Assignment
from diwan.correspondence.models import Letter
from diwan.outgoing.models import Outgoing
from diwan.references.models import Reference, Register
from diwan.registers.matters import addressed
from diwan.registers.periods import Period

AT_ONCE = 1000
"""Rows read together: a year of 10,000 is ten times the same few questions."""


@dataclass
class Row:
    """One line of the register. A closed one belongs to an item that the reader may not see: number and day, no more."""

    number: str
    serial: int
    at: dt.datetime
    state: str
    url: str = ""
    whom: str = ""
    their_reference: str = ""
    their_date: dt.date | None = None
    subject: str = ""
    language: str = ""
    kind: str = ""
    enclosures: int = 0
    passed_to: str = ""
    answered_by: str = ""
    level: int = 0
    reason: str = ""

    @property
    def day(self) -> dt.date:
        """The day of its number."""
        return timezone.localtime(self.at).date()

    @property
    def void(self) -> bool:
        """Whether the number is void."""
        return self.state == "void"

    @property
    def closed(self) -> bool:
        """Whether the reader may not see what it was given to."""
        return self.state == "closed"

    @property
    def remarks(self) -> str:
        """What the last column says."""
        if self.void:
            return _("void: %(reason)s") % {"reason": self.reason}
        if self.closed:
            return _("closed entry")
        return _("reserved") if self.state == "reserved" else ""


def drawn_in(register: Register, period: Period) -> Any:
    """The numbers of a register in a period, by their serials."""
    start, end = period.bounds
    found = Reference.objects.filter(register=register, at__gte=start, at__lt=end)
    return found.order_by("year", "serial")


def rows_of(references: Iterable[Reference], person: Any) -> Iterator[Row]:
    """A row for each number, none left out; five queries for each thousand."""
    chunk: list[Reference] = []
    for reference in references:
        chunk.append(reference)
        if len(chunk) == AT_ONCE:
            yield from _rows(chunk, person)
            chunk = []
    yield from _rows(chunk, person)


def _rows(references: Sequence[Reference], person: Any) -> list[Row]:
    if not references:
        return []
    letters = _seen(Letter, references, person)
    papers = _seen(Outgoing, references, person)
    passed = _passed_to([*letters.values(), *papers.values()])
    answered = _answered_by(letters, person)
    rows = []
    for reference in references:
        row = Row(reference.printed, reference.serial, reference.at, reference.state, reason=reference.reason)
        if reference.record_type == "correspondence.letter" and reference.record_id in letters:
            _of_letter(row, letters[reference.record_id], passed, answered)
        elif reference.record_type == "outgoing.outgoing" and reference.record_id in papers:
            _of_paper(row, papers[reference.record_id], passed)
        elif reference.record_id and row.state == "given":
            row.state = "closed"
        elif reference.record_id:  # why the number of a closed item is void may say what it was
            row.reason = _("the item is closed to you")
        rows.append(row)
    return rows


def _seen(model: Any, references: Sequence[Reference], person: Any) -> dict[int, Any]:
    label = model._meta.label_lower
    ids = [one.record_id for one in references if one.record_type == label]
    if not ids:
        return {}
    return {one.pk: one for one in model.objects.visible_to(person).filter(pk__in=ids).listed()}


def _passed_to(items: Sequence[Any]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], list[str]] = {}
    for model in (Letter, Outgoing):
        ids = [item.pk for item in items if isinstance(item, model)]
        if ids:
            given = Assignment.objects.filter(record_type=model._meta.label_lower, record_id__in=ids)
            given = given.exclude(state__in=["withdrawn", "returned"]).order_by("pk")
            for kind, pk, code in given.values_list("record_type", "record_id", "unit__code"):
                found.setdefault((kind, pk), []).append(code)
    return {key: ", ".join(dict.fromkeys(codes)) for key, codes in found.items()}


def _answered_by(letters: dict[int, Letter], person: Any) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    if letters:
        replies = Outgoing.objects.visible_to(person).filter(answers__in=list(letters), number__isnull=False)
        for letter, number in replies.order_by("pk").values_list("answers", "number"):
            found.setdefault(letter, []).append(number)
    return {letter: ", ".join(numbers) for letter, numbers in found.items()}


def _of_letter(row: Row, letter: Letter, passed: dict[tuple[str, int], str], answered: dict[int, str]) -> None:
    row.url, row.whom, row.subject = letter.get_absolute_url(), letter.sender_name, str(letter)
    row.their_reference, row.their_date, row.language = letter.their_reference, letter.dated, letter.language
    row.kind, row.enclosures, row.level = str(letter.get_kind_display()), letter.enclosures, letter.confidentiality
    row.passed_to = passed.get(("correspondence.letter", letter.pk), "")
    row.answered_by = answered.get(letter.pk, "")


def _of_paper(row: Row, paper: Outgoing, passed: dict[tuple[str, int], str]) -> None:
    row.url, row.whom, row.subject = paper.get_absolute_url(), addressed(paper), paper.subject
    row.kind, row.level = str(paper.get_paper_display()), paper.confidentiality
    row.passed_to = passed.get(("outgoing.outgoing", paper.pk), "") or paper.unit.code
