"""The web server: granian, its workers forked from a process that has already loaded Django."""

import gc
import os

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from .children import follow_parent, go_by

APPLICATION = "diwan.config.wsgi:application"


def load() -> None:
    """Load the application and its addresses: the forks share them, and the first page waits for nothing."""
    from django.db import connections  # after the environment is set
    from django.urls import get_resolver

    from . import wsgi  # noqa: F401

    _ = get_resolver().reverse_dict
    connections.close_all()  # a connection must not be shared by forks
    gc.collect()
    gc.freeze()  # the collector then leaves the shared pages alone


def serve(*, address: str, port: int, workers: int) -> None:
    """Serve until told to stop; each worker answers one request at a time, as the ORM likes it."""
    os.register_at_fork(after_in_child=_bind_worker)
    Granian(
        APPLICATION,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        blocking_threads=1,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    ).serve()


def _bind_worker() -> None:
    follow_parent()
    go_by("diwan: web")
