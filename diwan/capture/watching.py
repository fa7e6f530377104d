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
import re
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
AT_ONCE = 25  # messages that are marked and moved together; whoever is killed finds them again
LEFT = "left_in_mailbox"
_UID, _SIZE = re.compile(rb"\bUID (\d+)"), re.compile(rb"RFC822\.SIZE (\d+)")
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
        _take_some(mailbox, box, look, uids[start : start + AT_ONCE], until)
        if look.more:
            return


def _take_some(mailbox: Mailbox, box: BaseMailBox, look: Look, uids: list[int], until: float) -> None:
    """Some messages one by one, each committed by itself; then all of them are marked and moved at once."""
    here = Arrival.objects.filter(mailbox=mailbox, uid_validity=mailbox.uid_validity, uid__in=uids)
    known = {one.uid: _is_left(one.remarks) for one in here.only("uid", "remarks")}
    facts = _facts(box, [uid for uid in uids if uid not in known])
    seen, moved = [], []
    for uid in uids:
        if time.monotonic() > until:
            look.more = True
            break
        left = known.get(uid)
        if left is None:
            size, received = facts.get(uid, (0, None))
            left = size > settings.DOCUMENT_LIMIT
            new = _one(mailbox, box, uid, received, size if left else 0)
        else:
            new = False
        look.taken, look.known = look.taken + new, look.known + (not new)
        seen.append(uid)
        if not left:
            moved.append(uid)
    if seen:
        _done(mailbox, box, seen, moved)


def _is_left(remarks: list[dict[str, Any]]) -> bool:
    return any(remark.get("code") == LEFT for remark in remarks)


def _validity(box: BaseMailBox) -> int:
    told = box.client.response("UIDVALIDITY")[1]
    return int(told[0]) if told and told[0] else 0


def _one(mailbox: Mailbox, box: BaseMailBox, uid: int, received: dt.datetime | None, too_large: int) -> bool:
    """Take one message in; whether it is new. It is committed when this returns."""
    from diwan.people.models import machine

    raw = _bytes(box, uid, "(BODY.PEEK[HEADER])" if too_large else "(BODY.PEEK[])")
    if raw is None:
        return False  # somebody took it away between the two questions
    noted = [{"code": LEFT, "size": too_large}] if too_large else []
    given: dict[str, Any] = {
        "by": machine(), "unit": mailbox.unit, "source": mailbox.name, "sealed": mailbox.sealed, "mailbox": mailbox,
        "uid_validity": mailbox.uid_validity, "uid": uid, "received_at": received, "noted": noted,
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


def _facts(box: BaseMailBox, uids: list[int]) -> dict[int, tuple[int, dt.datetime | None]]:
    """Of each message how large it is, and when it came to the mailbox."""
    found: dict[int, tuple[int, dt.datetime | None]] = {}
    if not uids:
        return found
    _kind, answer = box.client.uid("FETCH", ",".join(map(str, uids)), "(UID RFC822.SIZE INTERNALDATE)")
    for piece in answer or []:
        line = piece[0] if isinstance(piece, tuple) else piece or b""
        uid, size = _UID.search(line), _SIZE.search(line)
        if uid and size:
            moment = imaplib.Internaldate2tuple(line)
            received = dt.datetime.fromtimestamp(time.mktime(moment), dt.UTC) if moment else None
            found[int(uid[1])] = (int(size[1]), min(received, clock.now()) if received else None)
    return found


def _bytes(box: BaseMailBox, uid: int, what: str) -> bytes | None:
    """The message exactly as the server has it."""
    _kind, answer = box.client.uid("FETCH", str(uid), what)
    for piece in answer or []:
        if isinstance(piece, tuple) and len(piece) == 2:
            return bytes(piece[1])
    return None


def _done(mailbox: Mailbox, box: BaseMailBox, seen: list[int], moved: list[int]) -> None:
    """On the server too they are done with: seen, and moved away. What is too large to be taken in stays, marked."""
    try:
        box.flag([str(uid) for uid in seen], MailMessageFlags.SEEN, True)
        if mailbox.done_folder and moved:
            box.move([str(uid) for uid in moved], mailbox.done_folder)
    except (MailboxMoveError, MailboxCopyError) as error:
        raise Troubled(Mailbox.Trouble.NO_FOLDER, f"{mailbox.done_folder}: {_said(error)}") from error
    mailbox.last_uid = max(mailbox.last_uid, seen[-1])
    Mailbox.objects.filter(pk=mailbox.pk).update(last_uid=mailbox.last_uid)
