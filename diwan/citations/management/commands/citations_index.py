"""`bin/diwan citations index`."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from diwan.citations.reader import index_all


class Command(BaseCommand):
    help = "Read all texts anew for what they cite. Changes nothing where nothing has changed."

    def handle(self, *args: Any, **options: Any) -> None:
        for label, count in index_all().items():
            self.stdout.write(f"{count} {apps.get_model(label)._meta.verbose_name_plural}")
