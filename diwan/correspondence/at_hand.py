"""What lies before the clerk: an arrival of the tray, or a file just chosen; its picture, its text, what is like it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse

from diwan.capture.models import Arrival
from diwan.correspondence.because import Because
from diwan.correspondence.likeness import Duplicate, find_duplicates
from diwan.correspondence.proposing import Envelope, Proposal, propose
from diwan.correspondence.registration import Handed, main_of
from diwan.documents.kinds import may_be_shown
from diwan.documents.models import BODY, Version
from diwan.reading import Unreadable, plain_text
from diwan.reading.limits import Limits

AT_ONCE = Limits(seconds=8)
"""A file that is read while somebody waits: what takes longer is read afterwards, by a job."""


def waiting_arrival(person: Any, asked: str) -> Any:
    """The arrival of this key that still waits and that the person may see; "next": the one that has waited longest."""
    if not asked:
        return None
    waiting = Arrival.objects.visible_to(person).filter(state__in=Arrival.OPEN, sealed=False).defer("recognised")
    if asked == "next":
        return waiting.order_by("received_at", "pk").first()
    return waiting.filter(pk=asked).first() if asked.isdigit() else None


def sent_arrival(person: Any, asked: str) -> Any:
    """The arrival from which a form was filled, whatever has become of it meanwhile; None where none was."""
    return Arrival.objects.visible_to(person).filter(pk=asked).defer("recognised").first() if asked.isdigit() else None


def handed_text(handed: Handed) -> str:
    """The text of a kept file, where it can be read at once; empty of a picture."""
    known = (
        Version.objects.filter(file=handed.file, extracted=True).exclude(text="").values_list("text", flat=True).first()
    )
    if known:
        return known
    try:
        with handed.file.named(handed.name) as path:
            return plain_text(path, limits=AT_ONCE).replace("\0", "")[:1_000_000]
    except Unreadable:
        return ""


class AtHand:
    """The papers at one side of the form; each thing is asked for once."""

    def __init__(self, person: Any, *, arrival: Any = None, main: Handed | None = None) -> None:
        self.person, self.arrival, self.main = person, arrival, main

    @cached_property
    def versions(self) -> list[Version]:
        """The files of the arrival."""
        if self.arrival is None:
            return []
        label = Arrival._meta.label_lower
        versions = Version.objects.filter(document__record_type=label, document__record_id=self.arrival.pk)
        return list(versions.select_related("document", "file").order_by("document", "number"))

    @cached_property
    def version(self) -> Version | None:
        """The letter itself among them."""
        return main_of(self.versions)

    @cached_property
    def text(self) -> str:
        """Its text, as far as it is read; of a mail with what it encloses."""
        if self.arrival is not None:
            return str(self.arrival.text)
        return handed_text(self.main) if self.main else ""

    @property
    def own_text(self) -> str:
        """The text of the letter alone, by which others are found like it."""
        return (self.version.text if self.version else "") or self.text

    @property
    def hashes(self) -> list[str]:
        """The hashes of its files."""
        if self.arrival is not None:
            return list(dict.fromkeys([self.arrival.sha256, *(version.file_id for version in self.versions)]))
        return [self.main.file.pk] if self.main else []

    @property
    def name(self) -> str:
        """The file's name."""
        return self.version.name if self.version else self.main.name if self.main else ""

    @property
    def size(self) -> int:
        """Its bytes."""
        file = self.version.file if self.version else self.main.file if self.main else None
        return file.size if file else 0

    @property
    def shown(self) -> bool:
        """Whether a browser shows it in place."""
        file = self.version.file if self.version else self.main.file if self.main else None
        if self.version and self.version.document.role == BODY:
            return True  # cleaned, and shown apart from everything
        return file is not None and may_be_shown(file.media_type)

    @property
    def address(self) -> str:
        """Where the file is shown."""
        if self.version is not None:
            return self.version.get_absolute_url()
        from diwan.correspondence.forms.registration import kept_mark

        return reverse("letter-file", args=[kept_mark(self.main, self.person)]) if self.main else ""

    @property
    def initial(self) -> dict[str, Any]:
        """What an arrival knows of itself."""
        if self.arrival is None:
            return {}
        came = (
            self.arrival.received_at.astimezone(self.person.unit.zone) if self.person.unit else self.arrival.received_at
        )
        return {
            "arrival": self.arrival.pk,
            "channel": self.arrival.channel,
            "received": came.strftime("%d/%m/%Y %H:%M"),
        }

    def propose(self) -> Proposal:
        """What it says of itself."""
        one = self.arrival
        if one is None:
            return propose(self.text)
        message = None
        if one.channel == "email":
            message = Envelope(subject=one.subject, sent=one.sent_on, sender=one.sender)
        found = propose(self.text, address=one.sender_address, language=one.language, message=message)
        if one.pages:
            found.add("pages", one.pages, 90, Because("counted"))
        return found

    def duplicates(self, proposal: Proposal, initial: dict[str, Any] | None = None) -> list[Duplicate]:
        """Letters that may be the same, before anything is typed."""
        known = initial or proposal.initial
        return find_duplicates(
            self.person, sha256=self.hashes, their_reference=known.get("their_reference", ""), text=self.own_text,
            sender=proposal.correspondent, sender_name=known.get("sender", ""),
        )  # fmt: skip
