"""The register bound: the rows of a period in the words of a language, as the printer takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.utils import timezone
from django.utils.translation import override

from diwan.kernel import clock
from diwan.kernel.calendars import gregorian_in_words, gregorian_range_in_words, hijri_in_words, hijri_range_in_words
from diwan.organisation.models import organisation
from diwan.people.models import Post
from diwan.people.roles import Role
from diwan.printing.book import Book, BookRow, book_pdf
from diwan.references.models import Register
from diwan.registers.book import Row
from diwan.registers.periods import Period


def bound(register: Register, period: Period, rows: Sequence[Row], language: str) -> bytes:
    """The book as PDF."""
    house = organisation()
    desk = Post.objects.filter(role=Role.REGISTRY_CLERK).select_related("unit").first()
    with override(language):
        book = Book(
            organisation=house.name.in_language(language)[0] if house else "",
            registry=desk.unit.name.in_language(language)[0] if desk else "",
            register=register.name.in_language(language)[0] or register.code,
            year=str(period.start.year),
            period=_days(period, language),
            rows=[_row(row, language) for row in rows],
            incoming=register.code.startswith("incoming"),
            printed=f"{gregorian_in_words(clock.today(), language)}, {timezone.localtime(clock.now()):%H:%M}",
        )
    return book_pdf(book, language)


def _days(period: Period, language: str) -> str:
    if period.start == period.end:
        return f"{gregorian_in_words(period.start, language)} ({hijri_in_words(period.start, language)})"
    days = gregorian_range_in_words(period.start, period.end, language)
    return f"{days} ({hijri_range_in_words(period.start, period.end, language)})"


def _row(row: Row, language: str) -> BookRow:
    return BookRow(
        number=row.number, serial=row.serial, date=gregorian_in_words(row.day, language, "short"),
        hijri=hijri_in_words(row.day, language), whom=row.whom, their_reference=row.their_reference,
        their_date=gregorian_in_words(row.their_date, language, "short") if row.their_date else "", subject=row.subject,
        kind=row.kind, enclosures=str(row.enclosures or ""), passed_to=row.passed_to, answered_by=row.answered_by,
        state=cast(Any, row.state), reason=row.reason,
    )  # fmt: skip
