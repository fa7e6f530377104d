"""Finding: the index asked once, with what the person may see as part of the question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q
from django.utils.translation import override

from diwan.records.enrolment import Card, cards
from diwan.search.analysis import query as tsquery
from diwan.search.highlight import Fragment, highlight
from diwan.search.models import Entry


@dataclass
class Hit:
    """A record found, with the places of the words in its own text."""

    record: Any
    card: Card
    language: str
    title: list[Fragment]
    snippet: list[Fragment]


def find(person: Any, words: str, *, languages: list[str], kind: str = "", limit: int = 50) -> list[Hit]:
    """Records whose texts hold the words and which the person may see, best first; kinds each in one query more."""
    wanted = tsquery(words, languages)
    if not wanted:
        return []
    seen = Q(pk__in=[])
    for label, card in cards().items():
        if card.searchable and kind in ("", label):
            visible = card.model.objects.visible_to(person).values("pk")
            seen |= Q(record_type=label, record_id__in=visible)
    question = SearchQuery(wanted, config="simple", search_type="raw")
    entries = list(
        Entry.objects.filter(seen, vector=question)
        .annotate(rank=SearchRank(F("vector"), question))
        .order_by("-rank", "-at")[:limit]
    )
    records = _records(entries)
    return [
        _hit(entry, records[entry.record_type, entry.record_id], words, languages)
        for entry in entries
        if (entry.record_type, entry.record_id) in records
    ]


def _records(entries: list[Any]) -> dict[tuple[str, int], Any]:
    found: dict[tuple[str, int], Any] = {}
    for label in {entry.record_type for entry in entries}:
        card = cards()[label]
        ids = [entry.record_id for entry in entries if entry.record_type == label]
        rows = card.model.objects.filter(pk__in=ids).select_related(*card.api_related)
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
