"""Correction: a new reading of the official volume laid over a resolution in the registers.

Texts change, follow-up stays. Which paragraph is which is told by content, so that a paragraph inserted or taken out
does not shift what follows it; what content leaves open is told by number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from diwan.comparison.alignment import Beside, Odds
from diwan.comparison.signs import Signs, signs_of
from diwan.kernel.multilingual import Texts
from diwan.resolutions.entering import mandates_of, paragraph_of, texts_of
from diwan.resolutions.gathering import Gathered, Row, name_of, places
from diwan.resolutions.models.resolution import Paragraph, ParagraphText, Resolution
from diwan.resolutions.models.volume import Volume

SAME = 50.0
"""Odds of a text that stands letter by letter as before."""


def correct(volume: Volume, resolution: Resolution, gathered: Gathered, by: Any) -> int:
    """Lay a new reading over a resolution in the registers; says whether anything changed.

    A paragraph that the new reading lacks stays as it is and is named: taking it out is for a person to decide.
    """
    present = list(resolution.paragraphs.select_related("mandate").prefetch_related("texts__within"))
    known = partners(present, gathered.paragraphs)
    last = max((p.order for p in present), default=-1)
    changed: list[str] = []
    entered: dict[Row, Paragraph] = {}
    for row in gathered.paragraphs:
        if (found := known.get(row)) is None:
            last += 1
            found = paragraph_of(resolution, last, row)
            found.save()
            changed.append(f"+{row.name}")
        entered[row] = found
    for row, paragraph in entered.items():
        languages = _lay_over(paragraph, row, texts_of(entered, row))
        changed += [f"{row.name} {language}" for language in languages if row in known]
        if row.actionable and not hasattr(paragraph, "mandate"):
            paragraph.actionable = True
            paragraph.save(update_fields=["actionable"])
            mandates_of([paragraph], [row], resolution.session)
    left = {paragraph for paragraph in present if paragraph not in known.values()}
    changed += [f"−{name_of(place, missing.part)}" for place, missing in places(present) if missing in left]
    resolution.title = Texts({**resolution.title, **{k: d.title for k, d in gathered.drafts.items()}})
    resolution.save(update_fields=["title"])
    if changed:
        resolution.track("correct", by=by, volume=volume.pk, changed=changed)
    return bool(changed)


def _lay_over(paragraph: Paragraph, row: Row, texts: list[ParagraphText]) -> list[str]:
    """Write the texts that differ, in the paragraph and in its mandate; returns their languages."""
    before = list(paragraph.texts.all())
    changed = []
    for language in dict.fromkeys(text.language for text in texts):
        new = [text for text in texts if text.language == language]
        old = [text for text in before if text.language == language]
        if [_said(text) for text in old] == [_said(text) for text in new]:
            continue
        ParagraphText.objects.filter(pk__in=[text.pk for text in old]).delete()
        ParagraphText.objects.bulk_create(new)
        changed.append(language)
    if changed and hasattr(paragraph, "mandate"):
        words = {language: text for language, text in row.wording.items() if language in changed}
        paragraph.mandate.wording = Texts({**paragraph.mandate.wording, **words})
        paragraph.mandate.save(update_fields=["wording"])
    return changed


def _said(text: ParagraphText) -> tuple[str, str, int | None]:
    return text.number, text.text, text.within.pk if text.within else None


# Which is which ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Worded:
    """A paragraph in one language, all its pieces together, as signs are read from it."""

    kind: str
    part: str
    number: str
    text: str
    legal_class: str
    actionable: bool


def partners(present: list[Paragraph], rows: list[Row]) -> dict[Row, Paragraph]:
    """The paragraph in the registers that each row corrects; rows that are new are left out."""
    worded = [
        {code: " ".join(text.text.strip() for text in found) for code in one.languages if (found := one.texts_in(code))}
        for one in present
    ]
    reworded = [{code: row.wording[code] for code in row.pieces} for row in rows]
    old, new = _signs(present, worded), _signs([row.first for row in rows], reworded)
    known_odds = Odds(*(list(signs.values()) for signs in (*old.values(), *new.values())))

    def pair(i: int, j: int) -> float:
        both = [code for code in worded[i] if code in reworded[j]]
        if any(worded[i][code] == reworded[j][code] for code in both):
            return SAME
        ways = [(code, code) for code in both] or [(a, b) for a in worded[i] for b in reworded[j]]
        odds = [known_odds.pair(old[a][i], new[b][j]) for a, b in ways]
        return sum(odds) / len(odds) if odds else -SAME

    links = Beside((len(present), len(rows)), pair, lambda _left, _right: -SAME, lambda _a, _b, _first: False).links()
    known = {rows[link.right[0]]: present[link.left[0]] for link in links if link.left and link.right}
    taken = set(known.values())
    left = [paragraph for paragraph in present if paragraph not in taken]
    return known | dict(_by_number(left, [row for row in rows if row not in known]))


def _signs(items: Sequence[Any], texts: list[dict[str, str]]) -> dict[str, dict[int, Signs]]:
    """The signs of paragraphs by language and place."""
    found = {}
    for code in dict.fromkeys(code for text in texts for code in text):
        held = {
            n: _Worded(item.kind, item.part, item.number, text[code], item.legal_class, item.actionable)
            for n, (item, text) in enumerate(zip(items, texts, strict=True))
            if code in text
        }
        found[code] = dict(zip(held, signs_of(list(held.values()), code), strict=True))
    return found


def _by_number(present: list[Paragraph], rows: list[Row]) -> Iterable[tuple[Row, Paragraph]]:
    """What content leaves open: a row that bears the number of a paragraph in its part, in one of its languages."""
    free = dict(places(present))
    for row in rows:
        kind, part, _number = row.place
        called = [row.place, *((kind, part, draft.number) for draft in row.drafts.values() if draft.number)]
        paragraph = next((free.pop(place) for place in called if place in free), None)
        if paragraph is not None:
            yield row, paragraph
