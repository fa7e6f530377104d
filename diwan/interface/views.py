"""Language and theme of a person, and the living page of all components."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from diwan.interface import specimens
from diwan.interface.context import THEMES

YEAR = 365 * 24 * 3600


def back(request: HttpRequest) -> HttpResponse:
    """To the page the person came from, never to another site."""
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return redirect(there if safe else "/")


def keep(request: HttpRequest, response: HttpResponse, cookie: str, field: str, value: str) -> HttpResponse:
    """Keep a preference with the person when signed in, and with the browser for the sign-in page."""
    if request.user.is_authenticated:
        setattr(request.user, field, "" if value == "auto" else value)
        request.user.save(update_fields=[field])
    response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Write every page in another language from now on."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return back(request)
    return keep(request, back(request), settings.LANGUAGE_COOKIE_NAME, "language", chosen)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Dark, light, or as the system says."""
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        return back(request)
    return keep(request, back(request), "diwan_theme", "theme", chosen)


@login_required
def house(request: HttpRequest) -> HttpResponse:
    """All components in both directions and both themes."""
    return render(request, "ui/house.html", specimens.context())
