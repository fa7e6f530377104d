"""What a person may do today: the rights of each post held and each delegation received, with their scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from django.db import connection

from diwan.kernel import clock
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
        """Read today's posts and delegations, once for each request: one query, two more for who acts for another."""
        from diwan.people.models import Delegation, Holding, current

        if not person.pk or not person.is_active:
            return cls(person, [])
        held, acts_for_another = _held_by(person.pk)
        mine: list[tuple[Post, frozenset[str] | None]] = [(post, None) for post in held]
        if not held or acts_for_another:  # nearly nobody: the question is spared
            given_to_me = Delegation.objects.filter(current(), receiver=person, withdrawn_on__isnull=True)
            given = {delegation.giver_id: frozenset(delegation.areas) for delegation in given_to_me}
            holdings = Holding.objects.filter(current(), person__in=given).select_related("post__unit")
            mine += [(h.post, given[h.person_id]) for h in holdings.order_by("ad_interim", "pk")]
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


def _held_by(person: int) -> tuple[list[Post], bool]:
    """The posts that a person holds today, the main one first, and whether anybody gave him a delegation.

    Every page asks this: it is written out, because Django takes longer to compose it than the database to answer.
    """
    from diwan.people.models import Post, Unit

    sql, posts, units = _question()
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(sql, [person, today, today, person, today, today])
        rows = cursor.fetchall()
    held = []
    for _, *values in rows:
        post: Any = _made(Post, posts, values[: len(posts)])
        post.unit = _made(Unit, units, values[len(posts) :])
        held.append(post)
    return held, bool(rows) and bool(rows[0][0])


@cache
def _question() -> tuple[str, list[Any], list[Any]]:
    from diwan.people.models import Delegation, Holding, Post, Unit

    posts, units = list(Post._meta.concrete_fields), list(Unit._meta.concrete_fields)
    columns = [f'p."{field.column}"' for field in posts] + [f'u."{field.column}"' for field in units]
    in_force = "since <= %s AND (until IS NULL OR until >= %s)"
    given = f"SELECT 1 FROM {Delegation._meta.db_table} WHERE receiver_id = %s AND withdrawn_on IS NULL AND {in_force}"  # noqa: S608
    of_posts = f"JOIN {Post._meta.db_table} p ON p.id = h.post_id JOIN {Unit._meta.db_table} u ON u.id = p.unit_id"
    sql = f"SELECT EXISTS ({given}), {', '.join(columns)} FROM {Holding._meta.db_table} h {of_posts} "  # noqa: S608
    return sql + f"WHERE h.person_id = %s AND {in_force} ORDER BY h.ad_interim, h.id", posts, units


def _made(model: Any, fields: list[Any], values: Sequence[Any]) -> Any:
    """A row read by hand as Django would have read it."""
    read = [
        field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value
        for field, value in zip(fields, values, strict=True)
    ]
    return model.from_db(connection.alias, [field.attname for field in fields], read)


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
