"""What the foundations need to know of letters and dossiers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diwan.correspondence import citing, policies
from diwan.correspondence.models import Dossier, Letter, Urgency
from diwan.people.holders import HEADS, cabinet, holders, people_of
from diwan.people.models import Person
from diwan.people.roles import Area, Role
from diwan.records.enrolment import Card
from diwan.search.marks import person_mark, unit_mark


def concerned(letter: Letter, event: Any) -> list[Person]:
    """Heads of the units asked, and the persons named to deal with it."""
    asked = [one for one in letter.given if one.is_open]
    return people_of({one.unit_id for one in asked}, *HEADS) + [one.person for one in asked if one.person]


def of_the_unit(letter: Letter, event: Any) -> list[Person]:
    """The head of the one unit that an event is about, and who deals with it there."""
    found = [one for one in letter.given if one.pk == event.particulars.get("assignment")]
    return people_of({one.unit_id for one in found}, *HEADS) + [one.person for one in found if one.person]


def escalated(letter: Letter, event: Any) -> list[Person]:
    """The head of the unit to which the delay was raised; the Chef de Cabinet where that is the Cabinet."""
    unit = event.particulars.get("to_unit")
    return people_of([unit], *HEADS, Role.CHEF_DE_CABINET) if unit else []


def marks_for(person: Any) -> list[str] | None:
    """Marks of which each letter bears one that a reader of the own units may see; None for who sees some by name."""
    scope, private = policies.scope_of(person, "R"), person.authority.scope(Area.PRIVATE_POST, "R")
    if scope.anywhere or scope.named or private:
        return None
    return [*(unit_mark(key) for key in sorted(scope.units)), person_mark(person.pk)]


def givers(letter: Letter, event: Any) -> list[Person]:
    """Who referred it, and the Chef de Cabinet."""
    return [*cabinet(), *(one.given_by for one in letter.given if one.pk == letter.lead_id)]


def all_concerned(letter: Letter, event: Any) -> list[Person]:
    """Both sides."""
    return concerned(letter, event) + givers(letter, event)


def first_reader(letter: Letter, event: Any) -> list[Person]:
    """The Chef de Cabinet, of what cannot wait for the signature book."""
    return cabinet() if letter.urgency == Urgency.IMMEDIATE else []


def secretary_general(letter: Letter, event: Any) -> list[Person]:
    """The Secretary General."""
    return holders(Role.SECRETARY_GENERAL)


def who_entered(letter: Letter, event: Any) -> list[Person]:
    """Who gave it its number."""
    return [letter.registered_by]


def private_secretariat(letter: Letter, event: Any) -> list[Person]:
    """Who opens what came sealed."""
    return holders(Role.PRIVATE_SECRETARY)


def named(letter: Letter, event: Any) -> list[Person]:
    """Who needs to know of it."""
    return list(letter.named.all())


def the_person(letter: Letter, event: Any) -> list[Person]:
    """Who was named to deal with it."""
    return list(Person.objects.filter(pk=event.particulars.get("person_id")))


def _words(letter: Letter) -> dict[str, tuple[str, str]]:
    """Number and subject in the language of the letter, with sender, references and text; each summary in its own."""
    own = letter.language or "en"
    body = [letter.sender_name, letter.signatory, letter.their_reference, letter.enclosures_note]
    body += [version.text for version in citing.texts_of(letter)]
    bodies = {own: body}
    for one in letter.summaries.all():
        bodies.setdefault(one.language, []).insert(0, one.text)
    title = f"{letter.number} {letter.subject}".strip()
    return {
        code: (title if code == own else letter.number, "\n".join(filter(None, parts)))
        for code, parts in bodies.items()
    }


def _dossier_words(dossier: Dossier) -> dict[str, tuple[str, str]]:
    return {code: (str(dossier), title) for code, title in dossier.file_class.title.items()}


CARDS = [
    Card(
        model=Letter,
        icon="mail",
        kind=_("Letter"),
        searchable=_words,
        changes_words=frozenset({"register", "correct", "open_envelope", "summarise", "attach"}),
        recency=lambda letter: letter.received_at,
        indexed_later=True,
        told={
            "refer": concerned, "name_person": the_person, "remind": of_the_unit, "unacknowledged": of_the_unit,
            "escalate": escalated, "ask_for_update": concerned, "need_no_reply": concerned, "annotate": all_concerned,
            "hand_back": givers, "finish": givers, "wait": givers, "be_answered": all_concerned,
            "present": first_reader, "bring_to_attention": secretary_general, "send_back": who_entered,
            "entrust": private_secretariat, "announce": named, "classify": named,
        },
        api_name="letters",
        api_fields=(
            "id", "number", "received_at", "registered_at", "channel", "sender_id", "sender_name", "signatory",
            "their_reference", "dated", "kind", "subject", "language", "pages", "enclosures", "urgency", "state",
            "attention", "matter_id", "file_class_id", "dossier_id", "answered_on", "closed_on", "confidentiality",
        ),
        api_filters=("state", "kind", "urgency", "language", "sender", "matter", "dossier", "number"),
        api_related=("sender", "lead__unit"),
        line_related=(),
        marks=lambda letter: [unit_mark(letter.unit_id)],
        marks_for=marks_for,
        api_steps=(
            "refer", "acknowledge", "hand_back", "wait", "resume", "finish", "need_no_reply", "bring_to_attention",
            "send_back", "ask_for_update", "annotate", "file", "reopen",
        ),
        passages=citing.passages_of,
        passages_along=("summaries",),
        place=citing.place_in,
        changes_texts=frozenset({"register", "correct", "summarise", "attach"}),
    ),
    Card(
        model=Dossier,
        icon="folder-open",
        kind=_("Dossier"),
        searchable=_dossier_words,
        changes_words=frozenset({"open_dossier"}),
        api_name="dossiers",
        api_fields=("id", "number", "title", "file_class_id", "unit_id", "state", "opened_on", "closed_on"),
        api_filters=("state", "file_class", "unit", "number"),
        api_related=("file_class", "unit"),
        api_steps=("close", "reopen"),
    ),
]  # fmt: skip
