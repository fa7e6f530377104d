"""A place for an office of its own, and the hamlet, running in it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from diwan.config.cluster import Cluster

PROJECT = Path(__file__).resolve().parents[3]
_LONG = 60.0  # seconds after which something that should come has not come


def wait_until(happens: Callable[[], object], what: str) -> None:
    """Wait for it; fail, saying what was awaited, when it does not come."""
    deadline = time.monotonic() + _LONG
    while not happens():
        if time.monotonic() > deadline:
            pytest.fail(f"In {_LONG:.0f} s it did not happen that {what}")
        time.sleep(0.05)


def processes_of(folder: Path) -> dict[int, str]:
    """The living processes that were started on this data folder, with the names they go by."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().decode(errors="replace")
            if entry.name.isdigit() and str(folder) in words and int(entry.name) != os.getpid():
                found[int(entry.name)] = (entry / "comm").read_text().strip()
        except OSError:  # it has just ended
            continue
    return found


class Hamlet:
    """`bin/run` of the smallest office, seen from outside."""

    def __init__(self, place: Path, *options: str) -> None:
        self.data = place / "the data"
        profile = place / "profile.txt"
        profile.write_text("Oak Hamlet\n")
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port = door.getsockname()[1]
        self.options = [
            "--data",
            str(self.data),
            "--profile",
            str(profile),
            "--port",
            str(self.port),
            *options,
        ]
        self.said = place / f"said-{self.port}"
        self.supervisor: subprocess.Popen[bytes] | None = None

    def command(self, module: str, *words: str) -> list[str]:
        """The command line of a module of ours."""
        return [sys.executable, "-P", "-m", module, *words]

    @property
    def environment(self) -> dict[str, str]:
        """That of an operator who has set nothing, in the hamlet."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "DIWAN_"))}
        return own | {
            "DJANGO_SETTINGS_MODULE": "diwan.config.tests.hamlet.settings",
            "PYTHONPATH": str(PROJECT),
        }

    def start(self) -> None:
        """Start it in the background."""
        with self.said.open("ab") as said:
            self.supervisor = subprocess.Popen(
                self.command("diwan.config.supervisor", *self.options),
                env=self.environment,
                stdout=said,
                stderr=subprocess.STDOUT,
                cwd=self.data.parent,
            )

    def open(self) -> None:
        """Start it and wait until it has said all it has to say."""
        before = self.sentences().count("Sign in as")
        self.start()
        wait_until(lambda: self.ended() or self.sentences().count("Sign in as") > before, "the hamlet opened")
        assert not self.ended(), self.sentences()

    def ended(self) -> bool:
        """Whether bin/run has returned."""
        return self.supervisor is None or self.supervisor.poll() is not None

    def sentences(self) -> str:
        """What it has said so far."""
        return self.said.read_text() if self.said.exists() else ""

    def page(self) -> str:
        """The page, or nothing while there is none."""
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}/", timeout=_LONG) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, OSError):
            return ""

    def processes(self, name: str = "") -> list[int]:
        """Its processes, or those that go by a name."""
        return [process for process, known in processes_of(self.data).items() if not name or known == name]

    def kill(self, name: str) -> None:
        """Kill those that go by a name, as the machine would that runs out of memory."""
        killed = self.processes(name)
        assert killed, f"{name} was not running"
        for process in killed:
            os.kill(process, signal.SIGKILL)
        wait_until(lambda: not set(killed) & set(self.processes()), f"{name} was gone")

    def diwan(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`bin/diwan` on its data folder."""
        return subprocess.run(
            self.command("diwan", "--data", str(self.data), *words),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=_LONG,
        )

    def stop(self) -> int:
        """Stop it as the system does; return the exit status."""
        assert self.supervisor
        self.supervisor.terminate()
        return self.supervisor.wait(_LONG)


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """An empty folder with a space in its name, which the database's own account can reach."""
    outer = Path(tempfile.mkdtemp(prefix="diwan-place-"))
    outer.chmod(0o711)
    inner = outer / "an office"
    inner.mkdir()
    yield inner
    for process in processes_of(outer):
        os.kill(process, signal.SIGKILL)
    for file in outer.rglob("postmaster.pid"):
        cluster = Cluster(file.parent)
        if note := cluster.note():
            cluster.sweep(note)
    shutil.rmtree(outer, ignore_errors=True)


@pytest.fixture(scope="module")
def hamlet(place: Path) -> Iterator[Hamlet]:
    """The hamlet, open."""
    hamlet = Hamlet(place)
    hamlet.open()
    yield hamlet
    if not hamlet.ended():
        hamlet.stop()
