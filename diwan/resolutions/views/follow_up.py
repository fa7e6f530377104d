"""The follow-up: the matrix, the list behind it, the views people keep of it, and the list as a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from diwan.interface.exports import csv_response, xlsx_response
from diwan.interface.request import Request
from diwan.interface.tables import Listing
from diwan.kernel import clock
from diwan.people.roles import Area
from diwan.records.discretion import CONFIDENTIAL, tell
from diwan.resolutions import exports, policies
from diwan.resolutions.figures import matrix as units_by_status
from diwan.resolutions.filters import Filter
from diwan.resolutions.forms.assigning import SavedViewForm
from diwan.resolutions.lines import lines_of
from diwan.resolutions.models import Mandate, SavedView
from diwan.resolutions.views import renewals
from diwan.trail.models import record_event

ORDERS: dict[str, tuple[Any, ...]] = {
    "due": ("due_on", "pk"),
    "mandate": (
        "resolution__session__start",
        "resolution__series__code",
        "resolution__number",
        "paragraph__order",
        "pk",
    ),
    "unit": ("lead__unit__order", "due_on", "pk"),
    "update": ("last_action_on", "pk"),
}
"""How the list may be sorted; what has no day comes last."""

FORMS: dict[str, Callable[..., HttpResponse]] = {"csv": csv_response, "xlsx": xlsx_response}


def readers_only(person: Any) -> None:
    """The follow-up exists for those who may read mandates somewhere; for others there is no such page."""
    scope = person.authority.scope(Area.MANDATES, "R")
    if not (scope.anywhere or scope.units or scope.assigned):
        raise Http404


@login_required
@require_GET
def matrix(request: Request) -> HttpResponse:
    """Units × status, counted in one statement."""
    readers_only(request.person)
    chosen = Filter(request.GET)
    counted = units_by_status(chosen.narrow(Mandate.objects.visible_to(request.person)), chosen)
    may_assess = policies.may_assess(request.person, None)
    context = {
        "chosen": chosen,
        "matrix": counted,
        "endings": renewals.proposed(request.person).count() if may_assess else 0,
        "now": clock.now(),
        "reopening": chosen.session if may_assess else None,
    }
    return render(request, "resolutions/follow_up.html", context)


@login_required
@require_GET
def mandates(request: Request) -> HttpResponse:
    """The list, narrowed and sorted as its address says."""
    readers_only(request.person)
    chosen = Filter(request.GET)
    found = chosen.narrow(Mandate.objects.visible_to(request.person))
    listing = Listing(request, found.values_list("pk", flat=True), ORDERS)
    kept = SavedView.objects.filter(Q(person=request.person) | Q(shared=True)).select_related("person")
    lines = lines_of(list(listing), chosen)
    may_assign, may_ask = policies.may_assign(request.person, None), policies.may_ask(request.person, None)
    context = {
        "chosen": chosen,
        "listing": listing,
        "lines": lines,
        "kept": kept,
        "form": SavedViewForm(),
        "may_assign": may_assign,
        "may_ask": may_ask,
        "picking": bool(may_assign or may_ask),
    }
    return render(request, "resolutions/mandates.html", context)


# the list as a file ------------------------------------------------------------------------------------------------
@login_required
@require_GET
def export(request: Request, form: str) -> HttpResponse:
    """Exactly the list that the person sees, as CSV or XLSX; told in the trail with its address."""
    readers_only(request.person)
    if form not in FORMS:
        raise Http404
    chosen = Filter(request.GET)
    found = chosen.narrow(Mandate.objects.visible_to(request.person)).order_by(F("due_on").asc(nulls_last=True), "pk")
    rows = list(exports.rows(found, request.build_absolute_uri("/").rstrip("/")))
    tell(found.filter(confidentiality__gte=CONFIDENTIAL), by=request.person, verb="export", form=form)
    record_event(
        request.person, "export", by=request.person, what="mandates", form=form, view=chosen.saved, rows=len(rows)
    )
    return FORMS[form](f"mandates-{clock.today().isoformat()}", exports.HEADS, rows)


# views that people keep --------------------------------------------------------------------------------------------
@login_required
@require_POST
def views(request: Request) -> HttpResponse:
    """Keep the present list under a name; the same name again replaces it."""
    readers_only(request.person)
    form, query = SavedViewForm(request.POST), request.POST.get("query", "")[:1000]
    if form.is_valid():
        SavedView.objects.update_or_create(
            person=request.person,
            name=form.cleaned_data["name"],
            defaults={"query": query, "shared": form.cleaned_data["shared"]},
        )
        messages.success(request, _("The view “%(name)s” is kept.") % {"name": form.cleaned_data["name"]})
    else:
        messages.error(request, _("Give the view a name."))
    return redirect(f"{reverse('mandates')}?{query}")


@login_required
@require_POST
def deletion(request: Request, pk: int) -> HttpResponse:
    """Let go of a view of one's own."""
    get_object_or_404(SavedView, pk=pk, person=request.person).delete()
    return redirect("mandates")


@login_required
@require_POST
def sharing(request: Request, pk: int) -> HttpResponse:
    """Share a view of one's own with everybody, or keep it for oneself again."""
    kept = get_object_or_404(SavedView, pk=pk, person=request.person)
    kept.shared = not kept.shared
    kept.save(update_fields=["shared"])
    return redirect(f"{reverse('mandates')}?{kept.query}")
