"""Who may not, cannot: pages do not exist, verbs are refused, counts and files leave out."""

import pytest

from diwan.resolutions.tests.adopted import resolution

pytestmark = pytest.mark.django_db
NOUNS = ["assignment", "acceptance", "return", "due-day", "action", "evidence", "obstacle", "waiting", "question",
         "assessment", "successor", "retirement", "confidentiality"]  # fmt: skip


@pytest.fixture
def adopted(cast):
    return resolution(asking=3)


@pytest.fixture
def mandate(adopted, idris, unit):
    first = adopted.mandates.order_by("paragraph__order").first()
    first.assign(by=idris, unit=unit("POL"))
    return first


@pytest.mark.parametrize("who", ["adam", "zayd"])
def test_the_administrator_and_the_stranger_see_nothing(browse, cast, adopted, mandate, who):
    browser = browse(cast[who])
    pages = ("/follow-up/", "/mandates/", f"/mandates/{mandate.pk}/", adopted.get_absolute_url(), "/resolutions/",
             "/units/POL/", "/mandates/export.csv")  # fmt: skip
    assert [browser.get(page).status_code for page in pages] == [404] * len(pages)


@pytest.mark.parametrize("noun", NOUNS)
def test_an_auditor_reads_and_takes_no_step(browse, hamza, mandate, noun):
    assert browse(hamza).post(f"/mandates/{mandate.pk}/{noun}/").status_code == 403


@pytest.mark.parametrize("noun", NOUNS)
def test_what_one_may_not_see_cannot_be_changed(browse, zayd, mandate, noun):
    assert browse(zayd).post(f"/mandates/{mandate.pk}/{noun}/").status_code == 404


def test_another_department_does_not_report_on_it(browse, bilal, mandate):
    answer = browse(bilal).post(
        f"/mandates/{mandate.pk}/action/", {"act-what_en": "We did it.", "act-on": "2035-02-01"}
    )
    assert answer.status_code == 403 and "Only the units concerned report on it." in answer.content.decode()


def test_a_focal_point_outside_sees_only_what_concerns_its_institution(browse, idris, sami, unit, adopted, mandate):
    theirs = adopted.mandates.order_by("paragraph__order").last()
    theirs.assign(by=idris, unit=unit("SESRIC"))
    browser = browse(sami, queries=30)
    assert browser.get("/mandates/").context["listing"].total == 1
    assert browser.get("/follow-up/").context["matrix"].totals.total == 1
    assert browser.get(f"/mandates/{theirs.pk}/").status_code == 200
    assert browser.get(f"/mandates/{mandate.pk}/").status_code == 404
    assert browser.get("/units/POL/").status_code == 404 and browser.get("/units/SESRIC/").status_code == 200


def test_a_confidential_mandate_is_there_only_for_those_named(browse, idris, farid, yasmin, adopted, mandate):
    mandate.classify(by=idris, level=2, reason="Names of persons", named=[idris, farid])
    assert browse(farid, queries=30).get(f"/mandates/{mandate.pk}/").status_code == 200
    unnamed = browse(yasmin, queries=30)
    assert unnamed.get(f"/mandates/{mandate.pk}/").status_code == 404
    assert unnamed.get("/mandates/").context["listing"].total == 2
    assert unnamed.get("/follow-up/").context["matrix"].totals.total == 2
    assert "1/60-POL §1" not in unnamed.get("/mandates/export.csv").content.decode()
    page = unnamed.get(adopted.get_absolute_url()).content.decode()
    assert f"/mandates/{mandate.pk}/" not in page and "Requests the Secretary General" not in page


def test_reading_a_confidential_mandate_is_told(browse, idris, farid, mandate):
    mandate.classify(by=idris, level=2, reason="Names of persons", named=[idris, farid])
    browse(farid, queries=30).get(f"/mandates/{mandate.pk}/")
    assert mandate.history.filter(verb="read", by=farid).count() == 1


def test_who_assigns_cannot_give_what_he_does_not_see(browse, idris, yasmin, mandate, unit):
    mandate.classify(by=idris, level=3, reason="Security", named=[idris])
    browse(yasmin).post("/mandates/assignments/", {"pick": [mandate.pk], "how": "given", "unit": unit("ECO").pk})
    mandate.refresh_from_db()
    assert mandate.lead.unit == unit("POL")


def test_nobody_signs_in_nobody_reads(browse, mandate):
    assert browse().get(f"/mandates/{mandate.pk}/").status_code == 302
