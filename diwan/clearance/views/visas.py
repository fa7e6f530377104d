"""What waits for one's visa, and answering it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from diwan.clearance.forms import PointForm, VisaForm
from diwan.clearance.models import Point, Round, Visa
from diwan.documents.kinds import Unacceptable
from diwan.interface.request import Request
from diwan.interface.respond import part, see

PAGE = "clearance/clearances.html"
SHOWN = 100


@login_required
@require_GET
def clearances(request: Request) -> HttpResponse:
    """The visas that wait for the person, the most urgent first, each with its paper as far as it may be seen."""
    waiting = Visa.objects.waiting().of(request.person).select_related("round__circuit", "unit", "person")
    visas = list(waiting.order_by("due_on", "pk")[:SHOWN])
    records = records_of((visa.round for visa in visas), request.person)
    lines = [(visa, records.get((visa.round.record_type, visa.round.record_id))) for visa in visas]
    return render(request, PAGE, {"lines": [(visa, record) for visa, record in lines if record is not None]})


@login_required
@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Answer a visa; the way leads back to the paper, or to what waits when that is closed now."""
    visa = get_object_or_404(Visa.objects.of(request.person).select_related("round"), pk=pk)
    record = records_of([visa.round], request.person).get((visa.round.record_type, visa.round.record_id))
    if record is None:
        raise Http404
    form = VisaForm(request.POST, request.FILES)
    if not form.is_valid():
        return part(request, f"{PAGE}#answer", status=422, visa=visa, record=record, form=form)
    given = form.cleaned_data
    upload = given["upload"]
    try:
        visa.round.give(
            visa, by=request.person, answer=given["answer"], remark=given["remark"], upload=upload,
            name=upload.name if upload else "",
        )  # fmt: skip
    except Unacceptable as refusal:
        form.add_error("upload", str(refusal))
        return part(request, f"{PAGE}#answer", status=422, visa=visa, record=record, form=form)
    return see(request, "clearances" if request.POST.get("next") == "list" else record)


@login_required
@require_POST
def point(request: Request, pk: int, code: str) -> HttpResponse:
    """Answer a point of the checklist of a round, if its record may be seen."""
    round = get_object_or_404(Round, pk=pk)
    record = records_of([round], request.person).get((round.record_type, round.record_id))
    if record is None:
        raise Http404
    form = PointForm(request.POST)
    found = get_object_or_404(Point, code=code)
    if not form.is_valid():
        context = {"round": round, "point": found, "form": form, "record": record}
        return part(request, "clearance/point.html#point", status=422, **context)
    round.answer_point(found, by=request.person, **form.cleaned_data)
    return see(request, f"{record.get_absolute_url()}#gate")


def records_of(rounds: Iterable[Round], person: Any) -> dict[tuple[str, int], Any]:
    """What rounds are about, as far as the person may see it: one query for each kind."""
    ids: dict[str, set[int]] = {}
    for round in rounds:
        ids.setdefault(round.record_type, set()).add(round.record_id)
    found: dict[tuple[str, int], Any] = {}
    for label, keys in ids.items():
        model: Any = apps.get_model(label)
        found |= {(label, one.pk): one for one in model.objects.visible_to(person).filter(pk__in=keys)}
    return found
