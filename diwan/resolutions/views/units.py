"""What do we owe: the page of a unit, an external office or an institution."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from diwan.assignments.models import Assignment
from diwan.interface.request import Request
from diwan.interface.tables import Listing
from diwan.kernel import clock
from diwan.people.models import Unit
from diwan.people.roles import Area
from diwan.resolutions.filters import QUIET, Filter
from diwan.resolutions.lines import lines_of
from diwan.resolutions.models import Mandate, Obstacle

ORDERS = {"due": ("due_on", "pk")}
SHOWN = 20
"""Lines of what stands beside the main list; the rest is behind its link."""


def find(request: Request, code: str, known: Filter) -> Unit:
    """The unit, for those who read mandates everywhere or in it; for others it has no such page."""
    found = next((unit for unit in known.units if unit.code == code), None)
    found = found or get_object_or_404(Unit, code=code)
    if not request.person.authority.scope(Area.MANDATES, "R").covers(found.pk):
        raise Http404
    return found


@login_required
@require_GET
def unit(request: Request, code: str) -> HttpResponse:
    """Open mandates, the longest late first; co-operations; what it returned; what stands in its way."""
    known = Filter(QueryDict())
    found = find(request, code, known)
    visible = Mandate.objects.visible_to(request.person)
    led = visible.filter(lead__unit=found)
    opened = led.filter(state__in=Mandate.OPEN)
    listing = Listing(request, opened.values_list("pk", flat=True), ORDERS)
    helped = visible.filter(
        pk__in=_assigned(found, role=Assignment.Role.CO_OPERATING, state__in=Assignment.OPEN), state__in=Mandate.OPEN
    )
    returned = visible.filter(pk__in=_assigned(found, state=Assignment.State.RETURNED), state=Mandate.State.IDENTIFIED)
    keys, helping, back = list(listing), _keys(helped), _keys(returned)
    lines = {line.mandate.pk: line for line in lines_of([*keys, *helping, *back], known, of=found)}
    obstacles = Obstacle.objects.filter(mandate__in=opened.values("pk"), lifted_on=None)
    context = {
        "unit": found,
        "above": next((unit for unit in known.units if unit.pk == found.parent_id), None),
        "figures": figures(led),
        "listing": listing,
        "lines": [lines[key] for key in keys],
        "helping": [lines[key] for key in helping],
        "returned": [lines[key] for key in back],
        "obstacles": obstacles.select_related(
            "mandate__resolution__session__organ", "mandate__resolution__series", "mandate__paragraph"
        )[:SHOWN],
    }
    return render(request, "resolutions/unit.html", context)


def figures(led: Any) -> dict[str, int]:
    """What a unit owes in figures, one statement."""
    today = clock.today()
    opened = Q(state__in=Mandate.OPEN)
    running = opened & Q(lead__stopped_on__isnull=True)
    counted: dict[str, int] = led.aggregate(
        open=Count("pk", filter=opened),
        late=Count("pk", filter=running & Q(lead__due_on__lt=today)),
        asked=Count("pk", filter=opened & Q(lead__state=Assignment.State.ASKED)),
        waiting=Count("pk", filter=opened & Q(lead__stopped_on__isnull=False)),
        quiet=Count(
            "pk",
            filter=opened
            & (Q(last_action_on__lt=today - QUIET) | Q(last_action_on=None, lead__given_on__lt=today - QUIET)),
        ),
        done=Count("pk", filter=Q(state__in=Mandate.ENDED)),
    )
    return counted


def _assigned(unit: Unit, **which: Any) -> Any:
    return Assignment.objects.filter(record_type="resolutions.mandate", unit=unit, **which).values("record_id")


def _keys(mandates: Any) -> list[int]:
    return list(mandates.order_by("due_on", "pk").values_list("pk", flat=True)[:SHOWN])
