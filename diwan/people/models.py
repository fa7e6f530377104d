"""Who works here, in which unit, in which post, and in whose place."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from diwan.kernel import clock
from diwan.kernel.multilingual import MultilingualField
from diwan.organisation.models import Calendar
from diwan.people.authority import Authority
from diwan.people.roles import Area, Role

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class Unit(models.Model):
    """Whatever can owe work: the Cabinet, a department, an external office, an institution."""

    class Kind(models.TextChoices):
        CABINET = "cabinet", _("Cabinet")
        DEPARTMENT = "department", _("department")
        SECTION = "section", _("section")
        OFFICE = "office", _("external office")
        INSTITUTION = "institution", _("institution")

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = MultilingualField(_("name"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.DEPARTMENT)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    calendar = models.ForeignKey(Calendar, models.PROTECT, verbose_name=_("calendar"))
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    order = models.PositiveSmallIntegerField(default=0)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("unit")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(self.name) or self.code

    @property
    def zone(self) -> ZoneInfo:
        """Its own time zone."""
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.time_zone)

    def lineage(self) -> list[Unit]:
        """The unit, the one above it, and so on to the top."""
        found: list[Unit] = [self]
        while (above := found[-1].parent) and above not in found:
            found.append(above)
        return found


class Person(AbstractUser):
    """Somebody who signs in. What the person may do comes from the posts held and the delegations received."""

    class Clearance(models.IntegerChoices):
        PUBLIC = 0, _("public")
        INTERNAL = 1, _("internal")
        CONFIDENTIAL = 2, _("confidential")
        STRICTLY_CONFIDENTIAL = 3, _("strictly confidential")

    name = MultilingualField(_("name"))
    clearance = models.PositiveSmallIntegerField(_("clearance"), choices=Clearance, default=Clearance.INTERNAL)
    language = models.CharField(_("language"), max_length=5, default="en")
    theme = models.CharField(_("theme"), max_length=5, blank=True, choices=[("light", _("light")), ("dark", _("dark"))])
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    automatic = models.BooleanField(_("acts by itself"), default=False, editable=False)

    first_name = None  # type: ignore[assignment]  # a name is one text per language, not two English halves
    last_name = None  # type: ignore[assignment]

    facts = {
        "add_person": _("gave the account %(username)s"),
        "appoint": _("gave a post in %(unit)s"),
        "new_password": _("gave a new password"),
        "delegate": _("delegated to %(to)s until %(until)s: %(reason)s"),
        "withdraw_delegation": _("withdrew the delegation to %(to)s"),
        "make_token": _("made the token “%(name)s” (%(scope)s)"),
        "revoke_token": _("revoked the token “%(name)s”"),
    }

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    def __str__(self) -> str:
        return str(self.name) or self.username

    def get_full_name(self) -> str:
        """The name in the reader's language."""
        return str(self)

    def get_short_name(self) -> str:
        """The same: nobody is called by half a name here."""
        return str(self)

    @cached_property
    def authority(self) -> Authority:
        """What the person may do today; read once for each request."""
        return Authority.of(self)

    @property
    def post(self) -> Post | None:
        """The post shown beside the name."""
        return self.authority.posts[0] if self.authority.posts else None

    @property
    def unit(self) -> Unit | None:
        """The unit of that post."""
        return self.post.unit if self.post else None


class Post(models.Model):
    """A function in a unit, whoever holds it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("unit"))
    title = MultilingualField(_("title"))
    role = models.CharField(_("role"), max_length=40, choices=Role)

    class Meta:
        verbose_name = _("post")
        ordering = ["unit__order", "pk"]

    def __str__(self) -> str:
        return str(self.title) or self.get_role_display()


def current(on: dt.date | None = None) -> Q:
    """Rows with ``since`` and ``until`` (both included; open when null) that are in force on a day."""
    day = on or clock.today()
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


class Holding(models.Model):
    """A person holds a post from a day until a day, in their own right or ad interim."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", verbose_name=_("post"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings", verbose_name=_("person"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    ad_interim = models.BooleanField(_("ad interim"), default=False)

    class Meta:
        verbose_name = _("holding of a post")
        constraints = [
            models.CheckConstraint(
                name="a_holding_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
            ),
            models.CheckConstraint(
                name="an_interim_has_an_end", condition=Q(ad_interim=False) | Q(until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.post}"


class Delegation(models.Model):
    """One person acts for another, in named areas, from a day until a day. It cannot be passed on."""

    giver = models.ForeignKey(Person, models.PROTECT, related_name="delegations_given", verbose_name=_("given by"))
    receiver = models.ForeignKey(Person, models.PROTECT, related_name="delegations", verbose_name=_("given to"))
    areas = models.JSONField(_("areas"), default=list)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("delegation")
        constraints = [
            models.CheckConstraint(name="a_delegation_ends_after_it_begins", condition=Q(until__gte=models.F("since"))),
            models.CheckConstraint(name="nobody_delegates_to_himself", condition=~Q(giver=models.F("receiver"))),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"

    def clean(self) -> None:
        """Areas are those of the matrix."""
        if unknown := [area for area in self.areas if area not in Area.values]:
            raise ValidationError({"areas": _("Unknown area: %(area)s") % {"area": unknown[0]}})


def machine() -> Person:
    """Diwan itself, when it acts by the clock: reminders, escalations, readings. It cannot sign in."""
    person, _made = Person.objects.get_or_create(
        username="diwan", defaults={"name": {"en": "Diwan", "fr": "Diwan", "ar": "ديوان"}, "automatic": True}
    )
    return person
