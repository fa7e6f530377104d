"""A paper that leaves the house: drafted, cleared, passed by the Cabinet, signed with its number, dispatched, filed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diwan.assignments.assigned import Assigned
from diwan.assignments.models import Assignment, due_after
from diwan.clearance.models import CLEARANCE_FACTS, CLEARANCE_SAID, Circuit, Found, Round, authority_to_sign
from diwan.clearance.ranks import Rank
from diwan.correspondence.models import Dossier, FileClass, Instruction, Letter, Matter, Urgency
from diwan.directory.courtesy import note_verbale_allowed
from diwan.documents.models import Document, Version, attach
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow, not_now
from diwan.kernel.lifecycle import step
from diwan.outgoing import policies
from diwan.outgoing.models.addressee import Addressee
from diwan.outgoing.models.paper import Paper
from diwan.outgoing.models.text import Text
from diwan.people.models import Unit, machine
from diwan.records.models import Confidential, Link, LongQuerySet, Record, link
from diwan.references.models import Reference, Register


class OutgoingQuerySet(LongQuerySet):
    def listed(self) -> OutgoingQuerySet:
        """With all that a line of a list shows; the forms of a mailing stand behind their master."""
        return self.select_related("unit", "drafter", "signed_by").prefetch_related(
            "addressees__correspondent", "addressees__unit"
        )


class Outgoing(Assigned, Record, Confidential):
    """A paper that leaves the house, or goes from one of its departments to another."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CLEARANCE = "clearance", _("in clearance")
        REVIEW = "review", _("before the Cabinet")
        FOR_SIGNATURE = "for_signature", _("for signature")
        SIGNED = "signed", _("signed")
        DISPATCHED = "dispatched", _("dispatched")
        DELIVERED = "delivered", _("acknowledged")
        FILED = "filed", _("filed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        VOID = "void", _("void")

    OPEN = (State.DRAFT, State.CLEARANCE, State.REVIEW, State.FOR_SIGNATURE)
    GONE = (State.SIGNED, State.DISPATCHED, State.DELIVERED)
    ANYTIME = (*OPEN, *GONE, State.FILED)

    paper = models.CharField(_("paper"), max_length=20, choices=Paper)
    subject = models.CharField(_("subject"), max_length=300)
    languages = models.JSONField(_("languages"), default=list)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("drafted by"))
    drafter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    drafted_at = models.DateTimeField(_("drafted"), default=clock.now, editable=False)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, default=Urgency.ROUTINE)
    instruction = models.CharField(
        _("what is asked"), max_length=20, choices=Instruction, blank=True, help_text=_("of the units, in a memorandum")
    )
    legal_basis = models.CharField(
        _("legal basis"), max_length=300, blank=True, help_text=_("resolutions and rules it rests on, by number")
    )
    state = models.CharField(_("state"), max_length=14, choices=State, default=State.DRAFT, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False, help_text="of what was cleared")
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="+", editable=False)
    returned_because = models.CharField(_("returned because"), max_length=1000, blank=True, editable=False)
    # what it belongs to
    answers = models.ForeignKey(
        Letter, models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("in reply to")
    )
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections", editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="outgoing", editable=False)
    separate = models.BooleanField(
        _("to each addressee separately"), default=False, help_text=_("one numbered item for each of them")
    )
    own_language = models.BooleanField(
        _("to each in its own language"), default=False, help_text=_("else to each in all languages of the paper")
    )
    master = models.ForeignKey("self", models.PROTECT, null=True, related_name="items", editable=False)
    # its number, given at signature and never before
    number = models.CharField(_("number"), max_length=100, null=True, unique=True, editable=False)  # noqa: DJ001 (no number is not an empty one)
    reference = models.OneToOneField(Reference, models.PROTECT, null=True, related_name="+", editable=False)
    signed_at = models.DateTimeField(_("signed"), null=True, editable=False)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    signed_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    authority = models.JSONField(default=list, editable=False, help_text="the chain under which it was signed")
    produced_at = models.DateTimeField(null=True, editable=False, help_text="its sealed file was made")
    # the end
    file_class = models.ForeignKey(
        FileClass, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("filed under")
    )
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, null=True, blank=True, related_name="outgoing", verbose_name=_("dossier")
    )
    closed_on = models.DateField(_("closed on"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)

    objects: ClassVar[Any] = OutgoingQuerySet.as_manager()
    visible_to = staticmethod(policies.outgoing_visible_to)
    choices_said = {**CLEARANCE_SAID, "paper": Paper, "instruction": Instruction}
    facts = {
        **CLEARANCE_FACTS,
        "draft": _("drafted it"),
        "produce": _("sealed its file"),
        "dispatch_mail": _("sent it by e-mail to %(to)s"),
        "dispatch_failed": _("could not send it to %(to)s: %(error)s"),
        "dispatch_doubtful": _("does not know whether the mail to %(to)s left"),
        "remind": _("reminded %(unit)s at half time, due %(due)s"),
        "escalate": _("raised the delay of %(unit)s to %(to)s"),
        "copy": _("took a marked copy"),
        "settle_doubt": _("settled whether the mail to %(to)s had left"),
    }

    class Meta:
        verbose_name = _("outgoing paper")
        verbose_name_plural = _("outgoing papers")
        constraints = [
            models.CheckConstraint(name="outgoing_levels_are_four", condition=Q(confidentiality__lte=3)),
            models.CheckConstraint(
                name="a_number_comes_with_a_signature",
                condition=Q(number__isnull=True, reference__isnull=True, signed_by__isnull=True, signed_at__isnull=True)
                | Q(number__isnull=False, reference__isnull=False, signed_by__isnull=False, signed_at__isnull=False)
                | Q(number__isnull=True, separate=True),
            ),
            models.CheckConstraint(
                name="no_number_before_signature",
                condition=~Q(state__in=["draft", "clearance", "review", "for_signature", "withdrawn"])
                | Q(number__isnull=True),
            ),
            models.CheckConstraint(
                name="what_left_was_signed",
                condition=~Q(state__in=["signed", "dispatched", "delivered", "filed", "void"])
                | Q(signed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_signs_what_he_drafted",
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=models.F("drafter")),
            ),
            models.CheckConstraint(
                name="what_was_withdrawn_or_voided_says_why",
                condition=~Q(state__in=["withdrawn", "void"]) | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(name="outgoing_by_state", fields=["state", "-id"]),
            models.Index(name="outgoing_by_signature", fields=["-signed_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def reference_printed(self) -> str:
        """Its number; before signature it has none and is called by its own key."""
        return self.number or ""

    def get_absolute_url(self) -> str:
        return reverse("outgoing", args=[self.pk])

    @property
    def status(self) -> str:
        """The word for its status sign."""
        if self.state in (self.State.DRAFT, self.State.WITHDRAWN, self.State.VOID):
            return "idle"
        return "run" if self.state in self.OPEN else "done"

    @property
    def rank(self) -> int:
        """The highest rank among those it is addressed to."""
        outside = self.addressees.filter(role=Addressee.Role.TO, correspondent__isnull=False)
        return outside.aggregate(highest=Max("correspondent__rank"))["highest"] or Rank.ROUTINE

    @property
    def addressed_to(self) -> list[Addressee]:
        """To whom it goes, from what was read along with a list."""
        return [one for one in self.addressees.all() if one.role == Addressee.Role.TO]

    @property
    def source(self) -> Outgoing:
        """Whose texts it has: its own, or those of the mailing it belongs to."""
        return self.master or self

    def languages_for(self, addressee: Addressee | None) -> list[str]:
        """In which of its languages it goes to somebody: all, or that in which the addressee is written to."""
        whom = addressee.correspondent if addressee else None
        own = self.own_language and whom is not None and whom.language in self.languages
        return [whom.language] if own and whom else list(self.languages)

    def latest_texts(self) -> dict[str, Text]:
        """The latest version of each language."""
        found: dict[str, Text] = {}
        for text in self.source.texts.select_related("version__file").order_by("language", "-number"):
            found.setdefault(text.language, text)
        return found

    # drafting ------------------------------------------------------------------------------------------------------
    @classmethod
    @transaction.atomic
    def draft(
        cls, *, by: Any, paper: str, subject: str, languages: Sequence[str], to: Iterable[Any] = (),
        copies: Iterable[Any] = (), answers: Letter | None = None, matter: Matter | None = None,
        unit: Unit | None = None, bodies: dict[str, str] | None = None, concerns: Iterable[Record] = (), **facts: Any,
    ) -> Outgoing:  # fmt: skip
        """Begin a paper. ``to`` and ``copies`` are correspondents or units; a body for each language may be given.

        Raises Refused for who may not draft, and for a note verbale to somebody who does not receive any.
        """
        policies.may_draft(by).insist()
        if answers is not None:
            matter, facts = (
                answers.matter,
                {"urgency": answers.urgency, "confidentiality": answers.confidentiality, **facts},
            )
        found = cls(
            paper=paper, subject=subject, languages=list(languages), unit=unit or by.unit, drafter=by, answers=answers,
            matter=matter or Matter.objects.create(), drafted_at=clock.now(), **facts,
        )  # fmt: skip
        found.save()
        if found.confidentiality >= 2:
            found.named.set([by, *(answers.named.all() if answers else [])])
        found.track("draft", by=by, paper=paper)
        found._address(to, copies)
        for language in found.languages:
            found._write(by, language, subject, (bodies or {}).get(language, ""), None, "")
        if answers is not None:
            link(found, Link.Kind.ANSWERS, answers, by=by)
        for record in concerns:
            link(found, Link.Kind.CONCERNS, record, by=by)
        return found

    @step(State.DRAFT, allow=policies.may_revise, says=_("wrote version %(number)s (%(language)s)"))
    def revise(
        self, *, by: Any, language: str, subject: str = "", body: str = "", upload: Any = None, name: str = "",
        changes: str = "",
    ) -> dict[str, Any]:  # fmt: skip
        """The next version of the text in one language, written or handed in as DOCX. Raises Unacceptable."""
        if language not in self.languages:
            self.languages = [*self.languages, language]
        version = None
        if upload is not None:
            from diwan.outgoing.office_templates import words_of

            body = words_of(upload)
            version = attach(self, upload, name, by=by, language=language, role="draft", title=self.subject[:300])
        text = self._write(by, language, subject or self.subject, body, version, changes)
        return {"number": text.number, "language": language}

    @step(State.DRAFT, allow=policies.may_revise, says=_("changed whom it is addressed to"))
    def address(
        self, *, by: Any, to: Iterable[Any], copies: Iterable[Any] = (), separate: bool | None = None,
        own_language: bool | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Set the addressees anew."""
        self.addressees.all().delete()
        self.separate = self.separate if separate is None else separate
        self.own_language = self.own_language if own_language is None else own_language
        self._address(to, copies)
        return {"to": self.addressees.filter(role="to").count(), "copies": self.addressees.filter(role="copy").count()}

    @step(State.DRAFT, allow=policies.may_revise, says=_("changed its facts (%(fields)s)"))
    def change(self, *, by: Any, **facts: Any) -> dict[str, Any]:
        """Subject, urgency, legal basis, what it answers, languages."""
        changed = sorted(name for name, value in facts.items() if getattr(self, name) != value)
        for name in changed:
            setattr(self, name, facts[name])
        return {"fields": ", ".join(changed)}

    @step(State.DRAFT, allow=policies.may_revise, says=_("enclosed “%(title)s”"))
    def enclose(self, *, by: Any, upload: Any, name: str, title: str = "") -> dict[str, Any]:
        """Add an enclosure. Raises Unacceptable."""
        return {"title": attach(self, upload, name, by=by, role="enclosure", title=title).document.title}

    # clearance -----------------------------------------------------------------------------------------------------
    @step(State.DRAFT, to=State.CLEARANCE, allow=policies.may_revise, says=_("put it to clearance (%(circuit)s)"))
    def submit(self, *, by: Any, circuit: Circuit, with_units: Sequence[Unit] = ()) -> dict[str, Any]:
        """Put the latest texts to clearance. Raises NotNow for what could not go out as it is."""
        if problem := next(iter(self.problems()), None):
            raise NotNow(problem)
        self.digest, self.returned_because = self.fingerprint(), ""
        self.round = Round.start(self, circuit, by=by, digest=self.digest, also_units=with_units)
        return {"circuit": circuit.name, "round": self.round.pk, "digest": self.digest}

    def clearance_ended(self, round: Round, by: Any) -> None:
        """The round learnt of an end: cleared, it comes before the Cabinet; objected to, it goes back to the drafter."""
        self.lock()
        if self.state != self.State.CLEARANCE or self.round_id != round.pk:
            return
        self.state = self.State.REVIEW if round.state == "cleared" else self.State.DRAFT
        if round.state == "objected":
            self.returned_because = round.objection[:1000]
        self.save()

    @step(
        State.CLEARANCE,
        State.REVIEW,
        State.FOR_SIGNATURE,
        to=State.DRAFT,
        allow=policies.may_review,
        says=_("returned it to the drafter: %(reason)s"),
    )
    def send_back(self, *, by: Any, reason: str) -> dict[str, Any]:
        """The Cabinet returns it, with the reason; what is changed must be cleared again."""
        self._end_round(by)
        self.returned_because = _said(reason)
        return {"reason": reason}

    @step(
        State.CLEARANCE,
        State.REVIEW,
        State.FOR_SIGNATURE,
        to=State.DRAFT,
        allow=policies.may_revise,
        says=_("took it back: %(reason)s"),
    )
    def take_back(self, *, by: Any, reason: str) -> dict[str, Any]:
        """The drafter takes it back to change it."""
        self._end_round(by)
        return {"reason": _said(reason)}

    @step(State.REVIEW, to=State.FOR_SIGNATURE, allow=policies.may_review, says=_("passed it through the gate"))
    def pass_gate(self, *, by: Any) -> dict[str, Any]:
        """All visas are in and each point of the checklist is answered by a named person: the paper gets its certificate."""
        if self.round is None:
            raise NotNow(_("It was not put to clearance."))
        self.round.gate().insist()
        if self.fingerprint() != self.digest:
            raise NotNow(_("The text is not the one that was cleared. Return it to the drafter."))
        certificate = self.round.certify(by=by)
        return {"certificate": certificate.pk, "digest": self.digest}

    # signature -----------------------------------------------------------------------------------------------------
    @step(State.FOR_SIGNATURE, to=State.SIGNED, allow=policies.may_sign, says=_("signed it as %(number)s"))
    def sign(self, *, by: Any) -> dict[str, Any]:
        """Sign it: it gets its number now, and the letter it answers is answered. Its sealed file follows by a job.

        A mailing gives each addressee an item with a number of its own, in one transaction.
        """
        from diwan.outgoing.jobs import produce

        if self.fingerprint() != self.digest:
            raise NotNow(_("The text is not the one that was cleared. Return it to the drafter."))
        found = authority_to_sign(by, self.paper, self.rank, drafter=self.drafter, level=self.confidentiality)
        if not isinstance(found, Found):
            raise NotNow(found.reason)  # withdrawn since the policy was asked
        self.signed_by, self.signed_at = by, clock.now()
        self.signed_for, self.authority = found.signed_for, found.chain
        if self.separate:
            items = [
                self._item(addressee, by) for addressee in self.addressees.filter(role="to").order_by("order", "pk")
            ]
            numbers = [item.number for item in items]
            first, number = str(numbers[0]), " – ".join(map(str, dict.fromkeys((numbers[0], numbers[-1]))))
        else:
            first = number = str(self._number(self, by))
            self._ask_units(by)
        if self.answers is not None:
            if self.answers.state in (Letter.State.PRESENTED, Letter.State.REFERRED, Letter.State.ANSWERED):
                self.answers.be_answered(by=machine(), number=first)
            else:
                self.answers.track("answers", by=by, number=first)
        produce.defer(outgoing=self.pk)
        return {
            "number": number, "for": found.signed_for.name if found.signed_for else None, "authority": found.chain,
            "digest": self.digest,
        }  # fmt: skip

    @step(State.FOR_SIGNATURE, to=State.DRAFT, allow=policies.may_sign, says=_("did not sign it: %(reason)s"))
    def refuse_to_sign(self, *, by: Any, reason: str) -> dict[str, Any]:
        """The signatory sends it back, this paper alone."""
        self._end_round(by)
        self.returned_because = _said(reason)
        return {"reason": reason}

    # dispatch ------------------------------------------------------------------------------------------------------
    @step(
        State.SIGNED,
        State.DISPATCHED,
        to=State.DISPATCHED,
        allow=policies.may_dispatch,
        says=_("dispatched it to %(to)s (%(channel)s)"),
    )
    def dispatch(
        self, *, by: Any, addressee: Addressee, channel: str, proof: str = "", address: str = "", upload: Any = None,
        name: str = "",
    ) -> dict[str, Any]:  # fmt: skip
        """Send it to one addressee by a channel, with proof. By e-mail the sealed file is sent by a job, once."""
        from diwan.outgoing.dispatching import hand_over

        sent = hand_over(
            self, by=by, addressee=addressee, channel=channel, proof=proof, address=address, upload=upload, name=name
        )
        return {"to": str(addressee), "channel": sent.get_channel_display(), "dispatch": sent.pk, "proof": proof}

    @step(
        State.DISPATCHED,
        State.DELIVERED,
        allow=policies.may_dispatch,
        says=_("entered that %(to)s acknowledged it on %(on)s"),
    )
    def acknowledge(
        self, *, by: Any, dispatch: Any, on: dt.date | None = None, received_by: str = ""
    ) -> dict[str, Any]:
        """The addressee has it. With the last acknowledgement the paper is delivered."""
        from diwan.outgoing.dispatching import acknowledge

        if acknowledge(dispatch, on=on or clock.today(), received_by=received_by):
            self.state = self.State.DELIVERED
        return {"to": str(dispatch.addressee), "on": dispatch.acknowledged_on.isoformat(), "received_by": received_by}

    @step(
        State.SIGNED,
        State.DISPATCHED,
        State.DELIVERED,
        allow=policies.may_acknowledge,
        says=_("acknowledged it for %(unit)s"),
    )
    def take_note(self, *, by: Any) -> dict[str, Any]:
        """A unit has the memorandum and takes on what it asks; a copy is done with that."""
        from diwan.correspondence.policies import may_answer_for

        own = [one for one in self.assignments.open() if one.state == "asked" and may_answer_for(by, one)]
        if not own:
            raise NotNow(_("It is acknowledged already."))
        for one in own:
            one.finish() if one.role == Assignment.Role.COPY else one.accept()
        return {"unit": own[0].unit.name}

    @step(
        State.SIGNED,
        State.DISPATCHED,
        State.DELIVERED,
        allow=policies.may_acknowledge,
        says=_("finished for %(unit)s: %(result)s"),
    )
    def finish(self, *, by: Any, result: str) -> dict[str, Any]:
        """A unit says what it did about the memorandum."""
        from diwan.correspondence.policies import may_answer_for

        own = [one for one in self.assignments.open() if may_answer_for(by, one)]
        for one in own:
            one.finish()
        return {"unit": own[0].unit.name, "result": _said(result)}

    # the end -------------------------------------------------------------------------------------------------------
    @step(
        State.SIGNED,
        State.DISPATCHED,
        State.DELIVERED,
        to=State.FILED,
        allow=policies.may_dispatch,
        says=_("filed it under %(file_class)s"),
    )
    def file(self, *, by: Any, file_class: FileClass, dossier: Dossier | None = None) -> dict[str, Any]:
        """Put it into its class. What was not sent to everybody is not filed: it would be forgotten."""
        if self.state == self.State.SIGNED and not Paper(self.paper).internal:
            raise NotNow(_("It was not sent yet. Dispatch it first."))
        self.file_class, self.dossier, self.closed_on = file_class, dossier, clock.today()
        return {"file_class": str(file_class.code), "dossier": dossier.number if dossier else ""}

    @step(*OPEN, to=State.WITHDRAWN, allow=policies.may_revise, says=_("withdrew it: %(reason)s"))
    def withdraw(self, *, by: Any, reason: str) -> dict[str, Any]:
        """It will not go out; it never had a number."""
        self._end_round(by)
        self.reason, self.closed_on = _said(reason), clock.today()
        return {"reason": reason}

    @step(State.SIGNED, to=State.VOID, allow=policies.may_void, says=_("made its number void: %(reason)s"))
    def void(self, *, by: Any, reason: str) -> dict[str, Any]:
        """Signed and numbered, but never sent: the number stays in the register, void, with the reason."""
        self.reason, self.closed_on = _said(reason), clock.today()
        if self.reference:
            self.reference.void(by=by, reason=self.reason, given=True)
        return {"reason": reason}

    def correction(self, *, by: Any) -> Outgoing:
        """A new draft that corrects this one, which itself is never changed. Raises Refused."""
        if self.state not in (*self.GONE, self.State.FILED):
            not_now(_("Only what was signed is corrected by a new item.")).insist()
        texts = self.latest_texts()
        made = Outgoing.draft(
            by=by, paper=self.paper, subject=self.subject, languages=self.languages, matter=self.matter,
            to=[one.correspondent or one.unit for one in self.addressees.filter(role="to")],
            copies=[one.correspondent or one.unit for one in self.addressees.filter(role="copy")],
            bodies={code: text.body for code, text in texts.items()}, legal_basis=self.legal_basis,
            urgency=self.urgency, confidentiality=self.confidentiality, instruction=self.instruction, corrects=self,
        )  # fmt: skip
        link(made, Link.Kind.SUPERSEDES, self, by=by)
        return made

    @step(*ANYTIME, allow=policies.may_classify, says=_("set its confidentiality to %(level)s: %(reason)s"))
    def classify(self, *, by: Any, level: int, reason: str, named: Any = ()) -> dict[str, Any]:
        """Set the level, why, and who needs to know."""
        self.confidentiality, self.classified_because = level, reason
        self.named.set(named)
        return {"level": level, "reason": reason, "named": [person.pk for person in named]}

    # ---------------------------------------------------------------------------------------------------------------
    def problems(self) -> list[Any]:
        """What stands in the way of clearance, each said so that it can be mended."""
        found: list[Any] = []
        addressed = list(self.addressees.filter(role=Addressee.Role.TO).select_related("correspondent", "unit"))
        if not addressed:
            found.append(_("It is addressed to nobody. Choose an addressee."))
        texts = self.latest_texts()
        for code in self.languages:
            if code not in texts or not texts[code].body.strip():
                found.append(_("There is no text in %(language)s yet.") % {"language": code.upper()})
        if Paper(self.paper) == Paper.NOTE_VERBALE:
            found += [
                d.reason for a in addressed if a.correspondent and not (d := note_verbale_allowed(a.correspondent))
            ]
        if Paper(self.paper).internal and any(a.correspondent for a in addressed):
            found.append(_("An internal memorandum goes to units of the house only."))
        return found

    def fingerprint(self) -> str:
        """The SHA-256 of everything that is cleared: texts, subject, addressees, enclosures, what it rests on."""
        enclosures = Version.objects.filter(
            document__record_type=self._meta.label_lower, document__record_id=self.pk, document__role="enclosure"
        )
        facts = {
            "paper": self.paper, "subject": self.subject, "basis": self.legal_basis,
            "separate": [self.separate, self.own_language], "languages": sorted(self.languages),
            "texts": {
                code: [text.subject, text.body, text.version.file_id if text.version else ""]
                for code, text in sorted(self.latest_texts().items())
            },
            "to": list(self.addressees.order_by("role", "order", "pk").values_list("role", "correspondent", "unit")),
            "enclosures": sorted(enclosures.values_list("file", flat=True)),
        }  # fmt: skip
        return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def files(self, role: str = "signed") -> models.QuerySet[Document]:
        """Its files in a role, with their versions: ``signed``, ``draft``, ``enclosure``."""
        from diwan.documents.models import documents_of

        return documents_of(self, role)

    def _address(self, to: Iterable[Any], copies: Iterable[Any]) -> None:
        rows, reached = [], set()
        for role, several in (("to", to), ("copy", copies)):
            for order, one in enumerate(several):
                key = (type(one).__name__, one.pk)
                if key in reached:
                    continue
                reached.add(key)
                inside = isinstance(one, Unit)
                if self.paper == Paper.NOTE_VERBALE and not inside:
                    note_verbale_allowed(one).insist()
                rows.append(
                    Addressee(outgoing=self, role=role, order=order, **{"unit" if inside else "correspondent": one})
                )
        Addressee.objects.bulk_create(rows)

    def _write(self, by: Any, language: str, subject: str, body: str, version: Version | None, changes: str) -> Text:
        last = self.texts.filter(language=language).aggregate(last=Max("number"))["last"] or 0
        return Text.objects.create(
            outgoing=self, language=language, number=last + 1, subject=subject, body=body.replace("\0", ""), version=version,
            changes=changes, by=by, at=clock.now(),
        )  # fmt: skip

    def _end_round(self, by: Any) -> None:
        if self.round is not None and self.round.state == "running":
            self.round.withdraw(by=by)
        self.digest = ""

    def _number(self, item: Outgoing, by: Any) -> str:
        register = Register.objects.filter(code=Paper(self.paper).register).first()
        if register is None:
            raise NotNow(_("There is no register for this kind of paper. It is named in the profile."))
        item.reference = register.draw(by=by, record=item, unit=self.unit.code)
        item.number = item.reference.printed
        return item.number

    def _item(self, addressee: Addressee, by: Any) -> Outgoing:
        """One item of a mailing: its own number, the texts of the master."""
        item = Outgoing(
            paper=self.paper, subject=self.subject, languages=self.languages_for(addressee), unit=self.unit,
            drafter=self.drafter, drafted_at=self.drafted_at, urgency=self.urgency, legal_basis=self.legal_basis, digest=self.digest,
            round=self.round, matter=self.matter, master=self, confidentiality=self.confidentiality,
            classified_because=self.classified_because, answers=self.answers,
        )  # fmt: skip
        item.save()
        if self.confidentiality >= 2:
            item.named.set(self.named.all())
        Addressee.objects.create(
            outgoing=item, correspondent=addressee.correspondent, unit=addressee.unit, role=Addressee.Role.TO
        )
        number = self._number(item, by)
        item.state, item.signed_by, item.signed_at = self.State.SIGNED, self.signed_by, self.signed_at
        item.signed_for, item.authority = self.signed_for, self.authority
        item.save()
        item.track("sign", by=by, number=number, mailing=self.pk, digest=self.digest)
        return item

    def _ask_units(self, by: Any) -> None:
        """A memorandum asks its units as a referral does: the first leads, with a day by its urgency."""
        if not Paper(self.paper).internal:
            return
        days, lead = Urgency(self.urgency).days, True
        for addressee in self.addressees.select_related("unit__calendar").order_by("-role", "order", "pk"):
            if addressee.unit is None:
                continue
            role = "copy" if addressee.role == "copy" else ("lead" if lead else "co-operating")
            lead = lead and role != "lead"
            due_on = None if role == "copy" else due_after(addressee.unit, days)
            self._give(addressee.unit, role, by=by, due_on=due_on, task=self.instruction or Instruction.ACTION)


def _said(words: str) -> str:
    if not words.strip():
        raise NotNow(_("Say why: it is kept with the paper."))
    return words.strip()
