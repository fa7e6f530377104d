"""Who may see volumes, resolutions and mandates, and who may do what to them (dossier, section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.kernel.decisions import YES, Decision, no, not_now
from diwan.people.roles import Area, Role

if TYPE_CHECKING:
    from diwan.people.authority import Scope
    from diwan.people.models import Person

NOBODY = Q(pk__in=[])


def _scope(person: Person, right: str) -> Scope:
    return person.authority.scope(Area.MANDATES, right)


# volumes -----------------------------------------------------------------------------------------------------------
def volumes_visible_to(person: Any) -> Q:
    """A volume under review is the Cabinet's and Legal's; auditors read it; nobody else before adoption."""
    if may_import(person) or person.authority.has_role(Role.LEGAL_OFFICER, Role.AUDITOR, Role.SECRETARY_GENERAL):
        return Q()
    return NOBODY


def may_import(person: Any, volume: Any = None) -> Decision:
    """Importing creates mandates to come: right C anywhere."""
    if _scope(person, "C").anywhere:
        return YES
    return no(_("Volumes are imported by the Cabinet."))


may_change_volume = may_import


def may_review(person: Any, volume: Any = None) -> Decision:
    """The Cabinet and the legal officers (story 2 of the dossier)."""
    if may_import(person) or person.authority.has_role(Role.LEGAL_OFFICER):
        return YES
    return no(_("Volumes are reviewed by the Cabinet and Legal Affairs."))


def may_adopt(person: Any, volume: Any = None) -> Decision:
    """Entering the registers is an approval: right A anywhere."""
    if _scope(person, "A").anywhere:
        return YES
    return no(_("Resolutions are entered into the registers by the Chef de Cabinet."))


def may_trace(person: Any, resolution: Any = None) -> Decision:
    """Saying what a resolution continues: whoever reviews volumes, for it is a question of the text."""
    if may_review(person):
        return YES
    return no(_("What a resolution continues is set right by the Cabinet and Legal Affairs."))


def by_machine(person: Any, volume: Any = None) -> Decision:
    """Steps of the reading job only."""
    return YES if person.automatic else no(_("This is done by the reader itself."))


# resolutions -------------------------------------------------------------------------------------------------------
def resolutions_visible_to(person: Any) -> Q:
    """Adopted resolutions are read by all who follow mandates; who sees only his own sees those they are in."""
    scope = _scope(person, "R")
    if scope.anywhere or scope.titles:
        return Q()
    if not scope:
        return NOBODY
    return Q(pk__in=_model().objects.visible_to(person).values("resolution_id"))


# mandates ----------------------------------------------------------------------------------------------------------
def mandates_visible_to(person: Any) -> Q:
    """Within the scope of the right to read, within clearance, and named from Confidential up."""
    from diwan.records.models import cleared

    scope = _scope(person, "R")
    if not (scope.anywhere or scope.units or scope.assigned):
        return NOBODY
    return _reach(person, scope) & cleared(person, _model())


def _reach(person: Any, scope: Scope) -> Q:
    if scope.anywhere:
        return Q()
    reached = Q(lead__unit__in=scope.units)
    assigned = apps.get_model("assignments", "Assignment").objects.filter(record_type="resolutions.mandate")
    reached |= Q(pk__in=assigned.filter(unit__in=scope.units).values("record_id"))
    if scope.assigned:
        reached |= Q(pk__in=assigned.filter(person=person).values("record_id"))
    return reached


def may_assign(person: Any, mandate: Any = None) -> Decision:
    """The Cabinet (A or U anywhere) gives and re-gives."""
    if _scope(person, "A").anywhere or _scope(person, "U").anywhere:
        return YES
    return no(_("Mandates are assigned by the Cabinet."))


def may_name(person: Any, mandate: Any) -> Decision:
    """Naming the focal point: the Cabinet, and who approves in the lead unit."""
    if may_assign(person) or (mandate.lead_id and _scope(person, "A").covers(mandate.lead.unit_id)):
        return YES
    return no(_("The focal point is named by the head of the lead unit."))


def may_answer(person: Any, mandate: Any) -> Decision:
    """The lead unit accepts or returns: its head (A own), its focal point, or who updates there.

    Who updates everywhere answers only for the own unit: the Cabinet does not accept in the place of a department.
    """
    lead, scope = mandate.lead, _scope(person, "U")
    if lead is not None:
        if lead.unit_id in scope.units or (scope.assigned and lead.person_id == person.pk):
            return YES
        if scope.anywhere and lead.unit_id in {post.unit_id for post in person.authority.posts}:
            return YES
    return no(_("Only the lead unit answers for it."))


def may_accept(person: Any, mandate: Any) -> Decision:
    """As above, once."""
    answer = may_answer(person, mandate)
    if answer and mandate.lead.state != "asked":
        return not_now(_("It is accepted already."))
    return answer


def may_work(person: Any, mandate: Any) -> Decision:
    """Actions, proof and obstacles: the lead and co-operating units, the focal point, and the Cabinet."""
    if _scope(person, "U").anywhere or _of_lead(person, mandate):
        return YES
    scope = _scope(person, "U")
    own = [
        a
        for a in mandate.assignments.open()
        if scope.covers(a.unit_id) or (scope.assigned and a.person_id == person.pk)
    ]
    return YES if own else no(_("Only the units concerned report on it."))


def may_hold(person: Any, mandate: Any) -> Decision:
    """The clock is the lead's: its unit and the Cabinet stop and restart it, not who only helps."""
    if _scope(person, "U").anywhere or _of_lead(person, mandate):
        return YES
    return no(_("Only the lead unit answers for it."))


def may_ask(person: Any, mandate: Any) -> Decision:
    """Asking for an update: the Cabinet."""
    return YES if _cabinet(person) else no(_("Updates are asked for by the Cabinet."))


def may_assess(person: Any, mandate: Any) -> Decision:
    """Judging implementation: the Cabinet, never the unit itself."""
    return YES if _cabinet(person) else no(_("Implementation is assessed by the Cabinet."))


def may_classify(person: Any, mandate: Any) -> Decision:
    """Setting the level: an approval of the Cabinet by someone cleared for it."""
    if _scope(person, "A").anywhere:
        return YES
    return no(_("Confidentiality is set by the Chef de Cabinet."))


def _cabinet(person: Any) -> bool:
    return _scope(person, "A").anywhere or _scope(person, "U").anywhere


def _of_lead(person: Any, mandate: Any) -> Decision:
    lead = mandate.lead
    if lead is None:
        return no("")
    scope = _scope(person, "U")
    if scope.covers(lead.unit_id) or (scope.assigned and lead.person_id == person.pk):
        return YES
    return no("")


def _model() -> Any:
    return apps.get_model("resolutions", "Mandate")
