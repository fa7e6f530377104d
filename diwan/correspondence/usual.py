"""Where letters usually go: to which units, the numbers 1 to 9 of the keyboard, and into which class of the filing plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db.models import Value

from diwan.correspondence.models import FileClass, Letter
from diwan.people.models import Unit

LOOKED_AT, OF_A_SENDER = 200, 40
"""Of the latest letters, and of those of one sender."""
MOST = 9


def usual_units(units: Sequence[Unit], letter: Letter | None = None) -> list[Unit]:
    """At most nine of these units: first where letters of the same sender went, then where most letters go.

    One question, each half of it answered from an index. Who has no letter yet begins with all units.
    """
    referred = Letter.objects.filter(lead__isnull=False).order_by("-received_at", "-pk")
    rows = referred.values_list(Value(2), "lead__unit")[:LOOKED_AT]
    if letter is not None and letter.sender_id:
        theirs = referred.filter(sender=letter.sender_id).exclude(pk=letter.pk)
        rows = theirs.values_list(Value(1), "lead__unit")[:OF_A_SENDER].union(rows, all=True)
    went = list(rows)
    found = [key for half in (1, 2) for key, _n in Counter(key for of, key in went if of == half).most_common(MOST)]
    open_to = {unit.pk: unit for unit in units}
    chosen = dict.fromkeys(key for key in (*found, *open_to) if key in open_to)
    return [open_to[key] for key in list(chosen)[:MOST]]


def usual_class(classes: Sequence[FileClass], letter: Letter) -> FileClass | None:
    """That of these in which letters of this matter, else of this sender, were filed last. One question."""
    filed = Letter.objects.filter(file_class__in=classes).order_by("-received_at")
    rows = filed.filter(matter=letter.matter_id).values_list(Value(1), "file_class")[:1]
    if letter.sender_id:
        rows = rows.union(filed.filter(sender=letter.sender_id).values_list(Value(2), "file_class")[:1], all=True)
    key = min(rows, default=(0, None))[1]
    return next((one for one in classes if one.pk == key), None)
