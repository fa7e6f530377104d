"""`bin/diwan`: the command line for operators and scripts.

`diwan NOUN VERB …` runs the management command `noun_verb`, with the environment of the data folder: the
embedded database is used if it runs, and started for the time of the command if it does not.
`diwan database PROGRAM …` runs psql, pg_dump, pg_restore… on that database.
`diwan read FILE` reads a document and prints what it found; it touches neither Django nor a database.
"""

import os
import runpy
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from diwan.config.cluster import DatabaseTrouble, binaries
from diwan.config.data_folder import DataFolder, FolderTrouble
from diwan.config.postgres import Embedded

_READ = ("read FILE", "Read a document of resolutions and print what is in it as JSON.")
_DATABASE = ("database PROGRAM", "Run psql, pg_dump, pg_restore… on the database of the data folder.")
_OVERVIEW = """\
bin/diwan [--data DIR] COMMAND …

{commands}

More on one of them: bin/diwan COMMAND --help. Django's own commands answer to their names too."""
_WRONG_USE = 2
_INTERRUPTED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    rest = list(sys.argv[1:] if words is None else words)
    data: Path | None = None
    if rest[:1] == ["--data"] and len(rest) > 1:
        data, rest = Path(rest[1]), rest[2:]
    if rest[:1] == ["read"]:
        sys.argv = ["diwan read", *rest[1:]]
        runpy.run_module("diwan.reading", run_name="__main__")
        return 0
    if rest[:1] in ([], ["help"], ["--help"], ["-h"]):
        print(_overview())
        return 0
    if {"--help", "-h"} & set(rest) and rest[0] != "database":
        _set_up_without_data()
        return _run(rest)
    try:
        return _with_database(DataFolder(data), rest)
    except (FolderTrouble, DatabaseTrouble) as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED


def _with_database(folder: DataFolder, words: list[str]) -> int:
    folder.make()
    database = None if os.environ.get("DATABASE_URL") else Embedded(folder.path)
    folder.lend(database.start() if database else os.environ["DATABASE_URL"])
    try:
        if words[0] == "database":
            return _run_program(words[1:])
        import django  # the settings read the environment that has just been completed

        django.setup()
        return _run(words, folder)
    finally:
        if database:
            database.stop(wait_for_others=True)


def _run_program(words: list[str]) -> int:
    known = sorted(file.name for file in binaries().iterdir())
    if not words or words[0] not in known:
        print(f"bin/diwan database PROGRAM …, one of: {', '.join(known)}", file=sys.stderr)
        return _WRONG_USE
    return subprocess.call([binaries() / words[0], f"--dbname={os.environ['DATABASE_URL']}", *words[1:]])


def _run(words: list[str], folder: DataFolder | None = None) -> int:
    from diwan.config import commands
    from diwan.config.preparation import migrate

    try:
        found = commands.find(words)
    except commands.UnknownCommand as unknown:
        print(f"There is no command “{unknown}”. bin/diwan alone lists them.", file=sys.stderr)
        return _WRONG_USE
    ours = found.command.__module__.startswith("diwan.")
    if ours and folder and not folder.is_prepared(folder.version()):
        migrate(lambda sentence: print(sentence, file=sys.stderr))
    commands.run(words)
    return 0


def _set_up_without_data() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diwan.config.settings")
    os.environ.setdefault("DIWAN_SECRET", "nothing is signed while only reading help")
    import django

    django.setup()


def _overview() -> str:
    from diwan.config import commands

    _set_up_without_data()
    nouns = {"read": [_READ], "database": [_DATABASE]} | commands.overview()
    width = max(len(words) for lines in nouns.values() for words, _ in lines) + 2
    blocks = ("\n".join(f"  {words:<{width}}{what}" for words, what in lines) for lines in nouns.values())
    return _OVERVIEW.format(commands="\n".join(blocks))


if __name__ == "__main__":
    sys.exit(main())
