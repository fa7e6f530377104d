"""The thread of a matter: what came in and what went out about it, in the order of time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from diwan.correspondence.models import Letter, Matter
from diwan.outgoing.models import Outgoing

LONGEST = 200
"""Items of one matter that are shown, the latest; no thread of an office is longer on a page."""


@dataclass
class Piece:
    """One item of a thread."""

    item: Any
    incoming: bool
    at: dt.datetime
    whom: str

    @property
    def day(self) -> dt.date:
        """The day of it."""
        return timezone.localtime(self.at).date()


def thread_of(matter: Matter | int, person: Any) -> list[Piece]:
    """What the person may see of a matter, oldest first: three queries and one for the addressees."""
    key = matter.pk if isinstance(matter, Matter) else matter
    letters = Letter.objects.visible_to(person).filter(matter=key).listed().order_by("-received_at")[:LONGEST]
    papers = Outgoing.objects.visible_to(person).filter(matter=key, master=None).listed().order_by("-pk")[:LONGEST]
    pieces = [Piece(letter, True, letter.received_at, letter.sender_name) for letter in letters]
    pieces += [Piece(paper, False, paper.signed_at or paper.drafted_at, addressed(paper)) for paper in papers]
    return sorted(pieces, key=lambda piece: (piece.at, piece.item.pk))[-LONGEST:]


def addressed(paper: Outgoing) -> str:
    """To whom a paper goes, in few words: the first, and how many more."""
    to = [one for one in paper.addressees.all() if one.role == "to"]
    if not to:
        return ""
    return str(to[0]) if len(to) == 1 else f"{to[0]} +{len(to) - 1}"


def link_of(number: str) -> str:
    """The address that a printed number leads to, for QR signs: it opens "where is it?" for that number."""
    from urllib.parse import urlencode

    from django.urls import reverse

    return f"{settings.ORIGIN}{reverse('where')}?{urlencode({'q': number})}"
