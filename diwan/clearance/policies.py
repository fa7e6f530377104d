"""Who sets circuits, who answers points, who grants the signature."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.kernel.decisions import YES, Decision, no
from diwan.people.roles import Area, Role

NOBODY = Q(pk__in=[])
SETTERS = (Role.CHEF_DE_CABINET, Role.SECRETARY_GENERAL, Role.HEAD_OF_REGISTRY)
CABINET = frozenset({Role.CHEF_DE_CABINET, Role.ADVISER})
LAW = "check_law"
NEVER_SILENT = ("check_law", "check_cabinet")
"""Tasks in which silence is no consent, whatever a circuit says."""
CHECKS = ("check_law", "check_cabinet", "clear")
"""What nobody does to a paper of one's own."""
DEEPEST = 5
"""Links of a chain of delegations; more is an error of entry."""


def _scope(person: Any, area: str, right: str) -> Any:
    return person.authority.scope(area, right)


def posts_in_correspondence(person: Any) -> list[Any]:
    """The posts a person acts from where papers are concerned: the own ones, and those of who has delegated this area."""
    if not _scope(person, Area.CORRESPONDENCE, "R"):
        return []
    return [post for post, areas in person.authority.held if areas is None or Area.CORRESPONDENCE in areas]


def may_see_clearances(person: Any) -> bool:
    """Whether anything here concerns a person at all; the administrator and strangers find nothing."""
    return bool(_scope(person, Area.CORRESPONDENCE, "R"))


def circuits_visible_to(person: Any) -> Q:
    """Whoever has to do with correspondence: everybody should know which way a paper goes."""
    return Q() if may_see_clearances(person) else NOBODY


def may_set_circuits(person: Any, circuit: Any = None) -> Decision:
    """The Chef de Cabinet and the head of registry; not the advisers, whom circuits bind."""
    if _scope(person, Area.CORRESPONDENCE, "A").anywhere and person.authority.has_role(*SETTERS):
        return YES
    return no(_("Circuits are set by the Chef de Cabinet and the head of registry."))


def may_answer_point(person: Any, round: Any, point: Any, *, drafter_id: int | None = None) -> Decision:
    """Who does the point's task in this round; beside them Legal for the law, the Cabinet for everything else.

    The Chef de Cabinet answers for both. Whoever drafted the paper answers nothing about it.
    """
    if drafter_id is not None and drafter_id == person.pk:
        return no(_("Whoever drafted a paper does not check it."))
    roles = {post.role for post in posts_in_correspondence(person)}
    if Role.CHEF_DE_CABINET in roles or (Role.LEGAL_OFFICER if point.task == LAW else Role.ADVISER) in roles:
        return YES
    if point.task in round.checks_of(person):
        return YES
    if point.task == LAW:
        return no(_("This point is answered by Legal Affairs."))
    return no(_("This point is answered by the Cabinet."))


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
