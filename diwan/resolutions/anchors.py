"""The permanent name of a paragraph within its resolution: ``op-5``, ``op-4-b-ii``, ``a-pp-1``, ``annex-1-3``.

One name for all languages, made once, when the paragraph enters the registers, and kept whatever is corrected later:
letters with links and other resolutions point at it. The rules stand in docs/open-text.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from diwan.reading.labels import ABJAD, NAMES, ORDINALS

PREFIX = {"preambular": "pp", "operative": "op"}
LONGEST = 60
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?: عشرة?)?")
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")


class Placed(Protocol):
    """What a name is made from; all of it is the same in every language."""

    kind: str
    part: str
    number: str
    anchor: str


def give(paragraphs: Sequence[Placed]) -> None:
    """Name those paragraphs of one resolution, in its order, that have no name yet; the others keep theirs."""
    taken = {paragraph.anchor for paragraph in paragraphs if paragraph.anchor}
    for paragraph, wanted in zip(paragraphs, _wanted(paragraphs), strict=True):
        if not paragraph.anchor:
            paragraph.anchor = _free(wanted, taken)
            taken.add(paragraph.anchor)


def _wanted(paragraphs: Sequence[Placed]) -> Iterable[str]:
    """The plain name of each: its part, its kind, its number; where nothing is numbered its place is counted."""
    numbered = {_group(paragraph) for paragraph in paragraphs if _own(paragraph)}
    prefixes = _prefixes(paragraphs)
    counted: Counter[tuple[str, str]] = Counter()
    for paragraph in paragraphs:
        group = _group(paragraph)
        own = _own(paragraph)
        if not own:
            counted[group] += 1
            own = f"x{counted[group]}" if group in numbered else str(counted[group])
        yield f"{prefixes[group]}-{own}"


def _own(paragraph: Placed) -> str:
    """``4-b-ii`` for ``4(b)(ii)`` and for ``٤(ب)(ii)``; nothing for a recital, which bears no number of its own."""
    if paragraph.kind == "preambular":
        return ""
    return "-".join(filter(None, (_plain(sign) for sign in _TOKEN.findall(_bare(paragraph.number)))))


def _group(paragraph: Placed) -> tuple[str, str]:
    return paragraph.kind, paragraph.part


def _prefixes(paragraphs: Sequence[Placed]) -> dict[tuple[str, str], str]:
    """``op``, ``a-op`` for part A, ``part-2-op`` for a part whose letter cannot stand in an address, ``annex-1``."""
    annexes: dict[str, int] = {}
    parts: dict[str, int] = defaultdict(lambda: len(parts) + 1)
    found: dict[tuple[str, str], str] = {}
    for paragraph in paragraphs:
        kind, part = group = _group(paragraph)
        if kind not in PREFIX:
            found[group] = f"annex-{annexes.setdefault(part, len(annexes) + 1)}"
        elif part:
            place, letter = parts[part], _plain(_bare(part))
            found[group] = f"{letter if len(letter) < 3 and letter.isalpha() else f'part-{place}'}-{PREFIX[kind]}"
        else:
            found[group] = PREFIX[kind]
    return found


def _bare(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).strip()


def _plain(sign: str) -> str:
    """A figure, letter or ordinal in Latin letters and Western figures; nothing for another word."""
    if sign.isdecimal():
        return str(int(sign))
    if sign.isascii() and sign.isalnum():
        return sign.lower()
    value = ABJAD.get("أ" if sign == "ا" else sign) or NAMES.get(sign)
    if value and value <= 26:
        return chr(96 + value)
    return str(ORDINALS[sign]) if sign in ORDINALS else ""


def _free(wanted: str, taken: set[str]) -> str:
    """The name, or ``op-5-2nd`` where the same number was printed before."""
    wanted = wanted[: LONGEST - 8]
    if wanted not in taken:
        return wanted
    n = 2
    while (name := f"{wanted}-{n}{ {2: 'nd', 3: 'rd'}.get(n, 'th') }") in taken:
        n += 1
    return name
