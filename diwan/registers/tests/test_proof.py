"""The proof: what was tampered with is found, whichever of the witnesses was changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from diwan.correspondence.models import Letter
from diwan.kernel import clock
from diwan.references.models import Counter, Reference
from diwan.registers.proof import prove


@contextmanager
def as_owner(*tables: str) -> Iterator[None]:
    """Only the owner of the database can lift its guards."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the commit is done first
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def found() -> dict[str, list[str]]:
    """What the proof finds in the register of incoming letters."""
    volume = next(one for one in prove(2035).volumes if one.code == "incoming")
    return {finding.kind: finding.numbers for finding in volume.findings}


@pytest.fixture
def three(received: Any) -> list[Letter]:
    return [received(f"Subject {n}") for n in range(3)]


@pytest.mark.django_db(transaction=True)
def test_whole_registers_are_proved_on_one_page(furnish: Any, received: Any) -> None:
    for n in range(3):
        received(f"Subject {n}")
    page = StringIO()
    call_command("register_verify", stdout=page)
    said = page.getvalue()
    assert "No number is missing, doubled or dated back." in said
    assert "the chain is whole" in said
    assert len(said.splitlines()) < 60


def test_a_missing_number_is_found(three: list[Letter]) -> None:
    with as_owner("references_reference"):
        Reference.objects.filter(pk=three[1].reference_id).update(serial=99)
    assert found()["missing"] == ["2"]
    assert found()["beyond"] == ["IN/2035/000002"]


def test_a_number_dated_back_is_found_though_its_record_says_the_same(three: list[Letter]) -> None:
    early = dt.datetime(2035, 1, 5, 9, tzinfo=dt.UTC)
    with as_owner("references_reference", "correspondence_letter"):
        Reference.objects.filter(pk=three[2].reference_id).update(at=early)
        Letter.objects.filter(pk=three[2].pk).update(registered_at=early)
    assert found()["backdated"] == ["IN/2035/000003"]
    assert found()["untold"] == ["IN/2035/000003"]  # the trail told of it in another hour


def test_a_number_printed_otherwise_on_its_record_is_found(three: list[Letter]) -> None:
    with as_owner("correspondence_letter"):
        Letter.objects.filter(pk=three[0].pk).update(number="IN/2035/000077")
    assert found()["unlike"] == ["IN/2035/000001"]


def test_a_number_no_event_tells_of_is_found(salma: Any, three: list[Letter]) -> None:
    register = three[0].reference.register
    Counter.objects.filter(register=register).update(last=4)
    Reference.objects.create(
        register=register, year=2035, serial=4, printed="IN/2035/000004", state="given", by=salma,
        record_type="correspondence.letter", record_id=three[0].pk,
    )  # fmt: skip
    assert "IN/2035/000004" in found()["untold"] + found()["unlike"]
    assert found()["doubled"] == ["IN/2035/000001"]


def test_a_clock_set_back_is_found_and_nothing_is_refused(received: Any) -> None:
    received("First")
    with clock.at(dt.datetime(2035, 2, 12, 9, tzinfo=dt.UTC)):
        late = received("Second")
    assert late.number == "IN/2035/000002"
    assert found() == {"backdated": ["IN/2035/000002"]}


def test_a_void_number_is_kept_and_counted(received: Any, idris: Any) -> None:
    letter = received("Entered twice")
    letter.void(by=idris, reason="entered twice")
    volume = next(one for one in prove(2035).volumes if one.code == "incoming")
    assert volume
    assert (volume.last, volume.given, volume.void) == (1, 0, 1)
