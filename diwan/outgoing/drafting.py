"""A paper while it is being written: what was sent by the form, whom it addresses, and the courtesy around its text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from diwan.correspondence.models import Kind, Letter
from diwan.documents.kinds import Unacceptable
from diwan.interface.components.marks import direction
from diwan.kernel.decisions import NotNow
from diwan.outgoing.addressing import Addressed, Whom, group, named
from diwan.outgoing.courtesies import Courtesies, Whole
from diwan.outgoing.forms.drafting import DraftForm
from diwan.outgoing.models import Outgoing, Paper

ADD, DROP, LOOK = "add", "drop:", "look"
SEPARATELY = (Paper.LETTER, Paper.NOTE_VERBALE)
"""Papers that go to the members of a group one by one, unless it is said otherwise."""


@dataclass(frozen=True)
class Around:
    """The courtesy around the text in one language, or why there is none; whether the addressees are written to in it."""

    language: str
    whole: Whole | None
    refusal: str = ""
    preferred: bool = False

    @property
    def direction(self) -> str:
        """Which way it is written."""
        return direction(self.language)


class Addressing:
    """Whom the form addresses, changed by what was pressed. ``wrong`` says what could not be understood."""

    def __init__(self, data: QueryDict, addressed: Addressed | None = None) -> None:
        self.data = data
        self.how = data.get("how", "")
        self.paper = data.get("paper", "")
        self.addressed = Addressed.sent(data) if addressed is None else addressed
        self.wrong: dict[str, str] = {}
        self.grouped = False

    @property
    def looks(self) -> bool:
        """Whether nothing is to be kept yet."""
        return self.how in (ADD, LOOK) or self.how.startswith(DROP)

    def take(self) -> None:
        """Take in what was typed or chosen, take out what was crossed out. Typed names are taken also when it is saved."""
        if self.how.startswith(DROP):
            self.addressed.drop(self.how.removeprefix(DROP))
        if self.how == LOOK:
            return
        inside = self.paper == Paper.MEMORANDUM
        for name, copies in (("add_to", False), ("add_copy", True)):
            typed = self.data.get(name, "").replace("\0", "").strip()
            if not typed:
                continue
            if found := named(typed, inside=inside):
                self.addressed.add([found], copies=copies)
            else:
                self.wrong[name] = _("Nobody is known by this name. Choose one that is offered while you type.")
        if chosen := group(self.data.get("group", "")):
            self.grouped = len(chosen) > 1
            self.addressed.add(chosen)


class Drafting(Addressing):
    """A new paper on the way."""

    def __init__(self, data: QueryDict, files: Any, person: Any) -> None:
        super().__init__(data)
        self.person = person
        self.answers = answered(person, data.get("answers", ""))
        self.take()
        self.form = DraftForm(data, files, person=person, paper=self.paper)

    def reshaped(self) -> DraftForm:
        """The same form, unbound, with what is taken in emptied out."""
        initial: dict[str, Any] = {name: self.data.get(name, "") for name in self.form.fields}
        initial |= dict.fromkeys(("group", *(n for n in ("add_to", "add_copy") if n not in self.wrong)), "")
        for name in ("separate", "own_language"):
            initial[name] = bool(self.data.get(name))
        if self.grouped and self.paper in SEPARATELY:
            initial["separate"] = True
        return DraftForm(initial=initial, person=self.person, paper=self.paper)

    def sound(self) -> bool:
        """Whether it can be kept; what is wrong stands in the form."""
        well = self.form.is_valid()
        for name, words in self.wrong.items():
            self.form.add_error(name, words)
        for words in self.addressed.refusals(self.paper)[:5]:
            self.form.add_error("add_to", words)
        return well and self.form.is_valid()

    def keep(self) -> Outgoing | None:
        """Make the draft with its texts, files and enclosures, all or nothing; None when a file cannot be kept."""
        given, by = self.form.cleaned_data, self.person
        handed = {code: given[f"upload_{code}"] for code in given["languages"] if given.get(f"upload_{code}")}
        names = (
            "subject", "urgency", "instruction", "legal_basis", "confidentiality", "classified_because", "separate",
            "own_language", "concerns",
        )  # fmt: skip
        place = ""
        try:
            with transaction.atomic():
                whom = self.addressed.details()
                made = Outgoing.draft(
                    by=by, paper=given["paper"], answers=self.answers, to=whom["to"], copies=whom["copies"],
                    languages=[code for code in given["languages"] if code not in handed],
                    bodies={code: given[f"body_{code}"].strip() for code in given["languages"]},
                    **{name: given[name] for name in names},
                )  # fmt: skip
                for code, upload in handed.items():
                    place = f"upload_{code}"
                    made.revise(by=by, language=code, upload=upload, name=upload.name)
                place = "enclosures"
                for upload in given["enclosures"]:
                    made.enclose(by=by, upload=upload, name=upload.name)
                if made.languages != given["languages"]:
                    made.change(by=by, languages=given["languages"])
        except Unacceptable as refusal:
            self.form.add_error(place or None, str(refusal))
            return None
        except NotNow as refusal:
            self.form.add_error(None, str(refusal))
            return None
        return made


def answered(person: Any, key: str) -> Letter | None:
    """The letter that is answered, if the person may see it."""
    if not key.isdecimal() or len(key) > 18:
        return None
    found: Letter | None = (
        Letter.objects.visible_to(person).select_related("sender__country", "matter").filter(pk=key).first()
    )
    return found


def beginning(person: Any, answers: Letter | None) -> tuple[dict[str, Any], Addressed]:
    """What a new paper begins with: for an answer its addressee, subject, urgency and level."""
    addressed = Addressed()
    if answers is None:
        return {"paper": Paper.LETTER}, addressed
    if answers.sender is not None:
        addressed.add([Whom(answers.sender.current)])
    paper = Paper.NOTE_VERBALE if answers.kind == Kind.NOTE_VERBALE else Paper.LETTER
    if answers.kind == Kind.MEMORANDUM:
        paper = Paper.MEMORANDUM
    if any(one.refusal(paper) for one in addressed.to):
        paper = Paper.LETTER
    initial = {
        "paper": paper, "subject": answers.subject, "urgency": answers.urgency, "confidentiality": answers.confidentiality,
        "classified_because": answers.classified_because,
    }  # fmt: skip
    return initial, addressed


class Surround:
    """The courtesy around a text for those it is addressed to: together, or for the first of those who get it separately."""

    def __init__(self, paper: str, addressed: Addressed, *, separate: bool) -> None:
        self.paper = paper if paper in Paper.values else Paper.LETTER
        self.whom = [one.one for one in addressed.to]
        self.preferred = addressed.languages
        self.first = addressed.to[0] if separate and len(self.whom) > 1 else None
        if self.first:
            self.whom = self.whom[:1]

    @cached_property
    def courtesies(self) -> Courtesies:
        """The formulas."""
        return Courtesies()

    def of(self, language: str) -> Around:
        """In one language."""
        try:
            return Around(language, self.courtesies.of(self.paper, self.whom, language), "", language in self.preferred)
        except NotNow as refusal:
            return Around(language, None, str(refusal), language in self.preferred)
