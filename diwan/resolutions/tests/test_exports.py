"""The list as a file: exactly what is seen, safe to open, told in the trail."""

import csv
import io

import pytest
from openpyxl import load_workbook

from diwan.resolutions.tests.adopted import resolution
from diwan.trail.models import Event

pytestmark = pytest.mark.django_db


def lines(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_holds_exactly_the_narrowed_list(browse, idris, unit):
    first, *_others = resolution(asking=3).mandates.order_by("paragraph__order")
    first.assign(by=idris, unit=unit("ICHAD"), co_units=[unit("ECO")])
    found = lines(browse(idris).get("/mandates/export.csv?unit=ICHAD"))
    assert [row[0] for row in found] == ["Mandate", "1/60-POL §1"]
    assert "Economic" in found[1][13]


def test_a_text_that_looks_like_a_formula_is_not_one(browse, idris):
    resolution(asking=1, texts={"en": '=HYPERLINK("http://example.org")'})
    assert lines(browse(idris).get("/mandates/export.csv"))[1][5].startswith("'=")
    sheet = load_workbook(io.BytesIO(browse(idris).get("/mandates/export.xlsx").content)).active
    assert sheet["F2"].data_type == "s"


def test_each_line_names_the_address_of_its_text(browse, idris):
    resolution(asking=1)
    assert (
        lines(browse(idris).get("/mandates/export.csv"))[1][-1] == "http://testserver/resolutions/cfm-60/pol/1/en#op-1"
    )


def test_the_trail_tells_who_took_what(browse, idris):
    resolution(asking=2)
    browse(idris).get("/mandates/export.xlsx?status=unassigned")
    told = Event.objects.get(verb="export", record_type="people.person")
    assert told.by == idris and told.particulars["rows"] == 2 and told.particulars["view"] == "status=unassigned"


def test_a_focal_point_outside_exports_only_what_concerns_it(browse, idris, sami, unit):
    first, *_others = resolution(asking=3).mandates.order_by("paragraph__order")
    first.assign(by=idris, unit=unit("SESRIC"))
    assert len(lines(browse(sami).get("/mandates/export.csv"))) == 2


def test_there_is_no_other_kind_of_file(browse, idris):
    assert browse(idris).get("/mandates/export.exe").status_code == 404
