"""Recognition of the pictures in a file of a volume: page by page, seen by those who wait, taken up after a stop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from diwan.reading.optical import Recogniser
from diwan.reading.recognised import FAIR, Page
from diwan.resolutions import reasons
from diwan.resolutions.models import RecognisedPage, VolumeText


class PicturesFound(Exception):
    """The file holds pictures of pages: their recognition takes long and is a job of its own."""


class Abandoned(Exception):
    """The volume was withdrawn, or the file set aside, while it was recognised."""


class Recognition(Recogniser):
    """Recognises the pages of a file and keeps each in the database as soon as it is done.

    `now` is false in the job that reads files with text: there the first picture raises PicturesFound.
    """

    def __init__(self, text: VolumeText, progress: Callable[[int, int], None], *, now: bool) -> None:
        kept = text.recognised.order_by("number").values_list("facts", flat=True) if now else ()
        known = {page.number: page for page in map(Page.from_dict, kept)}
        super().__init__(text.language or None, known=known, keep=self._keep, progress=progress)
        self.text, self.now = text, now
        self.summaries = [page.summary for page in known.values()]

    def begin(self, path: Path, numbers: list[int]) -> None:
        super().begin(path, numbers)
        if not self.now:
            raise PicturesFound

    def _keep(self, page: Page) -> None:
        found = VolumeText.objects.select_related("volume").filter(pk=self.text.pk).first()
        if found is None or not found.wanted:
            raise Abandoned
        RecognisedPage.objects.update_or_create(text=found, number=page.number, defaults={"facts": page.as_dict()})
        self.summaries.append(page.summary)
        VolumeText.objects.filter(pk=found.pk).update(pages=self.summaries)


class Scan:
    """What the page of a volume shows of the pages that were recognised from pictures."""

    def __init__(self, pages: list[dict[str, Any]]) -> None:
        self.count = len(pages)
        self.confidence = round(sum(page["confidence"] for page in pages) / self.count)
        doubtful = [page for page in pages if page.get("failed") or page["confidence"] < FAIR]
        self.poor = [page | {"why": reasons.refusal(page.get("failed", "")).what} for page in doubtful]
        self.turned = ", ".join(str(page["page"]) for page in pages if page["rotated"])
