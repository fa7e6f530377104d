"""Work done behind the page: reading files, indexing what was adopted."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from diwan.reading import Unreadable, read

if TYPE_CHECKING:
    pass

log = logging.getLogger(__name__)


@app.task(name="resolutions.read_text", queue="reading", retry=RetryStrategy(max_attempts=3, wait=5))
def read_text(text: int) -> None:
    """Read one file of a volume; progress is visible meanwhile. Run again after a crash, it starts anew; run twice,
    the second finds its work done: one proposal is left, and no reviewer's change is overwritten.

    A file with pictures of pages goes on to `recognise_text`, so that short readings do not wait behind long ones."""
    _read(text, recognise=False)


@app.task(
    name="resolutions.recognise_text",
    queue="reading",
    lock="recognition",
    retry=RetryStrategy(max_attempts=3, wait=5),
)
def recognise_text(text: int) -> None:
    """Read one file whose pages are pictures, one such file at a time. Run again after a crash, it goes on from the
    pages that were recognised."""
    _read(text, recognise=True)


def _read(text: int, *, recognise: bool) -> None:
    from diwan.resolutions.house import house
    from diwan.resolutions.models import RecognisedPage, VolumeText
    from diwan.resolutions.recognition import Abandoned, PicturesFound, Recognition

    found = VolumeText.objects.select_related("volume", "version__file").get(pk=text)
    waiting = VolumeText.objects.filter(pk=text, state__in=VolumeText.PENDING)
    if not found.wanted or not waiting.update(state=VolumeText.State.READING, done=0):
        RecognisedPage.objects.filter(text=text).delete()
        return
    progress = _Progress(text)
    recogniser = Recognition(found, progress, now=recognise)
    try:
        with found.version.file.named(found.version.name) as path:
            reading = read(path, found.language or None, progress, house=house(), recogniser=recogniser)
            result = reading.as_dict()
    except PicturesFound:
        recognise_text.defer(text=text)
    except Abandoned:
        RecognisedPage.objects.filter(text=text).delete()
    except Unreadable as refusal:
        _hand_over(text, code=refusal.code, detail=refusal.detail)
    except DatabaseError:
        raise  # the database went away while progress was written: try again later
    except Exception:
        # whatever a hostile or odd file does to the reader, its volume must not wait for ever
        log.exception("the reader failed on text %s", text)
        _hand_over(text, code="failed", detail="")
    else:
        if result["resolutions"]:
            _hand_over(text, reading=result)
        else:
            _hand_over(text, code="no_resolution", detail="")


@transaction.atomic
def _hand_over(text: int, *, reading: dict[str, Any] | None = None, code: str = "", detail: str = "") -> None:
    """Give the volume what was read, or why nothing was; unless another run did, or it was withdrawn meanwhile."""
    from diwan.people.models import machine
    from diwan.resolutions.models import Volume, VolumeText

    Volume.objects.select_for_update().get(texts=text)  # the volume first, as every step does
    found = VolumeText.objects.select_related("volume__session__organ", "version").get(pk=text)
    found.recognised.all().delete()
    if not found.wanted:
        return
    if reading is None:
        found.volume.give_up(by=machine(), text=found, code=code, detail=detail)
        return
    found.volume.take_reading(by=machine(), text=found, reading=reading)


class _Progress:
    """Writes how far the reading is, at most four times a second."""

    def __init__(self, text: int) -> None:
        self.text, self.last = text, 0.0

    def __call__(self, done: int, total: int) -> None:
        from diwan.resolutions.models import VolumeText

        if time.monotonic() - self.last > 0.25 or done == total:
            self.last = time.monotonic()
            VolumeText.objects.filter(pk=self.text).update(done=done, total=total)


@app.task(name="resolutions.index_adopted", queue="search")
def index_adopted(volume: int) -> None:
    """Index the resolutions and mandates of an adopted volume in two passes, and what the resolutions cite."""
    from diwan.citations import reader as citations
    from diwan.records.enrolment import card_of
    from diwan.resolutions.models import Mandate, Resolution
    from diwan.resolutions.models.resolution import whole
    from diwan.search.reader import index_records

    resolutions = whole(Resolution.objects.filter(volume=volume))
    mandates = Mandate.objects.filter(resolution__volume=volume).listed()
    for records in (resolutions, mandates):
        card = card_of(records.model)
        if card is not None:
            index_records(card, records)
            if card.named:  # nothing has been written about the new mandates yet
                citations.index_records(card, records)


@app.task(name="resolutions.trace_lineage", queue="reading", retry=RetryStrategy(max_attempts=3, wait=5))
def trace_lineage(volume: int, keys: list[str]) -> None:
    """Compare the resolutions of an adopted volume with those of earlier sessions; told in the trail of the volume.

    Run after the adoption and not within it: against 100,000 earlier paragraphs it takes seconds. Run twice it finds
    the same and proposes nothing twice.
    """
    from diwan.people.models import machine
    from diwan.resolutions.lineage.tracing import trace
    from diwan.resolutions.models import Volume

    with transaction.atomic():
        counts = trace(keys)
        Volume.objects.get(pk=volume).track("compare", by=machine(), **counts)


@app.task(name="resolutions.propose_leads", queue="reading", retry=RetryStrategy(max_attempts=3, wait=5))
def propose_leads(resolution: int) -> None:
    """Propose anew who leads the mandates of a resolution that wait, as one of them was given or returned."""
    from diwan.resolutions.models import Mandate
    from diwan.resolutions.proposals import propose_for

    with transaction.atomic():
        waiting = Mandate.objects.select_for_update(of=("self",)).filter(resolution=resolution, lead=None)
        propose_for(list(waiting.select_related("paragraph").order_by("pk")))
