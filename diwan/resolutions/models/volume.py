"""A volume of resolutions, from the file handed in to its adoption into the registers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diwan.documents.models import File, Version, attach
from diwan.kernel.decisions import NotNow
from diwan.kernel.lifecycle import step
from diwan.meetings.models import Session
from diwan.reading.open_text import languages_apart
from diwan.records.models import Record
from diwan.resolutions import policies


class Volume(Record):
    """One or many resolutions in one file for each language. Nothing of it is official before ``adopt``."""

    class State(models.TextChoices):
        RECEIVED = "received", _("being read")
        IN_REVIEW = "in_review", _("in review")
        UNREADABLE = "unreadable", _("not readable")
        ADOPTED = "adopted", _("adopted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    session = models.ForeignKey(Session, models.PROTECT, related_name="volumes", verbose_name=_("session"))
    title = models.CharField(_("title"), max_length=300)
    symbol = models.CharField(_("symbol as printed"), max_length=120, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RECEIVED, editable=False)

    visible_to = staticmethod(policies.volumes_visible_to)

    class Meta:
        verbose_name = _("volume")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.symbol or self.title or str(_("Volume of %(session)s") % {"session": self.session.key})

    def get_absolute_url(self) -> str:
        return reverse("volume", args=[self.pk])

    @classmethod
    @transaction.atomic
    def receive(cls, *, by: Any, session: Session, title: str, corrects: Volume | None = None) -> Volume:
        """Open a volume for a session; its files follow by ``add``."""
        policies.may_import(by).insist()
        volume = cls.objects.create(session=session, title=title, corrects=corrects)
        volume.track("receive", by=by, title=title or session.key, session=session.key)
        return volume

    @classmethod
    @transaction.atomic
    def hand_in(
        cls, *, by: Any, session: Session, files: Iterable[Any], title: str = "", corrects: Volume | None = None
    ) -> Volume:
        """Open a volume with its files, each with ``file``, ``name`` and ``language``; all of them or nothing."""
        volume = cls.receive(by=by, session=session, title=title, corrects=corrects)
        volume.add_all(by=by, files=files)
        return volume

    @transaction.atomic
    def add_all(self, *, by: Any, files: Iterable[Any]) -> None:
        """Hand in several files kept already; all of them or nothing. A file that is there twice counts once."""
        once = {handed.file.pk: handed for handed in files}
        _hold(once)
        for handed in once.values():
            pieces = {} if handed.language else languages_apart(handed.file.path)
            for language, piece in pieces.items():
                name = f"{PurePath(handed.name).stem}-{language}.json"
                self.add(by=by, upload=BytesIO(piece), name=name, language=language)
            if not pieces:
                with handed.file.path.open("rb") as upload:
                    self.add(by=by, upload=upload, name=handed.name, language=handed.language)

    facts = {
        "receive": _("opened the volume “%(title)s”"),
        "compare": _("compared it with earlier sessions: %(continued)s resolutions continue earlier ones, %(endings)s endings proposed"),
    }  # fmt: skip

    @step(State.RECEIVED, State.IN_REVIEW, State.UNREADABLE, allow=policies.may_change_volume,
          says=_("handed in %(name)s"))  # fmt: skip
    def add(self, *, by: Any, upload: Any, name: str, language: str = "") -> dict[str, Any]:
        """Hand in a file; a job reads it. A file of another volume is refused unless this one corrects that volume.

        A review that has begun goes on while a further file is read. Raises Known, Unacceptable.
        """
        version = attach(self, upload, name, by=by, language=language, role="volume", title=name)
        _hold([version.file_id])
        if known := VolumeText.known(version, self.corrected()):
            raise Known(known)
        text = VolumeText.objects.create(volume=self, version=version, language=language)
        self._read(text)
        return {"name": version.name, "text": text.pk}

    @step(State.RECEIVED, State.IN_REVIEW, State.UNREADABLE, allow=policies.may_change_volume,
          says=_("had %(name)s read again"))  # fmt: skip
    def read_again(self, *, by: Any, text: VolumeText, language: str = "") -> dict[str, Any]:
        """Read a file anew, in a language or as the text shows; its proposal, with what was changed in it, gives way."""
        text.language, text.pages = language, []
        text.state, text.refusal, text.detail, text.done, text.total = VolumeText.State.WAITING, "", "", 0, 0
        text.save()
        self._read(text)
        return {"name": text.version.name, "text": text.pk}

    @step(State.RECEIVED, State.IN_REVIEW, to=State.IN_REVIEW, allow=policies.by_machine, says=_("read %(name)s: %(resolutions)s resolutions, %(paragraphs)s paragraphs"))  # fmt: skip
    def take_reading(self, *, by: Any, text: VolumeText, reading: dict[str, Any]) -> dict[str, Any]:
        """Take in what was read of one of its files, in place of an earlier reading of it."""
        from diwan.resolutions.review import write_drafts

        found = reading.get("volume") or {}
        self.symbol = self.symbol or (found.get("symbol") or "")[:120]
        self.title = self.title or (found.get("title") or "")[:300]
        text.language = text.language or reading.get("language") or ""
        counted = write_drafts(text, reading)
        return {"name": text.version.name, "language": text.language, "others_pending": self.being_read, **counted}

    @step(
        State.RECEIVED,
        State.IN_REVIEW,
        to=None,
        allow=policies.by_machine,
        says=_("could not read %(name)s (%(code)s)"),
    )
    def give_up(self, *, by: Any, text: VolumeText, code: str, detail: str) -> dict[str, Any]:
        """Say why a file could not be read; the original stays."""
        text.state, text.refusal, text.detail = VolumeText.State.UNREADABLE, code, detail[:300]
        text.save()
        self._settle_state()
        return {"name": text.version.name, "code": code}

    @step(State.RECEIVED, State.IN_REVIEW, State.UNREADABLE, to=None, allow=policies.may_change_volume,
          says=_("set %(name)s aside"))  # fmt: skip
    def set_aside(self, *, by: Any, text: VolumeText) -> dict[str, Any]:
        """One of its files does not count: a wrong one, or one of which there is a better copy. It can be read again."""
        text.state, text.refusal, text.detail = VolumeText.State.UNREADABLE, VolumeText.SET_ASIDE, ""
        text.save()
        self._settle_state()
        return {"name": text.version.name, "text": text.pk}

    @step(State.IN_REVIEW, allow=policies.may_review, says=_("changed %(what)s in the review"))
    def revise(self, *, by: Any, change: Any) -> dict[str, Any]:
        """Make one change to the proposal: join, split, renumber, retype, reclassify, correct, move, drop."""
        return change.apply(self, by)  # type: ignore[no-any-return]

    @step(State.IN_REVIEW, to=State.ADOPTED, allow=policies.may_adopt, says=_("adopted it: %(resolutions)s resolutions, %(paragraphs)s paragraphs, %(mandates)s mandates"))  # fmt: skip
    def adopt(self, *, by: Any) -> dict[str, Any]:
        """Enter everything into the registers, in one act."""
        from diwan.resolutions.adoption import adopt

        return adopt(self, by)

    @step(State.RECEIVED, State.IN_REVIEW, State.UNREADABLE, to=State.WITHDRAWN, allow=policies.may_change_volume, says=_("withdrew it: %(reason)s"))  # fmt: skip
    def withdraw(self, *, by: Any, reason: str) -> dict[str, Any]:
        """Put aside what should not have been imported; the files are kept."""
        return {"reason": reason}

    # ---------------------------------------------------------------------------------------------------------------
    @property
    def being_read(self) -> bool:
        """Whether a file of it still waits for its reading."""
        return self.texts.filter(state__in=VolumeText.PENDING).exists()

    def corrected(self) -> list[int]:
        """The volumes it corrects: the one named, the one that one corrects, and so on."""
        found: list[int] = []
        volume = self.corrects
        while volume is not None:
            found.append(volume.pk)
            volume = volume.corrects
        return found

    def _settle_state(self) -> None:
        """In review when one file is read, not readable when none is, being read as long as that is open."""
        if self.texts.filter(state=VolumeText.State.READ).exists():
            self.state = self.State.IN_REVIEW
        elif not self.being_read:
            self.state = self.State.UNREADABLE

    def _read(self, text: VolumeText) -> None:
        from diwan.resolutions.jobs import read_text

        if not self.texts.filter(state=VolumeText.State.READ).exists():
            self.state = self.State.RECEIVED
        read_text.defer(text=text.pk)


class VolumeText(models.Model):
    """One file of a volume, usually one language of it, and how far its reading is."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        READING = "reading", _("being read")
        READ = "read", pgettext_lazy("a file", "read")
        UNREADABLE = "unreadable", _("not readable")

    PENDING = (State.WAITING, State.READING)
    SET_ASIDE = "set_aside"
    """The refusal of a file that a person put aside, beside the codes of the reader."""

    volume = models.ForeignKey(Volume, models.CASCADE, related_name="texts")
    version = models.OneToOneField(Version, models.PROTECT)
    language = models.CharField(_("language"), max_length=5, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    warnings = models.JSONField(default=list)
    pages = models.JSONField(default=list, help_text=_("pages recognised from pictures, each with its confidence"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.version.name

    @property
    def wanted(self) -> bool:
        """Whether its reading is still asked for: not when it was set aside, or its volume withdrawn."""
        return self.state in self.PENDING and self.volume.state in (Volume.State.RECEIVED, Volume.State.IN_REVIEW)

    @staticmethod
    def known(version: Version, corrected: Sequence[int] = ()) -> VolumeText | None:
        """The same file in a volume that still counts, other than those that are being corrected."""
        return (
            VolumeText.objects.filter(version__file=version.file)
            .exclude(version=version)
            .exclude(volume__state=Volume.State.WITHDRAWN)
            .exclude(volume__in=corrected)
            .select_related("volume__session__organ")
            .order_by("pk")
            .first()
        )


def _hold(files: Iterable[str]) -> None:
    """Let nobody else hand in the same files until this is done: pressed twice, the second finds the first."""
    list(File.objects.filter(pk__in=list(files)).order_by("pk").select_for_update(no_key=True))


class Known(NotNow):
    """The same file was imported before; ``text`` says where."""

    def __init__(self, text: VolumeText) -> None:
        super().__init__(
            _(
                "This file is already in the volume “%(volume)s”. Open that volume, or import the file as its correction."
            )
            % {"volume": text.volume}
        )
        self.text = text
