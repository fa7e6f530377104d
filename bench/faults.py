"""Web, worker and database killed (-9) at random moments while letters are registered and papers dispatched.

    .venv/bin/python -m bench.faults [--registrations 800] [--dispatches 200] [--kills 40] [--seed 4] [--keep DIR]

Diwan runs as `bin/run` starts it, on a durable database of its own. Six clerks register letters with a file through the
web, two dispatch signed papers by e-mail, whose sealed files the worker makes meanwhile; the mail goes to a mail server
that counts. Whoever gets no answer presses the button again, as people do, with the same form. All the while something is
killed: a web process, the web server, the worker, or the whole database, and the supervisor starts it again.

Afterwards: everything acknowledged is there, every letter once, every number once and without a gap, the registers and the
chain of the trail are proved, no file is missing or otherwise than sent, and no mail left twice; each mail is sent, or is
told to the registry as doubtful because nobody can know. Exit status 1 when any of this is not so.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import queue
import random
import re
import secrets
import socket
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

from bench.killed_house import House
from bench.mail_server import MailServer
from bench.registration import PROJECT, pdf

TODAY = "2035-02-13"
BOUNDARY = "diwan-faults-boundary"
CLERKS, SENDERS = 6, 2
LONG = 180.0  # seconds after which what should have come has not come
TARGETS = ("diwan: web", "diwan: web", "diwan: server", "diwan: jobs", "diwan: jobs", "postgres")


# the house ---------------------------------------------------------------------------------------------------------
def furnish(dispatches: int) -> tuple[dict[str, str], list[tuple[int, int]]]:
    """The organisation, its cast, papers signed and waiting for their files; cookies by name, papers with addressees."""
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import connections

    from diwan.config.settings import AUTHENTICATION_BACKENDS
    from diwan.demonstration.cast import assemble
    from diwan.organisation.profile import apply

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    apply(PROJECT / "profiles" / "oic.yaml")
    cast = assemble()
    papers = signed_papers(cast, dispatches)
    session = SessionStore()
    salma = cast["salma"]
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(salma.pk), salma.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = AUTHENTICATION_BACKENDS[0]
    session.create()
    connections.close_all()
    token = secrets.token_hex(16)
    return {"cookie": f"sessionid={session.session_key}; csrftoken={token}", "token": token}, papers


def signed_papers(cast: dict[str, Any], wanted: int) -> list[tuple[int, int]]:
    """So many papers with a number, in mailings to all missions; each with its addressee."""
    from diwan.clearance.models import Circuit
    from diwan.directory.models import Correspondent
    from diwan.outgoing.models import Outgoing

    missions = list(Correspondent.objects.filter(kind="mission").order_by("pk"))
    found: list[tuple[int, int]] = []
    while len(found) < wanted:
        note = Outgoing.draft(
            by=cast["omar"], paper="note_verbale", subject="Dates of the session", languages=["en"],
            to=missions[: wanted - len(found)], separate=True,
            bodies={"en": "the session opens on 22 May 2035."},
        )  # fmt: skip
        note.submit(by=cast["omar"], circuit=Circuit.objects.get(code="usual"))
        for person in (cast["leila"], cast["yasmin"]):
            for visa in note.round.visas.waiting().of(person):
                note.round.give(visa, by=person, answer="concurs")
        note.refresh_from_db()
        for point, _answer in note.round.points():
            who = cast["leila"] if point.task == "check_law" else cast["yasmin"]
            note.round.answer_point(point, by=who, answer="yes")
        note.pass_gate(by=cast["idris"])
        note.sign(by=cast["harun"])
        found += [(item.pk, item.addressees.get().pk) for item in note.items.order_by("pk")]
    return found


# the people --------------------------------------------------------------------------------------------------------
class Browser:
    """Sends a form until it is answered: a new connection each time, for the server may have been killed."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self.port, self.cookies = port, cookies
        self.unanswered = 0

    def press(self, path: str, fields: dict[str, str], file: bytes = b"") -> tuple[int, str]:
        """Press the button until an answer comes that is none of a house on fire; status, and where it leads."""
        end = time.monotonic() + LONG
        while time.monotonic() < end:
            try:
                status, location = self.send(path, fields, file)
            except (OSError, ConnectionError, IndexError):
                status, location = 0, ""
            if status in (302, 409, 422):
                return status, location
            self.unanswered += 1
            time.sleep(0.2)
        raise SystemExit(f"{path} was not answered in {LONG:.0f} s (last: {status})")

    def send(self, path: str, fields: dict[str, str], file: bytes) -> tuple[int, str]:
        """Once."""
        body = b"".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in ({"csrfmiddlewaretoken": self.cookies["token"]} | fields).items()
        )
        if file:
            body += (
                f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="letter.pdf"\r\n'
                "Content-Type: application/pdf\r\n\r\n"
            ).encode() + file
        body += f"\r\n--{BOUNDARY}--\r\n".encode()
        host = f"localhost:{self.port}"
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {self.cookies['cookie']}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            line.sendall(head.encode() + body)
            said = b""
            while part := line.recv(65536):
                said += part
        lines = said.partition(b"\r\n\r\n")[0].decode().split("\r\n")
        location = next((one.partition(":")[2].strip() for one in lines if one.lower().startswith("location:")), "")
        return int(lines[0].split()[1]), location


def letter(key: str) -> dict[str, str]:
    """The form of one letter."""
    return {
        "entry_key": key, "sender": "Registry of the Northern Straits Fund", "their_reference": f"NSF/{key[:12]}/2035",
        "dated": "27/01/2035", "subject": f"Components of the dam, {key}", "kind": "letter", "language": "en",
        "confidentiality": "1", "channel": "post", "pages": "2", "enclosures": "1", "urgency": "routine", "then": "next",
    }  # fmt: skip


class Work:
    """What is to be done, what was acknowledged, and who does it."""

    def __init__(
        self, house: House, cookies: dict[str, str], registrations: int, papers: list[tuple[int, int]]
    ) -> None:
        self.house, self.cookies, self.file = house, cookies, pdf()[:-2000]
        self.entered: dict[str, int] = {}
        self.sent: list[int] = []
        self.trouble: list[BaseException] = []
        self.unanswered = 0
        self.letters: queue.Queue[Any] = queue.Queue()
        self.papers: queue.Queue[Any] = queue.Queue()
        for _n in range(registrations):
            self.letters.put(str(uuid.uuid4()))
        for one in papers:
            self.papers.put(one)
        self.threads = [threading.Thread(target=self.do, args=(self.register,)) for _ in range(CLERKS)]
        self.threads += [threading.Thread(target=self.do, args=(self.dispatch,)) for _ in range(SENDERS)]
        for thread in self.threads:
            thread.start()

    @property
    def done(self) -> bool:
        """Whether everybody has gone home."""
        return not any(thread.is_alive() for thread in self.threads)

    def do(self, work: Any) -> None:
        """One person at work."""
        browser = Browser(self.house.port, self.cookies)
        try:
            work(browser)
        except BaseException as what:
            self.trouble.append(what)
        self.unanswered += browser.unanswered

    def register(self, browser: Browser) -> None:
        """Letters, one after the other."""
        while True:
            try:
                key = self.letters.get_nowait()
            except queue.Empty:
                return
            status, location = browser.press("/letters/new/", letter(key), self.file + key.encode())
            found = re.search(r"given=(\d+)", location)
            if status != 302 or not found:
                raise SystemExit(f"registration answered {status} {location}")
            self.entered[key] = int(found[1])

    def dispatch(self, browser: Browser) -> None:
        """Papers: whose file is not sealed yet is laid aside for a moment; who is told that it went already believes it."""
        while True:
            try:
                paper, addressee = self.papers.get_nowait()
            except queue.Empty:
                return
            given = {
                "addressee": str(addressee),
                "channel": "email",
                "address": f"mission-{paper}@example.org",
                "proof": "",
            }
            fields = {f"dispatch-{name}": value for name, value in given.items()}
            end = time.monotonic() + LONG
            while not self.is_sent(paper):
                if time.monotonic() > end:
                    raise SystemExit(f"paper {paper} could not be dispatched in {LONG:.0f} s")
                status, _where = browser.press(f"/outgoing/{paper}/dispatch/", fields)
                if status == 302 and self.is_sent(paper):
                    break
                time.sleep(0.5)
            self.sent.append(paper)

    def is_sent(self, paper: int) -> bool:
        """Whether its page shows a dispatch."""
        import http.client

        try:
            line = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=30)
            line.request("GET", f"/outgoing/{paper}/", headers={"Cookie": self.cookies["cookie"], "Host": "localhost"})
            answer = line.getresponse()
            return answer.status == 200 and f"mission-{paper}@example.org".encode() in answer.read()
        except (OSError, http.client.HTTPException):
            return False


# afterwards --------------------------------------------------------------------------------------------------------
def settle() -> None:
    """Wait until the worker has done what it had."""
    from django.db import OperationalError, connection

    end = time.monotonic() + LONG
    while time.monotonic() < end:
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') "
                    "AND task_name IN ('outgoing.send_mail', 'outgoing.produce')"
                )
                if not cursor.fetchone()[0]:
                    return
        except OperationalError:
            pass  # the last that was killed was the database
        finally:
            connection.close()  # the house stops its database afterwards
        time.sleep(0.5)


def verify(work: Work, taken: Counter[str], registrations: int, papers: list[tuple[int, int]]) -> bool:
    """Everything that must be so; printed."""
    from django.conf import settings

    from diwan.correspondence.models import Letter
    from diwan.documents.models import File
    from diwan.outgoing import dispatching
    from diwan.outgoing.models import Dispatch
    from diwan.references.models import gaps
    from diwan.registers.proof import prove

    dispatching.PATIENCE = dt.timedelta(0)
    left_behind = dispatching.look_after_mail()
    rows = {str(key): pk for key, pk in Letter.objects.values_list("entry_key", "pk")}
    numbers = Counter(Letter.objects.values_list("number", flat=True))
    lost = [key for key, pk in work.entered.items() if rows.get(key) != pk]
    twice = [number for number, count in numbers.items() if count > 1]
    dispatched = list(Dispatch.objects.filter(outgoing__in=[paper for paper, _to in papers]))
    states = Counter(one.state for one in dispatched)
    taken = Counter({one: count for one, count in taken.items() if ".dispatch-" in one})  # not the notices
    mailed_twice = [one for one, count in taken.items() if count > 1]
    of = {one.message_id: one for one in dispatched}
    untrue = [one for one in dispatched if one.state == "sent" and not taken[one.message_id]]
    unknown = [mid for mid in taken if mid not in of or of[mid].state not in ("sent", "doubtful")]
    paths = [(one.sha256, Path(settings.DOCUMENTS) / one.sha256[:2] / one.sha256) for one in File.objects.all()]
    wrong = [sha for sha, path in paths if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != sha]
    proof = prove()
    print(
        f"letters: {len(work.entered)} of {registrations} acknowledged, {len(rows)} registered; lost {len(lost)}, numbered twice {len(twice)}, "
        f"gaps {len(gaps())}\n"
        f"papers: {len(work.sent)} of {len(papers)} dispatched; mail {dict(states)}; taken by the server {sum(taken.values())}, "
        f"twice {len(mailed_twice)}, said to be sent and not {len(untrue)}, left and not known {len(unknown)}; left behind {left_behind}\n"
        f"files: {len(paths)}, missing or otherwise {len(wrong)}; registers {'proved' if proof else 'NOT PROVED'}, "
        f"chain {'whole' if proof.chain else proof.chain.reason}"
    )
    complete = len(work.entered) == registrations == len(rows) and len(work.sent) == len(papers) == len(dispatched)
    settled = set(states) <= {"sent", "doubtful"}
    return complete and settled and bool(proof) and not (
        lost or twice or gaps() or mailed_twice or untrue or unknown or wrong or work.trouble
    )  # fmt: skip


def run(data: Path, chosen: argparse.Namespace) -> int:
    """All of it in one folder."""
    from diwan.config.postgres import Embedded

    os.environ |= {"DIWAN_DATA": str(data), "DIWAN_TODAY": TODAY, "DIWAN_SECRET": "bench"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diwan.config.settings")
    database = Embedded(data)
    os.environ["DATABASE_URL"] = database.start()
    try:
        if chosen.tables:
            database.take_in(chosen.tables)
        cookies, papers = furnish(chosen.dispatches)
    finally:
        database.stop()
    mail, chance = MailServer(), random.Random(chosen.seed)
    house = House(data, mail.server_address[1])
    killed: Counter[str] = Counter()
    begun = time.monotonic()
    try:
        work = Work(house, cookies, chosen.registrations, papers)
        while not work.done:
            time.sleep(chance.uniform(*chosen.pause))
            if sum(killed.values()) < chosen.kills and not work.done:
                name = chance.choice(TARGETS)
                killed[name] += house.kill(name, chance)
        took = time.monotonic() - begun
        print(f"{took:.0f} s; killed: {dict(killed)}; unanswered and pressed again: {work.unanswered}")
        for what in work.trouble:
            print(f"trouble: {what!r}")
        settle()
    finally:
        house.stop()
    os.environ["DATABASE_URL"] = database.start()
    try:
        good = verify(work, mail.taken, chosen.registrations, papers)
    finally:
        from django.db import connections

        connections.close_all()
        database.stop()
    print("Faults: nothing lost, nothing twice" if good else "Faults: FAILED")
    return 0 if good else 1


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--registrations", type=int, default=800)
    parser.add_argument("--dispatches", type=int, default=200)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument(
        "--pause", type=float, nargs=2, default=(1.0, 4.0), help="seconds between two kills, from and to"
    )
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--keep", type=Path, help="an empty folder that stays")
    parser.add_argument("--tables", type=Path, help="the tables as statements, which saves migrating")
    chosen = parser.parse_args()
    print(f"seed {chosen.seed}")
    if chosen.keep:
        chosen.keep.mkdir(parents=True, exist_ok=True)
        return run(chosen.keep.absolute(), chosen)
    with tempfile.TemporaryDirectory(prefix="diwan-faults-") as folder:
        Path(folder).chmod(0o711)
        return run(Path(folder), chosen)


if __name__ == "__main__":
    sys.exit(main())
