"""What stands beside a paragraph of its lineage: unchanged since, reworded from, merged from, new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.safestring import SafeString

from diwan.resolutions.lineage.beside import KEPT, NEW, marked, text_in
from diwan.resolutions.models import Descent, NearDuplicate, Paragraph, ParagraphText, Resolution


@dataclass
class Gloss:
    """Where a paragraph comes from, and where another body asked nearly the same."""

    paragraph: Paragraph
    language: str
    descents: list[Any] = field(default_factory=list)
    duplicates: list[NearDuplicate] = field(default_factory=list)

    @property
    def relation(self) -> str:
        """``unchanged``, ``sessions``, ``reworded``, ``merged`` or ``new``."""
        return self.descents[0].relation if self.descents else NEW

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere than before."""
        return any(descent.moved for descent in self.descents)

    @property
    def difference(self) -> SafeString | str:
        """The words that changed, marked; nothing where none did or a language lacks one of the texts."""
        old = "\n".join("\n".join(descent.before) for descent in self.descents)
        new = text_in(self.paragraph, self.language)
        return marked(old, new) if old and new and self.relation not in KEPT else ""


def glosses(resolution: Resolution, paragraphs: Iterable[Paragraph], person: Any, language: str) -> dict[int, Gloss]:
    """The lineage of each paragraph, by its key; empty when the resolution continues none that the person may see.

    Two queries: the descents with the texts they come from, and the near-duplicates.
    """
    found = {p.pk: Gloss(p, language) for p in paragraphs}
    seen = Resolution.objects.visible_to(person)
    rows = Descent.objects.filter(paragraph__in=found, earlier__resolution__in=seen)
    rows = rows.select_related("earlier__resolution__session__organ", "earlier__resolution__series")
    texts = (
        ParagraphText.objects.filter(paragraph=OuterRef("earlier"), language=language).exclude(text="").order_by("nth")
    )
    for descent in rows.annotate(before=ArraySubquery(texts.values("text"))).order_by("earlier__order"):
        found[descent.paragraph_id].descents.append(descent)
    near = NearDuplicate.objects.filter(paragraph__in=found, other__resolution__in=seen)
    for pair in near.select_related("other__resolution__session__organ", "other__resolution__series"):
        found[pair.paragraph_id].duplicates.append(pair)
    if not any(gloss.descents for gloss in found.values()):  # nothing is new where nothing is continued
        return {key: gloss for key, gloss in found.items() if gloss.duplicates}
    return found
