"""Writing a paper: the new one, further versions of its text, and to whom it goes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from diwan.documents.kinds import Unacceptable
from diwan.interface.request import Request
from diwan.interface.respond import part, wants_part
from diwan.outgoing import policies
from diwan.outgoing.addressing import Addressed, offered
from diwan.outgoing.drafting import SEPARATELY, Addressing, Drafting, Surround, answered, beginning
from diwan.outgoing.forms.drafting import AddressingForm, DraftForm, TextForm
from diwan.outgoing.models import Paper
from diwan.outgoing.views.papers import find
from diwan.records.acts import languages

NEW, TEXT, WHOM = "outgoing/new.html", "outgoing/text.html", "outgoing/addressees.html"
FEW = 2
LOOKS = '{"how": "look"}'


@login_required
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A new paper; what is typed of addressees is taken in at once, the draft is kept when it is saved."""
    policies.may_draft(request.person).insist()
    if request.method == "GET":
        answers = answered(request.person, request.GET.get("answers", ""))
        initial, addressed = beginning(request.person, answers)
        form = DraftForm(initial=initial, person=request.person, paper=initial["paper"])
        return _new(request, form, addressed, initial, answers)
    drafting = Drafting(request.POST, request.FILES, request.person)
    if drafting.looks:
        form = drafting.reshaped()
        return _new(request, form, drafting.addressed, form.initial, drafting.answers, drafting.wrong)
    made = drafting.keep() if drafting.sound() else None
    if made is None:
        return _new(request, drafting.form, drafting.addressed, request.POST, drafting.answers, status=422)
    return redirect(made)


def _new(
    request: Request, form: DraftForm, addressed: Addressed, given: Any, answers: Any, wrong: Any = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    surround = Surround(given.get("paper", ""), addressed, separate=bool(given.get("separate")))
    texts = [
        (code, name, body, upload, around, bool(body.value() or body.errors or upload.errors) or around.preferred)
        for code, name, body, upload in form.texts
        for around in [surround.of(code)]
    ]
    context = {
        "form": form, "addressed": addressed, "answers": answers, "first": surround.first, "wrong": wrong or {},
        "url": request.path, "look": LOOKS, "texts": texts, "folded": any(is_open for *_rest, is_open in texts), "oob": wants_part(request),
        "refusals": addressed.refusals(given.get("paper", "")), "memorandum": given.get("paper") == Paper.MEMORANDUM,
    }  # fmt: skip
    return part(request, f"{NEW}#addressing", status=status, **context)


@login_required
@require_GET
def choices(request: Request) -> JsonResponse:
    """Names that begin with what is typed, correspondents and units of the house: to choose from, not to list."""
    policies.may_draft(request.person).insist()
    asked = request.GET.get("q", "").replace("\0", "").strip()[:200]
    found = offered(asked) if len(asked) >= FEW else []
    answer = JsonResponse({"choices": [{"id": one.key, "name": one.name} for one in found]})
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def text(request: Request, pk: int, language: str) -> HttpResponse:
    """Another version of the text in one language, written between its formulas or handed in."""
    found = find(request, pk)
    found.decide("revise", request.person).insist()
    if language not in languages():
        raise Http404
    last = found.latest_texts().get(language)
    initial = {
        "subject": last.subject if last else found.subject,
        "body": last.body if last and not last.version else "",
    }
    form = TextForm(request.POST or None, request.FILES or None, initial=initial, language=language)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        upload = given.pop("upload")
        try:
            found.revise(
                by=request.person, language=language, upload=upload, name=upload.name if upload else "", **given
            )
            return redirect(found)
        except Unacceptable as refusal:
            form.add_error("upload", str(refusal))
    surround = Surround(found.paper, Addressed.of(found), separate=found.separate)
    context = {
        "outgoing": found, "form": form, "last": last, "around": surround.of(language), "language": language,
        "first": surround.first, "codes": languages(),
    }  # fmt: skip
    return part(request, TEXT, status=422 if form.is_bound else 200, **context)


@login_required
@require_http_methods(["GET", "POST"])
def addressees(request: Request, pk: int) -> HttpResponse:
    """To whom a draft goes, set anew."""
    found = find(request, pk)
    found.decide("address", request.person).insist()
    if request.method == "GET":
        form = AddressingForm(
            initial={"separate": found.separate, "own_language": found.own_language}, paper=found.paper
        )
        return _addressees(request, found, form, Addressed.of(found))
    data = request.POST.copy()
    data["paper"] = found.paper
    addressing = Addressing(data)
    addressing.take()
    separate = bool(data.get("separate")) or (addressing.grouped and found.paper in SEPARATELY)
    kept = {"separate": separate, "own_language": bool(data.get("own_language"))}
    refusals = addressing.addressed.refusals(found.paper)
    if addressing.looks or addressing.wrong or refusals:
        typed = {name: data.get(name, "") for name in addressing.wrong}
        form = AddressingForm(initial={**kept, **typed}, paper=found.paper)
        status = 200 if addressing.looks else 422
        return _addressees(request, found, form, addressing.addressed, addressing.wrong, status)
    found.address(by=request.person, **addressing.addressed.details(), **kept)
    return redirect(found)


def _addressees(
    request: Request, found: Any, form: AddressingForm, addressed: Addressed, wrong: Any = None, status: int = 200
) -> HttpResponse:
    context = {
        "outgoing": found, "form": form, "addressed": addressed, "wrong": wrong or {}, "url": request.path,
        "refusals": addressed.refusals(found.paper),
    }  # fmt: skip
    return part(request, f"{WHOM}#addressing", status=status, **context)
