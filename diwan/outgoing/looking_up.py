"""What the gate looks up before a paper leaves: what it cites, and what was said before that is like it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F
from django.utils.safestring import SafeString

from diwan.citations.links import reads_all, targets
from diwan.citations.reader import Finders
from diwan.comparison.difference import difference
from diwan.comparison.kinship import Words
from diwan.interface.components.marks import direction
from diwan.outgoing import policies
from diwan.outgoing.differences import drawn
from diwan.outgoing.models import Addressee, Outgoing
from diwan.records.citing import Cited
from diwan.records.enrolment import card_of, cards
from diwan.records.models import Link
from diwan.references.models import Reference, Register
from diwan.search.candidates import latest
from diwan.search.models import Entry
from diwan.search.reach import Reach
from diwan.search.words import stems

RARE = 10
"""Words by which earlier texts are sought: those that stand in the fewest texts of the house."""
COMPARED = 60
"""Earlier texts that are compared word by word for each language."""
ALIKE = 0.22
"""The share of weighted words in common from which a text is shown (0 to 1, Dice; see ``comparison.kinship``)."""
SHOWN = 8
LONG = 60_000
"""Characters of a text that are compared."""
LETTER = "correspondence.letter"
COMPARED_KINDS = (policies.OUTGOING, LETTER, "resolutions.resolution")
"""What may contradict a paper: earlier papers, letters received, resolutions."""
ENDED = frozenset({"superseded", "overtaken", "retired", "void", "withdrawn"})
"""States of a cited record that the reader of a new paper should know of."""


@dataclass
class CitedText:
    """Something cited: as printed, in which languages, what it is when it may be seen, and whether it still stands.

    ``absent`` is True when it is in no register, None when nothing of this number is open to the reader.
    """

    printed: str
    languages: list[str] = field(default_factory=list)
    basis: bool = False
    record: Any = None
    absent: bool | None = False
    later: list[Any] = field(default_factory=list)

    @property
    def latest(self) -> Any:
        """The last of those that came after it."""
        return self.later[-1] if self.later else None

    @property
    def ended(self) -> str:
        """Its state in words, where it stands no longer."""
        state = getattr(self.record, "state", "")
        return str(self.record.get_state_display()) if state in ENDED else ""

    @property
    def status(self) -> str:
        """The word for its status sign."""
        if self.record is None:
            return "late"
        return "soon" if self.later or self.ended else "done"


def cited(outgoing: Outgoing, person: Any) -> list[CitedText]:
    """Everything its texts and its legal basis cite, each once, in the order of reading."""
    found: dict[str, tuple[Cited, CitedText]] = {}
    finders = Finders()
    texts = outgoing.latest_texts()
    read = [("", outgoing.legal_basis), *((code, f"{text.subject}\n{text.body}") for code, text in texts.items())]
    for language, text in read:
        for one in finders(text, ""):
            _cited, line = found.setdefault(one.key, (one, CitedText(" ".join(one.printed.split()))))
            line.basis = line.basis or not language
            if language and language not in line.languages:
                line.languages.append(language)
    leading = targets(person, [key for one, _line in found.values() for key in (one.key, one.also)])
    all_open = reads_all(person)
    for one, line in found.values():
        seen = [leading[key] for key in (one.key, one.also) if key in leading]
        line.record = next((target.record for target in seen if target.record is not None), None)
        if line.record is None:
            # to who does not read everything, what is closed and what is nowhere look the same
            line.absent = True if all_open and all(target.absent for target in seen) else None
    lines = [line for _one, line in found.values()]
    ours = _of_registers(read, person)
    there = {line.printed for line in ours}
    lines = [line for line in lines if line.printed not in there] + ours
    _look_later(lines, person)
    return lines


def _of_registers(read: Iterable[tuple[str, str]], person: Any) -> list[CitedText]:
    """The numbers of letters and papers of the house. A number that was never drawn is in no register; that it was is no
    secret, since registers have no gaps."""
    found: dict[str, CitedText] = {}
    patterns = [_pattern_of(register.pattern) for register in Register.objects.all()]
    for language, text in read:
        matches = [match for pattern in patterns for match in pattern.finditer(text)]
        for match in sorted(matches, key=lambda match: match.start()):
            line = found.setdefault(match[0].upper(), CitedText(match[0]))
            line.basis = line.basis or not language
            if language and language not in line.languages:
                line.languages.append(language)
    if not found:
        return []
    drawn = {row.printed.upper(): row for row in Reference.objects.filter(printed__in=list(found))}
    seen: dict[tuple[str, int], Any] = {}
    for label in {row.record_type for row in drawn.values() if row.record_id}:
        model: Any = apps.get_model(label)
        keys = [row.record_id for row in drawn.values() if row.record_type == label]
        seen |= {(label, record.pk): record for record in model.objects.visible_to(person).filter(pk__in=keys)}
    for number, line in found.items():
        row = drawn.get(number)
        line.record = seen.get((row.record_type, row.record_id or 0)) if row else None
        line.absent = False if line.record is not None else True if row is None else None
    return list(found.values())


def _pattern_of(pattern: str) -> re.Pattern[str]:
    """The numbers of a register, as they are recognised in a text."""
    places = {"year": r"\d{4}", "serial": r"\d{1,9}"}
    parts = re.split(r"\{(\w+)[^}]*\}", pattern)
    said = "".join(places.get(part, r"[\w-]{1,20}") if n % 2 else re.escape(part) for n, part in enumerate(parts))
    return re.compile(rf"(?<![\w/]){said}(?![\w/])", re.IGNORECASE)


def _look_later(lines: Iterable[CitedText], person: Any) -> None:
    """What followed each cited record on its matter, or took its place."""
    by_kind: dict[str, dict[int, list[CitedText]]] = {}
    for line in lines:
        if line.record is not None:
            by_kind.setdefault(line.record._meta.label_lower, {}).setdefault(line.record.pk, []).append(line)
    for label, some in by_kind.items():
        card = cards().get(label)
        later = card.later(list(some), person) if card and card.later else {}
        for pk, record in _replacements(label, list(some), person):
            later.setdefault(pk, []).append(record)
        for pk, records in later.items():
            for line in some.get(pk, ()):
                line.later = records


def _replacements(label: str, keys: Sequence[int], person: Any) -> Iterable[tuple[int, Any]]:
    """Records that were linked as superseding others."""
    rows = Link.objects.filter(kind=Link.Kind.SUPERSEDES, to_type=label, to_id__in=keys)
    wanted: dict[str, dict[int, int]] = {}
    for row in rows:
        wanted.setdefault(row.from_type, {})[row.from_id] = row.to_id
    for kind, by_source in wanted.items():
        model: Any = apps.get_model(kind)
        for record in model.objects.visible_to(person).filter(pk__in=by_source):
            yield by_source[record.pk], record


# what was said before ----------------------------------------------------------------------------------------------
@dataclass
class Similar:
    """An earlier text like the paper: how much, in which language, and the passage nearest to it with what differs."""

    record: Any
    language: str
    likeness: float
    passage: SafeString
    same_addressee: bool = False
    kind: Any = ""

    @property
    def percent(self) -> int:
        """Likeness in hundredths."""
        return round(self.likeness * 100)

    @property
    def direction(self) -> str:
        """Which way it is written."""
        return direction(self.language)

    @property
    def on(self) -> Any:
        """The day of it."""
        record = self.record
        return (
            getattr(record, "signed_at", None) or getattr(record, "dated", None) or getattr(record, "received_at", None)
        )


def similar(outgoing: Outgoing, person: Any, limit: int = SHOWN) -> list[Similar]:
    """Earlier papers, letters and resolutions most like it, as far as the person may see them; the likest first.

    Nobody claims that they contradict it: what differs is marked, to be read.
    """
    texts = {code: text.body[:LONG] for code, text in outgoing.latest_texts().items() if text.body.strip()}
    reaches = [reach for kind in COMPARED_KINDS if (card := cards().get(kind)) and (reach := Reach(card, person))]
    question = " | ".join(_rare(texts))
    if not question or not reaches:
        return []
    own = {outgoing.pk, outgoing.master_id, *outgoing.items.values_list("pk", flat=True)}
    found: dict[tuple[str, int], tuple[float, str]] = {}
    kept: dict[tuple[str, int], Any] = {}
    for entry in _entries(question, reaches):
        key = (entry.record_type, entry.record_id)
        if key[0] == policies.OUTGOING and key[1] in own:
            continue
        for code in set(texts) & set(entry.texts):
            share = Words.of(texts[code], code).likeness(Words.of(entry.texts[code][1][:LONG], code))
            if share >= max(ALIKE, found.get(key, (0.0, ""))[0]):
                found[key], kept[key] = (share, code), entry
    best = sorted(found, key=lambda key: -found[key][0])[:limit]
    return list(_similar(outgoing, person, best, found, kept, texts))


def _similar(
    outgoing: Outgoing, person: Any, best: Sequence[Any], found: Any, kept: Any, texts: dict[str, str]
) -> Iterable[Similar]:
    records: dict[tuple[str, int], Any] = {}
    for label in {label for label, _pk in best}:
        card = cards()[label]
        rows = card.model.objects.visible_to(person).filter(pk__in=[pk for kind, pk in best if kind == label])
        records |= {(label, row.pk): row for row in rows.select_related(*card.api_related)}
    whom = set(outgoing.addressees.filter(correspondent__isnull=False).values_list("correspondent", flat=True))
    papers = [pk for label, pk in best if label == policies.OUTGOING]
    alike = set(
        Addressee.objects.filter(outgoing__in=papers, correspondent__in=whom).values_list("outgoing", flat=True)
    )
    for key in best:
        if (record := records.get(key)) is None:
            continue
        share, code = found[key]
        theirs = kept[key].texts[code][1][:LONG]
        same = key[1] in alike if key[0] == policies.OUTGOING else getattr(record, "sender_id", None) in whom
        its = card_of(record)
        yield Similar(record, code, share, _nearest(theirs, texts[code], code), same, its.kind if its else "")


def _entries(question: str, reaches: Sequence[Reach]) -> list[Any]:
    """The entries of the index in which most of the rare words stand, and which the person may see."""
    keys = [pk for pk, *_record in latest(question, reaches, COMPARED)]
    rank = SearchRank(F("vector"), SearchQuery(question, config="simple", search_type="raw"))
    rows = Entry.objects.filter(pk__in=keys).annotate(rank=rank).defer("vector")
    return list(rows.order_by("-rank", "-since")[:COMPARED])


def _rare(texts: dict[str, str]) -> list[str]:
    """The stems of the paper that stand in the fewest texts, as PostgreSQL has counted them; the longest of unknown ones."""
    mine: list[tuple[str, str]] = []
    for code, text in texts.items():
        mine += [(word, code) for word in dict.fromkeys(stems(text, code)) if len(word) > 3 and word.isalpha()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats "
            "WHERE tablename = 'search_entry' AND attname = 'vector'"
        )
        row = cursor.fetchone()
    often = dict(zip(row[0], row[1] or [], strict=False)) if row and row[0] else {}
    by_language: dict[str, list[str]] = {}
    for word, code in mine:
        by_language.setdefault(code, []).append(word)
    found = []
    for words in by_language.values():
        found += sorted(words, key=lambda word: (often.get(word, 0.0), -len(word), word))[:RARE]
    return list(dict.fromkeys(found))


def _nearest(theirs: str, ours: str, language: str) -> SafeString:
    """The paragraph of the earlier text nearest to one of ours, what we say otherwise marked in it."""
    mine = [(part, Words.of(part, language)) for part in _parts(ours)]
    best, pair = 0.0, ("", "")
    for part in _parts(theirs):
        words = Words.of(part, language)
        for other, said in mine:
            if (share := words.likeness(said)) > best:
                best, pair = share, (part, other)
    return drawn(difference(*pair))


def _parts(text: str) -> list[str]:
    return [part.strip()[:4000] for part in text.split("\n") if len(part.split()) > 3][:200]
