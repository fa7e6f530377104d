"""The trail: what happened is never changed, and one can prove it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction

from diwan.people.models import Person, machine
from diwan.trail.chain import verify
from diwan.trail.models import Event, Link, record_event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clerk(db: Any) -> Person:
    return machine()


def test_each_event_is_linked_to_the_one_before_when_it_is_committed(clerk: Person) -> None:
    first = record_event(clerk, "sign_in", by=clerk)
    second = record_event(clerk, "sign_in", by=clerk)

    assert second.link.serial == first.link.serial + 1
    assert verify()


def test_an_event_that_is_rolled_back_leaves_no_gap(clerk: Person) -> None:
    before = verify().links
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record_event(clerk, "sign_in", by=clerk)
        raise ZeroDivisionError
    record_event(clerk, "sign_in", by=clerk)

    verdict = verify()
    assert verdict and verdict.links == before + 1


def test_many_at_once_make_one_chain(clerk: Person) -> None:
    before = verify().links

    def write() -> None:
        try:
            for n in range(10):
                with transaction.atomic():
                    record_event(clerk, "sign_in", by=clerk, n=n)
                    record_event(clerk, "sign_in", by=clerk, n=n)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    verdict = verify()
    assert verdict, verdict
    assert verdict.links == before + 160


@pytest.mark.parametrize("statement", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize(("table", "change"), [("trail_event", "verb = 'x'"), ("trail_link", "digest = ''")])
def test_the_database_refuses_to_change_it(clerk: Person, statement: str, table: str, change: str) -> None:
    record_event(clerk, "sign_in", by=clerk)
    with (
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table, change))


def _behind_its_back(statement: str, *values: Any) -> None:
    """As somebody would who owns the database and switches its guards off."""
    with connection.cursor() as cursor:
        for table in ("trail_event", "trail_link"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        for table in ("trail_event", "trail_link"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_changed_event_is_named_as_the_first_broken_link(clerk: Person) -> None:
    events = [record_event(clerk, "sign_in", by=clerk, n=n) for n in range(4)]
    _behind_its_back("UPDATE trail_event SET particulars = '{\"n\": 99}' WHERE id = %s", events[1].pk)

    verdict = verify()
    assert verdict.broken_at == events[1].link.serial
    assert verdict.event == events[1].pk
    with pytest.raises(CommandError, match=f"broken at link {verdict.broken_at}"):
        call_command("trail_verify")
    _behind_its_back("UPDATE trail_event SET particulars = '{\"n\": 1}' WHERE id = %s", events[1].pk)
    assert verify()


def test_a_removed_event_a_removed_end_and_an_unlinked_event_are_found(clerk: Person) -> None:
    events = [record_event(clerk, "sign_in", by=clerk, n=n) for n in range(3)]
    last: Link = events[2].link
    _behind_its_back("DELETE FROM trail_link WHERE serial = %s", last.serial)
    assert verify().reason == "the end of the chain was cut off"

    _behind_its_back(
        "INSERT INTO trail_link (serial, event_id, digest) VALUES (%s, %s, %s)",
        last.serial,
        events[2].pk,
        last.digest,
    )
    assert verify()

    _behind_its_back(
        "INSERT INTO trail_event (record_type, record_id, verb, by_id, at, particulars) "
        "VALUES ('people.person', 1, 'sign_in', %s, now(), '{}')",
        clerk.pk,
    )
    assert verify().reason == "an event stands outside the chain"
    _behind_its_back("DELETE FROM trail_event WHERE id = (SELECT max(id) FROM trail_event)")
    assert verify()


def test_a_sentence_is_made_on_reading_in_the_readers_language(clerk: Person) -> None:
    from django.utils import translation

    event = Event(
        record_type="people.person",
        record_id=clerk.pk,
        verb="attach",
        by=clerk,
        particulars={"title": "Lettre"},
    )
    with translation.override("en"):
        assert event.says == "attached “Lettre”"
    with translation.override("ar"):
        assert "Lettre" in event.says and event.says != "attached “Lettre”"
