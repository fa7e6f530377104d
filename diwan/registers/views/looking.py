"""The thread of a matter, "where is it?", and the figures."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from diwan.interface.request import Request
from diwan.records.discretion import tell
from diwan.registers import policies
from diwan.registers.figures import figures_of
from diwan.registers.matters import thread_of
from diwan.registers.whereabouts import SHOWN, sought, whereabouts


@login_required
@require_GET
def matter(request: Request, pk: int) -> HttpResponse:
    """Everything of one matter that the person may see; without any of it there is no such matter."""
    pieces = thread_of(pk, request.person)
    if not pieces:
        raise Http404
    tell([piece.item for piece in pieces], by=request.person, thread=True)
    return render(request, "registers/matter.html", {"pieces": pieces, "title": pieces[0].item})


@login_required
@require_GET
def matter_part(request: Request, pk: int) -> HttpResponse:
    """The thread as a panel of the page of one of its items."""
    pieces = thread_of(pk, request.person)
    if not pieces:
        raise Http404
    return render(request, "registers/matter.html#thread", {"pieces": pieces})


@login_required
@require_GET
def where(request: Request) -> HttpResponse:
    """One search, one page: who has it, since when, what is asked, what was answered, who opened it."""
    if not policies.may_look(request.person):
        raise Http404
    words = request.GET.get("q", "")[:200]
    found = whereabouts(sought(request.person, words), request.person)
    return render(request, "registers/where.html", {"words": words, "found": found, "shown": SHOWN})


@login_required
@require_GET
def figures(request: Request) -> HttpResponse:
    """In, out, pending, late, median days by unit: of what the person may see."""
    policies.may_read(request.person).insist()
    return render(request, "registers/figures.html", {"figures": figures_of(request.person)})
