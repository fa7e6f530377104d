"""The life of a report, told by its verbs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from diwan.kernel import clock
from diwan.kernel.decisions import NotNow, Refused
from diwan.references.models import Reference, gaps
from diwan.reports.assembly import content_of, document_of
from diwan.reports.enrolment import CARDS
from diwan.reports.jobs import chase_by_the_clock
from diwan.reports.models import Contribution, Edition, Report
from diwan.reports.tests.registers import DONE, adopted, sessions

OTHER = {"en": "Two meetings were held.", "fr": "Deux réunions se sont tenues.", "ar": "عُقد اجتماعان."}
SOURCE = {"en": "Note POL/7", "fr": "Note POL/7", "ar": "المذكرة POL/7"}


def sentences(report: Report, language: str = "en", *, issued: bool = False) -> list[Any]:
    document = document_of(content_of(report, issued=issued), language)
    return [sentence for section in document.sections for row in section.rows for sentence in row.implementation]


def test_a_report_is_opened_with_its_usual_title_in_the_words_of_each_language(report: Report) -> None:
    assert report.state == "preparing" and not report.reference_printed
    assert "60th Session of the Council" in report.title["en"]
    assert "الدورة الستون للمجلس" in report.title["ar"] and "60e session du Conseil" in report.title["fr"]


def test_only_the_cabinet_opens_a_report(farid: Any, hamza: Any, zayd: Any) -> None:
    session, _next = sessions()
    for person in (farid, hamza, zayd):
        with pytest.raises(Refused):
            Report.open(by=person, session=session)


def test_the_call_asks_each_lead_unit_and_the_cabinet_for_the_rest(called: Report) -> None:
    asked = [c.unit.code for c in called.contributions.order_by("mandate__pk").select_related("unit")]
    assert asked == ["POL", "POL", "SESRIC", "BRU", "CAB", "CAB"]


def test_what_was_recorded_is_proposed_with_its_source_and_date_and_stays_awaited(
    called: Report, mandates: Any
) -> None:
    proposed, silent = (called.contributions.get(mandate=mandates[n]) for n in (0, 4))
    assert proposed.proposed and proposed.state == "awaited"
    assert proposed.texts == DONE and proposed.on == dt.date(2034, 11, 5)
    assert proposed.source["fr"] == proposed.unit.name["fr"]
    assert not silent.proposed and not silent.texts


def test_the_proof_of_an_action_is_named_as_its_source(report: Report, mandates: Any, idris: Any, yasmin: Any) -> None:
    import io

    action = mandates[0].actions.get()
    mandates[0].prove(
        by=idris, title="Note SG/IN/2034/0397", upload=io.BytesIO(b"A note."), name="note.txt", action=action
    )
    report.call(by=yasmin, wanted_by=dt.date(2035, 3, 1))
    assert report.contributions.get(mandate=mandates[0]).source["en"].endswith(", Note SG/IN/2034/0397")


def test_a_second_call_asks_for_what_is_new_and_leaves_what_was_written(
    called: Report, mandates: Any, farid: Any, yasmin: Any, idris: Any
) -> None:
    written, renewed = (called.contributions.get(mandate=mandates[n]) for n in (0, 1))
    called.contribute(by=farid, contribution=written, texts=OTHER, source=SOURCE)
    mandates[1].act(by=idris, what={"en": "A third meeting was held."})
    adopted(called.session, resolutions=1, mandates=1, series="ECO")
    event = called.call(by=yasmin, wanted_by=dt.date(2035, 4, 1))
    written.refresh_from_db()
    renewed.refresh_from_db()
    assert event.particulars["asked"] == 6 and called.contributions.count() == 7
    assert written.texts == OTHER and renewed.texts == {"en": "A third meeting was held."}


def test_a_confidential_mandate_is_neither_asked_for_nor_printed(
    report: Report, mandates: Any, idris: Any, yasmin: Any
) -> None:
    mandates[0].classify(by=idris, level=2, reason="talks under way", named=[idris])
    report.call(by=yasmin, wanted_by=dt.date(2035, 3, 1))
    assert report.contributions.count() == 5
    content = content_of(report)
    assert [len(section["rows"]) for section in content["sections"]] == [2, 3]


def test_the_unit_confirms_what_is_proposed_or_writes_its_own(
    called: Report, contribution_of: Any, mandates: Any, farid: Any
) -> None:
    first, second = contribution_of(mandates[0]), contribution_of(mandates[1])
    called.confirm(by=farid, contribution=first)
    called.contribute(by=farid, contribution=second, texts=OTHER, source=SOURCE, on=dt.date(2035, 1, 7))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.texts, first.by) == ("received", DONE, farid)
    assert (second.state, second.texts, second.on) == ("received", OTHER, dt.date(2035, 1, 7))


def test_no_unit_writes_for_another(
    called: Report, contribution_of: Any, mandates: Any, sami: Any, huda: Any, hamza: Any, zayd: Any
) -> None:
    of_politics = contribution_of(mandates[0])
    for person in (sami, huda, hamza, zayd):
        with pytest.raises(Refused):
            called.contribute(by=person, contribution=of_politics, texts=OTHER, source=SOURCE)
        with pytest.raises(Refused):
            called.confirm(by=person, contribution=of_politics)
    called.contribute(by=sami, contribution=contribution_of(mandates[2]), texts=OTHER, source=SOURCE)


def test_what_the_cabinet_has_cleared_is_not_rewritten_by_the_unit(
    called: Report, contribution_of: Any, mandates: Any, farid: Any, yasmin: Any
) -> None:
    first = contribution_of(mandates[0])
    called.confirm(by=farid, contribution=first)
    called.clear(by=yasmin, contribution=first)
    with pytest.raises(NotNow):
        called.contribute(by=farid, contribution=first, texts=OTHER, source=SOURCE)
    called.hand_back(by=yasmin, contribution=first, reason="Give the sum that was pledged.")
    called.contribute(by=farid, contribution=first, texts=OTHER, source=SOURCE)
    first.refresh_from_db()
    assert first.state == "received" and not first.remark


def test_a_unit_neither_clears_nor_chases(called: Report, contribution_of: Any, mandates: Any, farid: Any) -> None:
    first = contribution_of(mandates[0])
    for verb, details in (
        ("clear", {"contribution": first}),
        ("hand_back", {"contribution": first, "reason": "x"}),
        ("chase", {}),
    ):
        with pytest.raises(Refused):
            getattr(called, verb)(by=farid, **details)


def test_missing_contributions_are_chased_all_or_by_unit(called: Report, yasmin: Any, unit: Any) -> None:
    assert called.chase(by=yasmin).particulars["count"] == 6
    event = called.chase(by=yasmin, units=[unit("POL").pk])
    assert event.particulars == {"count": 2, "units": [unit("POL").pk]}
    assert sorted(called.contributions.values_list("chased", flat=True)) == [1, 1, 1, 1, 2, 2]
    with pytest.raises(NotNow):
        called.chase(by=yasmin, units=[unit("ECO").pk])


def test_the_clock_chases_what_is_late_once_a_week(called: Report) -> None:
    def on(day: dt.date) -> int:
        with clock.at(dt.datetime.combine(day, dt.time(5), dt.UTC)):
            return chase_by_the_clock()

    assert on(dt.date(2035, 3, 1)) == 0
    assert on(dt.date(2035, 3, 2)) == 1
    assert on(dt.date(2035, 3, 5)) == 0
    assert on(dt.date(2035, 3, 9)) == 1
    assert set(called.contributions.values_list("chased", flat=True)) == {2}


def test_a_section_is_cleared_in_one_act(called: Report, mandates: Any, farid: Any, yasmin: Any) -> None:
    for contribution in called.contributions.exclude(texts={}):
        called.confirm(by=farid, contribution=contribution)
    event = called.clear_section(by=yasmin, resolution=mandates[0].resolution)
    assert event.particulars["count"] == 2
    assert called.contributions.filter(state="cleared").count() == 2


def test_each_sentence_carries_its_source_and_its_date(
    called: Report, contribution_of: Any, mandates: Any, yasmin: Any
) -> None:
    called.clear(by=yasmin, contribution=contribution_of(mandates[0]))
    with translation.override("en"):
        said = sentences(called)
    assert [(s.text, s.language) for s in said] == [(DONE["en"], "en")]
    assert said[0].source and said[0].date == "5 November 2034"


def test_a_sentence_that_a_language_lacks_stands_in_its_own_and_is_marked(
    called: Report, contribution_of: Any, mandates: Any, yasmin: Any
) -> None:
    called.clear(by=yasmin, contribution=contribution_of(mandates[1]))
    document = document_of(content_of(called), "ar")
    (sentence,) = (s for section in document.sections for row in section.rows for s in row.implementation)
    assert (sentence.language, sentence.text) == ("fr", DONE["fr"])
    assert document.mark_for("fr") and document.direction == "rtl"


def test_a_draft_shows_what_was_received_an_issue_only_what_is_cleared(
    called: Report, contribution_of: Any, mandates: Any, farid: Any
) -> None:
    called.confirm(by=farid, contribution=contribution_of(mandates[0]))
    assert len(sentences(called)) == 1
    assert not sentences(called, issued=True)
    assert len(document_of(content_of(called), "en").missing) == 5


def test_the_figures_count_each_mandate_once(called: Report, mandates: Any, idris: Any) -> None:
    mandates[2].assess(by=idris, verdict="not_implemented", why={"en": "No funds."})
    document = document_of(content_of(called), "en")
    assert document.figures[0].value == "6"
    assert sum(sum(series.values) for series in document.charts[1].series) == 6
    row = document.sections[0].rows[2]
    assert (row.status_word, row.status_tone) == ("Not implemented", "late")


# issuing -----------------------------------------------------------------------------------------------------------
def test_the_adviser_prepares_and_the_chef_de_cabinet_finalises_and_issues(
    called: Report, yasmin: Any, idris: Any
) -> None:
    with pytest.raises(Refused):
        called.finalise(by=yasmin)
    with pytest.raises(NotNow):
        called.issue(by=idris)
    called.finalise(by=idris)
    with pytest.raises(Refused):
        called.issue(by=yasmin)
    called.issue(by=idris)
    assert called.state == "issued"


def test_the_symbol_is_drawn_once_and_the_register_has_no_gap(issued: Report, idris: Any, yasmin: Any) -> None:
    symbol = issued.reference_printed
    assert symbol == "OIC/CFM-61/2035/RES/SG-REP.1"
    with pytest.raises(NotNow):
        issued.issue(by=idris)
    issued.take_back(by=idris, reason="A sum was wrong.")
    issued.finalise(by=idris)
    issued.issue(by=idris)
    assert issued.reference_printed == symbol and issued.editions.count() == 2
    assert Reference.objects.filter(record_type="reports.report").count() == 1 and not gaps()


def test_a_report_on_one_series_bears_it_in_its_symbol(mandates: Any, yasmin: Any, idris: Any) -> None:
    session, following = sessions()
    report = Report.open(by=yasmin, session=session, presented_to=following, series=mandates[0].resolution.series)
    report.finalise(by=idris)
    report.issue(by=idris)
    assert report.reference_printed == "OIC/CFM-61/2035/POL/SG-REP.1"


def test_an_issue_that_fails_gives_no_number(called: Report, idris: Any, monkeypatch: Any) -> None:
    called.finalise(by=idris)
    monkeypatch.setattr("diwan.reports.assembly.content_of", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        called.issue(by=idris)
    assert not Reference.objects.filter(record_type="reports.report").exists()
    assert Report.objects.get(pk=called.pk).state == "final"


def test_an_issued_version_is_frozen_by_the_database(issued: Report) -> None:
    edition = issued.editions.get()
    for change in (
        lambda: Edition.objects.filter(pk=edition.pk).update(content={}),
        lambda: Edition.objects.filter(pk=edition.pk).delete(),
    ):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            change()


def test_what_happens_later_changes_nothing_in_an_issued_version(issued: Report, mandates: Any, idris: Any) -> None:
    edition = issued.editions.get()
    before = document_of(edition.content, "en")
    mandates[0].act(by=idris, what={"en": "Something else was done."})
    mandates[0].assess(by=idris, verdict="implemented", why={"en": "Done."})
    Contribution.objects.filter(report=issued).update(texts={"en": "Rewritten."})
    assert document_of(Edition.objects.get(pk=edition.pk).content, "en") == before


def test_what_units_have_written_is_found_by_searching_only_once_it_is_issued(
    called: Report, idris: Any, yasmin: Any
) -> None:
    def words() -> str:
        return CARDS[0].searchable(called)["en"][1]

    for contribution in called.contributions.exclude(texts={}):
        called.clear(by=yasmin, contribution=contribution)
    assert DONE["en"] not in words()
    called.finalise(by=idris)
    called.issue(by=idris)
    assert DONE["en"] in words()
