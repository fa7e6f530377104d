"""Letters in the books: the fixtures of this app's tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from diwan.correspondence.models import Letter
from diwan.directory.models import Correspondent


@pytest.fixture
def mission(cast: Any) -> Correspondent:
    """The mission of a member state."""
    return Correspondent.objects.filter(kind="mission", country__code="NE").get()


@pytest.fixture
def received(salma: Any, mission: Correspondent) -> Callable[..., Letter]:
    """``received("subject", …)``: register a letter as the clerk does."""

    def register(subject: str = "A meeting in Niamey", **facts: Any) -> Letter:
        given = {
            "sender": mission, "sender_name": str(mission), "subject": subject, "language": "fr", "kind": "note_verbale",
            "their_reference": "AMB/NE/0457", "dated": dt.date(2035, 2, 10), "received_at": None, **facts,
        }  # fmt: skip
        return Letter.register(by=salma, **given)

    return register
