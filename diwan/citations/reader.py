"""Reads the trail and keeps names and citations up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction

from diwan.citations.models import KEY, Citation, Name
from diwan.records.citing import Cited
from diwan.records.enrolment import Card, cards
from diwan.search.reader import LOOKED

if TYPE_CHECKING:
    from diwan.trail.models import Event

BATCH = 500


def index(event: Event) -> None:
    """Read the record of an event anew; what only looked at it left its texts as they were."""
    if _minds(event):
        card = cards()[event.record_type]
        index_records(card, records_of(card, [event.record_id]))


def _minds(event: Event) -> bool:
    card = cards().get(event.record_type)
    return card is not None and not card.indexed_later and _changes_texts(card, event.verb)


index.minds = _minds  # type: ignore[attr-defined]  # see trail/readers.py


def index_pending(card: Card, verbs: Mapping[int, set[str]]) -> None:
    """Read these records of a kind whose events were noted for later."""
    changed = [pk for pk, done in verbs.items() if any(_changes_texts(card, verb) for verb in done)]
    if changed:
        index_records(card, records_of(card, changed))


def _changes_texts(card: Card, verb: str) -> bool:
    if verb in LOOKED or not (card.passages or card.named):
        return False
    return not card.changes_texts or verb in card.changes_texts


def index_records(card: Card, records: Iterable[Any]) -> int:
    """Read many records of one kind; what was found in them before gives way. Returns how many."""
    finders = Finders()
    done = 0
    for batch in _batched(records):
        label, keys = card.model._meta.label_lower, [record.pk for record in batch]
        names = {record.pk: _names(card, record) for record in batch}
        cited = [row for record in batch for row in _citations(card, record, names[record.pk], finders)]
        with transaction.atomic():
            for model in (Name, Citation):
                model.objects.filter(record_type=label, record_id__in=keys).delete()
            rows = [Name(key=key, record_type=label, record_id=pk) for pk, called in names.items() for key in called]
            Name.objects.bulk_create(rows, ignore_conflicts=True)
            Citation.objects.bulk_create(cited, batch_size=1000, ignore_conflicts=True)
        done += len(batch)
    return done


def index_all() -> dict[str, int]:
    """Read every record of every kind anew, and forget those that are no more; how many of each kind."""
    counted = {}
    for label, card in cards().items():
        if not (card.passages or card.named):
            continue
        keys = list(card.model._base_manager.order_by("pk").values_list("pk", flat=True))
        for model in (Name, Citation):
            model.objects.filter(record_type=label).exclude(record_id__in=keys).delete()
        counted[label] = sum(index_records(card, records_of(card, some)) for some in _batched(keys))
    return counted


def records_of(card: Card, keys: Sequence[int]) -> Any:
    """These records with what their passages need."""
    found = card.model._base_manager.filter(pk__in=keys).select_related(*card.api_related)
    return found.prefetch_related(*card.passages_along)


class Finders:
    """How references are found in a text: every card's finder, made once for many texts."""

    def __init__(self) -> None:
        self._finders = [card.finder() for card in cards().values() if card.finder]

    def __call__(self, text: str, within: str) -> list[Cited]:
        """The references in a text in its order, none over another."""
        found = [cited for finder in self._finders for cited in finder(text, within)]
        return sorted(found, key=lambda cited: (cited.start, cited.end))


def _names(card: Card, record: Any) -> list[str]:
    return [key[:KEY] for key in dict.fromkeys(card.named(record))] if card.named else []


def _citations(card: Card, record: Any, own: list[str], finders: Finders) -> Iterator[Citation]:
    """What a record cites; that it names itself, in the head of an annex, is no citation."""
    if card.passages is None:
        return
    within = card.within(record) if card.within else ""
    left_out = {*own, *(card.about(record) if card.about else ())}
    seen = set()
    for passage in card.passages(record):
        for cited in finders(passage.text, within):
            row = (passage.place, passage.language, cited.key)
            if cited.key in left_out or row in seen:
                continue
            seen.add(row)
            yield Citation(
                record_type=record._meta.label_lower, record_id=record.pk, place=passage.place[:80], called=passage.called[:80],
                language=passage.language, printed=" ".join(cited.printed.split())[:200], key=cited.key[:KEY], also=cited.also[:KEY], kind=cited.kind,
            )  # fmt: skip


def _batched(items: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
