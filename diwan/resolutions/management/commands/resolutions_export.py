"""`bin/diwan resolutions export CFM-60 --form akn --out DIR`: adopted texts as files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diwan.meetings.models import Session
from diwan.people.models import machine
from diwan.resolutions.models import Resolution
from diwan.resolutions.open_text import FORMS, file_name, languages_of, open_resolutions, written
from diwan.trail.models import record_event


class Command(BaseCommand):
    help = (
        "Write the adopted texts of a session (CFM-60) or of one resolution (CFM-60/POL/1) to files that can be "
        "imported again: one for each language. Existing files of the same name are replaced."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", metavar="KEY", help="a session, or a resolution")
        parser.add_argument(
            "--form", choices=["akn", *FORMS], default="akn", help="akn is Akoma Ntoso, written as .xml"
        )
        parser.add_argument(
            "--out", type=Path, default=Path(), metavar="DIR", help="the folder; it is made when absent"
        )
        parser.add_argument("--language", default="", metavar="CODE", help="only this language")
        parser.add_argument("--each", action="store_true", help="each resolution of a session in a file of its own")

    def handle(self, *args: Any, **options: Any) -> None:
        what, form = options["what"], options["form"].replace("akn", "xml")
        facts, session = self._facts(what)
        languages = [one for one in languages_of(facts) if options["language"] in ("", one)]
        if not languages:
            raise CommandError(f"{what} has no text in {options['language']}.")
        options["out"].mkdir(parents=True, exist_ok=True)
        collection = (
            {"key": session.key, "title": str(session), "symbol": ""} if session and not options["each"] else None
        )
        count = 0
        for language in languages:
            for chosen in [facts] if collection else [[one] for one in facts]:
                spoken = [one for one in chosen if language in languages_of([one])]
                if not spoken:
                    continue
                name = file_name(collection["key"] if collection else spoken[0]["key"], language, form)
                (options["out"] / name).write_bytes(written(form, spoken, language, collection))
                self.stdout.write(f"{name}: {len(spoken)} resolution{'s' if len(spoken) > 1 else ''}")
                count += 1
        record_event(machine(), "export", by=machine(), what="resolutions", form=form, rows=len(facts))
        self.stdout.write(f"{count} files in {options['out']}")

    def _facts(self, what: str) -> tuple[list[dict[str, Any]], Session | None]:
        if "/" in what:
            try:
                found = Resolution.objects.called(what)
            except Resolution.DoesNotExist:
                raise CommandError(f"There is no resolution “{what}”. Write it like CFM-60/POL/1.") from None
            return open_resolutions(Resolution.objects.filter(pk=found.pk)), None
        try:
            session = Session.of_key(what)
        except Session.DoesNotExist:
            raise CommandError(f"There is no session “{what}”. Write it like CFM-60.") from None
        adopted = Resolution.objects.filter(session=session).order_by("series__code", "number", "pk")
        if not (facts := open_resolutions(adopted)):
            raise CommandError(f"The session {session.key} has no resolution in the registers.")
        return facts, session
