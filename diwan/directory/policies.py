"""Who may see the directory, and who keeps it (dossier, section 7)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.kernel.decisions import YES, Decision, no
from diwan.people.roles import Area

AREAS = (Area.CORRESPONDENCE, Area.PROTOCOL)


def reads(person: Any) -> bool:
    """Whoever reads letters or protocol, wherever the right holds: an address is no secret of the house."""
    return any(person.authority.scope(area, "R") for area in AREAS)


def may_export(person: Any) -> Decision:
    """Whoever reads letters or protocol of the whole house may take the directory away as a file."""
    return YES if _anywhere(person, "R") else no(_("The directory is taken away by those who read all letters."))


def visible_to(person: Any) -> Q:
    """All of it, or nothing."""
    return Q() if reads(person) else Q(pk__in=[])


def _anywhere(person: Any, rights: str) -> bool:
    return any(person.authority.scope(area, right).anywhere for area in AREAS for right in rights)


def may_enter(person: Any, correspondent: Any = None) -> Decision:
    """The registry as letters come in, Protocol and the Cabinet."""
    if _anywhere(person, "C"):
        return YES
    return no(_("Correspondents are entered by the registry, Protocol and the Cabinet."))


def may_change(person: Any, correspondent: Any = None) -> Decision:
    """The same, and the private secretariat."""
    if _anywhere(person, "U"):
        return YES
    return no(_("Correspondents are kept by the registry, Protocol and the Cabinet."))


def may_settle(person: Any, correspondent: Any = None) -> Decision:
    """Merging, closing, reopening and the formulas of courtesy: heads of the registry, Protocol, the Cabinet."""
    if _anywhere(person, "A"):
        return YES
    return no(_("This is decided by the head of the registry, Protocol or the Cabinet."))
