"""Who sets circuits, who answers points, who grants the signature."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.kernel.decisions import YES, Decision, no
from diwan.people.roles import Area, Role

NOBODY = Q(pk__in=[])
CABINET = (Role.CHEF_DE_CABINET, Role.ADVISER)


def _scope(person: Any, area: str, right: str) -> Any:
    return person.authority.scope(area, right)


def circuits_visible_to(person: Any) -> Q:
    """Whoever has to do with correspondence: everybody should know which way a paper goes."""
    return Q() if _scope(person, Area.CORRESPONDENCE, "R") else NOBODY


def may_set_circuits(person: Any, circuit: Any = None) -> Decision:
    """The Cabinet and the head of registry."""
    if _scope(person, Area.CORRESPONDENCE, "A").anywhere and person.authority.has_role(
        *CABINET, Role.SECRETARY_GENERAL, Role.HEAD_OF_REGISTRY
    ):
        return YES
    return no(_("Circuits are set by the Cabinet and the head of registry."))


def may_answer_point(person: Any, round: Any, point: Any) -> Decision:
    """A point of law: Legal and the Cabinet; every other point: the Cabinet, or whom it has put in its place."""
    roles = {post.role for post, areas in person.authority.held if areas is None or Area.CORRESPONDENCE in areas}
    if roles & set(CABINET):
        return YES
    if point.task == "check_law" and (
        Role.LEGAL_OFFICER in roles
        or any(p.unit.code in _law() and p.role == Role.HEAD_OF_DEPARTMENT for p in person.authority.posts)
    ):
        return YES
    return (
        no(_("This point is answered by the Cabinet."))
        if point.task != "check_law"
        else no(_("This point is answered by Legal Affairs."))
    )


def _law() -> set[str]:
    """The units in which the legal officers sit."""
    from diwan.people.models import Post

    return set(Post.objects.filter(role=Role.LEGAL_OFFICER).values_list("unit__code", flat=True))


def authorities_visible_to(person: Any) -> Q:
    """The register of delegations is open to the Cabinet, the registry, Legal and auditors; everybody sees the own ones."""
    scope = _scope(person, Area.CORRESPONDENCE, "R")
    if not scope:
        return NOBODY
    if scope.anywhere or person.authority.has_role(Role.LEGAL_OFFICER):
        return Q()
    return Q(holder=person) | Q(giver=person)


def may_grant(person: Any, parent: Any = None) -> Decision:
    """From the Secretary General, on an instrument: the Chef de Cabinet enters it. From oneself: whoever may pass it on."""
    if _scope(person, Area.DECISIONS, "S").anywhere:
        return YES
    if parent is not None and parent.holder_id == person.pk:
        return YES
    return no(_("Delegations of signature are entered by the Chef de Cabinet."))


def may_withdraw(person: Any, authority: Any) -> Decision:
    """Who gave it, and the Chef de Cabinet."""
    if authority.giver_id == person.pk or _scope(person, Area.DECISIONS, "S").anywhere:
        return YES
    return no(_("A delegation is withdrawn by who gave it, or by the Chef de Cabinet."))
