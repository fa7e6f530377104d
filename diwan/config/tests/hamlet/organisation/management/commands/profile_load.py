"""`profile load FILE`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...models import Organisation


class Command(BaseCommand):
    """The file's first line is the name."""

    help = "Name the hamlet after the first line of a file."

    def add_arguments(self, parser: CommandParser) -> None:
        """One file."""
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: object) -> None:
        """Take the name."""
        name = file.read_text().splitlines()[0]
        if not name:
            raise CommandError("line 1: a hamlet has a name")
        Organisation.objects.create(name=name)
