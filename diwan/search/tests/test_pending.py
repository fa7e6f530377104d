"""Words that are read later are not lost, whoever dies in between."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from diwan.correspondence.models import Letter
from diwan.kernel.jobs import do_steady_work
from diwan.records.enrolment import cards
from diwan.search import pending
from diwan.search.find import find
from diwan.search.models import Entry, Pending
from diwan.trail.models import Event

Everything = Callable[..., Any]
LETTER = "correspondence.letter"
KILLED = """
import os, signal, sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from diwan.search import pending, reader
whole = reader.index_pending
def half_done(card, verbs):
    whole(card, verbs)
    os.kill(os.getpid(), signal.SIGKILL)
pending._readers = lambda: [half_done]
pending.read_pending()
"""


def register(by: Any, subject: str = "The lighthouse of the port") -> Letter:
    return Letter.register(by=by, sender_name="Port Authority", subject=subject, language="en", received_at=None)


def entries() -> set[int]:
    return set(Entry.objects.filter(record_type=LETTER).values_list("record_id", flat=True))


def test_a_letter_is_noted_with_its_registration_and_indexed_by_the_worker(
    salma: Any, jobs: Everything, django_capture_on_commit_callbacks: Everything
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        letter = register(salma)
    assert entries() == set(), "not in the request"
    assert list(Pending.objects.values_list("record_type", "record_id", "verb")) == [(LETTER, letter.pk, "register")]
    jobs()
    assert not Pending.objects.exists()
    assert [hit.record for hit in find(salma, "lighthouses", languages=["en"])] == [letter]
    assert Entry.objects.get(record_type=LETTER).since == letter.received_at


def test_a_registration_that_is_rolled_back_leaves_no_note(salma: Any) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        register(salma)
        raise ZeroDivisionError
    assert not Pending.objects.exists()


def test_what_leaves_the_words_as_they_were_is_not_noted(salma: Any, jobs: Everything) -> None:
    letter = register(salma)
    jobs()
    for verb in ("read", "label", "refer"):
        letter.track(verb, by=salma)
    assert not Pending.objects.exists()


def test_many_events_of_one_record_are_read_at_once(salma: Any, jobs: Everything, monkeypatch: Any) -> None:
    read: list[dict[int, set[str]]] = []
    monkeypatch.setattr(pending, "_readers", lambda: [lambda card, verbs: read.append(verbs)])
    letter = register(salma)
    letter.track("summarise", by=salma)
    letter.track("summarise", by=salma)
    assert do_steady_work() == 3
    assert read == [{letter.pk: {"register", "summarise"}}]


def test_a_record_nobody_can_read_stops_no_other(salma: Any, monkeypatch: Any) -> None:
    bad, good = register(salma), register(salma)
    words = cards()[LETTER].searchable

    def unreadable(letter: Letter) -> Any:
        if letter.pk == bad.pk:
            raise ValueError("torn")
        assert words is not None
        return words(letter)

    monkeypatch.setitem(cards(), LETTER, _with(searchable=unreadable))
    assert do_steady_work() == 2
    assert entries() == {good.pk}
    assert not Pending.objects.exists()


def _with(**changed: Any) -> Any:
    from dataclasses import replace

    return replace(cards()[LETTER], **changed)


def test_a_registration_costs_the_readers_one_row(
    salma: Any, django_capture_on_commit_callbacks: Everything, django_assert_num_queries: Any
) -> None:
    """The note, in the transaction itself; after the commit no reader asks anything."""
    with django_capture_on_commit_callbacks() as callbacks:
        register(salma)
    with django_assert_num_queries(0):
        for callback in callbacks:
            callback()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_nothing(furnish: Everything) -> None:
    """Its transaction goes with it: nothing half written, and the notes still there for the next one."""
    furnish()
    from diwan.people.models import Person

    salma = Person.objects.get(username="salma")
    letters = {register(salma).pk for _n in range(3)}
    before = Pending.objects.count()
    assert before == 3
    run = subprocess.run(
        [sys.executable, "-c", KILLED, connection.settings_dict["NAME"]],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "diwan.config.settings"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == -9, run.stderr
    assert entries() == set()
    assert Pending.objects.count() == before
    assert do_steady_work() == 3
    assert entries() == letters
    assert Event.objects.filter(record_type=LETTER).count() == 3
