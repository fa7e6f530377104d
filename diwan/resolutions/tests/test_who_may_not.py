"""Who may not, cannot: a classified mandate on every page, in search, files, exports, counts, notices and the API."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from diwan.api.models import Token
from diwan.kernel.decisions import Refused
from diwan.notices.models import Notice
from diwan.reports.models import Report
from diwan.resolutions.forms.following import ACTS
from diwan.resolutions.models import Mandate, SavedView
from diwan.search.find import find
from diwan.trail.models import Event

ASKED = "kestrel"  # what is asked for in searches, and may be echoed there
WORD = "heronry"  # stands beside it in what was done, in the proof, its title and file, in the obstacle and the reason
CONFIDENTIAL, STRICTLY = 2, 3
NAMED = ("idris", "farid", "yasmin", "omar", "harun")  # omar is named, and not cleared

Everything = Callable[..., Any]


@pytest.fixture
def settled(django_capture_on_commit_callbacks: Everything, jobs: Everything) -> Everything:
    """``settled(act)``: do it, let the readers of the trail read it as after a commit, and do the waiting jobs."""

    def settle(act: Callable[[], Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            done = act()
        with django_capture_on_commit_callbacks(execute=True):
            jobs()
        return done

    return settle


@pytest.fixture
def secret(mandates: list[Mandate], cast: dict[str, Any], unit: Everything, settled: Everything) -> Everything:
    """``secret(level)``: a mandate of Political Affairs at work with an institution, then classified."""

    def live(level: int) -> None:
        found, idris = mandates[0], cast["idris"]
        found.assign(
            by=idris, unit=unit("POL"), co_units=[unit("SESRIC")], person=cast["omar"], due_on=dt.date(2035, 2, 1)
        )
        text = {code: f"The {ASKED} talks were held in the {WORD} ({code})." for code in ("en", "fr", "ar")}
        found.act(by=cast["farid"], what=text, on=dt.date(2035, 1, 9))
        found.prove(
            by=cast["farid"],
            title=f"Minutes of {WORD}",
            upload=io.BytesIO(f"{WORD} minutes".encode()),
            name=f"{WORD}.txt",
        )
        found.meet_obstacle(
            by=cast["farid"], kind="security", what={"en": f"The road to the {WORD} of {ASKED} is closed."}
        )
        found.classify(by=idris, level=level, reason=f"Talks of {WORD}", named=[cast[name] for name in NAMED])

    def classify(level: int) -> Mandate:
        settled(lambda: live(level))
        return Mandate.objects.listed().get(pk=mandates[0].pk)

    return classify


def shown_to(person: Any, secret: Mandate, browse: Everything) -> dict[str, str]:
    """What every list, page, search and file of the house gives this person; what is refused gives nothing."""
    browser = browse(person, queries=40)
    pages = [
        "/", "/resolutions/", secret.resolution.get_absolute_url(), "/follow-up/", "/mandates/",
        f"/mandates/?q={ASKED}", "/mandates/?status=late", "/units/POL/", "/units/SESRIC/", f"/search/?q={ASKED}",
        f"/search/?q={secret.reference_printed}", "/notices/", "/reports/", "/mandates/export.csv",
        "/mandates/export.xlsx", "/journal/", "/journal/export/",
    ]  # fmt: skip
    pages += [reverse("report", args=[report.pk]) for report in Report.objects.all()]
    return {page: _words(browser.get(page)) for page in pages}


def _words(answer: Any) -> str:
    if answer.status_code != 200:
        return ""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return " ".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return str(content.decode())


def leaks(secret: Mandate, shown: dict[str, str]) -> dict[str, str]:
    """The places where its content, or a way to it, stands."""
    address = f'"{secret.get_absolute_url()}'
    found = {page: "content" for page, text in shown.items() if WORD in text.casefold()}
    return found | {page: "link" for page, text in shown.items() if address in text}


def api(person: Any, client: Any, path: str, **body: Any) -> Any:
    _token, bearer = Token.make(person, name="test", scope="write", expires_on=dt.date(2035, 3, 1))
    headers = {"Authorization": f"Bearer {bearer}"}
    if body:
        return client.post(path, headers=headers, data=body, content_type="application/json")
    return client.get(path, headers=headers)


OUTSIDE = ("huda", "leila", "omar", "sami", "jean", "salma", "hamza", "adam", "zayd")


@pytest.mark.parametrize("level", [CONFIDENTIAL, STRICTLY])
def test_who_is_not_named_or_not_cleared_finds_no_trace_of_it(
    level: int, secret: Everything, cast: dict[str, Any], browse: Everything, client: Any
) -> None:
    classified = secret(level)
    for name in OUTSIDE:
        person = cast[name]
        assert leaks(classified, shown_to(person, classified, browse)) == {}, name
        page = browse(person).get(classified.get_absolute_url())
        assert page.status_code == 404
        assert WORD not in page.content.decode()
        assert api(person, client, f"/api/mandates/{classified.pk}/").status_code == 404
        listed = api(person, client, f"/api/mandates/?resolution={classified.resolution_id}").json()
        assert classified.pk not in [row["id"] for row in listed["items"]]
        assert listed["total"] == len(listed["items"])
        assert find(person, ASKED, languages=["en", "fr", "ar"]) == [], name


@pytest.mark.parametrize(
    ("level", "readers"), [(CONFIDENTIAL, {"idris", "harun", "farid", "yasmin"}), (STRICTLY, {"idris", "harun"})]
)
def test_it_is_seen_by_those_who_are_both_named_and_cleared_and_nobody_else(
    level: int, readers: set[str], secret: Everything, cast: dict[str, Any], browse: Everything
) -> None:
    classified = secret(level)
    seeing = {name for name, p in cast.items() if Mandate.objects.visible_to(p).filter(pk=classified.pk).exists()}
    assert seeing == readers
    for name in readers:
        assert WORD in browse(cast[name], queries=40).get(classified.get_absolute_url()).content.decode()
        assert [hit.record for hit in find(cast[name], ASKED, languages=["en"])] == [classified]


def test_who_may_not_see_it_may_not_act_on_it_by_any_door(
    secret: Everything, cast: dict[str, Any], browse: Everything, client: Any
) -> None:
    classified = secret(STRICTLY)
    before = Event.objects.about(classified).count()
    for name in ("farid", "huda", "omar", "sami", "adam", "zayd"):
        for noun in ACTS:
            address = f"{classified.get_absolute_url()}{noun}/"
            assert browse(cast[name]).post(address, {"level": 0, "reason": "open it"}).status_code == 404, (name, noun)
        verdict = api(
            cast[name], client, f"/api/mandates/{classified.pk}/assess/", verdict="implemented", why={"en": "so"}
        )
        assert verdict.status_code == 404
    assert Event.objects.about(classified).count() == before


def test_a_refusal_of_the_verb_itself_is_a_second_lock(secret: Everything, huda: Any, adam: Any, zayd: Any) -> None:
    """Whoever reached the record by some other way is still refused, and nothing is left behind."""
    classified = secret(STRICTLY)
    before = Event.objects.about(classified).count()
    for person in (huda, adam, zayd):
        for verb, details in {
            "act": {"what": {"en": "x"}}, "assess": {"verdict": "implemented", "why": {"en": "x"}},
            "classify": {"level": 0, "reason": "x"}, "retire": {"reason": "x"}, "accept": {},
        }.items():  # fmt: skip
            with pytest.raises(Refused):
                getattr(classified, verb)(by=person, **details)
    assert Event.objects.about(classified).count() == before


def test_its_papers_are_given_out_to_no_one_else_not_even_by_their_address(
    secret: Everything, cast: dict[str, Any], browse: Everything
) -> None:
    paper = secret(CONFIDENTIAL).evidence.get().version
    for name in OUTSIDE:
        assert browse(cast[name]).get(paper.get_absolute_url()).status_code == 404, name


def test_it_is_in_nobody_elses_counts(
    secret: Everything, mandates: list[Mandate], idris: Any, huda: Any, browse: Everything
) -> None:
    """Totals of the matrix, of the desk and of the list agree with what the person can open."""
    classified = secret(STRICTLY)
    for person, lines in ((idris, len(mandates)), (huda, len(mandates) - 1)):
        client = browse(person, queries=40)
        assert client.get("/follow-up/").context["matrix"].totals.total == lines
        assert len(client.get("/mandates/").context["lines"]) == lines
    assert browse(huda).get("/mandates/?status=late").context["lines"] == []
    assert classified.late


def test_a_shared_view_shows_each_reader_only_the_readers_own_rows(
    secret: Everything, idris: Any, huda: Any, browse: Everything
) -> None:
    classified = secret(CONFIDENTIAL)
    view = SavedView.objects.create(person=idris, name="Late ones", query="status=late", shared=True)
    for person, rows in ((idris, [classified]), (huda, [])):
        answer = browse(person).get(f"/mandates/?{view.query}&view={view.pk}")
        assert [line.mandate for line in answer.context["lines"]] == rows


def test_the_institution_sees_what_it_is_asked_and_nothing_else(
    mandates: list[Mandate], idris: Any, sami: Any, unit: Everything, browse: Everything, client: Any
) -> None:
    own, other = mandates[0], mandates[1]
    own.assign(by=idris, unit=unit("POL"), co_units=[unit("SESRIC")])
    other.assign(by=idris, unit=unit("POL"))
    assert list(Mandate.objects.visible_to(sami)) == [own]
    assert [line.mandate for line in browse(sami).get("/mandates/").context["lines"]] == [own]
    assert browse(sami).get(other.get_absolute_url()).status_code == 404
    assert browse(sami).get("/units/POL/").status_code == 404
    assert browse(sami).get("/units/SESRIC/").status_code == 200
    assert [row["id"] for row in api(sami, client, "/api/mandates/").json()["items"]] == [own.pk]
    resolutions = api(sami, client, "/api/resolutions/").json()["items"]
    assert [row["id"] for row in resolutions] == [own.resolution_id]


@pytest.mark.parametrize(
    "path", ["/resolutions/", "/follow-up/", "/mandates/", "/mandates/export.csv", "/journal/", "/units/POL/"]
)
def test_for_the_administrator_and_the_stranger_the_registers_do_not_exist(
    path: str, mandates: list[Mandate], adam: Any, zayd: Any, browse: Everything
) -> None:
    for person in (adam, zayd):
        answer = browse(person).get(path)
        assert answer.status_code in (403, 404)
        assert mandates[0].reference_printed not in answer.content.decode()


# notices -----------------------------------------------------------------------------------------------------------
def test_a_mail_about_it_carries_the_reference_and_nothing_more(
    secret: Everything, cast: dict[str, Any], settled: Everything
) -> None:
    classified = secret(CONFIDENTIAL)
    mail.outbox.clear()
    what = {"en": f"{WORD} again", "fr": f"{WORD} encore"}
    settled(lambda: classified.ask_for_update(by=cast["yasmin"], note=f"What of {WORD}?"))
    settled(lambda: classified.meet_obstacle(by=cast["farid"], kind="legal", what=what))
    told = {address for message in mail.outbox for address in message.to}
    assert told == {"farid@diwan.example", "idris@diwan.example"}
    for message in mail.outbox:
        assert message.subject == classified.reference_printed
        whole = f"{message.subject}\n{message.body}"
        assert WORD not in whole
        assert not any(text[:40] in whole for text in classified.wording.values())


def test_a_mail_about_an_open_one_says_what_happened(
    mandates: list[Mandate], idris: Any, unit: Everything, settled: Everything
) -> None:
    settled(lambda: mandates[0].assign(by=idris, unit=unit("POL")))
    message = next(m for m in mail.outbox if m.to == ["farid@diwan.example"])
    assert str(mandates[0].wording)[:40] in f"{message.subject}\n{message.body}"


def test_nobody_is_told_of_what_he_may_not_see(secret: Everything, cast: dict[str, Any], settled: Everything) -> None:
    """Omar is its focal point and Sami's institution co-operates; neither is cleared."""
    classified = secret(CONFIDENTIAL)
    Notice.objects.all().delete()
    mail.outbox.clear()
    settled(lambda: classified.ask_for_update(by=cast["idris"]))
    assert set(Notice.objects.values_list("to__username", flat=True)) == {"farid"}
    assert [message.to for message in mail.outbox] == [["farid@diwan.example"]]


def test_a_notice_from_before_it_was_classified_falls_silent(
    mandates: list[Mandate],
    cast: dict[str, Any],
    unit: Everything,
    jobs: Everything,
    browse: Everything,
    django_capture_on_commit_callbacks: Everything,
) -> None:
    """Told while it was open, classified before the mail went out: no mail, no line, no way in."""
    found, idris, sami = mandates[0], cast["idris"], cast["sami"]
    with django_capture_on_commit_callbacks(execute=True):
        found.assign(by=idris, unit=unit("POL"), co_units=[unit("SESRIC")])
    notice = Notice.objects.get(to=sami)
    found.classify(by=idris, level=STRICTLY, reason="talks", named=[idris])
    mail.outbox.clear()
    jobs()
    assert [message for message in mail.outbox if message.to == [sami.email]] == []
    assert browse(sami).get("/notices/").context["rows"] == []
    assert browse(sami).get(reverse("notice", args=[notice.pk])).status_code == 404


# reading leaves its mark -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("level", [CONFIDENTIAL, STRICTLY])
def test_each_reading_of_it_is_told_in_the_trail(
    level: int, secret: Everything, idris: Any, browse: Everything, client: Any
) -> None:
    classified = secret(level)
    # a file that no browser shows in place is taken away: that is told as an export
    readings = Event.objects.about(classified).filter(verb__in=["read", "export"], by=idris)
    browse(idris, queries=40).get(classified.get_absolute_url())
    assert readings.count() == 1
    b"".join(browse(idris).get(classified.evidence.get().version.get_absolute_url()).streaming_content)
    assert readings.count() == 2
    api(idris, client, f"/api/mandates/{classified.pk}/")
    assert readings.count() == 3
    api(idris, client, f"/api/mandates/?resolution={classified.resolution_id}")
    assert readings.count() == 4


def test_reading_what_is_open_leaves_nothing(mandates: list[Mandate], idris: Any, browse: Everything) -> None:
    browse(idris, queries=40).get(mandates[0].get_absolute_url())
    assert not Event.objects.about(mandates[0]).filter(verb="read").exists()


def test_taking_it_away_in_a_list_is_told_in_the_trail(secret: Everything, idris: Any, browse: Everything) -> None:
    classified = secret(CONFIDENTIAL)
    assert WORD in _words(browse(idris).get("/mandates/export.csv"))
    assert Event.objects.filter(verb="export", by=idris, particulars__what="mandates").exists()
    assert Event.objects.about(classified).filter(verb="export", by=idris).exists()


# the journal -------------------------------------------------------------------------------------------------------
def test_the_auditor_takes_the_whole_chain_away_without_the_words_he_is_not_cleared_for(
    secret: Everything, hamza: Any, mandates: list[Mandate], idris: Any, unit: Everything, browse: Everything
) -> None:
    secret(STRICTLY)
    mandates[1].assign(by=idris, unit=unit("POL"), note="an open instruction")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the links are made at commit
    exported = _words(browse(hamza).get("/journal/export/"))
    assert exported.count("classify") == 1
    assert WORD not in exported
    assert "an open instruction" in exported


# the report --------------------------------------------------------------------------------------------------------
def test_it_never_enters_a_report_that_goes_to_all_member_states(
    secret: Everything, sessions: dict[str, Any], cast: dict[str, Any], browse: Everything
) -> None:
    classified = secret(CONFIDENTIAL)
    report = Report.open(by=cast["yasmin"], session=sessions["CFM-60"], presented_to=sessions["CFM-61"])
    report.call(by=cast["yasmin"], wanted_by=dt.date(2035, 3, 1))
    assert not report.contributions.filter(mandate=classified).exists()
    for name in ("idris", "farid", "huda", "hamza"):
        assert WORD not in _words(browse(cast[name], queries=40).get(report.get_absolute_url()))
