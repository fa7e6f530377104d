"""The circuits as the office sets them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diwan.clearance import policies
from diwan.clearance.forms import CircuitForm, NameForm, NewCircuitForm, SeatForm
from diwan.clearance.models import Circuit, Stage
from diwan.interface.request import Request
from diwan.kernel.decisions import NotNow
from diwan.records.acts import languages, told

EVENTS = 20


@login_required
@require_GET
def circuits(request: Request) -> HttpResponse:
    """All of them, with their stages."""
    if not policies.may_see_clearances(request.person):
        raise Http404
    found = (
        Circuit.objects.visible_to(request.person).prefetch_related("stages__seats__unit").order_by("state", "order")
    )
    may = policies.may_set_circuits(request.person)
    return render(request, "clearance/circuits.html", {"circuits": list(found), "may": may})


@login_required
@require_http_methods(["GET", "POST"])
def circuit_new(request: Request) -> HttpResponse:
    """A new circuit; its seats follow on its page."""
    policies.may_set_circuits(request.person).insist()
    form = NewCircuitForm(request.POST or None, languages=languages())
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("circuit", Circuit.set_up(by=request.person, **form.cleaned_data).pk)
        except NotNow as refusal:
            form.add_error("code", str(refusal))
    return render(request, "clearance/circuit_new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def circuit(request: Request, pk: int) -> HttpResponse:
    """Its name and papers, and a form for another seat."""
    found = _found(request, pk)
    form = CircuitForm(request.POST or None, languages=languages(), name=found.name, initial={"papers": found.papers})
    if request.method == "POST" and form.is_valid():
        found.change(by=request.person, **form.cleaned_data)
        return redirect("circuit", pk)
    return _page(request, found, form=form)


@login_required
@require_POST
def seat(request: Request, pk: int) -> HttpResponse:
    """Add a seat, in a stage that is there or the next one."""
    found = _found(request, pk)
    form = SeatForm(request.POST)
    if not form.is_valid():
        return _page(request, found, seat_form=form)
    found.seat(by=request.person, stage=form.cleaned_data["stage"], **form.seat())
    return redirect("circuit", pk)


@login_required
@require_POST
def seat_removal(request: Request, pk: int, seat: int) -> HttpResponse:
    """Take a seat out; a stage in which nobody sits any more goes with it."""
    _found(request, pk).unseat(by=request.person, seat=seat)
    return redirect("circuit", pk)


@login_required
@require_POST
def stage(request: Request, pk: int, number: int) -> HttpResponse:
    """Name a stage."""
    found = _found(request, pk)
    held = get_object_or_404(Stage, circuit=found, number=number)
    form = NameForm(request.POST, languages=languages(), name=held.name, prefix=f"stage{number}")
    if not form.is_valid():
        return _page(request, found, stage_form=(number, form))
    found.call_stage(by=request.person, stage=number, name=form.cleaned_data["name"])
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


def _found(request: Request, pk: int) -> Circuit:
    """A circuit that the person may change."""
    found: Circuit = get_object_or_404(Circuit.objects.visible_to(request.person), pk=pk)
    found.decide("change", request.person).insist()
    return found


def _page(
    request: Request, circuit: Circuit, *, form: Any = None, seat_form: Any = None, stage_form: Any = (0, None)
) -> HttpResponse:
    refused_stage, refused_form = stage_form
    stages = [
        (
            one,
            refused_form
            if one.number == refused_stage
            else NameForm(languages=languages(), name=one.name, prefix=f"stage{one.number}"),
        )
        for one in circuit.stages.prefetch_related("seats__unit")
    ]
    context = {
        "circuit": circuit, "stages": stages, "refused_stage": refused_stage, "history": told(circuit.history.order_by("-pk")[:EVENTS]),
        "form": form or CircuitForm(languages=languages(), name=circuit.name, initial={"papers": circuit.papers}),
        "seat_form": seat_form or SeatForm(initial={"stage": max(1, len(stages))}),
    }  # fmt: skip
    refused = any(one is not None and one.errors for one in (form, seat_form, refused_form))
    return render(request, "clearance/circuit.html", context, status=422 if refused else 200)
