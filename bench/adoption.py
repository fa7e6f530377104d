"""How long adopting takes: 150 resolutions, 2,000 paragraphs, in one language or in three.

    python -m bench.adoption [--resolutions 150] [--languages 1]

Works in a throwaway PostgreSQL (or the server of DATABASE_URL, in a test database of its own) and prints the seconds
of the adoption, of the queries it took, and of writing the same rows in the same run with bare psycopg: executemany
and COPY, committed as one transaction. Exit status 1 when the adoption takes longer than the five seconds promised.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PROMISED = 5.0
PREAMBULAR, OPERATIVE = 5, 9  # of 150 resolutions: 2,100 paragraphs, 1,350 of them mandates
TABLES = ["resolution", "paragraph", "paragraphtext", "mandate"]


@contextmanager
def house() -> Iterator[None]:
    """An empty house with a profile and the cast, in a database that is gone afterwards."""
    from diwan.config.testing import throwaway_database

    throwaway_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diwan.config.settings")
    os.environ["DIWAN_TEST_DATABASE"] = os.environ.get("DIWAN_TEST_DATABASE", "bench_adoption")
    import django
    from django.conf import settings

    django.setup()
    from django.test.utils import get_runner

    runner = get_runner(settings)(verbosity=0, interactive=False)
    before = runner.setup_databases()
    try:
        with tempfile.TemporaryDirectory() as folder:
            settings.DOCUMENTS = folder
            yield
    finally:
        runner.teardown_databases(before)


def volume(person: Any, resolutions: int, languages: int) -> Any:
    """A volume under review, as the reader leaves it."""
    from diwan.resolutions.tests.readings import reading, resolution, under_review

    found = [resolution(n, preambular=PREAMBULAR, paragraphs=OPERATIVE) for n in range(1, resolutions + 1)]
    return under_review(person, *(reading(*found, language=code) for code in ("en", "fr", "ar")[:languages]))


def rows_of(table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Everything the adoption wrote into a table: columns and rows, as psycopg takes them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM resolutions_{table}")
        names = [column.name for column in cursor.description]
        return names, cursor.fetchall()


def bare(how: str, written: dict[str, tuple[list[str], list[tuple[Any, ...]]]]) -> float:
    """Seconds to write the same rows into tables of the same shape, with their indexes, in one transaction."""
    from django.db import connection, transaction

    began = 0.0
    with connection.cursor() as cursor:
        for table in written:
            cursor.execute(f"CREATE TABLE bare_{how}_{table} (LIKE resolutions_{table} INCLUDING ALL)")
        began = time.perf_counter()
        with transaction.atomic():
            raw = connection.connection.cursor()
            for table, (names, rows) in written.items():
                columns = ", ".join(f'"{name}"' for name in names)
                target = f"bare_{how}_{table} ({columns})"
                if how == "copy":
                    with raw.copy(f"COPY {target} FROM STDIN") as stream:
                        for row in rows:
                            stream.write_row(row)
                else:
                    raw.executemany(f"INSERT INTO {target} VALUES ({', '.join(['%s'] * len(names))})", rows)
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--resolutions", type=int, default=150)
    parser.add_argument("--languages", type=int, choices=(1, 2, 3), default=1)
    asked = parser.parse_args()
    with house():
        from pathlib import Path

        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from diwan.demonstration.cast import assemble
        from diwan.organisation.profile import apply

        apply(Path(__file__).resolve().parent.parent / "profiles" / "oic.yaml")
        person = assemble()["idris"]
        waiting = volume(person, asked.resolutions, asked.languages)
        with CaptureQueriesContext(connection) as captured:
            began = time.perf_counter()
            counts = waiting.adopt(by=person).particulars
            taken = time.perf_counter() - began
        written = {table: rows_of(table) for table in TABLES}
        rows = sum(len(found) for _names, found in written.values())
        many, copied = bare("many", written), bare("copy", written)
    print(
        f"adopted {counts['resolutions']} resolutions, {counts['paragraphs']} paragraphs in {asked.languages} language(s), "
        f"{counts['mandates']} mandates: {taken:.2f} s, {len(captured)} queries (promised: {PROMISED:.0f} s)\n"
        f"the same {rows} rows, bare psycopg: executemany {many:.2f} s (adoption {taken / many:.1f} times), "
        f"COPY {copied:.2f} s ({taken / copied:.1f} times)"
    )
    return 0 if taken < PROMISED else 1


if __name__ == "__main__":
    sys.exit(main())
