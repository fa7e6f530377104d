"""`bin/diwan people add`: an account, and the post it holds."""

from __future__ import annotations

import datetime as dt
import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from diwan.kernel import clock
from diwan.people.models import Holding, Person, Post, Unit, machine
from diwan.people.roles import Role
from diwan.trail.models import record_event


class Command(BaseCommand):
    help = "Give somebody an account and a post. Prints the first password, which is asked to be changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", action="append", required=True, metavar="LANGUAGE=NAME", help="once a language")
        parser.add_argument("--email", default="")
        parser.add_argument("--language", default="en", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--clearance", type=int, default=1, choices=Person.Clearance.values)
        parser.add_argument("--unit", help="code of the unit of the post")
        parser.add_argument("--role", choices=Role.values)
        parser.add_argument("--until", type=dt.date.fromisoformat, help="last day of the post (YYYY-MM-DD)")
        parser.add_argument("--ad-interim", action="store_true")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        name = dict(part.split("=", 1) for part in options["name"] if "=" in part)
        if not name:
            raise CommandError("Write names as LANGUAGE=NAME, for example --name 'en=Amina Said'.")
        if Person.objects.filter(username=options["username"]).exists():
            raise CommandError(f"There is an account {options['username']} already.")
        password = secrets.token_urlsafe(12)
        person = Person.objects.create_user(
            options["username"], options["email"], password,
            name=name, language=options["language"], clearance=options["clearance"],
        )  # fmt: skip
        record_event(person, "add_person", by=machine(), username=person.username, clearance=person.clearance)
        if options["role"]:
            self._appoint(person, options)
        self.stdout.write(f"{person.username} signs in with the password {password}")

    def _appoint(self, person: Person, options: dict[str, Any]) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            codes = ", ".join(Unit.objects.filter(closed_on=None).values_list("code", flat=True))
            raise CommandError(f"There is no unit {options['unit']}. Known are: {codes}.")
        if options["ad_interim"] and not options["until"]:
            raise CommandError("A post held ad interim has a last day: give --until.")
        free = Post.objects.filter(unit=unit, role=options["role"], holdings__isnull=True).first()
        post = free or Post.objects.create(unit=unit, role=options["role"])
        Holding.objects.create(
            post=post, person=person, since=clock.today(), until=options["until"], ad_interim=options["ad_interim"]
        )
        record_event(person, "appoint", by=machine(), unit=unit.name, role=options["role"])
