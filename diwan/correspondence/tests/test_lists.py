"""The list of the registry: figures, lines and pages say the same of every view, to everybody."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import QueryDict

from diwan.assignments.models import Assignment
from diwan.correspondence import filters
from diwan.correspondence.filters import Filter, view
from diwan.correspondence.models import Letter
from diwan.correspondence.tests.letters import person, presented, referred, registered
from diwan.kernel import clock

PERSONS = ("salma", "idris", "harun", "farid", "omar", "jean", "khalid", "hamza")


@pytest.fixture
def letters(cast: Any, unit: Any) -> None:
    """Some of every state: with different units, late and in time, acknowledged or not, closed to most, put away."""
    now = clock.now()
    for n in range(5):
        registered(
            subject=f"Registered {n}", received_at=now - dt.timedelta(days=n), language=("en", "fr", "ar")[n % 3]
        )
        presented(subject=f"Presented {n}", urgency="urgent" if n % 2 else "routine")
    for n in range(12):
        where = unit(("POL", "ECO", "BRU")[n % 3])
        letter = referred(where, subject=f"Referred {n}", copies=[unit("POL")] if n % 3 and n % 2 else [])
        if n % 4 == 1:
            Assignment.objects.filter(pk=letter.lead_id).update(due_on=clock.today() - dt.timedelta(days=n))
        if n % 4 == 2:
            Assignment.objects.filter(pk=letter.lead_id).update(state="accepted", person=person("omar"))
        if n % 6 == 3:
            letter.named.add(person("farid"), person("idris"))
            Letter.objects.filter(pk=letter.pk).update(confidentiality=2)
    Letter.objects.filter(subject="Referred 1").update(urgency="immediate")


def walked(who: Any, address: str) -> tuple[list[int], list[int]]:
    """The keys of all pages forwards, and again backwards from the last."""
    forwards: list[int] = []
    chosen = Filter(QueryDict(address), who)
    while True:
        forwards += chosen.page.keys
        if not chosen.page.following:
            break
        chosen = Filter(QueryDict(chosen.page.following[1:]), who)
    backwards = list(chosen.page.keys)
    while chosen.page.previous:
        chosen = Filter(QueryDict(chosen.page.previous[1:]), who)
        backwards = [*chosen.page.keys, *backwards]
    return forwards, backwards


@pytest.mark.parametrize("username", PERSONS)
@pytest.mark.parametrize("much", [False, True])
def test_figures_lines_and_pages_of_a_view_are_of_the_same_letters(
    username: str, much: bool, letters: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters, "SIZE", 2)
    monkeypatch.setattr(filters, "MUCH", -1 if much else 5_000)
    who = person(username)
    for tab in Filter(QueryDict(""), who).tabs:
        chosen = Filter(QueryDict(f"tab={tab}"), who)
        shown = set(view(tab, who).values_list("pk", flat=True))
        assert shown <= set(Letter.objects.filter(Letter.visible_to(who)).values_list("pk", flat=True))
        forwards, backwards = walked(who, f"tab={tab}")
        assert forwards == backwards and set(forwards) == shown and len(forwards) == len(shown), tab
        arrived = list(Letter.objects.filter(pk__in=shown).order_by("received_at", "pk").values_list("pk", flat=True))
        assert forwards == (arrived[::-1] if tab == "all" else arrived)
        if tab == "all":
            continue
        assert chosen.counts[tab] == len(shown)
        for chip, narrowed in {
            "today": "today=1",
            "urgent": "urgent=1",
            "in_fr": "language=fr",
            "confidential": "level=2",
        }.items():
            assert chosen.counts.get(chip, 0) == Filter(QueryDict(f"tab={tab}&{narrowed}"), who).rows.count(), (
                tab,
                chip,
            )


def test_what_a_unit_has_put_away_awaits_no_reply_of_it(cast: Any, unit: Any) -> None:
    """A copy for information that was read: the letter stays to be seen, and waits for the others."""
    letter = referred(unit("ECO"), copies=[unit("POL")])
    farid = person("farid")
    assert list(view("referred", farid)) == [letter]
    Assignment.objects.filter(unit=unit("POL")).update(state="done", ended_on=clock.today())
    assert not view("referred", farid).exists()
    assert list(view("all", farid)) == [letter]


def test_more_than_a_thousand_are_not_counted(letters: None, monkeypatch: pytest.MonkeyPatch, browse: Any) -> None:
    from diwan.records import counting

    monkeypatch.setattr(counting, "CAP", 3)
    page = browse(person("idris")).get("/registry/").text
    assert '<span class="n">3+</span>' in page


def test_a_number_finds_its_letter_in_any_writing(letters: None, browse: Any) -> None:
    letter = Letter.objects.get(subject="Referred 5")
    idris = person("idris")
    for words in (letter.number, letter.number.lower(), str(int(letter.number.rsplit("/", 1)[1]))):
        for tab in ("all", "referred"):
            assert list(Filter(QueryDict(f"tab={tab}&q={words}"), idris).rows) == [letter], (words, tab)
