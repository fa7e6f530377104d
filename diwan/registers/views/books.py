"""The register as a bound book: on the page, as PDF, as XLSX; and its proof."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Max, Min, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from diwan.interface.exports import xlsx_response
from diwan.interface.request import Request
from diwan.interface.tables import Listing
from diwan.kernel import clock
from diwan.organisation.models import organisation
from diwan.references.models import Counter, Register
from diwan.registers import policies
from diwan.registers.binding import bound
from diwan.registers.book import Row, drawn_in, rows_of
from diwan.registers.periods import NAMES, Period, period_of
from diwan.registers.proof import prove
from diwan.trail.models import record_event

PAGE = "registers/register.html"
CORRESPONDENCE = Q(code__startswith="incoming") | Q(
    code__in=["outgoing", "note-verbale", "circular", "memorandum", "cable"]
)
"""The registers of what comes in and goes out; others (reports, decisions) are books of their own pages."""


@login_required
@require_GET
def registers(request: Request) -> HttpResponse:
    """Each book with its last number of the year, and the proof for who may ask for it."""
    policies.may_read(request.person).insist()
    year = clock.today().year
    last = dict(Counter.objects.filter(year=year).values_list("register", "last"))
    books = [(book, last.get(book.pk, 0)) for book in Register.objects.filter(CORRESPONDENCE).order_by("pk")]
    context = {"books": books, "year": year, "may_verify": policies.may_verify(request.person)}
    return render(request, "registers/registers.html", context)


@login_required
@require_GET
def register(request: Request, code: str, year: int) -> HttpResponse:
    """One book for a day, a week, a month or a year."""
    policies.may_read(request.person).insist()
    book = get_object_or_404(Register.objects.filter(CORRESPONDENCE), code=code)
    period = _period(request, year)
    numbers = drawn_in(book, period)
    listing = Listing(request, numbers, size=100)
    counted = numbers.aggregate(first=Min("serial"), last=Max("serial"))
    years = list(Counter.objects.filter(register=book).order_by("-year").values_list("year", flat=True))
    context = {
        "book": book, "year": year, "period": period, "periods": NAMES, "listing": listing, "years": years,
        "rows": list(rows_of(listing.page.object_list, request.person)), "counted": counted,
    }  # fmt: skip
    return render(request, PAGE, context)


@login_required
@require_GET
def bound_book(request: Request, code: str, year: int, form: str) -> HttpResponse:
    """The same as PDF, as it would be bound, or as XLSX. Taking it away leaves an event on the register."""
    policies.may_read(request.person).insist()
    book = get_object_or_404(Register.objects.filter(CORRESPONDENCE), code=code)
    period = _period(request, year)
    rows = list(rows_of(drawn_in(book, period).iterator(chunk_size=2000), request.person))
    told = {"period": f"{period.start.isoformat()} – {period.end.isoformat()}", "form": form}
    record_event(book, "export", by=request.person, **told)
    name = f"register-{book.code}-{period.start.isoformat()}-{period.name}"
    if form == "xlsx":
        return xlsx_response(name, _heads(), map(_cells, rows), title=str(book))
    answer = HttpResponse(bound(book, period, rows, request.LANGUAGE_CODE), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


@login_required
@require_GET
def proof(request: Request) -> HttpResponse:
    """The proof on one page, made anew each time it is asked for."""
    policies.may_verify(request.person).insist()
    return render(request, "registers/proof.html", {"proof": prove(), "at": clock.now()})


def _period(request: Request, year: int) -> Period:
    """The period asked for, within the year of the address. Raises Http404 for a day that is none."""
    today = clock.today()
    asked = request.GET.get("day", "")
    try:
        day = dt.date.fromisoformat(asked) if asked else (today if today.year == year else dt.date(year, 12, 31))
    except ValueError as refusal:
        raise Http404 from refusal
    name = request.GET.get("period", "")
    house = organisation()
    weekend = None
    if name == "week" and house and request.person.unit:
        weekend = request.person.unit.calendar.weekend
    return period_of(name if name in NAMES else "day", day, weekend)


def _heads() -> list[Any]:
    return [
        _("Number"), _("Registered"), _("From or to"), _("Their reference"), _("Their date"), _("Subject"), _("Language"),
        _("Kind"), _("Enclosures"), _("Passed to"), _("Answered by"), _("Remarks"),
    ]  # fmt: skip


def _cells(row: Row) -> list[Any]:
    return [
        row.number, row.at, row.whom, row.their_reference, row.their_date, row.subject, row.language.upper(), row.kind,
        row.enclosures or None, row.passed_to, row.answered_by, row.remarks,
    ]  # fmt: skip
