"""Something that arrived and is no letter yet: it has no number, but it cannot be lost."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diwan.capture import policies
from diwan.capture.models.batch import Batch
from diwan.capture.models.channel import Channel
from diwan.capture.models.mailbox import Mailbox
from diwan.capture.remarks import Said
from diwan.capture.remarks import said as in_words
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.kernel.lifecycle import ANY, step
from diwan.people.models import Unit
from diwan.records.models import Record

TEXT = 200_000
"""Characters kept of what was read: from more nothing is proposed, and the document itself has the rest."""


class AlreadyHere(NotNow):
    """The same file waits in the tray already; ``arrival`` is the one that does."""

    def __init__(self, arrival: Arrival) -> None:
        self.arrival = arrival
        super().__init__(
            _("“%(name)s” is in the tray already, since %(day)s.")
            % {"name": arrival.name, "day": arrival.received_at.strftime("%Y-%m-%d")}
        )


class Arrival(Record):
    """A scan, a file or a mail in the tray: with what could be read of it, until it is registered or set aside."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READING = "reading", _("being read")
        READY = "ready", _("ready")
        TAKEN = "taken", _("registered")
        DISCARDED = "discarded", _("set aside")

    OPEN = (State.WAITING, State.READING, State.READY)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, editable=False)
    # how it came
    channel = models.CharField(_("received by"), max_length=10, choices=Channel, default=Channel.SCAN)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("registry"))
    received_at = models.DateTimeField(_("received"), default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    source = models.CharField(_("from"), max_length=200, blank=True)
    name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(max_length=64, editable=False, help_text="of what came, as it came")
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, null=True, related_name="+", editable=False)
    uid_validity = models.BigIntegerField(null=True, editable=False)
    uid = models.BigIntegerField(null=True, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="arrivals", editable=False)
    batch_place = models.PositiveIntegerField(null=True, editable=False)
    sealed = models.BooleanField(_("sealed"), default=False)
    # what it says of itself
    sender_name = models.CharField(_("sender"), max_length=300, blank=True)
    sender_address = models.CharField(_("address"), max_length=254, blank=True)
    to = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    sent_on = models.DateTimeField(_("date of the message"), null=True)
    message_id = models.CharField(max_length=250, blank=True, editable=False)
    in_reply_to = models.CharField(max_length=250, blank=True, editable=False)
    references = ArrayField(models.CharField(max_length=250), default=list, blank=True, editable=False)
    # what was read
    language = models.CharField(_("language"), max_length=5, blank=True)
    text = models.TextField(_("text"), blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, editable=False)
    remarks = models.JSONField(default=list, editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    recognised = models.JSONField(default=list, editable=False, help_text="pages so far, to go on from after a stop")
    # what became of it
    taken_type = models.CharField(max_length=60, blank=True, editable=False)
    taken_id = models.BigIntegerField(null=True, editable=False)
    discard_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)

    visible_to = staticmethod(policies.arrivals_visible_to)
    choices_said = {"channel": Channel}
    facts = {"arrive": _("put it into the tray (%(channel)s)")}

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        constraints = [
            models.CheckConstraint(
                name="a_discarded_arrival_says_why", condition=~Q(state="discarded") | ~Q(discard_reason="")
            ),
            models.CheckConstraint(
                name="a_taken_arrival_has_its_record",
                condition=Q(state="taken", taken_id__isnull=False) & ~Q(taken_type="")
                | ~Q(state="taken") & Q(taken_id__isnull=True, taken_type=""),
            ),
            models.UniqueConstraint(
                name="a_message_is_taken_in_once",
                fields=["mailbox", "uid_validity", "uid"],
                condition=Q(mailbox__isnull=False),
            ),
            models.UniqueConstraint(
                name="the_same_mail_is_taken_in_once",
                fields=["mailbox", "sha256"],
                condition=Q(mailbox__isnull=False),
            ),
            models.UniqueConstraint(
                name="a_file_waits_once",
                fields=["sha256"],
                condition=Q(mailbox__isnull=True, batch__isnull=True, state__in=["waiting", "reading", "ready"]),
            ),
            models.UniqueConstraint(
                name="a_batch_is_divided_once", fields=["batch", "batch_place"], condition=Q(batch__isnull=False)
            ),
            models.UniqueConstraint(
                name="a_record_is_made_of_one_arrival",
                fields=["taken_type", "taken_id"],
                condition=Q(taken_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="arrivals_waiting", fields=["received_at", "id"],
                condition=Q(state__in=["waiting", "reading", "ready"]),
            ),
            models.Index(name="arrivals_set_aside", fields=["-id"], condition=Q(state="discarded")),
            models.Index(name="arrivals_by_file", fields=["sha256"]),
            models.Index(name="arrivals_by_message", fields=["message_id"], condition=~Q(message_id="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.subject or self.name

    def get_absolute_url(self) -> str:
        return reverse("arrival", args=[self.pk])

    @property
    def confidentiality(self) -> int:
        """Sealed post is for the private secretariat: reading its papers is told in the trail."""
        return 2 if self.sealed else 1

    @property
    def sender(self) -> str:
        """Whom it says it is from, with the address."""
        if self.sender_name and self.sender_address:
            return f"{self.sender_name} <{self.sender_address}>"
        return self.sender_name or self.sender_address

    @property
    def said(self) -> list[Said]:
        """The remarks in the reader's language."""
        return [in_words(remark) for remark in self.remarks]

    @property
    def open(self) -> bool:
        """Whether it still waits."""
        return self.state in self.OPEN

    @property
    def status(self) -> str:
        """The word for its status sign."""
        if self.state == self.State.READING:
            return "run"
        return "done" if self.state == self.State.TAKEN else "idle"

    @property
    def taken_record(self) -> Record | None:
        """What it became."""
        if self.taken_id is None:
            return None
        model: Any = apps.get_model(self.taken_type)
        return model._base_manager.filter(pk=self.taken_id).first()  # type: ignore[no-any-return]

    def remark(self, code: str, **particulars: Any) -> None:
        """Note something about it once; saved by the caller."""
        found = {"code": code, **particulars}
        if found not in self.remarks:
            self.remarks = [*self.remarks, found]

    # its life ------------------------------------------------------------------------------------------------------
    @step(State.WAITING, State.READING, to=State.READY, allow=policies.by_machine, says=_("read it"))
    def take_reading(
        self,
        *,
        by: Any,
        text: str,
        language: str,
        confidence: int | None,
        noted: list[dict[str, Any]],
        pages: int | None = None,
    ) -> dict[str, Any]:
        """What was read of it, with how sure that is."""
        self.text, self.language, self.confidence = text.replace("\0", "")[:TEXT], language, confidence
        self.pages, self.recognised, self.done = pages or self.pages, [], 0
        for one in noted:
            self.remark(**one)
        return {"language": language, "confidence": confidence}

    @step(*OPEN, to=State.DISCARDED, allow=policies.may_sort, says=_("set it aside: %(reason)s"))
    def discard(self, *, by: Any, reason: str) -> dict[str, Any]:
        """It is no letter, or not for us. It stays, with the reason, and can be put back."""
        if not str(reason).strip():
            raise NotNow(_("Say why: it is kept with the item."))
        self.discard_reason = str(reason).strip()[:300]
        return {"reason": self.discard_reason}

    @step(State.DISCARDED, to=State.READY, allow=policies.may_sort, says=_("put it back into the tray"))
    def restore(self, *, by: Any) -> dict[str, Any]:
        """It was set aside in error."""
        here = type(self).objects.filter(sha256=self.sha256, state__in=self.OPEN, mailbox=None, batch=None).first()
        if here is not None and not self.mailbox_id and not self.batch_id:
            raise AlreadyHere(here)
        self.discard_reason = ""
        return {}

    @step(*OPEN, allow=policies.may_seal, says=_("handed it to the private secretariat, unopened"))
    def seal(self, *, by: Any) -> dict[str, Any]:
        """It is personal or confidential: from now on only the private secretariat sees it."""
        self.sealed = True
        return {}

    @step(ANY, to=State.TAKEN, allow=policies.may_take, says=_("registered it as %(number)s"))
    def take(self, *, by: Any, record: Record) -> dict[str, Any]:
        """It became a record, in the same transaction as this. Whoever comes second is told who was first."""
        self.taken_type, self.taken_id = record._meta.label_lower, record.pk
        return {"number": getattr(record, "reference_printed", "") or str(record.pk), "became": self.taken_type}
