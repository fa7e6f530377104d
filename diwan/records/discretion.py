"""Discretion: whoever reads or takes away what is Confidential or above leaves a mark in the trail (dossier, section 7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

CONFIDENTIAL = 2
"""The level from which each reading is told."""


def tell(records: Iterable[Any], *, by: Any, verb: str = "read", **particulars: Any) -> int:
    """Leave a ``read`` (or ``export``) event on each of these records that is Confidential or above; how many it were."""
    told = [record for record in records if getattr(record, "confidentiality", 0) >= CONFIDENTIAL]
    if told:
        with transaction.atomic():
            for record in told:
                record.track(verb, by=by, **particulars)
    return len(told)
