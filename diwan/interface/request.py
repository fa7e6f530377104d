"""The request as every view of the house knows it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request with the person who makes it and what htmx says about it; for annotations only."""

    person: Any
    """The signed-in `people.Person`, or Django's anonymous user."""
    htmx: HtmxDetails
