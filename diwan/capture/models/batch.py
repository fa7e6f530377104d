"""A pile of scanned papers in one file, divided at its separator sheets."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diwan.capture import policies
from diwan.capture.models.channel import Channel
from diwan.kernel import clock
from diwan.kernel.lifecycle import step
from diwan.people.models import Unit
from diwan.records.models import Record


class Batch(Record):
    """The file as it was scanned: kept whole, whatever is made of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DIVIDED = "divided", _("divided")
        REFUSED = "refused", _("refused")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, editable=False)
    name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(max_length=64, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("registry"))
    channel = models.CharField(_("received by"), max_length=10, choices=Channel, default=Channel.SCAN)
    received_at = models.DateTimeField(_("received"), default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    sheets = models.PositiveIntegerField(_("separator sheets"), null=True, editable=False)
    refusal = models.CharField(max_length=30, blank=True, editable=False)

    visible_to = staticmethod(policies.batches_visible_to)
    facts = {"arrive": _("handed it in")}

    class Meta:
        verbose_name = _("batch of scans")
        verbose_name_plural = _("batches of scans")
        constraints = [
            models.UniqueConstraint(name="a_batch_waits_once", fields=["sha256"], condition=Q(state="waiting")),
            models.CheckConstraint(name="a_refused_batch_says_why", condition=~Q(state="refused") | ~Q(refusal="")),
        ]

    def __str__(self) -> str:
        return self.name

    @step(State.WAITING, to=State.DIVIDED, allow=policies.by_machine, says=_("divided it into %(count)s items"))
    def divide(self, *, by: Any, pages: int, sheets: int, count: int) -> dict[str, Any]:
        """Its items are in the tray."""
        self.pages, self.sheets = pages, sheets
        return {"pages": pages, "sheets": sheets, "count": count}

    @step(State.WAITING, to=State.REFUSED, allow=policies.by_machine, says=_("could not divide it"))
    def refuse(self, *, by: Any, code: str) -> dict[str, Any]:
        """It cannot be read as pages; it is one item in the tray instead."""
        self.refusal = code
        return {"code": code}
