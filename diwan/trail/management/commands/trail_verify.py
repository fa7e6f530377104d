"""`bin/diwan trail verify`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diwan.trail.chain import verify


class Command(BaseCommand):
    help = "Recompute the chain of the trail; names the first broken link. Exit status 1 when it is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        if not verdict:
            where = f"link {verdict.broken_at}" if verdict.broken_at else "the chain"
            event = f" (event {verdict.event})" if verdict.event else ""
            raise CommandError(f"The trail is broken at {where}{event}: {verdict.reason}.")
        self.stdout.write(f"The trail is whole: {verdict.links} links.")
