"""A throwaway PostgreSQL for the tests, started before Django reads its settings.

As a pytest plugin (`-p diwan.config.testing` in the options of pyproject.toml) it makes plain `pytest` work
on any machine: the first process starts one instance, the processes of xdist inherit its address, and it
goes when the first process ends. A DATABASE_URL in the environment is taken as it is.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from .postgres import Embedded


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

    def end() -> None:
        if os.getpid() == beginner:  # not in a forked child
            database.stop()
            shutil.rmtree(folder, ignore_errors=True)
            os.environ.pop("DATABASE_URL", None)

    atexit.register(end)
    os.environ["DATABASE_URL"] = database.start()
    os.environ.setdefault("DIWAN_DATA", str(folder / "data"))
    return os.environ["DATABASE_URL"]


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """Before pytest-django imports the settings, which read DATABASE_URL: hence a wrapper."""
    throwaway_database()
    return (yield)
