"""How many letters a second are registered through the web, beside a bare Django view in the same run.

    .venv/bin/python -m bench.registration [--seconds 8] [--rounds 3] [--worker]

Diwan and the bare view stand behind the same server as `bin/run` starts it (granian, two workers), on the same durable
PostgreSQL and the same disk. Diwan gets what the form of registration sends, from a clerk who is signed in, with a PDF of
200 KB, each another file under another reference. The bare view has no session, no form, no policy and no trail: it takes
a counter, inserts one row and writes the same file durably (flushed, renamed, its folder flushed). Both are asked in turn,
by one client and by sixteen, on connections that stay open. Afterwards: no gap, no double, nothing acknowledged is
missing, every file as sent, the chain of the trail whole. Exit status 1 when a mark is missed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parent.parent
SHARE = 0.40
CLIENTS = (1, 16)
SIZE = 200 * 1024
BOUNDARY = "diwan-bench-boundary"

DIWAN = """
import sys
from diwan.config import web
web.load()
web.serve(address="127.0.0.1", port=int(sys.argv[1]), workers=2)
"""

#: The bare view: its whole program.
BARE = """
import hashlib, os, sys, tempfile
from urllib.parse import urlsplit, parse_qsl
from django.conf import settings
url = urlsplit(os.environ["DATABASE_URL"])
query = dict(parse_qsl(url.query))
settings.configure(
    ROOT_URLCONF="bare", ALLOWED_HOSTS=["*"], SECRET_KEY="bench", USE_TZ=True, MIDDLEWARE=[],
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": url.path.lstrip("/") or "postgres",
        "USER": url.username or "", "PASSWORD": url.password or "", "HOST": query.get("host") or url.hostname or "",
        "PORT": str(url.port or query.get("port", "")), "CONN_MAX_AGE": None}},
)
import django
django.setup()
from django.db import connection, models, transaction
from django.db.models import F
from django.http import HttpResponse
from django.urls import path
from django.core.wsgi import get_wsgi_application

class Counter(models.Model):
    last = models.IntegerField()
    class Meta:
        app_label = "bare"

class Row(models.Model):
    number = models.CharField(max_length=40, unique=True)
    sender = models.CharField(max_length=300)
    reference = models.CharField(max_length=120)
    subject = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    class Meta:
        app_label = "bare"

FOLDER = os.environ["BARE_FILES"]

def keep(upload):
    data = upload.read()
    name = hashlib.sha256(data).hexdigest()
    handle, temporary = tempfile.mkstemp(dir=FOLDER)
    with os.fdopen(handle, "wb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
    os.replace(temporary, os.path.join(FOLDER, name))
    folder = os.open(FOLDER, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return name

def register(request):
    sha256 = keep(request.FILES["file"])
    with transaction.atomic():
        Counter.objects.filter(pk=1).update(last=F("last") + 1)
        number = Counter.objects.values_list("last", flat=True).get(pk=1)
        Row.objects.create(number=f"IN/{number:06}", sender=request.POST["sender"],
            reference=request.POST["their_reference"], subject=request.POST["subject"], sha256=sha256)
    return HttpResponse(status=302, headers={"Location": f"/{number}/", "Content-Length": "0"})

urlpatterns = [path("letters/new/", register)]
application = get_wsgi_application()
"""
SERVE_BARE = """
import gc, os, sys
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
import bare
if sys.argv[1] == "tables":
    from django.db import connection
    with connection.schema_editor() as editor:
        editor.create_model(bare.Counter); editor.create_model(bare.Row)
    bare.Counter.objects.create(pk=1, last=0)
    sys.exit()
bare.connection.close(); gc.collect(); gc.freeze()
Granian("bare:application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI, http=HTTPModes.http1,
        websockets=False, workers=2, blocking_threads=1, log_level=LogLevels.warning).serve()
"""


class Round(NamedTuple):
    """One stretch of time: what was answered, and how long each answer took."""

    accepted: list[str]
    times: list[float]
    seconds: float

    @property
    def rate(self) -> float:
        """Registrations a second."""
        return len(self.accepted) / self.seconds


def pdf() -> bytes:
    """A letter of 200 KB: a real page of text, and a scan's weight of noise that does not shrink."""
    import io

    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    target = io.BytesIO()
    document.save(target)
    page = target.getvalue()
    return page + b"\n%" + secrets.token_hex((SIZE - len(page)) // 2).encode()


class Client:
    """One who sends forms, on one connection, byte for byte as a browser does."""

    def __init__(self, port: int, cookie: str, token: str, file: bytes) -> None:
        self.port, self.file = port, file
        self.head = (
            f"POST /letters/new/ HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n"
            f"Cookie: {cookie}\r\nUser-Agent: bench\r\nAccept: text/html\r\nAccept-Language: en\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
        )
        self.token = token
        self.socket = self.connect()

    def connect(self) -> socket.socket:
        opened = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened

    def send(self) -> str:
        """Register one letter; where the answer leads. Raises when it was not accepted."""
        one = uuid.uuid4()
        fields = {
            "csrfmiddlewaretoken": self.token, "entry_key": str(one), "sender": "Registry of the Northern Straits Fund",
            "their_reference": f"NSF/{one.hex[:12]}/2035", "dated": "27/01/2035", "subject": f"Components of the dam, {one}",
            "kind": "letter", "language": "en", "confidentiality": "1", "channel": "post", "pages": "2", "enclosures": "1",
            "urgency": "routine", "answers": "", "concerns": "", "received": "", "carrier": "", "signatory": "", "then": "next",
            "enclosures_note": "", "copied_to": "", "physical_form": "", "call_number": "", "kept": "", "arrival": "",
        }  # fmt: skip
        body = b"".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        )
        body += (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="letter.pdf"\r\n'
            "Content-Type: application/pdf\r\n\r\n"
        ).encode()
        tail = one.hex.encode() + f"\r\n--{BOUNDARY}--\r\n".encode()
        length = len(body) + len(self.file) + len(tail)
        self.socket.sendall(b"".join((f"{self.head}Content-Length: {length}\r\n\r\n".encode(), body, self.file, tail)))
        return self.read()

    def read(self) -> str:
        said = b""
        while b"\r\n\r\n" not in said:
            part = self.socket.recv(65536)
            if not part:
                raise ConnectionError("closed")
            said += part
        head, _sep, rest = said.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _c, value in (line.partition(":") for line in lines[1:])}
        missing = int(headers.get("content-length", 0)) - len(rest)
        while missing > 0:
            part = self.socket.recv(65536)
            rest, missing = rest + part, missing - len(part)
        if " 302 " not in lines[0] or "login" in headers.get("location", ""):
            raise SystemExit(f"{lines[0]} {headers.get('location', '')}\n{rest.decode()[:3000]}")
        return headers["location"]


def ask(port: int, clients: int, seconds: float, cookie: str, token: str, file: bytes) -> Round:
    """Let so many clients register for so long."""
    accepted: list[str] = []
    times: list[float] = []
    trouble: list[BaseException] = []
    end = time.monotonic() + seconds

    def work() -> None:
        try:
            client = Client(port, cookie, token, file)
            while time.monotonic() < end:
                begun = time.monotonic()
                accepted.append(client.send())
                times.append(time.monotonic() - begun)
        except BaseException as what:
            trouble.append(what)

    begun = time.monotonic()
    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if trouble:
        raise trouble[0]
    return Round(accepted, times, time.monotonic() - begun)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def await_port(port: int) -> None:
    for _n in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("A server does not answer.")


def main() -> int:
    """Build the house, start both servers, ask in turn, verify."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--worker", action="store_true", help="with the worker that reads the letters beside")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="diwan-bench-") as folder:
        return run(Path(folder), chosen)


def run(folder: Path, chosen: argparse.Namespace) -> int:
    """All of it in one folder."""
    from diwan.config.postgres import Embedded

    database = Embedded(folder / "database")
    os.environ |= {
        "DATABASE_URL": database.start(), "DIWAN_DATA": str(folder / "data"), "DIWAN_TODAY": "2035-02-13",
        "BARE_FILES": str(folder / "bare"),
        "PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]),
    }  # fmt: skip
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diwan.config.settings")
    (folder / "bare").mkdir()
    (folder / "bare.py").write_text(BARE)
    started: list[subprocess.Popen[bytes]] = []
    try:
        cookie, token = furnish()
        subprocess.run([sys.executable, "-c", SERVE_BARE, "tables"], check=True)
        ports = {"diwan": free_port(), "bare": free_port()}
        for name, program in (("diwan", DIWAN), ("bare", SERVE_BARE)):
            started.append(
                subprocess.Popen([sys.executable, "-c", program, str(ports[name])], cwd=PROJECT, start_new_session=True)
            )
            await_port(ports[name])
        if chosen.worker:
            worker = "from diwan.config import wsgi, worker; worker.work(alone=True)"
            started.append(subprocess.Popen([sys.executable, "-c", worker], cwd=PROJECT, start_new_session=True))
        good, accepted = measure(ports, cookie, token, chosen)
        for process in started:
            process.send_signal(signal.SIGTERM)
            process.wait()
        started.clear()
        return 0 if verify(accepted) and good else 1
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGKILL)  # each began a group of its own: the server's workers go with it
        database.stop()


def furnish() -> tuple[str, str]:
    """The organisation, the cast, and the cookies of the clerk."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    from diwan.demonstration.cast import assemble
    from diwan.organisation.profile import apply

    apply(PROJECT / "profiles" / "oic.yaml")
    salma = assemble()["salma"]
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(salma.pk), salma.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.create()
    connections.close_all()
    token = secrets.token_hex(16)
    return f"sessionid={session.session_key}; csrftoken={token}", token


def measure(ports: dict[str, int], cookie: str, token: str, chosen: argparse.Namespace) -> tuple[bool, list[str]]:
    """Ask both in turn; print the rates."""
    file, good, accepted = pdf(), True, []
    for name, port in ports.items():  # both workers of each are warm
        accepted += [one for one in ask(port, 4, 2, cookie, token, file).accepted if name == "diwan"]
    for clients in CLIENTS:
        rates: dict[str, list[float]] = {name: [] for name in ports}
        times: dict[str, list[float]] = {name: [] for name in ports}
        for _n in range(chosen.rounds):
            for name, port in ports.items():
                found = ask(port, clients, chosen.seconds, cookie, token, file)
                rates[name].append(found.rate)
                times[name] += found.times
                accepted += found.accepted if name == "diwan" else []
        ours, theirs = statistics.median(rates["diwan"]), statistics.median(rates["bare"])
        share = ours / theirs
        good &= share >= SHARE
        for name in ports:
            spread = statistics.quantiles(times[name], n=100)
            print(
                f"{clients:>2} client{'s' if clients > 1 else ' '} {name:<6} {statistics.median(rates[name]):8.0f} a second"
                f"   p50 {1000 * statistics.median(times[name]):6.1f} ms   p99 {1000 * spread[98]:6.1f} ms"
                f"   ({min(rates[name]):.0f} to {max(rates[name]):.0f})"
            )
        print(f"   Diwan does {share:.0%} of the bare view (mark: {SHARE:.0%}){'' if share >= SHARE else '  MISSED'}")
    return good, accepted


def verify(accepted: list[str]) -> bool:
    """Nothing acknowledged is missing, no number is missing or double, each file is as it was sent, the chain is whole."""
    import re

    from django.conf import settings

    from diwan.correspondence.models import Letter
    from diwan.documents.models import File, Version
    from diwan.references.models import gaps
    from diwan.trail.chain import verify as chain

    keys = [int(found[1]) for one in accepted if (found := re.search(r"given=(\d+)", one))]
    numbers = Counter(Letter.objects.values_list("number", flat=True))
    there = set(Letter.objects.values_list("pk", flat=True))
    missing, doubled = set(keys) - there, [number for number, n in numbers.items() if n > 1]
    files = Version.objects.count()
    wrong = [
        one.sha256
        for one in File.objects.order_by("?")[:300]
        if hashlib.sha256((Path(settings.DOCUMENTS) / one.sha256[:2] / one.sha256).read_bytes()).hexdigest()
        != one.sha256
    ]
    proof = chain()
    print(
        f"{len(keys)} acknowledged, {len(there)} registered, {files} files; missing {len(missing)}, double {len(doubled)}, "
        f"gaps {len(gaps())}, files otherwise than sent {len(wrong)} of 300, chain {'whole' if proof else proof.reason}"
    )
    return not (missing or doubled or gaps() or wrong) and bool(proof) and len(keys) == len(set(keys))


if __name__ == "__main__":
    sys.exit(main())
