"""`bin/diwan capture password CODE`: keep the password of a mailbox in its file, read from the terminal or a pipe."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diwan.capture.models import Mailbox


class Command(BaseCommand):
    help = "Keep the password of a mailbox in a file of the data folder that only its owner reads; it is asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="of the mailbox")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            mailbox = Mailbox.objects.get(code=options["code"])
        except Mailbox.DoesNotExist:
            raise CommandError(f"There is no mailbox {options['code']}.") from None
        word = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
        if not word:
            raise CommandError("No password was given; nothing was changed.")
        mailbox.keep_password(word)
        self.stdout.write(f"Kept for {mailbox.code}.")
