"""The reports one sees, and opening a new one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from diwan.interface.request import Request
from diwan.interface.respond import see
from diwan.interface.tables import Listing
from diwan.reports import policies
from diwan.reports.forms import ReportForm
from diwan.reports.models import Contribution, Report
from diwan.reports.overview import AWAITED, CLEARED, REPORT_SIGNS

RELATED = ("session__organ", "presented_to__organ", "series", "reference")


@login_required
@require_GET
def reports(request: Request) -> HttpResponse:
    """The reports, the latest first, with what is still missing for each."""
    visible = Report.objects.visible_to(request.person).select_related(*RELATED)
    listing = Listing(request, visible.order_by("-pk"))
    found = list(listing)
    counts = _counts(request.person, found)
    for one in found:
        one.sign = REPORT_SIGNS[Report.State(one.state)]
        one.counts = counts.get(one.pk, {})
    context = {"listing": listing, "reports": found, "may_open": policies.may_open(request.person)}
    return render(request, "reports/reports.html", context)


def _counts(person: Any, found: list[Report]) -> dict[int, dict[str, int]]:
    seen = Contribution.objects.filter(policies.contributions_seen_by(person), report__in=[one.pk for one in found])
    rows: Any = seen.values("report").annotate(
        all=Count("pk"), awaited=Count("pk", filter=Q(state=AWAITED)), cleared=Count("pk", filter=Q(state=CLEARED))
    )
    return {row["report"]: row for row in rows}


@login_required
@require_http_methods(["GET", "POST"])
def opening(request: Request) -> HttpResponse:
    """Open a report on the resolutions of a session."""
    policies.may_open(request.person).insist()
    form = ReportForm(request.POST or None, initial=_proposed())
    if request.method == "POST" and form.is_valid():
        return see(request, Report.open(by=request.person, **form.cleaned_data))
    return render(request, "reports/opening.html", {"form": form}, status=422 if form.is_bound else 200)


def _proposed() -> dict[str, Any]:
    """The latest session that adopted anything, to be reported on to the next."""
    session = ReportForm().fields["session"].queryset.first()
    if session is None:
        return {}
    return {"session": session.pk, "presented_to": session.following}
