"""Adoption: the reviewed proposal enters the registers in one transaction.

The language versions of a volume meet here (see ``gathering``). What a language lacks is left missing and said so on
the page; nothing falls back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from diwan.kernel.decisions import NotNow
from diwan.kernel.multilingual import Texts
from diwan.kernel.periods import due_from_words
from diwan.resolutions.gathering import Gathered, Row, gather, name_of, places
from diwan.resolutions.jobs import index_adopted
from diwan.resolutions.models.mandate import Mandate
from diwan.resolutions.models.resolution import Paragraph, ParagraphText, Resolution, Series
from diwan.resolutions.models.review import DraftParagraph
from diwan.resolutions.models.volume import Volume
from diwan.resolutions.proposals import Proposer
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
    corrected = sum(_correct(volume, known[g.key], g, by) for g in gathered if g.key in known)
    index_adopted.defer(volume=volume.pk)
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
        )
        for g in gathered
    ]  # fmt: skip
    Resolution.objects.bulk_create(resolutions, batch_size=BATCH)
    paragraphs, texts = [], []
    for resolution, g in zip(resolutions, gathered, strict=True):
        for order, row in enumerate(g.paragraphs):
            paragraph = paragraph_of(resolution, order, row)
            paragraphs.append(paragraph)
            texts += [text_of(paragraph, language, draft) for language, draft in row.drafts.items()]
    Paragraph.objects.bulk_create(paragraphs, batch_size=BATCH)
    ParagraphText.objects.bulk_create(texts, batch_size=BATCH)
    rows = [row for g in gathered for row in g.paragraphs]
    mandates = _mandates(paragraphs, rows, session)
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


def shared(labels: Iterable[str]) -> str:
    """The label that all languages share in references: the first in ASCII, ``4(a)`` before ``4(أ)``, else the first.

    Each language keeps its own beside its text.
    """
    found = list(labels)
    return next((label for label in found if label.isascii() and label), found[0])


def paragraph_of(resolution: Resolution, order: int, row: Row) -> Paragraph:
    """The paragraph that the texts of a row share; it asks for something when one language says so."""
    first, preambular = row.first, row.first.kind == Paragraph.Kind.PREAMBULAR
    return Paragraph(
        resolution=resolution, order=order, kind=first.kind, part=shared(d.part for d in row.drafts.values()),
        number="" if preambular else shared(d.number for d in row.drafts.values()), legal_class="" if preambular else first.legal_class,
        actionable=row.actionable,
    )  # fmt: skip


def text_of(paragraph: Paragraph, language: str, draft: DraftParagraph) -> ParagraphText:
    """The text of one language, with what was read in it."""
    return ParagraphText(
        paragraph=paragraph, language=language, number=draft.number, text=draft.text, verb=draft.verb,
        addressee=draft.addressee, deadline=draft.deadline, reporting=draft.reporting,
    )  # fmt: skip


def _mandates(paragraphs: list[Paragraph], rows: list[Row], session: Any) -> int:
    """A mandate for each paragraph that asks for something, with proposals for lead and day."""
    proposer = Proposer()
    following = session.following
    mandates = []
    for paragraph, row in zip(paragraphs, rows, strict=True):
        if not paragraph.actionable:
            continue
        words = Texts({language: draft.text for language, draft in row.drafts.items()})
        unit, others = proposer.units(paragraph.resolution, words)
        due, basis = _due(row, session, following)
        mandates.append(
            Mandate(
                resolution=paragraph.resolution, paragraph=paragraph, wording=words,
                legal_class=paragraph.legal_class or Paragraph.Class.MANDATE,
                addressee=Texts({k: d.addressee for k, d in row.drafts.items()}),
                deadline=Texts({k: d.deadline for k, d in row.drafts.items()}),
                reporting=Texts({k: d.reporting for k, d in row.drafts.items()}),
                recurring=basis == Mandate.Basis.RECURRING, due_on=due, due_basis=basis,
                proposed_unit=unit, proposed_with=[other.pk for other in others],
            )
        )  # fmt: skip
    Mandate.objects.bulk_create(mandates, batch_size=BATCH)
    return len(mandates)


def _due(row: Row, session: Any, following: Any) -> tuple[dt.date | None, str]:
    """The day derived from the text; the first language whose words say one. Without words: the next session."""
    adopted = session.end or session.start
    upcoming = following.start if following else None
    for language, draft in row.drafts.items():
        words = draft.deadline or draft.reporting
        if words and adopted:
            due = due_from_words(
                words, adopted_on=adopted, next_session_on=upcoming, language=language,
                next_session=following.number if following else None,
            )  # fmt: skip
            if due.basis != Mandate.Basis.NONE.value:
                # a session beyond the next has no day yet; what recurs is owed to each session, the next one first
                return due.date or (upcoming if due.basis == Mandate.Basis.RECURRING.value else None), due.basis
    return upcoming, Mandate.Basis.NONE


def _correct(volume: Volume, resolution: Resolution, gathered: Gathered, by: Any) -> int:
    """Lay a new reading over a resolution in the registers: texts change, follow-up stays; says what changed.

    A paragraph that the new reading lacks stays as it is and is named: taking it out is for a person to decide.
    """
    rows = resolution.paragraphs.select_related("mandate").prefetch_related("texts")
    present: dict[Any, Paragraph] = dict(places(rows))
    changed: list[str] = []
    last = max((p.order for p in present.values()), default=-1)
    for row in gathered.paragraphs:
        kind, part, _number = row.place
        called = [row.place, *((kind, part, d.number) for d in row.drafts.values() if d.number)]
        paragraph = next((present.pop(place) for place in called if place in present), None)
        if paragraph is None:
            last += 1
            paragraph = paragraph_of(resolution, last, row)
            paragraph.save()
            ParagraphText.objects.bulk_create([text_of(paragraph, k, d) for k, d in row.drafts.items()])
            changed.append(f"+{row.name}")
        else:
            changed += [f"{row.name} {language}" for language in _lay_over(paragraph, row)]
        if row.actionable and not hasattr(paragraph, "mandate"):
            paragraph.actionable = True
            paragraph.save(update_fields=["actionable"])
            _mandates([paragraph], [row], resolution.session)
    changed += [f"−{name_of(place, missing.part)}" for place, missing in present.items()]
    resolution.title = Texts({**resolution.title, **{k: d.title for k, d in gathered.drafts.items()}})
    resolution.save(update_fields=["title"])
    if changed:
        resolution.track("correct", by=by, volume=volume.pk, changed=changed)
    return bool(changed)


def _lay_over(paragraph: Paragraph, row: Row) -> list[str]:
    """Write the texts that differ, in the paragraph and in its mandate; returns their languages."""
    changed = {}
    for language, draft in row.drafts.items():
        old = paragraph.text_in(language)
        if old is None or old.text != draft.text:
            new = text_of(paragraph, language, draft)
            new.pk = old.pk if old else None
            new.save()
            changed[language] = draft.text
    if changed and hasattr(paragraph, "mandate"):
        paragraph.mandate.wording = Texts({**paragraph.mandate.wording, **changed})
        paragraph.mandate.save(update_fields=["wording"])
    return list(changed)
