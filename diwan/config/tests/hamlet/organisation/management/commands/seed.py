"""`seed`."""

from django.core.management.base import BaseCommand

from ...models import Organisation


class Command(BaseCommand):
    """A demonstration."""

    help = "Add the mill."

    def handle(self, **options: object) -> None:
        """Build the mill."""
        Organisation.objects.create(name="the mill")
