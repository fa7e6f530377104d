"""The signature book of the Chef de Cabinet: one letter after the other, one key for each decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Case, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from diwan.correspondence import policies
from diwan.correspondence.filters import seen_by
from diwan.correspondence.forms.acts import File, NoReply, OfLetter, Refer, SendBack
from diwan.correspondence.models import Letter, Urgency
from diwan.correspondence.page import papers_of, summaries_of
from diwan.correspondence.usual import usual_class, usual_units
from diwan.interface.request import Request
from diwan.interface.respond import part
from diwan.people.roles import Role
from diwan.records.discretion import tell
from diwan.records.models import Opening

PAGE = "correspondence/triage.html"
MOST = 500
SOONEST = Case(*(When(urgency=one, then=Value(one.days)) for one in Urgency))
"""What is immediate comes first."""


def book_of(request: Request) -> str:
    """Which book: what waits to be referred, or what was marked for the Secretary General."""
    asked = request.GET.get("of") or request.POST.get("of")
    if asked in ("cabinet", "sg"):
        return asked
    return "sg" if request.person.authority.has_role(Role.SECRETARY_GENERAL) else "cabinet"


def queue(request: Request) -> dict[str, list[int]]:
    """The keys of both books in their order: one question."""
    waiting = seen_by(request.person).filter(state=Letter.State.PRESENTED)
    rows = waiting.order_by(SOONEST, "received_at", "pk").values_list("pk", "attention")[:MOST]
    found: dict[str, list[int]] = {"cabinet": [], "sg": []}
    for pk, attention in rows:
        found["sg" if attention else "cabinet"].append(pk)
    return found


@login_required
@require_GET
def triage(request: Request) -> HttpResponse:
    """The letter whose turn it is, with its summary and the action slip beside it."""
    policies.may_triage(request.person).insist()
    at = request.GET.get("at", "")
    return render(request, PAGE, _page(request, int(at) if at.isdecimal() and len(at) < 19 else None))


def _page(request: Request, at: int | None, done: Letter | None = None) -> dict[str, Any]:
    books, of = queue(request), book_of(request)
    keys = books[of]
    at = at if at in keys else (keys[0] if keys else None)
    if done is None and (pk := request.GET.get("done", "")).isdecimal() and len(pk) < 19:
        done = Letter.objects.visible_to(request.person).filter(pk=pk).select_related("lead__unit").first()
    context = {
        "of": of,
        "books": [(name, len(books[name]), name == of) for name in books],
        "done": done,
        "letter": None,
    }
    if at is None:
        return context
    letter = Letter.objects.select_related("sender", "file_class").get(pk=at)  # nobody has it yet
    tell([letter], by=request.person)
    Opening.note(letter, request.person)
    place = keys.index(at)
    return context | {
        "place": place + 1, "total": len(keys),
        "previous": keys[place - 1] if place else None,
        "following": keys[place + 1] if place + 1 < len(keys) else None,
        **_letter(letter, request),
    }  # fmt: skip


def _letter(letter: Letter, request: Request, refused: dict[str, forms.Form] | None = None) -> dict[str, Any]:
    """A letter of the book with the forms of its slip; what was refused keeps what was written."""
    offered, given = OfLetter(letter), refused or {}
    summaries = summaries_of(letter)
    return {
        "letter": letter,
        "papers": papers_of(letter),
        "summary": next((one for one in summaries if one.summary), None),
        "others": [one for one in summaries if one.summary][1:],
        "minutes": list(letter.annotations.select_related("by")),
        "usual": usual_units(offered.units, letter),
        "refer": given.get("refer") or Refer(offered=offered, person=request.person),
        "back": given.get("registry") or SendBack(offered=offered, person=request.person),
        "file": given.get("file") or File(offered=offered, person=request.person),
        "usual_class": usual_class(offered.classes, letter),
    }


DECISIONS = {"refer": Refer, "registry": SendBack, "file": File, "none": NoReply}


@login_required
@require_POST
def decision(request: Request, pk: int) -> HttpResponse:
    """One decision on one letter; then the next one comes by itself."""
    person = request.person
    letter = get_object_or_404(Letter.objects.visible_to(person).listed(), pk=pk)
    keys = queue(request)[book_of(request)]
    following = next((key for key in keys[keys.index(pk) + 1 :]), None) if pk in keys else None
    what = request.POST.get("decision", "")
    if what in Letter.Attention.values[1:]:
        letter.bring_to_attention(by=person, attention=what)
    elif what in DECISIONS:
        form = DECISIONS[what](_sent(request, letter), offered=OfLetter(letter), person=person)
        if not form.is_valid():
            place = {"place": keys.index(pk) + 1 if pk in keys else 1, "total": len(keys), "of": book_of(request)}
            return part(request, f"{PAGE}#folder", status=422, **place, **_letter(letter, request, {what: form}))
        getattr(letter, form.verb)(by=person, **form.details())
    else:
        raise Http404
    address = f"{reverse('triage')}?of={book_of(request)}&done={pk}" + (f"&at={following}" if following else "")
    if not request.htmx:
        return redirect(address)
    letter.refresh_from_db()
    answer = part(request, f"{PAGE}#folder", **_page(request, following, done=letter))
    answer["HX-Push-Url"] = address
    return answer


def _sent(request: Request, letter: Letter) -> Any:
    """What was sent; a number key sends the unit, or F the usual class, with whatever else stands on the slip."""
    sent = request.POST.copy()
    if unit := sent.get("quick"):
        sent["refer-unit"] = unit
    if file_class := sent.get("usual"):
        sent["file-file_class"], sent["file-dossier"] = file_class, ""
    return sent


BOOKS = {"cabinet": _("To refer"), "sg": _("With the Secretary General")}
