"""Who reads the trail: functions of (events) named in ``settings.TRAIL_READERS``, called in order after commit.

What must not be lost even if this process dies between the commit and its readers is noted by ``settings.TRAIL_NOTES``
within the transaction of the event; a note costs a row at most, and reading it is the worker's.

A reader never changes the record it reads about. A reader that fails is logged and does not stop the next one, and
never the act itself, which is already done.
"""

from __future__ import annotations

import logging
from functools import cache, partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

    from diwan.trail.models import Event

log = logging.getLogger(__name__)


@cache
def _readers() -> list[Callable[[Event], None]]:
    return [import_string(path) for path in settings.TRAIL_READERS]


@cache
def _notes() -> list[Callable[[Event], Model | None]]:
    return [import_string(path) for path in settings.TRAIL_NOTES]


def notes_of(event: Event) -> list[Model]:
    """The rows by which is noted what is to be read later: written by the caller in the event's own transaction."""
    return [row for noting in _notes() if (row := noting(event)) is not None]


def after_commit(event: Event) -> None:
    """Have each reader read the event once it is certain. One that says at once that it ``minds`` not is not begun."""
    for reader in _readers():
        minds = getattr(reader, "minds", None)
        if minds is None or minds(event):
            transaction.on_commit(partial(_read, reader, event))


def _read(reader: Callable[[Event], None], event: Event) -> None:
    try:
        with transaction.atomic():
            reader(event)
    except Exception:  # the act is done; what reads it may be repaired and run again
        log.exception("%s could not read event %s", reader.__module__, event.pk)
