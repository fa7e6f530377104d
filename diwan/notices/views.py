"""The notices of a person."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from diwan.interface.request import Request
from diwan.kernel import clock
from diwan.notices.models import Notice
from diwan.records.enrolment import cards

SHOWN = 50


@login_required
@require_GET
def notices(request: Request) -> HttpResponse:
    """The latest notices; those whose record one may not see any more are left out."""
    found = list(Notice.objects.filter(to=request.person).select_related("event__by")[:SHOWN])
    records = records_of(found, request.person)
    rows = [
        (n, record, _("%(by)s %(says)s") % {"by": n.event.by, "says": n.event.says})
        for n in found
        if (record := records.get((n.event.record_type, n.event.record_id)))
    ]
    new = sum(not n.read_at for n, _record, _said in rows)
    return render(request, "notices/notices.html", {"rows": rows, "new": new})


@login_required
@require_GET
def notice(request: Request, pk: int) -> HttpResponse:
    """Open what a notice is about; it is read then."""
    found = get_object_or_404(Notice.objects.select_related("event"), pk=pk, to=request.person)
    Notice.objects.filter(pk=pk, read_at__isnull=True).update(read_at=clock.now())
    record = get_object_or_404(
        cards()[found.event.record_type].model.objects.visible_to(request.person), pk=found.event.record_id
    )
    return redirect(record)


@login_required
@require_POST
def reading(request: Request) -> HttpResponse:
    """Mark all as read."""
    Notice.objects.filter(to=request.person, read_at__isnull=True).update(read_at=clock.now())
    return redirect("notices")


def records_of(found: list[Notice], person: Any) -> dict[tuple[str, int], Any]:
    """The records of notices, as far as the person may see them: one query for each kind."""
    seen: dict[tuple[str, int], Any] = {}
    for label in {n.event.record_type for n in found}:
        if card := cards().get(label):
            ids = [n.event.record_id for n in found if n.event.record_type == label]
            rows = card.model.objects.visible_to(person).filter(pk__in=ids).select_related(*card.api_related)
            seen |= {(label, row.pk): row for row in rows}
    return seen


def counts(person: Any) -> dict[str, int]:
    """What the masthead shows beside the bell. Every page asks, so it is asked as shortly as it can be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notices_notice WHERE to_id = %s AND read_at IS NULL", [person.pk])
        return {"notices": cursor.fetchone()[0]}
