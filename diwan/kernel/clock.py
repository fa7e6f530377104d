"""What day and hour it is: the only place that asks, so that a demonstration can live on a chosen day."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.conf import settings
from django.utils import timezone

_held: ContextVar[dt.datetime | None] = ContextVar("held", default=None)


def now() -> dt.datetime:
    """This instant (aware); the instant held by ``at`` while seeds live an earlier day."""
    if held := _held.get():
        return held
    if day := settings.TODAY or _demonstration_day(os.getpid()):
        return dt.datetime.combine(dt.date.fromisoformat(day), hour())
    return timezone.now()


def hour() -> dt.time:
    """The time of day (aware), which a chosen day has of today."""
    return timezone.now().timetz()


@cache
def _demonstration_day(process: int) -> str:
    """The day a demonstration lives on, read once in each process: seeds leave it before the others are begun."""
    try:
        return settings.TODAY_NOTE.read_text().strip()
    except OSError:
        return ""


def today(zone: dt.tzinfo | None = None) -> dt.date:
    """The day it is, in a time zone when one is given (an office's own), else in the current one."""
    return timezone.localtime(now(), zone).date()


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Live as if it were ``moment``; seeds and tests use it, requests never do."""
    token = _held.set(moment)
    try:
        yield
    finally:
        _held.reset(token)
