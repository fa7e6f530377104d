"""Whose house it is is asked once for each request, however many parts of the page want to know."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from diwan.organisation.models import asked_once


class OrganisationMiddleware:
    """Remembers the organisation as long as a request lasts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with asked_once():
            return self.get_response(request)
