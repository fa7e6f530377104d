"""Something arrives: its bytes are kept durably first, then its row is written with all its papers in one transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from diwan.capture import mail, remarks
from diwan.capture.mail import cleaning
from diwan.capture.mail.enclosures import INTERNET, OUTLOOK, judged, tidy_name
from diwan.capture.mail.headers import plain
from diwan.capture.models import AlreadyHere, Arrival, Batch, Channel, Mailbox
from diwan.documents.kinds import Kind, Unacceptable
from diwan.documents.models import BODY, File, Paper, lay_in, lay_in_all
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.people.models import Person, Post, Unit
from diwan.people.roles import Area, Role
from diwan.reading.languages import language_of

ORIGINAL, PAGE, ATTACHMENT = "original", "page", "attachment"
ENOUGH = 400
"""Characters of a mail from which its words are the letter; under it the letter is likely what is enclosed."""
READABLE = (
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/tiff",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)


def registry_of(person: Person | None = None) -> Unit:
    """The unit whose tray it is: a person's own where they keep only that, else the one with the registry's post.

    Raises NotNow where the profile names no registry.
    """
    if person is not None:
        scope = person.authority.scope(Area.CORRESPONDENCE, "C")
        if not scope.anywhere and scope.units and person.unit is not None:
            return person.unit
    roles = (Role.HEAD_OF_REGISTRY, Role.REGISTRY_CLERK)
    posts = Post.objects.filter(role__in=roles, unit__closed_on__isnull=True).select_related("unit")
    found = min(posts, key=lambda post: (roles.index(Role(post.role)), post.unit.order, post.pk), default=None)
    if found is None:
        raise NotNow(_("No unit keeps a registry. The profile names a post of registry clerk."))
    return found.unit


def arrive(
    data: bytes, name: str, *, by: Any, unit: Unit, channel: str = Channel.SCAN, source: str = "", sealed: bool = False
) -> list[Arrival]:
    """A file is put into the tray: a scan, a document, a mail; a file of many mails becomes as many arrivals.

    Raises Unacceptable (with the reason) for what is not taken, AlreadyHere for what waits already.
    """
    Kind.check_size(len(data))
    if not data:
        raise Unacceptable("empty", _("The file is empty. Choose it again, or ask for it to be sent once more."))
    given = {"by": by, "unit": unit, "source": plain(source)[:200], "sealed": sealed}
    if not mail.is_mail(data):
        return [_arrive_file(data, name, channel=channel, **given)]
    pieces = mail.divided(data)
    if len(pieces) == 1:
        return [arrive_message(data, name, **given)]
    found = []
    with transaction.atomic():
        for n, piece in enumerate(pieces, 1):
            try:
                with transaction.atomic():
                    found.append(arrive_message(piece, f"{tidy_name(name)} ({n})", **given))
            except AlreadyHere:
                continue
    return found


def _arrive_file(data: bytes, name: str, *, channel: str, **given: Any) -> Arrival:
    part, noted = judged(name, "", data, limits=_wide())
    if part is None:
        raise Unacceptable(noted[0]["code"], remarks.said(noted[0]).text)
    with _one_of_each(data) as sha256:
        arrival = Arrival(name=part.name, sha256=sha256, channel=channel, remarks=noted, **given)
        _enter(arrival)
        role = PAGE if part.media_type.startswith("image/") else ORIGINAL
        cleaned = part.media_type == "text/html"
        # what somebody handed in is kept as it is; of HTML a harmless page stands beside it
        file = File.keep(io.BytesIO(data), part.name, media_type=part.media_type)
        lay_in(arrival, file, part.name, by=arrival.by, role=role, fresh=True, extract=False)
        if cleaned:
            page = File.keep(io.BytesIO(part.data), part.name, media_type="text/html")
            lay_in(arrival, page, part.name, by=arrival.by, role=BODY, fresh=True, text="")
        _told(arrival, [file.sha256])
    return arrival


def _wide() -> mail.Limits:
    from django.conf import settings

    return mail.Limits(part=settings.DOCUMENT_LIMIT)


def arrive_message(
    raw: bytes,
    name: str,
    *,
    by: Any,
    unit: Unit,
    source: str = "",
    sealed: bool = False,
    mailbox: Mailbox | None = None,
    uid_validity: int | None = None,
    uid: int | None = None,
    received_at: dt.datetime | None = None,
    noted: Iterable[dict[str, Any]] = (),
    taken_apart: bool = True,
) -> Arrival:
    """A mail arrives. The message is kept as it came, whatever can be made of it; its parts are laid beside it
    (``taken_apart=False``: nothing is made of it at all).

    Raises AlreadyHere where the same message waits (or, from a mailbox, was ever taken in).
    """
    outlook = mail.is_outlook(raw)
    try:
        message = mail.read_message(raw) if taken_apart else mail.Message(remarks=[{"code": "not_mail"}])
    except mail.NotAMessage as refusal:
        message = mail.Message(remarks=[{"code": refusal.code if raw else "empty_message"}])
    name = _named(tidy_name(name, "message"), ".msg" if outlook else ".eml")
    with _one_of_each(raw, mailbox) as sha256:
        arrival = Arrival(
            channel=Channel.EMAIL, name=name, sha256=sha256, by=by, unit=unit, source=source, sealed=sealed,
            mailbox=mailbox, uid_validity=uid_validity, uid=uid, received_at=received_at or clock.now(),
            sender_name=message.sender_name, sender_address=message.sender_address, to=[a[:300] for a in message.to],
            subject=message.subject, sent_on=message.sent_on, message_id=message.message_id,
            in_reply_to=message.in_reply_to, references=message.references, text=message.text,
            remarks=[*message.remarks, *noted],
        )  # fmt: skip
        if len(message.text) >= ENOUGH or not any(part.media_type in READABLE for part in message.parts):
            arrival.state, arrival.confidence = Arrival.State.READY, 100
            arrival.language = language_of([message.text])[0] if message.text.strip() else ""
        _enter(arrival)
        papers = _laid_down(_papers(arrival, message, raw, OUTLOOK if outlook else INTERNET))
        lay_in_all(arrival, papers, by=by)
        _told(arrival, [paper.file.sha256 for paper in papers])
    return arrival


def _papers(
    arrival: Arrival, message: mail.Message, raw: bytes, kind: str
) -> Iterable[tuple[str, str, str, bytes, str | None]]:
    """What is laid into an arrival: the message as it came, what it says, what is enclosed."""
    yield arrival.name, ORIGINAL, kind, raw, message.text
    if message.html:
        page = cleaning.page(message.html, message.subject)
        yield "message.html", BODY, "text/html", page, message.text
    for part in message.parts:
        known = None if part.media_type in (*READABLE, "text/plain", "text/html", "text/csv") else ""
        yield part.name, ATTACHMENT, part.media_type, part.data, known


def _laid_down(papers: Iterable[tuple[str, str, str, bytes, str | None]]) -> list[Paper]:
    """All papers on the disk, each flushed. Side by side: what takes long is waiting for the disk, which takes several at once."""

    def lay(paper: tuple[str, str, str, bytes, str | None]) -> Paper:
        name, role, media_type, data, text = paper
        return Paper(File.lay_down(io.BytesIO(data), name, media_type=media_type), name, role, text)

    kept = [paper for paper in papers if paper[3]]
    with ThreadPoolExecutor(max_workers=min(len(kept), 4) or 1) as hands:
        return list(hands.map(lay, kept))


def arrive_piece(batch: Batch, place: int, data: bytes, first: int, last: int) -> Arrival:
    """One letter of a batch of scans; called in the transaction that divides it."""
    stem = batch.name.rpartition(".")[0] or batch.name
    arrival = Arrival(
        name=tidy_name(f"{stem} {first}-{last}.pdf" if last > first else f"{stem} {first}.pdf"), batch=batch,
        batch_place=place, channel=batch.channel, unit=batch.unit, by=batch.by, received_at=batch.received_at,
        source=batch.name[:200], sha256=hashlib.sha256(data).hexdigest(), pages=last - first + 1,
        remarks=[{"code": "piece", "first": first, "last": last, "name": batch.name}],
    )  # fmt: skip
    _enter(arrival)
    file = File.keep(io.BytesIO(data), arrival.name, media_type="application/pdf")
    lay_in(arrival, file, arrival.name, by=arrival.by, role=ORIGINAL, fresh=True, extract=False)
    _told(arrival, [file.sha256])
    return arrival


def _named(name: str, ending: str) -> str:
    return name if name.lower().endswith(ending) else name + ending


def _enter(arrival: Arrival) -> None:
    """Write the row, unless the same is here; remark on what became of the same before."""
    same = Arrival.objects.filter(sha256=arrival.sha256).exclude(sealed=not arrival.sealed)
    for earlier in same.order_by("pk")[:20]:
        of_same_mailbox = arrival.mailbox_id and earlier.mailbox_id == arrival.mailbox_id
        if of_same_mailbox or (earlier.open and not (arrival.mailbox_id or arrival.batch_id or earlier.mailbox_id)):
            raise AlreadyHere(earlier)
        if earlier.state == Arrival.State.DISCARDED:
            arrival.remark("set_aside_before")
        elif earlier.state == Arrival.State.TAKEN:
            record = earlier.taken_record
            arrival.remark("came_before", number=str(getattr(record, "reference_printed", "") or earlier.taken_id))
    arrival.save(force_insert=True)


@contextmanager
def _one_of_each(data: bytes, mailbox: Mailbox | None = None) -> Iterator[str]:
    """A transaction in which something arrives, by its hash; who was quicker between the question and the row has it."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        with transaction.atomic():
            yield sha256
    except IntegrityError:
        same = Arrival.objects.filter(sha256=sha256, mailbox=mailbox)
        first = (same if mailbox else same.filter(state__in=Arrival.OPEN)).order_by("-pk").first()
        if first is None:
            raise
        raise AlreadyHere(first) from None


def _told(arrival: Arrival, hashes: list[str]) -> None:
    """One event for all of it, and the job that reads it, in the transaction of the row."""
    from diwan.capture.jobs import read_arrival

    arrival.track("arrive", by=arrival.by, channel=arrival.channel, source=arrival.source, sha256=hashes)
    if arrival.state == Arrival.State.WAITING:
        read_arrival.defer(arrival=arrival.pk)
