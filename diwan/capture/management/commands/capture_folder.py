"""`bin/diwan capture folder DIR --by NAME`: what lies in a folder goes into the tray."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diwan.capture.arriving import arrive, registry_of
from diwan.capture.models import AlreadyHere, Channel
from diwan.capture.policies import may_add
from diwan.kernel.decisions import Refused
from diwan.people.models import Person


class Command(BaseCommand):
    help = (
        "Put every file of a folder (scans, documents, .eml, .msg, mbox) into the tray. The files stay where they are; "
        "run again, it takes only what is new. What is not taken is named with the reason."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--by", required=True, help="sign-in name of whose hand it is")
        parser.add_argument("--channel", choices=Channel.values, default=Channel.SCAN, help="by which way it came")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        try:
            person = Person.objects.get(username=options["by"])
            may_add(person).insist()
            unit = registry_of(person)
        except Person.DoesNotExist:
            raise CommandError(f"There is nobody called {options['by']}.") from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        taken = known = refused = 0
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = str(file.relative_to(folder))
            try:
                found = arrive(
                    file.read_bytes(), file.name, by=person, unit=unit, channel=options["channel"], source=name
                )
                taken += len(found)
            except AlreadyHere:
                known += 1
            except Refused as refusal:
                refused += 1
                self.stderr.write(f"{name}: {refusal}")
            except OSError as error:
                refused += 1
                self.stderr.write(f"{name}: {error.strerror}")
        self.stdout.write(f"{taken} put into the tray, {known} already there, {refused} not taken.")
        if refused:
            raise CommandError("Some files were not taken; they are named above.", returncode=3)
