"""Who sees the tray, and who may do what in it (dossier, section 7: whoever enters correspondence)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.kernel.decisions import YES, Decision, no, not_now
from diwan.people.roles import Area

NOBODY = Q(pk__in=[])


def arrivals_visible_to(person: Any) -> Q:
    """The registry and the Cabinet all that is open, an office its own; sealed post the private secretariat alone."""
    scope = person.authority.scope(Area.CORRESPONDENCE, "C")
    seen = NOBODY
    if scope.anywhere:
        seen = Q(sealed=False)
    elif scope.units:
        seen = Q(sealed=False, unit__in=scope.units)
    if person.authority.scope(Area.PRIVATE_POST, "C").anywhere:
        private = Q(sealed=True)
        seen = private if seen is NOBODY else seen | private
    return seen


def batches_visible_to(person: Any) -> Q:
    """Those of one's own registry, or all."""
    scope = person.authority.scope(Area.CORRESPONDENCE, "C")
    if scope.anywhere:
        return Q()
    return Q(unit__in=scope.units) if scope.units else NOBODY


def may_see_tray(person: Any) -> Decision:
    """Whoever registers what comes in, and the private secretariat for its own."""
    if person.authority.scope(Area.CORRESPONDENCE, "C") or person.authority.scope(Area.PRIVATE_POST, "C").anywhere:
        return YES
    return no(_("The tray is kept by the registry."))


def may_add(person: Any) -> Decision:
    """Whoever registers what comes in."""
    if person.authority.scope(Area.CORRESPONDENCE, "C"):
        return YES
    return no(_("Files are put into the tray by the registry."))


def may_sort(person: Any, arrival: Any) -> Decision:
    """Whoever would register it."""
    authority = person.authority
    if arrival.sealed:
        if authority.scope(Area.PRIVATE_POST, "C").anywhere:
            return YES
        return no(_("Sealed post is dealt with by the private secretariat."))
    if authority.scope(Area.CORRESPONDENCE, "C").covers(arrival.unit_id):
        return YES
    return no(_("The tray is kept by the registry."))


def may_take(person: Any, arrival: Any) -> Decision:
    """As above, while it waits; a second clerk hears who was first."""
    if arrival.state == arrival.State.TAKEN:
        event = arrival.history.filter(verb="take").order_by("-pk").first()
        if event is None:
            return not_now(_("It is registered already."))
        told = {"person": event.by, "number": event.particulars.get("number", "")}
        return not_now(_("%(person)s registered it as %(number)s a moment ago.") % told)
    if arrival.state == arrival.State.DISCARDED:
        return not_now(_("It was set aside. Put it back into the tray first."))
    return may_sort(person, arrival)


def may_seal(person: Any, arrival: Any) -> Decision:
    """As above, once."""
    return not_now(_("It is sealed already.")) if arrival.sealed else may_sort(person, arrival)


def by_machine(person: Any, record: Any = None) -> Decision:
    """What Diwan does by itself."""
    return YES if person.automatic else no(_("This is done by Diwan itself."))


def may_keep_mailboxes(person: Any) -> Decision:
    """The administrator: how they are reached and whether they work, never what is in them."""
    if person.authority.scope(Area.ADMINISTRATION, "U").anywhere:
        return YES
    return no(_("Mailboxes are set up by the administrator."))
