"""`bin/diwan mandates reopen --session CFM-61 --by NAME`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from diwan.kernel.decisions import Refused
from diwan.meetings.models import Session
from diwan.people.models import Person
from diwan.resolutions.recurrence import reopen_recurring


class Command(BaseCommand):
    help = "Open the follow-up of a session: recurring mandates of earlier sessions begin again, due at this one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--session", required=True, help="the session they are owed to, like CFM-61")
        parser.add_argument("--by", required=True, help="sign-in name of who opens it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            session = Session.of_key(options["session"])
            person = Person.objects.get(username=options["by"])
            count = reopen_recurring(session, by=person)
        except Session.DoesNotExist:
            raise CommandError(f"There is no session {options['session']}.") from None
        except Person.DoesNotExist:
            raise CommandError(f"There is nobody called {options['by']}.") from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{count} recurring mandates reopened for {session.key}.")
