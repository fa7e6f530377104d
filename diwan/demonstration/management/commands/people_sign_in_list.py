"""`bin/diwan people sign-in-list`: whom one can sign in as in the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand

from diwan.demonstration.cast import CAST, PASSWORD
from diwan.people.models import Person

SHOWN = ("idris", "yasmin", "salma", "leila", "farid", "omar", "huda", "mariam", "sami", "harun", "hamza", "adam")


class Command(BaseCommand):
    help = "List the demonstration's people whose password is still the demonstration's."

    def handle(self, *args: Any, **options: Any) -> None:
        people = {p.username: p for p in Person.objects.filter(username__in=[m.username for m in CAST], is_active=True)}
        members = [
            m
            for m in CAST
            if m.username in SHOWN and m.username in people and people[m.username].check_password(PASSWORD)
        ]
        if not members:
            return
        self.stdout.write(f"Sign in with the password “{PASSWORD}” as:")
        for member in members:
            language = {"en": "English", "fr": "French", "ar": "Arabic"}[member.language]
            self.stdout.write(f"  {member.username:<8} {member.title.get('en', ''):<38} ({language})")
