"""Whom the house exchanges letters with."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diwan.clearance.ranks import Rank
from diwan.directory import policies
from diwan.directory.folded import folded, host
from diwan.kernel.decisions import NotNow
from diwan.kernel.lifecycle import step
from diwan.kernel.multilingual import MultilingualField, Texts
from diwan.people.models import Unit
from diwan.records.models import Record, RecordQuerySet


class CorrespondentQuerySet(RecordQuerySet):
    def in_use(self) -> Self:
        """Those one may write to today."""
        return self.filter(state="in_use")

    def same_as(self, correspondent: Any) -> Self:
        """The correspondent and all that were merged into it: ``letters.filter(sender__in=…same_as(whom))``."""
        key = correspondent.merged_into_id or correspondent.pk
        return self.filter(Q(pk=key) | Q(merged_into=key))


class Correspondent(Record):
    """A body or a person with whom letters are exchanged. Letters keep the one they were written to.

    One that stands twice is merged into another and stays, so that old letters keep their addressee; ``current``
    says who it is now, always in one step.
    """

    class State(models.TextChoices):
        IN_USE = "in_use", _("in use")
        MERGED = "merged", _("merged into another")
        CLOSED = "closed", _("no longer written to")

    class Kind(models.TextChoices):
        HEAD_OF_STATE = "head_of_state", _("head of State")
        HEAD_OF_GOVERNMENT = "head_of_government", _("head of Government")
        MINISTRY = "ministry", _("ministry")
        MISSION = "mission", _("permanent mission or embassy")
        ORGANISATION = "organisation", _("international organisation")
        UN_BODY = "un_body", _("body of the United Nations")
        INSTITUTION = "institution", _("institution")
        OFFICE = "office", _("external office")
        NGO = "ngo", _("non-governmental organisation")
        COMPANY = "company", _("company")
        PERSON = "person", _("private person")

    class Channel(models.TextChoices):
        POST = "post", pgettext_lazy("a channel", "post")
        BAG = "bag", pgettext_lazy("a channel", "diplomatic bag")
        HAND = "hand", pgettext_lazy("a channel", "by hand")
        EMAIL = "email", pgettext_lazy("a channel", "e-mail")
        FAX = "fax", pgettext_lazy("a channel", "fax")
        PORTAL = "portal", pgettext_lazy("a channel", "portal")

    #: How high each kind stands where nothing else is said.
    RANKS: ClassVar[dict[str, Rank]] = {
        Kind.HEAD_OF_STATE: Rank.HEAD,
        Kind.HEAD_OF_GOVERNMENT: Rank.HEAD,
        Kind.MINISTRY: Rank.MINISTER,
        Kind.MISSION: Rank.REPRESENTATIVE,
        Kind.ORGANISATION: Rank.MINISTER,
        Kind.UN_BODY: Rank.REPRESENTATIVE,
    }
    #: What a person changes in it; the profile leaves alone what was changed by hand.
    FIELDS: ClassVar[tuple[str, ...]] = (
        "kind", "country", "unit", "name", "rank", "language", "address", "email", "fax", "channel", "salutation",
        "courtesy", "aliases", "domains", "note",
    )  # fmt: skip

    code = models.CharField(_("code"), max_length=40, unique=True, null=True, blank=True, editable=False)
    automatic = models.BooleanField(_("from the profile"), default=False, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    country = models.ForeignKey(
        "directory.State",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="correspondents",
        verbose_name=pgettext_lazy("a country", "State"),
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="correspondents", verbose_name=_("unit of the house")
    )
    name = MultilingualField(_("name"))
    rank = models.PositiveSmallIntegerField(_("rank"), choices=Rank, default=Rank.ROUTINE)
    language = models.CharField(_("written to in"), max_length=5, default="en")
    address = MultilingualField(_("address"))
    email = models.EmailField(_("e-mail"), blank=True)
    fax = models.CharField(_("fax"), max_length=40, blank=True)
    channel = models.CharField(_("sent by"), max_length=10, choices=Channel, default=Channel.POST)
    salutation = MultilingualField(_("salutation"))
    courtesy = MultilingualField(_("formula of courtesy"))
    aliases = models.JSONField(_("also called"), default=list, blank=True)
    domains = ArrayField(models.CharField(max_length=120), verbose_name=_("e-mail domains"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    folded = ArrayField(models.TextField(), default=list, editable=False)
    touched = ArrayField(models.CharField(max_length=20), default=list, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        editable=False,
        verbose_name=_("merged into"),
    )
    state = models.CharField(_("standing"), max_length=10, choices=State, default=State.IN_USE, editable=False)

    objects: ClassVar[Any] = CorrespondentQuerySet.as_manager()
    visible_to = staticmethod(policies.visible_to)
    facts = {"enter": _("entered it"), "take_in": _("merged “%(name)s” into it")}

    class Meta:
        verbose_name = _("correspondent")
        verbose_name_plural = _("correspondents")
        indexes = [GinIndex(fields=["folded"]), GinIndex(fields=["domains"]), models.Index(fields=["kind", "country"])]
        constraints = [
            models.CheckConstraint(
                name="a_merged_one_says_into_which",
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(name="nobody_is_merged_into_himself", condition=~Q(pk=F("merged_into"))),
            models.CheckConstraint(name="ranks_are_four", condition=Q(rank__gte=1, rank__lte=4)),
            models.CheckConstraint(name="a_correspondent_has_a_name", condition=~Q(name={})),
            models.UniqueConstraint(
                name="one_of_its_kind_for_each_state",
                fields=["country", "kind"],
                condition=Q(automatic=True, country__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_for_each_unit", fields=["unit"], condition=Q(automatic=True, unit__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("correspondent", args=[self.pk])

    @property
    def current(self) -> Correspondent:
        """Who it is now: itself, or the one into which it was merged."""
        return self.merged_into or self

    def names(self) -> list[str]:
        """Its name in each language, then what else it is called."""
        return [*self.name.values(), *self.aliases]

    def prepare(self) -> None:
        """Bring domains and the folded names into the form in which they are looked up."""
        self.aliases = list(dict.fromkeys(alias.strip() for alias in self.aliases if alias.strip()))
        self.domains = list(dict.fromkeys(filter(None, map(host, self.domains))))
        self.email = self.email.strip()
        self.folded = sorted({folded(name) for name in self.names()} - {""})

    def save(self, *args: Any, **options: Any) -> None:
        self.prepare()
        super().save(*args, **options)

    @classmethod
    @transaction.atomic
    def enter(cls, *, by: Any, **facts: Any) -> Correspondent:
        """Enter somebody new. Without a rank it has that of its kind. Raises Refused when the person may not."""
        policies.may_enter(by).insist()
        facts.setdefault("rank", cls.RANKS.get(facts["kind"], Rank.ROUTINE))
        found = cls(**facts)
        found.name = Texts(found.name)
        found.save()
        found.track("enter", by=by)
        return found

    @step(State.IN_USE, State.CLOSED, allow=policies.may_change, says=_("changed what is known of it"))
    def change(self, *, by: Any, **facts: Any) -> dict[str, Any]:
        """Change what is known of it. What was changed by hand, the profile leaves alone from then on."""
        changed = {
            field: facts[field] for field in self.FIELDS if field in facts and facts[field] != getattr(self, field)
        }
        particulars = {}
        for field, value in changed.items():
            particulars[field] = [_plain(getattr(self, field)), _plain(value)]
            setattr(self, field, value)
        self.touched = sorted({*self.touched, *changed})
        return {"changed": particulars}

    @step(State.IN_USE, State.CLOSED, to=State.MERGED, allow=policies.may_settle, says=_("merged it into “%(into)s”"))
    def merge(self, *, by: Any, into: Correspondent) -> dict[str, Any]:
        """It is the same as another: that one takes in its names and its letters, which keep pointing here."""
        target: Correspondent = Correspondent.objects.select_for_update(of=("self",)).get(pk=into.pk)
        if target.pk == self.pk:
            raise NotNow(_("It cannot be merged into itself. Choose another one."))
        if target.state != self.State.IN_USE:
            raise NotNow(_("Only one that is in use takes another in. Choose the one that stays."))
        Correspondent.objects.filter(merged_into=self).update(merged_into=target)
        self.merged_into = target
        known = set(target.folded)
        target.aliases = [*target.aliases, *(name for name in self.names() if folded(name) not in known)]
        target.domains = [*target.domains, *self.domains]
        target.touched = sorted({*target.touched, "aliases", "domains"})
        target.save()
        target.track("take_in", by=by, name=dict(self.name), correspondent=self.pk)
        return {"into": dict(target.name), "correspondent": target.pk}

    @step(State.IN_USE, to=State.CLOSED, allow=policies.may_settle, says=_("closed it: %(note)s"))
    def close(self, *, by: Any, note: str) -> dict[str, Any]:
        """It is written to no longer; its letters stay."""
        return {"note": note}

    @step(State.CLOSED, State.MERGED, to=State.IN_USE, allow=policies.may_settle, says=_("took it into use again"))
    def reopen(self, *, by: Any) -> dict[str, Any]:
        """It is written to again; a merger made by mistake is undone, and its letters are its own again."""
        if self.merged_into_id is None:
            return {}
        target: Correspondent = Correspondent.objects.select_for_update(of=("self",)).get(pk=self.merged_into_id)
        mine = {folded(name) for name in self.names()}
        target.aliases = [alias for alias in target.aliases if folded(alias) not in mine]
        target.domains = [domain for domain in target.domains if domain not in self.domains]
        target.save()
        self.merged_into = None
        return {"from": target.pk}


def _plain(value: Any) -> Any:
    """A value as the trail keeps it."""
    return value.pk if isinstance(value, models.Model) else value
