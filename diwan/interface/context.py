"""What every page knows: its sections, language, direction, theme, and whose house it is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from diwan.interface.components.marks import direction, initials, language

THEMES = ("auto", "light", "dark")
"""As the system says; light; dark."""

SHORT = {"ar": "ع"}
"""How a language is written in the masthead where its code would not be recognised."""


@cache
def _addresses(*names: str) -> tuple[str, ...]:
    """Where a section begins: its own address, and those it names under `also` (URL names, or paths)."""
    return tuple(name if name.startswith("/") else reverse(name) for name in names)


def _depth(path: str, addresses: tuple[str, ...]) -> int:
    """How much of the present path a section accounts for; nothing for a start page that is not the page."""
    return max((len(a) for a in addresses if path == a or (a != "/" and path.startswith(a))), default=0)


def sections(request: HttpRequest, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The sections of the masthead; the one that accounts for most of the present address is current."""
    listed: list[dict[str, Any]] = []
    for section in settings.SECTIONS:
        name, also = str(section["url"]), cast("tuple[str, ...]", section.get("also", ()))
        try:
            addresses = _addresses(name, *also)
        except NoReverseMatch:  # an app not installed here has no section
            continue
        depth = _depth(request.path, addresses)
        listed.append({**section, "url": addresses[0], "depth": depth, "count": counts.get(name)})
    deepest = max((section["depth"] for section in listed), default=0)
    for section in listed:
        section["current"] = bool(deepest) and section["depth"] == deepest
    return listed


def _letterhead() -> dict[str, Any]:
    asked = getattr(settings, "LETTERHEAD", "")
    return import_string(asked)() if asked else {}


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of every page.

    Settings it reads: `SECTIONS` (name, url, key, and under `also` further URL names or paths that belong to
    the section), `LETTERHEAD` (dotted path of a callable that returns `organisation`, `office`, and
    `offices` by language), `MASTHEAD_COUNTS` (dotted path of a callable that takes the person and returns
    numbers by URL name, shown beside the sections; `notices` beside the bell).
    """
    person = getattr(request, "user", None)
    signed_in = bool(person and person.is_authenticated)
    counting = getattr(settings, "MASTHEAD_COUNTS", "")

    @cache
    def counts() -> dict[str, int]:
        return import_string(counting)(person) if counting and signed_in else {}

    code = language()
    theme = (getattr(person, "theme", "") if signed_in else "") or request.COOKIES.get("diwan_theme", "")
    return {
        "LANGUAGE_CODE": code,
        "direction": direction(code),
        "theme": theme if theme in THEMES else "auto",
        "languages": [(c, name, SHORT.get(c, c.upper())) for c, name in settings.LANGUAGES],
        "sections": SimpleLazyObject(lambda: sections(request, counts()) if signed_in else []),
        "unread": SimpleLazyObject(lambda: counts().get("notices", 0)),
        "letterhead": SimpleLazyObject(_letterhead),
        "person": person if signed_in else None,
        "person_initials": SimpleLazyObject(lambda: initials(str(person)) if signed_in else ""),
        "keys": "off" if signed_in and not getattr(person, "single_keys", True) else "on",
    }
