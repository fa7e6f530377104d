"""One item of the tray: its papers at one side, what is known of it and what can be done at the other."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diwan.capture.arriving import ORIGINAL, PAGE
from diwan.capture.forms.handing_in import ReasonForm
from diwan.capture.models import Arrival
from diwan.documents.kinds import may_be_shown
from diwan.documents.models import BODY, Version, documents_of
from diwan.interface.request import Request
from diwan.interface.respond import see
from diwan.records.discretion import tell

SHOWN = 20_000
"""Characters of the text on the page; the rest is in the document."""


def find(request: Request, pk: int) -> Arrival:
    """The item, if this person may see it; else it does not exist."""
    visible = Arrival.objects.visible_to(request.person).select_related("unit", "mailbox", "batch", "by")
    found: Arrival = get_object_or_404(visible.defer("recognised"), pk=pk)
    return found


@login_required
@require_GET
def arrival(request: Request, pk: int) -> HttpResponse:
    """The item. Reading a sealed one is told in the trail."""
    found = find(request, pk)
    tell([found], by=request.person)
    return _page(request, found)


def _page(request: Request, found: Arrival, **more: Any) -> HttpResponse:
    versions = [version for document in documents_of(found) for version in _with(document)]
    asked = request.GET.get("paper", "")
    viewed = next((v for v in versions if str(v.pk) == asked and shown(v)), None) or _first(versions)
    context = {
        "arrival": found,
        "papers": versions,
        "viewed": viewed,
        "original": next((v for v in versions if v.document.role in (ORIGINAL, PAGE)), None),
        "text": found.text[:SHOWN],
        "cut": len(found.text) > SHOWN,
        "may": {name: found.decide(name, request.person) for name in ("take", "discard", "restore", "seal")},
        "neighbours": _neighbours(request, found),
        "events": [
            {"at": e.at, "says": f"{e.by} {e.says}"} for e in found.history.exclude(verb="read").order_by("-pk")[:12]
        ],
        "reason": ReasonForm(),
        **more,
    }
    return render(request, "capture/arrival.html", context, status=422 if more else 200)


def _with(document: Any) -> list[Version]:
    versions = list(document.versions.all())
    for version in versions:
        version.document = document
        version.viewable = shown(version)
    return versions


def shown(version: Version) -> bool:
    """Whether the viewer shows it in place."""
    return version.document.role == BODY or may_be_shown(version.file.media_type)


def _first(versions: list[Version]) -> Version | None:
    """What is looked at first: what the mail says, else the scan."""
    order = {BODY: 0, ORIGINAL: 1, PAGE: 1}
    return min((v for v in versions if shown(v)), key=lambda v: (order.get(v.document.role, 2), v.pk), default=None)


def _neighbours(request: Request, found: Arrival) -> dict[str, Any]:
    """The items before and after it in the tray."""
    waiting = Arrival.objects.visible_to(request.person).filter(state__in=Arrival.OPEN)
    at = {"received_at": found.received_at}
    before = waiting.filter(received_at__lte=at["received_at"]).exclude(received_at=at["received_at"], pk__gte=found.pk)
    after = waiting.filter(received_at__gte=at["received_at"]).exclude(received_at=at["received_at"], pk__lte=found.pk)
    return {
        "previous": before.order_by("-received_at", "-pk").values_list("pk", flat=True).first(),
        "next": after.order_by("received_at", "pk").values_list("pk", flat=True).first(),
    }


@login_required
@require_GET
def reading(request: Request, pk: int) -> HttpResponse:
    """How far the reading is, again, as long as it is being read."""
    found = find(request, pk)
    answer = render(request, "capture/arrival.html#reading", {"arrival": found})
    if found.state not in (Arrival.State.WAITING, Arrival.State.READING):
        answer["HX-Refresh"] = "true"  # all of the page has changed
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def setting_aside(request: Request, pk: int) -> HttpResponse:
    """Set it aside, with the reason; without a script this page asks for it."""
    found = find(request, pk)
    if request.method == "GET":
        return render(request, "capture/setting_aside.html", {"arrival": found, "reason": ReasonForm()})
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return render(request, "capture/setting_aside.html", {"arrival": found, "reason": form}, status=422)
    following = _neighbours(request, found)["next"]
    found.discard(by=request.person, reason=form.cleaned_data["reason"])
    messages.success(request, _("Set aside. It can be put back."))
    return see(request, reverse("arrival", args=[following]) if following else reverse("tray"))


@login_required
@require_POST
def put_back(request: Request, pk: int) -> HttpResponse:
    """It was set aside in error."""
    found = find(request, pk)
    found.restore(by=request.person)
    return see(request, found)


@login_required
@require_POST
def seal(request: Request, pk: int) -> HttpResponse:
    """Hand it over to the private secretariat; who handed it over does not see it again."""
    found = find(request, pk)
    found.seal(by=request.person)
    messages.success(request, _("Handed to the private secretariat, unopened."))
    return see(request, reverse("tray"))
