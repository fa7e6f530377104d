"""What each resolution continues, paragraph by paragraph, found by content: run after an adoption, and after a
correction by hand. What a person has said is never found anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from diwan.comparison.kinship import Words
from diwan.comparison.lineage import descend, predecessors
from diwan.kernel.decisions import NotNow
from diwan.meetings.models import Session
from diwan.resolutions.house import house
from diwan.resolutions.lineage import carrying, duplicates, endings
from diwan.resolutions.lineage.passages import (
    coverage,
    languages,
    passages,
    passages_of,
    preferred,
    shared_language,
    subject,
    texts_of,
)
from diwan.resolutions.models import Descent, Mandate, Paragraph, ParagraphText, Resolution
from diwan.resolutions.models.resolution import whole

BATCH = 1000


@transaction.atomic
def trace(keys: Sequence[str]) -> dict[str, int]:
    """Find what these resolutions continue, compare, carry forward and propose endings; says how many of each.

    Later resolutions are looked at again where a session comes into the registers after those that follow it. The
    number of queries does not grow with the number of resolutions, only with that of their sessions.
    """
    fresh = list(whole(Resolution.objects.filter(key__in=keys)))
    found = [*fresh, *_to_see_again(fresh)]
    for session in {r.session for r in found}:
        _find_predecessors(session, [r for r in found if r.session == session and not r.follows_by_hand])
    Resolution.objects.bulk_update(found, ["follows", "follows_because"], batch_size=BATCH)
    compared = compare([r for r in found if not r.compared_by_hand])
    near = duplicates.find(fresh)
    carried = _carry_forward(found)
    return {
        "continued": sum(1 for r in fresh if r.follows_id), "paragraphs": compared, "duplicates": near,
        "carried": carried, "endings": endings.propose({r.session.organ_id for r in found}),
    }  # fmt: skip


def _to_see_again(fresh: Sequence[Resolution]) -> list[Resolution]:
    """Those of later sessions that these may come between, and those that follow one whose text was corrected."""
    between = Q(follows__in=[r.pk for r in fresh])
    for session in {r.session for r in fresh}:
        later = Q(session__organ=session.organ, session__extraordinary=session.extraordinary)
        later &= Q(session__number__gt=session.number)
        between |= later & (Q(follows=None) | Q(follows__session__number__lt=session.number))
    again = Resolution.objects.filter(between).exclude(pk__in=[r.pk for r in fresh])
    return list(whole(again))


def _find_predecessors(session: Session, resolutions: Sequence[Resolution]) -> None:
    """Set what each of these resolutions of a session follows, and why; nothing is written."""
    rows = Resolution.objects.filter(session__organ=session.organ, session__extraordinary=session.extraordinary)
    earlier = {
        r.pk: r
        for r in rows.filter(session__number__lt=session.number)
        .select_related("session__organ", "series")
        .order_by("session__number", "pk")
    }
    there = Counter(
        dict(
            ParagraphText.objects.filter(paragraph__resolution__in=earlier)
            .order_by()
            .values_list("language")
            .annotate(Count("pk"))
        )
    )
    mine = coverage(resolutions)
    language = shared_language(mine, there, languages()) or next(iter(mine), "")
    laid = passages_of(earlier, language)
    found = predecessors(
        [subject(r, passages(r, language), language) for r in resolutions],
        [subject(r, laid.get(pk, ()), language) for pk, r in earlier.items()],
        house(),
    )
    for resolution in resolutions:
        candidate = found.get(resolution.pk)
        resolution.follows = earlier[candidate.id] if candidate else None
        resolution.follows_because = _reasons(candidate) if candidate else []


def _reasons(candidate: Any) -> list[dict[str, Any]]:
    """Why a candidate was taken, in the form in which proposals keep their reasons."""
    return [{"code": code, "value": value} for code, value in candidate.reasons.items()]


def compare(resolutions: Sequence[Resolution]) -> int:
    """Write the descents of each from the one it follows, in place of those there; returns how many."""
    earlier = {r.pk: r for r in whole(Resolution.objects.filter(pk__in={r.follows_id for r in resolutions}))}
    rows: list[Descent] = []
    order = languages()
    for resolution in resolutions:
        if resolution.follows_id in earlier:
            rows += descents(resolution, earlier[resolution.follows_id], order)
    Descent.objects.filter(paragraph__resolution__in=[r.pk for r in resolutions]).delete()
    Descent.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def descents(later: Resolution, earlier: Resolution, order: Sequence[str]) -> list[Descent]:
    """What the paragraphs of one come from in the other, compared in the language they share; nothing is written."""
    language = shared_language(coverage([later]), coverage([earlier]), order)
    if language is None:
        return []
    compared: Any = descend(passages(later, language), passages(earlier, language), language=language)
    return [
        Descent(
            paragraph_id=one.new_id, earlier_id=old, relation=one.relation, moved=one.moved, renumbered=one.renumbered,
            likeness=one.likeness,
        )
        for one in compared
        for old in one.old_ids
    ]  # fmt: skip


def _carry_forward(resolutions: Iterable[Resolution]) -> int:
    found = list(resolutions)
    waiting = Mandate.objects.filter(resolution__in=[r.pk for r in found], state=Mandate.State.IDENTIFIED, lead=None)
    waiting = waiting.listed().select_related(
        "resolution__series__lead",
        "resolution__follows__session__organ",
        "resolution__follows__series",
        "proposed_unit",
    )
    carried = carrying.carry(list(waiting))
    carrying.count_renewals(found)
    return carried


# by hand -----------------------------------------------------------------------------------------------------------
def retrace(resolution: Resolution) -> None:
    """Compare a resolution with the one a person has said it follows, and propose anew what nobody acted upon."""
    compare([resolution])
    _settle(resolution)


def bind(resolution: Resolution, paragraph: Paragraph, earlier: Paragraph) -> None:
    """Write that one paragraph repeats another. Raises NotNow when they cannot, or it is said already."""
    if paragraph.resolution_id != resolution.pk or earlier.resolution_id != resolution.follows_id:
        raise NotNow(_("The earlier paragraph is not of the resolution it continues."))
    others = list(Descent.objects.filter(paragraph=paragraph))
    relation = Descent.Relation.MERGED if others else Descent.Relation.REWORDED
    Descent.objects.filter(pk__in=[one.pk for one in others]).update(relation=relation)
    Descent.objects.update_or_create(
        paragraph=paragraph, earlier=earlier,
        defaults={
            "relation": relation, "likeness": likeness(paragraph, earlier), "renumbered": paragraph.number != earlier.number,
        },
    )  # fmt: skip
    _settle(resolution)


def unbind(resolution: Resolution, paragraph: Paragraph, earlier: Paragraph) -> None:
    """Take back that one paragraph repeats another."""
    Descent.objects.filter(paragraph=paragraph, earlier=earlier, paragraph__resolution=resolution).delete()
    left = Descent.objects.filter(paragraph=paragraph, relation=Descent.Relation.MERGED)
    if left.count() == 1:
        left.update(relation=Descent.Relation.REWORDED)
    _settle(resolution)


def likeness(paragraph: Paragraph, earlier: Paragraph) -> float:
    """How much two paragraphs have in common, in the language both have most of."""
    mine, theirs = texts_of(paragraph), texts_of(earlier)
    language = next(iter(preferred(mine.keys() & theirs.keys(), languages())), None)
    return Words.of(mine[language], language).likeness(Words.of(theirs[language], language)) if language else 0.0


def _settle(resolution: Resolution) -> None:
    resolution.save(update_fields=["follows", "follows_because"])
    _carry_forward([resolution])
    endings.propose([resolution.session.organ_id])
