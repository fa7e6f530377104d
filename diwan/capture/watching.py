"""Looking into a mailbox. The order is what keeps mail from being lost or taken twice:

fetched → bytes flushed to the disk → row committed → only then marked as seen and moved away on the server.

Whoever is killed between two of these leaves the message where it was; the next one finds by its number in the mailbox
(UIDVALIDITY, UID) and by the hash of its bytes that it is here already, and goes on with marking and moving.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import imaplib
import logging
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import (
    ImapToolsError,
    MailboxCopyError,
    MailboxFolderSelectError,
    MailboxLoginError,
    MailboxMoveError,
)

from diwan.capture.arriving import arrive_message
from diwan.capture.models import AlreadyHere, Arrival, Mailbox
from diwan.kernel import clock

log = logging.getLogger(__name__)

PATIENCE = 20.0  # seconds for one answer of the server
TIME = 45.0  # seconds for one look: other jobs wait too
AT_ONCE = 200  # messages asked about in one question
_LOCK = 4_060_700  # of the advisory lock, beside the number of the mailbox


@dataclass
class Look:
    """What one look into a mailbox brought."""

    taken: int = 0
    known: int = 0
    more: bool = False
    trouble: str = ""
    busy: bool = False


class Troubled(Exception):
    """The mailbox cannot be read now; `code` is one of Mailbox.Trouble, `detail` for the administrator."""

    def __init__(self, code: str, detail: object = "") -> None:
        self.code, self.detail = code, str(detail)
        super().__init__(code)


def watch(mailbox: Mailbox, *, seconds: float = TIME) -> Look:
    """Take in what came. Trouble is kept with the mailbox, where the tray and the administrator see it; never raised."""
    look = Look()
    with _alone(mailbox) as alone:
        if not alone:
            return Look(busy=True)
        try:
            with _opened(mailbox) as box:
                _take_in(mailbox, box, look, time.monotonic() + seconds)
        except Troubled as trouble:
            look.trouble = trouble.code
            log.warning("mailbox %s: %s (%s)", mailbox.code, trouble.code, trouble.detail)
            mailbox.troubled(trouble.code, trouble.detail, clock.now())
        else:
            mailbox.checked(clock.now())
    return look


@contextlib.contextmanager
def _alone(mailbox: Mailbox) -> Iterator[bool]:
    """Whether nobody else looks into it now; a worker that dies lets go of it with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, mailbox.pk])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, mailbox.pk])


@contextlib.contextmanager
def _opened(mailbox: Mailbox) -> Iterator[BaseMailBox]:
    """Signed in, with its folder open. Raises Troubled, also for what goes wrong while it is used."""
    if not (word := mailbox.password):
        raise Troubled(Mailbox.Trouble.NO_PASSWORD, f"{mailbox.variable}, mailboxes/{mailbox.code}")
    box = None
    try:
        box = _connected(mailbox)
        box.login(mailbox.user, word, initial_folder=None)
        # what the server can do is told in full only to who has signed in; without MOVE (RFC 6851) a message is copied
        # and then removed, and who is killed between the two leaves a second copy in the folder of what was taken
        box.client.capabilities = tuple(
            b" ".join(box.client.capability()[1]).decode("ascii", "replace").upper().split()
        )
        box.folder.set(mailbox.folder)
        yield box
    except MailboxLoginError as error:
        raise Troubled(Mailbox.Trouble.REFUSED, _said(error)) from error
    except MailboxFolderSelectError as error:
        raise Troubled(Mailbox.Trouble.NO_FOLDER, mailbox.folder) from error
    except ssl.SSLCertVerificationError as error:
        raise Troubled(Mailbox.Trouble.UNTRUSTED, error.verify_message) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Troubled(Mailbox.Trouble.FULL, error.strerror) from error
        code = Mailbox.Trouble.UNREACHABLE if box is None else Mailbox.Trouble.LOST
        raise Troubled(code, error) from error
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        raise Troubled(Mailbox.Trouble.LOST, _said(error)) from error
    finally:
        if box is not None:
            with contextlib.suppress(Exception):
                box.logout()


def _connected(mailbox: Mailbox) -> BaseMailBox:
    where = {"host": mailbox.host, "port": mailbox.port, "timeout": PATIENCE}
    if mailbox.security == Mailbox.Security.SSL:
        return MailBox(**where, ssl_context=ssl.create_default_context())
    if mailbox.security == Mailbox.Security.STARTTLS:
        return MailBoxStartTls(**where, ssl_context=ssl.create_default_context())
    return MailBoxUnencrypted(**where)


def _said(error: Exception) -> str:
    """What the server said, without the words we sent it."""
    result = getattr(error, "command_result", None)
    return str(result[1] if isinstance(result, tuple) and len(result) > 1 else error)[:200]


def _take_in(mailbox: Mailbox, box: BaseMailBox, look: Look, until: float) -> None:
    validity = _validity(box)
    if validity != mailbox.uid_validity:  # the server counts anew: known messages are told by their hash
        mailbox.uid_validity, mailbox.last_uid = validity, 0
        Mailbox.objects.filter(pk=mailbox.pk).update(uid_validity=validity, last_uid=0)
    if mailbox.done_folder and not box.folder.exists(mailbox.done_folder):
        box.folder.create(mailbox.done_folder)
    begin = 0 if mailbox.done_folder else mailbox.last_uid
    uids = sorted(int(uid) for uid in box.uids(f"UID {begin + 1}:*") if uid and int(uid) > begin)
    for start in range(0, len(uids), AT_ONCE):
        some = uids[start : start + AT_ONCE]
        known = set(
            Arrival.objects.filter(mailbox=mailbox, uid_validity=validity, uid__in=some).values_list("uid", flat=True)
        )
        for uid in some:
            if time.monotonic() > until:
                look.more = True
                return
            if uid in known:
                look.known += 1
            elif _one(mailbox, box, validity, uid):
                look.taken += 1
            else:
                look.known += 1
            _done(mailbox, box, uid)


def _validity(box: BaseMailBox) -> int:
    told = box.client.response("UIDVALIDITY")[1]
    return int(told[0]) if told and told[0] else 0


def _one(mailbox: Mailbox, box: BaseMailBox, validity: int, uid: int) -> bool:
    """Take one message in; whether it is new. It is committed when this returns."""
    from diwan.people.models import machine

    size, received = _facts(box, uid)
    noted: list[dict[str, Any]] = []
    what = "(BODY.PEEK[])"
    if size > settings.DOCUMENT_LIMIT:
        what, noted = "(BODY.PEEK[HEADER])", [{"code": "left_in_mailbox", "size": size}]
    raw = _bytes(box, uid, what)
    if raw is None:
        return False  # somebody took it away between the two questions
    given: dict[str, Any] = {
        "by": machine(), "unit": mailbox.unit, "source": mailbox.name, "sealed": mailbox.sealed, "mailbox": mailbox,
        "uid_validity": validity, "uid": uid, "received_at": received, "noted": noted,
    }  # fmt: skip
    name = f"{mailbox.code}-{uid}"
    try:
        arrive_message(raw, name, **given)
    except AlreadyHere:
        return False
    except (OSError, OperationalError, InterfaceError):
        raise  # the disk or the database, not the message
    except Exception:  # one odd message must not keep the others waiting, and must not be lost
        log.exception("mailbox %s: message %s could not be taken apart", mailbox.code, uid)
        try:
            arrive_message(raw, name, **given, taken_apart=False)
        except AlreadyHere:
            return False
    return True


def _facts(box: BaseMailBox, uid: int) -> tuple[int, dt.datetime | None]:
    _kind, answer = box.client.uid("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)")
    line = next((piece if isinstance(piece, bytes) else piece[0] for piece in answer if piece), b"")
    size = line.partition(b"RFC822.SIZE ")[2].split(b" ")[0].rstrip(b")")
    moment = imaplib.Internaldate2tuple(line)
    received = dt.datetime.fromtimestamp(time.mktime(moment), dt.UTC) if moment else None
    return int(size) if size.isdigit() else 0, min(received, clock.now()) if received else None


def _bytes(box: BaseMailBox, uid: int, what: str) -> bytes | None:
    """The message exactly as the server has it."""
    _kind, answer = box.client.uid("FETCH", str(uid), what)
    for piece in answer or []:
        if isinstance(piece, tuple) and len(piece) == 2:
            return bytes(piece[1])
    return None


def _done(mailbox: Mailbox, box: BaseMailBox, uid: int) -> None:
    """On the server too it is done with: seen, and moved away. What is too large to be taken in stays, marked."""
    left = Arrival.objects.filter(
        mailbox=mailbox, uid_validity=mailbox.uid_validity, uid=uid, remarks__contains=[{"code": "left_in_mailbox"}]
    )
    try:
        box.flag(str(uid), MailMessageFlags.SEEN, True)
        if mailbox.done_folder and not left.exists():
            box.move(str(uid), mailbox.done_folder)
    except (MailboxMoveError, MailboxCopyError) as error:
        raise Troubled(Mailbox.Trouble.NO_FOLDER, f"{mailbox.done_folder}: {_said(error)}") from error
    if uid > mailbox.last_uid:
        mailbox.last_uid = uid
        Mailbox.objects.filter(pk=mailbox.pk, last_uid__lt=uid).update(last_uid=uid)
