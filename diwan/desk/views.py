"""My desk: the page everybody begins with."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from diwan.desk.agenda import desk_of
from diwan.interface.request import Request
from diwan.kernel import clock
from diwan.notices.models import Notice
from diwan.notices.views import records_of
from diwan.people.roles import Area
from diwan.resolutions import policies

LATEST = 7


@login_required
@require_GET
def desk(request: Request) -> HttpResponse:
    """What needs the person, what is late, what falls due, and what others did."""
    person = request.person
    notices = list(Notice.objects.filter(to=person).select_related("event__by")[:LATEST])
    records = records_of(notices, person)
    told = [(n, records[key]) for n in notices if (key := (n.event.record_type, n.event.record_id)) in records]
    context = {
        "today": clock.today(),
        "desk": desk_of(person),
        "told": told,
        "may_import": policies.may_import(person),
        "reads_trail": person.authority.scope(Area.TRAIL, "R").anywhere,
    }
    return render(request, "desk/desk.html", context)
