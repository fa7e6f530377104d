"""What happens around every view: the person's language, and refusals said with their reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import translation
from django.utils.cache import patch_vary_headers

from diwan.interface.request import Request
from diwan.interface.respond import wants_part
from diwan.kernel.decisions import Refused

Next = Callable[[HttpRequest], HttpResponse]


def language_for(request: HttpRequest) -> str:
    """The language of the person signed in; else of the cookie, the browser, the house, in that order."""
    chosen = getattr(request.user, "language", "") if request.user.is_authenticated else ""
    if chosen and translation.check_for_language(chosen) and chosen in dict(settings.LANGUAGES):
        return chosen
    return translation.get_language_from_request(request)


class LanguageMiddleware:
    """Gives `request.person`, and writes the page in that person's language."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast(Request, request).person = request.user
        code = language_for(request)
        request.LANGUAGE_CODE = code
        with translation.override(code):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        patch_vary_headers(response, ["Accept-Language", "Cookie", "HX-Request"])
        return response


class RefusalMiddleware:
    """Turns a refusal into an answer with its reason, an ended session into the sign-in page, a NUL into nothing found."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404  # no address has it, and the database refuses to be asked for it
        response = self.get_response(request)
        if getattr(request, "htmx", False) and response.status_code == 302:
            return self.to_sign_in(request, response)
        return response

    @staticmethod
    def to_sign_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """htmx would put the sign-in form inside the page: send the whole page there."""
        there, sign_in = urlsplit(response.headers["Location"]).path, resolve_url(settings.LOGIN_URL)
        if there != sign_in:
            return response
        here = cast(Request, request).htmx.current_url_abs_path or "/"
        return HttpResponse(status=204, headers={"HX-Redirect": f"{sign_in}?next={quote(here)}"})

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say why, where the person looks: above the page for htmx, on a page of its own otherwise."""
        if not isinstance(exception, Refused):
            return None
        context = {"reason": str(exception)}
        if wants_part(request):
            answer = render(request, "ui/refusal.html", context, status=403)
            answer["HX-Retarget"], answer["HX-Reswap"] = "#messages", "innerHTML"
            return answer
        return render(request, "403.html", context, status=403)
