"""A real IMAP server for the tests: dovecot as an ordinary process, with its own configuration in a folder that goes."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

PROGRAM = shutil.which("dovecot") or next((p for p in ("/usr/sbin/dovecot",) if Path(p).exists()), None)
WORD = "a-word-for-the-mailbox"
CONFIG = """\
protocols = imap
listen = 127.0.0.1
base_dir = {place}/run
state_dir = {place}/run
log_path = {place}/log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
default_internal_user = {inner}
default_internal_group = {group}
default_login_user = {inner}
first_valid_uid = 1
mail_uid = {user}
mail_gid = {user_group}
mail_location = maildir:{place}/mail
mail_fsync = never
passdb {{
  driver = static
  args = password={word}
}}
userdb {{
  driver = static
  args = uid={user} gid={user_group} home={place}/mail
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service stats {{
  chroot =
}}
"""


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


class Dovecot:
    """The server, its one mailbox, and what is in it."""

    def __init__(self) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="diwan-dovecot-"))
        self.port = free_port()
        me = pwd.getpwuid(os.getuid())
        if me.pw_uid == 0:  # dovecot refuses to open mail as root
            mail, inner = pwd.getpwnam("nobody"), pwd.getpwnam("dovecot")
        else:
            mail = inner = me
        self.owner = (mail.pw_uid, mail.pw_gid)
        for folder in ("", "run", "mail", "mail/cur", "mail/new", "mail/tmp"):
            (self.place / folder).mkdir(exist_ok=True)
            (self.place / folder).chmod(0o755)
            if folder.startswith("mail"):
                os.chown(self.place / folder, *self.owner)
        names = {
            "place": self.place, "inner": inner.pw_name, "group": grp.getgrgid(inner.pw_gid).gr_name, "word": WORD,
            "user": mail.pw_name, "user_group": grp.getgrgid(mail.pw_gid).gr_name, "port": self.port,
        }  # fmt: skip
        (self.place / "conf").write_text(CONFIG.format(**names))
        self.process: subprocess.Popen[bytes] | None = None
        self.count = 0

    def start(self) -> None:
        """Begin to answer."""
        assert PROGRAM is not None
        self.process = subprocess.Popen(
            [PROGRAM, "-F", "-c", str(self.place / "conf")], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for _ in range(1_200):  # a minute: the machine may be busy
            if self.process.poll() is not None:
                said = self.process.stderr.read().decode() if self.process.stderr else ""
                raise RuntimeError(f"dovecot did not start: {said} {self.log}")
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as door:
                    if door.recv(10):
                        return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"dovecot does not answer: {self.log}")

    @property
    def log(self) -> str:
        """What it said."""
        file = self.place / "log"
        return file.read_text() if file.exists() else ""

    def stop(self) -> None:
        """No longer answer."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    def remove(self) -> None:
        """Stop, and leave nothing."""
        self.stop()
        shutil.rmtree(self.place, ignore_errors=True)

    def deliver(self, *messages: bytes) -> None:
        """Put messages into the inbox, as a mail server delivers them."""
        for message in messages:
            self.count += 1
            name = f"{1_700_000_000 + self.count}.M{self.count}P1.house"
            waiting = self.place / "mail" / "tmp" / name
            waiting.write_bytes(message)
            os.chown(waiting, *self.owner)
            waiting.rename(self.place / "mail" / "new" / name)

    def kept(self, folder: str = "") -> list[bytes]:
        """The messages in a folder of the server; the inbox without a name."""
        base = self.place / "mail" / (f".{folder}" if folder else "")
        files = [*(base / "cur").glob("*"), *(base / "new").glob("*")] if base.exists() else []
        return [file.read_bytes() for file in sorted(files)]


class Wire:
    """A line to the server that can be cut: it passes so many bytes from the server on, and then breaks."""

    def __init__(self, port: int, passes: int) -> None:
        self.target, self.left = port, passes
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                near, _address = self.door.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.target))
            threading.Thread(target=self._pass, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(far, near, True), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        try:
            while piece := source.recv(1024):
                if counted:
                    self.left -= len(piece)
                    if self.left < 0:
                        break
                target.sendall(piece)
        except OSError:
            pass
        for one in (source, target):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def close(self) -> None:
        """No further connection."""
        self.door.close()
