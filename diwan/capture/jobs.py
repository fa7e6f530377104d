"""What capture does by itself: it reads what arrived, divides batches, and looks into the mailboxes each minute."""

from __future__ import annotations

import logging

from django.db import DatabaseError, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

log = logging.getLogger(__name__)


@app.task(name="capture.read_arrival", queue="capture", retry=RetryStrategy(max_attempts=3, wait=5))
def read_arrival(arrival: int) -> None:
    """Read an arrival that has text; one whose pages are pictures goes on to `recognise_arrival`, so that short
    readings do not wait behind long ones. Run again after a crash it reads anew; run twice, the second finds it done."""
    _read(arrival, now=False)


@app.task(
    name="capture.recognise_arrival",
    queue="capture",
    lock="recognition",  # one at a time in the whole house: it takes a core
    retry=RetryStrategy(max_attempts=3, wait=5),
)
def recognise_arrival(arrival: int) -> None:
    """Recognise the pictures of an arrival. Run again after a crash, it goes on from the pages that were recognised."""
    _read(arrival, now=True)


def _read(pk: int, *, now: bool) -> None:
    from diwan.capture.models import Arrival
    from diwan.capture.reading import PicturesFound, Reading

    pending = (Arrival.State.WAITING, Arrival.State.READING)
    Arrival.objects.filter(pk=pk, state=Arrival.State.WAITING).update(state=Arrival.State.READING)
    found = Arrival.objects.filter(pk=pk).exclude(state=Arrival.State.DISCARDED).first()
    if found is None or found.state == Arrival.State.READY:
        return
    reading = Reading(found)
    try:
        reading.take(now=now)
    except PicturesFound:
        recognise_arrival.defer(arrival=pk)
        return
    except DatabaseError:
        raise  # the database went away: try again later
    except Exception:
        # whatever a hostile or odd file does to the readers, the item must not wait for ever
        log.exception("the reader failed on arrival %s", pk)
        reading.noted.append({"code": "unreadable", "why": "failed"})
    _give(pk, reading, pending)


@transaction.atomic
def _give(pk: int, reading: object, pending: tuple[str, ...]) -> None:
    from diwan.capture.models import Arrival
    from diwan.capture.reading import Reading
    from diwan.people.models import machine

    assert isinstance(reading, Reading)
    found = Arrival.objects.select_for_update(of=("self",)).get(pk=pk)
    reading.keep_texts()
    if found.state in pending:  # else somebody registered it, or set it aside, while it was read
        reading.hand_over(found.take_reading, machine())


@app.task(name="capture.divide_batch", queue="capture", retry=RetryStrategy(max_attempts=3, wait=5))
def divide_batch(batch: int) -> None:
    """Divide a batch of scans at its separator sheets. Run twice, the second finds it done."""
    from diwan.capture.dividing import divide
    from diwan.capture.models import Batch

    found = Batch.objects.get(pk=batch)
    if found.state == Batch.State.WAITING:
        divide(found)


@app.periodic(cron="* * * * *")
@app.task(name="capture.watch_mailboxes", queue="clock", pass_context=False)
def watch_mailboxes(timestamp: int) -> None:
    """Have each mailbox looked into, each by a job of its own: one that does not answer keeps no other waiting."""
    from diwan.capture.models import Mailbox

    for pk in Mailbox.objects.filter(active=True).values_list("pk", flat=True):
        look_soon(pk)


def look_soon(mailbox: int) -> None:
    """Have a mailbox looked into, unless that waits to be done already."""
    try:
        with transaction.atomic():
            look_into.configure(queueing_lock=f"mailbox-{mailbox}", lock=f"mailbox-{mailbox}").defer(mailbox=mailbox)
    except AlreadyEnqueued:
        log.debug("mailbox %s is about to be looked into", mailbox)


@app.task(name="capture.look_into", queue="capture")
def look_into(mailbox: int) -> None:
    """Take in what came to a mailbox; what is left after three quarters of a minute is for the next job."""
    from diwan.capture.models import Mailbox
    from diwan.capture.watching import watch

    found = Mailbox.objects.filter(pk=mailbox, active=True).first()
    if found is not None and watch(found).more:
        look_soon(mailbox)
