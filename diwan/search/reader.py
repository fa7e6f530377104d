"""Reads the trail and keeps the index up to date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from diwan.kernel import clock
from diwan.records.enrolment import Card, cards
from diwan.search.analysis import document_vector
from diwan.search.models import Entry

if TYPE_CHECKING:
    from diwan.trail.models import Event

LOOKED = ("read", "export", "remind", "escalate", "ask_for_update")
BODY = 50_000  # characters of a body that are searched; a tsvector holds one megabyte at most


def index(event: Event) -> None:
    """Index the record of an event anew; what only looked at it or spoke of it left its words as they were."""
    if event.verb in LOOKED:
        return
    card = cards().get(event.record_type)
    if card and card.searchable and (not card.changes_words or event.verb in card.changes_words):
        index_records(card, card.model._base_manager.filter(pk=event.record_id).select_related(*card.api_related))


def index_records(card: Card, records: Iterable[Any]) -> int:
    """Index many records of one kind; returns how many."""
    entries = [_entry(card, record) for record in records]
    Entry.objects.bulk_create(
        entries,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["record_type", "record_id"],
        update_fields=["texts", "stems", "at"],
    )
    return len(entries)


def _entry(card: Card, record: Any) -> Entry:
    assert card.searchable is not None
    texts = {k: (title[:500], body[:BODY]) for k, (title, body) in card.searchable(record).items()}
    stems = document_vector({k: f"{title}\n{body}" for k, (title, body) in texts.items()})
    return Entry(record_type=record._meta.label_lower, record_id=record.pk, texts=texts, stems=stems, at=clock.now())
