"""Finding: one box, three languages, only what one may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from diwan.records.enrolment import cards
from diwan.resolutions.models import Mandate, Resolution
from diwan.search.find import Hit, find
from diwan.search.models import Entry

LANGUAGES = ["en", "fr", "ar"]
Everything = Callable[..., Any]


@pytest.fixture
def indexed(mandates: list[Mandate], jobs: Everything) -> list[Mandate]:
    """The volume adopted, and indexed by its job."""
    jobs()
    return mandates


def found(person: Any, words: str, **options: Any) -> list[Hit]:
    return find(person, words, languages=LANGUAGES, **options)


def text(fragments: Any) -> str:
    return "".join(fragment.text for fragment in fragments)


def marked(fragments: Any) -> list[str]:
    return [fragment.text for fragment in fragments if fragment.hit]


@pytest.mark.parametrize(
    ("words", "language", "mark"),
    [
        ("meeting of experts", "en", "experts"),
        ("réunion d’experts", "fr", "experts"),
        ("اجتماع للخبراء", "ar", "للخبراء"),
    ],
)
def test_a_mandate_is_found_in_each_language_and_shown_in_the_readers(
    words: str, language: str, mark: str, indexed: list[Mandate], idris: Any
) -> None:
    readers = [language, *(code for code in LANGUAGES if code != language)]
    hits = [hit for hit in find(idris, words, languages=readers) if isinstance(hit.record, Mandate)]
    assert {hit.record.pk for hit in hits} == {m.pk for m in indexed if m.legal_class == "mandate"}
    assert {hit.language for hit in hits} == {language}
    assert any(mark in part for part in marked(hits[0].snippet))


@pytest.mark.parametrize("words", ["meetings", "expert", "Requesting", "الخبراء", "اجتماعات", "demander"])
def test_another_form_of_the_word_finds_it_too(words: str, indexed: list[Mandate], idris: Any) -> None:
    assert found(idris, words)


def test_the_readers_own_language_is_shown_when_it_holds_the_word(indexed: list[Mandate], idris: Any) -> None:
    hits = find(idris, "experts", languages=["fr", "en", "ar"])
    assert {hit.language for hit in hits} == {"fr"}


def test_a_kind_narrows_what_is_found(indexed: list[Mandate], idris: Any) -> None:
    assert {type(hit.record) for hit in found(idris, "experts")} == {Mandate, Resolution}
    assert {type(hit.record) for hit in found(idris, "experts", kinds=["resolutions.resolution"])} == {Resolution}
    assert found(idris, "experts", kinds=["no.such"]) == []


def test_a_number_finds_its_resolution_first(indexed: list[Mandate], idris: Any) -> None:
    hits = found(idris, "2/60-POL")
    assert isinstance(hits[0].record, Resolution | Mandate)
    assert all("2/60-POL" in hit.record.reference_printed for hit in hits)


@pytest.mark.parametrize(
    "words", ["", "   ", "!!!", "'); drop table search_entry; --", ":* & | !", "\x00", "«»", "x" * 5000]
)
def test_odd_questions_find_nothing_and_break_nothing(words: str, indexed: list[Mandate], idris: Any) -> None:
    assert found(idris, words) == []
    assert Entry.objects.exists()


def test_what_one_may_not_see_is_not_found_whatever_is_asked(indexed: list[Mandate], cast: dict[str, Any]) -> None:
    for name in ("zayd", "adam"):
        assert found(cast[name], "experts") == []
    only_texts = {type(hit.record) for hit in found(cast["salma"], "experts")}
    assert only_texts <= {Resolution}, "the registry reads titles, not the follow-up"


def test_the_number_of_questions_does_not_grow_with_what_is_found(
    indexed: list[Mandate], idris: Any, django_assert_max_num_queries: Any
) -> None:
    assert idris.authority
    with django_assert_max_num_queries(len(cards()) + 2):
        assert len(found(idris, "Secretary General")) >= 2


def test_what_is_recorded_later_is_found_at_once(
    indexed: list[Mandate], idris: Any, farid: Any, unit: Everything, django_capture_on_commit_callbacks: Everything
) -> None:
    assert found(idris, "lighthouse") == []
    with django_capture_on_commit_callbacks(execute=True):
        indexed[0].assign(by=idris, unit=unit("POL"))
        indexed[0].act(by=farid, what={"en": "Experts met in the lighthouse."})
    assert [hit.record for hit in found(idris, "lighthouses")] == [indexed[0]]


def test_reading_it_does_not_write_the_index_anew(
    indexed: list[Mandate], idris: Any, django_capture_on_commit_callbacks: Everything
) -> None:
    entry = Entry.objects.get(record_type="resolutions.mandate", record_id=indexed[0].pk)
    with django_capture_on_commit_callbacks(execute=True):
        indexed[0].track("read", by=idris)
    assert Entry.objects.get(pk=entry.pk).at == entry.at


def test_the_page_shows_what_is_found_with_its_words_marked(
    indexed: list[Mandate], idris: Any, browse: Everything
) -> None:
    page = browse(idris).get("/search/?q=experts").content.decode()
    assert "<mark>experts</mark>" in page
    assert indexed[0].get_absolute_url() in page


def test_the_exact_number_of_one_record_opens_it(indexed: list[Mandate], idris: Any, browse: Everything) -> None:
    answer = browse(idris).get("/search/", {"q": "1/60-pol"})
    assert answer.status_code == 302
    assert answer.url == indexed[0].resolution.get_absolute_url()


def test_the_number_of_what_one_may_not_see_opens_nothing(
    indexed: list[Mandate], zayd: Any, browse: Everything
) -> None:
    answer = browse(zayd).get("/search/", {"q": "1/60-POL"})
    assert answer.status_code == 200
    assert indexed[0].resolution.get_absolute_url() not in answer.content.decode()


def test_words_from_outside_are_shown_as_words(indexed: list[Mandate], idris: Any, browse: Everything) -> None:
    page = browse(idris).get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
