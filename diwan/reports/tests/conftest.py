"""A report of a fictional session: two resolutions of three paragraphs, three of them led and worked on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from diwan.kernel import clock
from diwan.reports.models import Report
from diwan.reports.tests.registers import DONE, adopted, sessions
from diwan.resolutions.models import Mandate

WANTED = dt.date(2035, 3, 1)


@pytest.fixture
def mandates(idris: Any, unit: Callable[[str], Any]) -> list[Mandate]:
    """Six mandates: two of Political Affairs, one of an institution, one of Brussels, two without a lead.

    Political Affairs has recorded what it did about the first in three languages, about the second in French.
    """
    session, _next = sessions()
    found = adopted(session)
    with clock.at(dt.datetime(2034, 11, 5, 9, tzinfo=dt.UTC)):
        for place, code in enumerate(["POL", "POL", "SESRIC", "BRU"]):
            found[place].assign(by=idris, unit=unit(code))
        found[0].act(by=idris, what=DONE, unit=unit("POL"))
        found[1].act(by=idris, what={"fr": DONE["fr"]}, unit=unit("POL"))
    return found


@pytest.fixture
def report(mandates: list[Mandate], yasmin: Any) -> Report:
    """The report that Yasmin opens for the next session."""
    session, following = sessions()
    return Report.open(by=yasmin, session=session, presented_to=following)


@pytest.fixture
def called(report: Report, yasmin: Any) -> Report:
    """The same, once the units have been asked."""
    report.call(by=yasmin, wanted_by=WANTED)
    return report


@pytest.fixture
def issued(called: Report, yasmin: Any, idris: Any) -> Report:
    """The same, issued with the two texts of Political Affairs."""
    for contribution in called.contributions.exclude(texts={}):
        called.clear(by=yasmin, contribution=contribution)
    called.finalise(by=idris)
    called.issue(by=idris)
    return called


@pytest.fixture
def contribution_of(called: Report) -> Callable[[Mandate], Any]:
    """The contribution to the report on a mandate."""
    return lambda mandate: called.contributions.get(mandate=mandate)
