"""Giving mandates to units: one, many, as proposed; accepted or returned."""

import datetime as dt

import pytest

from diwan.kernel.decisions import Refused
from diwan.resolutions.models import Mandate
from diwan.resolutions.tests.adopted import resolution

pytestmark = pytest.mark.django_db


@pytest.fixture
def mandates(cast):
    return list(resolution().mandates.all())


def picked(mandates, **more):
    return {"pick": [m.pk for m in mandates], **more}


def test_the_cabinet_gives_several_mandates_to_one_lead_in_one_act(browse, idris, mandates, unit):
    answer = browse(idris).post(
        "/mandates/assignments/",
        picked(
            mandates,
            how="given",
            unit=unit("ICHAD").pk,
            co_units=[unit("ECO").pk],
            due_on="2035-05-02",
            note="With the Fund.",
        ),
    )
    assert answer.status_code == 302
    for mandate in Mandate.objects.all():
        assert mandate.state == "assigned" and mandate.lead.unit == unit("ICHAD")
        assert (mandate.due_on, mandate.due_basis) == (dt.date(2035, 5, 2), "hand")
        assert mandate.assignments.open().get(role="co-operating").unit == unit("ECO")
        assert mandate.history.last().verb == "assign"


def test_each_is_given_as_proposed_and_keeps_the_day_of_its_text(browse, idris, mandates, unit):
    browse(idris).post("/mandates/assignments/", picked(mandates[:2], how="proposed"))
    given = Mandate.objects.filter(state="assigned")
    assert {m.pk for m in given} == {m.pk for m in mandates[:2]}
    assert all(m.lead.unit == unit("POL") and m.due_basis == "none" for m in given)


def test_one_line_is_given_as_proposed_by_its_own_button(browse, idris, mandates):
    browse(idris).post("/mandates/assignments/", {"only": mandates[1].pk})
    assert list(Mandate.objects.filter(state="assigned")) == [mandates[1]]


def test_what_is_refused_stays_and_is_named_with_its_reason_while_the_rest_is_given(browse, idris, mandates):
    mandates[0].retire(by=idris, reason="Overtaken")
    Mandate.objects.filter(pk=mandates[1].pk).update(proposed_unit=None)
    page = browse(idris).post("/mandates/assignments/", picked(mandates, how="proposed"), follow=True).content.decode()
    assert Mandate.objects.get(pk=mandates[2].pk).state == "assigned"
    assert "1/60-POL §1 stays as it was" in page and "1/60-POL §2 stays as it was: No unit is proposed for it." in page
    assert "1 mandate assigned." in page


def test_a_selection_without_a_unit_is_asked_for_one(browse, idris, mandates):
    asked = browse(idris).post("/mandates/assignments/", picked(mandates, how="ask"))
    assert asked.status_code == 200 and 'name="unit"' in asked.content.decode()
    refused = browse(idris).post("/mandates/assignments/", picked(mandates, how="given"))
    assert refused.status_code == 422 and "Choose the lead unit." in refused.content.decode()


@pytest.mark.parametrize("who", ["hamza", "omar", "leila"])
def test_who_may_not_assign_changes_nothing(browse, cast, mandates, who):
    browse(cast[who]).post("/mandates/assignments/", picked(mandates, how="proposed"))
    answer = browse(cast[who]).post("/mandates/assignments/", picked(mandates, how="ask"))
    assert answer.status_code == 403
    assert not Mandate.objects.exclude(state="identified").exists()


def test_the_lead_accepts_once(browse, idris, farid, mandates, unit):
    mandate = mandates[0]
    mandate.assign(by=idris, unit=unit("POL"))
    browse(farid).post(f"/mandates/{mandate.pk}/acceptance/")
    mandate.refresh_from_db()
    assert mandate.lead.state == "accepted"
    answer = browse(farid).post(f"/mandates/{mandate.pk}/acceptance/")
    assert answer.status_code == 403 and "It is accepted already." in answer.content.decode()


def test_the_lead_returns_it_with_a_reason_and_only_with_one(browse, idris, farid, mandates, unit):
    mandate = mandates[0]
    mandate.assign(by=idris, unit=unit("POL"))
    assert browse(farid, queries=40).post(f"/mandates/{mandate.pk}/return/").status_code == 422
    browse(farid).post(f"/mandates/{mandate.pk}/return/", {"hand_back-reason": "This is economic."})
    mandate.refresh_from_db()
    assert mandate.state == "identified" and mandate.lead is None
    assert mandate.assignments.get(state="returned").reason == "This is economic."


def test_the_cabinet_does_not_accept_in_the_place_of_a_department(idris, mandates, unit):
    mandates[0].assign(by=idris, unit=unit("POL"))
    with pytest.raises(Refused, match="Only the lead unit"):
        mandates[0].accept(by=idris)
