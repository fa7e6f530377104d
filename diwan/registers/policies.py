"""Who may read the registers as books, and their figures."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diwan.correspondence.policies import scope_of
from diwan.kernel.decisions import YES, Decision, no
from diwan.people.roles import Role


def may_read(person: Any) -> Decision:
    """Whoever reads correspondence everywhere: each line is still asked of its own record."""
    if scope_of(person, "R").anywhere:
        return YES
    return no(_("The registers are read by the registry, the Cabinet and the auditors."))


def may_look(person: Any) -> bool:
    """Whoever has anything to do with correspondence may ask where an item is."""
    return bool(scope_of(person, "R")) or bool(person.authority.has_role(Role.PRIVATE_SECRETARY))


def may_verify(person: Any) -> Decision:
    """The proof: the auditors, the Cabinet, the head of registry."""
    if person.authority.has_role(Role.AUDITOR, Role.CHEF_DE_CABINET, Role.HEAD_OF_REGISTRY, Role.SECRETARY_GENERAL):
        return YES
    return no(_("The registers are verified by the auditors, the Cabinet and the head of registry."))
