"""The page of a letter, its acts, and the copies of it that leave the house."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from diwan.correspondence.forms.acts import ACTS, OfLetter
from diwan.correspondence.models import Letter
from diwan.correspondence.page import at_hand, folder, may_see_openings, offers, openings_of, papers_of
from diwan.correspondence.slips import slips_of
from diwan.documents.views import given_out, marked_copy
from diwan.interface.request import Request
from diwan.interface.respond import part, see
from diwan.records import many
from diwan.records.discretion import tell
from diwan.records.models import Opening

PAGE, MORE = "correspondence/letter.html", "correspondence/letter_acts.html"


def find(request: Request, pk: int) -> Letter:
    """The letter, if this person may see it; else it does not exist."""
    letters = Letter.objects.visible_to(request.person).select_related("sender", "registered_by", "file_class")
    found: Letter = get_object_or_404(letters, pk=pk)
    found.given  # noqa: B018  (read now, with the lead: one question, where joins would be planned for longer than it takes)
    return found


@login_required
@require_GET
def letter(request: Request, pk: int) -> HttpResponse:
    """What it says, where it is, what can be done, and its whole history. From Confidential up the reading is told."""
    found = find(request, pk)
    tell([found], by=request.person)
    Opening.note(found, request.person)
    return render(request, PAGE, folder(found, request.person))


@login_required
@require_GET
def more(request: Request, pk: int) -> HttpResponse:
    """Every act there is, with its form or with the reason why it is not open now."""
    found = find(request, pk)
    tell([found], by=request.person)
    shown = offers(found, request.person, ACTS, opened=request.GET.get("open", ""))
    return render(request, MORE, {"letter": found, "offers": list(shown.values())})


@login_required
@require_GET
def openings(request: Request, pk: int) -> HttpResponse:
    """Who has opened it and when."""
    found = find(request, pk)
    if not may_see_openings(found, request.person):
        raise Http404
    return part(request, "correspondence/openings.html#list", letter=found, openings=openings_of(found))


@login_required
@require_POST
def act(request: Request, pk: int, noun: str) -> HttpResponse:
    """Take one step of the letter."""
    if noun not in ACTS:
        raise Http404
    found, person = find(request, pk), request.person
    asked = ACTS[noun]
    found.decide(asked.verb, person).insist()
    form = asked(request.POST, offered=OfLetter(found), person=person)
    here = noun in at_hand(found)
    if not form.is_valid():
        if here:
            return part(request, f"{PAGE}#folder", status=422, **folder(find(request, pk), person, {noun: form}))
        shown = offers(found, person, ACTS, {noun: form})
        return part(request, f"{MORE}#folder", status=422, letter=found, offers=list(shown.values()))
    getattr(found, asked.verb)(by=person, **form.details())
    if not Letter.objects.visible_to(person).filter(pk=pk).exists():
        return see(request, "registry")
    if "next" in request.POST:
        return many.back(request, found.get_absolute_url())
    if not here:
        return see(request, found)
    return part(request, f"{PAGE}#folder", otherwise=found, **folder(find(request, pk), person))


@login_required
@require_GET
def slip(request: Request, pk: int) -> HttpResponse:
    """The action slip on paper. Printing that of a Confidential letter is told in the trail."""
    found = find(request, pk)
    tell([found], by=request.person, verb="export", slip=True)
    return given_out(slips_of([found], request.person), f"slip-{found.number.replace('/', '-')}.pdf")


@login_required
@require_GET
def copy(request: Request, pk: int) -> HttpResponse:
    """The letter itself with the reader's name, the time and the number across each page."""
    found = find(request, pk)
    main = papers_of(found).main
    if main is None or main.file.media_type != "application/pdf":
        raise Http404
    verb = "export" if "download" in request.GET else "read"
    tell([found], by=request.person, verb=verb, document=main.pk)
    name = f"{found.number.replace('/', '-')}.pdf"
    return given_out(marked_copy(main, found, request.person), name, download="download" in request.GET)
