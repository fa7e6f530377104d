"""The directory: its list, the same as a file, and the names offered while one types."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models.fields.json import KT
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from diwan.directory import policies
from diwan.directory.exports import heads, rows
from diwan.directory.lookup import lookup
from diwan.directory.models import Correspondent, State
from diwan.directory.recognition import suggest
from diwan.interface.exports import csv_response, xlsx_response
from diwan.interface.request import Request
from diwan.interface.tables import Listing
from diwan.organisation.models import organisation

Standing = Correspondent.State
FORMS = {"csv": csv_response, "xlsx": xlsx_response}
ORDERS = {"name": ("called", "pk"), "kind": ("kind", "called", "pk"), "state": ("country__code", "called", "pk")}
FEW = 2
"""Letters one types before names are offered."""


def languages() -> list[str]:
    """The languages of the house."""
    house = organisation()
    return list(house.languages) if house else ["en"]


def narrowed(request: Request) -> Any:
    """What the address leaves of those the person may see. Words it does not know are passed over."""
    found = Correspondent.objects.visible_to(request.person)
    standing = request.GET.get("standing", "")
    found = found.filter(state=standing if standing in Standing.values else Standing.IN_USE)
    if (kind := request.GET.get("kind", "")) in Correspondent.Kind.values:
        found = found.filter(kind=kind)
    if country := request.GET.get("country", ""):
        found = found.filter(country__code=country)
    if asked := request.GET.get("q", "").strip()[:200]:
        found = found.filter(pk__in=lookup().seeking(asked))
    return found.annotate(called=KT(f"name__{(get_language() or 'en')[:2]}")).order_by("called", "pk")


@login_required
@require_GET
def correspondents(request: Request) -> HttpResponse:
    """All one writes to, by name; narrowed by kind, State and words."""
    if not policies.reads(request.person):
        raise Http404
    listing = Listing(request, narrowed(request).select_related("country", "merged_into"), ORDERS)
    context = {
        "listing": listing,
        "kinds": Correspondent.Kind.choices,
        "countries": sorted(State.objects.filter(correspondents__isnull=False).distinct(), key=str),
        "standings": [(value, label) for value, label in Standing.choices if value != Standing.IN_USE],
        "may_enter": policies.may_enter(request.person),
        "may_export": policies.may_export(request.person),
        "query": request.GET.urlencode(),
    }
    return render(request, "directory/correspondents.html", context)


@login_required
@require_GET
def export(request: Request, form: str) -> HttpResponse:
    """The list as it is narrowed, as a file."""
    if form not in FORMS or not policies.reads(request.person):
        raise Http404
    policies.may_export(request.person).insist()
    spoken = languages()
    lines = rows(narrowed(request), spoken)
    if form == "csv":
        return csv_response("correspondents", heads(spoken), lines)
    return xlsx_response("correspondents", heads(spoken), lines, title=_("Correspondents"))


@login_required
@require_GET
def choices(request: Request) -> JsonResponse:
    """The names that begin with what is typed, at most twelve: to choose from, not to list."""
    if not policies.reads(request.person):
        raise Http404
    asked = request.GET.get("q", "").strip()[:200]
    found = suggest(asked) if len(asked) >= FEW else []
    answer = JsonResponse(
        {"choices": [{"id": one.pk, "name": str(one), "kind": one.get_kind_display()} for one in found]}
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
