"""Texts of the institution with what they cite made into links, as far as the reader may see it.

The printed form stays exactly as it is. A record that exists and is not open to the reader leaves no trace. A
resolution that is in no register is marked quietly, for those who read all of the registers.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from diwan.citations.models import Name
from diwan.citations.reader import Finders
from diwan.interface.components.marks import direction
from diwan.reading import announces_a_number
from diwan.records.citing import RESOLUTION, Cited
from diwan.records.enrolment import card_of, cards

_LATIN, _ARABIC = re.compile("[A-Za-z]"), re.compile("[\u0600-\u06ff]")


@dataclass(frozen=True)
class Target:
    """Where a key leads: a record open to the reader; or none, because it is in no register (`absent`)."""

    record: Any = None
    absent: bool = False


def targets(person: Any, keys: Iterable[str]) -> dict[str, Target]:
    """Where keys lead for a person: a query for the names, and one for each kind of record found.

    A key that leads to something the person may not see is not in the answer.
    """
    wanted = set(keys) - {""}
    if not wanted:
        return {}
    names = list(Name.objects.filter(key__in=wanted).order_by("pk"))
    by_kind: dict[str, set[int]] = {}
    for name in names:
        by_kind.setdefault(name.record_type, set()).add(name.record_id)
    seen: dict[tuple[str, int], Any] = {}
    for label, ids in by_kind.items():
        card = cards()[label]
        rows = card.model.objects.visible_to(person).filter(pk__in=ids).select_related(*card.api_related)
        seen |= {(label, record.pk): record for record in rows}
    found = {key: Target(absent=True) for key in wanted - {name.key for name in names}}
    for name in names:
        if record := seen.get((name.record_type, name.record_id)):
            found.setdefault(name.key, Target(record))
    return found


def reads_all(person: Any) -> bool:
    """Whether the person reads everything that is cited by number; decided by policy alone, without a query.

    To others a mark on what is absent would show which of the numbers without one are there, and hidden.
    """
    for card in cards().values():
        if card.finder:
            return not card.model.objects.visible_to(person).query.where
    return False


def record_named(person: Any, words: str) -> Any:
    """The one record that words name, by a key or by a number as printed, if the person may see it; else None."""
    keys = {words.strip().upper(), words.strip()}
    found = Finders()(words, "")
    if len(found) == 1 and announces_a_number(words[: found[0].start] + words[found[0].end :]):
        keys |= {found[0].key, found[0].also}
    records = {(r._meta.label_lower, r.pk): r for t in targets(person, keys).values() if (r := t.record) is not None}
    return next(iter(records.values())) if len(records) == 1 else None


class Page:
    """The texts of one page: each leaves its place marked, and all are filled in at the end, with the same few queries."""

    def __init__(self, person: Any) -> None:
        self.person = person
        self._finders = Finders()
        self._sign = secrets.token_hex(8)  # no text can hold it
        self._texts: list[tuple[str, str, list[Cited]]] = []

    def hold(self, text: str, language: str, record: Any = None) -> SafeString:
        """The text, or, where it cites something, a mark in its place."""
        if not any(sign.isdigit() for sign in text):
            return _plain(text)
        card = card_of(record) if record is not None else None
        cited = [c for c in self._finders(text, card.within(record) if card and card.within else "") if c.end > c.start]
        if not cited:
            return _plain(text)
        self._texts.append((text, language, cited))
        return mark_safe(f"\ue000{self._sign}:{len(self._texts) - 1}\ue001")  # noqa: S308  (made here)

    def fill(self, html: str) -> SafeString:
        """The finished page with every text in its place."""
        if not self._texts:
            return mark_safe(html)  # noqa: S308  (rendered by the template engine)
        keys = {key for _text, _language, cited in self._texts for one in cited for key in (one.key, one.also)}
        found, marks_absent = targets(self.person, keys), reads_all(self.person)
        drawn = [_linked(text, language, cited, found, marks_absent) for text, language, cited in self._texts]
        return mark_safe(  # noqa: S308  (the engine's page and texts escaped here)
            re.sub(f"\ue000{self._sign}:(\\d+)\ue001", lambda match: drawn[int(match[1])], html)
        )


def _plain(text: str) -> SafeString:
    """Escaped whatever it says of itself, its lines kept."""
    return mark_safe(escape(str(text)).replace("\n", "<br>"))  # noqa: S308  (escaped)


def _linked(
    text: str, language: str, cited: list[Cited], found: Mapping[str, Target], marks_absent: bool
) -> SafeString:
    pieces: list[str] = []
    at = 0
    for one in cited:
        if one.start < at:
            continue
        pieces += [_plain(text[at : one.start]), _drawn(one, text[one.start : one.end], language, found, marks_absent)]
        at = one.end
    return mark_safe("".join([*pieces, _plain(text[at:])]))  # noqa: S308  (each piece is safe)


def _drawn(one: Cited, printed: str, language: str, found: Mapping[str, Target], marks_absent: bool) -> SafeString:
    """A link to what is meant, first reading first; the quiet mark of what is absent; or the printed form alone."""
    words = _directed(printed, language)
    open_to = [target.record for key in (one.key, one.also) if (target := found.get(key)) and target.record is not None]
    if open_to:
        record = open_to[0]
        return format_html('<a class="cit" href="{}" title="{}">{}</a>', record.get_absolute_url(), str(record), words)
    known = (one.key, one.also) if one.also else (one.key,)
    if marks_absent and one.kind == RESOLUTION and all(key in found and found[key].absent for key in known):
        return format_html(
            '<span class="cit-absent" title="{}">{}</span>', gettext("cited, not in the registers"), words
        )
    return words


def _directed(printed: str, language: str) -> SafeString:
    """The printed form, kept together in its own direction where that is not the direction of the text."""
    rtl = direction(language) == "rtl"
    if rtl and _LATIN.search(printed) and not _ARABIC.search(printed):
        return format_html('<bdi dir="ltr">{}</bdi>', printed)
    if not rtl and language and _ARABIC.search(printed):
        return format_html('<bdi dir="rtl">{}</bdi>', printed)
    return conditional_escape(_plain(printed))
