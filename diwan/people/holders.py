"""Whoever holds a function today: the heads of units, the Chef de Cabinet. Asked by those who tell them of something."""

from __future__ import annotations

from collections.abc import Iterable

from diwan.people.models import Holding, Person, current
from diwan.people.roles import Role

HEADS = (Role.HEAD_OF_DEPARTMENT, Role.HEAD_OF_OFFICE, Role.INSTITUTION_FOCAL_POINT, Role.ASSISTANT_SECRETARY_GENERAL)


def people_of(units: Iterable[int], *roles: str) -> list[Person]:
    """Who holds a post with one of these roles in these units today."""
    held = Holding.objects.filter(current(), post__unit__in=list(units), post__role__in=roles)
    return [holding.person for holding in held.select_related("person")]


def holders(*roles: str) -> list[Person]:
    """Who holds a post with one of these roles today, wherever it is."""
    held = Holding.objects.filter(current(), post__role__in=roles).select_related("person")
    return [holding.person for holding in held]


def cabinet() -> list[Person]:
    """The Chef de Cabinet, whoever holds the post today."""
    return holders(Role.CHEF_DE_CABINET)
