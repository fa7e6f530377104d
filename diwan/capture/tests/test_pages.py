"""The pages of the tray: list, item, adding files, mailboxes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse

from diwan.capture.models import Arrival, Batch, Mailbox
from diwan.capture.tests import hostile
from diwan.capture.tests.conftest import PDF, letter
from diwan.documents.models import documents_of

try:
    reverse("letter-new")
    REGISTERED = True
except NoReverseMatch:
    REGISTERED = False


@pytest.fixture
def items(arrive: Any) -> list[Arrival]:
    """Two mails and a scan."""
    return [
        arrive(letter(1), "a.eml"),
        arrive(letter(2, files=[("x.zip", "application/zip", b"PK\x03\x04")]), "b.eml"),
        arrive(PDF, "scan.pdf"),
    ]


def test_the_list_shows_what_waits_the_oldest_first(browse: Any, salma: Any, items: list[Arrival]) -> None:
    page = browse(salma).get("/tray/").content.decode()
    places = [page.index(f'id="arrival-{item.pk}"') for item in items]
    assert places == sorted(places)
    assert "Note verbale 1" in page and "scan.pdf" in page
    only = browse(salma).get("/tray/?view=scans").content.decode()
    assert "scan.pdf" in only and "Note verbale 1" not in only


@pytest.mark.parametrize("view", ["waiting", "mail", "scans", "aside", "nonsense"])
def test_a_hundred_items_take_no_more_questions_than_one(
    browse: Any, salma: Any, items: list[Arrival], view: str
) -> None:
    first = items[0]
    for n in range(60):
        first.pk, first._state.adding, first.sha256, first.message_id = None, True, f"{n:064}", f"{n}@x"
        first.save(force_insert=True)
    assert browse(salma).get(f"/tray/?view={view}").status_code == 200


@pytest.mark.parametrize("who", ["zayd", "adam", "omar", "hamza"])
def test_others_have_no_tray(browse: Any, cast: Any, items: list[Arrival], who: str) -> None:
    client = browse(cast[who])
    assert client.get("/tray/").status_code == 404
    assert client.get(f"/tray/{items[0].pk}/").status_code == 404
    assert client.get("/tray/new/").status_code == 403
    assert client.post(f"/tray/{items[0].pk}/setting-aside/", {"reason": "x"}).status_code == 404
    assert client.post("/tray/setting-aside/", {"pick": items[0].pk, "reason": "x"}).status_code == 403
    version = documents_of(items[0])[0].versions.get()
    assert client.get(version.get_absolute_url()).status_code == 404


@pytest.mark.skipif(not REGISTERED, reason="letters are registered on a floor that is not here")
def test_an_item_shows_its_papers_facts_remarks_and_acts(browse: Any, salma: Any, items: list[Arrival]) -> None:
    page = browse(salma).get(items[1].get_absolute_url()).content.decode()
    assert f"{reverse('letter-new')}?arrival={items[1].pk}" in page
    assert "mission2@states.example" in page and "is an archive and was kept out" in page
    assert "has the honour to refer" in page and "b.eml" in page


def test_what_a_mail_says_is_shown_where_it_can_run_and_load_nothing(browse: Any, salma: Any, arrive: Any) -> None:
    found = arrive(hostile.html(hostile.PAGE), "evil.eml")
    body = documents_of(found, "body")[0].versions.get()
    page = browse(salma).get(found.get_absolute_url()).content.decode()
    assert f'src="{body.get_absolute_url()}"' in page
    answer = browse(salma).get(body.get_absolute_url())
    shown = b"".join(answer.streaming_content)
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "inline" in answer["Content-Disposition"] and b"steal" not in shown
    original = documents_of(found, "original")[0].versions.get()
    assert "attachment" in browse(salma).get(original.get_absolute_url())["Content-Disposition"]


def test_set_aside_one_and_go_on_to_the_next(browse: Any, salma: Any, items: list[Arrival]) -> None:
    client = browse(salma)
    address = f"/tray/{items[0].pk}/setting-aside/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    answer = client.post(address, {"reason": "an advertisement"})
    assert answer["Location"] == items[1].get_absolute_url()
    assert "an advertisement" in client.get("/tray/?view=aside").content.decode()
    assert client.post(f"/tray/{items[0].pk}/return/").status_code == 302
    items[0].refresh_from_db()
    assert items[0].state == "ready"


def test_set_several_aside_for_one_reason(browse: Any, salma: Any, items: list[Arrival]) -> None:
    client = browse(salma)
    picked = [item.pk for item in items[:2]]
    assert client.post("/tray/setting-aside/", {"pick": picked, "reason": ""}).status_code == 422
    assert Arrival.objects.filter(state="discarded").count() == 0
    items[0].take(by=salma, record=items[0])  # somebody registers one of them meanwhile
    client.post("/tray/setting-aside/", {"pick": picked, "reason": "twice"})
    states = dict(Arrival.objects.values_list("pk", "state"))
    assert [states[pk] for pk in picked] == ["taken", "discarded"]


def test_sealing_takes_it_out_of_sight(browse: Any, salma: Any, items: list[Arrival]) -> None:
    client = browse(salma)
    assert client.post(f"/tray/{items[0].pk}/seal/").status_code == 302
    assert client.get(items[0].get_absolute_url()).status_code == 404


@pytest.mark.skipif(not REGISTERED, reason="letters are registered on a floor that is not here")
def test_reading_a_sealed_item_is_told_in_the_trail(browse: Any, cast: Any, salma: Any, items: list[Arrival]) -> None:
    items[0].seal(by=salma)
    assert browse(cast["khalid"]).get(items[0].get_absolute_url()).status_code == 200
    assert items[0].history.filter(verb="read", by=cast["khalid"]).exists()


def _files(*pairs: tuple[str, bytes]) -> list[io.BytesIO]:
    found = []
    for name, data in pairs:
        file = io.BytesIO(data)
        file.name = name
        found.append(file)
    return found


def test_files_are_added_each_for_itself(browse: Any, salma: Any, db: Any) -> None:
    client = browse(salma)
    assert client.get("/tray/new/").status_code == 200
    assert client.post("/tray/new/", {"channel": "post"}).status_code == 422
    sent = {"papers": _files(("a.eml", letter(1)), ("b.pdf", PDF)), "channel": "bag"}
    assert client.post("/tray/new/", sent)["Location"] == "/tray/"
    assert set(Arrival.objects.values_list("name", "channel")) == {("a.eml", "email"), ("b.pdf", "bag")}
    again = {"papers": _files(("b.pdf", PDF), ("c.exe", hostile.EXE), ("d.txt", b"words")), "channel": "bag"}
    answer = client.post("/tray/new/", again)
    page = answer.content.decode()
    assert answer.status_code == 422 and "is in the tray already" in page and "is a program" in page
    assert Arrival.objects.filter(name="d.txt").exists(), "what is good is taken all the same"


def test_a_whole_folder_is_added(browse: Any, salma: Any, db: Any) -> None:
    sent = {"folder": _files(("a.eml", letter(1)), ("b.eml", letter(2))), "channel": "scan"}
    browse(salma).post("/tray/new/", sent)
    assert Arrival.objects.count() == 2


def test_a_pile_is_handed_in_to_be_divided(browse: Any, salma: Any, db: Any) -> None:
    browse(salma).post("/tray/new/", {"papers": _files(("pile.pdf", PDF)), "channel": "scan", "divide": "on"})
    assert Batch.objects.get().name == "pile.pdf"
    assert "being divided" in browse(salma).get("/tray/").content.decode()


def test_separator_sheets_are_printed(browse: Any, salma: Any) -> None:
    answer = browse(salma).get("/tray/separators/")
    assert answer.content.startswith(b"%PDF-")


def test_the_administrator_sets_mailboxes_up_and_sees_how_they_fare(browse: Any, adam: Any, unit: Any) -> None:
    client = browse(adam)
    assert client.get("/tray/mailboxes/").status_code == 200
    assert client.get("/tray/mailboxes/new/").status_code == 200
    sent = {"name": "Registry", "code": "registry", "host": "mail.house.example", "port": 993, "security": "ssl",
            "user": "registry", "folder": "INBOX", "done_folder": "INBOX", "unit": unit("REG").pk, "active": "on"}  # fmt: skip
    assert client.post("/tray/mailboxes/new/", sent).status_code == 422, "it cannot be moved to where it is"
    assert client.post("/tray/mailboxes/new/", sent | {"done_folder": "Taken"}).status_code == 302
    box = Mailbox.objects.get()
    box.troubled("refused", "AUTHENTICATIONFAILED", "2035-02-13T10:00:00Z")
    assert "refuses the name or the password" in client.get("/tray/mailboxes/").content.decode()
    assert "DIWAN_MAILBOX_REGISTRY" in client.get(box.get_absolute_url()).content.decode()
    assert client.post(f"/tray/mailboxes/{box.pk}/look/").status_code == 302
    from diwan.trail.models import Event

    assert Event.objects.get(verb="add_mailbox").says.startswith("set up the mailbox registry")


@pytest.mark.parametrize("who", ["salma", "zayd", "idris", "hamza"])
def test_nobody_else_sets_mailboxes_up(browse: Any, cast: Any, mailbox: Mailbox, who: str) -> None:
    client = browse(cast[who])
    for address in ("/tray/mailboxes/", "/tray/mailboxes/new/", f"/tray/mailboxes/{mailbox.pk}/"):
        assert client.get(address).status_code == 403


def test_the_tray_says_which_mailbox_cannot_be_read(browse: Any, salma: Any, mailbox: Mailbox) -> None:
    mailbox.troubled("lost", "EOF", "2035-02-13T10:00:00Z")
    page = browse(salma).get("/tray/").content.decode()
    assert "Registry" in page and "the connection was lost" in page and "EOF" not in page


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_pages_in_other_languages(browse: Any, salma: Any, items: list[Arrival], language: str) -> None:
    salma.language = language
    salma.save()
    client = browse(salma)
    for address in (
        "/tray/",
        "/tray/?view=aside",
        "/tray/new/",
        *([items[1].get_absolute_url()] if REGISTERED else []),
    ):
        page = client.get(address).content.decode()
        assert f'lang="{language}"' in page
    said = [remark.text for remark in items[1].said]
    assert said
