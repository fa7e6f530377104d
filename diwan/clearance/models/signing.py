"""Under what somebody signs: an office, or a chain of delegations that is in force on that day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from diwan.clearance.models.authority import LADDER, SigningAuthority, principal
from diwan.clearance.ranks import Rank, papers_said
from diwan.kernel import clock
from diwan.kernel.calendars import gregorian_in_words
from diwan.kernel.decisions import Decision, no
from diwan.people.models import Holding, Person, current
from diwan.people.roles import Role


class SigningOffice(models.Model):
    """What an office signs by itself, without a delegation: set by the profile. The Secretary General's has no limits."""

    role = models.CharField(_("office"), max_length=40, choices=Role, unique=True)
    papers = models.JSONField(_("papers"), default=list)
    up_to = models.PositiveSmallIntegerField(_("up to"), choices=Rank)
    level = models.PositiveSmallIntegerField(_("up to the level"), choices=Person.Clearance)
    basis = models.CharField(_("basis"), max_length=200, help_text=_("the rule or decision that says so"))

    class Meta:
        verbose_name = _("office that signs")
        ordering = ["-up_to", "role"]
        constraints = [
            models.CheckConstraint(name="an_office_signs_on_a_basis", condition=~Q(basis="")),
            models.CheckConstraint(
                name="the_secretary_general_needs_no_entry",
                condition=~Q(role__in=["secretary_general", "administrator"]),
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def papers_said(self) -> list[str]:
        """The kinds of paper in words."""
        return papers_said(self.papers)


@dataclass(frozen=True)
class Found:
    """Under what somebody signs: in whose name (nobody else's by one's own office), and through which chain."""

    signed_for: Person | None = None
    chain: list[dict[str, Any]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return True


def authority_to_sign(
    person: Any, paper: str, rank: int, *, on: dt.date | None = None, drafter: Any = None, level: int = 1
) -> Found | Decision:
    """Under what the person signs a paper to somebody of a rank on a day; or a no with its reason, that of the nearest miss.

    The Secretary General signs everything, some offices what the profile says. Everybody else needs a chain of delegations
    in force on that day. Who drafted a paper does not sign it (four eyes); who holds no post signs nothing.
    """
    day = on or clock.today()
    if drafter is not None and drafter.pk == person.pk:
        return no(_("Whoever drafted a paper does not sign it."))
    if not person.is_active or not person.authority.posts:
        return no(_("Only who holds a post in the house signs."))
    if person.authority.has_role(Role.SECRETARY_GENERAL):
        whom = principal()
        return Found() if whom is None or whom.pk == person.pk else Found(whom, [{"ad_interim": True}])
    offices = list(SigningOffice.objects.filter(role__in=person.authority.roles))
    for office in offices:
        if paper in office.papers and rank <= office.up_to and level <= office.level:
            return Found(None, [{"office": office.role, "instrument": office.basis}])
    entries = SigningAuthority.objects.filter(holder=person).select_related(
        "holder", "giver", *(f"{above}__{who}" for above in LADDER for who in ("holder", "giver"))
    )
    misses: list[tuple[int, int, Any]] = []
    for entry in entries.order_by("-until", "-pk"):
        short = _short_of(entry, paper, rank, level, day)
        if not short:
            return Found(entry.giver, [_kept(one) for one in entry.chain()])
        misses.append((len(short), len(misses), short[0]))
    if misses:
        return no(min(misses)[2])
    if offices:
        return no(_("Your office does not sign this. Ask the Chef de Cabinet for a delegation."))
    return no(_("You hold no delegation of signature. Ask the Chef de Cabinet for one."))


def possible_signatories() -> list[Person]:
    """Everybody who may sign something today: for those who tell them that a paper waits."""
    offices = [Role.SECRETARY_GENERAL, *SigningOffice.objects.values_list("role", flat=True)]
    held = Holding.objects.filter(current(), post__role__in=offices).select_related("person")
    granted = SigningAuthority.objects.standing("in_force").select_related("holder")
    found = {one.person_id: one.person for one in held} | {one.holder_id: one.holder for one in granted}
    return list(found.values())


def _short_of(entry: SigningAuthority, paper: str, rank: int, level: int, day: dt.date) -> list[Any]:
    """What an entry lacks for this paper on this day; nothing when it suffices."""
    found: list[Any] = []
    chain = entry.chain()
    withdrawn = next((one for one in chain if one.withdrawn_on is not None and day >= one.withdrawn_on), None)
    if withdrawn is entry:
        found.append(
            _("Your delegation was withdrawn on %(day)s. Ask the Chef de Cabinet.") % {"day": _day(entry.withdrawn_on)}
        )
    elif day > entry.until:
        found.append(
            _("Your delegation ended on %(day)s. Ask the Chef de Cabinet for another one.") % {"day": _day(entry.until)}
        )
    elif day < entry.since:
        found.append(_("Your delegation begins on %(day)s.") % {"day": _day(entry.since)})
    elif not all(one.in_force(day) for one in chain):
        found.append(_("The authority from which yours is passed on is no longer in force. Ask the Chef de Cabinet."))
    if paper not in entry.papers:
        found.append(_("Your delegation does not extend to this kind of paper."))
    if rank > entry.up_to:
        found.append(_("Your delegation does not extend to %(rank)s.") % {"rank": Rank(rank).label})
    if level > entry.level:
        found.append(_("Your delegation does not extend to papers of this level of confidentiality."))
    return found


def _day(day: dt.date | None) -> str:
    return gregorian_in_words(day, get_language() or "en") if day else ""


def _kept(entry: SigningAuthority) -> dict[str, Any]:
    """A link of the chain as the event of the signature keeps it."""
    return {
        "id": entry.pk, "holder": entry.holder.name, "holder_id": entry.holder_id, "giver": entry.giver.name,
        "giver_id": entry.giver_id, "instrument": entry.instrument, "since": entry.since.isoformat(),
        "until": entry.until.isoformat(), "ad_interim": entry.ad_interim,
    }  # fmt: skip
