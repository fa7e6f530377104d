"""The pages of citations: the panel of a resolution, what is absent, what was outdated."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from diwan.citations.reader import index_all
from diwan.resolutions.models import Resolution, Series, Volume
from diwan.resolutions.succession import outdated, outdated_when_written
from diwan.resolutions.tests.adopted import resolution, session

pytestmark = pytest.mark.django_db
PAGE = 16
"""Twelve statements of a list and four of the frame."""


def earlier(number: int, at: int, follows: Resolution | None = None) -> Resolution:
    """An invented resolution of an earlier session."""
    held = session(at, dt.date(1974 + at, 6, 7))
    volume = Volume.objects.create(session=held, title="Invented")
    return Resolution.objects.create(
        session=held, series=Series.objects.get(code="POL"), number=number, key=f"CFM-{at}/POL/{number}",
        symbol=f"{number}/{at}-POL", title={"en": f"On donors, {at}"}, volume=volume, follows=follows,
    )  # fmt: skip


@pytest.fixture
def row(cast: Any) -> list[Resolution]:
    """A subject through three sessions; that of the 60th recalls the last, the one before it, and an absent one."""
    first = earlier(1, 58)
    second = earlier(1, 59, follows=first)
    texts = {"en": "Requests the Secretary General to recall Resolutions 1/58-POL, 1/59-POL and 8/57-POL;"}
    third = resolution(1, texts=texts, asking=1)
    third.follows = second
    third.save()
    index_all()
    return [first, second, third]


def test_the_panel_lists_both_ways_and_what_is_outdated(row: list[Resolution], browse: Any, idris: Any) -> None:
    first, second, third = row
    page = browse(idris, queries=PAGE).get(f"{third.get_absolute_url()}citations/").content.decode()
    assert page.count("followed then by") == 1, "the one before it follows only by this resolution itself"
    assert f'followed then by <a href="{second.get_absolute_url()}">' in page
    assert "not in the registers" in page and "CFM-57/POL/8" in page
    page = browse(idris, queries=PAGE).get(f"{first.get_absolute_url()}citations/").content.decode()
    assert f'href="{third.get_absolute_url("en")}#op-1"' in page


def test_the_page_of_a_resolution_links_and_lends_the_panel(row: list[Resolution], browse: Any, idris: Any) -> None:
    page = browse(idris, queries=30).get(row[2].get_absolute_url()).content.decode()
    assert f'<a class="cit" href="{row[1].get_absolute_url()}"' in page
    assert 'class="cit-absent"' in page
    assert f'hx-get="{row[2].get_absolute_url()}citations/"' in page
    part = browse(idris).get(f"{row[2].get_absolute_url()}citations/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and 'id="citations"' in part


def test_the_page_of_a_mandate_links(row: list[Resolution], browse: Any, idris: Any) -> None:
    page = browse(idris, queries=40).get(row[2].mandates.get().get_absolute_url()).content.decode()
    assert f'<a class="cit" href="{row[1].get_absolute_url()}"' in page


def test_what_followed_later_than_the_text_is_no_fault_of_it(row: list[Resolution], idris: Any) -> None:
    _first, second, third = row
    assert outdated_when_written([second, third], third) == second
    assert outdated_when_written([third], third) is None
    assert outdated_when_written([third], second) is None
    assert [one.key for one in outdated(idris)] == ["CFM-58/POL/1"]


def test_the_absent_are_listed_narrowed_and_taken_away(row: list[Resolution], browse: Any, idris: Any) -> None:
    reader = browse(idris, queries=PAGE)
    page = reader.get("/citations/absent/").content.decode()
    assert "CFM-57/POL/8" in page and "8/57-POL" in page and f"{row[2].get_absolute_url('en')}#op-1" in page
    assert "CFM-57/POL/8" in reader.get("/citations/absent/?session=CFM-57&series=POL&kind=resolution").content.decode()
    for narrow in ("organ=IS", "session=CFM-56", "series=ECO", "kind=symbol"):
        assert "CFM-57/POL/8" not in reader.get(f"/citations/absent/?{narrow}").content.decode()
    export = reader.get("/citations/absent/export.csv").content.decode()
    assert "CFM-57/POL/8" in export and "§1" in export
    assert reader.get("/citations/absent/export.pdf").status_code == 404


def test_outdated_citations_have_their_page(row: list[Resolution], browse: Any, idris: Any) -> None:
    page = browse(idris, queries=PAGE).get("/citations/outdated/").content.decode()
    assert "1/58-POL" in page and "1/59-POL" in page


def test_who_reads_no_resolutions_finds_none_of_these_pages(
    row: list[Resolution], browse: Any, zayd: Any, adam: Any
) -> None:
    for person in (zayd, adam):
        for address in (
            "/citations/absent/",
            "/citations/outdated/",
            "/citations/absent/export.csv",
            f"{row[2].get_absolute_url()}citations/",
        ):
            assert browse(person).get(address).status_code == 404


@pytest.mark.parametrize(
    "typed", ["1/59-POL", "Resolution No. 1/59 - POL", "١/٥٩ - س", "القرار رقم 1/59-س", "cfm-59/pol/1"]
)
def test_a_number_typed_as_printed_anywhere_opens_its_resolution(
    row: list[Resolution], browse: Any, idris: Any, zayd: Any, typed: str
) -> None:
    assert browse(idris).get("/search/", {"q": typed})["Location"] == row[1].get_absolute_url()
    assert browse(zayd).get("/search/", {"q": typed}).status_code == 200


def test_a_number_among_other_words_is_searched(row: list[Resolution], browse: Any, idris: Any) -> None:
    assert browse(idris).get("/search/", {"q": "donors 1/59-POL"}).status_code == 200
