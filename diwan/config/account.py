"""The system account that PostgreSQL runs under: it refuses to run as root."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

# Tried in this order when root starts the database; "nobody" exists everywhere and is the last resort.
_NAMES = ("diwan", "postgres")
_OWN_NAME = "diwan"
_LAST_RESORT = "nobody"


@dataclass(frozen=True)
class Account:
    """Who owns the cluster's files and runs its processes; both None: whoever we are already."""

    uid: int | None = None
    gid: int | None = None

    @classmethod
    def for_cluster(cls, cluster: Path) -> "Account":
        """The account for this cluster: ourselves, or, for root, the owner it has or an unprivileged one."""
        if os.geteuid() != 0:
            return cls()
        if cluster.exists() and (owner := cluster.stat()).st_uid != 0:
            return cls(owner.st_uid, owner.st_gid)
        entry = _unprivileged()
        return cls(entry.pw_uid, entry.pw_gid)

    def own(self, folder: Path) -> None:
        """Make the folder if needed, for this account alone (mode 700)."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)

    def open_way_to(self, folder: Path) -> list[Path]:
        """Let this account pass through the folders above `folder`; return those that had to be opened.

        Only passage (o+x) is given, not reading, and only where it is missing: root's own folders are
        often closed to all others. Raises PermissionError when the way cannot be opened.
        """
        if self.uid is None:
            return []
        closed = [above for above in folder.parents if not self._may_pass(above)]
        for above in closed:
            above.chmod(stat.S_IMODE(above.stat().st_mode) | stat.S_IXOTH)
        return closed

    def _may_pass(self, folder: Path) -> bool:
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


def _unprivileged() -> pwd.struct_passwd:
    for name in _NAMES:
        if entry := _entry(name):
            return entry
    if useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin"):
        made = subprocess.run(
            [
                useradd,
                "--system",
                "--user-group",
                "--no-create-home",
                "--shell",
                "/usr/sbin/nologin",
                _OWN_NAME,
            ],
            capture_output=True,
        )
        if made.returncode == 0 and (entry := _entry(_OWN_NAME)):
            return entry
    return pwd.getpwnam(_LAST_RESORT)


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return entry if entry.pw_uid != 0 else None
