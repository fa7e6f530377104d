"""One contribution: reading it, writing it, confirming what was recorded, clearing and returning it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diwan.interface.components.marks import language as reading
from diwan.interface.request import Request
from diwan.interface.respond import part
from diwan.reports import overview, policies
from diwan.reports.forms import ContributionForm, ReasonForm
from diwan.reports.models import Contribution
from diwan.reports.titles import languages
from diwan.reports.views.report import chosen_language, find

PAGE = "reports/contribution.html"


def find_contribution(request: Request, pk: int, contribution: int) -> Contribution:
    """The contribution, if this person may read it before the report is issued; else it does not exist."""
    report = find(request, pk)
    seen = overview.seen(report, request.person).select_related(*overview.TO_READ, "action")
    found: Contribution = get_object_or_404(seen, pk=contribution)
    found.report = report
    return found


def _line(request: Request, found: Contribution) -> dict[str, Any]:
    speech = languages()
    reader = overview.Reader.of(found.report, request.person, [found], speech)
    return {
        "report": found.report,
        "line": reader.line(found.mandate, found),
        "language": chosen_language(request, speech),
    }


def _done(request: Request, found: Contribution) -> HttpResponse:
    """The line as it is now; without htmx the page at that line."""
    return part(request, f"{PAGE}#line", otherwise=found.get_absolute_url(), **_line(request, found))


@login_required
@require_GET
def contribution(request: Request, pk: int, contribution: int) -> HttpResponse:
    """The line by itself."""
    return _done(request, find_contribution(request, pk, contribution))


@login_required
@require_http_methods(["GET", "POST"])
def text(request: Request, pk: int, contribution: int) -> HttpResponse:
    """Write what was done, in each language, with source and date."""
    found = find_contribution(request, pk, contribution)
    found.report.decide("contribute", request.person).insist()
    policies.may_write(request.person, found).insist()
    form = ContributionForm(request.POST or None, contribution=found, languages=languages(), written_in=reading())
    if request.method == "POST" and form.is_valid():
        found.report.contribute(
            by=request.person, contribution=found, texts=form.texts("text"), source=form.texts("source"),
            on=form.cleaned_data["on"], action=found.action if form.texts("text") == found.texts else None,
        )  # fmt: skip
        return _done(request, found)
    return part(request, f"{PAGE}#line", status=422 if form.is_bound else 200, form=form, **_line(request, found))


@login_required
@require_POST
def confirmation(request: Request, pk: int, contribution: int) -> HttpResponse:
    """Stand by what was recorded."""
    found = find_contribution(request, pk, contribution)
    found.report.confirm(by=request.person, contribution=found)
    return _done(request, found)


@login_required
@require_POST
def clearance(request: Request, pk: int, contribution: int) -> HttpResponse:
    """Take the text into the report."""
    found = find_contribution(request, pk, contribution)
    found.report.clear(by=request.person, contribution=found)
    return _done(request, found)


@login_required
@require_http_methods(["GET", "POST"])
def hand_back(request: Request, pk: int, contribution: int) -> HttpResponse:
    """Return it to the unit, saying what is missing."""
    found = find_contribution(request, pk, contribution)
    found.report.decide("hand_back", request.person).insist()
    form = ReasonForm(request.POST or None, auto_id=f"r{found.pk}_%s")
    if request.method == "POST" and form.is_valid():
        found.report.hand_back(by=request.person, contribution=found, **form.cleaned_data)
        return _done(request, found)
    return part(request, f"{PAGE}#line", status=422 if form.is_bound else 200, reason=form, **_line(request, found))
