"""Units × status: every mandate stands in one cell, and each cell opens the list it counts."""

import datetime as dt

import pytest

from diwan.kernel import clock
from diwan.resolutions.filters import STATUSES
from diwan.resolutions.tests.adopted import resolution

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(cast, idris, huda, unit):
    mandates = list(resolution(asking=6).mandates.order_by("paragraph__order"))
    with clock.at(dt.datetime(2034, 12, 1, 9, tzinfo=dt.UTC)):
        mandates[0].assign(by=idris, unit=unit("ECO"), due_on=dt.date(2035, 1, 5))
    mandates[1].assign(by=idris, unit=unit("ECO"))
    mandates[2].assign(by=idris, unit=unit("ICHAD"))
    mandates[2].act(by=huda, what={"en": "Begun."})
    mandates[3].assign(by=idris, unit=unit("ICHAD"))
    mandates[3].assess(by=idris, verdict="partially", why={"en": "Half."})
    return mandates


def test_each_mandate_stands_in_one_cell(browse, idris, lived):
    counted = browse(idris).get("/follow-up/").context["matrix"]
    rows = {row.url.split("/")[2]: row.counts for row in counted.rows}
    assert rows == {"ECO": {"late": 1, "idle": 1}, "ICHAD": {"run": 1, "done": 1}, "POL": {"unassigned": 2}}
    assert counted.totals.total == 6 and counted.units == 3


def test_each_figure_opens_the_list_it_counts(browse, idris, lived):
    browser = browse(idris)
    counted = browser.get("/follow-up/?session=CFM-60").context["matrix"]
    for row in [*counted.rows, counted.totals]:
        for cell in row.cells:
            assert browser.get(cell.url).context["listing"].total == cell.value, cell.url


def test_the_columns_follow_the_life_of_a_mandate(browse, idris, lived):
    assert [cell.status for cell in browse(idris).get("/follow-up/").context["matrix"].totals.cells] == list(STATUSES)


def test_the_matrix_is_counted_in_one_statement(idris, lived, django_assert_num_queries):
    from django.http import QueryDict

    from diwan.resolutions.figures import matrix
    from diwan.resolutions.filters import Filter
    from diwan.resolutions.models import Mandate

    chosen = Filter(QueryDict("status=&quiet="))
    assert chosen.units
    mandates = chosen.narrow(Mandate.objects.visible_to(idris))
    with django_assert_num_queries(1):
        matrix(mandates, chosen)


def test_the_filters_narrow_the_figures(browse, idris, lived):
    counted = browse(idris).get("/follow-up/?class=call").context["matrix"]
    assert counted.totals.total == 0
    assert "No mandate is left by these filters" in browse(idris).get("/follow-up/?class=call").content.decode()
