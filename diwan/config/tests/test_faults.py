"""What goes wrong under load: a worker killed in mid-import, the database restarted, two who do the same at once.

The real project on a database of its own, its processes started and killed as a machine would. Whatever was
acknowledged is there afterwards, once.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from diwan.config.children import start_child
from diwan.config.postgres import Embedded
from diwan.config.testing import dump_model

from .conftest import PROJECT, wait_until

VOLUMES = PROJECT / "diwan" / "demonstration" / "volumes"
BEGIN = "import django, sys; django.setup(); from django.db import connection, transaction, OperationalError, InterfaceError\n"
FURNISH = """
from django.core.management import call_command
call_command("migrate", verbosity=0, skip_checks=True)
from pathlib import Path
from diwan.demonstration.cast import assemble
from diwan.organisation.profile import apply
apply(Path(sys.argv[1]))
people = assemble()
from diwan.meetings.models import Organ, Session
from diwan.references.models import Register
import datetime as dt
for number, year in ((60, 2034), (61, 2035)):
    Session.convene(by=people["idris"], organ=Organ.objects.get(symbol="CFM"), number=number, fictional=True,
                    name={"en": f"Session {number}"}, start=dt.date(year, 6, 13), end=dt.date(year, 6, 15))
Register.objects.create(code="faults", name={"en": "Faults"}, pattern="F/{year}/{serial}")
"""
HAND_IN = """
from diwan.meetings.models import Session
from diwan.people.models import Person
from diwan.resolutions.models import Volume
yasmin = Person.objects.get(username="yasmin")
volume = Volume.receive(by=yasmin, session=Session.of_key("CFM-60"), title="A volume")
for path in sys.argv[1:]:
    with open(path, "rb") as upload:
        volume.add(by=yasmin, upload=upload, name=path.rpartition("/")[2], language=path[-7:-5])
print(volume.pk)
"""
WORK = "from diwan.config.worker import work; work(alone=True)"
REGISTER = """
from diwan.people.models import Person
from diwan.references.models import Register
from diwan.trail.models import record_event
person, register = Person.objects.get(username="salma"), Register.objects.get(code="faults")
print("ready", flush=True)
while True:
    try:
        with transaction.atomic():
            number = register.draw(by=person, record=person, year=2035)
            event = record_event(person, "sign_in", by=person, number=number.serial)
    except (OperationalError, InterfaceError):
        connection.close()
        continue
    print(number.serial, event.pk, flush=True)
"""
ADOPT = """
from diwan.kernel.decisions import Refused
from diwan.people.models import Person
from diwan.resolutions.models import Volume
volume, idris = Volume.objects.get(pk=sys.argv[1]), Person.objects.get(username=sys.argv[2])
idris.authority.held
print("ready", flush=True)
sys.stdin.readline()
try:
    volume.adopt(by=idris)
except Refused as refusal:
    print("refused:", refusal)
else:
    print("adopted")
"""


class House:
    """The project on an embedded database of its own."""

    def __init__(self, data: Path) -> None:
        self.database = Embedded(data)
        self.data = data
        self.url = self.database.start()

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ, "DATABASE_URL": self.url, "DIWAN_DATA": str(self.data), "PYTHONPATH": str(PROJECT),
            "DJANGO_SETTINGS_MODULE": "diwan.config.settings", "DIWAN_TODAY": "2035-02-13",
        }  # fmt: skip

    def run(self, scene: str, *words: str) -> str:
        """Play a scene in a process of its own and return what it said."""
        done = subprocess.run(
            [sys.executable, "-c", BEGIN + scene, *words], env=self.environment, cwd=PROJECT, capture_output=True, text=True,
            timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def begin(self, scene: str, *words: str, said: Path) -> subprocess.Popen[bytes]:
        """Begin a scene that goes on beside the test; what it says goes to a file."""
        with said.open("ab") as output:
            return start_child(
                [sys.executable, "-c", BEGIN + scene, *words], env=self.environment, cwd=PROJECT, output=output,
                parting=signal.SIGKILL,
            )  # fmt: skip

    def ask(self, question: str, *words: Any) -> list[tuple[Any, ...]]:
        """Ask the database, as an onlooker."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(question, words or None).fetchall()


@pytest.fixture(scope="module")
def house(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(place / "faults")
    if tables := dump_model(tmp_path_factory.mktemp("model") / "tables.sql"):
        house.database.take_in(tables)
    house.run(FURNISH, str(PROJECT / "profiles" / "oic.yaml"))
    yield house
    house.database.stop()


def killed_when(process: subprocess.Popen[bytes], happens: Callable[[], object], what: str) -> None:
    """Kill it, as a machine would that runs out of memory, as soon as something is so."""
    wait_until(lambda: process.poll() is not None or happens(), what)
    assert process.poll() is None, f"it ended by itself before {what}"
    process.kill()
    process.wait(30)


@pytest.fixture(scope="module")
def volume(house: House, place: Path) -> str:
    """A volume in two languages, read although the worker was killed over each of them."""
    papers = [str(VOLUMES / f"CFM60_POL_RES_FINAL_{language}.docx") for language in ("en", "fr")]
    pk = house.run(HAND_IN, *papers)

    def states() -> list[str]:
        return [
            state
            for (state,) in house.ask("SELECT state FROM resolutions_volumetext WHERE volume_id = %s ORDER BY id", pk)
        ]

    said = place / "worker.txt"
    killed_when(house.begin(WORK, said=said), lambda: "reading" in states(), "a file was being read")
    assert "reading" in states()
    killed_when(
        house.begin(WORK, said=said),
        lambda: house.ask(
            "SELECT 1 FROM resolutions_volumetext WHERE volume_id = %s AND done > 0 AND state <> 'waiting'", pk
        ),
        "some of it was read",
    )
    last = house.begin(WORK, said=said)
    wait_until(lambda: set(states()) == {"read"} or last.poll() is not None, "both files were read")
    wait_until(
        lambda: (
            not house.ask(
                "SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name LIKE 'resolutions.%%' AND %s <> ''",
                pk,
            )
        ),
        "nothing waited any more",
    )
    last.kill()
    last.wait(30)
    assert set(states()) == {"read"}, said.read_text()
    return pk


def test_a_volume_whose_worker_was_killed_is_read_once_and_nothing_is_lost(house: House, volume: str) -> None:
    from diwan.reading import read

    for language in ("en", "fr"):
        expected = read(VOLUMES / f"CFM60_POL_RES_FINAL_{language}.docx", language)
        drafts = house.ask(
            "SELECT d.key FROM resolutions_draftresolution d JOIN resolutions_volumetext t ON t.id = d.text_id "
            "WHERE t.volume_id = %s AND t.language = %s ORDER BY d.order",
            volume, language,
        )  # fmt: skip
        assert [key for (key,) in drafts] == [found.number for found in expected.resolutions]
    readings = house.ask(
        "SELECT particulars->>'language' FROM trail_event WHERE record_type = 'resolutions.volume' AND record_id = %s "
        "AND verb = 'take_reading'",
        volume,
    )
    assert sorted(language for (language,) in readings) == ["en", "fr"]
    orders = house.ask(
        'SELECT resolution_id, "order" FROM resolutions_draftparagraph GROUP BY 1, 2 HAVING count(*) > 1'
    )
    assert orders == []
    kept = house.ask("SELECT sha256 FROM documents_file")
    assert all((house.data / "documents" / digest[:2] / digest).is_file() for (digest,) in kept)


def test_two_who_adopt_the_same_volume_at_once_adopt_it_once(house: House, volume: str) -> None:
    adopters = [
        subprocess.Popen(
            [sys.executable, "-c", BEGIN + ADOPT, volume, name], env=house.environment, cwd=PROJECT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for name in ("idris", "harun")
    ]  # fmt: skip
    for adopter in adopters:
        assert adopter.stdout is not None and adopter.stdout.readline() == "ready\n", adopter.communicate()
    for adopter in adopters:
        assert adopter.stdin is not None
        adopter.stdin.write("now\n")
        adopter.stdin.flush()
    said = sorted(adopter.communicate(timeout=60)[0].strip() for adopter in adopters)
    assert said[0] == "adopted", said
    assert said[1].startswith("refused: ") and "adopted" in said[1], said
    assert house.ask("SELECT count(*) FROM trail_event WHERE verb = 'adopt' AND record_id = %s", volume) == [(1,)]
    entered, keys = house.ask("SELECT count(*), count(DISTINCT key) FROM resolutions_resolution")[0]
    drafts = house.ask("SELECT count(DISTINCT d.key) FROM resolutions_draftresolution d")[0][0]
    assert entered == keys == drafts


def test_what_was_acknowledged_survives_restarts_of_the_database_without_gap(house: House, place: Path) -> None:
    files = [place / f"clerk-{n}.txt" for n in range(3)]
    clerks = [house.begin(REGISTER, said=file) for file in files]

    def acknowledged() -> list[tuple[int, int]]:
        lines = [line.split() for file in files for line in file.read_text().splitlines()]
        return [(int(words[0]), int(words[1])) for words in lines if len(words) == 2 and words[0].isdigit()]

    try:
        for _restart in range(2):
            before = len(acknowledged())
            wait_until(lambda before=before: len(acknowledged()) > before + 60, "the clerks registered")
            house.database.stop()
            time.sleep(0.3)
            assert house.database.start() == house.url
        before = len(acknowledged())
        wait_until(lambda: len(acknowledged()) > before + 60, "the clerks registered after the restarts")
        assert all(clerk.poll() is None for clerk in clerks), [file.read_text()[-600:] for file in files]
    finally:
        for clerk in clerks:
            clerk.kill()
            clerk.wait(30)
    told = acknowledged()
    rows = house.ask(  # in one question: what a killed clerk's transaction still commits is in both or in neither
        "SELECT serial, NULL::bigint FROM references_reference WHERE year = 2035 AND register_id = (SELECT id FROM references_register "
        "WHERE code = 'faults') UNION ALL SELECT NULL, id FROM trail_event WHERE verb = 'sign_in'"
    )
    serials = {serial for serial, _event in rows if serial is not None}
    events = {event for _serial, event in rows if event is not None}
    assert len({serial for serial, _event in told}) == len(told), "a number was acknowledged twice"
    assert {serial for serial, _event in told} <= serials
    assert {event for _serial, event in told} <= events
    assert serials == set(range(1, max(serials) + 1)), "there is a gap"
    assert len(serials) == len(events)
    assert (
        house.run(
            "from diwan.trail.chain import verify; from diwan.references.models import gaps; print(bool(verify()), gaps())"
        )
        == "True []"
    )
