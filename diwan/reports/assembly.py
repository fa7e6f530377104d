"""The report assembles itself: what is asked of whom, what is proposed from the year's records, what is frozen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.kernel.multilingual import Texts
from diwan.people.models import Unit
from diwan.references.models import Register
from diwan.reports.content import content_of
from diwan.reports.document import document_of
from diwan.reports.models import Contribution, Edition, Report
from diwan.reports.policies import LEFT_OUT_FROM
from diwan.resolutions.models import Action, Assessment, Evidence, Mandate

__all__ = ["content_of", "document_of", "freeze", "open_contributions"]

REGISTER = "sg-report"
#: What stands in the place of the series in the symbol of a report on all the resolutions of a session.
ALL_SERIES = "RES"
#: Mandates that ended without being carried out: nobody is asked what was done.
NOT_ASKED = (Mandate.State.SUPERSEDED, Mandate.State.RETIRED)


# asking ------------------------------------------------------------------------------------------------------------
def open_contributions(report: Report) -> int:
    """One contribution for each mandate, asked of its lead unit, or of the Cabinet where it has none.

    What was recorded during the year is proposed as its text, with source and date; it stays awaited until a person
    stands by it. Called again, what was written stays, what is only proposed is brought up to date. Returns how many
    are awaited. Mandates from Confidential up are left out.
    """
    cabinet = Unit.objects.filter(kind=Unit.Kind.CABINET).order_by("order", "pk").first()
    mandates = list(
        report.mandates()
        .filter(confidentiality__lt=LEFT_OUT_FROM)
        .exclude(state__in=NOT_ASKED)
        .select_related("lead__unit")
    )
    present = {c.mandate_id: c for c in report.contributions.all()}
    recorded = _Recorded(mandates)
    fresh, changed = [], []
    for mandate in mandates:
        found = present.get(mandate.pk)
        unit = mandate.lead.unit if mandate.lead else cabinet
        if found is None:
            found = Contribution(report=report, mandate=mandate)
            fresh.append(found)
        elif found.state == Contribution.State.AWAITED:
            changed.append(found)
        else:
            continue
        found.unit = unit
        if found.by_id is None:
            recorded.propose(found, mandate, unit)
    Contribution.objects.bulk_create(fresh, batch_size=1000)
    Contribution.objects.bulk_update(changed, ["unit", "texts", "source", "on", "action"], batch_size=1000)
    return len(fresh) + len(changed)


class _Recorded:
    """The latest action of each mandate with its proof, and the Cabinet's latest word where there was no action."""

    def __init__(self, mandates: Iterable[Mandate]) -> None:
        keys = [mandate.pk for mandate in mandates]
        self.actions = _latest(Action.objects.filter(mandate__in=keys).select_related("unit"))
        self.assessments = _latest(Assessment.objects.filter(mandate__in=keys))
        found = Evidence.objects.filter(mandate__in=keys, action__isnull=False).order_by("on", "pk")
        self.proofs = {proof.action_id: proof for proof in found}

    def propose(self, contribution: Contribution, mandate: Mandate, unit: Unit | None) -> None:
        """Fill in what was recorded; nothing where there is nothing."""
        action, assessment = self.actions.get(mandate.pk), self.assessments.get(mandate.pk)
        if action is not None:
            proof = self.proofs.get(action.pk)
            contribution.texts, contribution.on, contribution.action = action.what, action.on, action
            contribution.source = source_of(action.what, action.unit, proof.title if proof else "")
        elif assessment is not None:
            contribution.texts, contribution.on = assessment.why, assessment.on
            contribution.source = source_of(assessment.why, unit, "")


def _latest(rows: Any) -> dict[int, Any]:
    """The latest of each mandate."""
    return {row.mandate_id: row for row in rows.order_by("mandate_id", "-on", "-pk").distinct("mandate_id")}


def source_of(texts: dict[str, str], unit: Unit | None, proof: str) -> Texts:
    """Where a sentence comes from, in each language it is written in: the unit, and the title of the proof."""
    named = {language: (unit.name.get(language) or unit.code) if unit else "" for language in texts}
    return Texts({language: ", ".join(filter(None, [name, proof])) for language, name in named.items()})


# freezing ----------------------------------------------------------------------------------------------------------
def freeze(report: Report, by: Any) -> Edition:
    """Draw the symbol on first issue, keep the whole content, and have the files made from it after commit.

    Must run inside the step that issues, which holds the report's row. Raises NotNow where the organisation's
    profile has no register of reports.
    """
    from diwan.reports.jobs import print_edition

    if report.reference_id is None:
        register = Register.objects.filter(code=REGISTER).first()
        if register is None:
            raise NotNow(_("The organisation’s profile has no register of reports, so there is no symbol to give."))
        meeting = report.presented_to or report.session
        report.reference = register.draw(
            by=by, record=report, session=meeting.key, series=report.series.code if report.series else ALL_SERIES
        )
    number = (report.editions.aggregate(last=Max(F("number")))["last"] or 0) + 1
    content = content_of(report, version=str(number), issued=True)
    edition = Edition.objects.create(report=report, number=number, content=content, issued_on=clock.today(), by=by)
    print_edition.defer(edition=edition.pk)
    return edition
