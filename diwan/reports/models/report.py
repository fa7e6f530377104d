"""The Secretary General's report on the implementation of the resolutions of a session."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.kernel.lifecycle import step
from diwan.kernel.multilingual import MultilingualField, Texts
from diwan.meetings.models import Session
from diwan.records.models import Record
from diwan.references.models import Reference
from diwan.reports import policies
from diwan.reports.models.contribution import Contribution
from diwan.resolutions.models import Action, Mandate, Resolution, Series


class Report(Record):
    """“Implementation of the resolutions of the … session”: a section a resolution, decision beside implementation."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("in preparation")
        FINAL = "final", _("final version of the Cabinet")
        ISSUED = "issued", _("issued")

    session = models.ForeignKey(Session, models.PROTECT, related_name="reports", verbose_name=_("resolutions of"))
    presented_to = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("presented to")
    )
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, verbose_name=_("series"))
    title = MultilingualField(_("title"))
    introduction = MultilingualField(_("introduction"))
    wanted_by = models.DateField(_("contributions wanted by"), null=True, blank=True)
    reference = models.OneToOneField(Reference, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PREPARING, editable=False)

    visible_to = staticmethod(policies.visible_to)
    facts = {"open": _("opened the report")}

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def reference_printed(self) -> str:
        """The document symbol, once it has one."""
        return str(self.reference) if self.reference_id else ""

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.pk])

    @classmethod
    @transaction.atomic
    def open(
        cls, *, by: Any, session: Session, presented_to: Session | None = None, series: Series | None = None,
        wanted_by: dt.date | None = None, title: dict[str, str] | None = None,
        introduction: dict[str, str] | None = None,
    ) -> Report:  # fmt: skip
        """Open the report on the resolutions of a session, all or those of one series.

        Without a title it bears the usual one in each language. Raises Refused when the person may not.
        """
        from diwan.reports.titles import usual_title

        policies.may_open(by).insist()
        report = cls.objects.create(
            session=session, presented_to=presented_to, series=series, wanted_by=wanted_by,
            title=Texts(title) or usual_title(session, series), introduction=Texts(introduction),
        )  # fmt: skip
        report.track("open", by=by, session=session.key)
        return report

    def mandates(self) -> Any:
        """The mandates it reports on, in the order of the volume."""
        found = Mandate.objects.filter(resolution__session=self.session_id)
        if self.series_id:
            found = found.filter(resolution__series=self.series_id)
        return found.order_by("resolution__series__code", "resolution__number", "paragraph__order")

    def resolutions(self) -> Any:
        """The resolutions it reports on, one a section, in the order of the volume."""
        found = Resolution.objects.filter(session=self.session_id)
        if self.series_id:
            found = found.filter(series=self.series_id)
        return found.order_by("series__code", "number")

    # contributions -------------------------------------------------------------------------------------------------
    @step(State.PREPARING, allow=policies.may_prepare, says=_("called for %(asked)s contributions by %(by_day)s"))
    def call(self, *, by: Any, wanted_by: dt.date) -> dict[str, Any]:
        """Ask the lead units for their contributions. What was recorded during the year is proposed to them.

        Called again, it asks for what has come up since and leaves what was written as it is.
        """
        from diwan.reports.assembly import open_contributions

        self.wanted_by = wanted_by
        return {"asked": open_contributions(self), "by_day": wanted_by.isoformat()}

    @step(State.PREPARING, State.FINAL, allow=policies.may_contribute, says=_("contributed to %(mandate)s"))
    def contribute(
        self, *, by: Any, contribution: Contribution, texts: dict[str, str], source: dict[str, str],
        on: dt.date | None = None, action: Action | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Write what was done, each language for itself, with its source and date."""
        self._take(contribution, by)
        contribution.texts = Texts(texts)
        contribution.source = Texts({k: v for k, v in source.items() if k in contribution.texts})
        if not contribution.texts:
            raise NotNow(_("There is no text in any language."))
        contribution.on, contribution.action = on or clock.today(), action
        contribution.receive(by)
        return contribution.particulars

    @step(
        State.PREPARING,
        State.FINAL,
        allow=policies.may_contribute,
        says=_("confirmed what was recorded on %(mandate)s"),
    )
    def confirm(self, *, by: Any, contribution: Contribution) -> dict[str, Any]:
        """Stand by the sentence that was recorded during the year and is proposed for the report."""
        self._take(contribution, by)
        if not contribution.texts:
            raise NotNow(_("Nothing was recorded that could be confirmed."))
        contribution.receive(by)
        return contribution.particulars

    @step(State.PREPARING, State.FINAL, allow=policies.may_prepare, says=_("cleared the contribution on %(mandate)s"))
    def clear(self, *, by: Any, contribution: Contribution) -> dict[str, Any]:
        """The Cabinet takes the text into the report."""
        self._take(contribution, by)
        if not contribution.texts:
            raise NotNow(_("There is no text to clear."))
        contribution.state = Contribution.State.CLEARED
        contribution.save()
        return contribution.particulars

    @step(
        State.PREPARING,
        State.FINAL,
        allow=policies.may_prepare,
        says=_("cleared %(count)s contributions on %(resolution)s"),
    )
    def clear_section(self, *, by: Any, resolution: Resolution) -> dict[str, Any]:
        """The Cabinet takes in whatever has been received on one resolution."""
        received = self.contributions.filter(state=Contribution.State.RECEIVED, mandate__resolution=resolution)
        count = received.update(state=Contribution.State.CLEARED)
        return {"count": count, "resolution": resolution.short, "resolution_id": resolution.pk}

    @step(
        State.PREPARING,
        State.FINAL,
        allow=policies.may_prepare,
        says=_("returned the contribution on %(mandate)s: %(reason)s"),
    )
    def hand_back(self, *, by: Any, contribution: Contribution, reason: str) -> dict[str, Any]:
        """Return it to the unit, saying what is missing."""
        self._take(contribution, by)
        contribution.state, contribution.remark = Contribution.State.AWAITED, reason[:300]
        contribution.save()
        return {**contribution.particulars, "reason": reason, "unit": contribution.unit_id}

    @step(State.PREPARING, State.FINAL, allow=policies.may_chase, says=_("chased %(count)s missing contributions"))
    def chase(self, *, by: Any, units: Any = ()) -> dict[str, Any]:
        """Remind units of what is missing; all when none is named. Raises NotNow when nothing is."""
        missing = self.contributions.filter(state=Contribution.State.AWAITED)
        if units:
            missing = missing.filter(unit__in=units)
        asked = list(missing.values_list("unit_id", flat=True))
        if not asked:
            raise NotNow(_("No contribution is missing."))
        missing.update(chased_on=clock.today(), chased=models.F("chased") + 1)
        return {"count": len(asked), "units": sorted({unit for unit in asked if unit})}

    # the whole -----------------------------------------------------------------------------------------------------
    @step(State.PREPARING, State.FINAL, allow=policies.may_prepare, says=_("changed its title or introduction"))
    def introduce(self, *, by: Any, title: dict[str, str], introduction: dict[str, str]) -> None:
        """Set title and introduction."""
        self.title, self.introduction = Texts(title), Texts(introduction)

    @step(State.PREPARING, to=State.FINAL, allow=policies.may_finalise, says=_("made the final version"))
    def finalise(self, *, by: Any) -> None:
        """The Cabinet's final version: nothing but corrections after this."""

    @step(
        State.FINAL,
        State.ISSUED,
        to=State.PREPARING,
        allow=policies.may_finalise,
        says=_("took it back into preparation: %(reason)s"),
    )
    def take_back(self, *, by: Any, reason: str) -> dict[str, Any]:
        """Open it again for contributions. Versions issued before stay as they are."""
        return {"reason": reason}

    @step(State.FINAL, to=State.ISSUED, allow=policies.may_issue, says=_("issued version %(number)s as %(symbol)s"))
    def issue(self, *, by: Any) -> dict[str, Any]:
        """Give it its symbol and freeze a version: its content is kept, its files are made from that by a job."""
        from diwan.reports.assembly import freeze

        edition = freeze(self, by)
        return {"number": edition.number, "symbol": self.reference_printed, "edition": edition.pk}

    def _take(self, contribution: Contribution, by: Any) -> None:
        """Read a contribution of this report anew, under the report's lock, for a person who may write it."""
        policies.may_write(by, contribution).insist()
        contribution.refresh_from_db()
        if contribution.report_id != self.pk:
            raise NotNow(_("This contribution belongs to another report."))
        if contribution.state == Contribution.State.CLEARED and not policies.may_prepare(by):
            raise NotNow(_("The Cabinet has taken this text into the report."))
