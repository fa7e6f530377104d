"""The embedded PostgreSQL: a cluster in the data folder, served by the programs of a Python wheel.

One process at a time owns the server: it holds `postgres.lock`, starts the server and stops it. Another
process that needs the database meanwhile (an operator's command beside a running Diwan) attaches to it,
and holds `postgres.users` shared, so that an owner that is itself only a command waits before stopping.
"""

import fcntl
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import IO
from urllib.parse import quote

from .account import Account
from .children import start_child
from .cluster import DATABASE, ROLE, Cluster, DatabaseTrouble, Note, binaries, environment, last_word

_PATIENCE = 60.0  # seconds; replaying the log after a hard stop takes time
_LOG_LIMIT = 10_000_000  # bytes
_ATTEMPTS = 20  # to start beside the sessions of a server that was killed, a quarter of a second apart


class Embedded:
    """The database of the data folder. `start` gives its URL; `stop` ends what this object has started."""

    def __init__(self, data: Path, *, throwaway: bool = False) -> None:
        """`throwaway`: fast and without durability, for tests."""
        self.data = data.absolute()
        self.cluster = Cluster(self.data / "postgres", throwaway)
        self.log = self.data / "log" / "postgres.log"
        self.opened: list[Path] = []  # folders whose way had to be opened for the database's account
        self._server: subprocess.Popen[bytes] | None = None
        self._socket: Path | None = None
        self._lock: IO[bytes] | None = None
        self._visit: IO[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the running database, for DATABASE_URL, psql and pg_dump."""
        note = self.cluster.note()
        if note is None or note.socket_folder is None:
            raise DatabaseTrouble(f"No database is running in {self.data}.")
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(note.socket_folder), safe='')}"

    def alive(self) -> bool:
        """Whether the server that this object started is still running."""
        return self._server is not None and self._server.poll() is None

    def ready(self) -> bool:
        """Whether a server is up on this cluster, whoever started it, and takes connections."""
        note = self.cluster.note()
        return note is not None and note.ready and self.cluster.is_served_by(note.process)

    def take_in(self, statements: Path) -> None:
        """Run the statements of a file, such as pg_dump writes, in the running database; the first that fails ends it."""
        command = [str(binaries() / "psql"), "-qX", "--set=ON_ERROR_STOP=1", f"--file={statements}", self.url]
        subprocess.run(command, check=True)

    # Starting

    def start(self, *, attach: bool = True) -> str:
        """Start the server, making the cluster first if there is none, and return its URL.

        Does nothing when it is already running. With `attach`, a server that another process of this
        machine owns is used as it is; without, that process is waited for. Raises DatabaseTrouble.
        """
        if self._visit or self.alive():
            return self.url
        try:
            self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.cluster.check_version()
            if not self._own_or_attach(attach):
                return self.url
        except OSError as trouble:
            raise DatabaseTrouble(
                f"{self.data} cannot be used ({trouble.strerror}). Does it belong to another user?"
            ) from trouble
        try:
            account = Account.for_cluster(self.cluster.folder)
            self._open_way(account)
            self._clear_remains()
            if not self.cluster.exists():
                self.cluster.make(account)
            self._serve(account)
        except BaseException:
            self._end_server()
            self._release()
            raise
        return self.url

    def _own_or_attach(self, attach: bool) -> bool:
        """Whether the server is now ours to start; otherwise we are its guest."""
        deadline = time.monotonic() + _PATIENCE
        while self._lock is None and not self._take_lock():
            if attach and self.ready():
                self._visit = _locked(self.data / "postgres.users", fcntl.LOCK_SH)
                return False
            if time.monotonic() > deadline:
                raise DatabaseTrouble(f"Another process keeps the database of {self.data}.")
            time.sleep(0.05)
        return True

    def _open_way(self, account: Account) -> None:
        for goal in (self.cluster.folder, binaries() / "postgres"):
            try:
                self.opened += account.open_way_to(goal)
            except OSError as trouble:
                raise DatabaseTrouble(
                    f"The database's own account cannot reach {goal} ({trouble}). "
                    "Choose another folder with --data, or run as an ordinary user."
                ) from trouble

    def _clear_remains(self) -> None:
        """Deal with what a hard stop left: a server on its way out, or a note about one long gone."""
        note = self.cluster.note()
        if note is None:
            return
        begun, asked = time.monotonic(), False
        while self.cluster.is_served_by(note.process):
            waited = time.monotonic() - begun
            if not asked and waited > 2:
                os.kill(note.process, signal.SIGINT)  # where the kernel has not told it that its owner died
                asked = True
            if waited > _PATIENCE:
                raise DatabaseTrouble(f"An older database server (process {note.process}) does not stop.")
            time.sleep(0.05)
        self.cluster.sweep(note)

    def _serve(self, account: Account) -> None:
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        self._socket = self.cluster.socket_folder(account)
        command = self.cluster.server_command(self._socket)
        for attempt in range(_ATTEMPTS):
            with self.log.open("ab") as log:
                beginning = log.tell()
                self._server = start_child(
                    command,
                    parting=signal.SIGINT,  # PostgreSQL's word for: stop now, orderly
                    uid=account.uid,
                    gid=account.gid,
                    env=environment(),
                    cwd="/",
                    output=log,
                )
            if self._wait_until_ready(self._server):
                return
            said = self.log.read_bytes()[beginning:].decode(errors="replace")
            # The sessions of a server that was killed outright need a moment to notice; then it goes. So does one that was
            # itself killed while it started.
            killed = self._server.returncode == -signal.SIGKILL
            if not (killed or "shared memory block" in said) or attempt == _ATTEMPTS - 1:
                raise DatabaseTrouble(f"The database does not start. {last_word(said)} (log: {self.log})")
            time.sleep(0.25)
            self._clear_remains()

    def _wait_until_ready(self, server: subprocess.Popen[bytes]) -> bool:
        deadline = time.monotonic() + _PATIENCE
        while server.poll() is None:
            note = self.cluster.note()
            if note and note.ready and note.process == server.pid:
                return True
            if time.monotonic() > deadline:
                raise DatabaseTrouble(f"The database was not ready within {_PATIENCE:.0f} s (log: {self.log}).")
            time.sleep(0.01)
        return False

    # Stopping

    def stop(self, *, wait_for_others: bool = False) -> None:
        """End the server if this object started it; otherwise only take leave of it.

        With `wait_for_others`, first wait for the processes that have attached meanwhile.
        """
        if self._visit:
            self._visit.close()
            self._visit = None
        if wait_for_others and self.alive():
            _locked(self.data / "postgres.users", fcntl.LOCK_EX).close()
        self._end_server()
        self._release()

    def let_go(self) -> None:
        """In a fork: forget the parent's server and lock, which stay the parent's."""
        self._server = None
        self._release()

    def _end_server(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        _end(server)
        self.cluster.sweep(Note(server.pid, self._socket, ready=False))

    def _take_lock(self) -> bool:
        lock = (self.data / "postgres.lock").open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    def _release(self) -> None:
        if self._lock:
            self._lock.close()
            self._lock = None


def _locked(path: Path, kind: int) -> IO[bytes]:
    handle = path.open("ab")
    fcntl.flock(handle, kind)
    return handle


def _end(server: subprocess.Popen[bytes]) -> None:
    """Fast shutdown, then immediate shutdown, then none of its choosing."""
    for word, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, None)):
        if server.poll() is None:
            server.send_signal(word)
        try:
            server.wait(patience)
            return
        except subprocess.TimeoutExpired:
            continue
