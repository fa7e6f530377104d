"""`bin/diwan seed`: the demonstration year."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from diwan.demonstration import year
from diwan.kernel.jobs import run_waiting_jobs
from diwan.resolutions.models import Volume


class Command(BaseCommand):
    help = "Live the demonstration year in a house that has a profile and no volume yet. All its content is fictional."

    def handle(self, *args: Any, **options: Any) -> None:
        if Volume.objects.exists():
            raise CommandError("There are volumes already: the demonstration is for an empty house.")
        began = time.monotonic()

        def jobs() -> int:
            year.forget_waiting_mail()
            return run_waiting_jobs()

        year.live(lambda words: self.stdout.write(f"  {words} …"), jobs)
        year.forget_waiting_mail()
        settings.TODAY_NOTE.write_text(year.TODAY.isoformat())
        self.stdout.write(
            f"The demonstration year is lived ({time.monotonic() - began:.0f} s). It is {year.TODAY:%A %-d %B %Y} in it."
        )
