"""The lists of papers, by where they are; the signature book."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_GET

from diwan.interface.request import Request
from diwan.outgoing import policies
from diwan.outgoing.filters import TABS, Filter, counts
from diwan.outgoing.models import Outgoing
from diwan.people.roles import Area
from diwan.records.counting import capped
from diwan.records.discretion import tell

State = Outgoing.State
SIZE = 50
WAITING = (
    ("review", ngettext_lazy("%(n)s paper waits for the Cabinet", "%(n)s papers wait for the Cabinet", "n")),
    ("signature", ngettext_lazy("%(n)s paper waits for a signature", "%(n)s papers wait for a signature", "n")),
    ("dispatch", ngettext_lazy("%(n)s paper waits to be dispatched", "%(n)s papers wait to be dispatched", "n")),
    ("mine", ngettext_lazy("%(n)s draft is yours", "%(n)s drafts are yours", "n")),
)


@login_required
@require_GET
def papers(request: Request) -> HttpResponse:
    """Papers by where they are on their way: drafts, in clearance, before the Cabinet, for signature, to dispatch, gone."""
    person = request.person
    if not person.authority.scope(Area.CORRESPONDENCE, "R"):
        raise Http404
    chosen = Filter(request.GET, person)
    counted = counts(person, chosen.tabs)
    context = {
        "chosen": chosen,
        "sentence": sentence(counted, chosen.first),
        "tabs": [(name, TABS[name], name == chosen.tab, capped(counted.get(name) or None)) for name in chosen.tabs],
        "may_draft": policies.may_draft(person),
        "may_see_templates": chosen.drafts or person.authority.scope(Area.CORRESPONDENCE, "R").anywhere,
    }
    return render(request, "outgoing/list.html", context)


def sentence(counted: dict[str, int], first: str) -> SafeString:
    """What matters, in words: what the person begins with, else the first that waits."""
    for tab, words in sorted(WAITING, key=lambda one: one[0] != first):
        if n := counted.get(tab):
            link = format_html('<a href="?tab={}">{}</a>', tab, words % {"n": n})
            return format_html(str(_("{what}.")), what=link)
    return format_html(str(_("{what}.")), what=_("No paper waits"))


@login_required
@require_GET
def signing(request: Request) -> HttpResponse:
    """The signature book: what this person may sign now, one after another, with its text and its certificate."""
    waiting = (
        Outgoing.objects.visible_to(request.person).filter(state=State.FOR_SIGNATURE).listed().order_by("pk")[:SIZE]
    )
    book = [
        (paper, decision) for paper in waiting if (decision := paper.decide("sign", request.person)) or _mine(decision)
    ]
    tell([paper for paper, _decision in book], by=request.person)
    lines = [(paper, decision, paper.latest_texts()) for paper, decision in book]
    context: dict[str, Any] = {"lines": lines, "waiting": len(lines), "list_url": reverse("outgoing-list")}
    return render(request, "outgoing/signing.html", context)


def _mine(decision: Any) -> bool:
    """Whether a refusal is worth showing: the person signs, only not this one today."""
    return bool(decision.reason)
