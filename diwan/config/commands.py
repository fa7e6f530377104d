"""The operators' commands: `NOUN VERB` on the command line is an app's management command `noun_verb`."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

_HOUSE = "diwan."


class Found(NamedTuple):
    """A management command, as the operator named it, and the words that are left for it."""

    title: str
    command: BaseCommand
    rest: list[str]


class UnknownCommand(Exception):
    """No command goes by these words."""


def find(words: Sequence[str]) -> Found:
    """The command for these words: the longest name that fits, `people sign-in-list` before `people`.

    Django's own commands answer to their names too. Raises UnknownCommand.
    """
    apps = get_commands()
    names = [word.replace("-", "_") for word in words]
    for length in range(min(3, len(words)), 0, -1):
        name = "_".join(names[:length])
        app = apps.get(name)
        if app and (length == 1 or str(app).startswith(_HOUSE)):
            command = app if isinstance(app, BaseCommand) else load_command_class(app, name)
            return Found(" ".join(words[:length]), command, list(words[length:]))
    raise UnknownCommand(" ".join(words[:2]))


def run(words: Sequence[str]) -> None:
    """Run a command as from the command line: its errors become a line and an exit status."""
    found = find(words)
    found.command.run_from_argv(["diwan", found.title, *found.rest])


def call(*words: str) -> None:
    """Run a command from code: its errors are raised."""
    found = find(words)
    parser = found.command.create_parser("diwan", found.title)
    options = vars(parser.parse_args(found.rest))
    found.command.execute(*options.pop("args", ()), **options)


def overview() -> dict[str, list[tuple[str, str]]]:
    """The house's own commands by noun: what to type, and what it does."""
    by_noun: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, app in sorted(get_commands().items()):
        if isinstance(app, str) and app.startswith(_HOUSE):
            noun, _, verb = name.partition("_")
            words = f"{noun} {verb.replace('_', '-')}".strip()
            by_noun[noun].append((words, load_command_class(app, name).help.strip().split("\n")[0]))
    return dict(by_noun)
