"""`bin/run`: the database, the web server and the job worker, started together and stopped together."""

import argparse
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from types import FrameType

from .children import Fork, go_by
from .cluster import DatabaseTrouble
from .data_folder import PROJECT, DataFolder, FolderTrouble
from .postgres import Embedded

_BEAT = 0.2  # seconds between two looks at the children
_FIRST_PAGE = 60.0  # seconds the web server has to answer for the first time
_PARTING = 15.0  # seconds the children have to finish what they are doing
_SHORT_LIFE = 10.0  # seconds; a child that lived less is not started again at once
_LOG_LIMIT = 10_000_000  # bytes


class Refusal(Exception):
    """Diwan cannot be started; the message says why, in a sentence for the operator."""


def say(sentence: str) -> None:
    """Tell the operator."""
    print(sentence, flush=True)


@dataclass
class Post:
    """A place that must always be filled by a running child."""

    name: str
    mark: str  # in ps, after "diwan: "
    work: Callable[[], None]
    log: Path
    child: Fork | None = None
    short_lives: int = 0
    not_before: float = 0.0

    def fill(self) -> None:
        """Start the child, its log turned over when it has grown long."""
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        self.child = Fork(self.work, f"diwan: {self.mark}", output=self.log)

    def look_after(self) -> None:
        """Start the child again if it has ended: at once, or after a pause if it keeps ending early."""
        if self.child is not None:
            status = self.child.poll()
            if status is None:
                return
            self.child.sweep()  # what it started itself
            lived = time.monotonic() - self.child.born
            self.short_lives = self.short_lives + 1 if lived < _SHORT_LIFE else 0
            pause = min(30, 2**self.short_lives - 1) if self.short_lives > 1 else 0
            self.not_before = time.monotonic() + pause
            how = f"was killed (signal {-status})" if status < 0 else f"ended (status {status})"
            when = f"in {pause} s" if pause else "now"
            say(f"The {self.name} {how}; starting it again {when}. Its log: {self.log}")
            self.child = None
        if time.monotonic() >= self.not_before:
            self.fill()


@dataclass
class Diwan:
    """One running Diwan on one data folder."""

    folder: DataFolder
    address: IPv4Address | IPv6Address
    port: int
    workers: int
    profile: Path
    demonstration: bool
    database: Embedded | None = None
    posts: list[Post] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where a person goes. Always a name: sign-in by passkey does not work on a bare number."""
        host = f"[{self.address}]" if self.address.version == 6 else str(self.address)
        here = self.address.is_loopback or self.address.is_unspecified
        return f"http://{'localhost' if here else host}:{self.port}/"

    def open(self) -> None:
        """Start everything, in order. Raises Refusal, FolderTrouble or DatabaseTrouble."""
        self.folder.make()
        self.folder.claim()
        self._claim_port()
        self._start_database()
        import django  # only now: the settings read the environment that the database completes

        from . import web

        django.setup()
        web.load()
        self._prepare()
        self.posts = [
            Post("web server", "server", self._serve, self.folder.log / "web.log"),
            Post("job worker", "jobs", self._work, self.folder.log / "jobs.log"),
        ]
        for post in self.posts:
            post.fill()
        self._await_first_page()
        self.folder.announce(self.url)
        say(f"\nDiwan is open at {self.url}\nData: {self.folder.path}. Stop: Ctrl-C.\n")
        self._in_fork(self._introduce, "diwan: people")

    def _claim_port(self) -> None:
        deadline = time.monotonic() + 3  # a Diwan killed a moment ago may still be leaving
        while True:
            try:
                with socket.socket(socket.AF_INET6 if self.address.version == 6 else socket.AF_INET) as door:
                    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    door.bind((str(self.address), self.port))
                    door.listen(1)
                return
            except PermissionError as trouble:
                raise Refusal(
                    f"Port {self.port} is reserved for the administrator. Choose one above 1023."
                ) from trouble
            except OSError as trouble:
                if time.monotonic() > deadline:
                    raise Refusal(
                        f"Port {self.port} of {self.address} cannot be had ({trouble.strerror}). "
                        f"Choose another one: bin/run --port {self.port + 1}"
                    ) from trouble
                time.sleep(0.1)

    def _start_database(self) -> None:
        if url := os.environ.get("DATABASE_URL"):
            self.folder.lend(url)
            return
        self.database = Embedded(self.folder.path)
        if not (self.folder.path / "postgres").exists():
            say(f"Making the database in {self.folder.path}")
        self.folder.lend(self.database.start(attach=False))
        for opened in self.database.opened:
            say(f"Opened {opened} for passage: the database's own account must get through to its files.")

    def _prepare(self) -> None:
        version = self.folder.version()
        # A server that we do not own may have been changed by others: always look.
        if self.database is not None and self.folder.is_prepared(version):
            return
        if self._in_fork(self._furnish, "diwan: prepare") != 0:
            raise Refusal("The database could not be prepared: see the lines above. Nothing was started.")
        self.folder.mark_prepared(self.folder.version())

    def _in_fork(self, work: Callable[[], None], name: str) -> int | None:
        child = Fork(work, name)
        try:
            return child.wait()
        except BaseException:
            child.end()
            child.wait(_PARTING)
            child.sweep()
            raise

    def _await_first_page(self) -> None:
        deadline = time.monotonic() + _FIRST_PAGE
        server = self.posts[0]
        host = "localhost" if self.address.is_unspecified else str(self.address)
        while time.monotonic() < deadline and server.child and server.child.poll() is None:
            try:
                asked = http.client.HTTPConnection(host, self.port, timeout=_FIRST_PAGE)
                asked.request("GET", "/", headers={"Host": "localhost"})
                asked.getresponse().read()
                return
            except OSError:
                time.sleep(0.02)
        raise Refusal(f"The web server does not answer. Its log: {server.log}\n{_end_of(server.log)}")

    # The work of the forks

    def _let_go(self) -> None:
        self.folder.release()
        if self.database:
            self.database.let_go()

    def _furnish(self) -> None:
        from django.core.management.base import CommandError

        from .preparation import prepare

        self._let_go()
        try:
            prepare(profile=self.profile, demonstration=self.demonstration, say=say)
        except CommandError as refused:  # it says what is wrong with the profile: no traceback needed
            sys.exit(str(refused))

    def _serve(self) -> None:
        from . import web

        self._let_go()
        web.serve(address=str(self.address), port=self.port, workers=self.workers)

    def _work(self) -> None:
        from . import worker

        self._let_go()
        worker.work(alone=self.database is not None)

    def _introduce(self) -> None:
        from .commands import UnknownCommand, run

        self._let_go()
        try:
            run(["people", "sign-in-list"])
        except UnknownCommand:
            say("(No list of people: this edition has no command `people sign-in-list`.)")

    # Watching and closing

    def watch(self) -> None:
        """Keep every post filled and the database running, until interrupted."""
        while True:
            if self.database and not self.database.alive():
                say(f"The database ended; starting it again now. Its log: {self.database.log}")
                self.database.start(attach=False)
            for post in self.posts:
                post.look_after()
            time.sleep(_BEAT)

    def close(self) -> None:
        """Stop everything, in the opposite order; those who do not go in time are made to."""
        children = [post.child for post in self.posts if post.child]
        for child in children:
            child.end()
        deadline = time.monotonic() + _PARTING
        for child in children:
            child.wait(max(0.0, deadline - time.monotonic()))
            child.sweep()
        if self.database:
            self.database.stop()
        self.folder.release()


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else ""


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/run", description="Run Diwan on this machine.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("DIWAN_PORT", "8000")), metavar="N")
    parser.add_argument(
        "--bind", type=ip_address, default="127.0.0.1", metavar="ADDRESS", help="default: this machine only"
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder; default: .data in the project")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="web processes; default: 2")
    parser.add_argument("--profile", type=Path, help="who the organisation is; default: profiles/oic.yaml")
    parser.add_argument("--no-demo", action="store_true", help="do not live a demonstration year in a new database")
    return parser.parse_args(words)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main(words: Sequence[str] | None = None) -> int:
    """Run Diwan until Ctrl-C or TERM; return the exit status."""
    given = _arguments(sys.argv[1:] if words is None else words)
    os.umask(0o077)
    go_by("diwan")
    profile = given.profile.absolute() if given.profile else PROJECT / "profiles" / "oic.yaml"
    diwan = Diwan(DataFolder(given.data), given.bind, given.port, given.workers, profile, not given.no_demo)
    for received in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):  # INT too: a shell may have it ignored for us
        signal.signal(received, _interrupt)
    try:
        diwan.open()
        diwan.watch()
    except KeyboardInterrupt:
        say("\nStopping.")
        return 0
    except (Refusal, FolderTrouble, DatabaseTrouble) as refusal:
        print(refusal, file=sys.stderr, flush=True)
        return 1
    finally:
        for received in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(received, signal.SIG_IGN)
        diwan.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
