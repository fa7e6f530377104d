"""A mail server, a mailbox in it, and letters as people send them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from diwan.capture.tests.dovecot import PROGRAM, WORD, Dovecot

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def letter(n: int = 1, *, body: str = "", files: Any = ()) -> bytes:
    """A mail with some words and, if wanted, enclosures (name, type, bytes)."""
    message = EmailMessage()
    message["From"] = f"Mission {n} <mission{n}@states.example>"
    message["To"] = "registry@house.example"
    message["Subject"] = f"Note verbale {n}"
    message["Message-ID"] = f"<note-{n}@states.example>"
    message["Date"] = "Tue, 06 Feb 2035 10:00:00 +0300"
    message.set_content(body or f"The Mission presents its compliments and has the honour to refer to note {n}.\n" * 8)
    for name, kind, data in files:
        main, _slash, sub = kind.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes(policy=SMTP)  # with the line ends that a mail server gives out


@pytest.fixture(scope="session")
def _server() -> Iterator[Dovecot]:
    if PROGRAM is None:
        pytest.skip("dovecot is not installed: apt-get install dovecot-imapd")
    server = Dovecot()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def server(_server: Dovecot) -> Iterator[Dovecot]:
    """A real IMAP server with an empty mailbox."""
    if _server.process is None:
        _server.start()
    yield _server
    if _server.process is None:
        _server.start()
    import imaplib

    box = imaplib.IMAP4("127.0.0.1", _server.port)
    box.login("registry", WORD)
    for folder in ("INBOX", "Taken"):
        state, count = box.select(folder)
        if state == "OK" and count[0] not in (None, b"0"):
            box.store("1:*", "+FLAGS", r"(\Deleted)")
            box.expunge()
    box.logout()


@pytest.fixture
def mailbox(server: Dovecot, unit: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """The registry's mailbox on it, watched."""
    from diwan.capture.models import Mailbox

    found = Mailbox.objects.create(
        code="registry", name="Registry", host="127.0.0.1", port=server.port, security="none", user="registry",
        done_folder="Taken", unit=unit("REG"),
    )  # fmt: skip
    monkeypatch.setenv(found.variable, WORD)
    return found


@pytest.fixture
def arrive(salma: Any, unit: Callable[[str], Any]) -> Callable[..., Any]:
    """``arrive(data, name)``: Salma puts a file into the tray; the first item made of it."""
    from diwan.capture.arriving import arrive as into_the_tray

    return lambda data, name, **more: into_the_tray(data, name, by=salma, unit=unit("REG"), **more)[0]
