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
    from diwan.resolutions.models import VolumeText

log = logging.getLogger(__name__)


@app.task(name="resolutions.read_text", queue="reading", retry=RetryStrategy(max_attempts=3, wait=5))
def read_text(text: int) -> None:
    """Read one file of a volume; progress is visible meanwhile. Run again after a crash, it starts anew; run twice,
    the second finds its work done: one proposal is left, and no reviewer's change is overwritten."""
    from diwan.resolutions.house import house
    from diwan.resolutions.models import VolumeText

    found = VolumeText.objects.select_related("volume", "version__file").get(pk=text)
    waiting = VolumeText.objects.filter(pk=text, state__in=VolumeText.PENDING)
    if not _wanted(found) or not waiting.update(state=VolumeText.State.READING, done=0):
        return
    try:
        with found.version.file.named(found.version.name) as path:
            result = read(path, found.language or None, _Progress(text), house=house()).as_dict()
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


def _wanted(text: VolumeText) -> bool:
    return text.state in text.PENDING and text.volume.state in ("received", "in_review")


@transaction.atomic
def _hand_over(text: int, *, reading: dict[str, Any] | None = None, code: str = "", detail: str = "") -> None:
    """Give the volume what was read, or why nothing was; unless another run did, or it was withdrawn meanwhile."""
    from diwan.people.models import machine
    from diwan.resolutions.models import Volume, VolumeText

    Volume.objects.select_for_update().get(texts=text)  # the volume first, as every step does
    found = VolumeText.objects.select_related("volume__session__organ", "version").get(pk=text)
    if not _wanted(found):
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
    """Index the resolutions and mandates of an adopted volume in two passes."""
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
