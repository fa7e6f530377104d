"""What the foundations need to know of volumes, resolutions and mandates."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from diwan.assignments.models import Assignment
from diwan.people.holders import HEADS, cabinet, people_of
from diwan.people.models import Person
from diwan.people.roles import Role
from diwan.records.enrolment import Card
from diwan.resolutions import citing
from diwan.resolutions.models import Mandate, Resolution, Volume
from diwan.resolutions.succession import followers


def concerned(mandate: Mandate, event: Any) -> list[Person]:
    """Heads of the units asked, and the focal points named."""
    asked = list(mandate.assignments.open().select_related("person"))
    return people_of({a.unit_id for a in asked}, *HEADS) + [a.person for a in asked if a.person]


def givers(mandate: Mandate, event: Any) -> list[Person]:
    """Who gave it, and the Chef de Cabinet."""
    gave = Assignment.objects.filter(record_type="resolutions.mandate", record_id=mandate.pk).select_related("given_by")
    return cabinet() + [a.given_by for a in gave]


def escalated(mandate: Mandate, event: Any) -> list[Person]:
    """The heads of the unit to which lateness was raised, or the Chef de Cabinet where it is the Cabinet."""
    unit = event.particulars.get("to_unit")
    return people_of([unit], *HEADS, Role.CHEF_DE_CABINET) if unit else []


def importers(volume: Volume, event: Any) -> list[Person]:
    """Who handed the volume in."""
    return [e.by for e in volume.history.filter(verb__in=["receive", "add"])]


def _resolution_words(resolution: Resolution) -> dict[str, tuple[str, str]]:
    bodies: dict[str, list[str]] = {}
    for paragraph in resolution.paragraphs.all():
        for text in paragraph.texts.all():
            if text.text:
                bodies.setdefault(text.language, []).append(text.text)
    return {
        language: (f"{resolution.short} {title}", "\n".join([*bodies.get(language, []), resolution.symbol]))
        for language, title in (resolution.title or {"en": ""}).items()
    }


def _mandate_words(mandate: Mandate) -> dict[str, tuple[str, str]]:
    texts = dict(mandate.wording)
    done = list(mandate.actions.all()) + list(mandate.obstacles.all())
    for said in done:
        for language, words in said.what.items():
            texts[language] = f"{texts.get(language, '')}\n{words}"
    found = {}
    for language, words in texts.items():
        with override(language):  # the word for an annex is that of the text
            found[language] = (mandate.reference_printed, words)
    return found


CARDS = [
    Card(
        model=Volume,
        icon="upload",
        kind=_("Volume"),
        told={"take_reading": importers, "give_up": importers},
        api_name="volumes",
        api_fields=("id", "title", "symbol", "session_id", "state"),
        api_filters=("state", "session"),
        api_related=("session__organ",),
        named=citing.symbols_of,
        changes_texts=frozenset({"adopt", "withdraw"}),
    ),
    Card(
        model=Resolution,
        icon="file-text",
        kind=_("Resolution"),
        searchable=_resolution_words,
        api_name="resolutions",
        api_fields=("id", "key", "symbol", "number", "title", "adopted_on", "session_id", "series_id", "state"),
        api_filters=("session", "series", "state"),
        api_related=("session__organ", "series"),
        passages=citing.passages_of,
        passages_along=("paragraphs__texts",),
        within=citing.organ_of,
        place=citing.place_in,
        named=citing.names_of,
        finder=citing.finder,
        later=followers,
    ),
    Card(
        model=Mandate,
        icon="checklist",
        kind=_("Mandate"),
        searchable=_mandate_words,
        changes_words=frozenset({"act", "meet_obstacle"}),
        told={
            "assign": concerned, "name_focal_point": concerned, "set_due": concerned, "remind": concerned, "ask_for_update": concerned,
            "assess": concerned, "reopen": concerned, "retire": concerned,
            "accept": givers, "hand_back": givers, "meet_obstacle": givers, "wait": givers, "resume": givers,
            "escalate": escalated,
        },
        api_name="mandates",
        api_fields=(
            "id", "resolution_id", "paragraph_id", "legal_class", "wording", "addressee", "deadline", "reporting",
            "recurring", "renewed", "due_on", "due_basis", "state", "last_action_on", "confidentiality",
        ),
        api_filters=("state", "resolution", "legal_class", "due_basis", "renewed"),
        api_related=("resolution__session__organ", "resolution__series", "paragraph", "lead__unit"),
        api_steps=(
            "assign", "accept", "name_focal_point", "hand_back", "set_due", "act", "meet_obstacle", "wait", "resume", "ask_for_update",
            "assess", "retire", "decline_ending", "reopen",
        ),
        passages=citing.passages_on,
        passages_along=("actions", "obstacles", "assessments", "evidence"),
        within=citing.organ_meant,
        about=citing.own_of,
        place=citing.place_on,
        changes_texts=frozenset({"act", "meet_obstacle", "assess", "prove", "attach"}),
    ),
]  # fmt: skip
