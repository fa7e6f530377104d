"""What the page of a paper shows: its text as it will be printed, who has it, its versions, files, links and acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from diwan.documents.models import Version
from diwan.interface.components.marks import direction
from diwan.kernel.decisions import NotNow
from diwan.outgoing import policies
from diwan.outgoing.courtesies import Courtesies, Whole
from diwan.outgoing.forms.acts import ACTS, Act, OfOutgoing
from diwan.outgoing.models import Addressee, Outgoing, Text
from diwan.outgoing.way import sending_of
from diwan.printing.letter_values import paragraphs
from diwan.records.acts import Offer, decisions, told
from diwan.records.discretion import CONFIDENTIAL
from diwan.records.models import links_of

State = Outgoing.State
EVENTS = 100
AT_HAND: Mapping[str, tuple[str, ...]] = {
    State.DRAFT: ("enclosure", "clearance"),
    State.CLEARANCE: ("taking-back", "return"),
    State.REVIEW: ("passage", "return", "taking-back"),
    State.FOR_SIGNATURE: ("signature", "refusal", "return"),
    State.SIGNED: ("dispatch", "note", "result", "filing"),
    State.DISPATCHED: ("dispatch", "acknowledgement", "note", "result", "filing"),
    State.DELIVERED: ("acknowledgement", "result", "filing"),
    State.FILED: (),
    State.WITHDRAWN: (),
    State.VOID: (),
}  # fmt: skip
"""What is done next in each state stands on the page itself; everything else one page further."""
ASKED_APART = frozenset({"clearance", "dispatch", "acknowledgement", "filing"})
"""Acts whose form offers much to choose from: it is asked on a page of its own."""
LINKS = {
    ("answers", True): gettext_lazy("In reply to"), ("answers", False): gettext_lazy("Answered by"),
    ("concerns", True): gettext_lazy("Concerns"), ("concerns", False): gettext_lazy("Concerned by"),
    ("supersedes", True): gettext_lazy("Corrects"), ("supersedes", False): gettext_lazy("Corrected by"),
    ("follows", True): gettext_lazy("Follows"), ("follows", False): gettext_lazy("Followed by"),
    ("proves", True): gettext_lazy("Evidence of"), ("proves", False): gettext_lazy("Proved by"),
}  # fmt: skip


def at_hand(outgoing: Outgoing) -> tuple[str, ...]:
    """The acts that stand on the page. An item of a mailing is dispatched and filed; it was signed with the others."""
    return AT_HAND[outgoing.state]


def offers(
    outgoing: Outgoing, person: Any, nouns: Iterable[str], refused: dict[str, Act] | None = None, *, apart: bool = False
) -> dict[str, Offer]:
    """Acts with their forms, or the reason why they are not open to this person now; ``apart``: without large forms."""
    decided, offered, found = decisions(outgoing, person), OfOutgoing(outgoing), {}
    for noun in nouns:
        act = ACTS[noun]
        form = (refused or {}).get(noun)
        if form is None and decided[act.verb] and not (apart and noun in ASKED_APART):
            form = act(offered=offered, person=person)
        found[noun] = Offer(noun, decided[act.verb], act, form, reverse("outgoing-act", args=[outgoing.pk, noun]))
    return found


class Sheet:
    """The text in one language as it will be printed, with the courtesy around it."""

    def __init__(self, folder: Papers, code: str) -> None:
        self.code, self.text = code, folder.texts.get(code)
        self._folder = folder

    @property
    def direction(self) -> str:
        """Which way it is written."""
        return direction(self.code)

    @property
    def handed_in(self) -> bool:
        """Whether it is a DOCX of one's own: printed as it is, only its places are filled."""
        return bool(self.text and self.text.version_id)

    @cached_property
    def around(self) -> Whole | None:
        """The courtesy around it; nothing around a draft that was handed in."""
        if self.handed_in:
            return None
        try:
            return self._folder.courtesies.of(self._folder.outgoing.paper, self._folder.whom, self.code)
        except NotNow as refusal:
            self.refusal = str(refusal)
            return None

    refusal = ""

    @property
    def lines(self) -> list[str]:
        """Its paragraphs; what is written in the small markup of the text without its marks."""
        body = self.text.body if self.text else ""
        return [
            "".join(sign for sign in piece if not "\ue0f0" <= sign <= "\ue0f9").strip() for piece in paragraphs(body)
        ]

    @property
    def preview(self) -> str:
        """Where it is seen as it is printed."""
        return reverse("outgoing-preview", args=[self._folder.outgoing.pk, self.code])

    @property
    def docx(self) -> str:
        """Where it is had as DOCX."""
        return reverse("outgoing-docx", args=[self._folder.outgoing.pk, self.code])


@dataclass
class Papers:
    """The texts and files of a paper, read once."""

    outgoing: Outgoing
    language: str = ""

    @cached_property
    def versions(self) -> list[Text]:
        """All versions of all languages, the latest first."""
        return list(self.outgoing.source.texts.select_related("by", "version").order_by("-at", "-pk"))

    @cached_property
    def texts(self) -> dict[str, Text]:
        """The latest version of each language."""
        found: dict[str, Text] = {}
        for text in self.versions:
            if text.language not in found or text.number > found[text.language].number:
                found[text.language] = text
        return found

    @cached_property
    def addressed(self) -> list[Addressee]:
        """To whom it goes, and who receives a copy."""
        rows = self.outgoing.addressees.select_related("correspondent__country", "unit")
        return list(rows.order_by("-role", "order", "pk"))

    @property
    def to(self) -> list[Addressee]:
        """To whom it goes."""
        return [one for one in self.addressed if one.role == "to"]

    @property
    def copies(self) -> list[Addressee]:
        """Who receives a copy."""
        return [one for one in self.addressed if one.role == "copy"]

    @property
    def whom(self) -> list[Any]:
        """Those the shown print is addressed to: all together, or the first of those who get it separately."""
        to = [one.correspondent or one.unit for one in self.to]
        return to[:1] if self.outgoing.separate else to

    @cached_property
    def courtesies(self) -> Courtesies:
        """The formulas, read once."""
        return Courtesies()

    @property
    def codes(self) -> list[str]:
        """Its languages, the reader's first."""
        reader = (get_language() or "en")[:2]
        return sorted(self.outgoing.languages, key=lambda code: code != reader)

    @cached_property
    def sheet(self) -> Sheet | None:
        """The language that is looked at."""
        codes = self.codes
        code = self.language if self.language in codes else (codes[0] if codes else "")
        return Sheet(self, code) if code else None

    @cached_property
    def files(self) -> list[Version]:
        """All its files with their documents: one question."""
        source = self.outgoing.source
        keys = {source.pk, self.outgoing.pk}
        found = Version.objects.filter(document__record_type=policies.OUTGOING, document__record_id__in=keys)
        return list(
            found.select_related("document", "file").defer("text").order_by("document_id", "language", "number")
        )

    @property
    def enclosures(self) -> list[Version]:
        """What is enclosed, each in its latest version."""
        return list({v.document_id: v for v in self.files if v.document.role == "enclosure"}.values())

    @property
    def signed(self) -> list[Version]:
        """The sealed files, each in its latest version."""
        if not self.outgoing.signed_at:
            return []
        own = [v for v in self.files if v.document.role == "signed" and v.document.record_id == self.outgoing.pk]
        return list({v.document_id: v for v in own}.values())


def items_of(outgoing: Outgoing) -> list[Addressee]:
    """The items of a mailing that was signed, as their addressees: number, state and language are those of the item."""
    if not outgoing.separate or not outgoing.signed_at:
        return []
    rows = Addressee.objects.filter(outgoing__master=outgoing, role=Addressee.Role.TO)
    return list(rows.select_related("outgoing", "correspondent", "unit").order_by("outgoing_id"))


def folder(
    outgoing: Outgoing, person: Any, refused: dict[str, Act] | None = None, language: str = ""
) -> dict[str, Any]:
    """All that the page shows at once; the gate, and what stands beside the text, are fetched by the page itself."""
    papers = Papers(outgoing, language)
    shown = offers(outgoing, person, at_hand(outgoing), refused, apart=True)
    return {
        **sending_of(outgoing),
        "outgoing": outgoing,
        "papers": papers,
        "sheet": papers.sheet,
        "may_revise": outgoing.decide("revise", person),
        "may_correct": outgoing.state in (*Outgoing.GONE, State.FILED) and bool(policies.may_draft(person)),
        "offers": [one for one in shown.values() if one.decision],
        "apart": ASKED_APART - set(refused or ()),
        "items": items_of(outgoing),
        "named": list(outgoing.named.all()) if outgoing.confidentiality >= CONFIDENTIAL else [],
        "numbered": _("no number yet: it is given at signature"),
    }


def beside(outgoing: Outgoing, person: Any) -> dict[str, Any]:
    """What stands beside the text: links, enclosures, versions, history."""
    links = [(LINKS.get((kind, outwards), kind), record) for kind, outwards, record in links_of(outgoing, person)]
    return {
        "outgoing": outgoing, "papers": Papers(outgoing), "links": links,
        "history": told(outgoing.history.order_by("-pk")[:EVENTS]),
    }  # fmt: skip
