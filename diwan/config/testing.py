"""A throwaway PostgreSQL for the tests, started before Django reads its settings.

As a pytest plugin (`-p diwan.config.testing` in the options of pyproject.toml) it makes plain `pytest` work
on any machine: the first process starts one instance, the processes of xdist inherit its address, and it
goes when the first process ends. A DATABASE_URL in the environment is taken as it is.

While the tests are collected, a process beside them migrates one database, the model; each process of the tests
takes a copy of it, which costs a moment, where migrating costs twenty seconds.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from .cluster import binaries
from .postgres import Embedded

MODEL, UNFINISHED = "diwan_model", "diwan_model_unfinished"
_PATIENCE = 300  # seconds, a hang and no timing


def throwaway_database() -> str:
    """The address in DATABASE_URL, or that of a fresh throwaway instance, then also put there.

    The instance and its folder are removed at the end of this process; should this process be killed,
    the server stops by itself (Linux).
    """
    if url := os.environ.get("DATABASE_URL"):
        return url
    folder = Path(tempfile.mkdtemp(prefix="diwan-test-"))
    database = Embedded(folder, throwaway=True)
    beginner = os.getpid()
    makers: list[subprocess.Popen[bytes]] = []

    def end() -> None:
        if os.getpid() == beginner:  # not in a forked child
            for maker in makers:
                maker.kill()
                maker.wait()
            database.stop()
            shutil.rmtree(folder, ignore_errors=True)
            os.environ.pop("DATABASE_URL", None)

    atexit.register(end)
    os.environ["DATABASE_URL"] = database.start()
    os.environ.setdefault("DIWAN_DATA", str(folder / "data"))
    makers.append(_make_model(database.url))
    return os.environ["DATABASE_URL"]


def _make_model(url: str) -> subprocess.Popen[bytes]:
    """Have the model made beside; it bears its name when it is whole."""
    _ask(url, f"CREATE DATABASE {UNFINISHED}")
    own = {**os.environ, "DATABASE_URL": urlsplit(url)._replace(path=f"/{UNFINISHED}").geturl()}
    own |= {"DJANGO_SETTINGS_MODULE": "diwan.config.settings", "DIWAN_TEST_MODEL_OF": url}
    os.environ["DIWAN_TEST_MODEL_OF"] = url
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "diwan.config.testing"], env=own, cwd=Path(__file__).parents[2]
    )


def model() -> str | None:
    """The name of the model, once it is whole. None when the database is the operator's own; raises when it failed."""
    if not (url := os.environ.get("DIWAN_TEST_MODEL_OF")):
        return None
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        there = {name for (name,) in _ask(url, "SELECT datname FROM pg_database")}
        if MODEL in there:
            return MODEL
        if UNFINISHED not in there:
            break
        time.sleep(0.2)
    raise RuntimeError("The model of the tests' databases could not be migrated; what it said stands above.")


def dump_model(file: Path) -> Path | None:
    """The model as statements in a file, for a test that serves a database of its own; None where there is no model."""
    if (name := model()) is None:
        return None
    url = urlsplit(os.environ["DIWAN_TEST_MODEL_OF"])._replace(path=f"/{name}").geturl()
    dump = [str(binaries() / "pg_dump"), "--no-owner", f"--file={file}", url]
    subprocess.run(dump, check=True)
    return file


def _migrate_model() -> None:
    """The process beside: migrate, and give the name; should it fail, the unfinished one goes."""
    import django
    from django.core.management import call_command
    from django.db import connections

    url, statement = os.environ["DIWAN_TEST_MODEL_OF"], f"DROP DATABASE {UNFINISHED} WITH (FORCE)"
    try:
        django.setup()
        call_command("migrate", verbosity=0, skip_checks=True)
        statement = f"ALTER DATABASE {UNFINISHED} RENAME TO {MODEL}"
    finally:
        connections.close_all()
        _ask(url, statement)


def _ask(url: str, statement: str) -> list[tuple[str]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """Before pytest-django imports the settings, which read DATABASE_URL: hence a wrapper."""
    throwaway_database()
    return (yield)


if __name__ == "__main__":
    _migrate_model()
