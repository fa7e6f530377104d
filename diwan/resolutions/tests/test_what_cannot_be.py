"""What no page and no program can do to a mandate: closed units, days gone by, acceptance in another's place."""

import datetime as dt

import pytest

from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.people.models import Unit
from diwan.resolutions.tests.adopted import resolution

pytestmark = pytest.mark.django_db
DONE = {"en": "Letters were sent."}


@pytest.fixture
def mandate(cast):
    return resolution(asking=1).mandates.get()


@pytest.fixture
def closed(unit):
    found = unit("POL")
    Unit.objects.filter(pk=found.pk).update(closed_on=clock.today() - dt.timedelta(days=1))
    found.refresh_from_db()
    return found


def test_a_closed_unit_is_given_nothing_not_even_what_was_proposed_for_it(browse, idris, mandate, closed, unit):
    with pytest.raises(NotNow, match="is closed"):
        mandate.assign(by=idris, unit=closed)
    with pytest.raises(NotNow, match="is closed"):
        mandate.assign(by=idris, unit=unit("INF"), co_units=[closed])
    browse(idris, queries=60).post("/mandates/assignments/", {"pick": [mandate.pk], "how": "proposed"})
    mandate.refresh_from_db()
    assert mandate.state == "identified" and mandate.lead is None


def test_no_page_asks_anybody_by_a_day_that_is_over(browse, idris, mandate, unit):
    over = clock.today() - dt.timedelta(days=1)
    page, day = browse(idris, queries=60), over.isoformat()
    for noun, given in (
        ("assignment", {"assign-unit": unit("POL").pk, "assign-due_on": day}),
        ("due-day", {"set_due-due_on": day, "set_due-reason": "Earlier."}),
    ):
        answer = page.post(f"/mandates/{mandate.pk}/{noun}/", given)
        assert answer.status_code == 422 and "This day is over." in answer.content.decode(), noun
    bulk = {"pick": [mandate.pk], "how": "given", "unit": unit("POL").pk, "due_on": day}
    assert page.post("/mandates/assignments/", bulk).status_code == 422


def test_an_early_day_of_the_text_itself_is_no_obstacle_to_assigning(browse, idris, cast, unit):
    mandate = resolution(number=2, asking=1, due=clock.today() - dt.timedelta(days=40)).mandates.get()
    given = {"assign-unit": unit("POL").pk, "assign-due_on": mandate.due_on.isoformat()}
    browse(idris, queries=60).post(f"/mandates/{mandate.pk}/assignment/", given)
    mandate.refresh_from_db()
    assert mandate.late and mandate.due_basis == "none"


def test_what_others_do_accepts_nothing_for_the_lead(idris, huda, farid, mandate, unit):
    mandate.assign(by=idris, unit=unit("POL"), co_units=[unit("ICHAD")])
    mandate.act(by=huda, what=DONE)
    mandate.act(by=idris, what=DONE)
    mandate.lead.refresh_from_db()
    assert mandate.state == "in_progress" and mandate.lead.state == "asked"
    mandate.act(by=farid, what=DONE)
    mandate.lead.refresh_from_db()
    assert mandate.lead.state == "accepted"


def test_a_program_records_neither_the_future_nor_nothing(idris, farid, mandate, unit):
    mandate.assign(by=idris, unit=unit("POL"))
    with pytest.raises(NotNow, match="still to come"):
        mandate.act(by=farid, what=DONE, on=clock.today() + dt.timedelta(days=1))
    with pytest.raises(NotNow, match="in one language at least"):
        mandate.act(by=farid, what={"en": "   "})
    assert not mandate.actions.exists()
