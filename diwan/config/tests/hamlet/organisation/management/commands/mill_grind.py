"""`mill grind`."""

from django.core.management.base import BaseCommand

from ...jobs import grind


class Command(BaseCommand):
    """Work for the job worker."""

    help = "Have the mill grind."

    def handle(self, **options: object) -> None:
        """Leave it to the worker."""
        grind.defer()
