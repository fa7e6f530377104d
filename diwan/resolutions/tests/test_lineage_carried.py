"""What is carried forward from an earlier session: lead unit, helpers, focal point, the years themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from diwan.kernel import clock
from diwan.people.models import Holding
from diwan.resolutions.lineage.years import years_of
from diwan.resolutions.models import Mandate
from diwan.resolutions.tests.remembered import adopt, mandate, session_of

PARAGRAPHS = [
    "Requests the Secretary General to map the wells of the southern desert with the nomads who know them;",
    "Requests the Secretary General to lend pumps to the settlements of the southern desert in the dry season;",
]
TITLE = "THE WELLS OF THE SOUTHERN DESERT"
State = Mandate.State
PAGE = 26
"""Queries of the page of a mandate with all its years: five more than one without a past."""


@pytest.fixture
def wells(cast: dict[str, Any], jobs: Callable[[], int]) -> Callable[..., Mandate]:
    """``wells(59)``: the resolution adopted in that session; returns its first mandate."""

    def hold(number: int, *paragraphs: str) -> Mandate:
        session = session_of(cast["idris"], "CFM", number, 1974 + number)
        adopt(cast, session, jobs, (2, TITLE, paragraphs or PARAGRAPHS))
        return mandate(f"2/{number}-POL §1")

    return hold


def test_lead_helpers_and_focal_point_are_proposed_again_with_the_reason(
    wells: Callable[..., Mandate], idris: Any, omar: Any, unit: Callable[[str], Any]
) -> None:
    before = wells(59)
    before.assign(by=idris, unit=unit("POL"), co_units=[unit("NYC")], person=omar)
    after = wells(60)
    assert (after.proposed_unit, after.proposed_with, after.proposed_person) == (unit("POL"), [unit("NYC").pk], omar)
    assert after.proposed_because[0] == {"code": "lineage", "of": "2/59-POL §1", "id": before.pk}
    assert after.lead is None and after.state == State.IDENTIFIED, "a proposal is not an assignment"


def test_whoever_led_it_to_its_end_is_proposed_too(
    wells: Callable[..., Mandate], idris: Any, bilal: Any, unit: Callable[[str], Any]
) -> None:
    before = wells(59)
    before.assign(by=idris, unit=unit("ECO"))
    before.assess(by=idris, verdict=State.IMPLEMENTED, why={"en": "Done."})
    assert wells(60).proposed_unit == unit("ECO")


def test_a_closed_unit_is_not_proposed_nor_a_person_who_left(
    wells: Callable[..., Mandate], idris: Any, omar: Any, unit: Callable[[str], Any]
) -> None:
    before = wells(59)
    before.assign(by=idris, unit=unit("POL"), person=omar)
    Holding.objects.filter(person=omar).update(until=clock.today() - dt.timedelta(days=1))
    after = wells(60)
    assert (after.proposed_unit, after.proposed_person) == (unit("POL"), None)
    closed = unit("POL")
    closed.closed_on = clock.today()
    closed.save()
    last = wells(61)
    assert last.proposed_unit != closed
    assert not [reason for reason in last.proposed_because if reason["code"] == "lineage"]


def test_who_led_a_confidential_mandate_is_told_to_nobody_by_the_one_that_renews_it(
    wells: Callable[..., Mandate], idris: Any, unit: Callable[[str], Any]
) -> None:
    before = wells(59)
    before.assign(by=idris, unit=unit("ECO"))
    before.classify(by=idris, level=2, reason="Negotiations go on.", named=[idris])
    after = wells(60)
    assert before.reference_printed not in str(after.proposed_because)
    assert after.proposed_unit != unit("ECO")


def test_a_unit_that_returned_it_is_not_proposed(
    wells: Callable[..., Mandate], idris: Any, farid: Any, unit: Callable[[str], Any]
) -> None:
    before = wells(59)
    before.assign(by=idris, unit=unit("POL"))
    before.hand_back(by=farid, reason="Not ours.")
    assert not [r for r in wells(60).proposed_because if r["code"] == "lineage"]


def test_given_as_proposed_it_goes_to_the_unit_and_the_person_of_before(
    browse: Callable[..., Any], wells: Callable[..., Mandate], idris: Any, omar: Any, unit: Callable[[str], Any]
) -> None:
    wells(59).assign(by=idris, unit=unit("POL"), person=omar)
    after = wells(60)
    browse(idris).post("/mandates/assignments/", {"only": after.pk})
    after.refresh_from_db()
    assert after.lead is not None
    assert (after.lead.unit, after.lead.person) == (unit("POL"), omar)


def test_a_mandate_renewed_five_times_shows_its_five_years_and_its_own(
    browse: Callable[..., Any], wells: Callable[..., Mandate], idris: Any, farid: Any, unit: Callable[[str], Any]
) -> None:
    for number in range(55, 60):
        before = wells(number)
        before.assign(by=idris, unit=unit("POL"))
        before.act(by=farid, what={"en": f"The wells of the {number}th year were mapped."}, on=dt.date(2034, 9, 1))
    after = wells(60)
    assert after.renewed == 5
    years = years_of(after, idris)
    assert [year.mandate.resolution.session.number for year in years] == [60, 59, 58, 57, 56, 55]
    assert [year.said for year in years] == [["unchanged"]] * 5 + [[]]
    assert [len(year.actions) for year in years] == [0, 1, 1, 1, 1, 1]
    page = browse(idris, queries=PAGE).get(after.get_absolute_url()).content.decode()
    for number in range(55, 60):
        assert f"2/{number}-POL §1" in page and f"The wells of the {number}th year were mapped." in page
    middle = years_of(mandate("2/57-POL §1"), idris)
    assert len(middle) == 6, "an earlier mandate shows the later ones as well"


def test_an_earlier_year_that_is_closed_to_somebody_is_not_there_for_them(
    browse: Callable[..., Any], wells: Callable[..., Mandate], idris: Any, yasmin: Any, unit: Callable[[str], Any]
) -> None:
    before = wells(59)
    before.assign(by=idris, unit=unit("POL"))
    wells(60)
    last = wells(61)
    before.classify(by=idris, level=2, reason="Under mediation (fictional).", named=[idris])
    page = browse(yasmin, queries=PAGE).get(last.get_absolute_url()).content.decode()
    years = page.partition('id="years"')[2].partition("</section>")[0]
    assert "2/60-POL §1" in years and "2/59-POL" not in years
    assert "2/59-POL §1" in browse(idris, queries=PAGE).get(last.get_absolute_url()).content.decode()


def test_the_list_is_narrowed_to_what_was_renewed_often(
    browse: Callable[..., Any], wells: Callable[..., Mandate], idris: Any
) -> None:
    for number in (58, 59, 60):
        wells(number)
    page = browse(idris).get("/mandates/?renewed=2").content.decode()
    assert "2/60-POL §1" in page and "2/59-POL §1" not in page


def test_near_duplicates_stand_on_the_page_of_both_mandates(
    browse: Callable[..., Any], cast: dict[str, Any], wells: Callable[..., Mandate], jobs: Callable[[], int], idris: Any
) -> None:
    wells(59)
    summit = session_of(cast["idris"], "SUM", 18, 2033)
    adopt(cast, summit, jobs, (1, "WATER", [PARAGRAPHS[0].replace("map the wells", "map all the wells")]))
    for here, there in (("2/59-POL §1", "1/18-POL(IS) §1"), ("1/18-POL(IS) §1", "2/59-POL §1")):
        assert there in browse(idris, queries=PAGE).get(mandate(here).get_absolute_url()).content.decode()
