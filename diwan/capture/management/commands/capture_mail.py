"""`bin/diwan capture mail [CODE]`: look into the mailboxes now, without waiting for the minute."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diwan.capture.models import Mailbox
from diwan.capture.watching import watch


class Command(BaseCommand):
    help = "Take in what came to the watched mailboxes (or to one of them) now, all of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", nargs="?", default="", help="only this mailbox")

    def handle(self, *args: Any, **options: Any) -> None:
        found = Mailbox.objects.filter(active=True)
        if options["code"]:
            found = found.filter(code=options["code"])
        if not found:
            raise CommandError("No such mailbox is watched. The administrator sets mailboxes up at /tray/mailboxes/.")
        wrong = 0
        for mailbox in found:
            look = watch(mailbox, seconds=float("inf"))
            mailbox.refresh_from_db()
            if look.busy:
                self.stdout.write(f"{mailbox.code}: somebody looks into it already.")
            elif look.trouble:
                wrong += 1
                self.stderr.write(f"{mailbox.code}: {mailbox.get_trouble_display()} ({mailbox.trouble_detail})")
            else:
                self.stdout.write(f"{mailbox.code}: {look.taken} taken in, {look.known} known already.")
        if wrong:
            raise CommandError(f"{wrong} of the mailboxes could not be read.", returncode=3)
