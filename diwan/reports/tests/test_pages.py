"""The pages of reports, and who sees what on them."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from diwan.notices.models import Notice
from diwan.reports.models import Report
from diwan.reports.tests.registers import DONE, adopted, sessions, text_of

HTMX = {"HX-Request": "true"}


def test_the_cabinet_opens_a_report_on_a_page(mandates: Any, browse: Any, yasmin: Any) -> None:
    session, following = sessions()
    cabinet = browse(yasmin)
    assert cabinet.get("/reports/new/").status_code == 200
    answer = cabinet.post(
        "/reports/new/", {"session": session.pk, "presented_to": following.pk, "wanted_by": "2035-03-01"}
    )
    report = Report.objects.get()
    assert answer["Location"] == report.get_absolute_url() and report.presented_to == following
    assert cabinet.post("/reports/new/", {"session": ""}).status_code == 422


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("query", ["", "?view=missing", "?view=versions", "?language=ar"])
def test_every_view_is_sound_in_each_language(
    called: Report, browse: Any, yasmin: Any, sami: Any, language: str, query: str
) -> None:
    for person in (yasmin, sami):
        person.language = language
        person.save()
        assert browse(person).get(f"/reports/{called.pk}/{query}").status_code == 200


def test_a_long_report_stays_within_twelve_queries_and_twenty_kilobytes(browse: Any, yasmin: Any, sami: Any) -> None:
    session, following = sessions()
    adopted(session, resolutions=60, mandates=14)
    report = Report.open(by=yasmin, session=session, presented_to=following)
    report.call(by=yasmin, wanted_by=following.start)
    for query in ("", "?view=missing", "?view=versions", f"?resolution={report.resolutions()[30].pk}"):
        page = browse(yasmin).get(f"/reports/{report.pk}/{query}")
        assert len(gzip.compress(page.content)) < 20_000


def test_decision_and_implementation_stand_side_by_side_with_source_and_date(
    called: Report, browse: Any, yasmin: Any
) -> None:
    yasmin.language = "en"
    yasmin.save()
    page = text_of(browse(yasmin).get(called.get_absolute_url()))
    assert "Requests the Secretary General to convene" in page and DONE["en"] in page
    assert "5 Nov 2034" in page and "To confirm" in page


def test_the_address_of_a_contribution_leads_to_its_section(
    called: Report, browse: Any, yasmin: Any, mandates: Any
) -> None:
    contribution = called.contributions.get(mandate=mandates[5])
    address, _sharp, anchor = contribution.get_absolute_url().partition("#")
    page = text_of(browse(yasmin).get(address))
    assert f'id="{anchor}"' in page


def test_missing_contributions_are_listed_and_chased_from_the_same_page(
    called: Report, browse: Any, yasmin: Any, farid: Any, unit: Any
) -> None:
    page = text_of(browse(yasmin).get(f"/reports/{called.pk}/?view=missing"))
    assert "1/60-POL §1" in page and "2/60-POL §3" in page and f"/reports/{called.pk}/chase/" in page
    answer = browse(yasmin).post(f"/reports/{called.pk}/chase/", {"unit": unit("POL").pk})
    assert answer.status_code == 302
    assert called.contributions.filter(chased=1).count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_call_and_the_chase_tell_the_heads_of_the_units_asked(
    called: Report, yasmin: Any, farid: Any, sami: Any, huda: Any, unit: Any
) -> None:
    called.chase(by=yasmin, units=[unit("SESRIC").pk])
    told = Notice.objects.filter(event__record_type="reports.report").values_list("to__username", "event__verb")
    assert ("farid", "call") in told and ("sami", "call") in told and ("sami", "chase") in told
    assert ("farid", "chase") not in told and not [name for name, _verb in told if name == "huda"]


def test_a_unit_sees_what_is_asked_of_it_and_nothing_else(
    called: Report, browse: Any, farid: Any, sami: Any, mandates: Any
) -> None:
    own, other = (called.contributions.get(mandate=mandates[n]) for n in (2, 0))
    page = text_of(browse(sami).get(called.get_absolute_url()))
    assert f"contribution-{own.pk}" in page and DONE["en"] not in page and "(1/1)" not in page
    for address in ("", "text/", "return/"):
        assert browse(sami).get(f"/reports/{called.pk}/contributions/{other.pk}/{address}").status_code == 404
    for address in ("text/", "confirmation/", "clearance/", "return/"):
        assert browse(sami).post(f"/reports/{called.pk}/contributions/{other.pk}/{address}").status_code == 404
    assert browse(farid).get(f"/reports/{called.pk}/contributions/{other.pk}/text/").status_code == 200


def test_a_unit_confirms_with_one_press_with_and_without_a_script(
    called: Report, browse: Any, farid: Any, mandates: Any
) -> None:
    first, second = (called.contributions.get(mandate=mandates[n]) for n in (0, 1))
    plain = browse(farid).post(f"/reports/{called.pk}/contributions/{first.pk}/confirmation/")
    assert plain.status_code == 302 and plain["Location"] == first.get_absolute_url()
    answer = browse(farid).post(f"/reports/{called.pk}/contributions/{second.pk}/confirmation/", headers=HTMX)
    assert (
        answer.status_code == 200 and "<html" not in text_of(answer) and f"contribution-{second.pk}" in text_of(answer)
    )
    assert called.contributions.filter(state="received").count() == 2


def test_a_contribution_is_written_in_each_language_with_source_and_date(
    called: Report, browse: Any, sami: Any, mandates: Any
) -> None:
    own = called.contributions.get(mandate=mandates[2])
    address = f"/reports/{called.pk}/contributions/{own.pk}/text/"
    written = {
        "text_en": "A course was held.",
        "source_en": "Report 12",
        "text_ar": "عُقدت دورة.",
        "source_ar": "التقرير 12",
        "on": "2035-01-20",
    }
    assert browse(sami).post(address, written).status_code == 302
    own.refresh_from_db()
    assert own.texts == {"en": "A course was held.", "ar": "عُقدت دورة."} and own.source["ar"] == "التقرير 12"
    for wrong in ({**written, "source_en": ""}, {"on": "2035-01-20"}, {**written, "on": "2036-01-01"}):
        assert browse(sami).post(address, wrong).status_code == 422


def test_the_cabinet_clears_and_returns_with_a_reason(
    called: Report, browse: Any, yasmin: Any, farid: Any, mandates: Any
) -> None:
    first, second = (called.contributions.get(mandate=mandates[n]) for n in (0, 1))
    for contribution in (first, second):
        called.confirm(by=farid, contribution=contribution)
    cabinet, base = browse(yasmin), f"/reports/{called.pk}/contributions"
    assert cabinet.post(f"{base}/{first.pk}/clearance/").status_code == 302
    assert cabinet.post(f"{base}/{second.pk}/return/", {"reason": ""}).status_code == 422
    assert cabinet.post(f"{base}/{second.pk}/return/", {"reason": "Name the donors."}).status_code == 302
    assert "Name the donors." in text_of(browse(farid).get(called.get_absolute_url()))


def test_units_and_readers_meet_a_refusal_or_nothing_at_the_acts_of_the_cabinet(
    called: Report, browse: Any, farid: Any, hamza: Any, zayd: Any
) -> None:
    base = f"/reports/{called.pk}/"
    for act in ("call/", "chase/", "introduction/", "final-version/", "taking-back/", "issue/"):
        assert browse(farid).post(base + act).status_code == 403
        assert browse(hamza).post(base + act).status_code == 403
        assert browse(zayd).post(base + act).status_code == 404


def test_the_confirmation_says_what_a_version_would_lack(
    called: Report, browse: Any, idris: Any, yasmin: Any, mandates: Any
) -> None:
    called.clear(by=yasmin, contribution=called.contributions.get(mandate=mandates[1]))
    called.finalise(by=idris)
    page = text_of(browse(idris).get(f"/reports/{called.pk}/issue/"))
    assert "5 contributions have not come" in page and "1 text is missing in this language" in page
    assert browse(idris).post(f"/reports/{called.pk}/issue/").status_code == 302
    assert Report.objects.get(pk=called.pk).state == "issued"


def test_the_versions_are_shown_with_their_files_once_they_are_made(
    issued: Report, browse: Any, jobs: Any, sami: Any
) -> None:
    there = f"/reports/{issued.pk}/?view=versions"
    assert "hx-trigger" in text_of(browse(sami).get(there))
    jobs()
    page = text_of(browse(sami).get(there))
    assert page.count("?download=1") == 6 and "every 2s" not in page
    assert browse(sami).get(f"/reports/{issued.pk}/editions/1/files/", headers=HTMX).status_code == 200


def test_title_and_introduction_are_set_in_each_language(called: Report, browse: Any, yasmin: Any) -> None:
    browse(yasmin).post(
        f"/reports/{called.pk}/introduction/", {"title_en": "On implementation", "introduction_fr": "Voici."}
    )
    found = Report.objects.get(pk=called.pk)
    assert found.title == {"en": "On implementation"} and found.introduction == {"fr": "Voici."}


def test_the_list_shows_to_each_what_concerns_them(
    called: Report, browse: Any, yasmin: Any, sami: Any, huda: Any, adam: Any
) -> None:
    shown = [
        called.get_absolute_url() in text_of(browse(person).get("/reports/")) for person in (yasmin, sami, huda, adam)
    ]
    assert shown == [True, True, False, False]
