"""Who may enter sessions and their dates."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diwan.kernel.decisions import YES, Decision, no
from diwan.people.roles import Area


def may_convene(person: Any) -> Decision:
    """Whoever creates, updates or approves meetings anywhere: the Cabinet and Conferences."""
    scopes = (person.authority.scope(Area.MEETINGS, right) for right in "CUA")
    if any(scope.anywhere for scope in scopes):
        return YES
    return no(_("Sessions are entered by the Cabinet and Conferences."))


def may_see(person: Any) -> bool:
    """Whoever reads meetings."""
    return bool(person.authority.scope(Area.MEETINGS, "R"))
