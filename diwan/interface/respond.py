"""Answers: a part of a page to htmx, the page itself or a redirect to a plain browser."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asked for a part; a page it restores from history, or boosts, is a whole page."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def part(
    request: HttpRequest, template: str, /, *, otherwise: Any = None, status: int = 200, **context: Any
) -> HttpResponse:
    """Answer htmx with one part of a page (`"app/page.html#part"`), a plain browser with redirect or page.

    `otherwise` is what `redirect` takes (a record, a URL name, an address) and is followed after a change
    that went well; a refused form (`status=422`) is shown on its whole page, with what was written in it.
    """
    if wants_part(request):
        return render(request, template, context, status=status)
    if otherwise is not None and status < 400:
        return redirect(otherwise)
    return render(request, template.partition("#")[0], context, status=status)


def see(request: HttpRequest, where: Any, /) -> HttpResponse:
    """Send the person to another page: a redirect, which htmx follows as a page and not as a part."""
    answer = redirect(where)
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": answer["Location"]})
    return answer
