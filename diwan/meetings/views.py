"""The sessions of the organs."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from diwan.interface.request import Request
from diwan.interface.tables import Listing
from diwan.meetings.forms import SessionForm
from diwan.meetings.models import Session
from diwan.meetings.policies import may_convene, may_see
from diwan.organisation.models import organisation
from diwan.trail.models import record_event


@login_required
@require_GET
def sessions(request: Request) -> HttpResponse:
    """All sessions, the latest first."""
    if not may_see(request.person):
        raise Http404
    listing = Listing(request, Session.objects.select_related("organ").order_by("-start", "-number"))
    return render(request, "meetings/sessions.html", {"listing": listing, "may_convene": may_convene(request.person)})


@login_required
@require_http_methods(["GET", "POST"])
def session(request: Request, pk: int | None = None) -> HttpResponse:
    """Enter a session, or change its name, place and dates."""
    may_convene(request.person).insist()
    found = get_object_or_404(Session.objects.select_related("organ"), pk=pk) if pk else None
    house = organisation()
    languages = house.languages if house else ["en"]
    form = SessionForm(request.POST or None, instance=found, languages=languages)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            kept = form.save()
            record_event(kept, "change" if found else "convene", by=request.person, key=kept.key)
        return redirect("sessions")
    return render(
        request, "meetings/session.html", {"form": form, "session": found}, status=422 if form.errors else 200
    )
