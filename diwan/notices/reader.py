"""Reads the trail and tells those whom the enrolment cards name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from diwan.notices.jobs import mail
from diwan.notices.models import Notice
from diwan.records.enrolment import cards

if TYPE_CHECKING:
    from diwan.trail.models import Event


def notify(event: Event) -> None:
    """A notice for each person the card names, who may see the record and did not do the act."""
    card = cards().get(event.record_type)
    who = card.told.get(event.verb) if card else None
    if card is None or who is None:
        return
    record = card.model._base_manager.filter(pk=event.record_id).first()
    if record is None:
        return
    persons = {person.pk: person for person in who(record, event) if person.is_active and person.pk != event.by_id}
    seeing = [p for p in persons.values() if card.model.objects.visible_to(p).filter(pk=record.pk).exists()]
    Notice.objects.bulk_create([Notice(to=person, event=event) for person in seeing], ignore_conflicts=True)
    for notice in Notice.objects.filter(event=event, mailed_at__isnull=True).values_list("pk", flat=True):
        transaction.on_commit(partial(mail.defer, notice=notice))


def _minds(event: Event) -> bool:
    card = cards().get(event.record_type)
    return card is not None and event.verb in card.told


notify.minds = _minds  # type: ignore[attr-defined]  # see trail/readers.py
