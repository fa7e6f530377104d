"""The page of a paper, its acts, its certificate, and a correction of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diwan.documents.kinds import Unacceptable
from diwan.interface.request import Request
from diwan.interface.respond import part, see
from diwan.kernel.decisions import NotNow
from diwan.outgoing.dispatching import settle_doubt
from diwan.outgoing.forms.acts import ACTS, OfOutgoing
from diwan.outgoing.models import Dispatch, Outgoing
from diwan.outgoing.page import at_hand, folder, offers
from diwan.outgoing.page import beside as what_stands_beside
from diwan.outgoing.way import gate_of
from diwan.records.discretion import tell
from diwan.records.models import Opening

PAGE, MORE = "outgoing/outgoing.html", "outgoing/acts.html"
ALONG = (
    "unit__calendar", "drafter", "signed_by", "signed_for", "answers", "corrects", "round__circuit", "master",
    "file_class", "dossier", "reference",
)  # fmt: skip


def find(request: Request, pk: int) -> Outgoing:
    """The paper, if this person may see it; else it does not exist."""
    found: Outgoing = get_object_or_404(Outgoing.objects.visible_to(request.person).select_related(*ALONG), pk=pk)
    return found


@login_required
@require_GET
def outgoing(request: Request, pk: int) -> HttpResponse:
    """What it says and to whom, where it stands, what can be done. From Confidential up the reading is told."""
    found = find(request, pk)
    tell([found], by=request.person)
    Opening.note(found, request.person)
    return render(request, PAGE, folder(found, request.person, language=request.GET.get("language", "")))


@login_required
@require_GET
def more(request: Request, pk: int) -> HttpResponse:
    """Every act there is, with its form or with the reason why it is not open now."""
    found = find(request, pk)
    tell([found], by=request.person)
    return render(request, MORE, {"outgoing": found, "offers": list(offers(found, request.person, ACTS).values())})


@login_required
@require_GET
def gate(request: Request, pk: int) -> HttpResponse:
    """The visas, the checklist and the certificate: a panel of its page, and a page of its own."""
    found = find(request, pk)
    tell([found], by=request.person)
    return part(request, "outgoing/gate.html#gate", **gate_of(found, request.person))


@login_required
@require_GET
def beside(request: Request, pk: int) -> HttpResponse:
    """Links, enclosures, versions and history: a panel of its page, and a page of its own."""
    found = find(request, pk)
    tell([found], by=request.person)
    return part(request, "outgoing/beside.html#beside", **what_stands_beside(found, request.person))


@login_required
@require_http_methods(["GET", "POST"])
def act(request: Request, pk: int, noun: str) -> HttpResponse:
    """Take one step of the paper; asked for without being taken, its form on a page of its own."""
    if noun not in ACTS:
        raise Http404
    found, person, asked = find(request, pk), request.person, ACTS[noun]
    found.decide(asked.verb, person).insist()
    if request.method == "GET":
        tell([found], by=person)
        return render(
            request, "outgoing/act.html", {"outgoing": found, "offers": list(offers(found, person, [noun]).values())}
        )
    form = asked(request.POST, request.FILES, offered=OfOutgoing(found), person=person)
    here = noun in at_hand(found)
    if not form.is_valid() or not _taken(found, asked.verb, person, form):
        return _again(request, pk, noun, form, here=here)
    if not Outgoing.objects.visible_to(person).filter(pk=pk).exists():
        return see(request, "outgoing-list")
    if not here:
        return see(request, found)
    return part(request, f"{PAGE}#folder", otherwise=found, **folder(find(request, pk), person))


def _taken(found: Outgoing, verb: str, person: Any, form: Any) -> bool:
    """Whether the step was taken; why not is said in its form, where it has one."""
    try:
        getattr(found, verb)(by=person, **form.details())
    except Unacceptable as refusal:
        form.add_error("upload" if "upload" in form.fields else None, str(refusal))
        return False
    except NotNow as refusal:
        if not form.fields:  # an act without a form has no place of its own for the reason
            raise
        form.add_error(None, str(refusal))
        return False
    return True


def _again(request: Request, pk: int, noun: str, form: Any, *, here: bool) -> HttpResponse:
    found, person = find(request, pk), request.person
    if here:
        return part(request, f"{PAGE}#folder", status=422, **folder(found, person, {noun: form}))
    shown = offers(found, person, ACTS, {noun: form})
    return part(request, f"{MORE}#folder", status=422, outgoing=found, offers=list(shown.values()))


@login_required
@require_POST
def correction(request: Request, pk: int) -> HttpResponse:
    """A new draft that corrects a signed paper, which itself stays as it is."""
    return redirect(find(request, pk).correction(by=request.person))


@login_required
@require_GET
def certificate(request: Request, pk: int) -> HttpResponse:
    """The certificate of the paper as one page."""
    from diwan.outgoing.certifying import certificate_of
    from diwan.outgoing.views.files import given

    found = find(request, pk)
    pdf = certificate_of(found, request.LANGUAGE_CODE)
    if pdf is None:
        raise Http404
    tell([found], by=request.person)
    return given(pdf, "application/pdf", f"certificate-{(found.number or str(found.pk)).replace('/', '-')}.pdf")


@login_required
@require_POST
def doubt(request: Request, pk: int, dispatch: int) -> HttpResponse:
    """A person says whether a mail of which nobody knew had left."""
    found = find(request, pk)
    found.decide("dispatch", request.person).insist()
    doubtful = get_object_or_404(Dispatch, pk=dispatch, outgoing=found)
    settle_doubt(doubtful, by=request.person, left="left" in request.POST)
    return redirect(found)
