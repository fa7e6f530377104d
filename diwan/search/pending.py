"""Reading later what need not be read in the request: a row written with the event, and a worker that follows it up.

Where a card says ``indexed_later``, its events are noted in the very transaction that they belong to: a web process
that dies after it has answered loses no word. The worker reads what was noted every second, in batches, each batch in
one transaction with the forgetting of its notes: a worker that dies leaves them for the next one.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.module_loading import import_string

from diwan.records.enrolment import Card, cards
from diwan.search.models import Pending
from diwan.search.reader import LOOKED, changes_words

if TYPE_CHECKING:
    from diwan.trail.models import Event

    Reader = Callable[[Card, dict[int, set[str]]], None]

log = logging.getLogger(__name__)

BATCH = 200
ONE_AT_A_TIME = 4_060_219
"""Of the advisory lock: two readers of the same record could write the older words last."""


def note(event: Event) -> Pending | None:
    """The row that notes an event whose record is to be read later; none for every other event."""
    card = cards().get(event.record_type)
    if card is None or not card.indexed_later or event.verb in LOOKED:
        return None
    texts = (card.passages or card.named) and (not card.changes_texts or event.verb in card.changes_texts)
    if texts or changes_words(card, event.verb):
        return Pending(record_type=event.record_type, record_id=event.record_id, verb=event.verb)
    return None


def read_pending() -> int:
    """Have the late readers read what was noted, until nothing is left; returns how many events it were."""
    done = 0
    while batch := _read_batch():
        done += batch
    return done


@cache
def _readers() -> list[Reader]:
    return [import_string(path) for path in settings.LATE_READERS]


@transaction.atomic
def _read_batch() -> int:
    notes = list(Pending.objects.order_by("pk")[:BATCH])
    if not notes or not _alone():
        return 0
    by_kind: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in notes:
        by_kind[one.record_type][one.record_id].add(one.verb)
    for label, verbs in by_kind.items():
        card = cards().get(label)
        for reader in _readers() if card else []:
            assert card is not None
            _read(reader, card, dict(verbs))
    Pending.objects.filter(pk__in=[one.pk for one in notes]).delete()
    return len(notes)


def _alone() -> bool:
    """Whether no other process reads; until this transaction ends none will."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])


def _read(reader: Reader, card: Card, verbs: dict[int, set[str]]) -> None:
    """All at once; when that fails one by one, so that a record nobody can read stops no other."""
    try:
        with transaction.atomic():
            reader(card, verbs)
    except (OperationalError, InterfaceError):
        raise  # the database is away, not the record at fault: what was noted stays noted
    except Exception:
        if len(verbs) > 1:
            for pk, done in verbs.items():
                _read(reader, card, {pk: done})
        else:
            log.exception("%s could not read %s %s", reader.__module__, card.model._meta.label_lower, *verbs)
