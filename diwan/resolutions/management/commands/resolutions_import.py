"""`bin/diwan resolutions import FILE… --session CFM-60`: a volume handed in from the command line."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from diwan.documents.models import File
from diwan.kernel.decisions import Refused
from diwan.meetings.models import Session
from diwan.people.holders import cabinet
from diwan.people.models import Person
from diwan.reading.lexicon import LANGUAGES
from diwan.resolutions import reasons
from diwan.resolutions.forms.volumes import Handed
from diwan.resolutions.jobs import recognise_text
from diwan.resolutions.models import Volume, VolumeText
from diwan.resolutions.models.volume import Known

REFUSED, UNREADABLE = 1, 2
ALIVE = 30
"""Seconds since its last sign of life after which a worker counts as gone; it gives one every ten."""


class Command(BaseCommand):
    help = (
        "Import the files of a volume of resolutions; nothing enters the registers before a person adopts it.\n"
        "Exit status: 0 handed in (and read, with --wait), 1 refused, 2 a file could not be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="DOCX, PDF, HTML, TXT, Akoma Ntoso, JSON or pictures; one for each language",
        )
        parser.add_argument("--session", required=True, metavar="KEY", help="the session that adopted it: CFM-60")
        parser.add_argument("--title", default="", help="its title; without it, that of the cover")
        parser.add_argument("--language", choices=LANGUAGES, default="", help="of all the files; as the text shows")
        parser.add_argument("--as", dest="person", metavar="USERNAME", help="in whose name; the Chef de Cabinet's")
        parser.add_argument("--correct", action="store_true", help="a file known already corrects the volume it is in")
        parser.add_argument(
            "--wait", action="store_true", help="wait for the reading, and do it here if no worker runs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        person, session = self._person(options["person"]), self._session(options["session"])
        try:
            files = [self._kept(Path(name), options["language"]) for name in options["files"]]
            volume = self._hand_in(person, session, options["title"], files, options["correct"])
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from refusal
        self.stdout.write(f"Volume {volume.pk} of {session.key}: {len(files)} handed in by {person}.")
        if options["wait"]:
            self._read(volume)
            self._tell(volume)

    def _person(self, username: str | None) -> Person:
        if username is None:
            found = next(iter(cabinet()), None)
            if found is None:
                raise CommandError("Nobody holds the post of Chef de Cabinet: say --as USERNAME.", returncode=REFUSED)
            return found
        person = Person.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is no person “{username}”.", returncode=REFUSED)
        return person

    def _session(self, key: str) -> Session:
        try:
            return Session.of_key(key)
        except Session.DoesNotExist:
            raise CommandError(f"There is no session “{key}”. Write it like CFM-60.", returncode=REFUSED) from None

    def _kept(self, path: Path, language: str) -> Handed:
        try:
            with path.open("rb") as opened:
                return Handed(File.keep(opened, path.name), path.name, language)
        except OSError as error:
            raise CommandError(f"{path.name}: {error.strerror}", returncode=UNREADABLE) from error

    def _hand_in(self, person: Person, session: Session, title: str, files: list[Handed], correct: bool) -> Volume:
        try:
            return Volume.hand_in(by=person, session=session, title=title, files=files)
        except Known as known:
            if not correct:
                raise CommandError(f"{known} (--correct)", returncode=REFUSED) from known
            corrected = known.text.volume
        return Volume.hand_in(by=person, session=session, title=title, files=files, corrects=corrected)

    def _read(self, volume: Volume) -> None:
        """Have it read by the worker, or here where none runs. A job done twice finds its work done."""
        waiting = VolumeText.objects.filter(volume=volume, state__in=VolumeText.PENDING).order_by("pk")
        while (text := waiting.first()) is not None:
            if worker_runs():
                time.sleep(0.2)
            else:
                recognise_text.func(text=text.pk)

    def _tell(self, volume: Volume) -> None:
        refused = []
        for text in volume.texts.select_related("version").order_by("pk"):
            if text.state == VolumeText.State.UNREADABLE:
                why = reasons.refusal(text.refusal)
                refused.append(text)
                self.stderr.write(f"{text.version.name}: {why.what} {why.way_on} [{text.refusal}]")
                continue
            drafts = text.drafts.all()
            paragraphs = [
                paragraph for draft in drafts.prefetch_related("paragraphs") for paragraph in draft.paragraphs.all()
            ]
            asking, doubtful = sum(p.actionable for p in paragraphs), sum(bool(p.doubts) for p in paragraphs)
            self.stdout.write(
                f"{text.version.name}: {text.language}, {len(drafts)} resolutions, {len(paragraphs)} paragraphs, "
                f"{asking} ask for something, {doubtful} doubtful"
            )
            for said in text.warnings:
                self.stdout.write(f"  {reasons.warning(said)}")
        if refused:
            raise CommandError(f"{len(refused)} of the files could not be read.", returncode=UNREADABLE)


def worker_runs() -> bool:
    """Whether a worker has given a sign of life lately."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s) LIMIT 1",
            [ALIVE],
        )
        return cursor.fetchone() is not None
