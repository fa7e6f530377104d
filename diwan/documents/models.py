"""Files: kept once by the hash of their content, in versions, each language text with its own status."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diwan.documents.kinds import Kind, examine
from diwan.kernel import clock
from diwan.trail.models import record_event

BODY = "body"
"""The role of what a mail says, as a cleaned page: the only HTML that is shown in place."""


class File(models.Model):
    """Bytes, kept in the data folder under their SHA-256. The same file handed in twice is kept once."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("file")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def path(self) -> Path:
        """Where the bytes are."""
        return Path(settings.DOCUMENTS) / self.sha256[:2] / self.sha256

    @contextmanager
    def named(self, name: str) -> Iterator[Path]:
        """The bytes under the ending of a name, for programs that look at it; gone afterwards.

        The name itself stays away: an Arabic one of 200 letters is longer than a file system takes.
        """
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"file{Path(name).suffix[:20]}"
            path.symlink_to(self.path.resolve())
            yield path

    @classmethod
    def keep(cls, source: IO[bytes], name: str, *, media_type: str = "") -> File:
        """Keep a stream durably, bytes and row; ``media_type`` and refusals as in ``lay_down``."""
        return cls.lay_down(source, name, media_type=media_type).entered()

    def entered(self) -> File:
        """With its row, in one statement whether it is there or not; within a transaction of the caller's if he has one."""
        type(self).objects.bulk_create([self], ignore_conflicts=True)
        self._state.adding = False
        return self

    @classmethod
    def lay_down(cls, source: IO[bytes], name: str, *, media_type: str = "") -> File:
        """The bytes alone, durably: written beside, flushed to the disk, then renamed. The row is the caller's.

        Bytes without a row are no harm: nothing points at them, and the same file handed in again lands on them.
        ``media_type`` is given by who has judged the bytes already: the name is not asked then.
        Raises ``documents.kinds.Unacceptable`` for an empty, too large or unaccepted file.
        """
        folder = Path(settings.DOCUMENTS)
        folder.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        handle, temporary = tempfile.mkstemp(dir=folder, prefix="new-")
        try:
            with os.fdopen(handle, "wb") as target:
                for chunk in iter(lambda: source.read(1 << 20), b""):
                    size += len(chunk)
                    Kind.check_size(size)
                    digest.update(chunk)
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            media_type = media_type or examine(Path(temporary), name).media_type
            file = cls(sha256=digest.hexdigest(), size=size, media_type=media_type)
            path = file.path
            path.parent.mkdir(exist_ok=True)
            Path(temporary).replace(path)
            _flush(path.parent)
        finally:
            Path(temporary).unlink(missing_ok=True)
        return file


def _flush(folder: Path) -> None:
    """Have the names in a folder on the disk too: a file that was renamed is found after a power cut only then."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Document(models.Model):
    """A document of a record: its versions, and its texts in the languages of the organisation."""

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    role = models.CharField(_("role"), max_length=40, default="attachment")
    title = models.CharField(_("title"), max_length=300)

    class Meta:
        verbose_name = _("document")
        indexes = [models.Index(fields=["record_type", "record_id"])]

    def __str__(self) -> str:
        return self.title

    @property
    def record(self) -> models.Model | None:
        """The record it belongs to."""
        model: type[models.Model] = apps.get_model(self.record_type)
        return model._default_manager.filter(pk=self.record_id).first()

    def may_be_seen_by(self, person: Any) -> bool:
        """Exactly when its record may be seen."""
        model: Any = apps.get_model(self.record_type)
        return bool(model.objects.visible_to(person).filter(pk=self.record_id).exists())


class Version(models.Model):
    """One version of a document in one language. A later version replaces none: all are kept."""

    class Status(models.TextChoices):
        ORIGINAL = "original", _("original")
        DRAFT = "draft", _("draft translation")
        REVISED = "revised", _("revised translation")
        FINAL = "final", _("final")

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(_("language"), max_length=5, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ORIGINAL)
    file = models.ForeignKey(File, models.PROTECT, related_name="versions")
    name = models.CharField(_("file name"), max_length=255)
    text = models.TextField(blank=True, editable=False)
    extracted = models.BooleanField(default=False, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("version")
        ordering = ["document", "language", "number"]
        constraints = [
            models.UniqueConstraint(name="a_version_has_one_number", fields=["document", "language", "number"])
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.pk, self.name])


@transaction.atomic
def attach(
    record: models.Model,
    upload: IO[bytes],
    name: str,
    *,
    by: Any,
    language: str = "",
    role: str = "attachment",
    title: str = "",
    status: str = Version.Status.ORIGINAL,
    text: str | None = None,
) -> Version:
    """Attach a file to a record: a new document, or the next version of the one of the same role and title.

    Leaves an ``attach`` event on the record; its text is extracted by a job unless it is given. Raises ``Unacceptable``.
    """
    file = File.keep(upload, name)
    version = lay_in(record, file, name, by=by, language=language, role=role, title=title, status=status, text=text)
    record_event(record, "attach", by=by, title=version.document.title, version=version.pk, sha256=file.sha256)
    return version


def lay_in(
    record: models.Model,
    file: File,
    name: str,
    *,
    by: Any,
    language: str = "",
    role: str = "attachment",
    title: str = "",
    status: str = Version.Status.ORIGINAL,
    text: str | None = None,
    fresh: bool = False,
    extract: bool = True,
) -> Version:
    """Lay a kept file into a record, as ``attach`` does; the caller tells of it in an event of its own.

    ``fresh``: the record is new and has no document yet, so that none is looked for. ``extract=False``: the caller
    reads the text itself, later.
    """
    from diwan.documents.jobs import extract_text

    facts = {
        "record_type": record._meta.label_lower, "record_id": record.pk, "role": role,
        "title": title or Path(name).stem[:300],
    }  # fmt: skip
    if fresh:
        document, last = Document.objects.create(**facts), 0
    else:
        document, _made = Document.objects.select_for_update().get_or_create(**facts)
        last = document.versions.filter(language=language).aggregate(last=models.Max("number"))["last"] or 0
    version = Version.objects.create(
        document=document,
        number=last + 1,
        language=language,
        status=status,
        file=file,
        name=Path(name).name[:255],
        text="" if text is None else text.replace("\0", "")[:1_000_000],
        extracted=text is not None,
        by=by,
    )
    if text is None and extract:
        extract_text.defer(version=version.pk)
    return version


class Paper(NamedTuple):
    """A file whose bytes are laid down, for ``lay_in_all``; ``text`` where it is known."""

    file: File
    name: str
    role: str
    text: str | None = None


@transaction.atomic(savepoint=False)
def lay_in_all(record: models.Model, papers: Sequence[Paper], *, by: Any) -> list[Version]:
    """Lay many files into a new record, each as a document of its own, in three statements however many they are.

    As with ``lay_in`` the caller tells of it; texts that are not given are the caller's to read.
    """
    label = record._meta.label_lower
    File.objects.bulk_create([paper.file for paper in papers], ignore_conflicts=True)
    documents = Document.objects.bulk_create(
        Document(record_type=label, record_id=record.pk, role=paper.role, title=Path(paper.name).stem[:300])
        for paper in papers
    )
    return Version.objects.bulk_create(
        Version(
            document=document, number=1, file_id=paper.file.pk, name=Path(paper.name).name[:255], by=by,
            text=(paper.text or "").replace("\0", "")[:1_000_000], extracted=paper.text is not None,
        )
        for document, paper in zip(documents, papers, strict=True)
    )  # fmt: skip


@transaction.atomic
def hand_over(source: models.Model, target: models.Model, by: Any) -> list[Version]:
    """Give a record all papers of another one: documents of its own onto the same files, told of in one event.

    The source keeps its papers: who took them can be followed back. The names stay out of the trail from Confidential up.
    """
    from diwan.documents.jobs import extract_text

    given: list[Version] = []
    for document in documents_of(source):
        own = Document.objects.create(
            record_type=target._meta.label_lower, record_id=target.pk, role=document.role, title=document.title
        )
        for version in document.versions.all():
            version.pk, version._state.adding, version.document = None, True, own
            version.save(force_insert=True)
            if not version.extracted:
                extract_text.defer(version=version.pk)
            given.append(version)
    if given:
        closed = getattr(target, "confidentiality", 0) >= 2
        title = str(len(given)) if closed else ", ".join(version.name for version in given)[:300]
        told = {"versions": [version.pk for version in given], "sha256": [version.file_id for version in given]}
        record_event(target, "attach", by=by, title=title, **told)
    return given


def documents_of(record: models.Model, role: str | None = None) -> models.QuerySet[Document]:
    """The documents of a record with their versions, two queries."""
    found = Document.objects.filter(record_type=record._meta.label_lower, record_id=record.pk)
    return (
        (found.filter(role=role) if role else found).prefetch_related("versions__file", "versions__by").order_by("pk")
    )
