"""A mailbox is watched: nothing in it is lost, nothing is taken twice, and trouble is told clearly."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import threading
import time
from typing import Any

import pytest
from django.db import connection

from diwan.capture import watching
from diwan.capture.jobs import look_soon, watch_mailboxes
from diwan.capture.models import Arrival, Mailbox
from diwan.capture.tests.conftest import PDF, letter
from diwan.capture.tests.dovecot import Dovecot, Wire
from diwan.capture.watching import watch
from diwan.documents.models import Version, documents_of


def shas(messages: list[bytes]) -> list[str]:
    return sorted(hashlib.sha256(one).hexdigest() for one in messages)


def originals() -> list[bytes]:
    """The messages of all arrivals as they are kept."""
    kept = Version.objects.filter(document__role="original", document__record_type="capture.arrival")
    return [version.file.path.read_bytes() for version in kept.select_related("file")]


def test_what_comes_is_taken_in_and_moved_away(server: Dovecot, mailbox: Mailbox) -> None:
    sent = [letter(1, files=[("note.pdf", "application/pdf", PDF)]), letter(2)]
    server.deliver(*sent)
    look = watch(mailbox)
    assert (look.taken, look.trouble) == (2, "")
    first = Arrival.objects.get(message_id="note-1@states.example")
    assert (first.subject, first.sender_address) == ("Note verbale 1", "mission1@states.example")
    assert first.unit.code == "REG" and first.channel == "email" and first.source == "Registry"
    assert [d.role for d in documents_of(first)] == ["original", "attachment"]
    assert shas(originals()) == shas(sent), "each byte as the server had it"
    assert server.kept() == [] and shas(server.kept("Taken")) == shas(sent)
    assert watch(mailbox).taken == 0


def test_mail_is_moved_in_one_step(server: Dovecot, mailbox: Mailbox) -> None:
    with watching._opened(mailbox) as box:
        assert "MOVE" in box.client.capabilities


def test_without_a_folder_for_it_what_was_taken_stays_and_is_marked_as_seen(server: Dovecot, mailbox: Mailbox) -> None:
    Mailbox.objects.update(done_folder="")
    mailbox.refresh_from_db()
    server.deliver(letter(1))
    assert watch(mailbox).taken == 1
    mailbox.refresh_from_db()
    assert watch(mailbox).taken == 0 and len(server.kept()) == 1
    names = [file.name for file in (server.place / "mail" / "cur").glob("*")]
    assert names and "S" in names[0].rpartition(",")[2], "marked as seen"
    server.deliver(letter(2))
    assert watch(mailbox).taken == 1


def test_the_same_message_copied_into_the_mailbox_again_is_one_arrival(server: Dovecot, mailbox: Mailbox) -> None:
    server.deliver(letter(1))
    assert watch(mailbox).taken == 1
    server.deliver(letter(1))
    look = watch(mailbox)
    assert (look.taken, look.known) == (0, 1)
    assert Arrival.objects.count() == 1 and server.kept() == []


def test_a_server_that_counts_anew_makes_nothing_new(server: Dovecot, mailbox: Mailbox) -> None:
    server.deliver(letter(1))
    Mailbox.objects.update(done_folder="")
    mailbox.refresh_from_db()
    watch(mailbox)
    Mailbox.objects.update(uid_validity=1, last_uid=99)  # as if the mailbox had been rebuilt
    mailbox.refresh_from_db()
    look = watch(mailbox)
    assert (look.taken, look.known) == (0, 1) and Arrival.objects.count() == 1


def test_a_cut_line_is_told_and_the_next_look_goes_on(server: Dovecot, mailbox: Mailbox) -> None:
    sent = [letter(n, body="words " * 2_000) for n in range(8)]
    server.deliver(*sent)
    wire = Wire(server.port, passes=60_000)  # some of the eight, then it breaks
    Mailbox.objects.update(port=wire.port)
    mailbox.refresh_from_db()
    look = watch(mailbox)
    mailbox.refresh_from_db()
    assert look.trouble == mailbox.trouble == "lost" and mailbox.trouble_since
    assert 0 < Arrival.objects.count() < 8
    Mailbox.objects.update(port=server.port)
    mailbox.refresh_from_db()
    watch(mailbox)
    mailbox.refresh_from_db()
    assert mailbox.trouble == "" and shas(originals()) == shas(sent)
    wire.close()


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        ({"port": 1}, "unreachable"),
        ({"folder": "Nowhere"}, "no_folder"),
        ({"security": "ssl"}, "unreachable"),
    ],
)
def test_each_trouble_has_its_name(mailbox: Mailbox, change: dict[str, Any], trouble: str) -> None:
    Mailbox.objects.update(**change)
    mailbox.refresh_from_db()
    assert watch(mailbox).trouble == trouble


def test_a_wrong_password_and_none(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(mailbox.variable, "wrong")
    assert watch(mailbox).trouble == "refused"
    mailbox.refresh_from_db()
    assert "wrong" not in mailbox.trouble_detail, "what we sent is not told"
    monkeypatch.delenv(mailbox.variable)
    assert watch(mailbox).trouble == "no_password"


def test_a_password_is_kept_in_a_file_that_only_its_owner_reads(mailbox: Mailbox, settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path
    mailbox.keep_password("one")
    mailbox.keep_password("two")
    assert mailbox.password_file.read_text() == "two"
    assert mailbox.password_file.stat().st_mode & 0o777 == 0o600


def test_a_full_disk_is_told_and_the_mail_waits(
    server: Dovecot, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.deliver(letter(1))

    def full(*args: Any, **options: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("diwan.documents.models.os.fsync", full)
    assert watch(mailbox).trouble == "full"
    assert not Arrival.objects.exists() and len(server.kept()) == 1
    monkeypatch.undo()
    monkeypatch.setenv(mailbox.variable, "a-word-for-the-mailbox")
    assert watch(mailbox).taken == 1


def test_a_message_that_breaks_the_parser_is_kept_and_stops_no_other(
    server: Dovecot, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.deliver(letter(1), letter(2))
    plain = watching.arrive_message

    def breaks(raw: bytes, *args: Any, **given: Any) -> Any:
        if b"Note verbale 1" in raw and given.get("taken_apart", True):
            raise ZeroDivisionError
        return plain(raw, *args, **given)

    monkeypatch.setattr(watching, "arrive_message", breaks)
    assert watch(mailbox).taken == 2
    odd = Arrival.objects.get(subject="")
    assert odd.remarks == [{"code": "not_mail"}] and len(originals()) == 2


def test_what_is_too_large_stays_in_the_mailbox_and_is_told(server: Dovecot, mailbox: Mailbox, settings: Any) -> None:
    settings.DOCUMENT_LIMIT = 20_000
    server.deliver(letter(1, body="long " * 10_000))
    assert watch(mailbox).taken == 1
    arrival = Arrival.objects.get()
    assert arrival.subject == "Note verbale 1" and arrival.remarks[-1]["code"] == "left_in_mailbox"
    assert len(server.kept()) == 1 and watch(mailbox).taken == 0


def test_a_private_mailbox_is_the_private_secretariats(
    server: Dovecot, mailbox: Mailbox, salma: Any, cast: Any
) -> None:
    Mailbox.objects.update(sealed=True)
    mailbox.refresh_from_db()
    server.deliver(letter(1))
    watch(mailbox)
    assert not Arrival.objects.visible_to(salma).exists()
    assert Arrival.objects.visible_to(cast["khalid"]).count() == 1


def test_each_minute_every_mailbox_gets_one_job(mailbox: Mailbox, server: Dovecot, jobs: Any) -> None:
    server.deliver(letter(1))
    watch_mailboxes(0)
    watch_mailboxes(60)
    look_soon(mailbox.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'capture.look_into'")
        assert cursor.fetchone()[0] == 1
    jobs()
    assert Arrival.objects.count() == 1


# killed ------------------------------------------------------------------------------------------------------------
def _killed(mailbox: Mailbox, moment: Any) -> None:
    """Look into the mailbox in a process that is killed (9) at some moment."""
    connection.close()
    child = os.fork()
    if not child:
        try:
            moment()
            watch(Mailbox.objects.get(pk=mailbox.pk))
        finally:
            os._exit(0)
    os.waitpid(child, 0)


@pytest.mark.django_db(transaction=True)
def test_killed_between_commit_and_move_nothing_is_lost_or_taken_twice(
    furnish: Any, server: Dovecot, mailbox: Mailbox
) -> None:
    sent = [letter(n) for n in range(3)]
    server.deliver(*sent)

    def die(*args: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def before_moving() -> None:
        watching._done = die

    _killed(mailbox, before_moving)
    assert Arrival.objects.count() == 3 and len(server.kept()) == 3, "taken in, and not yet moved"
    look = watch(mailbox)
    assert (look.taken, look.known) == (0, 3)
    assert shas(originals()) == shas(sent) == shas(server.kept("Taken"))


@pytest.mark.django_db(transaction=True)
def test_killed_at_random_moments_every_message_arrives_once(furnish: Any, server: Dovecot, mailbox: Mailbox) -> None:
    sent = [letter(n, files=[("a.pdf", "application/pdf", PDF + str(n).encode())]) for n in range(40)]
    server.deliver(*sent)
    chance = random.Random(5)
    for _ in range(12):
        delay = chance.uniform(0.02, 0.5)

        def soon(delay: float = delay) -> None:
            threading.Thread(target=lambda: (time.sleep(delay), os.kill(os.getpid(), 9)), daemon=True).start()

        _killed(mailbox, soon)
    for _ in range(50):  # the server lets go of a killed one's lock with its connection
        if not watch(mailbox).busy:
            break
        time.sleep(0.1)
    assert shas(originals()) == shas(sent)
    assert Arrival.objects.count() == 40 and server.kept() == []
    assert shas(server.kept("Taken")) == shas(sent)
