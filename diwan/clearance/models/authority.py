"""The register of delegations of signature: who may sign what, up to which level, from when until when, and from whom.

A model text is SG directive SG/142/81 of the OAS. Authority comes from an office (the Secretary General's) or is passed on
from another authority; each link of a chain must be in force on the day of signature and no wider than the one above it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from diwan.clearance import policies
from diwan.clearance.ranks import Rank
from diwan.kernel import clock
from diwan.kernel.calendars import gregorian_in_words
from diwan.kernel.decisions import Decision, NotNow, no
from diwan.kernel.lifecycle import step
from diwan.people.models import Person
from diwan.people.roles import Role
from diwan.records.models import Record

DEEPEST = 5
"""Links of a chain; more is an error of entry."""


class SigningAuthority(Record):
    """One entry of the register: it is withdrawn or ends, and is never changed otherwise."""

    class State(models.TextChoices):
        GRANTED = "granted", _("granted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="signing_authorities", verbose_name=_("holder")
    )
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("in the name of")
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="passed_on")
    papers = models.JSONField(_("papers"), default=list)
    up_to = models.PositiveSmallIntegerField(_("up to"), choices=Rank, default=Rank.ROUTINE)
    level = models.PositiveSmallIntegerField(
        _("up to the level"), choices=Person.Clearance, default=Person.Clearance.INTERNAL
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    instrument = models.CharField(_("granted by"), max_length=200, help_text=_("the decision or letter, by its number"))
    may_pass_on = models.BooleanField(_("may be passed on"), default=False)
    ad_interim = models.BooleanField(_("ad interim"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.GRANTED, editable=False)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(default=clock.now, editable=False)

    visible_to = staticmethod(policies.authorities_visible_to)
    facts = {"grant": _("granted %(holder)s the signature until %(until)s (%(instrument)s)")}

    class Meta:
        verbose_name = _("delegation of signature")
        verbose_name_plural = _("delegations of signature")
        ordering = ["-until", "pk"]
        constraints = [
            models.CheckConstraint(name="a_signature_ends_after_it_begins", condition=Q(until__gte=F("since"))),
            models.CheckConstraint(name="nobody_signs_for_himself", condition=~Q(holder=F("giver"))),
            models.CheckConstraint(name="a_signature_rests_on_an_instrument", condition=~Q(instrument="")),
            models.CheckConstraint(
                name="a_withdrawn_signature_says_when_and_why",
                condition=Q(state="granted", withdrawn_on__isnull=True)
                | (Q(state="withdrawn", withdrawn_on__isnull=False) & ~Q(reason="")),
            ),
        ]
        indexes = [models.Index(fields=["holder", "until"])]

    def __str__(self) -> str:
        return f"{self.giver} → {self.holder}"

    @property
    def reference_printed(self) -> str:
        """The instrument that grants it."""
        return self.instrument

    @classmethod
    @transaction.atomic
    def grant(
        cls, *, by: Any, holder: Person, parent: SigningAuthority | None = None, **facts: Any
    ) -> SigningAuthority:
        """Enter a delegation. Without a parent it comes from the Secretary General, on an instrument.

        Raises Refused for who may not grant, NotNow for one that is wider or longer than what it is passed on from.
        """
        policies.may_grant(by, parent).insist()
        if parent is not None:
            parent = cls.objects.select_for_update().get(pk=parent.pk)
            facts["giver"] = parent.holder
        else:
            facts.setdefault("giver", principal())
        if facts["giver"] is None:
            raise NotNow(_("Nobody holds the office of the Secretary General: authority has no source."))
        if holder.pk == facts["giver"].pk:
            raise NotNow(_("Nobody delegates the signature to himself."))
        found = cls(by=by, holder=holder, parent=parent, at=clock.now(), **facts)
        if parent is not None:
            found._within(parent)
        found.save()
        found.track(
            "grant", by=by, holder=holder.name, holder_id=holder.pk, until=found.until.isoformat(), since=found.since.isoformat(),
            papers=found.papers, up_to=found.up_to, instrument=found.instrument, parent=parent.pk if parent else None,
        )  # fmt: skip
        return found

    @step(
        State.GRANTED,
        to=State.WITHDRAWN,
        allow=policies.may_withdraw,
        says=_("withdrew the signature of %(holder)s: %(reason)s"),
    )
    def withdraw(self, *, by: Any, reason: str) -> dict[str, Any]:
        """From now on nothing is signed under it, nor under what was passed on from it."""
        if not reason.strip():
            raise NotNow(_("Say why: it is kept in the register."))
        self.withdrawn_on, self.reason = clock.today(), reason.strip()
        return {"holder": self.holder.name, "reason": self.reason}

    def _within(self, parent: SigningAuthority) -> None:
        if not parent.may_pass_on:
            raise NotNow(_("This authority may not be passed on."))
        if parent.state != self.State.GRANTED:
            raise NotNow(_("This authority was withdrawn."))
        wider = (
            not set(self.papers) <= set(parent.papers)
            or self.up_to > parent.up_to
            or self.level > parent.level
            or self.since < parent.since
            or self.until > parent.until
        )
        if wider:
            raise NotNow(_("Nobody passes on more than he has: narrow the papers, the rank, the level or the days."))
        chain, above = 1, parent
        while above.parent_id and above.parent is not None:
            chain, above = chain + 1, above.parent
        if chain >= DEEPEST:
            raise NotNow(_("This chain is too long. Have the Secretary General delegate directly."))

    def in_force(self, on: dt.date) -> bool:
        """Whether this entry alone is in force on a day; a withdrawn one is not from its day of withdrawal on."""
        ended = self.withdrawn_on is not None and on >= self.withdrawn_on
        return self.since <= on <= self.until and not ended

    @property
    def standing(self) -> str:
        """``in_force``, ``to_come``, ``ended`` or ``withdrawn``: computed, never entered."""
        today = clock.today()
        if self.state == self.State.WITHDRAWN:
            return "withdrawn"
        if today < self.since:
            return "to_come"
        return "ended" if today > self.until else "in_force"

    def chain(self) -> list[SigningAuthority]:
        """This entry and those above it, to its source."""
        found = [self]
        while found[-1].parent_id and len(found) <= DEEPEST:
            found.append(SigningAuthority.objects.select_related("holder", "giver").get(pk=found[-1].parent_id))
        return found


@dataclass(frozen=True)
class Found:
    """Under what somebody signs: the whole office (no chain), or a chain of delegations and the person signed for."""

    signed_for: Person | None = None
    chain: list[dict[str, Any]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return True


def principal() -> Person | None:
    """The Secretary General: whoever holds the post today, ad interim included."""
    from diwan.people.models import Holding, current

    held = Holding.objects.filter(current(), post__role=Role.SECRETARY_GENERAL).select_related("person")
    holding = held.order_by("ad_interim", "pk").first()
    return holding.person if holding else None


def authority_to_sign(
    person: Any, paper: str, rank: int, *, on: dt.date | None = None, drafter: Any = None, level: int = 1
) -> Found | Decision:
    """Under what the person signs a paper to somebody of a rank on a day; or a no with its reason, the nearest miss first.

    The Secretary General signs everything. Everybody else needs a chain of delegations in force on that day. Who drafted a
    paper does not sign it (four eyes).
    """
    day = on or clock.today()
    if drafter is not None and drafter.pk == person.pk:
        return no(_("Whoever drafted a paper does not sign it."))
    if person.authority.has_role(Role.SECRETARY_GENERAL):
        return Found()
    entries = list(
        SigningAuthority.objects.filter(holder=person).select_related("holder", "giver").order_by("-until", "-pk")
    )
    if not entries:
        return no(_("You hold no delegation of signature. Ask the Chef de Cabinet for one."))
    refusals: list[Any] = []
    for entry in entries:
        refusal = _short_of(entry, paper, rank, level, day)
        if refusal is None:
            chain = entry.chain()
            broken = next((one for one in chain[1:] if not one.in_force(day)), None)
            if broken is None:
                return Found(entry.giver, [_kept(one) for one in chain])
            refusal = _("The authority from which yours is passed on is no longer in force. Ask the Chef de Cabinet.")
        refusals.append(refusal)
    return no(refusals[0])


def _short_of(entry: SigningAuthority, paper: str, rank: int, level: int, day: dt.date) -> Any:
    """What an entry lacks for this paper on this day; None when it suffices."""
    if entry.withdrawn_on is not None and day >= entry.withdrawn_on:
        return _("Your delegation was withdrawn on %(day)s.") % {"day": _day(entry.withdrawn_on)}
    if day > entry.until:
        return _("Your delegation ended on %(day)s. Ask the Chef de Cabinet for another one.") % {
            "day": _day(entry.until)
        }
    if day < entry.since:
        return _("Your delegation begins on %(day)s.") % {"day": _day(entry.since)}
    if paper not in entry.papers:
        return _("Your delegation does not extend to this kind of paper.")
    if rank > entry.up_to:
        return _("Your delegation does not extend to %(rank)s.") % {"rank": Rank(rank).label}
    if level > entry.level:
        return _("Your delegation does not extend to papers of this level of confidentiality.")
    return None


def _day(day: dt.date) -> str:
    from django.utils.translation import get_language

    return gregorian_in_words(day, get_language() or "en")


def _kept(entry: SigningAuthority) -> dict[str, Any]:
    return {
        "id": entry.pk, "holder": entry.holder.name, "giver": entry.giver.name, "instrument": entry.instrument,
        "until": entry.until.isoformat(), "ad_interim": entry.ad_interim,
    }  # fmt: skip
