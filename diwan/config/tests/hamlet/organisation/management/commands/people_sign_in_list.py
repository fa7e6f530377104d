"""`people sign-in-list`."""

from django.core.management.base import BaseCommand

from ...models import Organisation


class Command(BaseCommand):
    """Who lives there."""

    help = "Say who lives in the hamlet."

    def handle(self, **options: object) -> None:
        """One line."""
        self.stdout.write(f"Sign in as: the miller of {Organisation.objects.first()}")
