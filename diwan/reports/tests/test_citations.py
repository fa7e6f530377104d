"""Reports and citations: cited by their symbol, and citing only in what all may read."""

from __future__ import annotations

from typing import Any

from diwan.citations.links import record_named
from diwan.citations.models import Citation
from diwan.citations.reader import index_all
from diwan.citations.register import CitedBy
from diwan.resolutions.models import Resolution


def test_an_issued_report_is_found_by_its_symbol(issued: Any, idris: Any) -> None:
    index_all()
    symbol = issued.reference_printed
    assert record_named(idris, symbol) == issued
    assert record_named(idris, symbol.replace("/SG-", "/ SG. ").replace("REP.", "REP")) == issued


def test_what_a_unit_wrote_cites_only_once_it_is_issued(
    called: Any, issued: Any, yasmin: Any, idris: Any, zayd: Any
) -> None:
    cited = Resolution.objects.filter(session=issued.session).order_by("number").last()
    assert not Citation.objects.filter(record_type="reports.report").exists()
    issued.take_back(by=idris, reason="A word more")
    contribution = issued.contributions.filter(state="cleared").order_by("pk").first()
    contribution.texts = {"en": f"Letters went out under resolution {cited.short}."}
    contribution.save()
    index_all()
    assert not CitedBy(cited, idris).rows.filter(record_type="reports.report").exists()
    issued.finalise(by=idris)
    issued.issue(by=idris)
    index_all()
    (one,) = CitedBy(cited, idris).records(CitedBy(cited, idris).rows.filter(record_type="reports.report"))
    assert one.record == issued and "§" in one.spots[0].place.said
    assert not CitedBy(cited, zayd).rows.exists()
