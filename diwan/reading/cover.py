"""The cover and index of a volume: symbol, title, organ, session, place, dates."""

import re
from dataclasses import dataclass, field
from typing import Any

from .dates import dates_in
from .labels import take_label
from .letters import folded
from .lexicon import Lexicon
from .lines import Line
from .ordinals import ordinal_in
from .references import organ_of, organ_title

_SYMBOL = re.compile(r"^[A-Z]{1,8}[A-Z0-9.\-]*(?:/+[A-Z0-9.\-() ]+){2,}$")
LONGEST = 120  # characters of a symbol
DEEPEST = 40  # lines among which a cover is looked for


@dataclass(slots=True)
class Cover:
    """What the first pages say of the whole volume; None where they do not."""

    symbol: str | None = None
    title: str | None = None
    organ: str | None = None
    organ_key: str | None = None
    session: int | None = None
    place: str | None = None
    date: str | None = None
    hijri: str | None = None
    index: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {
            "symbol": self.symbol, "title": self.title, "organ": self.organ, "session": self.session,
            "place": self.place, "date": self.date, "hijri": self.hijri,
        }  # fmt: skip


def read_cover(front: list[Line], words: Lexicon) -> Cover | None:
    """The cover of a volume, or None when the lines before the first resolution are no cover."""
    lines = [line for line in front[:DEEPEST] if line.kind != "row"]
    cover = Cover(index=_index(front, words))
    dated: int | None = None
    for i, line in enumerate(lines):
        form = folded(line.text)
        if cover.symbol is None and len(line.text) < LONGEST and _SYMBOL.match(line.text):
            cover.symbol = line.text
        elif cover.title is None and len(form) < 160 and words.volume_title(form):
            cover.title = _title(lines, i, words)
        pair = line.text + (" " + lines[i + 1].text if i + 1 < len(lines) else "")
        if (
            cover.organ_key is None
            and (organ := organ_of(pair, words.house)) is not None
            and not words.headings.match(form)
        ):
            cover.organ_key = organ
            cover.session = cover.session or _session(lines, i, words)
        gregorian, hijri = dates_in(line.text, words)
        if (gregorian or hijri) and dated is None:
            dated = i
        cover.date, cover.hijri = cover.date or gregorian, cover.hijri or hijri
    cover.organ = organ_title(cover.organ_key, words.language, words.house)
    if dated:
        cover.place = _place(lines[dated - 1].text)
    if (
        cover.symbol is None
        and cover.title is None
        and not (cover.organ_key and cover.session)
        and len(cover.index) < 2
    ):
        return None
    return cover


def _title(lines: list[Line], i: int, words: Lexicon) -> str:
    text = lines[i].text
    for line in lines[i + 1 : i + 3]:
        form = folded(line.text)
        if not any(form.startswith(word) for word in words.words("title_words")):
            break
        text += " " + line.text
    return text


def _session(lines: list[Line], i: int, words: Lexicon) -> int | None:
    near = " ".join(line.text for line in lines[max(0, i - 1) : i + 2])
    return ordinal_in(folded(near), words)


def _place(text: str) -> str | None:
    return text if 3 < len(text) < 90 and not re.search(r"\d|\)$", text) else None


def _index(front: list[Line], words: Lexicon) -> list[str]:
    found = []
    for line in front:
        text = line.text.replace("\t", " ").strip()
        if (label := take_label(text)) is not None:
            text = label[1]
        text = re.sub(r"^\d{1,3}\s+", "", text)
        if words.headings.match(folded(text)):
            found.append(re.sub(r"\s+\d{1,4}$", "", text))
    return found
