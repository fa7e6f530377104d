"""What lies on the table in a review: the outline of a file's resolutions, and one of them with its paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diwan.resolutions import marks, reasons
from diwan.resolutions.forms.alignment import AlignmentForm
from diwan.resolutions.models import DraftParagraph, DraftResolution, Volume
from diwan.resolutions.models.resolution import Paragraph
from diwan.resolutions.models.volume import VolumeText
from diwan.resolutions.numbering import number_of_key
from diwan.resolutions.review_beside import BesideInReview

KINDS = {
    Paragraph.Kind.OPERATIVE: _("operative"),
    Paragraph.Kind.TASK: _("task in an annex"),
    Paragraph.Kind.PREAMBULAR: _("preamble"),
}
CLASSES = [Paragraph.Class.MANDATE, Paragraph.Class.CALL, Paragraph.Class.DECLARATORY, Paragraph.Class.CONSTITUTIVE]


class ReviewTable:
    """A file of a volume, its outline, and the resolution in hand: four queries."""

    def __init__(self, volume: Volume, person: Any, *, text: int | None = None, draft: int | None = None) -> None:
        self.volume = volume
        self.decision = volume.decide("revise", person)
        self.texts = list(volume.texts.filter(state=VolumeText.State.READ).select_related("version"))
        self.text = next((t for t in self.texts if t.pk == text), self.texts[0] if self.texts else None)
        self.outline = self._outline()
        self.draft = next((d for d in self.outline if d.pk == draft), self.outline[0] if self.outline else None)
        self.head_form: Any = None
        self.said = self.typed = ""
        self._rows: list[DraftParagraph] | None = None
        self.languages_beside = BesideInReview(self.draft, self.texts, volume.pk) if self.draft else None
        self.changed: list[DraftParagraph] = []
        self.beside: list[DraftParagraph] = []

    def _outline(self) -> list[Any]:
        if self.text is None:
            return []
        doubtful = Count("paragraphs", filter=~Q(paragraphs__doubts=[]))
        drafts: list[Any] = list(self.text.drafts.annotate(doubtful=doubtful).order_by("order"))
        twice = Counter(draft.key for draft in drafts)
        for draft in drafts:
            draft.doubts = list(head_doubts(draft, self.volume, twice[draft.key] > 1))
            draft.to_see = draft.doubtful + len(draft.doubts)
        return drafts

    # the resolution in hand ----------------------------------------------------------------------------------------
    @property
    def may_revise(self) -> bool:
        """Whether this person may change the proposal now."""
        return bool(self.decision)

    @property
    def doubtful(self) -> int:
        """Places to look at in the whole file."""
        return sum(draft.to_see for draft in self.outline)

    @property
    def place(self) -> int:
        """The place of the resolution in hand, from 1."""
        return self.outline.index(self.draft) + 1

    @property
    def before(self) -> str:
        """The address of the resolution before, empty at the first."""
        return self.address(draft=self.outline[self.place - 2]) if self.place > 1 else ""

    @property
    def after(self) -> str:
        """The address of the next resolution, empty at the last."""
        return self.address(draft=self.outline[self.place]) if self.place < len(self.outline) else ""

    @property
    def next_doubtful(self) -> str:
        """The address of the next resolution with something to look at, begun again from the first."""
        following = self.outline[self.place :] + self.outline[: self.place - 1]
        found = next((draft for draft in following if draft.to_see), None)
        return self.address(draft=found) if found else ""

    def address(self, paragraph: int | None = None, draft: DraftResolution | None = None) -> str:
        """The page of a resolution, at one of its paragraphs."""
        chosen = draft or self.draft
        text = self.text.pk if self.text else ""
        query = f"?text={text}&resolution={chosen.pk if chosen else ''}"
        return reverse("volume-review", args=[self.volume.pk]) + query + (f"#p{paragraph}" if paragraph else "")

    @property
    def languages(self) -> list[dict[str, Any]]:
        """The files of the volume as chips; each leads to the same resolution where that file has it."""
        key = self.draft.key if self.draft else ""
        there = {}
        if len(self.texts) > 1 and key:
            drafts = DraftResolution.objects.filter(text__in=self.texts, key=key).order_by("-order")
            there = dict(drafts.values_list("text_id", "pk"))
        base = reverse("volume-review", args=[self.volume.pk])
        return [
            {
                "code": text.language, "name": reasons.language_name(text.language) or text.version.name,
                "url": f"{base}?text={text.pk}&resolution={there.get(text.pk, '')}",
                "current": self.text is not None and text.pk == self.text.pk,
            }
            for text in self.texts
        ]  # fmt: skip

    # paragraphs ----------------------------------------------------------------------------------------------------
    @property
    def rows(self) -> list[DraftParagraph]:
        """Its paragraphs, each with what the page says of it."""
        if self._rows is None:
            found = self.draft.paragraphs.select_related("changed_by") if self.draft else []
            self._rows = [dressed(paragraph) for paragraph in found]
            self._attach(self._rows)
        return self._rows

    def _attach(self, rows: Iterable[DraftParagraph]) -> None:
        if self.languages_beside:
            self.languages_beside.attach(rows)

    def align(self, paragraph: int | None) -> None:
        """Ask beside which paragraph of another language one of these stands."""
        for row in self.rows:
            if row.pk == paragraph and self.languages_beside and self.languages_beside.drafts:
                form = AlignmentForm(instance=row, choices=self.languages_beside.choices)
                dressed(row, align=form)

    def open(self, paragraph: int | None, field: str = "") -> None:
        """Open a paragraph for correction."""
        from diwan.resolutions.forms.review import CorrectionForm

        for row in self.rows:
            if row.pk == paragraph:
                dressed(row, form=CorrectionForm(instance=row), field=field)

    def show(self, rows: Iterable[DraftParagraph], asked: DraftParagraph | None) -> None:
        """Only these rows: in place of the one asked for, or beside it (a join changes the row before)."""
        for row in rows:
            if not hasattr(row, "reasons"):
                dressed(row)
            self._attach([row])
            (self.beside if asked and self._before(row, asked) else self.changed).append(row)

    @staticmethod
    def _before(row: DraftParagraph, asked: DraftParagraph) -> bool:
        return row.pk != asked.pk and row.order < asked.order

    def lay_in(self, rows: Iterable[DraftParagraph]) -> None:
        """Show the page with these rows in place of their own, or on top where theirs is gone."""
        given = {row.pk: row for row in rows}
        self._attach(given.values())
        present = [given.pop(row.pk, row) for row in self.rows]
        self._rows = [*given.values(), *present]


def head_doubts(draft: DraftResolution, volume: Volume, twice: bool) -> Iterable[str]:
    """What must be looked at in the head of a resolution."""
    if not draft.title:
        yield gettext("No title was found.")
    if not draft.key:
        yield gettext("No number was found.")
        return
    try:
        number = number_of_key(draft.key)
    except ValueError:
        yield gettext("This is no number of a resolution.")
        return
    if number.session not in volume.session.keys:
        yield gettext("Its number belongs to another session than the volume: %(session)s.") % {
            "session": number.session
        }
    if twice:
        yield gettext("Its number stands twice in this file.")


def dressed(paragraph: DraftParagraph, **shown: Any) -> Any:
    """A paragraph with what the page says of it: reasons, explanation, the next kind and class, an open form."""
    row: Any = paragraph
    paragraph.kind = paragraph.kind or Paragraph.Kind.OPERATIVE
    row.reasons = [reasons.doubt(found) for found in paragraph.doubts]
    row.explained = [reasons.explanation(found) for found in paragraph.because]
    row.next_kind = following(list(KINDS), paragraph.kind)
    row.next_class = following(CLASSES, paragraph.legal_class)
    row.kind_word = KINDS[Paragraph.Kind(paragraph.kind)]
    row.preambular = paragraph.kind == Paragraph.Kind.PREAMBULAR
    lead = paragraph.verb if paragraph.verb and paragraph.text.startswith(paragraph.verb) else ""
    row.pieces = marks.pieces(paragraph, len(lead))
    row.hard_to_read = [piece.words for piece in row.pieces if piece.confidence is not None]
    for name in ("form", "split", "field", "said", "typed", "gone", "align"):
        setattr(row, name, shown.get(name))
    return row


def following(cycle: list[Any], present: str) -> str:
    """The one after the present, begun again at the end."""
    return str(cycle[(cycle.index(present) + 1) % len(cycle)] if present in cycle else cycle[0])
