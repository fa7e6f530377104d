"""The language versions of a volume laid side by side, as they would enter the registers.

The text with most paragraphs gives the order; the others are laid beside it by resolution, kind and part (see
``alignment``). Annexes are counted, since their titles differ from language to language. A paragraph without a partner
stands on a row of its own, after the one it follows in its own text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Count
from django.utils.translation import gettext as _

from diwan.organisation.models import organisation
from diwan.resolutions.alignment import align
from diwan.resolutions.models.resolution import Paragraph, Resolution
from diwan.resolutions.models.review import DraftParagraph, DraftResolution
from diwan.resolutions.models.volume import VolumeText
from diwan.resolutions.numbering import Number, number_of_key

if TYPE_CHECKING:
    from diwan.resolutions.models.volume import Volume

T = TypeVar("T")
P = TypeVar("P", DraftParagraph, Paragraph)
Place = tuple[str, str, str]
"""Kind, part and number of a paragraph, the same in all languages."""


@dataclass
class Row:
    """A paragraph in its languages; the first of them gives its kind, number and class."""

    place: Place
    drafts: dict[str, DraftParagraph]

    @property
    def first(self) -> DraftParagraph:
        """The text of the language that gives the order, or the only one there is."""
        return next(iter(self.drafts.values()))

    @property
    def actionable(self) -> bool:
        """It asks for something when one language says so; a preamble never does."""
        return self.place[0] != Paragraph.Kind.PREAMBULAR and any(d.actionable for d in self.drafts.values())

    @property
    def name(self) -> str:
        """How people call it."""
        return name_of(self.place, self.first.part)


@dataclass
class Gathered:
    """A resolution with its drafts by language, and its paragraphs, each with its texts by language."""

    key: str
    number: Number
    drafts: dict[str, DraftResolution] = field(default_factory=dict)
    paragraphs: list[Row] = field(default_factory=list)

    def lay_beside(self, language: str, draft: DraftResolution) -> None:
        """Put a language's paragraphs beside those of the languages before it, part by part."""
        self.drafts[language] = draft
        present, given = _by_part((row.place, row) for row in self.paragraphs), _by_part(places(draft.paragraphs.all()))
        laid: list[Row] = []
        for part in [*present, *(part for part in given if part not in present)]:
            rows, paragraphs = present.get(part, []), given.get(part, [])
            for n, m in align([row.first for _place, row in rows], [paragraph for _place, paragraph in paragraphs]):
                if n is None:
                    place, paragraph = paragraphs[m or 0]
                    laid.append(Row(place, {language: paragraph}))
                    continue
                row = rows[n][1]
                if m is not None:
                    row.drafts[language] = paragraphs[m][1]
                laid.append(row)
        self.paragraphs = laid

    def lacking(self, languages: list[str]) -> Iterator[tuple[str, list[str]]]:
        """Each paragraph that some of these languages lack: how people call it, and which languages."""
        for row in self.paragraphs:
            missing = [language for language in languages if language not in row.drafts]
            if missing:
                yield row.name, missing


@dataclass
class Gathering:
    """A volume as it would enter the registers, and what still stands in the way."""

    languages: list[str] = field(default_factory=list)
    resolutions: list[Gathered] = field(default_factory=list)
    known: dict[str, Resolution] = field(default_factory=dict)
    obstacles: list[str] = field(default_factory=list)

    @property
    def paragraphs(self) -> int:
        """Paragraphs in all, each counted once for all its languages."""
        return sum(len(found.paragraphs) for found in self.resolutions)

    @property
    def mandates(self) -> int:
        """Paragraphs that ask for something in one of their languages."""
        return sum(row.actionable for found in self.resolutions for row in found.paragraphs)

    @property
    def differences(self) -> list[tuple[Gathered, list[str], list[tuple[str, list[str]]]]]:
        """Where the languages differ: resolution, languages without it, paragraphs that some language lacks."""
        found = []
        for one in self.resolutions:
            absent = [language for language in self.languages if language not in one.drafts]
            lacking = list(one.lacking([language for language in self.languages if language in one.drafts]))
            if absent or lacking:
                found.append((one, absent, lacking))
        return found


def gather(volume: Volume) -> Gathering:
    """Lay the texts of a volume side by side. What forbids adoption is told in ``obstacles``, worst first."""
    found = Gathering()
    if volume.being_read:
        found.obstacles.append(_("A file is still being read. Adopt the volume when its reading is finished."))
    texts = _in_order(volume)
    found.obstacles += _obstacles_of_files(texts)
    found.languages = list(dict.fromkeys(text.language for text in texts))
    by_key: dict[str, Gathered] = {}
    for text in texts:
        for draft in text.drafts.all():
            obstacle = _take(by_key, text.language, draft, volume.session.keys)
            if obstacle:
                found.obstacles.append(obstacle)
    found.resolutions = list(by_key.values())
    found.known = {
        r.key: r for r in Resolution.objects.filter(key__in=by_key).select_related("session__organ", "series")
    }
    if not by_key and not found.obstacles:
        found.obstacles.append(_("There is no resolution to adopt."))
    if found.known and volume.corrects_id is None:
        number = next(iter(found.known.values())).symbol
        found.obstacles.append(
            _("%(number)s is in the registers already. Import the file as a correction of its volume.")
            % {"number": number}
        )
    return found


def _obstacles_of_files(texts: list[VolumeText]) -> Iterator[str]:
    """Each language comes from one file."""
    taken: dict[str, VolumeText] = {}
    for text in texts:
        if not text.language:
            yield _("The language of “%(name)s” is not known. Choose it and have the file read again.") % {"name": text}
        elif text.language in taken:
            yield _("“%(first)s” and “%(second)s” are in the same language. Set one of them aside.") % {
                "first": taken[text.language], "second": text,
            }  # fmt: skip
        taken.setdefault(text.language, text)


def _in_order(volume: Volume) -> list[VolumeText]:
    """The texts read, the one with most paragraphs first; among equals in the organisation's order of languages."""
    served = organisation()
    languages = served.languages if served else []
    texts: Any = volume.texts.filter(state=VolumeText.State.READ).annotate(size=Count("drafts__paragraphs"))
    rank = {language: n for n, language in enumerate(languages)}
    return sorted(
        texts.select_related("version").prefetch_related("drafts__paragraphs"),
        key=lambda t: (-t.size, rank.get(t.language, len(rank)), t.pk),
    )


def _take(by_key: dict[str, Gathered], language: str, draft: DraftResolution, sessions: set[str]) -> str:
    """Add a draft under its key; returns what stands in the way, or nothing."""
    called = draft.symbol or draft.title[:80]
    if not draft.key:
        return _("“%(title)s” has no number. Give it one in the review.") % {"title": called}
    try:
        number = number_of_key(draft.key)
    except ValueError:
        return _("“%(key)s” is no number of a resolution. Correct it in the review.") % {"key": draft.key}
    if number.session not in sessions:
        belongs = _("Its number belongs to another session than the volume: %(session)s.") % {"session": number.session}
        return f"{called}: {belongs}"
    gathered = by_key.setdefault(draft.key, Gathered(draft.key, number))
    if language in gathered.drafts:
        return _("The number %(number)s stands twice. Correct it in the review.") % {"number": draft.key}
    gathered.lay_beside(language, draft)
    return ""


def places(paragraphs: Iterable[P]) -> Iterator[tuple[Place, P]]:
    """Each paragraph of a resolution with its place; those without a number, and annexes, are counted."""
    counted: dict[tuple[str, str], int] = defaultdict(int)
    annexes: dict[str, int] = {}
    for paragraph in paragraphs:
        kind, part, number = paragraph.kind, paragraph.part, paragraph.number
        if kind == Paragraph.Kind.TASK:
            part = str(annexes.setdefault(part, len(annexes) + 1))
        if kind == Paragraph.Kind.PREAMBULAR or not number:
            counted[kind, part] += 1
            number = f"#{counted[kind, part]}"
        yield (kind, part, number), paragraph


def _by_part(items: Iterable[tuple[Place, T]]) -> dict[tuple[str, str], list[tuple[Place, T]]]:
    found: dict[tuple[str, str], list[tuple[Place, T]]] = defaultdict(list)
    for place, item in items:
        found[place[0], place[1]].append((place, item))
    return found


def name_of(place: Place, part: str) -> str:
    """How people call the paragraph of a place: §7, A §2, or its place in the preamble."""
    kind, _part, number = place
    if kind == Paragraph.Kind.PREAMBULAR:
        return _("preamble %(place)s") % {"place": number.lstrip("#")}
    return f"{part} §{number}".strip()
