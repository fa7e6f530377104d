"""What a row of gathered texts becomes in the registers: a paragraph, its texts, and the mandate that hangs on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from diwan.kernel.multilingual import Texts
from diwan.kernel.periods import due_from_words
from diwan.resolutions.gathering import Row
from diwan.resolutions.models.mandate import Mandate
from diwan.resolutions.models.resolution import Paragraph, ParagraphText, Resolution
from diwan.resolutions.proposals import Proposer


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


def texts_of(entered: dict[Row, Paragraph], row: Row) -> list[ParagraphText]:
    """The texts of a row in its languages: the pieces of a split one after the other; of what is merged, where it is."""
    paragraph = entered[row]
    merged = [
        ParagraphText(paragraph=paragraph, language=language, within=entered[holder])
        for language, holder in row.within.items()
    ]
    return merged + [
        ParagraphText(
            paragraph=paragraph, language=language, nth=nth, number=draft.number, text=draft.text, verb=draft.verb,
            addressee=draft.addressee, deadline=draft.deadline, reporting=draft.reporting,
            heading=draft.part, above=draft.above, place=place,
        )
        for language, pieces in row.pieces.items()
        for nth, (draft, place) in enumerate(zip(pieces, row.places[language], strict=True))
    ]  # fmt: skip


def mandates_of(paragraphs: list[Paragraph], rows: list[Row], session: Any) -> int:
    """A mandate for each paragraph that asks for something, with proposals for lead and day."""
    proposer = Proposer(remembering=False)
    following = session.following
    mandates = []
    for paragraph, row in zip(paragraphs, rows, strict=True):
        if not paragraph.actionable:
            continue
        words = Texts(row.wording)
        due, basis = _due(row, session, following)
        mandate = Mandate(
            resolution=paragraph.resolution, paragraph=paragraph, wording=words,
            legal_class=paragraph.legal_class or Paragraph.Class.MANDATE,
            addressee=Texts(row.read("addressee")), deadline=Texts(row.read("deadline")),
            reporting=Texts(row.read("reporting")),
            recurring=basis == Mandate.Basis.RECURRING, due_on=due, due_basis=basis,
        )  # fmt: skip
        proposer.propose(mandate)  # by names and series; who led what before is asked once the lineage is known
        mandates.append(mandate)
    Mandate.objects.bulk_create(mandates, batch_size=1000)
    return len(mandates)


def _due(row: Row, session: Any, following: Any) -> tuple[dt.date | None, str]:
    """The day derived from the text; the first language whose words say one. Without words: the next session."""
    adopted = session.end or session.start
    upcoming = following.start if following else None
    deadlines, reports = row.read("deadline"), row.read("reporting")
    for language in row.pieces:
        words = deadlines[language] or reports[language]
        if words and adopted:
            due = due_from_words(
                words, adopted_on=adopted, next_session_on=upcoming, language=language,
                next_session=following.number if following else None,
            )  # fmt: skip
            if due.basis != Mandate.Basis.NONE.value:
                # a session beyond the next has no day yet; what recurs is owed to each session, the next one first
                return due.date or (upcoming if due.basis == Mandate.Basis.RECURRING.value else None), due.basis
    return upcoming, Mandate.Basis.NONE
