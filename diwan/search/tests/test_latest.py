"""Who finds what among many: in every step of the search the policy decides, and nobody's letter is left out."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from diwan.assignments.models import Assignment
from diwan.correspondence.enrolment import marks_for
from diwan.correspondence.models import Letter
from diwan.kernel import clock
from diwan.records.enrolment import cards
from diwan.records.probing import row_by_row, said_once
from diwan.search import candidates
from diwan.search.find import find
from diwan.search.marks import person_mark, since_marks, unit_mark
from diwan.search.models import Entry
from diwan.search.reach import Reach, alternatives, narrows, reached
from diwan.search.reader import index_records

Everything = Callable[..., Any]
LANGUAGES = ["en", "fr", "ar"]
LETTERS = 30
PERSONS = ("salma", "idris", "farid", "omar", "jean", "khalid", "hamza", "adam", "zayd")
MATCHES, ESTIMATED, OWN = (400, 4000, False), (2, 3, False), (2, 1, True)


@pytest.fixture
def letters(salma: Any, idris: Any, omar: Any, unit: Everything) -> list[Letter]:
    """Thirty letters with the word "lighthouse", a day apart: some closed, some private, some given to units and persons."""
    chance = random.Random(7)
    made = []
    for n in range(LETTERS):
        moment = clock.now() - dt.timedelta(days=LETTERS - n)
        letter = Letter.register(
            by=salma, sender_name="Port Authority", subject=f"Lighthouse {n}", language="en", received_at=moment
        )
        Letter.objects.filter(pk=letter.pk).update(
            confidentiality=chance.choice([0, 1, 1, 1, 2, 3]), compartment=chance.choice(["", "", "", "private"])
        )
        if chance.random() < 0.3:
            letter.named.add(chance.choice([idris, omar]))
        if chance.random() < 0.4:
            Assignment.objects.create(
                record_type="correspondence.letter", record_id=letter.pk, given_by=idris, role="copy",
                unit=unit(chance.choice(["POL", "BRU", "ECO"])), person=chance.choice([omar, None]),
            )  # fmt: skip
        made.append(letter)
    index_records(cards()["correspondence.letter"], Letter.objects.all())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry")
    return made


@pytest.fixture(params=[MATCHES, ESTIMATED, OWN], ids=["matches", "estimated", "own"])
def step(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All matches are looked at; so few at a time that estimates decide; what the person may see is gone through."""
    first, at_once, own = request.param
    monkeypatch.setattr(candidates, "FIRST", first)
    monkeypatch.setattr(candidates, "AT_ONCE", at_once)
    monkeypatch.setattr(candidates._Search, "own_is_cheaper", lambda search, wanted: own)
    yield


def found(person: Any, words: str, **options: Any) -> list[Any]:
    person.__dict__.pop("authority", None)
    return [hit.record for hit in find(person, words, languages=LANGUAGES, **options)]


def test_each_finds_exactly_what_the_policy_shows(
    letters: list[Letter], cast: dict[str, Any], step: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the statistics of the database say: right, far too little, or far too much."""
    planner, lists = candidates._estimate, candidates._Search._expect_own
    for name in PERSONS:
        person = cast[name]
        shown = set(Letter.objects.visible_to(person).values_list("pk", flat=True))
        for matching, own in ((None, None), (1.0, 1e6), (1e6, 1.0), (1e6, 1e6)):
            estimate = planner if matching is None else lambda sql, given, matching=matching: matching
            monkeypatch.setattr(candidates, "_estimate", estimate)
            monkeypatch.setattr(
                candidates._Search, "_expect_own", lists if own is None else lambda search, own=own: own
            )
            for words in ("lighthouse", "port lighthouse", "lightho", '"port authority"', "-windmill"):
                hits = found(person, words, kinds=["correspondence.letter"], limit=LETTERS)
                assert {letter.pk for letter in hits} == shown, (name, words)


def test_some_see_much_and_some_little(letters: list[Letter], cast: dict[str, Any]) -> None:
    """The test above says something: there is much to hide, and for some a little to find."""
    shown = {name: Letter.objects.visible_to(cast[name]).count() for name in PERSONS}
    assert shown["adam"] == shown["zayd"] == 0
    assert 0 < shown["omar"] < shown["farid"] + shown["omar"] < LETTERS
    assert LETTERS > shown["salma"] > LETTERS / 3


def test_the_one_letter_of_a_desk_officer_is_found_among_all_the_others(
    letters: list[Letter], omar: Any, idris: Any, unit: Everything, step: None
) -> None:
    Assignment.objects.all().delete()
    oldest = letters[0]
    Letter.objects.filter(pk=oldest.pk).update(confidentiality=1, compartment="")
    Assignment.objects.create(
        record_type="correspondence.letter", record_id=oldest.pk, given_by=idris, unit=unit("POL"), person=omar
    )
    assert found(omar, "lighthouse", limit=5) == [oldest]


def test_of_many_equal_ones_the_latest_come_first(letters: list[Letter], salma: Any, step: None) -> None:
    open_ones = [letter.pk for letter in Letter.objects.visible_to(salma).order_by("-received_at")]
    assert [letter.pk for letter in found(salma, "lighthouse", limit=5)] == open_ones[:5]


def test_a_text_that_holds_the_word_more_often_comes_before_a_later_one(letters: list[Letter], salma: Any) -> None:
    oldest = letters[0]
    Letter.objects.filter(pk=oldest.pk).update(
        subject="Lighthouse lighthouse lighthouse", confidentiality=1, compartment=""
    )
    index_records(cards()["correspondence.letter"], Letter.objects.filter(pk=oldest.pk))
    assert found(salma, "lighthouse")[0] == oldest


def test_what_is_classified_afterwards_is_gone_at_once(letters: list[Letter], salma: Any, step: None) -> None:
    """The index keeps no copy of who may see what."""
    first = found(salma, "lighthouse")[0]
    Letter.objects.filter(pk=first.pk).update(confidentiality=3)
    assert first not in found(salma, "lighthouse", limit=LETTERS)


def test_the_statements_are_few_in_the_longest_search(letters: list[Letter], cast: dict[str, Any], step: None) -> None:
    for name in ("omar", "farid", "jean", "salma"):
        assert cast[name].authority.scope("correspondence", "R")  # read once for every page
        with CaptureQueriesContext(connection) as asked:
            find(cast[name], "port lighthouse", languages=LANGUAGES)
        assert len(asked) <= 12, name


def test_who_sees_nothing_asks_nothing(letters: list[Letter], zayd: Any, django_assert_num_queries: Any) -> None:
    assert not zayd.authority.posts
    with django_assert_num_queries(0):
        assert find(zayd, "lighthouse", languages=LANGUAGES) == []


@pytest.mark.parametrize("typed", ["@correspondence.letter", "@1:23780", "'@8:1'", "@", "@64:*"])
def test_marks_cannot_be_typed(letters: list[Letter], salma: Any, typed: str) -> None:
    assert found(salma, typed, kinds=["correspondence.letter"]) == []


def test_an_entry_bears_a_mark_of_every_stretch_it_lies_in(letters: list[Letter]) -> None:
    entries = list(Entry.objects.filter(record_type="correspondence.letter").order_by("since"))
    last = entries[-1].since
    for entry in entries:
        for days in (0, 1, 15, 16, 200, 5000):
            asked = since_marks(entry.since - dt.timedelta(days=days), last)
            assert len(asked) <= 17
            with connection.cursor() as cursor:
                cursor.execute("SELECT tsvector_to_array(vector) FROM search_entry WHERE id = %s", [entry.pk])
                assert set(asked) & set(cursor.fetchone()[0])


def bears(letter: Letter) -> set[str]:
    """The marks of units and persons on the entry of a letter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(vector) FROM search_entry WHERE record_id = %s", [letter.pk])
        return {mark for mark in cursor.fetchone()[0] if mark[:3] in ("@u:", "@p:")}


def test_all_that_a_reader_of_the_own_units_may_see_bears_a_mark_of_it(
    letters: list[Letter], cast: dict[str, Any]
) -> None:
    told = 0
    for name in PERSONS:
        wanted = marks_for(cast[name])
        for letter in Letter.objects.visible_to(cast[name]) if wanted is not None else []:
            assert bears(letter) & set(wanted), (name, letter)
            told += 1
    assert told > 5 and marks_for(cast["idris"]) is None and marks_for(cast["khalid"]) is None


def test_what_was_given_is_noted_at_once_and_never_forgotten(
    letters: list[Letter], cast: dict[str, Any], idris: Any, unit: Any
) -> None:
    letter, pol, adam = letters[0], unit("POL"), cast["adam"]
    Assignment.objects.filter(record_id=letter.pk).delete()
    one = Assignment.objects.create(
        record_type="correspondence.letter", record_id=letter.pk, given_by=idris, role="copy", unit=pol
    )
    assert unit_mark(pol.pk) in bears(letter) and person_mark(adam.pk) not in bears(letter)
    Assignment.objects.filter(pk=one.pk).update(person=adam)
    assert {unit_mark(pol.pk), person_mark(adam.pk)} <= bears(letter)
    before = bears(letter)
    index_records(cards()["correspondence.letter"], [letter])
    Assignment.objects.filter(pk=one.pk).delete()
    index_records(cards()["correspondence.letter"], [letter])
    assert bears(letter) == before


def test_a_letter_that_is_given_before_its_words_are_read_is_found_by_both(
    salma: Any, idris: Any, farid: Any, unit: Any
) -> None:
    letter = Letter.register(by=salma, sender_name="Port Authority", subject="Lightship", language="en")
    Entry.objects.filter(record_id=letter.pk).delete()
    Assignment.objects.create(
        record_type="correspondence.letter", record_id=letter.pk, given_by=idris, role="copy", unit=unit("POL")
    )
    assert found(farid, "lightship") == []
    index_records(cards()["correspondence.letter"], [letter])
    assert found(farid, "lightship") == [letter] and unit_mark(unit("POL").pk) in bears(letter)


def test_the_alternatives_of_a_policy_are_the_policy(letters: list[Letter], cast: dict[str, Any]) -> None:
    for name in PERSONS:
        condition = Letter.visible_to(cast[name])
        apart = {
            pk for one in alternatives(condition) for pk in Letter.objects.filter(one).values_list("pk", flat=True)
        }
        assert apart == set(Letter.objects.filter(condition).values_list("pk", flat=True)), name


def test_a_policy_asked_row_by_row_or_begun_at_its_lists_is_the_policy(
    letters: list[Letter], cast: dict[str, Any]
) -> None:
    keys = [letter.pk for letter in letters]
    for name in PERSONS:
        condition = Letter.visible_to(cast[name])
        shown = set(Letter.objects.filter(condition).values_list("pk", flat=True))
        assert set(Letter.objects.filter(row_by_row(condition)).values_list("pk", flat=True)) == shown, name
        asked = said_once(Letter, row_by_row(condition))
        assert {letter.pk for letter in asked} == shown, name
        assert {letter.pk for letter in reached(Letter.objects.all(), condition)} == shown, name
        assert set(asked.filter(pk__in=keys[::2]).values_list("pk", flat=True)) == shown & set(keys[::2]), name
        if shown and condition:
            with connection.cursor() as cursor:
                cursor.execute(*Reach(cards()["correspondence.letter"], cast[name]).among(keys[5:20]))
                assert {pk for (pk,) in cursor.fetchall()} == shown & set(keys[5:20]), name


def test_only_what_leads_to_few_rows_is_taken_apart(idris: Any, farid: Any) -> None:
    for one in alternatives(Letter.visible_to(farid)):
        assert narrows(one)
    sql = str(Letter.objects.visible_to(idris).query)
    assert sql.count("OFFSET 0") == 2 and " IN (SELECT" not in sql


def test_a_condition_that_would_fall_into_too_many_alternatives_is_left_whole() -> None:
    many = Q()
    for n in range(5):
        many &= Q(pk__in=[n]) | Q(pk__in=[n + 10])
    assert alternatives(many) == [many]
    assert alternatives(~(Q(pk=1) | Q(pk=2))) == [~(Q(pk=1) | Q(pk=2))]
    assert alternatives(Q(state="a") & (Q(pk__in=[1]) | Q(confidentiality__lte=1))) == [
        Q(state="a") & (Q(pk__in=[1]) | Q(confidentiality__lte=1))
    ]


def test_nothing_hidden_behind_an_empty_policy(zayd: Any, cast: dict[str, Any]) -> None:
    assert not Reach(cards()["correspondence.letter"], zayd)
    assert not Reach(cards()["correspondence.letter"], cast["adam"])


def test_the_page_shows_the_best_and_more_when_asked(letters: list[Letter], salma: Any, browse: Any) -> None:
    Letter.objects.update(confidentiality=1, compartment="")
    page = browse(salma).get("/search/", {"q": "lighthouse", "kind": "correspondence.letter"}).text
    assert page.count('<li class="hit">') == 25 and "pages=2" in page
    page = browse(salma).get("/search/", {"q": "lighthouse", "kind": "correspondence.letter", "pages": "2"}).text
    assert page.count('<li class="hit">') == LETTERS and "pages=3" not in page
    page = browse(salma).get("/search/", {"q": "lighthouse", "pages": "many"}).text
    assert page.count('<li class="hit">') == 25
