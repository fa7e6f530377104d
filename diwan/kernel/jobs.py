"""Doing the waiting jobs in this process: for seeds, tests and one-off commands, where no worker runs beside."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app


def do_steady_work() -> int:
    """Do what a worker does every second (``settings.STEADY_WORK``); returns how much it was."""
    return sum(import_string(path)() for path in settings.STEADY_WORK)


def run_waiting_jobs() -> int:
    """Do everything that waits, including what that brings about; returns how many jobs it was.

    A job that fails raises here: whoever runs jobs by hand wants to know. Must not run beside a worker.
    """
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    done = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id LIMIT 1"
            )
            row = cursor.fetchone()
        if row is None:
            if do_steady_work():
                continue  # it may have brought about jobs
            return done
        pk, name, args = row
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [pk])
        if isinstance(args, str):
            import json

            args = json.loads(args)
        app.tasks[name].func(**args)
        done += 1
