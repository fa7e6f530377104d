"""A letter that came in: from its number to its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from diwan.assignments.assigned import Led
from diwan.assignments.models import Assignment, due_after
from diwan.capture.models import Channel
from diwan.correspondence import policies
from diwan.correspondence.models.filing import Dossier, FileClass
from diwan.correspondence.models.matter import Matter
from diwan.correspondence.models.slip import Instruction, Kind, Urgency
from diwan.correspondence.models.summary import Summary
from diwan.documents.models import Document, File, Version
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.kernel.lifecycle import step
from diwan.organisation.models import organisation
from diwan.people.models import Person, Unit
from diwan.records.models import Confidential, LongQuerySet, Record
from diwan.records.probing import Probe
from diwan.records.together import insert_together
from diwan.references.models import Reference, Register
from diwan.trail.models import Event, event_of
from diwan.trail.readers import after_commit, notes_of

INCOMING = "incoming"
"""The code of the register in which letters are numbered, unless their unit keeps one of its own."""

ACKNOWLEDGEMENT = 2
"""Working days in which a unit acknowledges (dossier, section 6)."""


class LetterQuerySet(LongQuerySet):
    def listed(self) -> LetterQuerySet:
        """With all that a line of a list shows."""
        return self.select_related("sender", "lead__unit__calendar", "lead__person")


SHOWN = ["confidentiality", "compartment", "urgency", "language", "lead"]
LISTED: dict[str, Any] = {"fields": ["received_at", "id"], "include": SHOWN}
"""A view is listed and counted from its index alone, whether it is entered by arrival or by keys."""


class Letter(Led, Record, Confidential):
    """A letter received by the house, from its arrival to its file."""

    class State(models.TextChoices):
        REGISTERED = "registered", _("registered")
        PRESENTED = "presented", _("before the Cabinet")
        REFERRED = "referred", _("referred")
        ANSWERED = "answered", _("dealt with")
        FILED = "filed", _("filed")
        DUPLICATE = "duplicate", _("duplicate")
        RETURNED = "returned", _("returned to sender")
        VOID = "void", _("void")

    class Attention(models.TextChoices):
        NONE = "", _("no")
        INFORMATION = "information", _("for the information of the Secretary General")
        DECISION = "decision", _("for the decision of the Secretary General")

    ENTERED = (State.REGISTERED, State.PRESENTED)
    LIVING = (State.REGISTERED, State.PRESENTED, State.REFERRED, State.ANSWERED)
    KEPT = (*LIVING, State.FILED)

    # the number
    number = models.CharField(_("number"), max_length=100, unique=True, editable=False)
    reference = models.OneToOneField(Reference, models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False, verbose_name=_("registry"))
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    registered_at = models.DateTimeField(_("registered"), editable=False)
    entry_key = models.UUIDField(null=True, unique=True, editable=False, help_text="of the form it was entered with")
    # how it came
    received_at = models.DateTimeField(_("received"))
    channel = models.CharField(_("received by"), max_length=10, choices=Channel, default=Channel.POST)
    carrier = models.CharField(_("carrier"), max_length=120, blank=True)
    sealed = models.BooleanField(_("sealed"), default=False)
    compartment = models.CharField(max_length=20, blank=True, editable=False)
    # from whom, and what
    sender = models.ForeignKey(
        "directory.Correspondent", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("sender"),
    )  # fmt: skip
    sender_name = models.CharField(_("sender"), max_length=300)
    signatory = models.CharField(_("signed by"), max_length=200, blank=True)
    their_reference = models.CharField(_("their reference"), max_length=120, blank=True)
    their_key = models.CharField(max_length=120, blank=True, editable=False)
    dated = models.DateField(_("date of the letter"), null=True, blank=True)
    dated_printed = models.CharField(_("date as printed"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.LETTER)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    enclosures = models.PositiveSmallIntegerField(_("enclosures"), default=0)
    enclosures_note = models.CharField(_("what is enclosed"), max_length=300, blank=True)
    physical_form = models.CharField(_("physical form"), max_length=120, blank=True)
    call_number = models.CharField(_("where the original is"), max_length=120, blank=True)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, default=Urgency.ROUTINE)
    copied_to = models.CharField(_("copied by the sender to"), max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False, help_text="of the main file")
    # what became of it
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.REGISTERED, editable=False)
    attention = models.CharField(max_length=12, choices=Attention, blank=True, editable=False)
    lead = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="+", editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="letters", editable=False)
    file_class = models.ForeignKey(
        FileClass, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("filed under")
    )
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("dossier")
    )
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates", editable=False)
    answered_on = models.DateField(_("answered on"), null=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)

    objects: ClassVar[Any] = LetterQuerySet.as_manager()
    visible_to = staticmethod(policies.letters_visible_to)
    choices_said = {
        "urgency": Urgency, "instruction": Instruction, "kind": Kind, "channel": Channel, "attention": Attention,
        "level": Person.Clearance,
    }  # fmt: skip
    escalates_straight = True  # at 100 % of the time to the head of the unit, at 120 % to the Chef de Cabinet
    facts = {
        "register": _("registered it as %(number)s"),
        "entrust": _("handed it unopened to the private secretariat"),
        "announce": _("announced it to those who need to know"),
        "find_clock_back": _("found the clock set back: the number before was given at %(before)s"),
        "remind": _("reminded %(unit)s at half time, due %(due)s"),
        "escalate": _("raised the delay of %(unit)s to %(to)s"),
        "unacknowledged": _("noted that %(unit)s has not acknowledged it in time"),
        "label": _("printed its label"),
        "answers": _("received the answer %(number)s"),
    }

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.CheckConstraint(name="letter_levels_are_four", condition=Q(confidentiality__lte=3)),
            models.CheckConstraint(
                name="a_referred_letter_is_with_someone", condition=~Q(state="referred") | Q(lead__isnull=False)
            ),
            models.CheckConstraint(
                name="a_filed_letter_has_a_class", condition=~Q(state="filed") | Q(file_class__isnull=False)
            ),
            models.CheckConstraint(
                name="a_duplicate_names_the_first", condition=~Q(state="duplicate") | Q(duplicate_of__isnull=False)
            ),
            models.CheckConstraint(
                name="a_void_or_returned_letter_says_why",
                condition=~Q(state__in=["void", "returned"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="only_sealed_post_has_no_subject", condition=~Q(subject="") | ~Q(compartment="")
            ),
        ]
        indexes = [
            models.Index(name="letters_by_arrival", fields=["-received_at", "-id"]),
            models.Index(name="letters_to_present", **LISTED, condition=Q(state="registered")),
            models.Index(name="letters_to_triage", **LISTED, condition=Q(state="presented")),
            models.Index(name="letters_referred", **LISTED, condition=Q(state="referred")),
            models.Index(name="letters_to_file", **LISTED, condition=Q(state="answered")),
            models.Index(
                name="letters_by_their_reference",
                fields=["their_key"],
                opclasses=["varchar_pattern_ops"],
                condition=~Q(their_key=""),
            ),
            models.Index(
                name="letters_of_a_sender", fields=["sender", "-received_at"], condition=Q(sender__isnull=False)
            ),
            models.Index(name="letters_of_others", fields=["sender_name"], condition=Q(sender__isnull=True)),
            models.Index(name="letters_by_file", fields=["sha256"], condition=~Q(sha256="")),
            models.Index(name="letters_by_their_key", fields=["id"], include=[*SHOWN, "state", "unit", "received_at"]),
            models.Index(name="letters_of_a_unit", fields=["unit", "id"], include=["confidentiality", "compartment"]),
            models.Index(name="letters_in_private", **LISTED, condition=Q(compartment="private")),
            models.Index(name="letters_closed_to_most", fields=["id"], condition=Q(confidentiality__gte=2)),
        ]

    def __str__(self) -> str:
        return self.subject or str(_("Sealed item"))

    @property
    def reference_printed(self) -> str:
        """Its number."""
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("letter", args=[self.pk])

    @classmethod
    def is_late(cls) -> Q:
        """With a unit, past its day, the clock running; asked of the database."""
        lead = Assignment.objects.open().filter(pk=OuterRef("lead"), due_on__lt=clock.today(), stopped_on__isnull=True)
        return Q(Probe(lead), state=cls.State.REFERRED)

    @property
    def late(self) -> bool:
        """The same, of this letter."""
        return self.state == self.State.REFERRED and self.lead is not None and self.lead.late

    @property
    def status(self) -> str:
        """The word for its status sign: what it waits for."""
        if self.state == self.State.REFERRED:
            if self.late:
                return "late"
            return "hold" if self.lead and self.lead.waiting else "run"
        return "idle" if self.state in self.ENTERED else "done"

    @cached_property
    def given(self) -> list[Assignment]:
        """The same, the latest first, read once: policies and page ask for them again and again. The lead is among them."""
        found = list(self.assignments.select_related("unit__calendar", "person", "given_by").order_by("-pk"))
        if lead := next((one for one in found if one.pk == self.lead_id), None):
            self.lead = lead
        return found

    def refresh_from_db(self, *args: Any, **options: Any) -> None:
        self.__dict__.pop("given", None)
        super().refresh_from_db(*args, **options)

    def save(self, *args: Any, **options: Any) -> None:
        self.__dict__.pop("given", None)
        super().save(*args, **options)

    @property
    def copies_marked(self) -> bool:
        """Whether what is taken out of the house bears the name of who took it."""
        return super().copies_marked or bool(self.compartment)

    # the registry --------------------------------------------------------------------------------------------------
    @classmethod
    def register(
        cls,
        *,
        by: Any,
        unit: Unit | None = None,
        matter: Matter | None = None,
        paper: tuple[File, str] | None = None,
        **facts: Any,
    ) -> Letter:
        """Give it the next number of the register, at once and in one transaction with everything entered.

        ``paper`` is the letter itself as a file whose bytes are kept, with its name; its text is read later. A sealed
        personal item (``compartment="private"``) is entered by its envelope only. Raises Refused.
        """
        private = facts.get("compartment") == policies.PRIVATE
        (policies.may_register_private(by) if private else policies.may_register(by)).insist()
        unit = unit or by.unit
        register = Register.called(f"{INCOMING}-{unit.code}", INCOMING)
        if register is None:
            raise NotNow(_("There is no register for incoming letters. It is named in the profile."))
        with transaction.atomic(savepoint=False):  # nothing is refused from here on; what fails takes all with it
            return cls._write(register, by, unit, matter, paper, facts)

    @classmethod
    def _write(
        cls, register: Register, by: Any, unit: Unit, matter: Matter | None, paper: Any, facts: dict[str, Any]
    ) -> Letter:
        """Three statements whatever is entered: the counter with the keys of all rows, then the rows together."""
        along: list[type[models.Model]] = [
            Event,
            *([] if matter else [Matter]),
            *([Document, Version] if paper else []),
        ]
        reference = register.draw(by=by, record=cls, unit=unit.code, keys=along, save=False)
        letter = cls(
            pk=reference.record_id, reference=reference, number=reference.printed, unit=unit, registered_by=by,
            registered_at=clock.now(), matter=matter or Matter(pk=reference.keys[Matter]), **facts,
        )  # fmt: skip
        letter.received_at = letter.received_at or letter.registered_at
        letter.their_key = key_of(letter.their_reference)
        rows: list[models.Model] = [reference, letter]
        if not matter:
            rows.append(letter.matter)
        files = []
        if paper:
            file, name = paper
            letter.sha256 = file.sha256
            document = Document(
                pk=reference.keys[Document], record_type=cls._meta.label_lower, record_id=letter.pk, role="letter",
                title=Path(name).stem[:300],
            )  # fmt: skip
            rows += [document, Version(
                pk=reference.keys[Version], document=document, number=1, language=letter.language, file=file,
                name=Path(name).name[:255], by=by,
            )]  # fmt: skip
            files = [file]
        told = {"number": letter.number, **({"sha256": letter.sha256} if letter.sha256 else {})}
        event = event_of(letter, "register", by=by, **told)
        event.pk = reference.keys[Event]
        insert_together(*rows, event, *notes_of(event), unless_there=files)
        after_commit(event)
        if reference.before and reference.before > letter.registered_at:
            # the clock was set back: never a reason to refuse a letter, always one to say so
            letter.track("find_clock_back", by=by, before=reference.before.isoformat())
        return letter

    @step(*KEPT, allow=policies.may_correct, says=_("corrected what was entered (%(fields)s): %(why)s"))
    def correct(self, *, by: Any, why: str, **facts: Any) -> dict[str, Any]:
        """Set right what was entered. The number, its day and who gave it are never changed; the trail keeps both."""
        changed = {name: value for name, value in facts.items() if getattr(self, name) != value}
        if not changed:
            raise NotNow(_("Nothing is different from what is entered."))
        before = {name: _plain(getattr(self, name)) for name in changed}
        for name, value in changed.items():
            setattr(self, name, value)
        self.their_key = key_of(self.their_reference)
        closed = self.confidentiality >= 2 or self.compartment
        told = {} if closed else {"before": before, "after": {name: _plain(changed[name]) for name in changed}}
        return {"fields": ", ".join(sorted(changed)), "why": why, **told}

    @step(*KEPT, allow=policies.may_open, says=_("opened the envelope"))
    def open_envelope(self, *, by: Any, subject: str, **facts: Any) -> dict[str, Any]:
        """The private secretariat opens a sealed item and enters what is in it; it stays in its compartment."""
        if not self.compartment:
            raise NotNow(_("This item is not sealed."))
        self.subject = subject
        for name, value in facts.items():
            setattr(self, name, value)
        self.their_key = key_of(self.their_reference)
        return {}

    @step(*KEPT, allow=policies.may_open, says=_("handed it over to the registry"))
    def release(self, *, by: Any) -> dict[str, Any]:
        """What turns out to be no private matter leaves the compartment and goes the way of every letter."""
        if not self.compartment:
            raise NotNow(_("This item is not sealed."))
        if not self.subject:
            raise NotNow(_("Open it and enter its subject first."))
        self.compartment, self.sealed = "", False
        return {}

    @step(*ENTERED, allow=policies.may_summarise, says=_("wrote the summary (%(language)s)"))
    def summarise(self, *, by: Any, language: str, text: str, proposed: bool = False) -> dict[str, Any]:
        """Write the summary in one language. What was checked and is written anew must be checked again."""
        if not text.strip():
            raise NotNow(_("A summary says something. Write two or three lines."))
        state = Summary.State.PROPOSED if proposed else Summary.State.WRITTEN
        Summary.objects.update_or_create(
            letter=self, language=language,
            defaults={
                "text": text.strip(), "state": state, "by": by, "at": clock.now(), "checked_by": None, "checked_at": None,
            },
        )  # fmt: skip
        return {"language": language}

    @step(*ENTERED, allow=policies.may_check, says=_("checked the summary (%(language)s)"))
    def check_summary(self, *, by: Any, language: str) -> dict[str, Any]:
        """A named person has read it against the letter, not the one who wrote it. With the last one it is presented."""
        found = Summary.objects.select_for_update().filter(letter=self, language=language).first()
        if found is None:
            raise NotNow(_("There is no summary in this language yet."))
        if found.by_id == by.pk and found.state == Summary.State.WRITTEN:
            raise NotNow(_("Whoever wrote a summary does not check it. Ask a colleague."))
        found.state, found.checked_by, found.checked_at = Summary.State.CHECKED, by, clock.now()
        found.save()
        if self.state == self.State.REGISTERED and not self.summaries_missing():
            self.state = self.State.PRESENTED
        return {"language": language, "presented": self.state == self.State.PRESENTED}

    def summaries_missing(self) -> list[str]:
        """Languages of the house in which no checked summary is there."""
        house = organisation()
        checked = set(
            Summary.objects.filter(letter=self, state=Summary.State.CHECKED).values_list("language", flat=True)
        )
        return [code for code in (house.languages if house else []) if code not in checked]

    @step(
        State.REGISTERED,
        to=State.PRESENTED,
        allow=policies.may_summarise,
        says=_("laid it before the Cabinet: %(why)s"),
    )
    def present(self, *, by: Any, why: str = "") -> dict[str, Any]:
        """Lay it before the Cabinet. Without all summaries only what is immediate or sealed, and the reason is kept."""
        missing = self.summaries_missing()
        if missing and not why.strip() and self.urgency != Urgency.IMMEDIATE and not self.compartment:
            raise NotNow(
                _("Summaries are missing (%(languages)s). Have them checked, or say why it cannot wait.")
                % {"languages": ", ".join(missing).upper()}
            )
        return {"why": why, "missing": missing}

    # the Cabinet ---------------------------------------------------------------------------------------------------
    @step(
        *LIVING,
        to=State.REFERRED,
        allow=policies.may_triage,
        says=_("referred it to %(unit)s %(instruction)s, due %(due)s"),
    )
    def refer(
        self, *, by: Any, unit: Unit, instruction: str = Instruction.ACTION, with_units: Sequence[Unit] = (),
        copies: Sequence[Unit] = (), person: Person | None = None, urgency: str = "", due_on: dt.date | None = None,
        note: str = "", attention: str | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Give it to a lead unit with an instruction and a day; an earlier referral is withdrawn.

        The day is that of the urgency, in working days of the unit's own office. Raises NotNow for a closed unit.
        """
        if closed := next((one for one in (unit, *with_units, *copies) if one.closed_on), None):
            raise NotNow(_("%(unit)s is closed.") % {"unit": closed})
        before = self.lead.unit.name if self.lead else None
        self._release()
        self.urgency = urgency or self.urgency
        if attention is not None:
            self.attention = attention
        days = Urgency(self.urgency).days
        self.lead = self._give(
            unit, "lead", by=by, task=instruction, due_on=due_on or due_after(unit, days), person=person, note=note
        )
        for other in {u.pk: u for u in with_units if u != unit}.values():
            self._give(
                other, "co-operating", by=by, task=instruction, due_on=due_on or due_after(other, days), note=note
            )
        reached = {unit.pk, *(u.pk for u in with_units)}
        for other in {u.pk: u for u in copies if u.pk not in reached}.values():
            self._give(other, "copy", by=by, task=Instruction.INFORMATION, due_on=None)
        self.answered_on = None
        return {
            "unit": unit.name, "unit_id": unit.pk, "instruction": instruction, "due": str(self.lead.due_on),
            "with": [u.name for u in with_units], "copies": [u.name for u in copies], "note": note, "before": before,
            "urgency": self.urgency,
        }  # fmt: skip

    @step(
        *ENTERED,
        State.REFERRED,
        allow=policies.may_triage,
        says=_("marked it for the Secretary General (%(attention)s)"),
    )
    def bring_to_attention(self, *, by: Any, attention: str) -> dict[str, Any]:
        """For the information or the decision of the Secretary General."""
        self.attention = attention
        return {"attention": attention}

    @step(
        State.PRESENTED,
        to=State.REGISTERED,
        allow=policies.may_triage,
        says=_("sent it back to the registry: %(reason)s"),
    )
    def send_back(self, *, by: Any, reason: str) -> dict[str, Any]:
        """What the registry must do again: a page is missing, a summary is wrong."""
        return {"reason": _said(reason)}

    @step(
        State.PRESENTED,
        State.REFERRED,
        to=State.ANSWERED,
        allow=policies.may_triage,
        says=_("decided that no reply is needed: %(reason)s"),
    )
    def need_no_reply(self, *, by: Any, reason: str = "") -> dict[str, Any]:
        """Nothing is asked of anybody any more."""
        self._finish()
        return {"reason": reason}

    @step(State.REFERRED, State.ANSWERED, allow=policies.may_ask, says=_("asked %(unit)s for an update"))
    def ask_for_update(self, *, by: Any, note: str = "") -> dict[str, Any]:
        """Ask the lead where it stands."""
        return {"unit": self._lead().unit.name, "note": note}

    @step(*KEPT, allow=policies.may_annotate, says=_("wrote a note in the margin"))
    def annotate(self, *, by: Any, text: str, page: int | None = None) -> dict[str, Any]:
        """A note in the margin, for everybody who sees the letter."""
        from diwan.correspondence.models.margin import Annotation

        return {"annotation": Annotation.objects.create(letter=self, text=_said(text), page=page, by=by).pk}

    # the units -----------------------------------------------------------------------------------------------------
    @step(State.REFERRED, State.ANSWERED, allow=policies.may_acknowledge, says=_("acknowledged it for %(unit)s"))
    def acknowledge(self, *, by: Any) -> dict[str, Any]:
        """The units for which the person answers have seen it and take it on; a copy is done with that."""
        own = [one for one in policies._own(by, self) if one.state == Assignment.State.ASKED]
        for one in own:
            one.finish() if one.role == Assignment.Role.COPY else one.accept()
        self._reread_lead()
        return {"unit": own[0].unit.name, "assignments": [one.pk for one in own]}

    @step(State.REFERRED, to=State.PRESENTED, allow=policies.may_act, says=_("returned it from %(unit)s: %(reason)s"))
    def hand_back(self, *, by: Any, reason: str) -> dict[str, Any]:
        """The lead unit returns it with a reason; it waits for another one. Who only helps hands back its own part."""
        own = policies._own(by, self)
        lead = next((one for one in own if one.pk == self.lead_id), None)
        if lead is None:
            raise NotNow(_("Only the lead unit returns a letter. Write a note in the margin."))
        lead.hand_back(_said(reason))
        self._release()
        return {"reason": reason, "unit": lead.unit.name}

    @step(State.REFERRED, allow=policies.may_name, says=_("named %(person)s to deal with it"))
    def name_person(self, *, by: Any, person: Person) -> dict[str, Any]:
        """Who in the lead unit deals with it."""
        lead = self._lead()
        lead.person = person
        lead.save(update_fields=["person"])
        return {"person": person.name, "person_id": person.pk}

    @step(State.REFERRED, allow=policies.may_act, says=_("stopped the clock, waiting for %(waiting_for)s"))
    def wait(self, *, by: Any, waiting_for: str) -> dict[str, Any]:
        """Nothing can be done until somebody else acts; says who."""
        self._lead().stop_clock(_said(waiting_for))
        return {"waiting_for": waiting_for}

    @step(State.REFERRED, allow=policies.may_act, says=_("restarted the clock after %(days)s working days"))
    def resume(self, *, by: Any) -> dict[str, Any]:
        """Go on; the day moves by the working days lost."""
        return {"days": self._lead().restart_clock()}

    @step(State.REFERRED, allow=policies.may_act, says=_("finished for %(unit)s: %(result)s"))
    def finish(self, *, by: Any, result: str) -> dict[str, Any]:
        """A unit says what was done. When the lead is done and no reply is to leave the house, so is the letter."""
        own = policies._own(by, self)
        for one in own:
            one.finish()
        if any(one.pk == self.lead_id for one in own):
            self.state = self.State.ANSWERED
            self._finish()
        return {"unit": own[0].unit.name, "result": _said(result)}

    @step(
        State.PRESENTED,
        State.REFERRED,
        State.ANSWERED,
        to=State.ANSWERED,
        allow=policies.by_machine,
        says=_("was answered by %(number)s"),
    )
    def be_answered(self, *, by: Any, number: str) -> dict[str, Any]:
        """The reply was signed and has its number. Called by the outgoing register alone, as the house itself."""
        self._finish()
        return {"number": number}

    # the end -------------------------------------------------------------------------------------------------------
    @step(*LIVING, to=State.FILED, allow=policies.may_file, says=_("filed it under %(file_class)s"))
    def file(self, *, by: Any, file_class: FileClass, dossier: Dossier | None = None) -> dict[str, Any]:
        """Put it into its class, or a dossier of it. What is still with a unit is not filed: it would be lost."""
        if self.state == self.State.REFERRED:
            raise NotNow(
                _("It is still with %(unit)s. Wait for the answer, or decide that none is needed.")
                % {"unit": self._lead().unit}
            )
        if dossier is not None and dossier.file_class_id != file_class.pk:
            raise NotNow(_("This dossier belongs to another class."))
        self.file_class, self.dossier, self.closed_on = file_class, dossier, clock.today()
        return {"file_class": str(file_class.code), "dossier": dossier.number if dossier else ""}

    @step(
        State.FILED,
        State.ANSWERED,
        State.DUPLICATE,
        State.RETURNED,
        to=State.PRESENTED,
        allow=policies.may_triage,
        says=_("reopened it: %(reason)s"),
    )
    def reopen(self, *, by: Any, reason: str) -> dict[str, Any]:
        """It needs something again."""
        self._release()
        self.closed_on = self.answered_on = self.duplicate_of = None
        return {"reason": _said(reason)}

    @step(
        *ENTERED,
        State.REFERRED,
        to=State.DUPLICATE,
        allow=policies.may_correct,
        says=_("joined it as a duplicate to %(number)s"),
    )
    def join(self, *, by: Any, first: Letter) -> dict[str, Any]:
        """It came twice: both keep their numbers, the first is dealt with."""
        if first.pk == self.pk or first.duplicate_of_id == self.pk:
            raise NotNow(_("A letter is no duplicate of itself."))
        self._release()
        self.duplicate_of, self.matter, self.closed_on = first, first.matter, clock.today()
        return {"number": first.number, "first": first.pk}

    @step(*KEPT, allow=policies.may_correct, says=_("moved it to the matter of %(number)s"))
    def follow(self, *, by: Any, earlier: Record) -> dict[str, Any]:
        """It belongs to the matter of an earlier item, in or out."""
        self.matter = earlier.matter  # type: ignore[attr-defined]
        return {"number": earlier.number}  # type: ignore[attr-defined]

    @step(*ENTERED, to=State.RETURNED, allow=policies.may_correct, says=_("returned it to the sender: %(reason)s"))
    def return_to_sender(self, *, by: Any, reason: str) -> dict[str, Any]:
        """It was not for us; it keeps its number."""
        self.reason, self.closed_on = _said(reason), clock.today()
        return {"reason": reason}

    @step(*ENTERED, to=State.VOID, allow=policies.may_void, says=_("made its number void: %(reason)s"))
    def void(self, *, by: Any, reason: str) -> dict[str, Any]:
        """The number was given in error: it stays in the register, void, with the reason, and is never given again."""
        self.reason, self.closed_on = _said(reason), clock.today()
        self.reference.void(by=by, reason=self.reason, given=True)
        return {"reason": reason}

    @step(*KEPT, allow=policies.may_classify, says=_("set its confidentiality to %(level)s: %(reason)s"))
    def classify(self, *, by: Any, level: int, reason: str, named: Any = ()) -> dict[str, Any]:
        """Set the level, why, and who needs to know."""
        self.confidentiality, self.classified_because = level, reason
        self.named.set(named)
        return {"level": level, "reason": reason, "named": [person.pk for person in named]}

    # ---------------------------------------------------------------------------------------------------------------
    def _finish(self) -> None:
        for assignment in self.assignments.open().exclude(role=Assignment.Role.COPY):
            assignment.finish()
        self.answered_on = clock.today()
        self._reread_lead()


def key_of(reference: str) -> str:
    """A sender's reference as it is compared: letters and digits only, folded."""
    from diwan.kernel.folding import fold

    return "".join(sign for sign in fold(reference) if sign.isalnum())[:120]


def _said(words: str) -> str:
    """What somebody must say. Raises NotNow when nothing is said."""
    if not words.strip():
        raise NotNow(_("Say why: it is kept with the letter."))
    return words.strip()


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool) else str(value)
