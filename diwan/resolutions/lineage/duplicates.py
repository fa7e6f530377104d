"""Where another body asked nearly the same: found among all that other organs ever asked, whatever their languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from diwan.comparison.kinship import Words
from diwan.comparison.near import Index
from diwan.resolutions.house import house
from diwan.resolutions.lineage.passages import languages, preferred, texts_of
from diwan.resolutions.models import NearDuplicate, Paragraph, ParagraphText, Resolution

NEARLY = 0.7
"""Likeness from which two paragraphs ask nearly the same; below it they share a subject."""

FORMULA = 4
"""A text near to those of so many resolutions of other bodies is a formula of the drafting and tells nothing."""

SAYING = 4
"""Words of the matter a paragraph must have: "to follow up this resolution" has none and is asked everywhere."""


def find(resolutions: Sequence[Resolution]) -> int:
    """Write anew the near-duplicates of what these resolutions ask; returns how many.

    Each language is compared by itself, so that a body that adopts in one language meets one that adopts in three. The
    later paragraph is the duplicate of the earlier.
    """
    asked = [(r, p) for r in resolutions for p in r.paragraphs.all() if p.actionable]
    pairs: dict[tuple[int, int], float] = {}
    order = languages()
    for organ in {r.session.organ_id for r in resolutions}:
        of_organ = [(r, p) for r, p in asked if r.session.organ_id == organ]
        for language in preferred({code for _r, p in of_organ for code in texts_of(p)}, order):
            index = _of_others(organ, language)
            for _resolution, paragraph in of_organ if len(index) else ():
                for other, likeness in _near(paragraph, language, index):
                    key = (paragraph.pk, other)
                    pairs[key] = max(likeness, pairs.get(key, 0.0))
    keys = [p.pk for _r, p in asked]
    NearDuplicate.objects.filter(Q(paragraph__in=keys) | Q(other__in=keys)).delete()
    rows = [NearDuplicate(paragraph_id=a, other_id=b, likeness=likeness) for (a, b), likeness in _in_time(pairs)]
    NearDuplicate.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return len(rows)


def _of_others(organ: int, language: str) -> Index:
    """What all other organs asked, in one language; each resolution is a group."""
    index = Index(language, house())
    rows = ParagraphText.objects.filter(paragraph__actionable=True, language=language).exclude(text="")
    rows = rows.exclude(paragraph__resolution__session__organ=organ).order_by(
        "paragraph__resolution__session__start", "pk"
    )
    for pk, resolution, text in rows.values_list("paragraph", "paragraph__resolution", "text").iterator(
        chunk_size=5000
    ):
        index.add(pk, text, resolution)
    return index


def _near(paragraph: Paragraph, language: str, index: Index) -> Iterable[tuple[int, float]]:
    text = texts_of(paragraph).get(language, "")
    if sum(1 for weight in Words.of(text, language).weights.values() if weight >= 1.0) < SAYING:
        return []
    found = index.nearest(text, limit=FORMULA, at_least=NEARLY)
    if len({one.group for one in found}) >= FORMULA:
        return []
    return [(one.id, one.likeness) for one in found]  # type: ignore[misc]


def _in_time(pairs: dict[tuple[int, int], float]) -> Iterable[tuple[tuple[int, int], float]]:
    """Each pair with the later paragraph first; of one day, the one entered later."""
    keys = {key for pair in pairs for key in pair}
    days = dict(Paragraph.objects.filter(pk__in=keys).values_list("pk", "resolution__session__start"))

    def place(key: int) -> tuple[bool, object, int]:
        return days[key] is not None, days[key], key

    for pair, likeness in pairs.items():
        later, earlier = sorted(pair, key=place, reverse=True)
        yield (later, earlier), likeness
