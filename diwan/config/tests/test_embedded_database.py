"""The embedded PostgreSQL in its data folder."""

import os
import signal
import subprocess
import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest

from diwan.config import postgres
from diwan.config.account import Account
from diwan.config.cluster import Cluster, DatabaseTrouble
from diwan.config.postgres import Embedded

from .conftest import processes_of, wait_until


def keep(database: Embedded, word: str) -> None:
    with psycopg.connect(database.url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [word])


def kept(database: Embedded) -> list[str]:
    with psycopg.connect(database.url) as connection:
        return [row[0] for row in connection.execute("SELECT word FROM kept").fetchall()]


@pytest.fixture
def database(place: Path, request: pytest.FixtureRequest) -> Embedded:
    database = Embedded(place / request.node.name[:40])
    request.addfinalizer(database.stop)
    database.start()
    return database


def setting(database: Embedded, name: str) -> str:
    with psycopg.connect(database.url) as connection:
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
        assert row
        return str(row[0])


def test_it_writes_durably_in_unicode_with_checksums_and_off_the_network(database: Embedded) -> None:
    assert [setting(database, name) for name in ("fsync", "synchronous_commit", "data_checksums")] == ["on"] * 3
    assert setting(database, "server_encoding") == "UTF8"
    assert setting(database, "listen_addresses") == ""


def test_diwan_is_no_superuser_in_its_database(database: Embedded) -> None:
    with psycopg.connect(database.url) as connection:
        row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    assert row == (False,)


def test_starting_twice_is_starting_once(database: Embedded) -> None:
    assert database.start() == database.start()


def test_a_visitor_leaves_the_owners_server_running(database: Embedded) -> None:
    visitor = Embedded(database.data)
    assert visitor.start() == database.url
    visitor.stop()
    keep(database, "still there")


def test_an_owner_that_is_only_a_command_waits_for_its_visitors(database: Embedded) -> None:
    visitor = Embedded(database.data)
    visitor.start()
    leaving = threading.Thread(target=lambda: database.stop(wait_for_others=True))
    leaving.start()
    leaving.join(0.3)
    assert leaving.is_alive()
    keep(visitor, "while the owner waits")
    visitor.stop()
    leaving.join(60)
    assert not database.ready()


def test_what_was_kept_is_there_after_stopping(database: Embedded) -> None:
    keep(database, "كتاب")
    database.stop()
    database.start()
    assert kept(database) == ["كتاب"]


def test_a_note_left_by_a_power_cut_does_not_hinder_even_if_its_number_is_in_use(database: Embedded) -> None:
    keep(database, "before")
    note = database.cluster.folder / "postmaster.pid"
    written, owner = note.read_text().splitlines(), note.stat()
    database.stop()
    # The number now belongs to another process of the database's own account: PostgreSQL alone would refuse.
    other = subprocess.Popen(
        ["/bin/cat"],
        stdin=subprocess.PIPE,
        user=owner.st_uid if os.geteuid() == 0 else None,
    )
    try:
        note.write_text("\n".join([str(other.pid), *written[1:]]) + "\n")
        os.chown(note, owner.st_uid, owner.st_gid)
        note.chmod(0o600)
        database.start()
        assert kept(database) == ["before"]
        assert other.poll() is None, "a stranger must not be harmed"
    finally:
        other.communicate()


def test_a_server_killed_outright_is_started_again_with_what_was_committed(database: Embedded) -> None:
    keep(database, "committed")
    server = next(iter(processes_of(database.cluster.folder)))
    os.kill(server, signal.SIGKILL)
    wait_until(lambda: not database.alive(), "its end was seen")
    database.start()
    assert kept(database) == ["committed"]


def test_a_server_killed_while_it_starts_is_started_once_more(
    database: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(database, "wheat")
    database.stop()
    begin, killed = postgres.start_child, []

    def begin_and_kill_the_first(*words: Any, **options: Any) -> subprocess.Popen[bytes]:
        server = begin(*words, **options)
        if not killed:
            killed.append(server.pid)
            server.kill()
        return server

    monkeypatch.setattr(postgres, "start_child", begin_and_kill_the_first)
    database.start()
    assert killed and kept(database) == ["wheat"]


def test_a_making_that_was_broken_off_is_begun_anew(place: Path) -> None:
    database = Embedded(place / "broken off", throwaway=True)
    half = database.data / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    try:
        database.start()
        keep(database, "whole")
    finally:
        database.stop()


def test_a_path_too_long_for_a_socket_is_no_obstacle(place: Path) -> None:
    database = Embedded(place / ("é" * 60) / ("long " * 20).strip(), throwaway=True)
    try:
        database.start()
        keep(database, "far down")
        note = database.cluster.note()
        assert note and note.socket_folder
        assert note.socket_folder.stat().st_mode & 0o077 == 0
    finally:
        database.stop()
    assert not note.socket_folder.exists()


def test_a_cluster_of_another_version_is_refused_with_the_way_out(place: Path) -> None:
    folder = place / "older" / "postgres"
    folder.mkdir(parents=True)
    (folder / "PG_VERSION").write_text("16\n")
    with pytest.raises(DatabaseTrouble, match=r"PostgreSQL 16.*Upgrade"):
        Embedded(place / "older").start()


def test_a_server_that_cannot_start_says_why(database: Embedded) -> None:
    database.stop()
    (database.cluster.folder / "postgresql.conf").open("a").write("nonsense = yes\n")
    with pytest.raises(DatabaseTrouble, match="nonsense"):
        database.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to hand the database to another account")
def test_root_opens_only_the_passage_to_the_folder_and_names_it(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    account = Account.for_cluster(closed / "postgres")
    assert account.uid
    assert account.open_way_to(closed / "postgres") == [closed]
    assert closed.stat().st_mode & 0o777 == 0o701
    assert account.open_way_to(closed / "postgres") == []


def test_only_the_throwaway_instance_gives_up_durability() -> None:
    somewhere = Path("/somewhere/postgres")
    assert "fsync=off" in Cluster(somewhere, throwaway=True).server_command(somewhere)
    assert "fsync=off" not in Cluster(somewhere).server_command(somewhere)
