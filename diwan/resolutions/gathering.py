"""The language versions of a volume laid side by side, as they would enter the registers.

Each resolution is laid out in rows by content (``diwan.comparison.languages``): a row is one paragraph, with its pieces
where a language splits it, and the row that holds its text where a language merges the two. What reviewers tied or set
apart by hand holds. A paragraph without a partner stands on a row of its own, after the one it follows in its own text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext as _

from diwan.comparison import languages as comparison
from diwan.comparison.signs import signs_of
from diwan.organisation.models import organisation
from diwan.resolutions.models.resolution import Paragraph, Resolution
from diwan.resolutions.models.review import DraftParagraph, DraftResolution
from diwan.resolutions.models.volume import VolumeText
from diwan.resolutions.numbering import Number, number_of_key

if TYPE_CHECKING:
    from diwan.resolutions.models.volume import Volume

P = TypeVar("P", DraftParagraph, Paragraph)
Place = tuple[str, str, str]
"""Kind, part and number of a paragraph, the same in all languages."""


BEARERS = 24
"""Paragraphs of one name: a name that more of them bear tells nothing, whoever wrote it into a file."""


@dataclass(eq=False)
class Row:
    """A paragraph in its languages; the first of them gives its kind, number and class."""

    pieces: dict[str, list[DraftParagraph]]
    places: dict[str, tuple[int, ...]] = field(default_factory=dict)
    within: dict[str, Row] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    place: Place = ("", "", "")

    @property
    def drafts(self) -> dict[str, DraftParagraph]:
        """The first piece in each language."""
        return {language: pieces[0] for language, pieces in self.pieces.items()}

    @property
    def first(self) -> DraftParagraph:
        """The text of the language that gives the rows, or the only one there is."""
        return next(iter(self.pieces.values()))[0]

    @property
    def actionable(self) -> bool:
        """It asks for something when one language says so; a preamble never does."""
        every = (draft for pieces in self.pieces.values() for draft in pieces)
        return self.place[0] != Paragraph.Kind.PREAMBULAR and any(draft.actionable for draft in every)

    @property
    def name(self) -> str:
        """How people call it."""
        return name_of(self.place, self.first.part)

    def read(self, name: str) -> dict[str, str]:
        """What was read of it by language: verb, addressee, deadline or report; pieces joined by "; ", each once."""
        return {
            language: "; ".join(dict.fromkeys(said for piece in pieces if (said := getattr(piece, name))))
            for language, pieces in self.pieces.items()
        }

    @property
    def wording(self) -> dict[str, str]:
        """Its text by language: the pieces of a split joined, the text of the row that holds it where it is merged."""
        held = {language: holder.pieces[language] for language, holder in self.within.items()}
        return {
            language: " ".join(piece.text.strip() for piece in pieces)
            for language, pieces in (self.pieces | held).items()
        }

    def missing(self, languages: Iterable[str]) -> list[str]:
        """The languages that have no text for it, not even in another row."""
        return [language for language in languages if language not in self.pieces and language not in self.within]


@dataclass
class Gathered:
    """A resolution with its drafts by language, and its paragraphs, each with its texts by language."""

    key: str
    number: Number
    drafts: dict[str, DraftResolution] = field(default_factory=dict)
    paragraphs: list[Row] = field(default_factory=list)

    def lay_out(self) -> None:
        """Lay the paragraphs of all its languages beside each other."""
        self.paragraphs = laid_out(self.drafts)


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
    for one in found.resolutions:
        one.lay_out()
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
    """The texts read, in the organisation's order of languages."""
    served = organisation()
    languages = served.languages if served else []
    texts: Any = volume.texts.filter(state=VolumeText.State.READ)
    rank = {language: n for n, language in enumerate(languages)}
    return sorted(
        texts.select_related("version").prefetch_related("drafts__paragraphs"),
        key=lambda t: (rank.get(t.language, len(rank)), t.pk),
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
    gathered.drafts[language] = draft
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


def laid_out(drafts: dict[str, DraftResolution]) -> list[Row]:
    """The rows of a resolution from its drafts by language, in the order in which languages count among equals."""
    texts = {language: list(draft.paragraphs.all()) for language, draft in drafts.items()}
    signs = {language: signs_of(items, language) for language, items in texts.items()}
    laid = comparison.side_by_side(signs, said_by_hand(texts))
    rows = [
        Row({code: [texts[code][n] for n in here] for code, here in one.texts.items()}, one.texts, moved=one.moved)
        for one in laid
    ]
    of = {id(one): row for one, row in zip(laid, rows, strict=True)}
    for one, row in zip(laid, rows, strict=True):
        row.within = {code: of[id(holder)] for code, holder in one.within.items()}
    for row, (place, _first) in zip(rows, places(row.first for row in rows), strict=True):
        row.place = place
    return rows


def said_by_hand(texts: dict[str, list[DraftParagraph]]) -> comparison.Ties:
    """What reviewers said: which paragraphs belong together, and which stand in no other language.

    Where they said nothing, what an open text says by the names of its paragraphs.
    """
    where = {item.pk: (language, n) for language, items in texts.items() for n, item in enumerate(items)}
    every = [item for items in texts.values() for item in items]
    spoken = {item.pk for item in every if item.apart or item.beside_id}
    spoken |= {item.beside_id for item in every if item.beside_id}
    return comparison.Ties(
        frozenset(frozenset((where[item.pk], where[item.beside_id])) for item in every if item.beside_id in where)
        | frozenset(_called_alike({where[item.pk]: item.names for item in every if item.pk not in spoken})),
        frozenset(where[item.pk] for item in every if item.apart),
    )


def _called_alike(names: dict[comparison.Place, list[str]]) -> Iterator[frozenset[comparison.Place]]:
    """Each two paragraphs of different languages that share a name."""
    bearers: dict[str, list[comparison.Place]] = defaultdict(list)
    for place, borne in names.items():
        for name in borne:
            bearers[name].append(place)
    for places in bearers.values():
        if len(places) <= BEARERS:
            yield from (frozenset(pair) for pair in combinations(places, 2) if pair[0][0] != pair[1][0])


def name_of(place: Place, part: str) -> str:
    """How people call the paragraph of a place: §7, A §2, or its place in the preamble."""
    kind, _part, number = place
    if kind == Paragraph.Kind.PREAMBULAR:
        return _("preamble %(place)s") % {"place": number.lstrip("#")}
    return f"{part} §{number}".strip()
