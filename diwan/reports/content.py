"""The whole content of a report as data: every language, nothing left to look up. This is what an edition keeps."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any

from diwan.kernel import clock
from diwan.organisation.models import organisation
from diwan.people.models import Unit
from diwan.reports.policies import LEFT_OUT_FROM

if TYPE_CHECKING:
    from diwan.reports.models import Contribution, Report


def content_of(report: Report, *, version: str = "", issued: bool = False) -> dict[str, Any]:
    """The report as it stands today, for ``document_of``.

    What is issued holds what the Cabinet has cleared. A draft also shows what has been received, and lists what is
    missing. Six queries, whatever the number of resolutions.
    """
    house = organisation()
    mandates = list(
        report.mandates().filter(confidentiality__lt=LEFT_OUT_FROM).with_status().select_related("paragraph", "lead")
    )
    contributions = {c.mandate_id: c for c in report.contributions.all()}
    units = {unit.pk: unit for unit in Unit.objects.all()}
    rows: dict[int, list[dict[str, Any]]] = {}
    for mandate in mandates:
        row = _row(mandate, contributions.get(mandate.pk), units, issued)
        rows.setdefault(mandate.resolution_id, []).append(row)
    resolutions = list(report.resolutions().select_related("session__organ", "series"))
    shorts = {resolution.pk: resolution.short for resolution in resolutions}
    missing = [] if issued else _missing(report, mandates, contributions, units, shorts)
    return {
        "languages": list(house.languages) if house else ["en"],
        "organisation": dict(house.name) if house else {},
        "title": dict(report.title),
        "symbol": report.reference_printed,
        "session": {"key": report.session.key, "name": dict(report.session.name)},
        "presented_to": _session(report.presented_to),
        "date": clock.today().isoformat(),
        "version": version,
        "issued": issued,
        "introduction": dict(report.introduction),
        "units": {unit.code: dict(unit.name) for unit in units.values()},
        "sections": [_section(resolution, rows.get(resolution.pk, [])) for resolution in resolutions],
        "missing": missing,
    }


def _session(session: Any) -> dict[str, Any] | None:
    return {"key": session.key, "name": dict(session.name)} if session else None


def _section(resolution: Any, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "number": resolution.short,
        "title": dict(resolution.title),
        "place": dict(resolution.session.place),
        "adopted_on": _day(resolution.adopted_on),
        "rows": rows,
    }


def _row(mandate: Any, contribution: Contribution | None, units: dict[int, Unit], issued: bool) -> dict[str, Any]:
    lead = units.get(mandate.lead.unit_id) if mandate.lead else None
    return {
        "number": str(mandate.paragraph),
        "decision": dict(mandate.wording),
        "status": mandate.status,
        "state": mandate.state,
        "unit": lead.code if lead else "",
        "sentences": [_sentence(contribution)] if contribution and _stands(contribution, issued) else [],
    }


def _stands(contribution: Contribution, issued: bool) -> bool:
    states = contribution.State
    allowed = (states.CLEARED,) if issued else (states.CLEARED, states.RECEIVED)
    return contribution.state in allowed


def _sentence(contribution: Contribution) -> dict[str, Any]:
    return {"texts": dict(contribution.texts), "source": dict(contribution.source), "on": _day(contribution.on)}


def _missing(
    report: Report,
    mandates: list[Any],
    contributions: dict[int, Contribution],
    units: dict[int, Unit],
    shorts: dict[int, str],
) -> list[dict[str, Any]]:
    found = []
    for mandate in mandates:
        contribution = contributions.get(mandate.pk)
        if contribution is None or contribution.state != contribution.State.AWAITED:
            continue
        unit = units.get(contribution.unit_id) if contribution.unit_id else None
        found.append(
            {
                "unit": unit.code if unit else "",
                "subject": dict(mandate.wording),
                "reference": f"{shorts.get(mandate.resolution_id, '')} §{mandate.paragraph}",
                "due": _day(report.wanted_by),
                "late": bool(report.wanted_by and report.wanted_by < clock.today()),
            }
        )
    return found


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


#: What a mandate that has ended is said to be, by colour: an end is not always a success.
TONES = {"implemented": "done", "partially": "run", "not_implemented": "late"}
#: The order in which figures and charts show them.
STANDINGS = (
    "implemented", "partially", "in_progress", "waiting", "late", "not_started", "unassigned", "not_implemented", "ended",
)  # fmt: skip
STANDING_TONES = {
    "implemented": "done", "partially": "run", "in_progress": "run", "waiting": "hold", "late": "late",
    "not_started": "idle", "unassigned": "idle", "not_implemented": "late", "ended": "idle",
}  # fmt: skip
_OF_STATUS = {
    "run": "in_progress",
    "hold": "waiting",
    "late": "late",
    "idle": "not_started",
    "unassigned": "unassigned",
}
_OF_STATE = {"implemented": "implemented", "partially": "partially", "not_implemented": "not_implemented"}


def standing(status: str, state: str) -> str:
    """Where a mandate stands, in one word of ``STANDINGS``: how it ended, or how far it is."""
    return _OF_STATE.get(state, "ended") if status == "done" else _OF_STATUS.get(status, "not_started")


def standings(content: dict[str, Any]) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """How many mandates stand where: all together, and by the code of their lead unit (``""`` has none)."""
    whole: Counter[str] = Counter()
    by_unit: dict[str, Counter[str]] = {}
    for section in content["sections"]:
        for row in section["rows"]:
            where = standing(row["status"], row["state"])
            whole[where] += 1
            by_unit.setdefault(row["unit"], Counter())[where] += 1
    return whole, by_unit
