"""One box for everything, reached by a key from every page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from diwan.interface.request import Request
from diwan.organisation.models import organisation
from diwan.records.enrolment import cards
from diwan.search.find import find

PAGE, MOST_PAGES = 25, 8
"""Records shown at once; so many times as many at most. Who has not found it by then asks with more words."""


@login_required
@require_GET
def search(request: Request) -> HttpResponse:
    """What holds the words and may be seen, best first. A single record of exactly that number opens at once.

    Numbers may be typed as they are printed anywhere: what ``settings.SEARCH_NUMBERS`` names reads them.
    """
    words, kind = request.GET.get("q", "").strip()[:200], request.GET.get("kind", "")
    found = organisation()
    reader = (get_language() or "en")[:2]
    languages = [reader, *(code for code in (found.languages if found else []) if code != reader)]
    if words and not kind and (named := import_string(settings.SEARCH_NUMBERS)(request.person, words)):
        return redirect(named)
    pages = min(int(asked), MOST_PAGES) if (asked := request.GET.get("pages", "")).isdigit() and int(asked) else 1
    hits = (
        find(request.person, words, languages=languages, kinds=[kind] if kind else [], limit=pages * PAGE)
        if words
        else []
    )
    more = pages + 1 if len(hits) == pages * PAGE and pages < MOST_PAGES else None
    exact = [hit for hit in hits if getattr(hit.record, "reference_printed", "").casefold() == words.casefold()]
    if len(exact) == 1:
        return redirect(exact[0].record)
    kinds = [(label, card) for label, card in cards().items() if card.searchable]
    shown = {"words": words, "kind": kind, "hits": hits, "kinds": kinds, "more": more}
    return render(request, "search/search.html", shown)
