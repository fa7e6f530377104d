"""What a database needs before Diwan can open: tables, the organisation's profile, a year to look at."""

from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from .commands import call

PROFILE = Path("profiles") / "oic.yaml"


def prepare(*, profile: Path | None, demonstration: bool, say: Callable[[str], None]) -> None:
    """Bring the database up to this version and, where it is new, furnish it.

    `profile`: the file that describes the organisation, loaded when there is none yet (None: never).
    `demonstration`: live the demonstration year in a database that has just received its profile.
    Django must be set up. Safe to repeat. Errors of the commands pass through.
    """
    migrate(say)
    if profile is None or apps.get_model("organisation", "Organisation").objects.exists():
        return
    say(f"Loading the organisation's profile, {profile.name}")
    call("profile", "load", str(profile))
    if demonstration:
        say("Living a demonstration year (once)")
        call("seed")


def migrate(say: Callable[[str], None]) -> None:
    """Make or change the tables, if a migration is pending."""
    connection = connections[DEFAULT_DB_ALIAS]
    executor = MigrationExecutor(connection)
    if pending := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say(f"Preparing the tables ({len(pending)} steps)")
        call_command("migrate", interactive=False, verbosity=0)
