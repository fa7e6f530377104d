"""The job worker: procrastinate, which also takes up again what a killed worker left half done."""

import asyncio
import datetime
import logging
import os
import threading
import time

from django.db import connection
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from diwan.kernel.jobs import do_steady_work

_HEARTBEAT = 5.0  # seconds between two signs of life of a worker
_SILENCE = 20.0  # seconds without one after which its jobs are taken up by another
_CONCURRENT = 2  # a long import must not hold up a notice
_STEADY = 1.0  # seconds between two rounds of the steady work
_PARTING = 10.0  # seconds a running job gets to finish when Diwan stops; then it is resumed at the next start

_log = logging.getLogger(__name__)


def work(*, alone: bool) -> None:
    """Do jobs until told to stop.

    `alone`: no other worker can be at work on this database, so jobs marked as being done are left over
    from one that was killed, and are taken up at once.
    """
    leaving = threading.Thread(target=_leave_with_parent, args=(os.getppid(), 0 if alone else _PARTING), daemon=True)
    leaving.start()
    threading.Thread(target=_keep_working, daemon=True).start()
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("The jobs are not kept in Django's database.")
    with app.replace_connector(connector.get_worker_connector()) as jobs:
        asyncio.run(_work(jobs, alone))


def _leave_with_parent(parent: int, grace: float) -> None:
    """End at the latest `grace` seconds after the parent, even in the middle of a job: it will be resumed.

    The embedded database goes with the parent, and without it no orderly farewell is possible.
    """
    while os.getppid() == parent:
        time.sleep(0.5)
    time.sleep(grace)
    os._exit(1)


def _keep_working() -> None:
    """The steady work, on a connection of its own; whatever goes wrong is tried again a second later.

    The thread ends with the process, wherever it is: what it had in hand is one transaction and is found again.
    """
    failing = False
    while True:
        try:
            do_steady_work()
            failing = False
        except Exception:
            if not failing:
                _log.exception("The steady work has stopped for now")
            failing = True
            connection.close()
        time.sleep(_STEADY)


async def _work(jobs: App, alone: bool) -> None:
    async with jobs.open_async():
        await resume(jobs, silence=0 if alone else _SILENCE)
        watch = asyncio.create_task(_keep_resuming(jobs))
        try:
            await jobs.run_worker_async(
                name="diwan",
                concurrency=_CONCURRENT,
                update_heartbeat_interval=_HEARTBEAT,
                stalled_worker_timeout=_SILENCE,
                shutdown_graceful_timeout=_PARTING,
            )
        finally:
            watch.cancel()


async def _keep_resuming(jobs: App) -> None:
    while True:
        await asyncio.sleep(_SILENCE)
        await resume(jobs, silence=_SILENCE)


async def resume(jobs: App, *, silence: float) -> int:
    """Put the jobs of workers silent for so many seconds back in line; return how many."""
    stalled = list(await jobs.job_manager.get_stalled_jobs(seconds_since_heartbeat=silence))
    for job in stalled:
        if job.id is not None:
            _log.warning("Resuming job %s (%s), whose worker is gone", job.id, job.task_name)
            await jobs.job_manager.retry_job_by_id_async(job.id, retry_at=datetime.datetime.now(datetime.UTC))
    return len(stalled)
