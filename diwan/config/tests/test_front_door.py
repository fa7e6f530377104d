"""Opening and closing Diwan: `bin/run`."""

import os
import signal
import stat
import subprocess
import threading
from pathlib import Path

import pytest

from .conftest import Hamlet, processes_of, wait_until


def test_a_new_office_opens_with_its_profile_and_a_demonstration(hamlet: Hamlet) -> None:
    assert hamlet.page() == "Oak Hamlet, the mill"
    assert f"http://localhost:{hamlet.port}/" in hamlet.sentences()
    assert "Sign in as: the miller" in hamlet.sentences()


def test_the_signing_key_is_its_owners_alone(hamlet: Hamlet) -> None:
    assert stat.S_IMODE((hamlet.data / "secret").stat().st_mode) == 0o600


def test_the_database_is_not_on_the_network(hamlet: Hamlet) -> None:
    server = hamlet.processes("postgres")[0]
    sockets = {str(fd.readlink()) for fd in Path(f"/proc/{server}/fd").iterdir()}
    assert any(socket.startswith("socket:") for socket in sockets)
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    assert not [line for line in listening if f"socket:[{line[9]}]" in sockets]


def test_a_second_run_on_the_same_data_is_refused(hamlet: Hamlet) -> None:
    second = Hamlet(hamlet.data.parent)
    second.start()
    wait_until(second.ended, "the second run gave up")
    assert "already running" in second.sentences()
    assert f"http://localhost:{hamlet.port}/" in second.sentences()
    assert second.supervisor and second.supervisor.returncode == 1
    assert hamlet.page()


def test_a_taken_port_is_said_and_nothing_is_started(hamlet: Hamlet, place: Path) -> None:
    other = Hamlet(place, "--data", str(place / "other"), "--port", str(hamlet.port))
    other.start()
    wait_until(other.ended, "the run on the taken port gave up")
    assert f"Port {hamlet.port}" in other.sentences()
    assert f"--port {hamlet.port + 1}" in other.sentences()
    assert not (place / "other" / "postgres").exists()


def test_an_operators_command_works_beside_a_running_diwan(hamlet: Hamlet) -> None:
    done = hamlet.diwan("people", "sign-in-list")
    assert "the miller" in done.stdout
    assert done.returncode == 0
    assert hamlet.page(), "the command must not have stopped the database"


def test_a_killed_worker_is_replaced_and_its_job_is_resumed(hamlet: Hamlet) -> None:
    assert hamlet.diwan("mill", "grind").returncode == 0
    wait_until(lambda: "grinding" in hamlet.page(), "the worker began to grind")
    hamlet.kill("diwan: jobs")
    wait_until(lambda: "flour" in hamlet.page(), "another worker took the job up")
    assert "The job worker was killed (signal 9); starting it again" in hamlet.sentences()


@pytest.mark.parametrize("name", ["diwan: web", "diwan: server"])
def test_a_killed_web_process_is_replaced(hamlet: Hamlet, name: str) -> None:
    hamlet.kill(name)
    wait_until(lambda: len(hamlet.processes("diwan: web")) == 2, "two web processes were there again")
    wait_until(hamlet.page, "the page was there again")


def test_a_database_killed_under_load_comes_back_with_nothing_lost(hamlet: Hamlet) -> None:
    before, enough, pages = hamlet.page(), threading.Event(), list[str]()

    def read_on() -> None:
        while not enough.is_set():
            pages.append(hamlet.page())

    readers = [threading.Thread(target=read_on) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        hamlet.kill("postgres")
        wait_until(lambda: "The database ended; starting it again" in hamlet.sentences(), "its end was seen")
        seen = len(pages)
        wait_until(lambda: pages[seen:].count(before) > 50, "readers had the page again")
    finally:
        enough.set()
        for reader in readers:
            reader.join()
    wait_until(lambda: hamlet.processes("diwan: jobs"), "the worker was there")


def test_stopping_stops_everything_and_running_again_keeps_the_data(hamlet: Hamlet) -> None:
    before = hamlet.page()
    assert hamlet.stop() == 0
    assert not hamlet.processes()
    hamlet.open()
    assert hamlet.page() == before


def test_when_the_supervisor_is_killed_everything_stops_by_itself(hamlet: Hamlet) -> None:
    before = hamlet.page()
    assert hamlet.supervisor
    hamlet.supervisor.kill()
    hamlet.supervisor.wait()
    wait_until(lambda: not hamlet.processes(), "nothing was left over")
    hamlet.open()
    assert hamlet.page() == before


def test_when_everything_is_killed_at_once_it_opens_again(hamlet: Hamlet) -> None:
    before = hamlet.page()
    for process in hamlet.processes():
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:  # it followed its parent
            continue
    wait_until(lambda: not hamlet.processes(), "all were gone")
    hamlet.open()
    assert hamlet.page() == before


def test_interrupting_the_preparation_leaves_nothing_running(place: Path) -> None:
    early = Hamlet(place, "--data", str(place / "early"))
    early.start()
    wait_until(lambda: "Preparing" in early.sentences() or early.ended(), "the preparation began")
    assert early.supervisor
    early.supervisor.send_signal(signal.SIGINT)
    early.supervisor.wait(
        120
    )  # a hang, no timing: its patience with children and server adds up to 60 s on a stalled disk
    assert not processes_of(place / "early")


def test_a_profile_that_is_refused_leaves_nothing_running_and_says_why(place: Path) -> None:
    bad = place / "bad.txt"
    bad.write_text("\n")
    office = Hamlet(place, "--data", str(place / "bad"), "--profile", str(bad))
    office.start()
    wait_until(office.ended, "it gave up")
    assert "line 1: a hamlet has a name" in office.sentences()
    assert office.supervisor and office.supervisor.returncode == 1
    assert not processes_of(place / "bad")


def test_a_server_of_its_own_is_taken_from_the_environment(place: Path) -> None:
    from diwan.config.postgres import Embedded

    server = Embedded(place / "server", throwaway=True)
    url = server.start()
    try:
        office = Hamlet(place, "--data", str(place / "served"))
        done = subprocess.run(
            office.command("diwan", "--data", str(place / "served"), "profile", "load", str(place / "profile.txt")),
            env=office.environment | {"DATABASE_URL": url},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        assert not (place / "served" / "postgres").exists()
    finally:
        server.stop()
