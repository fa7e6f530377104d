"""Tests that walk the house: what must always hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from diwan.records.enrolment import cards
from diwan.records.models import Record

HOUSE = Path(settings.BASE) / "diwan"
OPEN = ("account_", "mfa_", "language", "theme", "house", "api-", "openapi", "static")


def records() -> list[type[Record]]:
    return [model for model in apps.get_models() if issubclass(model, Record)]


@pytest.mark.parametrize("model", records(), ids=lambda m: m._meta.label)
def test_every_record_is_enrolled(model: type[Record]) -> None:
    assert model._meta.label_lower in cards()


@pytest.mark.parametrize("model", records(), ids=lambda m: m._meta.label)
def test_every_policy_denies_the_stranger_and_the_administrator(model: Any, zayd: Any, adam: Any) -> None:
    """Whatever the tables hold: the database is not even asked."""
    for person in (zayd, adam):
        with pytest.raises(EmptyResultSet):
            model.objects.visible_to(person).query.sql_with_params()


@pytest.mark.parametrize("model", records(), ids=lambda m: m._meta.label)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_step_has_its_sentence_in_each_language(model: type[Record], language: str) -> None:
    for name, step in model.steps.items():
        with translation.override("en"):
            english = str(step.says)
        with translation.override(language):
            said = str(step.says)
        assert said != english, f"{model._meta.label}.{name} is not translated into {language}"
        places = set(re.findall(r"%\((\w+)\)s", english))
        assert places == set(re.findall(r"%\((\w+)\)s", said)), f"{name}: {said}"


def _patterns(resolver: Any = None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found: list[tuple[str, URLPattern]] = []
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += _patterns(pattern, route)
        else:
            found.append((route, pattern))
    return found


def _example(route: str) -> str:
    route = re.sub(r"<int:\w+>", "1", route)
    route = re.sub(r"<(?:str|slug|path):\w+>", "x", route)
    return "/" + re.sub(r"<\w+>", "x", route)


def guarded() -> list[str]:
    """Every address but those open to whoever is not signed in; the API has its own token, and its own tests."""
    return [
        route
        for route, pattern in _patterns()
        if not (pattern.name or "").startswith(OPEN)
        and (route.startswith("api/tokens/") or not route.startswith(("account/", "api/")))
    ]


@pytest.mark.parametrize("route", guarded())
def test_every_address_is_guarded(route: str, client: Any, db: Any) -> None:
    for method in ("get", "post"):
        answer = getattr(client, method)(_example(route))
        assert answer.status_code in (302, 404, 405), f"{method} {route}: {answer.status_code}"
        if answer.status_code == 302:
            assert "/account/login/" in answer["Location"], route
        assert answer.status_code != 404 or "<int:" not in route, f"{route} was looked for before asking who it is"


def test_no_module_asks_the_real_clock() -> None:
    guilty = [
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if not {"tests", "migrations", "config", "reading", "printing"} & set(path.parts)
        and path.name != "clock.py"
        and re.search(r"\b(?:date\.today\(|datetime\.now\(|timezone\.now\(|localdate\()", path.read_text())
    ]
    assert not guilty, f"ask diwan.kernel.clock instead: {guilty}"


def test_no_module_is_named_vaguely() -> None:
    vague = {"core", "common", "utils", "util", "helpers", "services", "manager", "misc"}
    assert not [str(p) for p in HOUSE.rglob("*.py") if p.stem in vague]
