"""The data folder: everything that is this office's and not the program's."""

import fcntl
import hashlib
import os
import secrets
from pathlib import Path
from typing import IO

PROJECT = Path(__file__).resolve().parent.parent.parent


class FolderTrouble(Exception):
    """The data folder cannot be used; the message says why, in a sentence for the operator."""


class DataFolder:
    """`postgres/` the database, `documents/` the files, `log/`, `secret` the signing key."""

    def __init__(self, path: Path | str | None = None) -> None:
        """Without a path: DIWAN_DATA, else `.data` in the project."""
        self.path = Path(path or os.environ.get("DIWAN_DATA") or PROJECT / ".data").expanduser().absolute()
        self.log = self.path / "log"
        self._mark = self.path / "prepared"
        self._running: IO[bytes] | None = None

    def make(self) -> None:
        """Make what is missing, closed to others. Raises FolderTrouble."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.log.mkdir(mode=0o700, exist_ok=True)
            self._make_secret()
        except OSError as trouble:
            raise FolderTrouble(f"The data folder {self.path} cannot be used: {trouble.strerror}.") from trouble

    def _make_secret(self) -> None:
        file = self.path / "secret"
        if not file.exists():
            draft = file.with_name(f"secret.{os.getpid()}")
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
                new.write(secrets.token_urlsafe(50))
            draft.rename(file)
        elif file.stat().st_mode & 0o077:
            file.chmod(0o600)

    def lend(self, database: str) -> None:
        """Put what the settings read into the environment of this process and those it starts."""
        os.environ["DIWAN_DATA"] = str(self.path)
        os.environ["DATABASE_URL"] = database
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diwan.config.settings")

    # One Diwan at a time

    def claim(self) -> None:
        """Take the folder for a running Diwan. Raises FolderTrouble when another one has it."""
        running = (self.path / "run.lock").open("a+b")
        try:
            fcntl.flock(running, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            running.seek(0)
            where = running.read().decode(errors="replace").strip()
            running.close()
            raise FolderTrouble(
                f"Diwan is already running on {self.path}" + (f", at {where}." if where else ".")
            ) from None
        self._running = running

    def announce(self, address: str) -> None:
        """Note the address for whoever tries to start a second Diwan here."""
        if self._running:
            self._running.truncate(0)
            self._running.write(address.encode())
            self._running.flush()

    def release(self) -> None:
        """Give the folder free (or, in a child, let go of the parent's hold)."""
        if self._running:
            self._running.close()
            self._running = None

    # Prepared once per version

    def is_prepared(self, version: str) -> bool:
        """Whether this very version has already prepared the folder's database."""
        return self._mark.exists() and self._mark.read_text() == version

    def mark_prepared(self, version: str) -> None:
        """Remember that it has."""
        self._mark.write_text(version)

    def version(self) -> str:
        """A sum over everything that decides whether the database must be prepared anew.

        The migrations of the house, the versions of what is installed, and the identity of the cluster.
        """
        total = hashlib.sha256()
        for file in sorted((PROJECT / "diwan").glob("*/migrations/*.py")):
            total.update(file.name.encode() + file.read_bytes())
        total.update((PROJECT / "requirements.lock").read_bytes())
        cluster = self.path / "postgres" / "PG_VERSION"
        if cluster.exists():
            status = cluster.stat()
            total.update(f"{status.st_ino} {status.st_mtime_ns}".encode())
        return total.hexdigest()
