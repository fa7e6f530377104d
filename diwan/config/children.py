"""Child processes that never outlive the one who started them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
_PR_SET_NAME = 15
_NAME_LIMIT = 15  # bytes that the kernel keeps of a name


def follow_parent(parting: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to send `parting` to this process when its parent dies, however it dies.

    Linux only; elsewhere nothing happens, and a parent that is killed outright leaves its children.
    """
    _prctl(_PR_SET_PDEATHSIG, int(parting))


def go_by(name: str) -> None:
    """Show this process under `name` in ps and top."""
    _prctl(_PR_SET_NAME, ctypes.create_string_buffer(name.encode()[:_NAME_LIMIT]))


def _prctl(option: int, argument: object) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, argument, 0, 0, 0)


def start_child(
    command: Sequence[str | Path],
    *,
    parting: signal.Signals = signal.SIGTERM,
    uid: int | None = None,
    gid: int | None = None,
    env: Mapping[str, str] | None = None,
    cwd: str | Path | None = None,
    output: IO[bytes] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own that receives `parting` when this process dies.

    A session of its own: a Ctrl-C on the keyboard reaches only the parent, which then stops its
    children in the order that is right. Call it from the main thread: the kernel watches the thread
    that gave birth, not the process. `output` takes both standard output and standard error.
    """
    parent = os.getpid()

    def at_birth() -> None:
        # Runs after the change of user: the kernel forgets the parting signal when the user changes.
        follow_parent(parting)
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=dict(env) if env is not None else None,
        cwd=cwd,
        user=uid,
        group=gid,
        extra_groups=[] if uid is not None else None,
        start_new_session=True,
        preexec_fn=at_birth,
    )


class Fork:
    """A copy of this process that does one piece of work and ends.

    What is already loaded is shared with the parent: no second start of Django, no second copy of it in
    memory. The copy has a session of its own and follows the parent out.
    """

    def __init__(self, work: Callable[[], None], name: str, *, output: Path | None = None) -> None:
        """`output`: the file that takes everything the work prints; None leaves it on the terminal."""
        self.name = name
        self.born = time.monotonic()
        self.status: int | None = None  # as of subprocess: the exit status, or the signal as a negative number
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        self.process = os.fork()
        if self.process == 0:
            _live(work, name, parent, output)

    def poll(self) -> int | None:
        """The exit status once it has ended, else None."""
        if self.status is None:
            process, status = os.waitpid(self.process, os.WNOHANG)
            if process:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def wait(self, seconds: float | None = None) -> int | None:
        """Wait for its end, at most so many seconds; return the exit status, or None if it still lives."""
        deadline = time.monotonic() + seconds if seconds is not None else None
        while self.poll() is None and (deadline is None or time.monotonic() < deadline):
            time.sleep(0.02)
        return self.status

    def end(self) -> None:
        """Ask it to stop."""
        if self.poll() is None:
            os.kill(self.process, signal.SIGTERM)

    def sweep(self) -> None:
        """Kill it and whatever it has started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process, signal.SIGKILL)
        self.wait(5)


def _live(work: Callable[[], None], name: str, parent: int, output: Path | None) -> None:
    status = 1
    try:
        for received in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(received, signal.SIG_DFL)
        os.setsid()
        follow_parent()
        if os.getppid() != parent:
            return
        go_by(name)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        if output is not None:
            file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            os.dup2(file, 1)
            os.dup2(file, 2)
        work()
        status = 0
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else (0 if leaving.code is None else 1)
        if isinstance(leaving.code, str):
            print(leaving.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)  # not the parent's way out: its locks, files and exit functions are its own
