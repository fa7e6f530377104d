"""A letter that came in: from its number to its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diwan.assignments.models import Assignment
from diwan.capture.models import Channel
from diwan.correspondence import policies
from diwan.correspondence.models import life
from diwan.correspondence.models.filing import Dossier, FileClass, Filed
from diwan.correspondence.models.life import said
from diwan.correspondence.models.matter import Matter
from diwan.correspondence.models.referral import Referred
from diwan.correspondence.models.slip import Instruction, Kind, Urgency
from diwan.correspondence.models.summary import Summarised
from diwan.documents.models import Document, File, Version
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.kernel.lifecycle import step
from diwan.people.models import Person, Unit
from diwan.records.models import Confidential, LongQuerySet, Record
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


class Letter(Referred, Summarised, Filed, Record, Confidential):
    """A letter received by the house, from its arrival to its file."""

    State, Attention = life.State, life.Attention
    ENTERED, LIVING, KEPT = life.ENTERED, life.LIVING, life.KEPT

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
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("dossier")
    )
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates", editable=False)
    answered_on = models.DateField(_("answered on"), null=True, editable=False)
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

    # the end -------------------------------------------------------------------------------------------------------
    @step(*LIVING, to=State.FILED, allow=policies.may_file, says=_("filed it under %(file_class)s"))
    def file(self, *, by: Any, file_class: FileClass, dossier: Dossier | None = None) -> dict[str, Any]:
        """Put it into its class, or a dossier of it. What is still with a unit is not filed: it would be lost."""
        if self.state == self.State.REFERRED:
            raise NotNow(
                _("It is still with %(unit)s. Wait for the answer, or decide that none is needed.")
                % {"unit": self._lead().unit}
            )
        return self._put_into(file_class, dossier)

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
        return {"reason": said(reason)}

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
        self.reason, self.closed_on = said(reason), clock.today()
        return {"reason": reason}

    @step(*ENTERED, to=State.VOID, allow=policies.may_void, says=_("made its number void: %(reason)s"))
    def void(self, *, by: Any, reason: str) -> dict[str, Any]:
        """The number was given in error: it stays in the register, void, with the reason, and is never given again."""
        self.reason, self.closed_on = said(reason), clock.today()
        self.reference.void(by=by, reason=self.reason, given=True)
        return {"reason": reason}

    @step(*KEPT, allow=policies.may_classify, says=_("set its confidentiality to %(level)s: %(reason)s"))
    def classify(self, *, by: Any, level: int, reason: str, named: Any = ()) -> dict[str, Any]:
        """Set the level, why, and who needs to know."""
        return self._classify(level, reason, named)


def key_of(reference: str) -> str:
    """A sender's reference as it is compared: letters and digits only, folded."""
    from diwan.kernel.folding import fold

    return "".join(sign for sign in fold(reference) if sign.isalnum())[:120]


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool) else str(value)
