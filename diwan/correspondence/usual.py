"""To which units letters usually go: the numbers 1 to 9 of the keyboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from diwan.correspondence.models import Letter
from diwan.people.models import Unit

LOOKED_AT, OF_A_SENDER = 500, 40
"""Of the latest letters, and of those of one sender."""
MOST = 9


def usual_units(units: Sequence[Unit], letter: Letter | None = None) -> list[Unit]:
    """At most nine of these units: first where letters of the same sender went, then where most letters go.

    Two questions (one without a letter), each answered from an index. Who has no letter yet begins with all units.
    """
    referred = Letter.objects.filter(lead__isnull=False).order_by("-received_at", "-pk")
    found: list[int] = []
    if letter is not None and letter.sender_id:
        found = _often(referred.filter(sender=letter.sender_id).exclude(pk=letter.pk), OF_A_SENDER)
    found += _often(referred, LOOKED_AT)
    open_to = {unit.pk: unit for unit in units}
    chosen = dict.fromkeys(key for key in (*found, *open_to) if key in open_to)
    return [open_to[key] for key in list(chosen)[:MOST]]


def _often(letters: Any, most: int) -> list[int]:
    keys: Iterable[int] = letters.values_list("lead__unit", flat=True)[:most]
    return [key for key, _times in Counter(keys).most_common(MOST)]
