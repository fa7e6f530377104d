"""Permanent addresses: of a resolution, of its text in a language, of each paragraph."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from diwan.meetings.models import Organ, Session
from diwan.resolutions import anchors
from diwan.resolutions.models import Paragraph, ParagraphText, Resolution
from diwan.resolutions.numbering import number_of_key
from diwan.resolutions.tests.adopted import resolution


@pytest.fixture
def adopted(cast: dict[str, Any]) -> Resolution:
    return resolution(1)


def named(*places: tuple[str, str, str]) -> list[str]:
    """The names of paragraphs of these kinds, parts and numbers."""
    paragraphs = [SimpleNamespace(kind=kind, part=part, number=number, anchor="") for kind, part, number in places]
    anchors.give(paragraphs)
    return [paragraph.anchor for paragraph in paragraphs]


# names of paragraphs -----------------------------------------------------------------------------------------------
def operative(*numbers: str, part: str = "") -> list[tuple[str, str, str]]:
    return [("operative", part, number) for number in numbers]


def test_a_paragraph_is_named_by_kind_and_number() -> None:
    assert named(("preambular", "", ""), ("preambular", "", ""), *operative("1", "4", "4(b)", "4(b)(ii)", "12")) == [
        "pp-1", "pp-2", "op-1", "op-4", "op-4-b", "op-4-b-ii", "op-12",
    ]  # fmt: skip


def test_arabic_letters_figures_and_ordinals_give_the_same_name() -> None:
    assert named(*operative("٤", "٤(ب)", "٤(ب)(٢)")) == ["op-4", "op-4-b", "op-4-b-2"]
    assert named(*operative("أولاً", "ثانياً", "حادي عشر")) == ["op-1", "op-2", "op-11"]


def test_a_number_printed_twice_names_the_second_as_such() -> None:
    assert named(*operative("5", "5", "5", "6")) == ["op-5", "op-5-2nd", "op-5-3rd", "op-6"]


def test_paragraphs_without_number_are_counted() -> None:
    assert named(*operative("", "")) == ["op-1", "op-2"]
    assert named(*operative("1", "", "2", "")) == ["op-1", "op-x1", "op-2", "op-x2"]


def test_parts_and_annexes_stand_before_the_number() -> None:
    parts = [*operative("1", part="A"), ("preambular", "B", ""), *operative("1", part="B")]
    assert named(*parts) == ["a-op-1", "b-pp-1", "b-op-1"]
    assert named(*operative("1", part="ب"), *operative("1", part="On the fund")) == ["b-op-1", "part-2-op-1"]
    tasks = [("task", "Terms of reference", "3"), ("task", "Terms of reference", "4"), ("task", "Calendar", "1")]
    assert named(*tasks) == ["annex-1-3", "annex-1-4", "annex-2-1"]


def test_a_name_once_given_is_kept_and_never_given_again() -> None:
    first = SimpleNamespace(kind="operative", part="", number="9", anchor="op-5")
    second = SimpleNamespace(kind="operative", part="", number="5", anchor="")
    anchors.give([first, second])
    assert (first.anchor, second.anchor) == ("op-5", "op-5-2nd")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["preambular", "operative", "task"]),
            st.sampled_from(["", "A", "ب", "Annex", "الجزء الأول", "a" * 300, "٣"]) | st.text(max_size=8),
            st.sampled_from(["", "1", "4(b)(ii)", "٥(أ)", "5", "أولاً", "1.3.2", "9" * 20]) | st.text(max_size=20),
        ),
        max_size=40,
    )
)
def test_whatever_is_printed_names_are_plain_and_nobody_elses(places: list[tuple[str, str, str]]) -> None:
    names = named(*places)
    assert len(set(names)) == len(places)
    assert all(re.fullmatch(r"[a-z0-9-]{3,60}", name) for name in names)


def test_the_database_refuses_one_name_for_two_paragraphs(adopted: Resolution) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Paragraph.objects.filter(resolution=adopted, number="2").update(anchor="op-1")


def test_paragraphs_that_were_there_before_are_named(adopted: Resolution) -> None:
    migration = import_module("diwan.resolutions.migrations.0003_the_memory_of_earlier_sessions")
    for paragraph in adopted.paragraphs.all():
        Paragraph.objects.filter(pk=paragraph.pk).update(anchor=f"old {paragraph.pk}")
    Paragraph.objects.filter(number="2").update(anchor="")
    migration.name_paragraphs(apps, None)
    assert Paragraph.objects.get(resolution=adopted, number="2").anchor == "op-2"


# addresses of resolutions ------------------------------------------------------------------------------------------
def test_a_resolution_is_found_by_its_number(browse: Callable[..., Any], idris: Any, adopted: Resolution) -> None:
    assert adopted.get_absolute_url() == "/resolutions/cfm-60/pol/1/"
    assert adopted.get_absolute_url("fr") == "/resolutions/cfm-60/pol/1/fr"
    assert adopted.paragraphs.last().get_absolute_url("fr") == "/resolutions/cfm-60/pol/1/fr#op-3"
    page = browse(idris).get("/resolutions/cfm-60/pol/1/").content.decode()
    assert '<link rel="canonical" href="http://testserver/resolutions/cfm-60/pol/1/en">' in page
    assert '<link rel="alternate" hreflang="ar" href="http://testserver/resolutions/cfm-60/pol/1/ar">' in page
    assert 'id="op-2"' in page and 'id="pp-1"' in page
    assert 'href="/resolutions/cfm-60/pol/1/en#op-2" aria-label="Address of paragraph 2"' in page


def test_each_language_has_its_address(browse: Callable[..., Any], idris: Any, adopted: Resolution) -> None:
    page = browse(idris).get("/resolutions/cfm-60/pol/1/fr").content.decode()
    assert "de réunir les donateurs" in page and "convene a meeting" not in page
    both = browse(idris).get("/resolutions/cfm-60/pol/1/fr?beside=en").content.decode()
    assert "de réunir les donateurs" in both and "convene a meeting" in both
    browse(idris).get("/resolutions/cfm-60/pol/1/de", status=404)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/resolutions/CFM-60/POL/1/", "/resolutions/cfm-60/pol/1/"),
        ("/resolutions/CFM-60/POL/1/FR", "/resolutions/cfm-60/pol/1/fr"),
        ("/resolutions/CFM-60/POL/1/?beside=ar", "/resolutions/cfm-60/pol/1/?beside=ar"),
        ("/resolutions/cfm-60/pol/1/?text=ar&show=late", "/resolutions/cfm-60/pol/1/ar?show=late"),
        ("/resolutions/cfm-60/pol/1/?text=english", "/resolutions/cfm-60/pol/1/"),
        ("/resolutions/cfm-60/pol/1", "/resolutions/cfm-60/pol/1/"),
    ],
)
def test_other_ways_of_writing_lead_there(
    client: Any, idris: Any, adopted: Resolution, written: str, meant: str
) -> None:
    client.force_login(idris)
    answer = client.get(written)
    assert (answer.status_code, answer["Location"]) == (301, meant)


def test_the_old_address_leads_to_the_new(client: Any, idris: Any, zayd: Any, adopted: Resolution) -> None:
    client.force_login(idris)
    answer = client.get(f"/resolutions/{adopted.pk}/?text=fr")
    assert (answer.status_code, answer["Location"]) == (301, "/resolutions/cfm-60/pol/1/fr")
    client.force_login(zayd)
    assert client.get(f"/resolutions/{adopted.pk}/").status_code == 404
    for address in (adopted.get_absolute_url(), adopted.get_absolute_url("fr"), "/resolutions/CFM-60/POL/1/"):
        assert client.get(address).status_code == 404


def test_both_symbols_of_the_summit_lead_to_its_resolution(client: Any, idris: Any) -> None:
    summit = Organ.objects.get(suffix="(IS)")
    held = Session.objects.create(organ=summit, number=18, start=dt.date(2033, 11, 8))
    made = resolution(2)
    Resolution.objects.filter(pk=made.pk).update(session=held, series=None, key="IS-18/2", number=2)
    client.force_login(idris)
    answer = client.get(f"/resolutions/{held.key}/2/")
    assert (answer.status_code, answer["Location"]) == (301, "/resolutions/is-18/2/")
    assert client.get("/resolutions/is-18/2/").status_code == 200
    assert client.get("/resolutions/xy-18/2/").status_code == 404


def test_what_is_no_number_has_no_address(client: Any, idris: Any, adopted: Resolution) -> None:
    client.force_login(idris)
    for address in ("/resolutions/cfm-60/pol/99/", "/resolutions/cfm-60/", "/resolutions/x/", "/resolutions/999999/"):
        assert client.get(address).status_code == 404
    with pytest.raises(ValueError):
        number_of_key("CFM-60/POL/1 and more")


# permanence --------------------------------------------------------------------------------------------------------
def test_a_correction_moves_no_address(adopted: Resolution) -> None:
    before = {paragraph.pk: paragraph.anchor for paragraph in adopted.paragraphs.all()}
    Paragraph.objects.filter(resolution=adopted, number="2").update(number="7")
    fresh = Paragraph.objects.create(resolution=adopted, order=9, kind="operative", number="2")
    ParagraphText.objects.create(paragraph=fresh, language="en", number="2.", text="Decides otherwise;")
    assert {p.pk: p.anchor for p in adopted.paragraphs.exclude(pk=fresh.pk)} == before
    assert fresh.anchor == "op-2-2nd"
