"""Adoption: the reviewed proposal enters the registers in one transaction.

The language versions of a volume meet here (see ``gathering``). What a language lacks is left missing and said so on
the page; nothing falls back.
"""

from __future__ import annotations

from typing import Any

from diwan.kernel.decisions import NotNow
from diwan.kernel.multilingual import Texts
from diwan.resolutions.correction import correct
from diwan.resolutions.entering import mandates_of, paragraph_of, shared, texts_of
from diwan.resolutions.gathering import Gathered, Row, gather
from diwan.resolutions.jobs import index_adopted, trace_lineage
from diwan.resolutions.models.resolution import Paragraph, ParagraphText, Resolution, Series
from diwan.resolutions.models.volume import Volume
from diwan.trail.models import Event

BATCH = 1000


def adopt(volume: Volume, by: Any) -> dict[str, Any]:
    """Write the registers. Raises NotNow, naming the place, when the review is not finished."""
    found = gather(volume)
    if found.obstacles:
        raise NotNow(found.obstacles[0])
    gathered, known = found.resolutions, found.known
    fresh = [g for g in gathered if g.key not in known]
    counts = _enter(volume, fresh, by)
    corrected = sum(correct(volume, known[g.key], g, by) for g in gathered if g.key in known)
    index_adopted.defer(volume=volume.pk)
    trace_lineage.defer(volume=volume.pk, keys=[g.key for g in gathered])
    return {**counts, "corrected": corrected}


def _enter(volume: Volume, gathered: list[Gathered], by: Any) -> dict[str, int]:
    """Bulk rows for resolutions that are new."""
    every = list(Series.objects.select_related("lead"))
    series = {letters: s for s in every for letters in s.also} | {s.code: s for s in every}
    session = volume.session
    resolutions = [
        Resolution(
            session=session, series=series.get(g.number.series), number=g.number.serial, key=g.key, volume=volume,
            symbol=shared(d.symbol for d in g.drafts.values())[:120], adopted_on=session.end or session.start,
            title=Texts({lang: d.title for lang, d in g.drafts.items()}),
            opening=Texts({lang: d.opening for lang, d in g.drafts.items()}),
            printed=Texts({lang: d.symbol for lang, d in g.drafts.items()}),
        )
        for g in gathered
    ]  # fmt: skip
    Resolution.objects.bulk_create(resolutions, batch_size=BATCH)
    paragraphs: list[Paragraph] = []
    rows: list[Row] = []
    texts: list[ParagraphText] = []
    for resolution, g in zip(resolutions, gathered, strict=True):
        entered = {row: paragraph_of(resolution, order, row) for order, row in enumerate(g.paragraphs)}
        paragraphs += entered.values()
        rows += g.paragraphs
        texts += [text for row in g.paragraphs for text in texts_of(entered, row)]
    Paragraph.objects.bulk_create(paragraphs, batch_size=BATCH)
    ParagraphText.objects.bulk_create(texts, batch_size=BATCH)
    mandates = mandates_of(paragraphs, rows, session)
    events = [
        Event(
            record_type=record._meta.label_lower,
            record_id=record.pk,
            verb="enter",
            by=by,
            particulars={"volume": volume.pk},
        )
        for record in resolutions
    ]
    Event.objects.bulk_create(events, batch_size=BATCH)
    return {"resolutions": len(resolutions), "paragraphs": len(paragraphs), "mandates": mandates}
