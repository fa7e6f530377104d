"""What stands beside a paragraph under review in the other languages of its volume, and what it may be laid beside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from diwan.resolutions.differences import Places, Remark, called, language_name, remarks
from diwan.resolutions.gathering import Row, laid_out
from diwan.resolutions.models import DraftParagraph, DraftResolution
from diwan.resolutions.models.volume import VolumeText

BY_CONTENT, APART = "content", "apart"


@dataclass(frozen=True)
class Partner:
    """Another language of a paragraph: its paragraphs there, each with its address; none where it is missing."""

    language: str
    name: str
    places: list[tuple[str, str]]


class BesideInReview:
    """The languages of the resolution in hand: two queries, and none where there is one language."""

    def __init__(self, draft: DraftResolution, texts: list[VolumeText], volume: int) -> None:
        self.draft, self.volume = draft, volume
        self.texts = {text.pk: text.language for text in texts if text.language}

    @cached_property
    def drafts(self) -> dict[str, DraftResolution]:
        """The same resolution in each language, the first file of a language."""
        if len(set(self.texts.values())) < 2 or not self.draft.key:
            return {}
        same = DraftResolution.objects.filter(text__in=self.texts, key=self.draft.key).order_by("text", "order")
        found: dict[str, DraftResolution] = {}
        for draft in same.prefetch_related("paragraphs"):
            if draft.text_id == self.draft.text_id or self.texts[draft.text_id] != self.texts[self.draft.text_id]:
                found.setdefault(self.texts[draft.text_id], draft)
        return found

    @cached_property
    def rows(self) -> list[Row]:
        """Its paragraphs in rows, as adoption would enter them."""
        return laid_out(self.drafts)

    @cached_property
    def _row_of(self) -> dict[int, Row]:
        return {piece.pk: row for row in self.rows for pieces in row.pieces.values() for piece in pieces}

    @property
    def remarks(self) -> list[Remark]:
        """Where the languages of this resolution differ."""
        spoken = list(dict.fromkeys(self.texts.values()))
        return list(remarks(self.drafts, self.rows, spoken, self.volume)) if self.drafts else []

    def partners(self, paragraph: DraftParagraph) -> list[Partner]:
        """What stands beside a paragraph in each of the other languages."""
        own = self._row_of.get(paragraph.pk)
        if own is None:
            return []
        language = self.texts[self.draft.text_id]
        rows = [own, *(row for row in self.rows if row.within.get(language) is own)]
        address = Places(self.drafts, self.volume)
        return [
            Partner(
                code,
                language_name(code, inside=True),
                [(called(piece), address.of(piece)) for row in rows for piece in self._pieces(row, code)],
            )
            for code in self.drafts
            if code != language
        ]

    @staticmethod
    def _pieces(row: Row, language: str) -> list[DraftParagraph]:
        return row.within[language].pieces[language] if language in row.within else row.pieces.get(language, [])

    @property
    def choices(self) -> list[Any]:
        """What a paragraph may be laid beside: as its content tells, nothing, or a paragraph of another language."""
        groups = [
            (
                language_name(code),
                [(str(p.pk), f"{p.number} {p.text[:70]}".strip()) for p in draft.paragraphs.all()],
            )
            for code, draft in self.drafts.items()
            if draft.text_id != self.draft.text_id
        ]
        return [(BY_CONTENT, _("as its content tells")), (APART, _("in no other language")), *groups]

    def attach(self, rows: Iterable[Any]) -> None:
        """Give rows of the page their partners."""
        for row in rows:
            row.partners = self.partners(row) if row.pk else []
