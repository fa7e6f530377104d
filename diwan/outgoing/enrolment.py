"""What the foundations need to know of papers and templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from diwan.clearance.models import Visa, possible_signatories
from diwan.outgoing.models import Outgoing, Template
from diwan.people.models import Holding, Person, current
from diwan.people.roles import Role
from diwan.records.citing import Passage, Place
from diwan.records.enrolment import Card


def _holders(*roles: str, units: Iterable[int] | None = None) -> list[Person]:
    held = Holding.objects.filter(current(), post__role__in=roles).select_related("person")
    if units is not None:
        held = held.filter(post__unit__in=list(units))
    return [holding.person for holding in held]


def drafter(paper: Outgoing, event: Any) -> list[Person]:
    """Who drafted it."""
    return [paper.drafter]


def asked(paper: Outgoing, event: Any) -> list[Person]:
    """Whoever is asked for a visa now."""
    waiting = Visa.objects.filter(round=paper.round_id).waiting().select_related("person")
    return [person for visa in waiting for person in visa.people()]


def after_a_visa(paper: Outgoing, event: Any) -> list[Person]:
    """The drafter, and those whose turn has come."""
    return [paper.drafter, *asked(paper, event)]


def after_a_round(paper: Outgoing, event: Any) -> list[Person]:
    """The drafter; once it is cleared, the Cabinet."""
    cabinet = _holders(Role.CHEF_DE_CABINET, Role.ADVISER) if event.particulars.get("state") == "cleared" else []
    return [paper.drafter, *cabinet]


def signatories(paper: Outgoing, event: Any) -> list[Person]:
    """Whoever may sign it today."""
    return [person for person in possible_signatories() if paper.decide("sign", person)]


def registry(paper: Outgoing, event: Any) -> list[Person]:
    """The drafter, the registry that dispatches it, and the units that a memorandum asks."""
    units = list(paper.assignments.open().values_list("unit", flat=True))
    heads = _holders(Role.HEAD_OF_DEPARTMENT, Role.HEAD_OF_OFFICE, units=units) if units else []
    return [paper.drafter, *_holders(Role.REGISTRY_CLERK, Role.HEAD_OF_REGISTRY), *heads]


def _words(paper: Outgoing) -> dict[str, tuple[str, str]]:
    """Number, subject and text in each language; the items of a mailing are found by number and addressee."""
    whom = " ".join(str(one) for one in paper.addressees.select_related("correspondent", "unit")[:60])
    texts = paper.latest_texts()
    found = {}
    for language in paper.languages or ["en"]:
        text = texts.get(language)
        body = text.body if text else ""
        found[language] = (
            f"{paper.number or ''} {text.subject if text and text.subject else paper.subject}".strip(),
            f"{body}\n{whom}\n{paper.legal_basis}",
        )
    return found


def _passages(paper: Outgoing) -> Iterable[Passage]:
    for language, text in paper.latest_texts().items():
        yield Passage(f"text-{language}", "", language, f"{text.subject}\n{text.body}")
    if paper.legal_basis:
        yield Passage("basis", "", "", paper.legal_basis)


def _place(paper: Outgoing, place: str, called: str, language: str) -> Place:
    said = str(_("legal basis")) if place == "basis" else str(_("text (%(language)s)") % {"language": language.upper()})
    return Place(said, f"{paper.get_absolute_url()}#{place}")


CARDS = [
    Card(
        model=Outgoing,
        icon="send",
        kind=_("Outgoing paper"),
        searchable=_words,
        indexed_later=True,
        changes_words=frozenset({"draft", "revise", "change", "address", "sign", "classify"}),
        told={
            "clearance_start": asked, "visa": after_a_visa, "visa_remind": asked, "visa_silent": after_a_visa,
            "visa_escalate": lambda paper, event: _holders(Role.CHEF_DE_CABINET), "clearance_end": after_a_round,
            "send_back": drafter, "refuse_to_sign": drafter, "pass_gate": signatories, "sign": registry,
            "dispatch_failed": registry, "dispatch_doubtful": registry, "acknowledge": drafter,
        },
        api_name="outgoing",
        api_fields=("id", "number", "paper", "subject", "languages", "state", "unit_id", "signed_at", "matter_id"),
        api_filters=("paper", "state", "unit"),
        api_related=("unit", "drafter"),
        line_related=(),
        passages=_passages,
        place=_place,
        changes_texts=frozenset({"draft", "revise", "change", "sign"}),
        named=lambda paper: [paper.number] if paper.number else [],
    ),
    Card(model=Template, icon="files", kind=_("Template"), api_related=("unit", "version")),
]  # fmt: skip
