"""Organs and their sessions: the dates that resolutions count from."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from diwan.kernel.multilingual import MultilingualField
from diwan.meetings.policies import may_convene
from diwan.trail.models import record_event


class Organ(models.Model):
    """An organ that adopts: a summit, a council."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = MultilingualField(_("name"))
    symbol = models.CharField(_("symbol"), max_length=20, help_text=_("as in document symbols"))
    suffix = models.CharField(max_length=20, blank=True, help_text=_("added to resolution numbers, like (IS)"))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("organ")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def mark(self) -> str:
        """Its mark in numbers of resolutions, without brackets: ``IS``; nothing for most organs."""
        return "".join(letter for letter in self.suffix if letter.isalnum())


class Session(models.Model):
    """A session of an organ. Dates may be unknown; the printed Hijri dates stand beside the computed ones."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="sessions", verbose_name=_("organ"))
    number = models.PositiveSmallIntegerField(_("number"))
    extraordinary = models.BooleanField(_("extraordinary"), default=False)
    name = MultilingualField(_("name"))
    place = MultilingualField(_("place"))
    start = models.DateField(_("first day"), null=True, blank=True)
    end = models.DateField(_("last day"), null=True, blank=True)
    hijri_printed = models.CharField(_("Hijri dates as printed"), max_length=100, blank=True)
    fictional = models.BooleanField(_("fictional"), default=False)

    facts = {"convene": _("entered the session %(key)s"), "change": _("changed the session %(key)s")}

    class Meta:
        verbose_name = _("session")
        ordering = ["-start", "-number"]
        constraints = [
            models.UniqueConstraint(name="a_session_is_held_once", fields=["organ", "number", "extraordinary"]),
            models.CheckConstraint(
                name="a_session_ends_after_it_begins",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name) or self.key

    @property
    def key(self) -> str:
        """``CFM-60``; ``EX-CFM-17`` for an extraordinary one."""
        return f"{'EX-' if self.extraordinary else ''}{self.organ.symbol}-{self.number}"

    @property
    def keys(self) -> set[str]:
        """Its key, and the one made with the organ's mark in numbers: ``IS-18`` beside ``SUM-18``."""
        mark = self.organ.mark
        return {self.key, f"{mark}-{self.number}"} if mark else {self.key}

    def comes_after(self, other: Session) -> bool:
        """Whether it was held later; by its number where a day is unknown and the organ is the same."""
        if self.start and other.start:
            return self.start > other.start
        return self.organ_id == other.organ_id and self.number > other.number

    @classmethod
    @transaction.atomic
    def convene(cls, *, by: Any, **facts: Any) -> Session:
        """Enter a session of an organ. Raises Refused when the person may not."""
        may_convene(by).insist()
        session = cls.objects.create(**facts)
        record_event(session, "convene", by=by, key=session.key)
        return session

    @property
    def following(self) -> Session | None:
        """The next ordinary session of the same organ, when it is known."""
        later = Session.objects.filter(organ=self.organ, extraordinary=False, number__gt=self.number)
        return later.select_related("organ").order_by("number").first()

    @classmethod
    def of_key(cls, key: str) -> Session:
        """The session of a key like ``CFM-60``. Raises Session.DoesNotExist."""
        extraordinary = key.upper().startswith("EX-")
        symbol, _dash, number = key.upper().removeprefix("EX-").rpartition("-")
        if not number.isdigit():
            raise cls.DoesNotExist(key)
        return cls.objects.select_related("organ").get(
            organ__symbol__iexact=symbol, number=int(number), extraordinary=extraordinary
        )
