"""How long `bin/run` takes to its first page on a set-up machine, and what the idle system weighs.

    .venv/bin/python bench/start.py [--runs 3] [--demo]

The baseline, in the same run: a bare embedded PostgreSQL and a bare Django page under granian. Memory is the
proportional set size of all processes together, which counts shared pages once. Exit status 1 when Diwan
misses its marks.
"""

import argparse
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from diwan.config.children import start_child
from diwan.config.postgres import Embedded

PROJECT = Path(__file__).resolve().parent.parent
FIRST_PAGE = 6.0  # seconds
IDLE = 450.0  # MB
REST = 6.0  # seconds after the first page before memory is read
HELLO = """\
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost"], SECRET_KEY="bench")
urlpatterns = [path("", lambda request: HttpResponse("hello"))]
application = get_wsgi_application()
"""


class Measure(NamedTuple):
    """One start: seconds to the first page, MB when idle, number of processes."""

    seconds: float
    megabytes: float
    processes: int


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def family(eldest: int) -> list[int]:
    """The process and all its descendants."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = [eldest]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def weight(processes: list[int]) -> float:
    """The proportional set size of these processes together, in MB."""
    total = 0
    for process in processes:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def await_page(port: int, begun: float, alive: Callable[[], bool]) -> float:
    """Seconds from `begun` to the first page that answers."""
    while alive():
        try:
            urllib.request.urlopen(f"http://localhost:{port}/", timeout=60).read()
            return time.monotonic() - begun
        except urllib.error.HTTPError:
            return time.monotonic() - begun
        except OSError:
            time.sleep(0.01)
    raise SystemExit("It ended before its first page.")


def start_diwan(data: Path, *, demo: bool) -> Measure:
    """Run Diwan once on this data folder."""
    port, begun = free_port(), time.monotonic()
    words = ["--port", str(port), "--data", str(data), *([] if demo else ["--no-demo"])]
    with (data.parent / "said").open("ab") as said:
        run = subprocess.Popen([PROJECT / "bin" / "run", *words], stdout=said, stderr=said)
    try:
        seconds = await_page(port, begun, lambda: run.poll() is None)
        time.sleep(REST)
        processes = family(run.pid)
        return Measure(seconds, weight(processes), len(processes))
    finally:
        run.send_signal(signal.SIGTERM)
        run.wait()


def start_bare(place: Path) -> Measure:
    """A bare PostgreSQL and a bare Django."""
    (place / "hello.py").write_text(HELLO)
    port, begun = free_port(), time.monotonic()
    database = Embedded(place / "bare")
    database.start()
    options = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--port", str(port)]
    granian = [sys.executable, "-m", "granian", *options, "--log-level", "error", "hello:application"]
    server = start_child(granian, cwd=place, env=dict(os.environ) | {"PYTHONPATH": str(place)})
    try:
        seconds = await_page(port, begun, lambda: server.poll() is None)
        time.sleep(REST)
        own = [process for process in family(os.getpid()) if process != os.getpid()]
        return Measure(seconds, weight(own), len(own))
    finally:
        server.terminate()
        server.wait()
        database.stop()


def report(name: str, measures: list[Measure]) -> Measure:
    """Print the median of the measures and return it."""
    median = Measure(*(statistics.median(values) for values in zip(*measures, strict=True)))
    print(
        f"{name:<34}{median.seconds:6.2f} s to the first page {median.megabytes:7.0f} MB idle"
        f" in {median.processes:.0f} processes"
    )
    return median


def main() -> int:
    """Measure and compare with the marks."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--demo", action="store_true", help="with the demonstration year")
    given = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="diwan-bench-"))
    place.chmod(0o711)
    try:
        report("a new office (once)", [start_diwan(place / "data", demo=given.demo)])
        diwan = report("Diwan, set up", [start_diwan(place / "data", demo=given.demo) for _ in range(given.runs)])
        start_bare(place)  # makes the cluster
        report("bare PostgreSQL, bare Django", [start_bare(place) for _ in range(given.runs)])
    except SystemExit:
        print((place / "said").read_text(), file=sys.stderr)
        raise
    finally:
        shutil.rmtree(place, ignore_errors=True)
    kept = diwan.seconds < FIRST_PAGE and diwan.megabytes < IDLE
    print(f"Marks: {FIRST_PAGE} s, {IDLE:.0f} MB: {'kept' if kept else 'MISSED'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
