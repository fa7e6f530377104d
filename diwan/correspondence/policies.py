"""Who may see what comes in, and who may do what to it (dossier, section 7)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.kernel.decisions import YES, Decision, no, not_now
from diwan.people.roles import Area, Role
from diwan.records.models import cleared, named_in

if TYPE_CHECKING:
    from diwan.people.authority import Scope
    from diwan.people.models import Person

NOBODY = Q(pk__in=[])
PRIVATE = "private"
"""The compartment of the private secretariat."""
CABINET = (Role.CHEF_DE_CABINET, Role.ADVISER, Role.SECRETARY_GENERAL)
REGISTRY = (Role.REGISTRY_CLERK, Role.HEAD_OF_REGISTRY)
LETTER = "correspondence.letter"


def scope_of(person: Person, right: str) -> Scope:
    """Where the person has a right over correspondence."""
    return person.authority.scope(Area.CORRESPONDENCE, right)


def letters_visible_to(person: Any, *, still_open: bool = False) -> Q:
    """Within the right to read and the clearance; from Confidential up, and in the private compartment, where named.

    The registry that gave a sealed item its number does not see it again: it has the envelope's line in the register.
    ``still_open``: of what was given to one's units or oneself, only that with which one is not done.
    """
    private = person.authority.scope(Area.PRIVATE_POST, "R")
    return _visible(Reader(person.pk, person.clearance), scope_of(person, "R"), private, still_open)


@dataclass(frozen=True)
class Reader:
    """All that the policy asks of a person, beside the scopes of the rights."""

    pk: int
    clearance: int


@lru_cache(maxsize=1024)
def _visible(reader: Reader, scope: Scope, private: Scope, still_open: bool) -> Q:
    """The same condition for the same reader and scopes, as one object: what was put into SQL of it can be kept."""
    if not (scope or private):
        return NOBODY
    model = apps.get_model("correspondence", "Letter")
    seen = NOBODY
    if scope:
        seen = _reach(reader, scope, still_open) & cleared(reader, model) & Q(compartment="")
    if private.anywhere:
        seen = _either(seen, Q(compartment=PRIVATE, confidentiality__lte=reader.clearance))
    elif private.named:
        seen = _either(seen, Q(compartment=PRIVATE) & named_in(reader, model))
    return seen


def _either(one: Q, other: Q) -> Q:
    return other if one is NOBODY else one | other


def _reach(reader: Reader, scope: Scope, still_open: bool) -> Q:
    """Everything; else what was given to one's units or oneself, what one's own registry entered, where one is named."""
    if scope.anywhere:
        return Q()
    given = apps.get_model("assignments", "Assignment").objects.filter(record_type=LETTER)
    given = given.open() if still_open else given.exclude(state="withdrawn")
    asked = Q(person=reader.pk) if scope.assigned else Q()
    if scope.units:
        asked = Q(unit__in=scope.units) | Q(person=reader.pk)
    reached = Q(pk__in=given.filter(asked).values("record_id")) if scope.units or scope.assigned else NOBODY
    if scope.units:
        reached |= Q(unit__in=scope.units)
    if scope.named:
        reached = _either(reached, named_in(reader, apps.get_model("correspondence", "Letter")))
    return reached


def dossiers_visible_to(person: Any) -> Q:
    """Those who file everywhere; else those of the own units, and those in which one sees a letter."""
    scope = scope_of(person, "R")
    if not scope:
        return NOBODY
    if scope.anywhere:
        return Q()
    letters = apps.get_model("correspondence", "Letter").objects.visible_to(person)
    return Q(unit__in=scope.units) | Q(pk__in=letters.filter(dossier__isnull=False).values("dossier_id"))


# the registry ------------------------------------------------------------------------------------------------------
def may_register(person: Any, letter: Any = None) -> Decision:
    """The registry and the Cabinet; an external office for itself."""
    scope = scope_of(person, "C")
    if scope.anywhere or (scope.units and (letter is None or letter.unit_id in scope.units)):
        return YES
    return no(_("Letters are registered by the registry."))


def may_register_private(person: Any) -> Decision:
    """The envelope: the registry; the letter itself: the private secretariat."""
    if scope_of(person, "C").anywhere or person.authority.scope(Area.PRIVATE_POST, "C").anywhere:
        return YES
    return no(_("Sealed post is registered by the registry."))


def may_correct(person: Any, letter: Any) -> Decision:
    """What was entered wrongly is set right by whoever registers, before the eyes of the trail."""
    if letter.compartment == PRIVATE:
        return may_open(person, letter)
    return may_register(person, letter)


def may_summarise(person: Any, letter: Any) -> Decision:
    """Summaries are the registry's, and the translators'."""
    if letter.compartment == PRIVATE:
        return may_open(person, letter)
    if person.automatic or may_register(person, letter) or person.authority.has_role(Role.TRANSLATOR):
        return YES  # the machine proposes; whoever checks is a person
    return no(_("Summaries are written by the registry."))


def may_check(person: Any, letter: Any) -> Decision:
    """Somebody other than who wrote it reads it against the letter; the languages are checked one by one."""
    if letter.compartment == PRIVATE:
        return may_open(person, letter)
    if scope_of(person, "C").anywhere or person.authority.has_role(Role.TRANSLATOR):
        return YES
    return no(_("Summaries are checked by the registry, the translators and the Cabinet."))


def may_void(person: Any, letter: Any) -> Decision:
    """A number is made void by who approves in the registry or the Cabinet, never by who only enters."""
    if scope_of(person, "A").anywhere and scope_of(person, "C").anywhere:
        return YES
    return no(_("A number is made void by the head of registry or the Cabinet."))


def may_file(person: Any, letter: Any = None) -> Decision:
    """Filing: the registry and the Cabinet; an office its own."""
    scope = scope_of(person, "C")
    if scope.anywhere or (letter is not None and scope.covers(getattr(letter, "unit_id", None))):
        return YES
    return no(_("Letters are filed by the registry."))


def may_open(person: Any, letter: Any) -> Decision:
    """A sealed item is opened by the private secretariat."""
    if person.authority.scope(Area.PRIVATE_POST, "U").anywhere:
        return YES
    return no(_("Sealed post is opened by the private secretariat."))


# the Cabinet -------------------------------------------------------------------------------------------------------
def may_triage(person: Any, letter: Any = None) -> Decision:
    """The Cabinet says who answers: Chef de Cabinet and advisers; private post by its secretariat."""
    if letter is not None and letter.compartment == PRIVATE:
        return may_open(person, letter)
    if scope_of(person, "A").anywhere and person.authority.has_role(*CABINET):
        return YES
    given = [post for post, areas in person.authority.held if areas and post.role in CABINET]
    if given and scope_of(person, "A").anywhere:  # by a delegation from the Cabinet
        return YES
    return no(_("Letters are referred by the Cabinet."))


def may_ask(person: Any, letter: Any) -> Decision:
    """Asking where it stands: the Cabinet and the registry."""
    if scope_of(person, "U").anywhere:
        return YES
    return no(_("Updates are asked for by the Cabinet and the registry."))


def may_classify(person: Any, letter: Any) -> Decision:
    """Setting the level is an approval: the Cabinet and the head of registry; private post by its secretariat."""
    if letter.compartment == PRIVATE:
        return may_open(person, letter)
    if scope_of(person, "A").anywhere:
        return YES
    return no(_("Confidentiality is set by the Cabinet and the head of registry."))


def may_annotate(person: Any, letter: Any) -> Decision:
    """The Cabinet and whoever was asked; not who only registers or audits."""
    if scope_of(person, "A").anywhere and person.authority.has_role(*CABINET):
        return YES
    if letter.compartment == PRIVATE:
        return may_open(person, letter)
    if _own(person, letter, open_only=False):
        return YES
    return no(_("Notes in the margin are written by the Cabinet and the units that were asked."))


# the units ---------------------------------------------------------------------------------------------------------
def may_answer_for(person: Any, assignment: Any) -> bool:
    """Whether the person answers for an assignment: who updates in its unit, or is named in it."""
    scope = scope_of(person, "U")
    if assignment.unit_id in scope.units or (scope.assigned and assignment.person_id == person.pk):
        return True
    return scope.anywhere and assignment.unit_id in {post.unit_id for post in person.authority.posts}


def _own(person: Any, letter: Any, *, open_only: bool = True) -> list[Any]:
    return [one for one in letter.given if (one.is_open or not open_only) and may_answer_for(person, one)]


def may_act(person: Any, letter: Any) -> Decision:
    """Whoever answers for one of its open assignments."""
    return YES if _own(person, letter) else no(_("Only the units that were asked deal with it."))


def may_acknowledge(person: Any, letter: Any) -> Decision:
    """As above, while it waits to be acknowledged."""
    own = _own(person, letter)
    if not own:
        return no(_("Only the units that were asked deal with it."))
    return YES if any(one.state == "asked" for one in own) else not_now(_("It is acknowledged already."))


def may_name(person: Any, letter: Any) -> Decision:
    """Who in the unit deals with it: its head, or the Cabinet."""
    scope = scope_of(person, "A")
    if scope.anywhere or any(one.is_open and scope.covers(one.unit_id) for one in letter.given):
        return YES
    return no(_("Who deals with it is named by the head of the unit."))


def by_machine(person: Any, letter: Any = None) -> Decision:
    """What follows from another record's act."""
    return YES if person.automatic else no(_("This follows by itself from the reply."))
