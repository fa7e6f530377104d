"""Who may see what leaves the house, and who may do what to it (dossier, sections 6 and 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.kernel.decisions import YES, Decision, no
from diwan.people.roles import Area, Role
from diwan.records.models import cleared

if TYPE_CHECKING:
    from diwan.people.authority import Scope
    from diwan.people.models import Person

NOBODY = Q(pk__in=[])
OUTGOING = "outgoing.outgoing"
CABINET = (Role.CHEF_DE_CABINET, Role.ADVISER, Role.SECRETARY_GENERAL)
DRAFTERS = (
    *CABINET, Role.PRIVATE_SECRETARY, Role.ASSISTANT_SECRETARY_GENERAL, Role.HEAD_OF_DEPARTMENT, Role.DESK_OFFICER,
    Role.LEGAL_OFFICER, Role.PROTOCOL_OFFICER, Role.CONFERENCE_OFFICER, Role.INFORMATION_OFFICER,
    Role.PROGRAMME_OFFICER, Role.HEAD_OF_OFFICE, Role.HEAD_OF_REGISTRY,
)  # fmt: skip
"""Who writes papers: everybody with a desk, not who only registers, translates or audits."""


def _scope(person: Person, right: str) -> Scope:
    return person.authority.scope(Area.CORRESPONDENCE, right)


def outgoing_visible_to(person: Any) -> Q:
    """Within the right to read and the clearance; the drafter his own; who is asked for a visa; to whom a memorandum goes.

    From Confidential up only where named, except for who drafted it and who is asked to clear it.
    """
    scope = _scope(person, "R")
    if not scope:
        return NOBODY
    model = apps.get_model("outgoing", "Outgoing")
    if scope.anywhere:
        reached = Q()
    else:
        units = scope.units or person.authority.units
        given = apps.get_model("assignments", "Assignment").objects.filter(record_type=OUTGOING)
        given = given.exclude(state="withdrawn").filter(Q(unit__in=units) | Q(person=person))
        reached = Q(unit__in=units) | Q(pk__in=given.values("record_id"))
    from diwan.clearance.models import asked_of

    own = Q(drafter=person) | Q(pk__in=asked_of(person, OUTGOING))
    return (reached & cleared(person, model)) | (own & Q(confidentiality__lte=max(person.clearance, 1)))


def templates_visible_to(person: Any) -> Q:
    """Whoever drafts, and who reads everything."""
    return Q() if sees_templates(person) else NOBODY


def sees_templates(person: Any) -> bool:
    """Whether templates are any of the person's business; decided without asking the database."""
    return bool(may_draft(person) or _scope(person, "R").anywhere)


def may_draft(person: Any, outgoing: Any = None) -> Decision:
    """Everybody with a desk."""
    if person.authority.has_role(*DRAFTERS):
        return YES
    return no(_("Papers are drafted by the units and the Cabinet."))


def may_revise(person: Any, outgoing: Any) -> Decision:
    """The drafter, the drafting unit, and the Cabinet."""
    if person.pk == outgoing.drafter_id or (_scope(person, "A").anywhere and person.authority.has_role(*CABINET)):
        return YES
    if may_draft(person) and outgoing.unit_id in person.authority.units:
        return YES
    return no(_("It is worked on by the unit that drafts it."))


def may_review(person: Any, outgoing: Any = None) -> Decision:
    """The Cabinet looks at everything before it leaves: the Chef de Cabinet and the advisers."""
    if person.authority.has_role(Role.CHEF_DE_CABINET, Role.ADVISER) or (
        _scope(person, "A").anywhere and any(areas and post.role in CABINET for post, areas in person.authority.held)
    ):
        return YES
    return no(_("Papers pass the gate by the Cabinet."))


def may_sign(person: Any, outgoing: Any) -> Decision:
    """Whoever holds authority over this paper, its addressee and its level on this day, and did not draft it."""
    from diwan.clearance.models import authority_to_sign

    found = authority_to_sign(
        person, outgoing.paper, outgoing.rank, drafter=outgoing.drafter, level=outgoing.confidentiality
    )
    return YES if found else found  # type: ignore[return-value]


def may_dispatch(person: Any, outgoing: Any = None) -> Decision:
    """The registry sends everything; an external office and the private secretariat what is their own."""
    if _scope(person, "C").anywhere:
        return YES
    if outgoing is not None and _scope(person, "C").covers(outgoing.unit_id):
        return YES
    return no(_("Papers are dispatched by the registry."))


def may_void(person: Any, outgoing: Any) -> Decision:
    """A number is made void by who approves in the registry or the Cabinet."""
    if _scope(person, "A").anywhere and _scope(person, "C").anywhere:
        return YES
    return no(_("A number is made void by the head of registry or the Cabinet."))


def may_classify(person: Any, outgoing: Any) -> Decision:
    """The drafter while it is drafted, upwards and downwards; the Cabinet and the head of registry at any time."""
    if _scope(person, "A").anywhere or (outgoing.state == "draft" and person.pk == outgoing.drafter_id):
        return YES
    return no(_("Confidentiality is set by the Cabinet and the head of registry."))


def may_change_templates(person: Any, template: Any = None) -> Decision:
    """The Cabinet, the head of registry and the protocol officers."""
    if _scope(person, "A").anywhere or person.authority.has_role(Role.PROTOCOL_OFFICER):
        return YES
    return no(_("Templates are kept by the Cabinet, the head of registry and Protocol."))


def may_acknowledge(person: Any, outgoing: Any) -> Decision:
    """The units to which a memorandum was given."""
    from diwan.correspondence.policies import may_answer_for

    if any(may_answer_for(person, one) for one in outgoing.assignments.open()):
        return YES
    return no(_("Only the units that were asked deal with it."))


def by_machine(person: Any, outgoing: Any = None) -> Decision:
    """What follows from another record's act, or is done by a job."""
    return YES if person.automatic else no(_("This is done by the house itself."))
