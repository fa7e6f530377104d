"""Letters in the books: the fixtures of this app's tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from diwan.correspondence.models import Letter
from diwan.directory.models import Correspondent
from diwan.outgoing.models import Outgoing


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


@pytest.fixture
def drafted(omar: Any, mission: Correspondent) -> Callable[..., Outgoing]:
    """``drafted("subject", …)``: a letter to the mission, as the desk officer writes it."""

    def draft(subject: str, **facts: Any) -> Outgoing:
        return Outgoing.draft(
            by=omar, paper="letter", subject=subject, languages=["fr"], to=[mission], bodies={"fr": "Oui."}, **facts
        )

    return draft
