"""Rows of a profile: made or brought up to date in one statement, known by their codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


def keep(rows: list[M], fields: Sequence[str], by: Sequence[str] = ("code",)) -> list[M]:
    """Insert the rows, or update ``fields`` of those known by ``by``. Gives them back with their keys."""
    if not rows:
        return []
    return type(rows[0])._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=list(by), update_fields=list(fields)
    )
