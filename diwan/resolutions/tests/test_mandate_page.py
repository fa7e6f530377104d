"""The page of a mandate: what was done, with what proof, against what, and how it was judged."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from diwan.resolutions.models import Mandate
from diwan.resolutions.tests.adopted import mandate as another
from diwan.resolutions.tests.adopted import resolution

pytestmark = pytest.mark.django_db
PAGE = 30
"""Statements of the page of one record: it has no budget of its own, and shows eleven kinds of rows."""


@pytest.fixture
def mandate(cast, idris, unit):
    made = resolution(asking=1).mandates.get()
    made.assign(by=idris, unit=unit("POL"))
    return made


@pytest.fixture
def send(browse, mandate):
    def act(person, noun, **given):
        return browse(person, queries=60).post(f"/mandates/{mandate.pk}/{noun}/", given)

    return act


def test_an_action_stands_in_the_languages_in_which_it_was_written(browse, send, farid, mandate):
    send(
        farid,
        "action",
        **{"act-what_en": "Letters were sent.", "act-what_ar": "أُرسلت الرسائل.", "act-on": "2035-02-01"},
    )
    action = mandate.actions.get()
    assert action.what == {"en": "Letters were sent.", "ar": "أُرسلت الرسائل."} and action.on == dt.date(2035, 2, 1)
    mandate.refresh_from_db()
    assert mandate.state == "in_progress" and mandate.lead.state == "accepted"
    assert "أُرسلت الرسائل." in browse(farid, queries=PAGE).get(f"/mandates/{mandate.pk}/").content.decode()


def test_nothing_is_done_tomorrow_and_nothing_without_words(send, farid, mandate):
    assert send(farid, "action", **{"act-what_en": "Soon.", "act-on": "2035-12-01"}).status_code == 422
    assert send(farid, "action", **{"act-on": "2035-02-01"}).status_code == 422
    assert not mandate.actions.exists()


def test_a_document_proves_it(send, farid, mandate):
    send(
        farid,
        "evidence",
        **{"prove-title": "Letter to the donors", "prove-upload": SimpleUploadedFile("letter.txt", b"Sent.")},
    )
    proof = mandate.evidence.get()
    assert proof.title == "Letter to the donors" and proof.version.name == "letter.txt"


def test_an_empty_or_disguised_file_is_refused_with_its_reason(send, farid, mandate):
    for name, content in (("empty.pdf", b""), ("disguised.pdf", b"plain words")):
        answer = send(farid, "evidence", **{"prove-title": "Proof", "prove-upload": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422
    assert not mandate.evidence.exists()


def test_a_record_named_by_its_number_proves_it(send, farid, mandate):
    send(farid, "evidence", **{"prove-title": "The resolution itself", "prove-reference": "1/60-POL"})
    assert mandate.evidence.get().link.from_type == "resolutions.resolution"
    assert send(farid, "evidence", **{"prove-title": "Nothing", "prove-reference": "IN/2035/9"}).status_code == 422


def test_the_clock_stops_for_somebody_and_runs_again(send, farid, mandate):
    send(farid, "waiting", **{"wait-waiting_for": "the host country"})
    assert Mandate.objects.with_status().get(pk=mandate.pk).status == "hold"
    send(farid, "resumption")
    assert Mandate.objects.with_status().get(pk=mandate.pk).status == "idle"


def test_an_obstacle_has_a_kind_and_is_lifted(browse, send, farid, mandate):
    send(farid, "obstacle", **{"meet_obstacle-kind": "funds", "meet_obstacle-what_fr": "Les fonds manquent."})
    obstacle = mandate.obstacles.get()
    assert (obstacle.kind, obstacle.what) == ("funds", {"fr": "Les fonds manquent."})
    browse(farid).post(f"/mandates/{mandate.pk}/obstacles/{obstacle.pk}/lifting/")
    obstacle.refresh_from_db()
    assert obstacle.lifted_on == dt.date(2035, 2, 13)


def test_the_cabinet_judges_and_the_unit_does_not(send, idris, farid, mandate):
    words = {"assess-verdict": "implemented", "assess-why_en": "The meeting was held."}
    assert send(farid, "assessment", **words).status_code == 403
    send(idris, "assessment", **words)
    mandate.refresh_from_db()
    assert mandate.state == "implemented" and mandate.assessments.get().by == idris


def test_a_verdict_without_justification_is_refused(send, idris, mandate):
    assert send(idris, "assessment", **{"assess-verdict": "implemented"}).status_code == 422
    assert not mandate.assessments.exists()


def test_a_day_by_hand_says_why(send, idris, mandate):
    assert send(idris, "due-day", **{"set_due-due_on": "2035-03-30"}).status_code == 422
    send(idris, "due-day", **{"set_due-due_on": "2035-03-30", "set_due-reason": "Before the senior officials meet."})
    mandate.refresh_from_db()
    assert mandate.due_on == mandate.lead.due_on == dt.date(2035, 3, 30)


def test_a_later_mandate_supersedes_it(send, idris, mandate):
    later = another(resolution(number=2, asking=0), 4)
    assert send(idris, "successor", **{"supersede-successor": "1/60-POL §1"}).status_code == 422
    send(idris, "successor", **{"supersede-successor": "2/60-POL §4"})
    mandate.refresh_from_db()
    assert mandate.state == "superseded"
    assert mandate.history.get(verb="supersede").particulars["successor_id"] == later.pk


def test_the_page_says_why_a_button_is_off_before_the_click(browse, hamza, mandate):
    hamza.language = "en"
    hamza.save()
    page = browse(hamza, queries=PAGE).get(f"/mandates/{mandate.pk}/").content.decode()
    assert "Only the units concerned report on it." in page and "Mandates are assigned by the Cabinet." in page


def test_the_history_tells_every_step_in_the_reader_s_language(browse, send, idris, farid, mandate):
    send(idris, "question", **{"ask_for_update-note": ""})
    history = browse(idris, queries=PAGE).get(f"/mandates/{mandate.pk}/").context["history"]
    assert [e["says"].split(" ", 2)[2] for e in history] == [
        "asked Political Affairs for an update",
        history[1]["says"].split(" ", 2)[2],
    ]
    assert "assigned it to Political Affairs" in history[1]["says"]


def test_an_unknown_act_does_not_exist(send, idris):
    assert send(idris, "destruction").status_code == 404
