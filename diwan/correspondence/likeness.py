"""Whether a letter is there already: the same file, the sender's same reference, nearly the same text.

A text is known by the smallest hashes of its pairs of words, joined into bands; two letters that share a band are then
compared pair by pair. The bands stand in an index, so that one among a million costs as much as one among a hundred.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from zlib import crc32

from django.db import connection
from django.utils.translation import gettext_lazy as _

from diwan.correspondence.models import Letter, Signature
from diwan.correspondence.models.letter import key_of
from diwan.directory.folded import folded
from diwan.directory.models import Correspondent
from diwan.interface.components import marks
from diwan.kernel.arabic import light_stem
from diwan.kernel.folding import fold

HASHES, ROWS = 64, 2
"""Smallest hashes kept of a text, and how many make a band: texts that share half of their pairs meet nearly always."""
SHORT = 12
"""Words below which a text is like too many others."""
LIKE = 0.62
"""Share of pairs in common from which two texts are nearly the same: a second scan of a letter has 0.7 to 0.9 of them."""
COMPARED = 25
"""Letters compared pair by pair for one question."""
_WORD = re.compile(r"[^\W_]+")
_MASK = 0x7FFFFFFF


@dataclass(frozen=True)
class Duplicate:
    """A letter that may be the same, and why: ``file``, ``reference``, ``number`` (another sender's), ``text``.

    ``letter`` is None where it is closed to the person: that it exists is said, nothing else.
    """

    letter: Letter | None
    code: str
    likeness: int = 100

    @property
    def strong(self) -> bool:
        """Whether going on must be confirmed."""
        return self.code in ("file", "reference")

    @property
    def day(self) -> str:
        """The day it was registered, in the reader's language."""
        return marks.day(self.letter.registered_at) if self.letter else ""

    @property
    def because(self) -> Any:
        """The reason in words."""
        return _SAID[self.code]


_SAID = {
    "file": _("the same file"),
    "reference": _("the same reference of the same sender"),
    "number": _("the same reference, of another sender"),
    "text": _("nearly the same text"),
}


def pairs(text: str) -> set[int]:
    """The hashes of each two words that follow one another, folded and Arabic ones stemmed."""
    words = [_stem(word) for word in _WORD.findall(fold(text[:60_000]))]
    if len(words) < SHORT:
        return set()
    return {crc32(f"{a} {b}".encode()) for a, b in itertools.pairwise(words)}


def bands(text: str) -> list[int]:
    """The bands of a text, none of a short one. Equal texts have equal bands, in any process and any year."""
    return bands_of(pairs(text))


def bands_of(found: set[int]) -> list[int]:
    """The bands of these pairs: one hash of each pair, its smallest in each of 64 compartments, two by two."""
    if not found:
        return []
    smallest: list[int | None] = [None] * HASHES
    for value in found:
        spread = (value * 0x9E3779B1) & 0xFFFFFFFF
        place, rest = spread % HASHES, spread // HASHES
        held = smallest[place]
        if held is None or rest < held:
            smallest[place] = rest
    for place in range(HASHES):  # an empty compartment borrows from the next full one
        step = 1
        while smallest[place] is None:
            held = smallest[(place + step) % HASHES]
            smallest[place] = None if held is None else (held + step * 0x1000193) & 0xFFFFFFFF
            step += 1
    return [crc32(repr((place, smallest[place : place + ROWS])).encode()) & _MASK for place in range(0, HASHES, ROWS)]


def likeness(one: set[int], other: set[int]) -> float:
    """The share of pairs that two texts have in common, 0 to 1; a part of the other counts as far as it goes."""
    return len(one & other) / (len(one | other) or 1)


def _stem(word: str) -> str:
    return light_stem(word) if "\u0620" <= word[:1] <= "\u06ff" else word


def find_duplicates(
    person: Any,
    *,
    sha256: str | Iterable[str] = "",
    their_reference: str = "",
    sender: Correspondent | None = None,
    sender_name: str = "",
    text: str = "",
    but: int | None = None,
) -> list[Duplicate]:
    """Letters that may be the same, the surest first: two queries, and two more for a text.

    What the person may not see is told of only as "file" or "reference", once, without its number.
    """
    files = [one for one in ([sha256] if isinstance(sha256, str) else sha256) if one]
    key = key_of(their_reference)
    found: dict[int, tuple[str, int]] = {}
    rows = _candidates(files, key)
    for letter in rows:
        if letter.pk == but:
            continue
        if letter.sha256 in files:
            found[letter.pk] = ("file", 100)
        elif _same_sender(letter, sender, sender_name):
            found[letter.pk] = ("reference", 100)
        elif len(key) >= 6:
            found[letter.pk] = ("number", 100)
    for pk, share in _alike(text, but):
        found.setdefault(pk, ("text", share))
    if not found:
        return []
    seen = Letter.objects.visible_to(person).select_related("sender").in_bulk(list(found))
    duplicates = [Duplicate(seen[pk], code, share) for pk, (code, share) in found.items() if pk in seen]
    hidden = {code for pk, (code, _share) in found.items() if pk not in seen and code in ("file", "reference")}
    duplicates += [Duplicate(None, code) for code in sorted(hidden)[:1]]
    order = ["file", "reference", "text", "number"]
    return sorted(duplicates, key=lambda one: (order.index(one.code), -one.likeness))[:5]


class _Candidate(NamedTuple):
    """As much of a letter as says whether it is the same."""

    pk: int
    sha256: str
    their_key: str
    sender_id: int | None
    sender_name: str
    entry_key: Any


def _candidates(files: list[str], key: str) -> list[_Candidate]:
    """Letters with one of these files or this reference, from two indexes. Written out: each registration asks it."""
    sql = "SELECT id, sha256, their_key, sender_id, sender_name, entry_key FROM correspondence_letter WHERE "
    asked: list[tuple[str, Any]] = []
    if files:
        asked.append(("sha256 = ANY(%s) AND sha256 <> ''", files))
    if key:
        asked.append(("their_key = %s AND their_key <> ''", key))
    if not asked:
        return []
    each = " UNION ".join(
        f"({sql}{condition} AND state NOT IN ('void', 'duplicate') LIMIT 30)" for condition, _ in asked
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({each}) found ORDER BY 1 DESC LIMIT 30", [v for _, v in asked])  # noqa: S608
        return [_Candidate(*row) for row in cursor.fetchall()]


def _same_sender(letter: _Candidate, sender: Correspondent | None, name: str) -> bool:
    if sender is not None and letter.sender_id is not None:
        return letter.sender_id in (sender.pk, sender.merged_into_id)
    mine = {folded(one) for one in [name, *(sender.names() if sender else [])] if one}
    return not mine or folded(letter.sender_name) in mine


def _alike(text: str, but: int | None) -> list[tuple[int, int]]:
    """Letters whose text is nearly the same, with the share of it in hundredths."""
    mine = pairs(text) if text else set()
    if not mine:
        return []
    own = bands_of(mine)
    rows = list(
        Signature.objects.filter(bands__overlap=own).exclude(letter=but).order_by("-letter")[:400]
        .values_list("letter", "bands", "version")
    )  # fmt: skip
    shared = set(own)
    ranked = sorted(rows, key=lambda row: -len(shared.intersection(row[1])))[:COMPARED]
    from diwan.documents.models import Version

    texts = Version.objects.filter(pk__in=[version for _letter, _bands, version in ranked]).in_bulk()
    found = []
    for letter, _bands, version in ranked:
        if version in texts and (share := likeness(mine, pairs(texts[version].text))) >= LIKE:
            found.append((letter, round(100 * share)))
    return sorted(found, key=lambda one: -one[1])[:5]


def remember(letter: Letter, version: int, text: str) -> None:
    """Keep what a letter's text is like."""
    if found := bands(text):
        Signature.objects.update_or_create(letter=letter, defaults={"bands": found, "version": version})
