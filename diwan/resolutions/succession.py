"""Later resolutions on the same subject, and citations that were outdated when they were written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from diwan.citations.models import Citation
from diwan.resolutions.models import Resolution

LABEL = "resolutions.resolution"
#: Each resolution of a row on one subject, by the one asked about; the depth guards against a row that is a ring.
ROWS = """
WITH RECURSIVE later (first, id, depth) AS (
    SELECT follows_id, id, 1 FROM resolutions_resolution WHERE follows_id = ANY(%s)
    UNION ALL
    SELECT later.first, next.id, depth + 1 FROM later JOIN resolutions_resolution next ON next.follows_id = later.id WHERE depth < 64
)
SELECT first, id FROM later ORDER BY first, depth, id
"""


def followers(keys: Iterable[int], person: Any) -> dict[int, list[Resolution]]:
    """For each of these resolutions those on the same subject that came after it, the next one first: two queries."""
    found: dict[int, list[Resolution]] = {key: [] for key in keys}
    if not found:
        return found
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [list(found)])
        rows = cursor.fetchall()
    seen = Resolution.objects.visible_to(person).filter(pk__in={pk for _first, pk in rows})
    later = {one.pk: one for one in seen.select_related("session__organ", "series")} if rows else {}
    for first, pk in rows:
        if pk in later and pk != first and later[pk] not in found[first]:
            found[first].append(later[pk])
    return found


def outdated_when_written(row: Iterable[Resolution], citing: Resolution) -> Resolution | None:
    """Of the later ones on a subject the last that was there when ``citing`` was adopted, and is not itself."""
    written = citing.session.start
    if written is None:
        return None
    before = [one for one in row if one.session.start and one.session.start < written and one.pk != citing.pk]
    return before[-1] if before else None


#: For each resolution and key that it cites: the first citation, where a resolution of an earlier session than its own
#: had followed the one cited. Joins and not conditions row by row: the registers may hold 100,000 citations.
OUTDATED = """
SELECT min(citation.id) FROM citations_citation citation
JOIN citations_name name ON name.key = citation.key AND name.record_type = %s
JOIN resolutions_resolution next ON next.follows_id = name.record_id AND next.id <> citation.record_id
JOIN resolutions_resolution citing ON citing.id = citation.record_id
JOIN meetings_session held ON held.id = next.session_id
JOIN meetings_session written ON written.id = citing.session_id
WHERE citation.record_type = %s AND held.start < written.start AND next.id IN ({seen}) AND citing.id IN ({seen})
GROUP BY citation.record_id, citation.key
"""


def outdated(person: Any) -> QuerySet[Citation]:
    """Citations in adopted texts of a resolution that another one had followed by then, in sessions before.

    Each key once for a citing resolution, whatever the languages and paragraphs; the latest first.
    """
    try:
        seen, given = Resolution.objects.visible_to(person).order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return Citation.objects.none()
    firsts = RawSQL(OUTDATED.format(seen=seen), [LABEL, LABEL, *given, *given])  # noqa: S611  (policy compiled by Django)
    return Citation.objects.filter(pk__in=firsts).order_by("-record_id", "key")
