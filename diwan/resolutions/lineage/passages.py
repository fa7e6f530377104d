"""Resolutions laid out for comparing: their paragraphs in one language, and the language two of them share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from diwan.comparison.lineage import Passage, Subject
from diwan.organisation.models import organisation
from diwan.resolutions.models import Paragraph, ParagraphText, Resolution


def texts_of(paragraph: Paragraph) -> dict[str, str]:
    """Its text in each language, the pieces joined where a language splits it; what stands elsewhere is left out."""
    found: dict[str, list[str]] = {}
    for text in paragraph.texts.all():
        if text.text:
            found.setdefault(text.language, []).append(text.text)
    return {language: "\n".join(pieces) for language, pieces in found.items()}


def passages(resolution: Resolution, language: str) -> list[Passage]:
    """Its paragraphs in a language, in their order; those without a text in it are left out."""
    found = []
    for paragraph in resolution.paragraphs.all():
        if text := texts_of(paragraph).get(language):
            found.append(Passage(paragraph.pk, paragraph.kind, paragraph.number, text, paragraph.part))
    return found


def passages_of(resolutions: Iterable[int], language: str) -> dict[int, list[Passage]]:
    """The same for many resolutions that are not loaded, in one query."""
    rows = ParagraphText.objects.filter(paragraph__resolution__in=list(resolutions), language=language).exclude(text="")
    found: dict[int, list[Passage]] = {}
    for resolution, pk, kind, number, part, text in rows.order_by(
        "paragraph__resolution", "paragraph__order", "nth"
    ).values_list(
        "paragraph__resolution", "paragraph", "paragraph__kind", "paragraph__number", "paragraph__part", "text"
    ):
        laid = found.setdefault(resolution, [])
        if laid and laid[-1].id == pk:
            text = f"{laid.pop().text}\n{text}"
        laid.append(Passage(pk, kind, number, text, part))
    return found


def subject(resolution: Resolution, texts: Sequence[Passage], language: str) -> Subject:
    """A resolution as its subject. Extraordinary sessions are a row of their own: their numbers are."""
    session = resolution.session
    organ = f"EX-{session.organ.symbol}" if session.extraordinary else session.organ.symbol
    series = resolution.series.code if resolution.series else ""
    return Subject(
        resolution.pk, organ, session.number, series, str(resolution.number), resolution.title, texts, language
    )


def coverage(resolutions: Iterable[Resolution]) -> Counter[str]:
    """How many paragraphs have a text in each language."""
    return Counter(code for r in resolutions for paragraph in r.paragraphs.all() for code in texts_of(paragraph))


def shared_language(new: Mapping[str, int], old: Mapping[str, int], order: Sequence[str]) -> str | None:
    """The language in which two resolutions, or two volumes, have most to compare; among equals the first in ``order``."""
    both = {code: min(new[code], old[code]) for code in new if code in old}
    return max(preferred(both, order), key=lambda code: both[code], default=None)


def languages() -> list[str]:
    """Those of the institution, in its order."""
    house = organisation()
    return list(house.languages) if house else []


def preferred(codes: Iterable[str], order: Sequence[str]) -> list[str]:
    """Languages in an order, others after them."""
    return sorted(codes, key=lambda code: (order.index(code) if code in order else len(order), code))
