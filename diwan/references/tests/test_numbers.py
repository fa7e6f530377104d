"""Numbers without gap, also when many draw at once and when acts fail."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from diwan.kernel.decisions import NotNow
from diwan.people.models import Person, machine
from diwan.references.models import Counter, Reference, Register, gaps

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def incoming(db: Any) -> Register:
    return Register.objects.update_or_create(code="incoming", defaults={"pattern": "IN/{year}/{serial:06}"})[0]


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
    with pytest.raises(IntegrityError, match="stays as it was drawn"):
        Reference.objects.filter(pk=first.pk).delete()
    with connection.cursor() as cursor:  # only its owner can lift the guard, and then the gap is seen
        cursor.execute("ALTER TABLE references_reference DISABLE TRIGGER USER")
        Reference.objects.filter(pk=first.pk).delete()
        cursor.execute("ALTER TABLE references_reference ENABLE TRIGGER USER")
    assert gaps() == ["incoming/2035/1"]


def test_a_number_is_never_dated_back_nor_printed_otherwise_nor_a_register_counted_back(
    incoming: Register, clerk: Person
) -> None:
    with transaction.atomic():
        number = incoming.draw(by=clerk, record=clerk)
    for change in ({"printed": "IN/2035/000009"}, {"serial": 9}, {"at": "2034-01-01T00:00:00Z"}):
        with pytest.raises(IntegrityError, match="stays as it was drawn"):
            Reference.objects.filter(pk=number.pk).update(**change)
    with pytest.raises(IntegrityError, match="never counted back"):
        Counter.objects.update(last=0)


def test_a_number_given_in_error_is_kept_void_and_stays_void(incoming: Register, clerk: Person) -> None:
    with transaction.atomic():
        number = incoming.draw(by=clerk, record=clerk)
    with pytest.raises(NotNow):
        number.void(by=clerk, reason="entered twice")
    number.void(by=clerk, reason="entered twice", given=True)
    with pytest.raises(IntegrityError):
        Reference.objects.filter(pk=number.pk).update(state="given", reason="")


def test_a_record_to_come_is_told_its_key_with_its_number(incoming: Register, clerk: Person) -> None:
    with transaction.atomic():
        number = incoming.draw(by=clerk, record=Register)
        Register(pk=number.record_id, code="made-with-it", pattern="{serial}", yearly=False).save(force_insert=True)
    assert Register.objects.get(code="made-with-it").pk == number.record_id
