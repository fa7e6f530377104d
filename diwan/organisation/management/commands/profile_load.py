"""`profile load FILE`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from diwan.organisation.profile import ProfileError, apply


class Command(BaseCommand):
    """Take an organisation's profile whole, or say line by line why not."""

    help = "Load the profile of the organisation from a file; again, to bring it up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        """One file."""
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: object) -> None:
        """Load it and say what was loaded and what was not used."""
        try:
            profile = apply(file)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except ProfileError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{file} was refused whole; nothing was changed.") from error
        counts = ", ".join(f"{what} {n}" for what, n in profile.loaded.items() if n)
        self.stdout.write(f"loaded: {counts}")
        if unused := [*profile.unused, *profile.remarks]:
            self.stdout.write(f"not used: {', '.join(unused)}")
