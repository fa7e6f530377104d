"""How a paper was sent, with what proof, and whether it was acknowledged."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.capture.models import Channel
from diwan.documents.models import Version
from diwan.kernel import clock
from diwan.kernel.lifecycle import step
from diwan.outgoing import policies
from diwan.outgoing.models.addressee import Addressee
from diwan.outgoing.models.life import State

if TYPE_CHECKING:
    from diwan.outgoing.models.outgoing import Outgoing


class Dispatch(models.Model):
    """One sending of a paper to one addressee.

    Mail is sent by a job in two committed moves, ``sending`` before and ``sent`` after: when a machine dies in between,
    nobody can know whether the mail left, so it becomes ``doubtful``, is told to the registry and is never sent again by
    itself.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        DOUBTFUL = "doubtful", _("doubtful")
        DELIVERED = "delivered", _("acknowledged")

    outgoing = models.ForeignKey("outgoing.Outgoing", models.PROTECT, related_name="dispatches")
    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="dispatches")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    state = models.CharField(_("state"), max_length=10, choices=State)
    address = models.CharField(_("sent to"), max_length=300, blank=True)
    proof = models.CharField(_("proof"), max_length=200, blank=True, help_text=_("receipt, bag or tracking number"))
    proof_version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    message_id = models.CharField(max_length=200, blank=True, editable=False)
    error = models.CharField(_("error"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    tried_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True)
    acknowledged_on = models.DateField(_("acknowledged on"), null=True)
    acknowledged_by = models.CharField(_("received by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="what_was_sent_has_a_time",
                condition=Q(state__in=["waiting", "sending", "doubtful", "failed"]) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="what_was_acknowledged_has_a_day",
                condition=(Q(state="delivered") & Q(acknowledged_on__isnull=False))
                | (~Q(state="delivered") & Q(acknowledged_on__isnull=True)),
            ),
            models.UniqueConstraint(name="one_mail_of_a_kind", fields=["message_id"], condition=~Q(message_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.addressee}: {self.get_state_display()}"


class Dispatched(models.Model):
    """What is sent to each of its addressees, and acknowledged by them."""

    state: Any

    class Meta:
        abstract = True

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
            cast("Outgoing", self),
            by=by,
            addressee=addressee,
            channel=channel,
            proof=proof,
            address=address,
            upload=upload,
            name=name,
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
            self.state = State.DELIVERED
        return {"to": str(dispatch.addressee), "on": dispatch.acknowledged_on.isoformat(), "received_by": received_by}
