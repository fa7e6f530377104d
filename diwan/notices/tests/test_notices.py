"""Notices: who is told, once, in whose language, and what the page shows of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from diwan.notices.jobs import mail as send
from diwan.notices.models import Notice
from diwan.notices.reader import notify
from diwan.records.enrolment import cards
from diwan.resolutions.models import Mandate
from diwan.trail.models import Event

Everything = Callable[..., Any]


@pytest.fixture
def settled(django_capture_on_commit_callbacks: Everything, jobs: Everything) -> Everything:
    """``settled(act)``: do it, with all that follows its commit and all the jobs that brings."""

    def settle(act: Callable[[], Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            done = act()
        with django_capture_on_commit_callbacks(execute=True):
            jobs()
        return done

    return settle


@pytest.fixture
def given(mandates: list[Mandate], idris: Any, omar: Any, unit: Everything, settled: Everything) -> Mandate:
    """A mandate given to Political Affairs, to Omar, with the humanitarians and an institution."""
    others = [unit("ICHAD"), unit("SESRIC")]
    settled(lambda: mandates[0].assign(by=idris, unit=unit("POL"), co_units=others, person=omar))
    return mandates[0]


def told(verb: str) -> set[str]:
    return set(Notice.objects.filter(event__verb=verb).values_list("to__username", flat=True))


def test_whoever_is_asked_is_told(given: Mandate) -> None:
    assert told("assign") == {"farid", "omar", "huda", "sami"}


def test_whoever_did_it_is_not_told_of_it(given: Mandate, idris: Any, farid: Any, settled: Everything) -> None:
    settled(lambda: given.accept(by=farid))
    assert told("accept") == {"idris"}
    settled(lambda: given.wait(by=farid, waiting_for="the host state"))
    assert "farid" not in told("wait")


def test_nobody_is_told_twice_of_the_same(given: Mandate) -> None:
    event = Event.objects.about(given).get(verb="assign")
    before = Notice.objects.filter(event=event).count()
    notify(event)
    assert Notice.objects.filter(event=event).count() == before


def test_whoever_left_is_not_told(
    mandates: list[Mandate], idris: Any, farid: Any, unit: Everything, settled: Everything
) -> None:
    farid.is_active = False
    farid.save()
    settled(lambda: mandates[0].assign(by=idris, unit=unit("POL")))
    assert told("assign") == set()


def test_facts_that_concern_nobody_make_no_notice(given: Mandate, farid: Any, settled: Everything) -> None:
    before = Notice.objects.count()
    settled(lambda: given.track("read", by=farid))
    assert Notice.objects.count() == before


def test_each_is_written_to_in_the_own_language(given: Mandate) -> None:
    bodies = {message.to[0].partition("@")[0]: message.body for message in mail.outbox}
    assert set(bodies) == {"farid", "omar", "huda", "sami"}
    assert given.wording["en"][:30] in bodies["farid"]
    assert given.wording["ar"][:30] in bodies["omar"] and given.wording["ar"][:30] in bodies["huda"]
    assert given.get_absolute_url() in bodies["farid"]


def test_the_head_of_a_mail_is_one_line(given: Mandate) -> None:
    for message in mail.outbox:
        assert "\n" not in message.subject and message.subject.startswith(given.reference_printed)


def test_a_mail_is_sent_once_however_often_its_job_runs(given: Mandate, farid: Any) -> None:
    notice = farid.notices.get()
    assert notice.mailed_at
    before = len(mail.outbox)
    send(notice=notice.pk)
    assert len(mail.outbox) == before


def test_a_mail_that_could_not_be_sent_is_not_said_to_be(
    mandates: list[Mandate],
    idris: Any,
    farid: Any,
    unit: Everything,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Everything,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        mandates[0].assign(by=idris, unit=unit("POL"))
    notice = farid.notices.get()

    def refuse(*args: object, **kwargs: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    with pytest.raises(ConnectionRefusedError):
        send(notice=notice.pk)
    notice.refresh_from_db()
    assert notice.mailed_at is None
    monkeypatch.undo()
    send(notice=notice.pk)
    notice.refresh_from_db()
    assert notice.mailed_at and mail.outbox[-1].to == [farid.email]


def test_who_has_no_address_is_told_on_the_desk(
    mandates: list[Mandate], idris: Any, farid: Any, unit: Everything, settled: Everything
) -> None:
    farid.email = ""
    farid.save()
    settled(lambda: mandates[0].assign(by=idris, unit=unit("POL")))
    assert farid.notices.count() == 1
    assert mail.outbox == []


def test_opening_a_notice_opens_its_record_and_it_is_read(given: Mandate, farid: Any, browse: Everything) -> None:
    notice = farid.notices.get()
    answer = browse(farid).get(reverse("notice", args=[notice.pk]))
    assert answer.status_code == 302 and answer.url == given.get_absolute_url()
    notice.refresh_from_db()
    assert notice.read_at


def test_another_persons_notice_does_not_exist(given: Mandate, farid: Any, huda: Any, browse: Everything) -> None:
    notice = farid.notices.get()
    assert browse(huda).get(reverse("notice", args=[notice.pk])).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_the_bell_counts_what_is_not_read_and_all_may_be_marked(
    given: Mandate, farid: Any, huda: Any, browse: Everything
) -> None:
    browser = browse(farid)
    assert given.reference_printed in browser.get("/notices/").content.decode()
    browser.post("/notices/reading/")
    assert not farid.notices.filter(read_at__isnull=True).exists()
    assert huda.notices.filter(read_at__isnull=True).exists(), "only one's own"


def test_the_page_says_what_happened_in_the_readers_language(given: Mandate, omar: Any, browse: Everything) -> None:
    page = browse(omar).get("/notices/").content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert given.wording["ar"][:30] in page


def test_fifty_notices_cost_no_more_questions_than_one(
    given: Mandate, farid: Any, idris: Any, browse: Everything
) -> None:
    for n in range(50):
        Notice.objects.create(to=farid, event=given.track("ask_for_update", by=idris, unit={"en": "POL"}, note=str(n)))
    assert browse(farid).get("/notices/").status_code == 200  # the browser holds its budget


def test_whatever_somebody_is_told_of_has_a_page_of_its_own() -> None:
    """A notice leads there: without an address it ended in an error."""
    for label, card in cards().items():
        assert not card.told or hasattr(card.model, "get_absolute_url"), label


def test_a_notice_of_a_delegation_leads_to_its_entry(
    browse: Everything, settled: Everything, idris: Any, omar: Any
) -> None:
    from diwan.clearance.models import SigningAuthority

    given = {"papers": ["letter"], "up_to": 4, "level": 1, "instrument": "CAB/DEC/2035/009"}
    days = {"since": dt.date(2035, 1, 1), "until": dt.date(2035, 12, 31)}
    entry = settled(lambda: SigningAuthority.grant(by=idris, holder=omar, **given, **days))
    found = Notice.objects.filter(to=omar, event__record_type="clearance.signingauthority").get()
    assert browse(omar).get(f"/notices/{found.pk}/").headers["Location"] == entry.get_absolute_url()
    assert browse(omar).get(entry.get_absolute_url()).status_code == 200
