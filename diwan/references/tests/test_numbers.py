"""Numbers without gap, also when many draw at once and when acts fail."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from diwan.kernel.decisions import NotNow
from diwan.people.models import Person, machine
from diwan.references.models import Reference, Register, gaps

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def incoming(db: Any) -> Register:
    return Register.objects.create(code="incoming", pattern="IN/{year}/{serial:06}")


@pytest.fixture
def clerk(db: Any) -> Person:
    return machine()


def test_a_number_carries_its_year_and_serial(incoming: Register, clerk: Person) -> None:
    with transaction.atomic():
        number = incoming.draw(by=clerk, record=clerk)
    assert str(number) == "IN/2035/000001"


def test_each_year_begins_anew(incoming: Register, clerk: Person) -> None:
    with transaction.atomic():
        assert [str(incoming.draw(by=clerk, record=clerk, year=y)) for y in (2034, 2034, 2035)] == [
            "IN/2034/000001", "IN/2034/000002", "IN/2035/000001",
        ]  # fmt: skip


def test_what_is_rolled_back_was_never_given(incoming: Register, clerk: Person) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        incoming.draw(by=clerk, record=clerk)
        raise ZeroDivisionError
    with transaction.atomic():
        assert incoming.draw(by=clerk, record=clerk).serial == 1
    assert gaps() == []


def test_many_clerks_at_once_leave_no_gap_and_no_double(incoming: Register, clerk: Person) -> None:
    def register(unlucky: int) -> None:
        try:
            for n in range(12):
                try:
                    with transaction.atomic():
                        incoming.draw(by=clerk, record=clerk)
                        if n % 4 == unlucky:
                            raise ZeroDivisionError
                except ZeroDivisionError:
                    pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=register, args=(k % 4,)) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    serials = sorted(Reference.objects.filter(register=incoming).values_list("serial", flat=True))
    assert serials == list(range(1, 8 * 9 + 1))
    assert gaps() == []


def test_a_killed_connection_leaves_no_gap(incoming: Register, clerk: Person) -> None:
    def die() -> None:
        from django.db import connection

        try:
            with transaction.atomic():
                incoming.draw(by=clerk, record=clerk)
                connection.connection.close()  # as a crash would, in the middle of the act
        except Exception:
            connection.close()
        finally:
            connections.close_all()

    thread = threading.Thread(target=die)
    thread.start()
    thread.join()
    with transaction.atomic():
        assert incoming.draw(by=clerk, record=clerk).serial == 1


def test_a_number_is_not_drawn_outside_a_transaction(incoming: Register, clerk: Person) -> None:
    with pytest.raises(RuntimeError):
        incoming.draw(by=clerk, record=clerk)


def test_a_reserved_number_is_given_later_or_kept_void_with_its_reason(incoming: Register, clerk: Person) -> None:
    with transaction.atomic():
        kept, spoilt = incoming.draw(by=clerk), incoming.draw(by=clerk)
    kept.give(clerk)
    spoilt.void(by=clerk, reason="stamped twice")

    assert (kept.state, spoilt.state, spoilt.reason) == ("given", "void", "stamped twice")
    with pytest.raises(NotNow):
        spoilt.give(clerk)
    with pytest.raises(ValueError, match="reason"), transaction.atomic():
        incoming.draw(by=clerk).void(by=clerk, reason=" ")
    assert gaps() == []


def test_the_database_refuses_a_double_and_a_void_without_reason(incoming: Register, clerk: Person) -> None:
    with transaction.atomic():
        number = incoming.draw(by=clerk, record=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reference.objects.create(register=incoming, year=number.year, serial=1, printed="x", state="reserved", by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reference.objects.filter(pk=number.pk).update(state="void")


def test_a_missing_number_is_named(incoming: Register, clerk: Person) -> None:
    with transaction.atomic():
        first = incoming.draw(by=clerk, record=clerk)
        incoming.draw(by=clerk, record=clerk)
    Reference.objects.filter(pk=first.pk).delete()
    assert gaps() == ["incoming/2035/1"]
