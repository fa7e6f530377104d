"""Registering a letter: its picture at one side, the form at the other; then its number, to be seen from afar."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import OperationalError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diwan.correspondence import policies
from diwan.correspondence.at_hand import AtHand, sent_arrival, waiting_arrival
from diwan.correspondence.forms.registration import ACCEPTED, RegistrationForm, no_room, remembered
from diwan.correspondence.likeness import Duplicate, find_duplicates
from diwan.correspondence.models import Letter
from diwan.correspondence.proposing import Proposal, day_in, propose
from diwan.correspondence.registration import enter
from diwan.documents.kinds import may_be_shown
from diwan.interface.request import Request
from diwan.interface.respond import part
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow

PAGE = "correspondence/letter_new.html"
DISK_FULL = "53100"
MORE = (
    "urgency",
    "concerns",
    "received",
    "carrier",
    "signatory",
    "enclosures_note",
    "copied_to",
    "physical_form",
    "call_number",
)


@login_required
@require_http_methods(["GET", "POST"])
def letter_new(request: Request) -> HttpResponse:
    """The form, empty or filled from an arrival of the tray; sent, it gives the number at once."""
    _may_register(request)
    if request.method == "POST":
        return _register(request)
    arrival = waiting_arrival(request.person, request.GET.get("arrival", ""))
    proposal = Proposal()
    hand = AtHand(request.person, arrival=arrival)
    if arrival is not None:
        proposal = hand.propose()
    form = RegistrationForm(initial=_initial(hand, proposal), person=request.person)
    found = hand.duplicates(proposal) if arrival is not None else []
    return _page(request, form, hand, proposal, found)


@login_required
@require_POST
def letter_reading(request: Request) -> HttpResponse:
    """A file was chosen: keep it, read it, propose what it says; nothing is registered yet."""
    _may_register(request)
    sent = RegistrationForm(request.POST, request.FILES, person=request.person)
    sent.is_valid()
    hand = AtHand(request.person, main=sent.main)
    proposal = propose(hand.text) if hand.text else Proposal()
    typed = {name: value for name, value in request.POST.items() if name in sent.fields and value}
    defaults = {name: str(sent.fields[name].initial) for name in ("kind", "channel", "urgency", "confidentiality")}
    typed = {name: value for name, value in typed.items() if defaults.get(name) != value}
    initial = {**_initial(hand, proposal), **typed, "kept": sent.kept_mark}
    form = RegistrationForm(initial=initial, person=request.person)
    wrong = sent.errors.get("file")
    found = hand.duplicates(proposal, dict(form.initial))
    return _page(request, form, hand, proposal, found, wrong=wrong, status=422 if wrong else 200)


def _register(request: Request) -> HttpResponse:
    form = RegistrationForm(request.POST, request.FILES, person=request.person)
    sound = form.is_valid()
    asked = request.POST.get("arrival", "")
    arrival = sent_arrival(request.person, asked)
    if asked and arrival is None:
        raise Http404  # sealed meanwhile, or never there
    hand = AtHand(request.person, arrival=arrival, main=form.main)
    if arrival is not None and not (decision := arrival.decide("take", request.person)):
        first = Letter.objects.filter(entry_key=form.data.get("entry_key") or None, pk=arrival.taken_id).first()
        if first is not None and arrival.taken_type == Letter._meta.label_lower:
            return _onward(request, first)  # the same form, sent twice
        form.add_error(None, str(decision.reason))
        return _page(request, form, hand, status=409)
    if not sound:
        return _page(request, form, hand, status=507 if form.full else 422)
    facts = form.facts()
    found = _look(request, form, hand, facts)
    if first := next((one.letter for one in found if one.letter and one.letter.entry_key == _key(form)), None):
        return _onward(request, first)  # sent twice: it has its number
    if any(one.strong for one in found) and not (form.cleaned_data["confirmed"] or form.cleaned_data["follows"]):
        form.add_error("confirmed", _("Look at the item above. If this is another one, tick here and save again."))
        return _page(request, form, hand, found=found, status=422)
    follows = _followed(request, form)
    try:
        letter = enter(
            by=request.person, key=_key(form), main=form.main, arrival=arrival, answers=form.answered,
            concerns=form.concerned, follows=follows, **facts,
        )  # fmt: skip
    except NotNow as refusal:
        form.add_error(None, str(refusal.reason))
        return _page(request, form, hand, found=found, status=409)
    except OperationalError as trouble:
        if getattr(trouble.__cause__, "sqlstate", "") != DISK_FULL:
            raise
        form.add_error(None, no_room())
        return _page(request, form, hand, found=found, status=507)
    return _onward(request, letter)


def _look(request: Request, form: RegistrationForm, hand: AtHand, facts: dict[str, Any]) -> list[Duplicate]:
    """Letters that may be the same. The text is compared where it was read already, when the file was chosen."""
    return find_duplicates(
        request.person, sha256=hand.hashes, their_reference=facts["their_reference"], sender=facts["sender"],
        sender_name=facts["sender_name"],
    )  # fmt: skip


def _followed(request: Request, form: RegistrationForm) -> Letter | None:
    """The letter of which this one is a reminder."""
    pk = form.cleaned_data["follows"]
    return Letter.objects.visible_to(request.person).filter(pk=pk).first() if pk else None


def _key(form: RegistrationForm) -> uuid.UUID:
    key: uuid.UUID = form.cleaned_data["entry_key"]
    return key


def _onward(request: Request, letter: Letter) -> HttpResponse:
    """Where the clerk goes on: the letter itself, or the next of the tray with the number just given before the eyes."""
    if request.POST.get("then") == "open":
        return redirect("letter-receipt", letter.pk) if _closed(request, letter) else redirect(letter)
    address = f"{reverse('letter-new')}?given={letter.pk}"
    if request.POST.get("arrival") and (following := waiting_arrival(request.person, "next")):
        address += f"&arrival={following.pk}"
    return redirect(address)


def _closed(request: Request, letter: Letter) -> bool:
    return not Letter.objects.visible_to(request.person).filter(pk=letter.pk).exists()


def _initial(hand: AtHand, proposal: Proposal) -> dict[str, Any]:
    initial = {"entry_key": str(uuid.uuid4()), **proposal.initial}
    if "dated_printed" in initial:
        initial["dated"] = initial["dated"].strftime("%d/%m/%Y")
    return {**initial, **hand.initial}


def _page(
    request: Request,
    form: RegistrationForm,
    hand: AtHand,
    proposal: Proposal | None = None,
    found: list[Duplicate] | None = None,
    wrong: Any = None,
    status: int = 200,
) -> HttpResponse:
    given = request.GET.get("given", "")
    letter = Letter.objects.filter(pk=given, registered_by=request.person).first() if given.isdigit() else None
    context = {
        "form": form, "hand": hand, "proposal": proposal or Proposal(), "duplicates": found or [], "wrong": wrong,
        "given": letter, "strong": any(one.strong for one in found or []),
        "hints": {name: f"{one.because} · {one.confidence} %" for name, one in (proposal.fields if proposal else {}).items()},
        "accepted": ACCEPTED, "choices": reverse("correspondent-choices"), "day": _day_shown(form),
        "more": form.is_bound and any(name in form.errors for name in MORE), "received_help": _now(request),
        "kept": form.kept_mark if form.is_bound else form.initial.get("kept", ""),
    }  # fmt: skip
    return part(request, f"{PAGE}#registration", status=status, **context)


def _day_shown(form: RegistrationForm) -> Any:
    typed = str(form["dated"].value() or "")
    return day_in(typed) if typed else None


def _now(request: Request) -> str:
    unit = request.person.unit
    now = clock.now().astimezone(unit.zone) if unit else clock.now()
    return _("empty: now, %(now)s") % {"now": now.strftime("%d/%m/%Y %H:%M")}


# what the page asks for by itself ----------------------------------------------------------------------------------
@login_required
@require_GET
def letter_date(request: Request) -> HttpResponse:
    """The day that is typed, in the other calendar."""
    _may_register(request)
    typed = request.GET.get("dated", "")[:120]
    return render(
        request, "correspondence/letter_new.html#day", {"typed": typed, "day": day_in(typed) if typed else None}
    )


@login_required
@require_GET
def letter_file(request: Request, mark: str) -> FileResponse:
    """A file that is kept and not registered yet, for whoever sent it."""
    _may_register(request)
    handed = remembered(mark, request.person)
    if handed is None:
        raise Http404
    media_type = handed.file.media_type
    answer = FileResponse(
        handed.file.path.open("rb"), as_attachment=not may_be_shown(media_type), filename=handed.name,
        content_type=media_type,
    )  # fmt: skip
    sandbox = "" if media_type == "application/pdf" else "sandbox; "
    answer["Content-Security-Policy"] = (
        f"{sandbox}default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"
    )
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _may_register(request: Request) -> None:
    if not policies.may_register_private(request.person):
        policies.may_register(request.person).insist()
