"""How resolutions are cited: under which names, and how their numbers and document symbols are found in a text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diwan.interface.components.marks import day_in_words, language
from diwan.kernel.multilingual import Texts
from diwan.meetings.models import Session
from diwan.reading import Key, find_citations, symbol_key
from diwan.records.citing import RESOLUTION, SYMBOL, Cited, Finder, Passage, Place
from diwan.resolutions.house import house
from diwan.resolutions.models import Mandate, Resolution, Volume
from diwan.resolutions.numbering import number_of_key

TO_COME = 1  # sessions after the last one known that a text may speak of


def finder() -> Finder:
    """Finds resolutions and documents; what is known of the sessions is looked up when a number asks for it."""
    sessions = cache(_last_sessions)
    letters = cache(house)

    def find(text: str, within: str) -> Iterator[Cited]:
        if not any(sign.isdigit() for sign in text):
            return
        for found in find_citations(text, within or None, letters()):
            if found.key is None:
                yield Cited(found.printed, found.start, found.end, found.name, SYMBOL)
                continue
            first, *others = _likely([found.key, *found.also], sessions())
            also = str(others[0]) if others else ""
            yield Cited(found.printed, found.start, found.end, str(first), RESOLUTION, also)

    return find


def _likely(keys: list[Key], last: dict[str, int]) -> list[Key]:
    """Of several readings of a number, those whose session has been held or is the next; all where none is left."""
    if len(keys) == 1:
        return keys
    return [key for key in keys if key.session <= last.get(key.organ or "", -TO_COME) + TO_COME] or keys[:1]


def _last_sessions() -> dict[str, int]:
    """The highest number of a session of each organ, by symbol and by mark."""
    held = Session.objects.order_by().values_list("organ__symbol", "organ__suffix").annotate(Max("number"))
    last: dict[str, int] = {}
    for symbol, suffix, number in held:
        for name in {symbol, "".join(filter(str.isalnum, suffix))} - {""}:
            last[name] = max(number, last.get(name, 0))
    return last


# resolutions -------------------------------------------------------------------------------------------------------
def organ_of(resolution: Resolution) -> str:
    """The organ that its numbers mean where they do not say one: its own."""
    return resolution.key.partition("/")[0].rpartition("-")[0]


def names_of(resolution: Resolution) -> set[str]:
    """Its key in each way of naming session and series: ``IS-18/P/1``, ``SUM-18/POL/1``."""
    try:
        number = number_of_key(resolution.key)
    except ValueError:
        return {resolution.key}
    series = {number.series, resolution.series.code if resolution.series else ""} - {""}
    sessions = {number.session, *resolution.session.keys}
    return {resolution.key, *(f"{session}/{code}/{number.serial}" for session in sessions for code in series)}


def passages_of(resolution: Resolution) -> Iterator[Passage]:
    """Its opening and its paragraphs in each language."""
    for code, text in resolution.opening.items():
        yield Passage("", "", code, text)
    for paragraph in resolution.paragraphs.all():
        for piece in paragraph.texts.all():
            yield Passage(paragraph.anchor, str(paragraph), piece.language, piece.text)


def place_in(resolution: Resolution, place: str, called: str, code: str) -> Place:
    """``3/60-POL §4``; in the preamble its recital."""
    address = resolution.get_absolute_url(code)
    if not place:
        return Place(gettext("opening"), address)
    head, _dash, last = place.rpartition("-")
    said = gettext("preamble %(place)s") % {"place": last} if head.endswith("pp") else f"§{called}"
    return Place(said, f"{address}#{place}")


# mandates ----------------------------------------------------------------------------------------------------------
def organ_meant(mandate: Mandate) -> str:
    """The organ of the resolution that it belongs to."""
    return organ_of(mandate.resolution)


def own_of(mandate: Mandate) -> set[str]:
    """The resolution that it is part of: that a note on it names this one is no news."""
    return names_of(mandate.resolution)


def passages_on(mandate: Mandate) -> Iterator[Passage]:
    """What was written about it: actions, proof, obstacles, assessments. Its wording is that of the resolution."""
    for place, rows, field, on in (
        ("actions", mandate.actions.all(), "what", "on"),
        ("obstacles", mandate.obstacles.all(), "what", "since"),
        ("assessments", mandate.assessments.all(), "why", "on"),
    ):
        for row in rows:
            for code, text in Texts(getattr(row, field)).items():
                yield Passage(f"{place}:{row.pk}", getattr(row, on).isoformat(), code, text)
    for proof in mandate.evidence.all():
        yield Passage(f"evidence:{proof.pk}", proof.on.isoformat(), "", proof.title)


WRITTEN = {
    "actions": _("action"), "obstacles": _("obstacle"), "assessments": _("assessment"), "evidence": _("evidence"),
}  # fmt: skip


def place_on(mandate: Mandate, place: str, called: str, code: str) -> Place:
    """What was written, and on which day."""
    shelf = place.partition(":")[0]
    on = day_in_words(dt.date.fromisoformat(called), language(), "d MMM y")
    return Place(f"{WRITTEN[shelf]}, {on}", f"{mandate.get_absolute_url()}#{shelf}")


# volumes -----------------------------------------------------------------------------------------------------------
def symbols_of(volume: Volume) -> Iterable[str]:
    """Its document symbol, once it is adopted: a volume in review is in no register."""
    return [symbol_key(volume.symbol)] if volume.symbol and volume.state == Volume.State.ADOPTED else []
