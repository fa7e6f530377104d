"""The circuits as the office sets them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diwan.clearance import policies
from diwan.clearance.forms import PAPERS, CircuitForm, SeatForm
from diwan.clearance.models import Circuit
from diwan.interface.request import Request
from diwan.kernel.multilingual import Texts
from diwan.records.acts import languages


@login_required
@require_GET
def circuits(request: Request) -> HttpResponse:
    """All of them, with their stages."""
    found = (
        Circuit.objects.visible_to(request.person).prefetch_related("stages__seats__unit").order_by("state", "order")
    )
    may = policies.may_set_circuits(request.person)
    return render(request, "clearance/circuits.html", {"circuits": list(found), "may": may, "papers": dict(PAPERS)})


@login_required
@require_http_methods(["GET", "POST"])
def circuit(request: Request, pk: int) -> HttpResponse:
    """Its name and papers, and a form for another seat."""
    found = get_object_or_404(Circuit.objects.visible_to(request.person), pk=pk)
    found.decide("change", request.person).insist()
    form = CircuitForm(
        request.POST or None, languages=languages(), name=Texts(found.name), initial={"papers": found.papers}
    )
    if request.method == "POST" and form.is_valid():
        found.change(by=request.person, stages=laid(found), **form.cleaned_data)
        return redirect("circuit", pk)
    return _page(request, found, form=form)


@login_required
@require_POST
def seat(request: Request, pk: int) -> HttpResponse:
    """Add a seat, in a stage that is there or the next one."""
    found = get_object_or_404(Circuit.objects.visible_to(request.person), pk=pk)
    found.decide("change", request.person).insist()
    form = SeatForm(request.POST)
    if not form.is_valid():
        return _page(request, found, seat_form=form)
    stages = laid(found)
    number = min(form.cleaned_data["stage"], len(stages) + 1)
    if number > len(stages):
        stages.append({"name": Texts({code: str(number) for code in languages()}), "seats": []})
    stages[number - 1]["seats"].append(form.seat())
    found.change(by=request.person, name=found.name, papers=found.papers, stages=stages)
    return redirect("circuit", pk)


@login_required
@require_POST
def seat_removal(request: Request, pk: int, stage: int, place: int) -> HttpResponse:
    """Take a seat out; a stage in which nobody sits any more goes with it."""
    found = get_object_or_404(Circuit.objects.visible_to(request.person), pk=pk)
    found.decide("change", request.person).insist()
    stages = laid(found)
    if 0 < stage <= len(stages) and 0 <= place < len(stages[stage - 1]["seats"]):
        del stages[stage - 1]["seats"][place]
    found.change(
        by=request.person, name=found.name, papers=found.papers, stages=[one for one in stages if one["seats"]]
    )
    return redirect("circuit", pk)


@login_required
@require_POST
def retirement(request: Request, pk: int) -> HttpResponse:
    """Retire a circuit, or take it up again."""
    found = get_object_or_404(Circuit.objects.visible_to(request.person), pk=pk)
    if found.state == Circuit.State.IN_USE:
        found.retire(by=request.person)
    else:
        found.revive(by=request.person)
    return redirect("circuits")


def laid(circuit: Circuit) -> list[dict[str, Any]]:
    """The stages as ``Circuit.lay`` takes them."""
    return [
        {
            "name": stage.name,
            "seats": [
                {
                    "unit": seat.unit, "role": seat.role, "co_units": seat.co_units, "task": seat.task,
                    "days": seat.days, "silence": seat.silence, "must": seat.must,
                }
                for seat in stage.seats.all()
            ],
        }
        for stage in circuit.stages.prefetch_related("seats__unit")
    ]  # fmt: skip


def _page(request: Request, circuit: Circuit, **forms: Any) -> HttpResponse:
    context = {
        "circuit": circuit, "stages": list(circuit.stages.prefetch_related("seats__unit")), "papers": dict(PAPERS),
        "form": forms.get("form") or CircuitForm(languages=languages(), name=Texts(circuit.name), initial={"papers": circuit.papers}),
        "seat_form": forms.get("seat_form") or SeatForm(),
    }  # fmt: skip
    refused = any(form.errors for form in forms.values())
    return render(request, "clearance/circuit.html", context, status=422 if refused else 200)
