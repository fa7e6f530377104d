"""From a number in a text to the record it names, and back to who cites it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.template import Context, Template

from diwan.citations.links import Page
from diwan.citations.models import Citation, Name
from diwan.citations.reader import index_all
from diwan.citations.register import CitedBy, absent, absent_in_full, references_of
from diwan.meetings.models import Organ, Session
from diwan.people.models import Person
from diwan.resolutions.models import Mandate, ParagraphText, Resolution, Volume
from diwan.resolutions.tests.adopted import resolution, session

pytestmark = pytest.mark.django_db

CITING = {
    "en": "Requests the Secretary General to recall Resolution No. 1/60-POL, resolution 4/59-POL and S/RES/425 (1978);",
    "fr": "Prie le Secrétaire général de rappeler la résolution n° 1/60-POL et la résolution 4/59-POL ;",
    "ar": "يطلب من الأمين العام أن يستذكر القرار رقم ١/٦٠ - س والقرار رقم \u200f4/59-POL\u200f؛",
}


@pytest.fixture
def cited(cast: Any) -> Resolution:
    return resolution(1)


@pytest.fixture
def citing(cited: Resolution) -> Resolution:
    made = resolution(2, texts=CITING, asking=1)
    session(59, dt.date(2033, 6, 7))
    index_all()
    return made


def drawn(person: Any, text: str, language: str = "en", record: Any = None) -> str:
    page = Page(person)
    return str(page.fill(page.hold(text, language, record)))


# links -------------------------------------------------------------------------------------------------------------
def test_a_number_in_any_language_leads_to_the_resolution(citing: Resolution, cited: Resolution, idris: Any) -> None:
    for code, text in CITING.items():
        html = drawn(idris, text, code, citing)
        assert html.count(f'href="{cited.get_absolute_url()}"') == 1, html
        assert "٦٠ - س</a>" in html if code == "ar" else ">1/60-POL</a>" in html


def test_the_print_stays_as_printed(citing: Resolution, idris: Any) -> None:
    import re

    for code, text in CITING.items():
        assert re.sub("<[^>]+>", "", drawn(idris, text, code, citing)) == text


def test_a_latin_number_keeps_its_direction_in_an_arabic_text(citing: Resolution, idris: Any) -> None:
    assert '<bdi dir="ltr">4/59-POL</bdi>' in drawn(idris, CITING["ar"], "ar", citing)
    assert "<bdi" not in drawn(idris, CITING["en"], "en", citing)


def test_what_is_in_no_register_is_marked_only_where_the_house_would_have_it(citing: Resolution, idris: Any) -> None:
    html = drawn(idris, CITING["en"], "en", citing)
    assert '<span class="cit-absent" title="cited, not in the registers">4/59-POL</span>' in html
    assert "S/RES/425 (1978);" in html, "what others adopted is not expected in our registers"


def test_a_text_is_never_trusted(citing: Resolution, idris: Any) -> None:
    from django.utils.safestring import mark_safe

    for text in ('<b onclick="x">1/60-POL</b> & <script>', mark_safe("<img src=x> 1/60-POL")):
        html = drawn(idris, text, '"><script>', citing)
        assert "<script" not in html and "<img" not in html and "<b " not in html
        assert ">1/60-POL</a>" in html


def test_a_text_cannot_forge_the_place_of_another(citing: Resolution, idris: Any) -> None:
    page = Page(idris)
    html = page.hold("\ue000aaaaaaaaaaaaaaaa:0\ue001 1/60-POL", "en", citing) + page.hold("1/60-POL", "en", citing)
    assert str(page.fill(html)).count("<a ") == 2


def test_who_may_not_see_it_sees_the_plain_text(citing: Resolution, zayd: Any, adam: Any) -> None:
    for person in (zayd, adam):
        assert drawn(person, CITING["en"], "en", citing) == CITING["en"]


def test_the_texts_of_a_page_share_their_queries(
    citing: Resolution, idris: Any, rf: Any, django_assert_max_num_queries: Any
) -> None:
    words = Template(
        "{% load citations %}{% citations %}{% for text in texts %}{% linked text 'en' record %}{% endfor %}{% endcitations %}"
    )
    request = rf.get("/")
    request.person = idris
    idris.authority  # noqa: B018  (asked by the frame of every page)
    with django_assert_max_num_queries(4):  # organisation, sessions, names, resolutions
        html = words.render(Context({"request": request, "texts": [CITING["en"]] * 40, "record": citing}))
    assert html.count("<a ") == 40


# cited by ----------------------------------------------------------------------------------------------------------
def test_the_cited_one_knows_by_whom_and_where(citing: Resolution, cited: Resolution, idris: Any) -> None:
    cited_by = CitedBy(cited, idris)
    assert list(cited_by.rows) == [("resolutions.resolution", citing.pk)]
    (one,) = cited_by.records(cited_by.rows)
    (spot,) = one.spots
    assert one.certain and one.record == citing and spot.place.said == "§1"
    assert sorted(spot.languages) == ["ar", "en", "fr"], "one paragraph in three languages is one place"
    assert spot.place.url == f"{citing.get_absolute_url('en')}#op-1"


def test_what_a_resolution_cites_is_listed_with_what_it_leads_to(
    citing: Resolution, cited: Resolution, idris: Any
) -> None:
    found = {one.key: one for one in references_of(citing, idris)}
    assert set(found) == {"CFM-60/POL/1", "CFM-59/POL/4", "S/RES/425(1978)"}
    assert found["CFM-60/POL/1"].target.record == cited
    assert set(found["CFM-60/POL/1"].printed) == {"1/60-POL", "١/٦٠ - س"}
    assert found["CFM-59/POL/4"].target.absent


def test_a_summit_is_cited_by_either_name(cast: Any, idris: Any) -> None:
    summit = Session.objects.create(
        organ=Organ.objects.get(symbol="SUM"), number=18, start=dt.date(2033, 3, 1), fictional=True
    )
    volume = Volume.objects.create(session=summit, title="Invented")
    made = Resolution.objects.create(
        session=summit, number=1, key="IS-18/P/1", symbol="RESOLUTION NO. 1/18-P (IS)", title={"en": "On refugees"}, volume=volume
    )  # fmt: skip
    index_all()
    assert set(Name.objects.filter(record_id=made.pk).values_list("key", flat=True)) == {"IS-18/P/1", "SUM-18/P/1"}
    marked, bare = drawn(idris, "Resolution 1/18-P(IS)"), drawn(idris, "Resolution 1/18-P", "en", made)
    assert made.get_absolute_url() in marked and made.get_absolute_url() in bare


def test_an_ambiguous_number_leads_to_both_readings_and_says_so(cast: Any, idris: Any) -> None:
    """1/8-E in a text of the Council: the eighth Council, or the eighth Summit with its mark left out."""
    summit, _new = Session.objects.get_or_create(organ=Organ.objects.get(symbol="SUM"), number=8, extraordinary=False)
    volume = Volume.objects.create(session=summit, title="Invented")
    made = Resolution.objects.create(
        session=summit, number=1, key="IS-8/E/1", symbol="1/8-E(IS)", title={"en": "Trade"}, volume=volume
    )
    by = resolution(3, texts={"en": "Requests the Secretary General to recall Resolution 1/8-E;"}, asking=1)
    index_all()
    row = Citation.objects.get(record_type="resolutions.resolution", record_id=by.pk)
    assert {row.key, row.also} == {"CFM-8/ECO/1", "IS-8/E/1"}
    (one,) = CitedBy(made, idris).records(CitedBy(made, idris).rows)
    assert one.record == by and not one.certain
    assert made.get_absolute_url() in drawn(idris, "Resolution 1/8-E", "en", by)
    assert not absent(idris).filter(key="CFM-8/ECO/1").exists()


def test_a_volume_is_cited_by_its_symbol_once_it_is_adopted(adopted: Any, idris: Any) -> None:
    adopted.symbol = "OIC/CFM-60/2034/POL/RES/FINAL"
    adopted.save()
    index_all()
    assert adopted.get_absolute_url() in drawn(idris, "as in document OIC/CFM-60/2034/POL/ RES/FINAL.")


# who may not ------------------------------------------------------------------------------------------------------
def test_a_confidential_mandate_leaves_no_trace_in_what_it_cites(
    citing: Resolution,
    cited: Resolution,
    idris: Any,
    farid: Any,
    omar: Any,
    unit: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    mandate: Mandate = citing.mandates.get()
    with django_capture_on_commit_callbacks(execute=True):
        mandate.assign(by=idris, unit=unit("POL"))
        mandate.act(by=idris, what={"en": "Done under Resolution 1/60-POL and resolution 9/57-POL."})
    assert CitedBy(cited, idris).rows.filter(record_type="resolutions.mandate").count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        mandate.classify(by=idris, level=3, reason="Talks", named=[idris])
    assert CitedBy(cited, idris).rows.filter(record_type="resolutions.mandate").count() == 1
    assert CitedBy(cited, omar).rows.filter(record_type="resolutions.mandate").count() == 0
    assert absent(idris).filter(key="CFM-57/POL/9").exists()
    assert not absent(omar).filter(key="CFM-57/POL/9").exists()
    assert absent_in_full([{"key": "CFM-57/POL/9", "kind": "resolution", "records": 1}], omar)[0].citing == []


def test_a_note_on_a_mandate_that_names_its_own_resolution_is_no_citation(
    citing: Resolution, idris: Any, unit: Any, django_capture_on_commit_callbacks: Any
) -> None:
    mandate = citing.mandates.get()
    with django_capture_on_commit_callbacks(execute=True):
        mandate.assign(by=idris, unit=unit("POL"))
        mandate.act(by=idris, what={"en": "Circulated resolution 2/60-POL."})
    assert not Citation.objects.filter(record_type="resolutions.mandate").exists()


# kept up to date ---------------------------------------------------------------------------------------------------
def test_reading_everything_again_changes_nothing(citing: Resolution) -> None:
    def rows() -> list[Any]:
        columns = ("record_type", "record_id", "place", "language", "printed", "key", "also", "kind")
        return sorted(Citation.objects.values_list(*columns)) + sorted(Name.objects.values_list("key", "record_id"))

    before = rows()
    call_command("citations_index", verbosity=0)
    assert before and rows() == before


def test_a_corrected_text_has_its_citations_replaced(
    citing: Resolution, idris: Any, django_capture_on_commit_callbacks: Any
) -> None:
    text = ParagraphText.objects.get(paragraph__resolution=citing, paragraph__number="1", language="en")
    text.text = "Requests the Secretary General to recall Resolution 7/59-POL;"
    text.save()
    with django_capture_on_commit_callbacks(execute=True):
        citing.track("correct", by=idris, volume=citing.volume_id, changed=["§1 en"])
    keys = Citation.objects.filter(record_id=citing.pk, language="en").values_list("key", flat=True)
    assert list(keys) == ["CFM-59/POL/7"]


def test_the_rows_of_a_record_that_is_no_more_are_forgotten(citing: Resolution) -> None:
    Citation.objects.create(
        record_type="resolutions.resolution",
        record_id=10**9,
        place="",
        language="en",
        printed="1",
        key="X",
        kind="symbol",
    )
    index_all()
    assert not Citation.objects.filter(record_id=10**9).exists()


def test_an_adopted_volume_is_read_by_its_job(adopted: Any, jobs: Any) -> None:
    ParagraphText.objects.filter(
        paragraph__resolution__volume=adopted, language="en", paragraph__kind="preambular"
    ).update(text="Recalling Resolution 1/59-POL;")
    jobs()
    assert Citation.objects.filter(key="CFM-59/POL/1").count() == 2
    assert Name.objects.filter(key="CFM-60/POL/1").count() == 1


def test_those_who_read_all_registers_see_the_same_list(citing: Resolution, cast: Any) -> None:
    seen = {
        tuple(absent(person).order_by("key").values_list("key", "records"))
        for person in Person.objects.filter(username__in=["idris", "yasmin", "harun"])
    }
    assert seen == {(("CFM-59/POL/4", 1), ("S/RES/425(1978)", 1))}
