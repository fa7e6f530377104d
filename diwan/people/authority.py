"""What a person may do today: the rights of each post held and each delegation received, with their scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from diwan.people.roles import ANYWHERE, ASSIGNED, NAMED, OWN, TITLES, rights

if TYPE_CHECKING:
    from diwan.people.models import Person, Post


@dataclass(frozen=True)
class Scope:
    """Where a right holds: everywhere, in some units, for what was assigned to the person, or where named."""

    anywhere: bool = False
    units: frozenset[int] = frozenset()
    assigned: bool = False
    named: bool = False
    titles: bool = False

    def __bool__(self) -> bool:
        return self.anywhere or bool(self.units) or self.assigned or self.named or self.titles

    def covers(self, unit_id: int | None) -> bool:
        """Whether it reaches what belongs to a unit."""
        return self.anywhere or unit_id in self.units


NOWHERE = Scope()


class Authority:
    """The person's posts (the first is the main one) and what follows from them."""

    def __init__(self, person: Person, held: list[tuple[Post, frozenset[str] | None]]):
        self.person = person
        self.held = held
        self.posts = [post for post, areas in held if areas is None]
        self.roles = frozenset(post.role for post in self.posts)
        self._scopes: dict[tuple[str, str], Scope] = {}

    @classmethod
    def of(cls, person: Person) -> Authority:
        """Read today's posts and delegations: two queries, once for each request."""
        from diwan.people.models import Delegation, Holding, current

        if not person.pk or not person.is_active:
            return cls(person, [])
        holdings = Holding.objects.filter(current()).select_related("post__unit").order_by("ad_interim", "pk")
        mine: list[tuple[Post, frozenset[str] | None]] = [(h.post, None) for h in holdings.filter(person=person)]
        given = {
            d.giver_id: frozenset(d.areas)
            for d in Delegation.objects.filter(current(), receiver=person, withdrawn_on__isnull=True)
        }
        if given:
            mine += [(h.post, given[h.person_id]) for h in holdings.filter(person__in=given)]
        return cls(person, mine)

    @cached_property
    def _parts(self) -> dict[int, frozenset[int]]:
        """Each unit with all beneath it: asked only where a scope is narrowed to the own units."""
        from diwan.people.models import Unit

        return _descendants(list(Unit.objects.values_list("pk", "parent_id")))

    def scope(self, area: str, right: str) -> Scope:
        """Where the person has a right (one letter of the matrix) in an area."""
        key = (area, right)
        if key not in self._scopes:
            self._scopes[key] = self._find(area, right)
        return self._scopes[key]

    def _find(self, area: str, right: str) -> Scope:
        anywhere = assigned = named = titles = False
        units: frozenset[int] = frozenset()
        for post, areas in self.held:
            if areas is not None and area not in areas:
                continue
            scope = rights(post.role, area).get(right)
            anywhere |= scope == ANYWHERE
            assigned |= scope == ASSIGNED
            named |= scope == NAMED
            titles |= scope == TITLES
            if scope == OWN:
                units |= self.units_of(post)
        return Scope(anywhere, units, assigned, named, titles)

    def units_of(self, post: Post) -> frozenset[int]:
        """A post's unit and all beneath it."""
        return self._parts.get(post.unit_id, frozenset({post.unit_id}))

    @property
    def units(self) -> frozenset[int]:
        """The units the person works in, with those beneath."""
        return frozenset().union(*(self.units_of(post) for post in self.posts))

    def has_role(self, *roles: str) -> bool:
        """Whether one of the person's own posts carries one of these roles."""
        return bool(self.roles.intersection(roles))


def _descendants(units: Sequence[tuple[int, int | None]]) -> dict[int, frozenset[int]]:
    beneath: dict[int, set[int]] = {pk: {pk} for pk, _parent in units}
    above = dict(units)
    for pk in beneath:
        seen, parent = {pk}, above[pk]
        while parent is not None and parent not in seen:
            beneath[parent].add(pk)
            seen.add(parent)
            parent = above.get(parent)
    return {pk: frozenset(found) for pk, found in beneath.items()}
