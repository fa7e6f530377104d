"""The tray: what waits to be registered, the oldest first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from diwan.capture import policies
from diwan.capture.forms.handing_in import ReasonForm
from diwan.capture.models import Arrival, Batch, Channel, Mailbox
from diwan.interface.request import Request
from diwan.interface.respond import see
from diwan.interface.tables import Listing
from diwan.kernel.decisions import Refused

OPEN = Q(state__in=Arrival.OPEN)
VIEWS = {
    "waiting": (_("Waiting"), OPEN),
    "mail": (_("From mail"), OPEN & Q(channel=Channel.EMAIL)),
    "scans": (_("Scans and files"), OPEN & ~Q(channel=Channel.EMAIL)),
    "aside": (_("Set aside"), Q(state=Arrival.State.DISCARDED)),
}
LEFT_OUT = ("text", "recognised", "to", "references")
"""What a line of the list does not show and that may be long."""


@login_required
@require_GET
def tray(request: Request) -> HttpResponse:
    """What waits, with what is wrong with the mailboxes that should fill it."""
    if not policies.may_see_tray(request.person):
        raise Http404
    return _page(request)


def _page(request: Request, **more: Any) -> HttpResponse:
    visible = Arrival.objects.visible_to(request.person)
    counts = visible.aggregate(**{name: Count("pk", filter=condition) for name, (_label, condition) in VIEWS.items()})
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "waiting"
    rows = visible.filter(VIEWS[view][1]).select_related("unit", "mailbox").defer(*LEFT_OUT)
    orders = {"received": ("received_at", "pk"), "sender": ("sender_name", "sender_address", "name", "pk")}
    listing = Listing(request, rows, orders if view != "aside" else {"latest": ("-pk",)})
    context = {
        "listing": listing,
        "view": view,
        "tabs": [(name, label, counts[name], name == view) for name, (label, _condition) in VIEWS.items()],
        "may_add": policies.may_add(request.person),
        "troubled": Mailbox.objects.filter(active=True).exclude(trouble="").order_by("trouble_since"),
        "batches": Batch.objects.visible_to(request.person).filter(state=Batch.State.WAITING).count(),
        "reason": ReasonForm(),
        **more,
    }
    return render(request, "capture/tray.html", context, status=422 if "picked" in more else 200)


@login_required
@require_POST
def setting_aside(request: Request) -> HttpResponse:
    """Set several items aside at once, for one reason, all or none."""
    policies.may_see_tray(request.person).insist()
    asked = [pk for pk in request.POST.getlist("pick") if pk.isdecimal()]
    form = ReasonForm(request.POST)
    if not form.is_valid() or not asked:
        return _page(request, reason=form, picked=asked)
    found = list(Arrival.objects.visible_to(request.person).filter(pk__in=asked))
    gone = len(set(asked)) - len(found)
    done = 0
    with transaction.atomic():
        for one in found:
            try:
                one.discard(by=request.person, reason=form.cleaned_data["reason"])
                done += 1
            except Refused:
                gone += 1  # registered meanwhile: it is the better end
    said = ngettext("%(count)s item set aside.", "%(count)s items set aside.", done) % {"count": done}
    if gone:
        said += " " + ngettext(
            "%(count)s was dealt with by somebody else.", "%(count)s were dealt with by somebody else.", gone
        ) % {"count": gone}
    messages.success(request, said)
    return see(request, reverse("tray"))
