"""Reading an arrival: its text, its language, how sure that is, the codes on it. Scans are recognised page by page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from diwan.capture import remarks
from diwan.capture.arriving import ATTACHMENT, ORIGINAL, PAGE, READABLE
from diwan.capture.dividing import codes_on, numbers_in
from diwan.capture.mail.enclosures import INTERNET, OUTLOOK
from diwan.capture.models import Arrival
from diwan.documents.models import Version
from diwan.reading import Unreadable
from diwan.reading.extraction import extract
from diwan.reading.languages import language_of
from diwan.reading.limits import LIMITS
from diwan.reading.optical import Recogniser
from diwan.reading.recognised import FAIR, Page

PAPERS = 5
"""Enclosures of a mail that are read with it: what it is about stands in the first."""
SCANS = ("application/pdf", "image/png", "image/jpeg", "image/tiff")


class PicturesFound(Exception):
    """A page is a picture: its recognition takes long and is a job of its own."""


class Recognition(Recogniser):
    """Recognises the pages of one paper of an arrival, and keeps each as soon as it is done.

    `now` is false in the job that reads what has text: there the first picture raises PicturesFound.
    """

    def __init__(self, arrival: Arrival, version: Version, *, now: bool) -> None:
        kept = [one["facts"] for one in arrival.recognised if one["version"] == version.pk] if now else []
        known = {page.number: page for page in map(Page.from_dict, kept)}
        super().__init__(arrival.language or None, known=known, keep=self._keep, progress=self._progress)
        self.arrival, self.version, self.now = arrival, version, now

    def begin(self, path: Path, numbers: list[int]) -> None:
        super().begin(path, numbers)
        if not self.now:
            raise PicturesFound

    def _keep(self, page: Page) -> None:
        self.arrival.recognised = [*self.arrival.recognised, {"version": self.version.pk, "facts": page.as_dict()}]
        Arrival.objects.filter(pk=self.arrival.pk).update(recognised=self.arrival.recognised)

    def _progress(self, done: int, total: int) -> None:
        Arrival.objects.filter(pk=self.arrival.pk).update(done=done, pages=total)


class Reading:
    """What is read of an arrival."""

    def __init__(self, arrival: Arrival) -> None:
        self.arrival = arrival
        self.texts: list[str] = []
        self.by_version: dict[int, str] = {}
        self.pages: list[Page] = []
        self.noted: list[dict[str, Any]] = []
        self.count = 0

    @property
    def papers(self) -> list[Version]:
        """What is to be read: the paper itself, or what a mail encloses where its own words are few."""
        label = Arrival._meta.label_lower
        versions = Version.objects.filter(document__record_type=label, document__record_id=self.arrival.pk)
        known = versions.select_related("file", "document").order_by("pk")
        own = [v for v in known if v.document.role in (ORIGINAL, PAGE) and v.file.media_type not in (INTERNET, OUTLOOK)]
        return own or [v for v in known if v.document.role == ATTACHMENT and v.file.media_type in READABLE][:PAPERS]

    def take(self, *, now: bool) -> None:
        """Read all of it. Raises PicturesFound where a page must be recognised and this is not the job for it."""
        if self.arrival.text.strip():
            self.texts.append(self.arrival.text)
        for version in self.papers:
            self._read(version, now=now)

    def _read(self, version: Version, *, now: bool) -> None:
        recognition = Recognition(self.arrival, version, now=now)
        try:
            with version.file.named(version.name) as path:
                found = extract(path, limits=LIMITS, recogniser=recognition)
                text = "\n".join(f"{line.label} {line.text}" if line.label else line.text for line in found.lines)
        except Unreadable as refusal:
            self._note(remarks.READING.get(refusal.code, "unreadable"), why=refusal.code)
            text = ""
        self.by_version[version.pk] = text
        self.pages += recognition.pages
        if text.strip():
            self.texts.append(text)
        if version.file.media_type in SCANS:
            pages, codes = codes_on(version.file.path, version.file.media_type)
            self.count += pages
            for number in numbers_in(codes):
                self._note("known_number", number=number)

    def _note(self, code: str, **particulars: Any) -> None:
        self.noted.append({"code": code, **particulars})

    @property
    def text(self) -> str:
        """All words, those of the message first."""
        return "\n\n".join(self.texts)

    @property
    def language(self) -> str:
        """The language of most of it."""
        return language_of([self.text])[0] if any(map(str.isalpha, self.text[:10_000])) else ""

    @property
    def confidence(self) -> int | None:
        """How sure the words are: recognised ones as the program says, written ones wholly, none not at all."""
        if self.pages:
            poor = [page.number for page in self.pages if page.failed or page.confidence < FAIR]
            if poor:
                self._note("poor", pages=", ".join(map(str, poor[:30])))
            return round(sum(page.confidence for page in self.pages) / len(self.pages))
        return 100 if self.text.strip() else None

    def hand_over(self, take: Callable[..., Any], by: Any) -> None:
        """Give it to the arrival, by its step."""
        confidence = self.confidence
        take(
            by=by, text=self.text, language=self.language, confidence=confidence, noted=self.noted,
            pages=self.count or None,
        )  # fmt: skip

    def keep_texts(self) -> None:
        """Lay the words beside each file, and beside the same file where it went meanwhile."""
        for version in Version.objects.filter(pk__in=self.by_version):
            text = self.by_version[version.pk].replace("\0", "")[:1_000_000]
            Version.objects.filter(file=version.file_id, text="").update(text=text, extracted=True)
