"""What waits for one's visa, and answering it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diwan.clearance import policies
from diwan.clearance.forms import PointForm, VisaForm
from diwan.clearance.models import Point, Round, Visa
from diwan.documents.kinds import Unacceptable
from diwan.interface.request import Request
from diwan.interface.respond import part, see
from diwan.printing.letter_values import paragraphs
from diwan.records.discretion import tell
from diwan.records.models import Opening

SHOWN = 100


@login_required
@require_GET
def clearances(request: Request) -> HttpResponse:
    """The visas that wait for the person, the most urgent first, each with its paper as far as it may be seen."""
    if not policies.may_see_clearances(request.person):
        raise Http404
    lines = _lines(request.person)
    late = sum(visa.late for visa, _record in lines)
    return render(request, "clearance/clearances.html", {"lines": lines, "late": late})


@login_required
@require_http_methods(["GET", "POST"])
def visa(request: Request, pk: int) -> HttpResponse:
    """One visa: the paper, who answered before, the answer. After it the way leads to the next, or back to the paper."""
    found = get_object_or_404(
        Visa.objects.answerable_by(request.person).select_related("round__circuit", "unit", "person"), pk=pk
    )
    record = records_of([found.round], request.person).get((found.round.record_type, found.round.record_id))
    if record is None:
        raise Http404
    if request.method == "GET":
        tell([record], by=request.person)
        Opening.note(record, request.person)
        return _page(request, found, record, VisaForm(visa=found))
    form = VisaForm(request.POST, request.FILES, visa=found)
    if not form.is_valid():
        return _page(request, found, record, form, status=422)
    given = form.cleaned_data
    upload = given["upload"]
    try:
        found.round.give(
            found, by=request.person, answer=given["answer"], remark=given["remark"], upload=upload,
            name=upload.name if upload else "",
        )  # fmt: skip
    except Unacceptable as refusal:
        form.add_error("upload", str(refusal))
        return _page(request, found, record, form, status=422)
    if request.POST.get("next") != "list":
        return see(request, record)
    following = next((one for one, _record in _lines(request.person) if one.pk != found.pk), None)
    return redirect("visa", following.pk) if following else redirect("clearances")


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
        return part(request, "clearance/point.html", status=422, **context)
    round.answer_point(found, by=request.person, **form.cleaned_data)
    return see(request, f"{record.get_absolute_url()}#gate")


def _page(request: Request, visa: Visa, record: Any, form: VisaForm, status: int = 200) -> HttpResponse:
    order = [one.pk for one, _record in _lines(request.person)]
    place = order.index(visa.pk) if visa.pk in order else None
    context = {
        "texts": texts_of(record), "visa": visa, "record": record, "form": form, "round": visa.round,
        "visas": list(visa.round.visas.select_related("unit", "person", "by", "version")),
        "place": None if place is None else place + 1, "total": len(order),
        "previous": order[place - 1] if place else None,
        "following": order[place + 1] if place is not None and place + 1 < len(order) else None,
        "refused": _refused(request.person, visa, record),
    }  # fmt: skip
    return render(request, "clearance/visa.html", context, status=status)


def _refused(person: Any, visa: Visa, record: Any) -> str:
    """Why it cannot be answered, said before the click."""
    decision = visa.round.may_give(visa, person, record)
    return "" if decision else str(decision.reason)


def _lines(person: Any) -> list[tuple[Visa, Any]]:
    waiting = Visa.objects.before(person).select_related("round__circuit", "unit", "person").distinct()
    visas = list(waiting.order_by("due_on", "pk")[:SHOWN])
    records = records_of((visa.round for visa in visas), person)
    lines = [(visa, records.get((visa.round.record_type, visa.round.record_id))) for visa in visas]
    return [(visa, record) for visa, record in lines if record is not None]


def texts_of(record: Any) -> list[tuple[str, dict[str, Any]]]:
    """What is to be cleared, the reader's language first, of a record that has ``latest_texts()`` with subjects and bodies."""
    latest = record.latest_texts() if hasattr(record, "latest_texts") else {}
    reader = (get_language() or "en")[:2]
    return [
        (code, {"subject": latest[code].subject, "lines": plain(latest[code].body)})
        for code in sorted(latest, key=lambda code: (code != reader, code))
    ]


def plain(body: str) -> list[str]:
    """The paragraphs of a text without the marks of its small markup."""
    return ["".join(sign for sign in piece if not "\ue0f0" <= sign <= "\ue0f9").strip() for piece in paragraphs(body)]


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
