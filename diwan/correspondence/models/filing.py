"""Where letters are kept: the classes of the filing plan with their retention, and the dossiers in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diwan.correspondence import policies
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.kernel.lifecycle import step
from diwan.kernel.multilingual import MultilingualField
from diwan.people.models import Unit
from diwan.records.models import Record
from diwan.references.models import Register


class FileClass(models.Model):
    """A class of the filing plan: how long what is in it is kept once closed, and what happens then."""

    class Disposal(models.TextChoices):
        PERMANENT = "permanent", _("kept for good")
        REVIEW = "review", _("reviewed")
        DESTROY = "destroy", _("destroyed")

    code = models.CharField(_("code"), max_length=30, unique=True)
    title = MultilingualField(_("title"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    years = models.PositiveSmallIntegerField(
        _("kept for years"), null=True, blank=True, help_text=_("after closing; none where it is kept for good")
    )
    disposal = models.CharField(_("then"), max_length=10, choices=Disposal, default=Disposal.REVIEW)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("class of the filing plan")
        verbose_name_plural = _("filing plan")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="what_is_kept_for_good_has_no_end",
                condition=(Q(disposal="permanent") & Q(years__isnull=True))
                | (~Q(disposal="permanent") & Q(years__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def kept_until(self, closed: dt.date) -> dt.date | None:
        """The last day of the year in which its years are over; None where it is kept for good."""
        return None if self.years is None else dt.date(closed.year + self.years, 12, 31)


class Dossier(Record):
    """A file on a subject, in a class of the plan: letters of one or more matters are kept in it together."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        DISPOSED = "disposed", _("disposed of")

    number = models.CharField(_("number"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=300)
    file_class = models.ForeignKey(FileClass, models.PROTECT, related_name="dossiers", verbose_name=_("class"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    opened_on = models.DateField(_("opened on"), default=clock.today, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)

    visible_to = staticmethod(policies.dossiers_visible_to)
    facts = {"open_dossier": _("opened the dossier")}

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        constraints = [
            models.CheckConstraint(
                name="a_closed_dossier_has_a_day", condition=Q(state="open") | Q(closed_on__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("dossier", args=[self.pk])

    @property
    def kept_until(self) -> dt.date | None:
        """The last day of its years; None while it is open, and where it is kept for good."""
        return self.file_class.kept_until(self.closed_on) if self.closed_on else None

    @property
    def reference_printed(self) -> str:
        """Its number."""
        return self.number

    @classmethod
    @transaction.atomic
    def open(cls, *, by: Any, title: str, file_class: FileClass, unit: Unit) -> Dossier:
        """Open a dossier in a class; its number is the next of that class in the year. Raises Refused."""
        policies.may_file(by).insist()
        register, _made = Register.objects.get_or_create(
            code=f"dossier-{file_class.code}"[:40],
            defaults={
                "name": {"en": f"Dossiers {file_class.code}"},
                "pattern": file_class.code + "/{year}/{serial:03}",
            },
        )
        reference = register.draw(by=by, record=cls)
        found = cls(
            pk=reference.record_id,
            number=reference.printed,
            title=title,
            file_class=file_class,
            unit=unit,
            opened_by=by,
        )
        found.save(force_insert=True)
        found.track("open_dossier", by=by, number=found.number)
        return found

    @step(State.OPEN, to=State.CLOSED, allow=policies.may_file, says=_("closed the dossier"))
    def close(self, *, by: Any) -> None:
        """Nothing more comes into it; its years begin to count."""
        self.closed_on = clock.today()

    @step(State.CLOSED, to=State.OPEN, allow=policies.may_file, says=_("opened the dossier again"))
    def reopen(self, *, by: Any) -> None:
        """Something came after all."""
        self.closed_on = None


class Filed(models.Model):
    """What is put into a class of the plan in the end, or into a dossier of that class."""

    file_class = models.ForeignKey(
        FileClass, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("filed under")
    )
    dossier: Any
    closed_on = models.DateField(_("closed on"), null=True, editable=False)

    class Meta:
        abstract = True

    def _put_into(self, file_class: FileClass, dossier: Dossier | None) -> dict[str, Any]:
        """The body of each kind's own step. Raises NotNow for a dossier of another class."""
        if dossier is not None and dossier.file_class_id != file_class.pk:
            raise NotNow(_("This dossier belongs to another class."))
        self.file_class, self.dossier, self.closed_on = file_class, dossier, clock.today()
        return {"file_class": str(file_class.code), "dossier": dossier.number if dossier else ""}
