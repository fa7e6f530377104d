"""`bin/diwan people password`: a new password for somebody who lost it."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from diwan.people.models import Person, machine
from diwan.trail.models import record_event


class Command(BaseCommand):
    help = "Give an account a new password, which is printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(username=options["username"], automatic=False).first()
        if person is None:
            raise CommandError(f"There is no account {options['username']}.")
        password = secrets.token_urlsafe(12)
        person.set_password(password)
        person.save(update_fields=["password"])
        record_event(person, "new_password", by=machine())
        self.stdout.write(f"{person.username} signs in with the password {password}")
