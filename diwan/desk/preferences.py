"""Pages about oneself: preferences, and who acts in the own place."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from diwan.desk.forms import DelegationForm, PreferencesForm
from diwan.interface.request import Request
from diwan.kernel import clock
from diwan.people.models import Delegation
from diwan.trail.models import record_event

PAGE = "desk/preferences.html"


@login_required
@require_GET
def preferences(request: Request) -> HttpResponse:
    """Language, theme, keys; the delegations given and received."""
    return _page(request)


@login_required
@require_POST
def settings_(request: Request) -> HttpResponse:
    """Keep the preferences."""
    form = PreferencesForm(request.POST, instance=request.person)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    form.save()
    messages.success(request, _("Your preferences are kept."))
    return redirect("preferences")


@login_required
@require_POST
def delegations(request: Request) -> HttpResponse:
    """Have somebody act in one's place."""
    given = DelegationForm(request.POST, giver=request.person)
    if not given.is_valid():
        return _page(request, delegation=given, status=422)
    with transaction.atomic():
        made = given.save()
        record_event(
            request.person, "delegate", by=request.person, to=made.receiver.name, to_id=made.receiver_id,
            areas=made.areas, since=made.since.isoformat(), until=made.until.isoformat(), reason=made.reason,
        )  # fmt: skip
    messages.success(request, _("%(person)s acts for you in these days.") % {"person": made.receiver})
    return redirect("preferences")


@login_required
@require_POST
def withdrawal(request: Request, pk: int) -> HttpResponse:
    """Withdraw a delegation given."""
    with transaction.atomic():
        found = get_object_or_404(
            Delegation.objects.select_for_update(), pk=pk, giver=request.person, withdrawn_on__isnull=True
        )
        found.withdrawn_on = clock.today()
        found.save(update_fields=["withdrawn_on"])
        record_event(request.person, "withdraw_delegation", by=request.person, to=found.receiver.name)
    return redirect("preferences")


def _page(
    request: Request,
    *,
    form: PreferencesForm | None = None,
    delegation: DelegationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person = request.person
    running = Delegation.objects.filter(withdrawn_on__isnull=True, until__gte=clock.today())
    context = {
        "form": form or PreferencesForm(instance=person),
        "delegation": delegation or DelegationForm(giver=person),
        "given": running.filter(giver=person).select_related("receiver"),
        "received": running.filter(receiver=person).select_related("giver"),
    }
    return render(request, PAGE, context, status=status)
