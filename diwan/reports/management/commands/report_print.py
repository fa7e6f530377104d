"""`report print --report PK [--language fr] --to DIR`."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from diwan.kernel import clock
from diwan.reports.content import content_of
from diwan.reports.document import document_of
from diwan.reports.jobs import file_name, issued_at, printed, wanted
from diwan.reports.models import Report


class Command(BaseCommand):
    """Print a report into a folder: its latest issued version, or a draft of what stands now."""

    help = "Print a report as DOCX and PDF/A: the latest issued version, or a draft where none was issued."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which report, which languages, where to."""
        parser.add_argument("--report", type=int, required=True, help="number of the report, as in its address")
        parser.add_argument("--language", action="append", help="a language of the organisation; all when left out")
        parser.add_argument("--draft", action="store_true", help="what stands now, also where a version was issued")
        parser.add_argument("--to", type=Path, required=True, help="the folder")

    def handle(self, *, report: int, language: list[str] | None, draft: bool, to: Path, **options: object) -> None:
        """Write the files and name them."""
        related = ("session__organ", "presented_to__organ", "series", "reference")
        found = Report.objects.select_related(*related).filter(pk=report).first()
        if found is None:
            raise CommandError(f"There is no report {report}.")
        edition = None if draft else found.editions.first()
        content = edition.content if edition else content_of(found)
        created = issued_at(edition) if edition else clock.now()
        if unknown := set(language or ()) - set(content["languages"]):
            raise CommandError(f"no language of the organisation: {', '.join(sorted(unknown))}")
        to.mkdir(parents=True, exist_ok=True)
        for code, form in wanted(content):
            if language and code not in language:
                continue
            path = to / file_name(found, content["version"], code, form)
            path.write_bytes(printed(document_of(content, code), form, created))
            self.stdout.write(str(path))
