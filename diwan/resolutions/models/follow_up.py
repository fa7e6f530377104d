"""What was done about a mandate, with what proof, against which obstacles, and how it was judged."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diwan.documents.models import Version, attach
from diwan.kernel import clock
from diwan.kernel.multilingual import MultilingualField
from diwan.people.models import Unit
from diwan.records.models import Link, Record, link
from diwan.resolutions.models.obstacle_kind import ObstacleKind


class Action(models.Model):
    """Something done, on a day. Its sentence is the source of the report; each language stands for itself."""

    mandate = models.ForeignKey("resolutions.Mandate", models.PROTECT, related_name="actions")
    what = MultilingualField(_("what was done"))
    on = models.DateField(_("on"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("action")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return str(self.what)


class Evidence(models.Model):
    """Proof: a document handed in, or a link to another record."""

    mandate = models.ForeignKey("resolutions.Mandate", models.PROTECT, related_name="evidence")
    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="evidence")
    title = models.CharField(_("title"), max_length=300)
    on = models.DateField(_("date"))
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(Link, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("evidence")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_is_a_document_or_a_link",
                condition=models.Q(version__isnull=False) | models.Q(link__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def keep(
        cls, mandate: Any, *, by: Any, title: str, upload: Any, name: str, target: Record | None,
        on: dt.date | None, action: Action | None,
    ) -> Evidence:  # fmt: skip
        """Keep it beside the mandate. Raises ValueError when there is neither a file nor a record."""
        version = linked = None
        if upload is not None:
            version = attach(mandate, upload, name, by=by, role="evidence", title=title)
        elif target is not None:
            linked = link(target, Link.Kind.PROVES, mandate, by=by)
        else:
            raise ValueError("evidence is a document or a link")
        return cls.objects.create(
            mandate=mandate, action=action, title=title, on=on or clock.today(), version=version, link=linked, by=by
        )


class Obstacle(models.Model):
    """What stands in the way."""

    Kind = ObstacleKind

    mandate = models.ForeignKey("resolutions.Mandate", models.PROTECT, related_name="obstacles")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    what = MultilingualField(_("what stands in the way"))
    since = models.DateField(_("since"))
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("obstacle")
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return str(self.what)


class Assessment(models.Model):
    """The Cabinet's judgement on a day, with its justification. A later one stands beside it, not over it."""

    mandate = models.ForeignKey("resolutions.Mandate", models.PROTECT, related_name="assessments")
    verdict = models.CharField(_("verdict"), max_length=16)
    why = MultilingualField(_("justification"))
    on = models.DateField(_("on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("assessment")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.why}"
