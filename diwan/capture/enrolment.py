"""What the foundations need to know of capture."""

from __future__ import annotations

from diwan.records.enrolment import Card

CARDS: list[Card] = []
