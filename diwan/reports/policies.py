"""Who may see reports, and who prepares, contributes, finalises and issues them (dossier, section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.kernel.decisions import YES, Decision, no
from diwan.people.roles import Area

if TYPE_CHECKING:
    from diwan.people.authority import Scope
    from diwan.people.models import Person

NOBODY = Q(pk__in=[])

#: From this level of confidentiality a mandate is left out of the report: it goes to all Member States.
LEFT_OUT_FROM = 2


def _scope(person: Person, right: str) -> Scope:
    return person.authority.scope(Area.REPORTS, right)


def reads_whole(person: Any) -> bool:
    """Who reads a whole report while it is being prepared: those who read all, and do not contribute to a part."""
    if _scope(person, "U").anywhere or _scope(person, "A").anywhere:
        return True
    return _scope(person, "R").anywhere and not (_scope(person, "C") or _scope(person, "U"))


def visible_to(person: Any) -> Q:
    """Who reads whole reports sees all; a contributor those that ask something of the own units; others what is issued.

    A report is issued from its first version on, also while the next one is being prepared.
    """
    if reads_whole(person):
        return Q()
    rights = [scope for right in "RCU" if (scope := _scope(person, right))]
    if not rights:
        return NOBODY
    asked = apps.get_model("reports", "Contribution").objects.filter(_reached(person))
    return Q(reference__isnull=False) | Q(pk__in=asked.values("report_id"))


def may_open(person: Any, report: Any = None) -> Decision:
    """Opening and preparing a report: right U anywhere, the Cabinet's."""
    return YES if _scope(person, "U").anywhere else no(_("Reports are prepared by the Cabinet."))


may_prepare = may_open


def may_chase(person: Any, report: Any = None) -> Decision:
    """The Cabinet, and the clock."""
    return YES if person.automatic else may_prepare(person)


def may_contribute(person: Any, report: Any = None) -> Decision:
    """The Cabinet, and whoever creates or updates in the own unit; ``may_write`` says which contributions."""
    if _scope(person, "U").anywhere or _scope(person, "C") or _scope(person, "U"):
        return YES
    return no(_("Contributions come from the units asked."))


def contributions_of(person: Any) -> Q:
    """The contributions a person may write: the Cabinet all, a unit those asked of it or of its focal point."""
    if _scope(person, "U").anywhere:
        return Q()
    units = _scope(person, "C").units | _scope(person, "U").units
    mine = Q(unit__in=units)
    if _scope(person, "U").assigned or _scope(person, "C").assigned:
        mine |= Q(mandate__lead__person=person)
    return mine


def contributions_seen_by(person: Any) -> Q:
    """The contributions a person may read before the report is issued; always within the clearance for the mandate."""
    from diwan.records.models import cleared

    mandates = cleared(person, apps.get_model("resolutions", "Mandate"), "mandate__")
    return mandates if reads_whole(person) else _reached(person) & mandates


def may_write(person: Any, contribution: Any) -> Decision:
    """Writing one contribution, which its unit, its focal point and the Cabinet do."""
    kind = type(contribution)
    if kind.objects.filter(contributions_of(person), contributions_seen_by(person), pk=contribution.pk).exists():
        return YES
    return no(_("This contribution is asked of another unit."))


def may_finalise(person: Any, report: Any = None) -> Decision:
    """The final version is the Chef de Cabinet's (F1 of the dossier)."""
    return YES if _scope(person, "A").anywhere else no(_("The final version is made by the Chef de Cabinet."))


may_issue = may_finalise


def _reached(person: Any) -> Q:
    """What is asked of the units in which the person has any right, or of the person as focal point."""
    scopes = [_scope(person, right) for right in "RCUA"]
    units = frozenset().union(*(scope.units for scope in scopes))
    mine = Q(unit__in=units)
    if any(scope.assigned for scope in scopes):
        mine |= Q(mandate__lead__person=person)
    return mine
