"""Reads the trail and keeps the index up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models.expressions import RawSQL

from diwan.kernel import clock
from diwan.records.enrolment import Card, cards
from diwan.search.analysis import document_vector
from diwan.search.marks import marks
from diwan.search.models import Entry

if TYPE_CHECKING:
    from diwan.trail.models import Event

LOOKED = ("read", "export", "remind", "escalate", "ask_for_update")
BODY = 50_000  # characters of a body that are searched; a tsvector holds one megabyte at most


def index(event: Event) -> None:
    """Index the record of an event anew; what only looked at it or spoke of it left its words as they were."""
    if _minds(event):
        card = cards()[event.record_type]
        index_records(card, _records(card, [event.record_id]))


def _minds(event: Event) -> bool:
    card = cards().get(event.record_type)
    return card is not None and not card.indexed_later and changes_words(card, event.verb)


index.minds = _minds  # type: ignore[attr-defined]  # see trail/readers.py


def index_pending(card: Card, verbs: Mapping[int, set[str]]) -> None:
    """Index these records of a kind whose events were noted for later (see ``pending.py``)."""
    changed = [pk for pk, done in verbs.items() if any(changes_words(card, verb) for verb in done)]
    if changed:
        index_records(card, _records(card, changed))


def changes_words(card: Card, verb: str) -> bool:
    """Whether the words of a record are others after this verb."""
    if card.searchable is None or verb in LOOKED:
        return False
    return not card.changes_words or verb in card.changes_words


def index_records(card: Card, records: Iterable[Any]) -> int:
    """Index many records of one kind; returns how many."""
    entries = [_entry(card, record) for record in records]
    Entry.objects.bulk_create(
        entries,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["record_type", "record_id"],
        update_fields=["texts", "vector", "since", "at"],
    )
    return len(entries)


def _records(card: Card, keys: list[int]) -> Any:
    rows = card.model._base_manager.filter(pk__in=keys).select_related(*card.api_related)
    return rows.order_by("pk")  # as whoever gives many at once locks their entries: two orders would block one another


def _entry(card: Card, record: Any) -> Entry:
    assert card.searchable is not None
    texts = {k: (title[:500], body[:BODY]) for k, (title, body) in card.searchable(record).items()}
    stems = document_vector({k: f"{title}\n{body}" for k, (title, body) in texts.items()})
    now, label = clock.now(), record._meta.label_lower
    since = (card.recency(record) if card.recency else None) or now
    belongs = [*marks(label, since), *(card.marks(record) if card.marks else ())]
    vector = RawSQL(
        "to_tsvector('simple', %s) || array_to_tsvector(%s::text[]) || search_given_to(%s, %s)",
        [stems, belongs, label, record.pk],
    )
    return Entry(record_type=label, record_id=record.pk, texts=texts, vector=vector, since=since, at=now)
