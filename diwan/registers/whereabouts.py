"""Where is it? Who has an item, since when, what is asked of whom, what was answered, who opened it and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from diwan.assignments.models import Assignment
from diwan.clearance.models import Visa
from diwan.correspondence.models import Instruction, Letter
from diwan.correspondence.models.letter import key_of
from diwan.correspondence.policies import scope_of
from diwan.organisation.models import organisation
from diwan.outgoing.models import Outgoing
from diwan.records.models import Opening
from diwan.references.models import Reference
from diwan.search.find import find_latest
from diwan.trail.models import Event

SHOWN = 8
"""Items shown for one question."""
RANKED = 2 * SHOWN
"""Of so many that match, the latest, the best are shown: who asks where something is does not look for an old text."""
READ = (
    "number", "subject", "sender_name", "their_reference", "received_at", "confidentiality", "compartment", "state", "matter",
    "lead__record_type", "lead__record_id", "lead__state", "lead__due_on", "lead__stopped_on", "lead__unit__name",
    "lead__unit__code", "lead__person__name", "lead__person__username",
)  # fmt: skip
"""What is read of a letter."""
GIVEN = (
    "record_type", "record_id", "role", "task", "state", "given_on", "due_on", "ended_on", "stopped_on", "unit__name",
    "unit__code", "person__name", "person__username",
)  # fmt: skip
"""What is read of an assignment."""
KINDS: dict[str, Any] = {model._meta.label_lower: model for model in (Letter, Outgoing)}
STEPS = (
    "register", "present", "check_summary", "refer", "acknowledge", "hand_back", "send_back", "need_no_reply", "finish",
    "be_answered", "file", "join", "return_to_sender", "void", "reopen", "draft", "submit", "clearance_end", "take_back",
    "pass_gate", "sign", "refuse_to_sign", "dispatch", "dispatch_mail", "withdraw",
)  # fmt: skip
"""The verbs by which an item changes hands."""


@dataclass
class Asked:
    """What a unit was asked, and what it did."""

    unit: str
    person: str
    role: str
    task: str
    state: str
    given_on: dt.date
    due_on: dt.date | None
    ended_on: dt.date | None
    late: bool
    open: bool


@dataclass
class Whereabouts:
    """An item and where it is."""

    item: Any
    incoming: bool
    holder: str
    since: dt.datetime | None
    asked: list[Asked] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)

    @property
    def state(self) -> str:
        """Its state in words."""
        return str(type(self.item).State(self.item.state).label)

    @property
    def waiting(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.item.state in (Letter.LIVING if self.incoming else (*Outgoing.OPEN, *Outgoing.GONE))


def sought(person: Any, words: str) -> list[Any]:
    """The letters and papers that words name, which the person may see: by our number, by the sender's, then by words.

    At most ``SHOWN``; a number that is typed whole leads to its item alone.
    """
    words = words.strip()
    if not words:
        return []
    if any(sign.isdigit() for sign in words):
        return _numbered(person, words) or _of_the_sender(person, words) or _by_words(person, words)
    return _by_words(person, words) or _of_the_sender(person, words)  # hardly a reference has no figure


def _numbered(person: Any, words: str) -> list[Any]:
    drawn = Reference.objects.filter(printed__in={words, words.upper()}, record_type__in=KINDS)
    keys: dict[str, list[int | None]] = {}
    for label, key in drawn.values_list("record_type", "record_id")[:SHOWN]:
        keys.setdefault(label, []).append(key)
    return [
        item for label, those in keys.items()
        for item in _with_holder(KINDS[label].objects.visible_to(person).filter(pk__in=those))
    ]  # fmt: skip


def _of_the_sender(person: Any, words: str) -> list[Any]:
    if len(key := key_of(words)) < 3:
        return []
    letters = Letter.objects.visible_to(person).filter(their_key=key)
    return list(_with_holder(letters).order_by("-received_at")[:SHOWN])


def _by_words(person: Any, words: str) -> list[Any]:
    house = organisation()
    languages = list(house.languages) if house else ["en"]
    latest = find_latest(person, words, languages=languages, kinds=[*KINDS], wanted=RANKED)
    found: list[Any] = []
    for label, model in KINDS.items():
        if keys := latest.of(label):
            found += _with_holder(model.objects.filter(pk__in=keys)).annotate(relevance=latest.rank(label))
    place = {one: n for n, one in enumerate(latest.keys)}
    return sorted(found, key=lambda item: (-(item.relevance or 0), place[item._meta.label_lower, item.pk]))[:SHOWN]


def _with_holder(items: Any) -> Any:
    """With all that is needed to say who has each, and no more: a letter has fifty columns."""
    if items.model is Letter:
        answered = Exists(Outgoing.objects.filter(answers=OuterRef("pk"), master=None))
        return items.select_related("lead__unit", "lead__person").only(*READ).annotate(answered=answered)
    return items.select_related("unit", "drafter")


def whereabouts(items: Sequence[Any], person: Any) -> list[Whereabouts]:
    """Where each of what was ``sought`` is: five queries at most however many they are. Who opened an item is said to the Cabinet, the registry and who leads."""
    letters = [item for item in items if isinstance(item, Letter)]
    papers = [item for item in items if isinstance(item, Outgoing)]
    which = _these(letters) | _these(papers)
    if not items:
        return []
    changed = _last_changes(which)
    asked = _asked(which)
    visas = _open_visas(papers)
    answers = _answers(letters, person)
    openings = _openings(which) if scope_of(person, "U").anywhere else {}
    found = []
    for item in items:
        key = (item._meta.label_lower, item.pk)
        given = asked.get(key, [])
        found.append(
            Whereabouts(
                item, isinstance(item, Letter), _holder(item, visas.get(item.pk, [])), changed.get(key),
                [_as_asked(one) for one in given], answers.get(item.pk, []) if isinstance(item, Letter) else [],
                openings.get(key, []),
            )
        )  # fmt: skip
    return found


def _these(items: Sequence[Any]) -> Q:
    if not items:
        return Q(pk__in=[])
    return Q(record_type=items[0]._meta.label_lower, record_id__in=[item.pk for item in items])


def _last_changes(which: Q) -> dict[tuple[str, int], dt.datetime]:
    rows = Event.objects.filter(which, verb__in=STEPS).order_by("record_type", "record_id", "-pk")
    last = rows.distinct("record_type", "record_id").values_list("record_type", "record_id", "at")
    return {(kind, pk): at for kind, pk, at in last}


def _asked(which: Q) -> dict[tuple[str, int], list[Assignment]]:
    found: dict[tuple[str, int], list[Assignment]] = {}
    given = Assignment.objects.filter(which).select_related("unit", "person").only(*GIVEN)
    for one in given.order_by("-pk"):
        found.setdefault((one.record_type, one.record_id), []).append(one)
    return found


def _open_visas(papers: Sequence[Outgoing]) -> dict[int, list[Visa]]:
    rounds = {paper.round_id: paper.pk for paper in papers if paper.state == Outgoing.State.CLEARANCE}
    found: dict[int, list[Visa]] = {}
    if rounds:
        for visa in Visa.objects.filter(round__in=rounds).waiting().select_related("unit", "person"):
            found.setdefault(rounds[visa.round_id], []).append(visa)
    return found


def _answers(letters: Sequence[Any], person: Any) -> dict[int, list[Outgoing]]:
    found: dict[int, list[Outgoing]] = {}
    if answered := [letter.pk for letter in letters if letter.answered]:  # most were not: nothing is asked of them
        replies = Outgoing.objects.filter(answers__in=answered, master=None)
        for reply in replies.visible_to(person).order_by("pk"):
            found.setdefault(reply.answers_id, []).append(reply)
    return found


def _openings(which: Q) -> dict[tuple[str, int], list[Opening]]:
    found: dict[tuple[str, int], list[Opening]] = {}
    shown = ("record_type", "record_id", "first_at", "last_at", "person__name", "person__username")
    for one in Opening.objects.filter(which).select_related("person").only(*shown).order_by("-last_at")[:200]:
        found.setdefault((one.record_type, one.record_id), []).append(one)
    return found


def _as_asked(one: Assignment) -> Asked:
    return Asked(
        str(one.unit), str(one.person or ""), str(Assignment.Role(one.role).label),
        str(Instruction(one.task).label) if one.task in Instruction else "", str(Assignment.State(one.state).label),
        one.given_on, one.due_on,
        one.ended_on, one.late, one.is_open,
    )  # fmt: skip


def _holder(item: Any, visas: Iterable[Visa]) -> str:
    """Who has it now, in words."""
    state = item.state
    if isinstance(item, Letter):
        if state == Letter.State.REFERRED and item.lead:
            return f"{item.lead.unit} · {item.lead.person}" if item.lead.person else str(item.lead.unit)
        return {
            Letter.State.REGISTERED: _("the registry, being summarised"),
            Letter.State.PRESENTED: _("the Cabinet, to be referred"),
            Letter.State.ANSWERED: _("the registry, to be filed"),
            Letter.State.FILED: _("the file"),
        }.get(state, str(item.get_state_display()))
    if state == Outgoing.State.CLEARANCE:
        return ", ".join(str(visa.person or visa.unit or visa.get_task_display()) for visa in visas) or _(
            "in clearance"
        )
    if state == Outgoing.State.DRAFT:
        return f"{item.unit} · {item.drafter}"
    return {
        Outgoing.State.REVIEW: _("the Cabinet, at the gate"),
        Outgoing.State.FOR_SIGNATURE: _("the signature book"),
        Outgoing.State.SIGNED: _("the registry, to be dispatched"),
        Outgoing.State.DISPATCHED: _("on its way to the addressee"),
        Outgoing.State.DELIVERED: _("the addressee"),
        Outgoing.State.FILED: _("the file"),
    }.get(state, str(item.get_state_display()))
