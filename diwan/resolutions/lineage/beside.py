"""A resolution beside an earlier one, paragraph by paragraph: what was kept, reworded, moved, merged, new, dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from diwan.comparison.difference import difference
from diwan.resolutions.lineage.passages import languages, texts_of
from diwan.resolutions.lineage.tracing import descents
from diwan.resolutions.models import Descent, Paragraph, Resolution

NEW, DROPPED = "new", "dropped"
SAID: dict[str, str | Promise] = {
    **{relation.value: relation.label for relation in Descent.Relation}, NEW: _("new"), DROPPED: _("dropped"),
}  # fmt: skip
"""The relations in words."""

KEPT = (Descent.Relation.UNCHANGED, Descent.Relation.SESSIONS)
"""Relations in which nothing was changed that a reader would call a change."""


@dataclass
class Beside:
    """One row: a paragraph of the later resolution, those of the earlier it comes from, and how."""

    later: Paragraph | None
    earlier: list[Paragraph]
    relation: str
    moved: bool = False
    renumbered: bool = False
    language: str = ""
    mandates: list[tuple[str, str]] = field(default_factory=list)
    said: str | Promise = field(init=False)

    def __post_init__(self) -> None:
        self.said = SAID[self.relation]

    @property
    def anchor(self) -> str:
        """Its place on the page: the name of the paragraph, of this session or else of the earlier one."""
        return f"row-{self.later.anchor}" if self.later else f"row-dropped-{self.earlier[0].anchor}"

    def follow(self, followed: Mapping[int, Any]) -> None:
        """Lay beside it the mandates of its paragraphs, by the key of the paragraph."""
        paragraphs = [*self.earlier, *([self.later] if self.later else [])]
        self.mandates = [
            (p.reference_printed, followed[p.pk].get_absolute_url()) for p in paragraphs if p.pk in followed
        ]

    @property
    def changed(self) -> bool:
        """Whether somebody who looks for changes wants to see it."""
        return self.relation not in KEPT or self.moved

    @property
    def before(self) -> SafeString | str:
        """The earlier text, what is gone from it marked."""
        return self._marked("removed", "del")

    @property
    def after(self) -> SafeString | str:
        """The later text, what was put in marked."""
        return self._marked("added", "ins")

    def _marked(self, kind: str, tag: str) -> SafeString | str:
        old = "\n".join(text_in(paragraph, self.language) for paragraph in self.earlier)
        new = text_in(self.later, self.language) if self.later else ""
        if self.relation in (NEW, DROPPED, Descent.Relation.UNCHANGED):
            return new if kind == "added" else old
        return marked(old, new, leaving="added" if kind == "removed" else "removed")


def text_in(paragraph: Paragraph | None, language: str) -> str:
    """Its text in a language; empty where it has none."""
    return texts_of(paragraph).get(language, "") if paragraph else ""


def marked(old: str, new: str, *, leaving: str = "") -> SafeString:
    """The difference of two texts with ``del`` and ``ins``; one of the two kinds of pieces can be left out."""
    tags = {"removed": SafeString("del"), "added": SafeString("ins")}
    pieces = (piece for piece in difference(old, new) if piece.kind != leaving)
    return format_html_join("", "{}", ((_tagged(piece.text, tags.get(piece.kind)),) for piece in pieces))


def _tagged(text: str, tag: SafeString | None) -> str:
    """A piece in its tag; the space before its first word is no change and stays outside."""
    if tag is None:
        return text
    bare = text.lstrip()
    return format_html("{0}<{1}>{2}</{1}>", text[: len(text) - len(bare)], tag, bare)


def beside(later: Resolution, earlier: Resolution, language: str) -> list[Beside]:
    """The rows of two resolutions that are loaded whole; what was dropped stands where it stood.

    For the one it follows, what is stored counts, with what persons set right; any other is compared now.
    """
    if later.follows_id == earlier.pk:
        found: Iterable[Descent] = Descent.objects.filter(paragraph__resolution=later, earlier__resolution=earlier)
    else:
        found = descents(later, earlier, languages())
    from_where: dict[int, list[Descent]] = {}
    for descent in found:
        from_where.setdefault(descent.paragraph_id, []).append(descent)
    old = {paragraph.pk: paragraph for paragraph in earlier.paragraphs.all()}
    rows = [_row(paragraph, from_where.get(paragraph.pk, []), old, language) for paragraph in later.paragraphs.all()]
    return _with_dropped(rows, list(old.values()), language)


def _row(paragraph: Paragraph, found: Sequence[Descent], old: dict[int, Paragraph], language: str) -> Beside:
    sources = sorted((old[one.earlier_id] for one in found), key=lambda p: p.order)
    if not sources:
        return Beside(paragraph, [], NEW, language=language)
    return Beside(
        paragraph, sources, found[0].relation, any(one.moved for one in found), any(one.renumbered for one in found), language
    )  # fmt: skip


def _with_dropped(rows: list[Beside], old: list[Paragraph], language: str) -> list[Beside]:
    """Lay each dropped paragraph after the row of what stood before it."""
    place = {source.pk: row for row in rows for source in row.earlier}
    after: dict[int, list[Beside]] = {}
    first: list[Beside] = []
    last: Beside | None = None
    for paragraph in old:
        if paragraph.pk in place:
            last = place[paragraph.pk]
        else:
            row = Beside(None, [paragraph], DROPPED, language=language)
            (after.setdefault(id(last), []) if last else first).append(row)
    return [*first, *(one for row in rows for one in (row, *after.get(id(row), ())))]


def counts(rows: Iterable[Beside]) -> list[tuple[str, str | Promise, int]]:
    """How many rows of each relation, and how many moved, in the order in which they are said."""
    found = Counter(row.relation for row in rows)
    said = [(relation, word, found[relation]) for relation, word in SAID.items() if found[relation]]
    moved = sum(1 for row in rows if row.moved)
    return [*said, ("moved", _("moved"), moved)] if moved else said
