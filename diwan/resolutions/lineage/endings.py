"""What should end, now that a body has spoken again: proposals, each with its reason, for the Cabinet to take or decline.

- renewed: a later resolution asks the same again, so the later mandate takes the place of the open one;
- answered: the later resolution kept the paragraph but asks nothing in it any more;
- dropped: the later resolution left the paragraph out;
- discontinued: the body went on with the series, no later resolution continues this one;
- overtaken: the Cabinet judged it so (``Mandate.assess``), and nothing is followed there any longer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from diwan.kernel.decisions import NotNow
from diwan.people.models import machine
from diwan.resolutions.models import Descent, Mandate, Resolution
from diwan.trail.models import Event

Ending = Mandate.Ending
TEXTS = (
    "resolution__title", "resolution__opening", "resolution__symbol", "resolution__session__name",
    "resolution__session__place", "resolution__session__organ__name", "resolution__series__name",
)  # fmt: skip
"""Texts in all languages that no proposal needs: of 20,000 mandates they are most of what would be read."""


class Proposal:
    """An ending and why, as the mandate keeps it."""

    def __init__(self, ending: str, code: str, of: str, successor: Mandate | None = None) -> None:
        self.ending, self.successor = ending, successor
        self.because = {"code": code, "by": of}


def propose(organs: Iterable[int]) -> int:
    """Lay down what should end among the open mandates of these organs; returns how many proposals changed.

    Run again it changes nothing: a proposal that no longer holds is withdrawn, one that was declined is not repeated,
    and what the Cabinet judged overtaken stays proposed for retirement.
    """
    rows = Mandate.objects.filter(state__in=Mandate.OPEN, resolution__session__organ__in=list(organs))
    rows = rows.select_related("resolution__session__organ", "resolution__series", "paragraph")
    opened = list(rows.defer("wording", "addressee", "deadline", "reporting", *TEXTS))
    found, diwan = _Later(opened), machine()
    changed, events = [], []
    for mandate in opened:
        wanted = found.proposal(mandate)
        if wanted and {**wanted.because, "declined": True} in mandate.ending_because:
            wanted = None
        if not _lay_down(mandate, wanted):
            continue
        changed.append(mandate)
        said: dict[str, Any] = (
            {"ending": wanted.ending, "of": wanted.because["by"], "because": [wanted.because]} if wanted else {}
        )
        events.append(
            Event(
                record_type=Mandate._meta.label_lower, record_id=mandate.pk, by=diwan, particulars=said,
                verb="propose_ending" if wanted else "withdraw_ending",
            )
        )  # fmt: skip
    Mandate.objects.bulk_update(changed, ["ending_proposed", "ending_because", "successor_proposed"], batch_size=1000)
    Event.objects.bulk_create(events, batch_size=1000)
    return len(changed)


def _lay_down(mandate: Mandate, wanted: Proposal | None) -> bool:
    """Write the proposal into the mandate; says whether that changed anything."""
    successor = wanted.successor if wanted else None
    before = (mandate.ending_proposed, mandate.successor_proposed_id)
    mandate.ending_proposed, mandate.successor_proposed = (wanted.ending if wanted else ""), successor
    declined = [one for one in mandate.ending_because if one.get("declined")]
    because = [*declined, *([wanted.because] if wanted else [])]
    same = (
        before == (mandate.ending_proposed, successor.pk if successor else None) and because == mandate.ending_because
    )
    mandate.ending_because = because
    return not same


class _Later:
    """What later sessions of the same body made of these mandates; four queries whatever their number."""

    def __init__(self, mandates: list[Mandate]) -> None:
        resolutions = {mandate.resolution_id: mandate.resolution for mandate in mandates}
        descents = Descent.objects.filter(earlier__mandate__in=[m.pk for m in mandates]).filter(same_organ("paragraph"))
        self.kept: dict[int, Descent] = {}
        for descent in descents.select_related(
            "paragraph__resolution__session__organ", "paragraph__resolution__series"
        ):
            known = self.kept.get(descent.earlier_id)
            if known is None or descent.likeness > known.likeness:
                self.kept[descent.earlier_id] = descent
        heirs = Mandate.objects.filter(paragraph__in={d.paragraph_id for d in self.kept.values()}).listed()
        self.heirs = {mandate.paragraph_id: mandate for mandate in heirs}
        followers = Resolution.objects.filter(follows__in=list(resolutions)).filter(same_organ(""))
        self.followers: dict[int | None, Resolution] = {
            r.follows_id: r for r in followers.select_related("session__organ", "series").order_by("-session__start")
        }
        self.sessions = self._series_went_on(resolutions.values())

    def proposal(self, mandate: Mandate) -> Proposal | None:
        """What should become of one of them, if anything."""
        if descent := self.kept.get(mandate.paragraph_id):
            heir = self.heirs.get(descent.paragraph_id)
            if heir is not None:
                return Proposal(Ending.SUPERSEDE, "renewed", heir.reference_printed, heir)
            return Proposal(Ending.RETIRE, "answered", descent.paragraph.reference_printed)
        if follower := self.followers.get(mandate.resolution_id):
            return Proposal(Ending.RETIRE, "dropped", follower.short)
        if session := self.sessions.get(mandate.resolution_id):
            return Proposal(Ending.RETIRE, "discontinued", session)
        return None

    def _series_went_on(self, resolutions: Iterable[Resolution]) -> dict[int, str]:
        """For each resolution the key of the next session whose resolutions of the same series continue others of its own."""
        left = [r for r in resolutions if r.pk not in self.followers]
        continued = Q(pk__in=[])
        for organ, session, series in {(r.session.organ_id, r.session_id, r.series_id) for r in left}:
            continued |= Q(follows__session=session, session__organ=organ, series=series)
        found: dict[tuple[int | None, int | None], str] = {}
        later = Resolution.objects.filter(continued, session__extraordinary=False).order_by("-session__start")
        for r in later.select_related("session__organ", "follows"):
            found[r.follows.session_id if r.follows else None, r.series_id] = r.session.key
        return {r.pk: found[r.session_id, r.series_id] for r in left if (r.session_id, r.series_id) in found}


def same_organ(prefix: str) -> Q:
    """The later resolution is of the organ that adopted the earlier one: no body ends the mandates of another."""
    if prefix:
        return Q(**{f"{prefix}__resolution__session__organ": F("earlier__resolution__session__organ")})
    return Q(session__organ=F("follows__session__organ"))


def accept(mandate: Mandate, by: Any, reason: str) -> None:
    """Take the ending as proposed, by its own verb. Raises NotNow when none is proposed."""
    if not mandate.ending_proposed:
        raise NotNow(_("No ending is proposed for it."))
    if mandate.ending_proposed == Ending.SUPERSEDE and mandate.successor_proposed:
        mandate.supersede(by=by, successor=mandate.successor_proposed)
    else:
        mandate.retire(by=by, reason=reason)
