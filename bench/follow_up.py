"""How fast the follow-up is over 10,000 mandates, beside Django's own admin list over the same rows in the same run.

    python -m bench.follow_up [--mandates 10000] [--rounds 21] [--profile matrix]

Works in a scratch database of its own, filled by bulk rows, and drops it afterwards. Prints for each page the median
milliseconds of the whole request through the test client, the statements, the bytes of HTML and what is left of them
compressed, and its share of the admin's median. The admin shows the columns of our list, joined in one statement, a
hundred lines a page as it does unless told otherwise (`--lines 50` for as many as ours). Exit status 1 when a page takes
more than twelve statements beyond those every page asks, more than 20 KB compressed, or more than half of the admin's
median.
"""

from __future__ import annotations

import argparse
import cProfile
import datetime as dt
import gzip
import os
import pstats
import random
import statistics
import sys
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diwan.config.settings")
if "DATABASE_URL" not in os.environ:
    from diwan.config.testing import throwaway_database

    os.environ["DATABASE_URL"] = throwaway_database()

import django
from django.conf import settings

if "django.contrib.admin" not in settings.INSTALLED_APPS:
    settings.INSTALLED_APPS += ["django.contrib.admin"]  # for this measurement only; the product has none
    django.setup()

from django.contrib import admin
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, include, path, reverse

from diwan.resolutions.models import Mandate

EVERY_PAGE = 7
"""Statements that every page asks: session, person, posts, delegations, units, unread notices, the organisation."""
ADMIN = "Django's admin"
BUDGET, COMPRESSED, SHARE = 12, 20 * 1024, 0.5
TODAY = dt.date(2035, 2, 13)
WORDS = (
    "Requests the Secretary General to follow up the implementation of this resolution, to convene a meeting of the "
    "Member States concerned, and to submit a report thereon to the next session of the Council of Foreign Ministers"
)

site = admin.AdminSite()
site.has_permission = lambda request: request.user.is_active


class Columns(admin.ModelAdmin):
    """The admin's list with the columns of ours, all joined in one statement."""

    list_display = ("pk", "resolution", "wording", "lead", "state", "due_on", "last_action_on")
    list_filter = ("state", "legal_class")
    list_select_related = ("resolution__session__organ", "resolution__series", "lead__unit")
    ordering = ("due_on", "pk")

    def has_module_permission(self, request: Any) -> bool:
        """Whoever is signed in."""
        return True

    has_view_permission = has_change_permission = lambda self, request, obj=None: True


site.register(Mandate, Columns)
urlpatterns = [path("admin/", site.urls), path("", include("diwan.config.urls"))]


def fill(count: int) -> Any:
    """An organisation, its cast, and so many mandates in all states; returns who reads them."""
    from pathlib import Path

    from diwan.assignments.models import Assignment
    from diwan.demonstration.cast import assemble
    from diwan.meetings.models import Organ, Session
    from diwan.organisation.profile import apply
    from diwan.people.models import Unit
    from diwan.resolutions.models import Paragraph, Resolution, Series, Volume

    apply(Path(__file__).resolve().parent.parent / "profiles" / "oic.yaml")
    reader = assemble()["idris"]
    chance = random.Random(60)
    organ = Organ.objects.order_by("order").first()
    units, series = list(Unit.objects.filter(closed_on=None)[:40]), list(Series.objects.all())
    resolutions = []
    for number in range(200, 210):
        start = dt.date(2025, 6, 10) + dt.timedelta(days=365 * (number - 200))
        session = Session.objects.create(
            organ=organ, number=number, start=start, end=start, name={"en": f"Session {number}"}
        )
        volume = Volume.objects.create(session=session, title=str(session))
        resolutions += [
            Resolution(
                session=session, series=series[n % len(series)], number=n, key=f"{session.key}/{n}", symbol=f"No. {n}",
                title={"en": f"On the subject {n}", "fr": f"Sur le sujet {n}", "ar": f"بشأن الموضوع {n}"}, volume=volume,
            )
            for n in range(1, 101)
        ]  # fmt: skip
    Resolution.objects.bulk_create(resolutions)
    each = -(-count // len(resolutions))
    paragraphs = [
        Paragraph(resolution=r, order=n, kind="operative", number=str(n), actionable=True)
        for r in resolutions
        for n in range(each)
    ]
    Paragraph.objects.bulk_create(paragraphs := paragraphs[:count], batch_size=2000)
    S = Mandate.State
    states = chance.choices(
        [S.IDENTIFIED, S.ASSIGNED, S.IN_PROGRESS, S.IMPLEMENTED, S.PARTIALLY], [15, 15, 35, 25, 10], k=count
    )
    mandates = [
        Mandate(
            resolution=p.resolution, paragraph=p, legal_class=chance.choice(["mandate", "call"]), state=state,
            wording={"en": WORDS, "fr": WORDS, "ar": "يطلب من الأمين العام متابعة تنفيذ هذا القرار " * 4},
            addressee={"en": "the Secretary General"}, due_on=TODAY + dt.timedelta(days=chance.randint(-200, 400)),
            proposed_unit=chance.choice(units), last_action_on=TODAY - dt.timedelta(days=chance.randint(1, 90)),
        )
        for p, state in zip(paragraphs, states, strict=True)
    ]  # fmt: skip
    for mandate in mandates:
        if mandate.state == S.IDENTIFIED:
            mandate.last_action_on = None
    # states and leads are set together: a given mandate without its lead is refused by the database
    keys = [m.state for m in mandates]
    for mandate in mandates:
        mandate.state = S.IDENTIFIED
    Mandate.objects.bulk_create(mandates, batch_size=2000)
    given = []
    for mandate, state in zip(mandates, keys, strict=True):
        if state == S.IDENTIFIED:
            continue
        ended = state in Mandate.ENDED
        stopped = not ended and chance.random() < 0.1
        given.append(
            Assignment(
                record_type="resolutions.mandate", record_id=mandate.pk, unit=chance.choice(units), given_by=reader,
                given_on=TODAY - dt.timedelta(days=200), due_on=mandate.due_on, ended_on=TODAY if ended else None,
                state="done" if ended else chance.choice(["asked", "accepted"]),
                stopped_on=TODAY - dt.timedelta(days=9) if stopped else None, stopped_for="the host" if stopped else "",
            )
        )  # fmt: skip
    Assignment.objects.bulk_create(given, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE resolutions_mandate SET lead_id = a.id FROM assignments_assignment a WHERE a.record_id = resolutions_mandate.id"
        )
    for state in set(keys):
        Mandate.objects.filter(pk__in=[m.pk for m, key in zip(mandates, keys, strict=True) if key == state]).update(
            state=state
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return reader


def look(client: Client, address: str) -> tuple[int, int, int]:
    """Statements, bytes, bytes compressed."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    statements = len(asked)  # counted now: the next request empties the log
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return statements, len(answer.content), len(gzip.compress(answer.content, 6))


def time_all(client: Client, addresses: dict[str, str], rounds: int) -> dict[str, tuple[float, float]]:
    """Median milliseconds of each, by the clock and of this process alone (without the database and without waiting).

    Taken in turns, so that whatever else the machine does weighs on all alike.
    """
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in addresses}
    for _round in range(rounds):
        for name, address in addresses.items():
            begin, worked = time.perf_counter(), time.process_time()
            client.get(address)
            spent[name].append((time.perf_counter() - begin, time.process_time() - worked))
    return {
        name: tuple(statistics.median(column) * 1000 for column in zip(*times, strict=True))
        for name, times in spent.items()
    }


def pages() -> dict[str, str]:
    """What is measured, by name."""
    found = {
        "matrix": reverse("follow-up"),
        "list": reverse("mandates"),
        "late": reverse("mandates") + "?status=late",
        "unit": reverse("unit", args=["POL"]),
    }
    try:
        found["desk"] = reverse("desk")
    except NoReverseMatch:
        print("the desk is not there yet")
    return found


def profile(client: Client, address: str) -> None:
    """Where the time of a page goes."""
    watch = cProfile.Profile()
    watch.enable()
    for _round in range(10):
        client.get(address)
    watch.disable()
    pstats.Stats(watch).sort_stats("cumulative").print_stats(45)


def run(count: int, rounds: int, wanted: str) -> bool:
    """Fill, measure, print; whether every promise is kept."""
    begin = time.perf_counter()
    reader = fill(count)
    print(f"{count} mandates in {time.perf_counter() - begin:.1f} s; median of {rounds} requests")
    client = Client()
    client.force_login(reader)
    addresses = pages()
    if wanted:
        profile(client, addresses[wanted])
        return True
    addresses = {ADMIN: reverse("admin:resolutions_mandate_changelist"), **addresses}
    seen = {name: look(client, address) for name, address in addresses.items()}
    spent = time_all(client, addresses, rounds)
    print(f"{'page':<22}{'ms':>8}{'own ms':>8}{'statements':>12}{'bytes':>9}{'gzip':>8}{'of admin':>10}")
    kept = True
    for name, (asked, size, packed) in seen.items():
        share = spent[name][0] / spent[ADMIN][0]
        good = name == ADMIN or (asked - EVERY_PAGE <= BUDGET and packed <= COMPRESSED and share <= SHARE)
        kept &= good
        print(
            f"{name:<22}{spent[name][0]:>8.1f}{spent[name][1]:>8.1f}{asked:>12}{size:>9}{packed:>8}{share:>10.2f}{'' if good else '   over'}"
        )
    return kept


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mandates", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--lines", type=int, default=100, help="lines a page of the admin's list")
    parser.add_argument("--profile", default="", help="print where the time of one page goes")
    asked = parser.parse_args()
    Columns.list_per_page = asked.lines
    settings.DATABASES["default"]["TEST"]["NAME"] = f"bench_follow_up_{os.getpid()}"
    here = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    surroundings = override_settings(
        ROOT_URLCONF="bench.follow_up", ALLOWED_HOSTS=["testserver"], DEBUG=False, TODAY=TODAY.isoformat(),
        STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    )  # fmt: skip
    try:
        with surroundings:
            return 0 if run(asked.mandates, asked.rounds, asked.profile) else 1
    finally:
        connection.creation.destroy_test_db(here, verbosity=0)


if __name__ == "__main__":
    from bench import follow_up  # by its name, so that the urls find the same admin

    sys.exit(follow_up.main())
