"""Finding: the index asked once, with what the person may see as part of the question."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import override

from diwan.records.enrolment import Card, cards
from diwan.search.analysis import query as tsquery
from diwan.search.candidates import latest
from diwan.search.highlight import Fragment, highlight
from diwan.search.models import Entry
from diwan.search.reach import Reach


@dataclass
class Latest:
    """The latest records that hold some words, for who reads them together with their ``rank``."""

    keys: list[tuple[str, int]]
    question: str

    def of(self, kind: str) -> list[int]:
        """The keys of one kind."""
        return [key for label, key in self.keys if label == kind]

    def rank(self, kind: str) -> Subquery:
        """How well a record of this kind answers, as part of the statement that reads it."""
        entry = Entry.objects.filter(record_type=kind, record_id=OuterRef("pk"))
        return Subquery(entry.values(rank=_rank(self.question)))


@dataclass
class Hit:
    """A record found, with the places of the words in its own text."""

    record: Any
    card: Card
    language: str
    title: list[Fragment]
    snippet: list[Fragment]


def find(person: Any, words: str, *, languages: list[str], kinds: Collection[str] = (), limit: int = 25) -> list[Hit]:
    """Records, of some kinds or all, whose texts hold the words and which the person may see, best first.

    Best is by how often and how close together the words stand, and among equals the latest. Where very many match
    (more than ``candidates.RANKED``), the latest of them that the person may see are compared among themselves: of
    100,000 letters with one word those of this month are looked for. The policy of each kind is part of the question,
    so that what may not be seen is neither counted nor takes anybody's place. The number of statements is bounded:
    at most eight, and one for each kind of record that is shown.
    """
    entries = list(_ranked(person, words, languages, kinds, limit).defer("vector"))
    records = _records(entries)
    return [
        _hit(entry, records[entry.record_type, entry.record_id], words, languages)
        for entry in entries
        if (entry.record_type, entry.record_id) in records
    ]


def find_keys(
    person: Any, words: str, *, languages: list[str], kinds: Collection[str] = (), limit: int
) -> dict[str, list[int]]:
    """The keys of the same records by kind, in the same order, for who lists them in another way."""
    found: dict[str, list[int]] = {}
    for label, key in _ranked(person, words, languages, kinds, limit).values_list("record_type", "record_id"):
        found.setdefault(label, []).append(key)
    return found


def find_latest(person: Any, words: str, *, languages: list[str], kinds: Collection[str], wanted: int) -> Latest:
    """The latest ``wanted`` records of some kinds that hold the words and that the person may see."""
    if not (question := tsquery(words, languages)):
        return Latest([], "")
    found = latest(question, _reaches(person, kinds), wanted, wanted)
    return Latest([(label, record) for _pk, label, record, _since in found], question)


def _ranked(person: Any, words: str, languages: list[str], kinds: Collection[str], limit: int) -> Any:
    wanted = tsquery(words, languages)
    if not wanted:
        return Entry.objects.none()
    reaches = _reaches(person, kinds)
    entries = Entry.objects.filter(pk__in=[pk for pk, *_record in latest(wanted, reaches, limit)])
    return entries.annotate(rank=_rank(wanted)).order_by("-rank", "-since", "-pk")[:limit]


def _reaches(person: Any, kinds: Collection[str]) -> list[Reach]:
    searched = [card for label, card in cards().items() if card.searchable and (not kinds or label in kinds)]
    return [reach for card in searched if (reach := Reach(card, person))]


def _rank(wanted: str) -> SearchRank:
    return SearchRank(F("vector"), SearchQuery(wanted, config="simple", search_type="raw"))


def _records(entries: list[Any]) -> dict[tuple[str, int], Any]:
    found: dict[tuple[str, int], Any] = {}
    for label in {entry.record_type for entry in entries}:
        card = cards()[label]
        ids = [entry.record_id for entry in entries if entry.record_type == label]
        along = card.api_related if card.line_related is None else card.line_related
        rows = card.model.objects.filter(pk__in=ids)
        rows = rows.select_related(*along) if along else rows
        found |= {(label, row.pk): row for row in rows}
    return found


def _hit(entry: Any, record: Any, words: str, languages: list[str]) -> Hit:
    """The language shown is the reader's when its text holds a word, else the first that does."""
    card = cards()[entry.record_type]
    best: tuple[str, list[Fragment], list[Fragment]] | None = None
    for language in [*(code for code in languages if code in entry.texts), *entry.texts]:
        title, body = entry.texts[language]
        with override(language):
            number = getattr(record, "reference_printed", "")  # shown apart, left to right in any language
        shown = (
            language,
            highlight(title.removeprefix(number).strip(), words, languages, width=300),
            highlight(body, words, languages, width=220),
        )
        if any(f.hit for f in (*shown[1], *shown[2])):
            best = shown
            break
        best = best or shown
    language, title_parts, snippet = best or ("", [], [])
    return Hit(record, card, language, title_parts, snippet)
