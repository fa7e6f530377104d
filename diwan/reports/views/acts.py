"""The acts on the whole of a report: call, chase, introduce, clear a section, finalise, take back, issue."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from diwan.interface.components.marks import language as reading
from diwan.interface.request import Request
from diwan.interface.respond import see
from diwan.reports import overview
from diwan.reports.forms import CallForm, IntroductionForm, ReasonForm
from diwan.reports.labels import language_name
from diwan.reports.titles import languages
from diwan.reports.views.report import find


@login_required
@require_http_methods(["GET", "POST"])
def call(request: Request, pk: int) -> HttpResponse:
    """Ask the units for their contributions by a day."""
    found = find(request, pk)
    found.decide("call", request.person).insist()
    form = CallForm(request.POST or None, initial={"wanted_by": found.wanted_by})
    if request.method == "POST" and form.is_valid():
        event = found.call(by=request.person, **form.cleaned_data)
        n = event.particulars["asked"]
        messages.success(
            request, ngettext("%(n)s contribution is asked for.", "%(n)s contributions are asked for.", n) % {"n": n}
        )
        return see(request, found)
    return render(request, "reports/call.html", {"report": found, "form": form}, status=422 if form.is_bound else 200)


@login_required
@require_POST
def chase(request: Request, pk: int) -> HttpResponse:
    """Remind all units of what is missing, or one."""
    found = find(request, pk)
    unit = request.POST.get("unit", "")
    event = found.chase(by=request.person, units=[int(unit)] if unit.isdecimal() else ())
    n = event.particulars["count"]
    messages.success(
        request, ngettext("%(n)s contribution was chased.", "%(n)s contributions were chased.", n) % {"n": n}
    )
    return see(request, f"{found.get_absolute_url()}?view=missing")


@login_required
@require_http_methods(["GET", "POST"])
def introduction(request: Request, pk: int) -> HttpResponse:
    """Title and introduction in each language."""
    found = find(request, pk)
    found.decide("introduce", request.person).insist()
    form = IntroductionForm(request.POST or None, report=found, languages=languages(), written_in=reading())
    if request.method == "POST" and form.is_valid():
        found.introduce(by=request.person, title=form.texts("title"), introduction=form.texts("introduction"))
        return see(request, found)
    return render(
        request, "reports/introduction.html", {"report": found, "form": form}, status=422 if form.is_bound else 200
    )


@login_required
@require_POST
def section_clearance(request: Request, pk: int, resolution: int) -> HttpResponse:
    """Take in all that has been received on one resolution."""
    found = find(request, pk)
    section = get_object_or_404(found.resolutions().select_related("session__organ", "series"), pk=resolution)
    found.clear_section(by=request.person, resolution=section)
    return see(request, f"{found.get_absolute_url()}?resolution={section.pk}")


@login_required
@require_POST
def final_version(request: Request, pk: int) -> HttpResponse:
    """Make it the Cabinet's final version."""
    found = find(request, pk)
    found.finalise(by=request.person)
    return see(request, found)


@login_required
@require_http_methods(["GET", "POST"])
def taking_back(request: Request, pk: int) -> HttpResponse:
    """Open it again for contributions, with the reason."""
    found = find(request, pk)
    found.decide("take_back", request.person).insist()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found.take_back(by=request.person, **form.cleaned_data)
        return see(request, found)
    return render(
        request, "reports/taking_back.html", {"report": found, "form": form}, status=422 if form.is_bound else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def issue(request: Request, pk: int) -> HttpResponse:
    """Say what is missing; POST gives the symbol and freezes the version."""
    found = find(request, pk)
    found.decide("issue", request.person).insist()
    if request.method == "POST":
        found.issue(by=request.person)
        messages.success(
            request, _("It is issued as %(symbol)s. The files are being made.") % {"symbol": found.reference_printed}
        )
        return see(request, f"{found.get_absolute_url()}?view=versions")
    gaps = overview.gaps(found)
    named = [(language_name(code, reading()), n) for code, n in gaps.languages if n]
    untitled = [language_name(code, reading()) for code in gaps.untitled]
    number = found.editions.count() + 1
    context = {"report": found, "gaps": gaps, "lacking": named, "untitled": untitled, "number": number}
    return render(request, "reports/issue.html", context)
