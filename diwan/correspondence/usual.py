"""Where letters usually go: to which units, the numbers 1 to 9 of the keyboard, and into which class of the filing plan.

The statements are written here: each is two looks into an index, and putting them together took longer than the looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from diwan.correspondence.models import FileClass, Letter
from diwan.people.models import Unit

LOOKED_AT, OF_A_SENDER = 200, 40
"""Of the latest letters, and of those of one sender."""
MOST = 9

_WENT = """
SELECT unit_id FROM (
    (SELECT 1 AS half, lead_id, received_at FROM correspondence_letter
        WHERE sender_id = %(sender)s AND id <> %(letter)s AND lead_id IS NOT NULL
        ORDER BY received_at DESC, id DESC LIMIT %(of_a_sender)s)
    UNION ALL
    (SELECT 2, lead_id, received_at FROM correspondence_letter
        WHERE lead_id IS NOT NULL ORDER BY received_at DESC, id DESC LIMIT %(looked_at)s)
) latest JOIN assignments_assignment given ON given.id = latest.lead_id
GROUP BY half, unit_id ORDER BY half, count(*) DESC, max(received_at) DESC
"""
_FILED = """
(SELECT 1 AS half, file_class_id FROM correspondence_letter
    WHERE matter_id = %(matter)s AND file_class_id = ANY(%(classes)s) ORDER BY received_at DESC LIMIT 1)
UNION ALL
(SELECT 2, file_class_id FROM correspondence_letter
    WHERE sender_id = %(sender)s AND file_class_id = ANY(%(classes)s) ORDER BY received_at DESC LIMIT 1)
ORDER BY half LIMIT 1
"""


def usual_units(units: Sequence[Unit], letter: Letter | None = None) -> list[Unit]:
    """At most nine of these units: first where letters of the same sender went, then where most letters go.

    One question. Who has no letter yet begins with all units.
    """
    of = {"sender": letter and letter.sender_id, "letter": letter and letter.pk}
    went = _asked(_WENT, of | {"of_a_sender": OF_A_SENDER, "looked_at": LOOKED_AT})
    open_to = {unit.pk: unit for unit in units}
    chosen = dict.fromkeys(key for key in (*(key for (key,) in went), *open_to) if key in open_to)
    return [open_to[key] for key in list(chosen)[:MOST]]


def usual_class(classes: Sequence[FileClass], letter: Letter) -> FileClass | None:
    """That of these in which letters of this matter, else of this sender, were filed last. One question."""
    known = {one.pk: one for one in classes}
    filed = _asked(_FILED, {"matter": letter.matter_id, "sender": letter.sender_id, "classes": list(known)})
    return known[filed[0][1]] if filed else None


def _asked(sql: str, given: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
