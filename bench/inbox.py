"""How soon the registry's list and a letter are there, of a million, against Django's admin list of 100,000.

    python -m bench.inbox [--rows 1000000] [--data DIR] [--rounds 20]

Without ``--data`` the letters are made in a temporary folder (see ``bench.million``) and removed afterwards. The pages
are asked by Django's test client, each by a person who would, in turns with the admin list (same columns, 50 lines, its
ordering and filters) over 100,000 plain rows in the same database. Exit status 1 when the median of a page is more than
half of the admin's, or when the database is asked more than 12 questions: by inbox, thread and "where is it?" in all, by
the other pages beside the four that every page asks.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PLAIN = 100_000
MOST, EVERY_PAGE = 12, 4
IN_ALL = ("inbox", "its thread", "where is it")
"""Pages whose questions are counted with the four of every page."""
HALF = 0.5


def plain_rows() -> None:
    """The admin's table: made, filled, analysed; kept where it is there already."""
    from django.db import connection

    from bench.admin_list.models import PlainLetter, PlainUnit

    tables = connection.introspection.table_names()
    if PlainLetter._meta.db_table not in tables:
        with connection.schema_editor() as editor:
            editor.create_model(PlainUnit)
            editor.create_model(PlainLetter)
    if PlainLetter.objects.count() == PLAIN:
        return
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE admin_list_plainletter, admin_list_plainunit")
        cursor.execute(
            "INSERT INTO admin_list_plainunit (id, name) SELECT n, 'Unit ' || n FROM generate_series(1, 30) n"
        )
        cursor.execute(
            "INSERT INTO admin_list_plainletter (number, received_at, sender, subject, language, level, state, unit_id, due_on) "
            "SELECT 'IN/2035/' || lpad(n::text, 6, '0'), timestamptz '2023-01-02' + n * interval '1 hour', "
            "'Ministry of Foreign Affairs ' || n %% 60, 'On the implementation of resolution ' || n || ' and its follow-up', "
            "(array['en', 'fr', 'ar'])[1 + n %% 3], n %% 2, (array['referred', 'filed'])[1 + n %% 2], 1 + n %% 30, "
            "date '2035-02-13' + n %% 20 FROM generate_series(1, %s) n",
            [PLAIN],
        )
        cursor.execute("ANALYZE admin_list_plainletter")


def pages(rows: int) -> dict[str, tuple[str, list[str]]]:
    """What is asked, by whom: a name, the person, addresses taken in turn."""
    from diwan.correspondence.models import Letter
    from diwan.people.models import Person

    idris = Person.objects.get(username="idris")
    seen = Letter.objects.visible_to(idris).filter(confidentiality__lte=1)
    letters = list(seen.order_by("pk").values_list("pk", flat=True)[: rows // 2 : max(1, rows // 40)])
    asked = list(seen.filter(state="referred").order_by("-received_at").values_list("pk", flat=True)[:20])
    middle = seen.order_by("pk").values_list("received_at", "pk")[rows // 2 : rows // 2 + 1].get()
    deep = f"/registry/?tab=all&after={middle[0].isoformat().replace('+', '%2B')}~{middle[1]}"
    found = Letter.objects.filter(pk__in=letters).values_list("number", "their_reference")
    numbers, theirs = zip(*found, strict=True)
    threads = [f"/matters/{pk}/part/" for pk in Letter.objects.filter(pk__in=asked).values_list("matter_id", flat=True)]
    return {
        "inbox, Chef de Cabinet": ("idris", ["/registry/"]),
        "inbox, registry": ("salma", ["/registry/"]),
        "inbox, head of department": ("farid", ["/registry/"]),
        "inbox, desk officer": ("omar", ["/registry/"]),
        "all letters, newest": ("idris", ["/registry/?tab=all"]),
        "all letters, half a million deep": ("idris", [deep]),
        "all letters of a department": ("farid", ["/registry/?tab=all"]),
        "awaiting reply": ("salma", ["/registry/?tab=referred"]),
        "late": ("salma", ["/registry/?tab=late"]),
        "a number in the list": ("salma", ["/registry/?tab=all&q=0500000"]),
        "where is it, by our number": ("idris", [f"/where/?q={one}" for one in numbers]),
        "where is it, by their reference": ("salma", [f"/where/?q={one}" for one in theirs]),
        "where is it, in words": (
            "idris",
            ["/where/?q=water+resources", "/where/?q=%D8%A7%D9%84%D9%85%D9%8A%D8%A7%D9%87"],
        ),
        "a letter long filed": ("idris", [f"/letters/{pk}/" for pk in letters]),
        "a letter awaiting reply": ("idris", [f"/letters/{pk}/" for pk in asked]),
        "its thread": ("idris", threads),
        "signature book": ("idris", ["/triage/"]),
    }


def client_of(username: str) -> Any:
    """A client in which the person is signed in."""
    from django.test import Client

    from diwan.people.models import Person

    client = Client()
    client.force_login(Person.objects.get(username=username))
    return client


def timed(ask: Callable[[], Any]) -> float:
    """Milliseconds of one answer."""
    begun = time.perf_counter()
    answer = ask()
    took = (time.perf_counter() - begun) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"answered {answer.status_code}: {answer.request['PATH_INFO']}")
    return took


def measure(rounds: int, rows: int) -> bool:
    """Ask everything in turns; print; whether all is within its bounds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from diwan.people.models import Person

    Person.objects.filter(username="idris").update(is_staff=True, is_superuser=True)
    asked = pages(rows)
    clients = {who: client_of(who) for who in {who for who, _paths in asked.values()}}
    admin = "/admin/admin_list/plainletter/"
    took: dict[str, list[float]] = {name: [] for name in ("admin list", *asked)}
    queries = {}
    for name, (who, paths) in asked.items():
        clients[who].get(paths[0])  # once without the clock: templates, plans, caches
        with CaptureQueriesContext(connection) as captured:
            clients[who].get(paths[-1])
        queries[name] = len([q for q in captured.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])
    clients["idris"].get(admin)
    for n in range(rounds):
        took["admin list"].append(timed(lambda: clients["idris"].get(admin)))
        for name, (who, paths) in asked.items():
            path = paths[n % len(paths)]
            took[name].append(timed(lambda who=who, path=path: clients[who].get(path)))
    bound = statistics.median(took["admin list"]) * HALF
    print(f"{'page':36} {'median':>8} {'worst':>8} {'queries':>8}")
    sound = True
    for name, times in took.items():
        median, asks = statistics.median(times), queries.get(name)
        most = MOST if name.startswith(IN_ALL) else MOST + EVERY_PAGE
        bad = name in asked and (median > bound or (asks or 0) > most)
        sound &= not bad
        print(f"{name:36} {median:5.1f} ms {max(times):5.1f} ms {asks or '':>8}{'  MISSED' if bad else ''}")
    print(
        f"bound: half of the admin's median, {bound:.1f} ms; {MOST} queries, with the {EVERY_PAGE} of every page for {', '.join(IN_ALL)}"
    )
    return sound


def main() -> int:
    """Measure, and say whether the bounds were kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.admin_list.settings"
    os.environ["DIWAN_HOSTS"] = "testserver,localhost"
    from bench.million import house

    with tempfile.TemporaryDirectory() as folder:
        house(given.data or Path(folder), given.rows)
        plain_rows()
        return 0 if measure(given.rounds, given.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
