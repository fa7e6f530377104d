"""The main job in another organisation: other languages, weekend, organs, symbols, series and units; all of it invented."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from diwan.assignments.models import due_after
from diwan.kernel import clock
from diwan.meetings.models import Organ, Session
from diwan.organisation.models import Calendar, Organisation, organisation
from diwan.organisation.profile import apply
from diwan.people.models import Holding, Person, Post, Unit, machine
from diwan.people.roles import Role
from diwan.references.models import Register
from diwan.reports.models import Report
from diwan.resolutions.models import Mandate, Resolution, Volume
from diwan.search.find import find
from diwan.trail.models import Event

Everything = Callable[..., Any]
PROFILE = Path(settings.BASE) / "profiles" / "lacustrine.yaml"
FOREIGN = ("OIC", "Jeddah", "Islamic", "CFM", "Djeddah", "OCI")

VOLUME = """ULC/ASM-11/2034/WAT/DEC/FINAL

DECISIONS ON WATERS

ADOPTED BY THE ELEVENTH SESSION OF THE ASSEMBLY OF THE SHORES

PORT HERON
6-8 June 2034

DECISION NO. 3/11-WAT
ON THE LEVEL OF THE UPPER LAKE

The Assembly of the Shores, in its Eleventh Session, held in Port Heron, from 6 to 8 June 2034,

Recalling its earlier decisions on the subject;

1. Welcomes the fall of the spring floods;

2. Requests the Secretary General to convene the lake keepers before 31 December 2034;

3. Requests the Institute of Slow Waters to measure the depth of the Upper Lake;

4. Calls upon Member States to share their readings.

DECISION NO. 4/11-WAT
ON THE LIGHTS OF REEDMOUTH

The Assembly of the Shores, in its Eleventh Session, held in Port Heron, from 6 to 8 June 2034,

Guided by the Covenant of the Lakes;

1. Requests the Secretary General to report on the lights to the Twelfth Session of the Assembly of the Shores.
"""


def keeper(username: str, role: Role, code: str, clearance: int = 1) -> Person:
    """Somebody of that organisation, in a post there."""
    person = Person.objects.create(
        username=username, name={"en": username.title(), "pt": username.title()}, language="en", clearance=clearance,
        email=f"{username}@lake.example",
    )  # fmt: skip
    unit = Unit.objects.get(code=code)
    post = Post.objects.filter(unit=unit, role=role).first() or Post.objects.create(
        unit=unit, role=role, title={"en": role.label}
    )
    Holding.objects.create(post=post, person=person, since=dt.date(2030, 1, 1))
    return person


@pytest.fixture
def lakes(db: None, guarded: tuple[str, ...]) -> dict[str, Person]:
    """The house emptied of whatever it held, and the other organisation loaded, within the test's own transaction."""
    with connection.cursor() as cursor:
        tables = ", ".join(f'"{model._meta.db_table}"' for model in _filled())
        # deferred constraints wait for a commit that never comes: settle them first
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in guarded:  # its owner lifts the guard of the trail; all is undone with the transaction
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        if tables:
            cursor.execute(f"TRUNCATE {tables} CASCADE")
        cursor.execute("UPDATE trail_head SET serial = 0, digest = NULL")
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert organisation() is None
    apply(PROFILE)
    machine()
    return {
        "ines": keeper("ines", Role.CHEF_DE_CABINET, "OFF", 3),
        "rui": keeper("rui", Role.ADVISER, "OFF", 2),
        "tomas": keeper("tomas", Role.HEAD_OF_DEPARTMENT, "FISH", 2),
        "clara": keeper("clara", Role.INSTITUTION_FOCAL_POINT, "HYDRO"),
        "bento": keeper("bento", Role.HEAD_OF_OFFICE, "OFF-REED"),
    }


def _filled() -> list[Any]:
    """Every table of the house itself, with those between two of its kinds."""
    models = [
        m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("diwan.") and not m._meta.proxy
    ]
    return [m for m in models if m._default_manager.exists()]


@pytest.fixture
def adopted(lakes: dict[str, Person], jobs: Everything) -> Volume:
    """Its volume, read by the real reader and adopted."""
    volume = Volume.receive(by=lakes["rui"], session=Session.of_key("ASM-11"), title="Decisions on waters")
    volume.add(by=lakes["rui"], upload=io.BytesIO(VOLUME.encode()), name="decisions.txt")
    jobs()
    volume.refresh_from_db()
    volume.adopt(by=lakes["ines"])
    jobs()
    return volume


def mandates() -> dict[str, Mandate]:
    return {mandate.reference_printed: mandate for mandate in Mandate.objects.listed().order_by("pk")}


def test_nothing_of_the_other_organisation_is_left(lakes: dict[str, Person]) -> None:
    assert Organisation.objects.get().code == "ULC"
    assert set(Organ.objects.values_list("symbol", flat=True)) == {"ASM", "CLK"}
    assert set(Calendar.objects.values_list("code", flat=True)) <= {"SEAT", "DELTA", "XA", "XB", "XC", "XD"}
    assert not Unit.objects.filter(code__in=["CAB", "POL", "SESRIC"]).exists()


def test_its_volume_is_read_with_its_own_symbols_organs_and_series(adopted: Volume) -> None:
    keys = set(Resolution.objects.values_list("key", flat=True))
    assert keys == {"ASM-11/WAT/3", "ASM-11/WAT/4"}
    third = Resolution.objects.select_related("series", "session__organ").get(key="ASM-11/WAT/3")
    assert third.series is not None and third.series.code == "WAT"
    assert third.short == "3/11-WAT"
    assert third.title.get("en", "").casefold() == "the level of the upper lake"
    assert list(third.opening) == ["en"]
    assert adopted.symbol == "ULC/ASM-11/2034/WAT/DEC/FINAL"


def test_what_it_asks_is_found_and_goes_to_its_own_units_and_institutions(adopted: Volume) -> None:
    found = mandates()
    assert set(found) == {"3/11-WAT §2", "3/11-WAT §3", "3/11-WAT §4", "4/11-WAT §1"}
    leads = {number: m.proposed_unit.code for number, m in found.items() if m.proposed_unit}
    assert leads.pop("4/11-WAT §1") == "NAV", "it speaks of the lights, which are the matter of Navigation and Lights"
    assert set(leads.values()) == {"FISH"}, "who usually leads the series"
    institute = found["3/11-WAT §3"]
    assert institute.proposed_with == [Unit.objects.get(code="HYDRO").pk]
    assert institute.legal_class == "mandate", "an institution of the house is asked, not a state"
    assert found["3/11-WAT §4"].legal_class == "call"


def test_days_are_those_of_its_text_and_of_its_next_session(adopted: Volume) -> None:
    found = mandates()
    assert (found["3/11-WAT §2"].due_on, found["3/11-WAT §2"].due_basis) == (dt.date(2034, 12, 31), "date")
    assert (found["4/11-WAT §1"].due_on, found["4/11-WAT §1"].due_basis) == (dt.date(2035, 6, 5), "session")


def test_its_weekend_is_its_own(lakes: dict[str, Person]) -> None:
    thursday = dt.date(2035, 3, 1)
    assert due_after(Unit.objects.get(code="FISH"), 2, thursday) == dt.date(2035, 3, 5)  # Saturday and Sunday rest
    assert due_after(Unit.objects.get(code="LIGHT"), 3, thursday) == dt.date(2035, 3, 6)  # Sunday and Monday rest
    assert due_after(Unit.objects.get(code="FISH"), 1, dt.date(2035, 5, 1)) == dt.date(2035, 5, 3)  # the High Water


def test_the_whole_job_is_done_there_and_every_page_is_its_own(
    adopted: Volume,
    lakes: dict[str, Person],
    browse: Everything,
    django_capture_on_commit_callbacks: Everything,
    jobs: Everything,
) -> None:
    ines, rui, tomas, clara = (lakes[name] for name in ("ines", "rui", "tomas", "clara"))
    mandate = mandates()["3/11-WAT §2"]
    fish, hydro = Unit.objects.get(code="FISH"), Unit.objects.get(code="HYDRO")
    with django_capture_on_commit_callbacks(execute=True):
        mandate.assign(by=ines, unit=fish, co_units=[hydro], due_on=dt.date(2035, 2, 1))
        mandate.accept(by=tomas)
        mandate.act(
            by=tomas, what={"en": "The keepers met.", "pt": "Os guardiões reuniram-se."}, on=dt.date(2035, 1, 9)
        )
        mandate.prove(by=tomas, title="Minutes", upload=io.BytesIO(b"The keepers met."), name="minutes.txt")
        mandate.act(by=clara, what={"pt": "O instituto mediu as águas."}, on=dt.date(2035, 1, 10))
        mandate.assess(by=rui, verdict="implemented", why={"en": "They met.", "pt": "Reuniram-se."})
    jobs()
    assert [
        hit.record for hit in find(tomas, "guardiões", languages=["en", "pt"]) if isinstance(hit.record, Mandate)
    ] == [mandate]

    report = Report.open(by=rui, session=Session.of_key("ASM-11"), presented_to=Session.of_key("ASM-12"))
    assert set(report.title) <= {"en", "pt"} and report.title
    report.call(by=rui, wanted_by=dt.date(2035, 3, 1))
    own = report.contributions.get(mandate=mandate)
    assert (own.unit == fish and "keepers" in own.texts.get("en", "")) or "instituto" in own.texts.get("pt", "")
    report.contribute(
        by=tomas, contribution=own, texts={"en": "The keepers met.", "pt": "Os guardiões reuniram-se."},
        source={"en": "minutes", "pt": "ata"}, on=dt.date(2035, 1, 9),
    )  # fmt: skip
    report.clear(by=rui, contribution=own)

    resolution = Resolution.objects.get(key="ASM-11/WAT/3")
    pages = [
        "/", "/resolutions/", resolution.get_absolute_url(), adopted.get_absolute_url(), "/volumes/", "/follow-up/", "/mandates/",
        mandate.get_absolute_url(), "/units/FISH/", "/units/HYDRO/", "/reports/", report.get_absolute_url(), "/search/?q=keepers",
        "/notices/", "/sessions/", "/sessions/new/", "/preferences/", "/volumes/import/", "/mandates/export.csv", "/journal/",
    ]  # fmt: skip
    browser = browse(ines, queries=60)
    for page in pages:
        answer = browser.get(page)
        assert answer.status_code == 200, page
        text = answer.content.decode()
        assert not [word for word in FOREIGN if word in text], page
        if "<html" in text:
            assert '<html lang="en" dir="ltr"' in text, page


def test_its_report_gets_a_symbol_of_its_own_pattern(
    adopted: Volume, lakes: dict[str, Person], jobs: Everything
) -> None:
    pattern = Register.objects.get(code="sg-report").pattern
    assert pattern.startswith("ULC/")
    rui, ines = lakes["rui"], lakes["ines"]
    report = Report.open(by=rui, session=Session.of_key("ASM-11"), presented_to=Session.of_key("ASM-12"))
    report.call(by=rui, wanted_by=dt.date(2035, 3, 1))
    report.finalise(by=ines)
    report.issue(by=ines)
    assert report.reference_printed.startswith("ULC/ASM-12/")
    assert report.reference_printed.endswith("R.1-2035")
    jobs()
    files = set(report.editions.get().files.values_list("language", "format"))
    assert files == {(language, form) for language in ("en", "pt") for form in ("docx", "pdf")}


def test_lateness_there_climbs_to_its_own_office(adopted: Volume, lakes: dict[str, Person]) -> None:
    from diwan.assignments.jobs import call_by_the_clock

    mandate = mandates()["3/11-WAT §2"]
    with clock.at(dt.datetime(2034, 9, 1, 8, tzinfo=dt.UTC)):
        mandate.assign(by=lakes["ines"], unit=Unit.objects.get(code="FISH"), due_on=dt.date(2034, 12, 29))
    for n in range(30):
        with clock.at(dt.datetime(2034, 12, 30, 8, tzinfo=dt.UTC) + dt.timedelta(n)):
            call_by_the_clock()
    raised = Event.objects.about(mandate).filter(verb="escalate").values_list("particulars__to_unit", flat=True)
    codes = dict(Unit.objects.values_list("pk", "code"))
    assert [codes[pk] for pk in raised] == ["FISH", "DSG-AGUA", "OFF"]


def test_an_institution_there_sees_only_what_it_is_asked(adopted: Volume, lakes: dict[str, Person]) -> None:
    found = mandates()["3/11-WAT §3"]
    found.assign(by=lakes["ines"], unit=Unit.objects.get(code="HYDRO"))
    assert list(Mandate.objects.visible_to(lakes["clara"])) == [found]
    assert not Mandate.objects.visible_to(lakes["bento"]).filter(state="x").exists()
