"""Proof that the trail is whole."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Verdict:
    """What the verification found; ``broken_at`` is the first broken link's serial, with the reason."""

    links: int
    broken_at: int | None = None
    event: int | None = None
    reason: str = ""

    def __bool__(self) -> bool:
        return self.broken_at is None and not self.reason


# Each row: what is wrong with the link at this serial; the first one is named. Runs inside the database, in order of
# the serials, without loading the trail into memory.
_BROKEN = """
WITH chain AS (
  SELECT l.serial, l.event_id, l.digest, e.id AS event,
         lag(l.serial) OVER w AS before, lag(l.digest) OVER w AS digest_before,
         CASE WHEN e.id IS NOT NULL THEN trail_digest(lag(l.digest) OVER w, e) END AS computed
  FROM trail_link l LEFT JOIN trail_event e ON e.id = l.event_id
  WINDOW w AS (ORDER BY l.serial)
)
SELECT serial, event_id, CASE
    WHEN event IS NULL THEN 'its event is missing'
    WHEN serial <> coalesce(before, 0) + 1 THEN 'the link before it is missing'
    ELSE 'its event was changed' END
FROM chain
WHERE event IS NULL OR serial <> coalesce(before, 0) + 1 OR digest IS DISTINCT FROM computed
ORDER BY serial LIMIT 1
"""


def verify() -> Verdict:
    """Recompute the whole chain; say the first broken link, an event outside the chain, or a cut-off end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(serial) FROM trail_link")
        links, last = cursor.fetchone()
        cursor.execute(_BROKEN)
        if row := cursor.fetchone():
            return Verdict(links, row[0], row[1], row[2])
        cursor.execute("SELECT serial, digest FROM trail_head")
        head = cursor.fetchone()
        if head is None or head[0] != (last or 0):
            return Verdict(links, (last or 0) + 1, None, "the end of the chain was cut off")
        cursor.execute(
            "SELECT e.id FROM trail_event e LEFT JOIN trail_link l ON l.event_id = e.id "
            "WHERE l.serial IS NULL ORDER BY e.id LIMIT 1"
        )
        if row := cursor.fetchone():
            return Verdict(links, None, row[0], "an event stands outside the chain")
    return Verdict(links)
