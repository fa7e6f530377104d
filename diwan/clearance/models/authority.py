"""The register of delegations of signature: who may sign what, up to which level, from when until when, and from whom.

A model text is SG directive SG/142/81 of the OAS. Authority comes from an office (the Secretary General's) or is passed on
from another authority; each link of a chain must be in force on the day of signature and no wider than the one above it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diwan.clearance import policies
from diwan.clearance.ranks import Rank, papers_said
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow, Refused
from diwan.kernel.lifecycle import step
from diwan.people.models import Holding, Person, current
from diwan.people.roles import Role
from diwan.records.models import Record, RecordQuerySet

LADDER = ("parent", "parent__parent", "parent__parent__parent", "parent__parent__parent__parent")
"""What may stand above an entry: as many links as a chain may have besides its own."""


class SigningQuerySet(RecordQuerySet):
    def broken(self) -> SigningQuerySet:
        """Withdrawn, or passed on from something that was withdrawn."""
        return self.filter(_broken())

    def standing(self, standing: str) -> SigningQuerySet:
        """Those ``in_force``, ``to_come``, or ``over`` today."""
        today = clock.today()
        over = _broken() | Q(until__lt=today)
        if standing == "over":
            return self.filter(over)
        return self.exclude(over).filter(Q(since__gt=today) if standing == "to_come" else Q(since__lte=today))


def _broken() -> Q:
    found = Q(state="withdrawn")
    for above in LADDER:
        found |= Q(**{f"{above}__state": "withdrawn"})
    return found


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

    objects: ClassVar[Any] = SigningQuerySet.as_manager()
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
        return _("%(holder)s for %(giver)s") % {"holder": self.holder, "giver": self.giver}

    def get_absolute_url(self) -> str:
        return reverse("signing-authority", args=[self.pk])

    @property
    def reference_printed(self) -> str:
        """The instrument that grants it."""
        return self.instrument

    @property
    def papers_said(self) -> list[str]:
        """The kinds of paper in words."""
        return papers_said(self.papers)

    @classmethod
    @transaction.atomic
    def grant(
        cls, *, by: Any, holder: Person, parent: SigningAuthority | None = None, **facts: Any
    ) -> SigningAuthority:
        """Enter a delegation. Without a parent it comes from the Secretary General, on an instrument.

        Raises Refused for who may not grant, NotNow for one that is wider or longer than what it is passed on from.
        """
        policies.may_grant(by, parent).insist()
        if holder.pk == by.pk:
            raise Refused(_("Nobody enters a delegation for himself."))
        if parent is not None:
            parent = cls.objects.select_for_update(of=("self",)).select_related("holder").get(pk=parent.pk)
            facts["giver"] = parent.holder
        else:
            facts.setdefault("giver", principal())
        if facts["giver"] is None:
            raise NotNow(_("Nobody holds the office of the Secretary General: authority has no source."))
        if holder.pk == facts["giver"].pk:
            raise NotNow(_("Nobody delegates the signature to himself."))
        if not facts["papers"]:
            raise NotNow(_("Choose the papers that may be signed."))
        if facts["until"] < max(facts["since"], clock.today()):
            raise NotNow(_("It would have ended before it began. Choose a later last day."))
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
        above = parent.chain()
        if not parent.may_pass_on:
            raise NotNow(_("This authority may not be passed on."))
        if any(one.state != self.State.GRANTED for one in above):
            raise NotNow(_("This authority was withdrawn."))
        if any(self.holder_id in (one.holder_id, one.giver_id) for one in above):
            raise NotNow(_("Whoever stands above in the chain needs no delegation from it."))
        wider = (
            not set(self.papers) <= set(parent.papers)
            or self.up_to > parent.up_to
            or self.level > parent.level
            or self.since < parent.since
            or self.until > parent.until
        )
        if wider:
            raise NotNow(_("Nobody passes on more than he has: narrow the papers, the rank, the level or the days."))
        if len(above) >= policies.DEEPEST:
            raise NotNow(_("This chain is too long. Have the Secretary General delegate directly."))

    def in_force(self, on: dt.date) -> bool:
        """Whether this entry alone is in force on a day; a withdrawn one is not from its day of withdrawal on."""
        ended = self.withdrawn_on is not None and on >= self.withdrawn_on
        return self.since <= on <= self.until and not ended

    @property
    def standing(self) -> str:
        """``in_force``, ``to_come``, ``ended`` or ``withdrawn`` (it, or what it was passed on from): computed, never entered."""
        today = clock.today()
        if any(one.state == self.State.WITHDRAWN for one in self.chain()):
            return "withdrawn"
        if today < self.since:
            return "to_come"
        return "ended" if today > self.until else "in_force"

    def chain(self) -> list[SigningAuthority]:
        """This entry and those above it, to its source. Ask with ``select_related(*LADDER)`` where there are many."""
        found = [self]
        while (above := found[-1].parent) is not None and len(found) <= policies.DEEPEST:
            found.append(above)
        return found


def principal() -> Person | None:
    """The Secretary General: whoever holds the post today, in their own right before ad interim."""
    held = Holding.objects.filter(current(), post__role=Role.SECRETARY_GENERAL).select_related("person")
    holding = held.order_by("ad_interim", "pk").first()
    return holding.person if holding else None
