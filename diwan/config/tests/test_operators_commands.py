"""The operators' command line: `bin/diwan`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import PROJECT, Hamlet, processes_of


@pytest.fixture(scope="module")
def closed(place: Path) -> Hamlet:
    """A hamlet that has its name and that nobody has opened."""
    hamlet = Hamlet(place)
    assert hamlet.diwan("profile", "load", str(place / "profile.txt")).returncode == 0
    return hamlet


def test_a_noun_and_a_verb_are_a_command(closed: Hamlet) -> None:
    assert "the miller" in closed.diwan("people", "sign-in-list").stdout


def test_the_database_runs_for_the_time_of_the_command_and_no_longer(closed: Hamlet) -> None:
    assert closed.diwan("people", "sign-in-list").returncode == 0
    assert not processes_of(closed.data)


def test_a_refusal_of_the_command_is_one_line_and_a_status(closed: Hamlet) -> None:
    empty = closed.data.parent / "empty.txt"
    empty.write_text("\n")
    done = closed.diwan("profile", "load", str(empty))
    assert done.returncode == 1
    assert done.stderr.strip().endswith("line 1: a hamlet has a name")
    assert "Traceback" not in done.stderr


def test_a_backup_opens_in_another_folder(closed: Hamlet, place: Path) -> None:
    kept = place / "kept.dump"
    done = closed.diwan("database", "pg_dump", "--format=custom", f"--file={kept}")
    assert done.returncode == 0, done.stderr
    another = Hamlet(place, "--data", str(place / "another"))
    another.data = place / "another"
    restored = another.diwan("database", "pg_restore", "--no-owner", "--exit-on-error", str(kept))
    assert restored.returncode == 0, restored.stderr
    names = [
        office.diwan("database", "psql", "-tAc", "SELECT name FROM organisation_organisation").stdout
        for office in (closed, another)
    ]
    assert names[0] == names[1] == "Oak Hamlet\n"


def test_an_unknown_program_of_the_database_is_refused_with_the_list(closed: Hamlet) -> None:
    done = closed.diwan("database", "rm")
    assert done.returncode == 2
    assert "pg_dump" in done.stderr


def test_an_unknown_command_is_named(closed: Hamlet) -> None:
    done = closed.diwan("mill", "dance")
    assert done.returncode == 2
    assert "mill dance" in done.stderr


def test_without_words_it_lists_what_there_is_and_makes_no_data(place: Path) -> None:
    office = Hamlet(place, "--data", str(place / "none"))
    done = subprocess.run(
        office.command("diwan"),
        env=office.environment | {"DIWAN_DATA": str(place / "none")},
        capture_output=True,
        text=True,
    )
    for line in ("read FILE", "profile load", "people sign-in-list", "mill grind"):
        assert line in done.stdout
    assert not (place / "none").exists()


def test_help_on_a_command_needs_no_database(place: Path) -> None:
    office = Hamlet(place)
    done = subprocess.run(
        office.command("diwan", "profile", "load", "--help"),
        env=office.environment | {"DIWAN_DATA": str(place / "none")},
        capture_output=True,
        text=True,
    )
    assert "diwan profile load" in done.stdout
    assert not (place / "none").exists()


def test_reading_a_document_loads_neither_django_nor_a_database_driver(tmp_path: Path) -> None:
    witness = (
        "import sys, runpy\n"
        "heavy = lambda: sorted({'django', 'psycopg'} & set(sys.modules))\n"
        "runpy.run_module = lambda name, **_: print(name, sys.argv[1:], heavy())\n"
        "from diwan.__main__ import main\n"
        "main(['read', 'a file.txt', '--language', 'ar'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", witness],
        env=dict(os.environ) | {"PYTHONPATH": str(PROJECT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "diwan.reading ['a file.txt', '--language', 'ar'] []", done.stderr
    assert not list(tmp_path.iterdir())
