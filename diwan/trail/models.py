"""What happened. Rows are never changed and never deleted: the database itself refuses.

Each event is linked into one chain: its link carries a gapless serial and the SHA-256 of the link before it together
with the event's whole content. Links are made by a deferred trigger when the transaction commits, so that the chain
follows the order of commits and its head is locked only for that moment (see migrations/0002_chain).
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.kernel import clock


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, record: models.Model) -> EventQuerySet:
        """The history of one record, oldest first."""
        return self.filter(record_type=record._meta.label_lower, record_id=record.pk).order_by("pk")


class Event(models.Model):
    """A verb done to a record by a person, with its particulars. Sentences are made on reading."""

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    verb = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="events")
    at = models.DateTimeField(default=clock.now)
    particulars = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        indexes = [models.Index(fields=["record_type", "record_id", "id"]), models.Index(fields=["by", "at"])]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}: {self.verb}"

    @property
    def model(self) -> type[models.Model]:
        """The class of the record it is about."""
        return apps.get_model(self.record_type)

    @property
    def kind(self) -> str:
        """What the record is, as the office names it."""
        return str(self.model._meta.verbose_name)

    @property
    def says(self) -> str:
        """The sentence of it, in the reader's language, without the name of the person."""
        from diwan.trail.sentences import sentence

        return sentence(self)


class Link(models.Model):
    """The place of an event in the chain; written by the database, never by this program."""

    serial = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, models.PROTECT, related_name="link")
    digest = models.BinaryField()

    class Meta:
        verbose_name = _("link of the chain")

    def __str__(self) -> str:
        return f"{self.serial}"


def record_event(record: models.Model, verb: str, *, by: Any, **particulars: Any) -> Event:
    """Write an event about a record, and let the readers of the trail read it after commit."""
    from diwan.trail.readers import after_commit, notes_of

    event = event_of(record, verb, by=by, **particulars)
    event.save(force_insert=True)
    for note in notes_of(event):
        note.save(force_insert=True)
    after_commit(event)
    return event


def event_of(record: models.Model, verb: str, *, by: Any, **particulars: Any) -> Event:
    """An event that is not written yet, for who writes several rows in one statement, with ``readers.notes_of`` it,
    and then calls ``readers.after_commit``."""
    return Event(record_type=record._meta.label_lower, record_id=record.pk, verb=verb, by=by, particulars=particulars)
