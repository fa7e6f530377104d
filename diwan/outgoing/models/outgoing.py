"""A paper that leaves the house: drafted, cleared, passed by the Cabinet, signed with its number, dispatched, filed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diwan.clearance.models import CLEARANCE_FACTS, CLEARANCE_SAID, Circuit, Found, Round, authority_to_sign
from diwan.correspondence.models import Dossier, FileClass, Filed, Instruction, Letter, Matter
from diwan.documents.models import Document
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow, not_now
from diwan.kernel.lifecycle import step
from diwan.outgoing import policies
from diwan.outgoing.models import life
from diwan.outgoing.models.addressee import Addressee
from diwan.outgoing.models.dispatch import Dispatched
from diwan.outgoing.models.drafting import Drafted
from diwan.outgoing.models.life import said
from diwan.outgoing.models.memorandum import Asking
from diwan.outgoing.models.paper import Paper
from diwan.people.models import Unit, machine
from diwan.records.models import Link, LongQuerySet, link
from diwan.references.models import Reference, Register


class OutgoingQuerySet(LongQuerySet):
    def listed(self) -> OutgoingQuerySet:
        """With all that a line of a list shows; the forms of a mailing stand behind their master."""
        return self.select_related("unit", "drafter", "signed_by").prefetch_related(
            "addressees__correspondent", "addressees__unit"
        )


class Outgoing(Drafted, Dispatched, Asking, Filed):
    """A paper that leaves the house, or goes from one of its departments to another."""

    State, OPEN, GONE, ANYTIME = life.State, life.OPEN, life.GONE, life.ANYTIME

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
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, null=True, blank=True, related_name="outgoing", verbose_name=_("dossier")
    )
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
        self.returned_because = said(reason)
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
        return {"reason": said(reason)}

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
        self.returned_because = said(reason)
        return {"reason": reason}

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
        return self._put_into(file_class, dossier)

    @step(*OPEN, to=State.WITHDRAWN, allow=policies.may_revise, says=_("withdrew it: %(reason)s"))
    def withdraw(self, *, by: Any, reason: str) -> dict[str, Any]:
        """It will not go out; it never had a number."""
        self._end_round(by)
        self.reason, self.closed_on = said(reason), clock.today()
        return {"reason": reason}

    @step(State.SIGNED, to=State.VOID, allow=policies.may_void, says=_("made its number void: %(reason)s"))
    def void(self, *, by: Any, reason: str) -> dict[str, Any]:
        """Signed and numbered, but never sent: the number stays in the register, void, with the reason."""
        self.reason, self.closed_on = said(reason), clock.today()
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
        return self._classify(level, reason, named)

    # ---------------------------------------------------------------------------------------------------------------
    def files(self, role: str = "signed") -> models.QuerySet[Document]:
        """Its files in a role, with their versions: ``signed``, ``draft``, ``enclosure``."""
        from diwan.documents.models import documents_of

        return documents_of(self, role)

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
