"""What whoever registered an item keeps of it, also of one that is closed to him: number, days, label, stamp."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from diwan.correspondence import policies
from diwan.correspondence.at_hand import waiting_arrival
from diwan.correspondence.marking import label_of, stamp
from diwan.correspondence.models import Letter
from diwan.interface.request import Request


def find_registered(request: Request, pk: int) -> Letter:
    """An item one may hold the receipt of: one's own, and for the registry each of its register."""
    mine = Q(registered_by=request.person)
    scope = policies.scope_of(request.person, "C")
    if scope.anywhere:
        mine = Q()
    elif scope.units:
        mine |= Q(unit__in=scope.units)
    letter: Letter = get_object_or_404(Letter.objects.filter(mine).select_related("unit", "registered_by"), pk=pk)
    return letter


@login_required
@require_GET
def letter_receipt(request: Request, pk: int) -> HttpResponse:
    """Number and days; who registered it; nothing of what is in it, unless the letter is open to the person."""
    letter = find_registered(request, pk)
    seen = Letter.objects.visible_to(request.person).filter(pk=pk).exists()
    return render(request, "correspondence/receipt.html", {"letter": letter, "seen": seen})


@login_required
@require_GET
def letter_label(request: Request, pk: int) -> HttpResponse:
    """The label for the paper."""
    letter = find_registered(request, pk)
    answer = HttpResponse(label_of(letter, by=request.person), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="label-{letter.number.replace("/", "-")}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_POST
def letter_stamped(request: Request, pk: int) -> HttpResponse:
    """A copy of its PDF with the stamp of the registry, kept beside the original, which stays as it came."""
    letter: Any = get_object_or_404(Letter.objects.visible_to(request.person), pk=pk)
    policies.may_correct(request.person, letter).insist()
    return redirect(stamp(letter, by=request.person).get_absolute_url())


@login_required
@require_POST
def letter_same(request: Request, pk: int) -> HttpResponse:
    """What lies in the tray is a letter registered already: it leaves the tray with this reason, and gets no number."""
    if not policies.may_register_private(request.person):
        policies.may_register(request.person).insist()
    letter: Any = get_object_or_404(Letter.objects.visible_to(request.person), pk=pk)
    arrival = waiting_arrival(request.person, request.POST.get("arrival", ""))
    if arrival is None:
        raise Http404
    arrival.discard(by=request.person, reason=_("the same as %(number)s") % {"number": letter.number})
    return redirect("letter-new" if waiting_arrival(request.person, "next") is None else "tray")
