"""Reading a document whole: from a file to its resolutions, as `diwan read` prints them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .cover import Cover, read_cover
from .dates import dates_in
from .doubtful import mark_words
from .extraction import extract
from .languages import language_of
from .letters import folded
from .lexicon import LANGUAGES, Lexicon, lexicon, lexicon_for
from .limits import LIMITS, Limits
from .lines import Extract
from .meaning import understand
from .open_text import read_open_text
from .optical import Recogniser
from .ordinals import ordinal_in
from .recognised import Page
from .references import Key, normalise_symbol, organ_of, organ_title
from .segments import segments
from .sniffing import checked
from .structure import Builder
from .texts import Doubt, Resolution

Progress = Callable[[int, int], None]
MIXED = 0.25  # share of a second language from which the reader says so


@dataclass(slots=True)
class Reading:
    """What was read from one file."""

    file: str
    language: str
    volume: Cover | None = None
    resolutions: list[Resolution] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    recognised: list[Page] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The JSON of `diwan read`; where the document gives nothing, null. Of pages that were pictures it tells the
        confidence, and in each paragraph the words in doubt."""
        found: dict[str, Any] = {
            "file": self.file,
            "language": self.language,
            "volume": self.volume.as_dict() if self.volume else None,
            "resolutions": [resolution.as_dict() for resolution in self.resolutions],
            "warnings": self.warnings,
        }
        if self.recognised:
            found["recognised"] = [page.summary for page in self.recognised]
            mark_words(found["resolutions"], self.recognised)
        return found


def read(
    path: Path,
    language: str | None = None,
    progress: Progress | None = None,
    *,
    limits: Limits = LIMITS,
    house: Mapping[str, Any] | None = None,
    recogniser: Recogniser | None = None,
) -> Reading:
    """Read a document (DOCX, PDF, HTML, TXT; open text as Akoma Ntoso or JSON) in English, French or Arabic.

    `language` overrides the detection; `progress` is called with (resolutions done, all of them).
    `house` holds the names and letters of the organisation, in the form of its file in `rules/`; without it
    that of the organisation served by default. A document without resolutions gives an empty list and a warning. Raises Unreadable for what is no
    readable document, ValueError for another language.
    """
    if language is not None and language not in LANGUAGES:
        raise ValueError(f"unknown language: {language}")
    if (known := read_open_text(path, checked(path, limits.file), limits, language)) is not None:
        return Reading(path.name, *known)
    found = extract(path, limits=limits, recogniser=recogniser or Recogniser(language))
    return understood(found, path.name, language, progress, house)


def understood(
    found: Extract,
    name: str,
    language: str | None = None,
    progress: Progress | None = None,
    house: Mapping[str, Any] | None = None,
) -> Reading:
    """The second half of `read`: from paragraphs to resolutions."""
    texts = [line.text for line in found.lines]
    main, shares = language_of(texts)
    words = lexicon_for(language or main, house) if house else lexicon(language or main)
    reading = Reading(name, words.language, warnings=list(found.warnings), recognised=found.recognised)
    _warn_of_languages(reading, main, shares, language)
    front, pieces = segments(found.lines, words)
    reading.volume = read_cover(front, words) if pieces else None
    total = len(pieces)
    for done, piece in enumerate(pieces, 1):
        resolution = Builder(piece, words).build()
        if any(part.preambular or part.operative for part in resolution.all_parts()):
            _identify(resolution, reading.volume, words)
            understand(resolution, words, resolution.session)
            reading.resolutions.append(resolution)
        if progress is not None:
            progress(done, total)
    _warn_of_index(reading, words)
    if not reading.resolutions:
        reading.warnings.append("no_resolution")
    return reading


def _warn_of_languages(reading: Reading, main: str, shares: dict[str, float], asked: str | None) -> None:
    if asked is not None and asked != main:
        reading.warnings.append(f"language: most of the text is {main}, read as {asked}")
    others = [name for name, share in shares.items() if name != reading.language and share > MIXED]
    if others:
        reading.warnings.append(f"mixed_languages: {', '.join(sorted(others))}")


def _identify(resolution: Resolution, cover: Cover | None, words: Lexicon) -> None:
    """Body, session, date and normalised number of a resolution, from its opening, number and cover."""
    opening = next((part.opening for part in resolution.all_parts() if part.opening), None) or ""
    organ = organ_of(opening, words.house) or (cover.organ_key if cover else None)
    key = normalise_symbol(resolution.symbol, organ, words.house) if resolution.symbol else None
    organ = (key.organ if key else None) or organ
    gregorian, _ = dates_in(opening, words)
    resolution.date = gregorian or resolution.date or (cover.date if cover else None)
    resolution.body = organ_title(organ, words.language, words.house) or _body(opening, words)
    spoken = ordinal_in(folded(opening), words) if organ else None
    resolution.session = spoken or (cover.session if cover else None) or (key.session if key and key.series else None)
    if key is not None and (key.series or organ):
        resolution.number = str(key)
        if spoken and key.session != spoken:
            resolution.number = str(Key(key.organ, spoken, key.series, key.number, key.revision))
            resolution.doubts.append(
                Doubt(
                    "symbol_session",
                    f"The number {resolution.symbol} names another session than the opening.",
                )
            )
    if resolution.symbol and resolution.title is None:
        resolution.doubts.append(Doubt("no_title", "No title was found."))


def _body(opening: str, words: Lexicon) -> str | None:
    """The name of the body in an opening formula: "The General Assembly," gives General Assembly."""
    text = opening.split(",")[0].split("،")[0].strip(" ;:")
    match = words.starts.match(folded(text))
    if match is None or len(text) > 120:
        return None
    return text[match.end() :].strip() or None


def _warn_of_index(reading: Reading, words: Lexicon) -> None:
    listed = reading.volume.index if reading.volume else []
    if not listed or not reading.resolutions:
        return
    organ = reading.volume.organ_key if reading.volume else None
    have = {r.number for r in reading.resolutions}
    for entry in listed:
        key = normalise_symbol(entry, organ, words.house)
        if key is not None and str(key) not in have:
            reading.warnings.append(f"index: {re.sub(chr(9), ' ', entry)[:120]} is not in the text under this number")
    if len(listed) != len(reading.resolutions):
        reading.warnings.append(f"index: {len(listed)} entries, {len(reading.resolutions)} resolutions")
