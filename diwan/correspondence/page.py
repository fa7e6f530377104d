"""What the page of a letter shows: where it is, what can be done now, its papers, its summaries, who has opened it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from diwan.correspondence import policies
from diwan.correspondence.forms.acts import ACTS, Act, OfLetter
from diwan.correspondence.models import Instruction, Letter, Summary
from diwan.correspondence.registration import MAIN
from diwan.documents.kinds import may_be_shown
from diwan.documents.models import Version
from diwan.interface.components import marks
from diwan.interface.components.marks import direction
from diwan.kernel import clock
from diwan.people.models import Person
from diwan.records.acts import Offer, decisions, languages, told
from diwan.records.models import Opening, links_of

State = Letter.State
EVENTS, OPENINGS = 100, 60
LINKED = {
    "concerns": (_("Concerns"), _("Concerned by")), "answers": (_("Answers"), _("Answered by")),
    "supersedes": (_("Supersedes"), _("Superseded by")), "proves": (_("Proves"), _("Proved by")),
    "follows": (_("Follows"), _("Followed by")),
}  # fmt: skip
"""How a link is said from either end."""
PATH = (
    "register", "present", "check_summary", "send_back", "refer", "acknowledge", "hand_back", "name_person", "wait",
    "resume", "finish", "need_no_reply", "be_answered", "file", "reopen", "join", "return_to_sender", "void",
    "escalate", "open_envelope", "release",
)  # fmt: skip
"""The verbs by which a letter goes from one to another: the steps of its routing slip."""
SEALED = ("envelope", "release")
AT_HAND: Mapping[str, tuple[str, ...]] = {
    State.REGISTERED: ("presentation", "minute"),
    State.PRESENTED: ("referral", "minute", "attention", "no-reply", "registry"),
    State.REFERRED: ("acknowledgement", "result", "minute", "question", "waiting", "resumption", "return", "no-reply"),
    State.ANSWERED: ("filing", "minute", "question", "reopening"),
    State.FILED: ("minute", "reopening"),
    State.DUPLICATE: ("reopening",),
    State.RETURNED: ("reopening",),
    State.VOID: (),
}  # fmt: skip
"""What is done next in each state stands on the page itself; everything else one page further."""


def at_hand(letter: Letter) -> tuple[str, ...]:
    """The acts that stand on the page."""
    return (*(SEALED if letter.compartment else ()), *AT_HAND[letter.state])


def offers(
    letter: Letter, person: Person, nouns: Iterable[str], refused: dict[str, Act] | None = None, opened: str = ""
) -> dict[str, Offer]:
    """Acts with their forms, or the reason why they are not open to this person now."""
    decided, offered, found = decisions(letter, person), OfLetter(letter), {}
    for noun in nouns:
        act = ACTS[noun]
        form = (refused or {}).get(noun)
        if form is None and decided[act.verb]:
            form = act(offered=offered, person=person)
        offer = found[noun] = Offer(noun, decided[act.verb], act, form, reverse("letter-act", args=[letter.pk, noun]))
        offer.open = offer.open or noun == opened
    return found


@dataclass
class Papers:
    """The files of a letter: the letter itself, which is shown, and what came with it."""

    versions: list[Version]
    letter: Letter

    @cached_property
    def main(self) -> Version | None:
        """The letter itself, in its latest version."""
        own = [one for one in self.versions if one.document.role == MAIN] or [
            one for one in self.versions if one.document.role != "stamped"
        ]
        return own[-1] if own else None

    @property
    def others(self) -> list[Version]:
        """Everything else."""
        return [one for one in self.versions if one is not self.main]

    @property
    def shown(self) -> str:
        """The address at which a browser shows it; empty where it cannot."""
        main = self.main
        if main is None or not may_be_shown(main.file.media_type):
            return ""
        return self.address

    @property
    def address(self) -> str:
        """Where it is had: from Confidential up only a copy that bears the reader's name is given out."""
        if self.main is None:
            return ""
        if self.letter.copies_marked and self.main.file.media_type == "application/pdf":
            return reverse("letter-copy", args=[self.letter.pk])
        return self.main.get_absolute_url()

    @cached_property
    def text(self) -> str:
        """What was read out of it, for a letter that no browser shows: mail, and word processors' files."""
        if self.main is None or self.shown:
            return ""
        return str(Version.objects.values_list("text", flat=True).get(pk=self.main.pk))


def papers_of(letter: Letter) -> Papers:
    """One question."""
    found = Version.objects.filter(document__record_type=policies.LETTER, document__record_id=letter.pk)
    kept = found.select_related("document", "file").defer("text").order_by("document_id", "language", "number")
    return Papers(list(kept), letter)


@dataclass
class Said:
    """The summary in one language: its words and its status, or that there is none."""

    language: str
    summary: Summary | None

    @property
    def dir(self) -> str:
        """That of its language: a summary in Arabic may begin with a name in Latin letters."""
        return direction(self.language)

    @property
    def status(self) -> str:
        """Its status sign."""
        if self.summary is None:
            return "idle"
        return "done" if self.summary.state == Summary.State.CHECKED else "run"

    @property
    def word(self) -> str:
        """Its status in words."""
        return str(self.summary.get_state_display()) if self.summary else gettext("not written yet")


def summaries_of(letter: Letter) -> list[Said]:
    """One for each language of the house, the reader's first."""
    there = {one.language: one for one in letter.summaries.select_related("by", "checked_by")}
    reader = (get_language() or "en")[:2]
    return [Said(code, there.get(code)) for code in sorted(languages(), key=lambda code: code != reader)]


def slip_of(letter: Letter, events: Iterable[Any]) -> list[dict[str, Any]]:
    """The routing slip: what was done, oldest first, where it is now, and what is still to come."""
    steps = [
        {"status": "hold" if e.verb in ("hand_back", "escalate", "wait") else "done", "who": e.by, "says": _first(e.says), "at": e.at}
        for e in events
        if e.verb in PATH and (e.verb != "check_summary" or e.particulars.get("presented"))
    ]  # fmt: skip
    steps.sort(key=lambda step: step["at"])
    return steps + list(_now(letter))


def _now(letter: Letter) -> Iterable[dict[str, Any]]:
    filing = {"status": "idle", "who": gettext("Registry"), "says": gettext("To file it")}
    if letter.state == State.REGISTERED:
        who = gettext("Private secretariat") if letter.compartment else gettext("Registry")
        yield {
            "status": "run",
            "now": True,
            "who": who,
            "says": gettext("To lay it before the Cabinet, with its summaries"),
        }
        yield {"status": "idle", "who": gettext("Cabinet"), "says": gettext("To refer it")}
    elif letter.state == State.PRESENTED:
        yield {"status": "run", "now": True, "who": gettext("Cabinet"), "says": gettext("To refer it")}
    elif letter.state == State.REFERRED:
        for one in sorted(letter.given, key=lambda one: (one.pk != letter.lead_id, one.pk)):
            if one.is_open:
                yield _asked(letter, one)
    if letter.state in Letter.LIVING:
        yield filing | ({"status": "run", "now": True} if letter.state == State.ANSWERED else {})


def _asked(letter: Letter, one: Any) -> dict[str, Any]:
    lead = one.pk == letter.lead_id
    task = dict(Instruction.choices).get(one.task, "")
    role = "" if lead or one.role == "copy" else str(one.get_role_display())
    parts = [str(part) for part in (_first(str(task)), role, one.person or "") if part]
    if one.waiting:
        parts.append(gettext("waiting for %(whom)s") % {"whom": one.stopped_for})
    elif one.state == "asked":
        parts.append(gettext("not acknowledged yet"))
    status = letter.status if lead else ("run" if one.state == "accepted" else "idle")
    since = gettext("since %(day)s") % {"day": marks.day_in_words(one.given_on, marks.language(), marks.BRIEF)}
    return {"status": status, "now": lead, "who": one.unit, "says": " · ".join(dict.fromkeys(parts)), "at": since}


def _first(words: str) -> str:
    """A sentence that begins a line begins with a capital."""
    return words[:1].upper() + words[1:]


def age_of(letter: Letter) -> str:
    """How long it has been, or was, in the house."""
    until = letter.closed_on or clock.today()
    days = (until - timezone.localtime(letter.received_at).date()).days
    if days < 1:
        return gettext("in the house since today")
    return ngettext("%(days)d day in the house", "%(days)d days in the house", days) % {"days": days}


def folder(letter: Letter, person: Person, refused: dict[str, Act] | None = None) -> dict[str, Any]:
    """All that the page shows."""
    events = list(letter.history.order_by("-pk")[:EVENTS])
    shown = offers(letter, person, at_hand(letter), refused)
    waiting = letter.lead is not None and letter.lead.waiting
    shown.pop("waiting" if waiting else "resumption", None)
    return {
        "letter": letter,
        "papers": papers_of(letter),
        "summaries": summaries_of(letter),
        "offers": [one for one in shown.values() if one.decision or one.noun == "filing"],
        "slip": slip_of(letter, events),
        "age": age_of(letter),
        "minutes": list(letter.annotations.select_related("by")),
        "links": [(LINKED[kind][not outwards], record) for kind, outwards, record in links_of(letter, person)],
        "reply": f"?answers={letter.pk}",
        "may_see_openings": may_see_openings(letter, person),
        "further": further(letter, person),
        "named": list(letter.named.all())
        if letter.confidentiality >= 2 and policies.may_classify(person, letter)
        else [],
        "earlier": [one for one in letter.given if not one.is_open],
        "history": told(events),
        "may_reply": letter.state in (State.PRESENTED, State.REFERRED, State.ANSWERED) and not letter.compartment,
    }


def further(letter: Letter, person: Person) -> list[dict[str, Any]]:
    """What is done now and then, and asks for more than a page should hold ready: its form is one page further."""
    found = []
    if letter.state in Letter.LIVING and letter.state != State.PRESENTED and policies.may_triage(person, letter):
        found.append("referral")
    if letter.state == State.REFERRED and policies.may_name(person, letter):
        found.append("person")
    return [{"noun": noun, "label": ACTS[noun].label, "icon": ACTS[noun].icon, "key": ACTS[noun].key} for noun in found]


def may_see_openings(letter: Letter, person: Person) -> bool:
    """Who has opened it and when is said to the Cabinet, the registry and who leads."""
    leads = letter.lead is not None and policies.scope_of(person, "A").covers(letter.lead.unit_id)
    return leads or bool(policies.may_ask(person, letter))


def openings_of(letter: Letter) -> list[Opening]:
    """Who has opened it, the latest first."""
    found = Opening.objects.filter(record_type=policies.LETTER, record_id=letter.pk)
    return list(found.select_related("person").order_by("-last_at")[:OPENINGS])
