"""How fast mail is taken in: a thousand messages with enclosures through a real IMAP server, and the memory that takes.

    python -m bench.intake [--messages 1000]

Works in a throwaway PostgreSQL and with dovecot as an ordinary process. Each message has a letter's words in text and in
HTML, a PDF of 60 to 120 KB and a small picture, all different. Beside it, in the same run, the baseline: the same messages
parsed by the standard library, the same bytes (message, page, each enclosure) written durably, and one row inserted for
each. Exit status 1 under 20 messages a second, or where memory grows by more than 40 MB after the first hundred.
"""

from __future__ import annotations

import argparse
import email
import hashlib
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from bench.adoption import house

PROMISED = 20.0  # messages a second
GROWTH = 40.0  # MB
WORDS = "The Permanent Mission presents its compliments to the General Secretariat and has the honour to refer to the meeting. "


def messages(count: int) -> Iterator[bytes]:
    """Letters as they come by mail, each different."""
    chance = random.Random(1)
    for n in range(count):
        message = EmailMessage()
        message["From"] = f"Mission {n % 57} <mission{n % 57}@states.example>"
        message["To"] = "registry@house.example"
        message["Subject"] = f"Note verbale {n}: réunion annuelle الاجتماع السنوي"
        message["Message-ID"] = f"<{n}.intake@states.example>"
        message["Date"] = "Tue, 06 Feb 2035 10:00:00 +0300"
        body = f"Number {n}. " + WORDS * 12
        message.set_content(body)
        message.add_alternative(
            f"<html><body><p>{body}</p><img src='https://x.example/p.gif'></body></html>", subtype="html"
        )
        pdf = b"%PDF-1.4\n" + chance.randbytes(chance.randint(60_000, 120_000)) + b"\n%%EOF\n"
        message.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"note-{n}.pdf")
        png = b"\x89PNG\r\n\x1a\n" + chance.randbytes(8_000)
        message.add_attachment(png, maintype="image", subtype="png", filename="emblem.png")
        yield message.as_bytes(policy=SMTP)


def memory() -> float:
    """What this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


class Watched:
    """The most memory held while it is open, read ten times a second."""

    def __enter__(self) -> Watched:
        self.peak, self.open = memory(), True
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()
        return self

    def _look(self) -> None:
        while self.open:
            self.peak = max(self.peak, memory())
            time.sleep(0.1)

    def __exit__(self, *fault: object) -> None:
        self.open = False
        self.thread.join()


def deliver(server: Any, first: int, last: int) -> None:
    """Put these messages into the mailbox, from a process of its own: making them must not weigh on this one."""
    child = os.fork()
    if not child:
        for n, raw in enumerate(messages(last)):
            if n >= first:
                server.deliver(raw)
        os._exit(0)
    os.waitpid(child, 0)
    server.count += last - first


def baseline(raws: Iterator[bytes], folder: Path) -> float:
    """Seconds for parsing by the standard library, writing the same bytes durably and inserting one row, each by itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bare_mail (id bigserial PRIMARY KEY, sha256 text UNIQUE, sender text, subject text, body text)"
        )
    taken = 0.0
    for raw in raws:
        began = time.perf_counter()
        parsed = email.message_from_bytes(raw, policy=email.policy.default)
        pieces = [raw]
        body = ""
        for part in parsed.walk():
            if part.is_multipart():
                continue
            data = part.get_payload(decode=True)
            if part.get_content_type() == "text/plain":
                body = data.decode()
            else:
                pieces.append(data)
        for piece in pieces:
            name = folder / hashlib.sha256(piece).hexdigest()
            if name.exists():
                continue
            handle, waiting = tempfile.mkstemp(dir=folder)
            with os.fdopen(handle, "wb") as file:
                file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            Path(waiting).replace(name)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bare_mail (sha256, sender, subject, body) VALUES (%s, %s, %s, %s)",
                [hashlib.sha256(raw).hexdigest(), str(parsed["from"]), str(parsed["subject"]), body],
            )
        taken += time.perf_counter() - began
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1000)
    count = parser.parse_args().messages
    from diwan.capture.tests.dovecot import PROGRAM, WORD, Dovecot

    if PROGRAM is None:
        print("dovecot is not installed: apt-get install dovecot-imapd")
        return 1
    with house():
        from django.conf import settings

        from diwan.capture.models import Arrival, Mailbox
        from diwan.capture.watching import watch
        from diwan.demonstration.cast import assemble
        from diwan.documents.models import File, Version
        from diwan.organisation.profile import apply
        from diwan.people.models import Unit

        apply(Path(__file__).resolve().parent.parent / "profiles" / "oic.yaml")
        assemble()
        server = Dovecot()
        try:
            server.start()
            box = Mailbox.objects.create(
                code="registry", name="Registry", host="127.0.0.1", port=server.port, security="none", user="registry",
                done_folder="Taken", unit=Unit.objects.get(code="REG"),
            )  # fmt: skip
            os.environ[box.variable] = WORD
            few = min(100, count // 10)
            deliver(server, 0, few)
            watch(box, seconds=float("inf"))  # programs and catalogues are loaded once
            before = memory()
            deliver(server, few, few + count)
            with Watched() as held:
                began, worked = time.perf_counter(), time.process_time()
                look = watch(box, seconds=float("inf"))
                taken, worked = time.perf_counter() - began, time.process_time() - worked
        finally:
            server.remove()
        assert look.taken == count and Arrival.objects.count() == count + few, look
        files, versions = File.objects.count(), Version.objects.count()
        bare_folder = Path(settings.DOCUMENTS) / "bare"
        bare_folder.mkdir()
        bare = baseline((raw for n, raw in enumerate(messages(few + count)) if n >= few), bare_folder)
    rate, growth = count / taken, held.peak - before
    print(
        f"{count} e-mails with two enclosures each, through dovecot: {taken:.1f} s, {rate:.0f} a second (promised: {PROMISED:.0f}); "
        f"{versions} papers in {files} files\n"
        f"of each second {worked / taken:.2f} s work in this process, the rest waiting for disk, database, server and other programs\n"
        f"memory: {before:.0f} MB after the first {few}, {held.peak:.0f} MB at most; {growth:+.0f} MB (promised: under {GROWTH:.0f})\n"
        f"standard library, the same bytes written durably, one row: {bare:.1f} s, {count / bare:.0f} a second; "
        f"intake takes {taken / bare:.1f} times as long"
    )
    return 0 if rate >= PROMISED and growth < GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
