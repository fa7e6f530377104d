"""Summaries in the languages of the house, proposed from the facts of a letter; a named person checks each of them.

No language is translated from another. The facts are said in each, by rules; the letter's own words are quoted in its
own language alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from diwan.correspondence import summary_words as says
from diwan.correspondence.letter_text import LetterText
from diwan.correspondence.models import Letter, Summary
from diwan.kernel.calendars import dual_date, parse_gregorian
from diwan.kernel.folding import fold
from diwan.organisation.models import organisation
from diwan.reading import find_citations
from diwan.reading.languages import language_of
from diwan.records.models import Link

LONG = 280
"""Letters of a quotation, at most."""
TOLD = 3
"""What is told of a letter, at most, beside its head."""


@dataclass
class Facts:
    """What a text says, in no language."""

    told: list[Any] = field(default_factory=list)
    until: dt.date | None = None
    asks: bool = False
    cited: list[str] = field(default_factory=list)
    key: list[str] = field(default_factory=list)
    language: str = ""


def facts_of(text: str, letter: Any = None) -> Facts:
    """What is told, asked and cited in a text, and the one or two sentences in which the letter asks."""
    found, read = Facts(), LetterText(text)
    if read:
        found.language = language_of([line.text for line in read.lines])[0]
    sentences = [(one, fold(one)) for one in read.sentences if not says.CLOSING.search(fold(one))]
    whole = " ".join(form for _one, form in sentences)
    subject = fold(letter.subject) if letter is not None else ""
    found.told = [said for _code, pattern, said in says.TELLS if pattern.search(whole) or pattern.search(subject)][
        :TOLD
    ]
    for sentence, form in sentences:
        if says.ASKS.search(form):
            found.asks = True
            if len(found.key) < 2 and len(sentence) > 30:
                found.key.append(_shortened(sentence))
        match = says.UNTIL.search(form)
        if match and found.until is None:
            found.until = parse_gregorian(form[match.end() : match.end() + 60])
    if not found.key:
        found.key = [_shortened(one) for one, form in sentences if len(one) > 60][:1]
    cited = [text[one.start : one.end] for one in find_citations(text[:60_000]) if one.key and one.end > one.start]
    found.cited = list(dict.fromkeys(re.sub(r"\s+", " ", one) for one in cited))[:4]
    return found


def propose_summaries(letter: Letter, text: str, languages: Iterable[str] = ()) -> dict[str, str]:
    """A summary in each language of the house: who wrote of what, what is asked by when, what is cited and enclosed."""
    found = facts_of(text, letter)
    answers = _answered(letter)
    return {code: _summary(letter, found, answers, code) for code in languages or house_languages()}


def house_languages() -> list[str]:
    """The languages in which summaries are wanted."""
    house = organisation()
    return list(house.languages) if house else []


def _summary(letter: Letter, found: Facts, answers: str, language: str) -> str:
    with override(language):
        said = [_head(letter, language)]
        own = language == (letter.language or found.language)
        if letter.subject and own:
            said.append(_("Subject: “%(subject)s”.") % {"subject": letter.subject.rstrip(".")})
        if answers:
            said.append(_("It answers our %(number)s.") % {"number": answers})
        said += [str(one) for one in found.told]
        if found.until:
            said.append(_("An answer is awaited by %(day)s.") % {"day": dual_date(found.until, language)})
        elif found.asks:
            said.append(_("An answer is awaited; no day is named."))
        if found.cited:
            said.append(
                ngettext("Resolution cited: %(list)s.", "Resolutions cited: %(list)s.", len(found.cited))
                % {"list": _(", ").join(found.cited)}
            )
        if letter.enclosures:
            said.append(ngettext("%(n)d enclosure.", "%(n)d enclosures.", letter.enclosures) % {"n": letter.enclosures})
        lines = [" ".join(said)]
        if own:
            lines += [_("“%(words)s”") % {"words": one} for one in found.key]
    return "\n".join(lines)[:2000]


def _head(letter: Letter, language: str) -> str:
    sender = letter.sender.name.get(language) if letter.sender else ""
    words = {
        "kind": str(letter.get_kind_display()).capitalize(), "sender": sender or letter.sender_name,
        "day": dual_date(letter.dated, language) if letter.dated else "", "reference": letter.their_reference,
    }  # fmt: skip
    if letter.dated and letter.their_reference:
        return _("%(kind)s of %(day)s – %(sender)s (ref. %(reference)s).") % words
    if letter.dated:
        return _("%(kind)s of %(day)s – %(sender)s.") % words
    if letter.their_reference:
        return _("%(kind)s – %(sender)s (ref. %(reference)s).") % words
    return _("%(kind)s – %(sender)s.") % words


def _answered(letter: Letter) -> str:
    """The number of ours that it answers."""
    from django.apps import apps

    row = Link.objects.filter(from_type=letter._meta.label_lower, from_id=letter.pk, kind=Link.Kind.ANSWERS).first()
    if row is None:
        return ""
    model: Any = apps.get_model(row.to_type)
    record = model._base_manager.filter(pk=row.to_id).first()
    return str(getattr(record, "reference_printed", "") or "")


def _shortened(sentence: str) -> str:
    return sentence if len(sentence) <= LONG else f"{sentence[: LONG - 1].rsplit(' ', 1)[0]}…"


@transaction.atomic
def put_proposed(letter: Letter, text: str, *, by: Any) -> int:
    """Put the proposed summary of each language in which there is none yet; how many they were."""
    there = set(Summary.objects.filter(letter=letter).values_list("language", flat=True))
    missing = [code for code in house_languages() if code not in there]
    for code, words in propose_summaries(letter, text, missing).items():
        letter.summarise(by=by, language=code, text=words, proposed=True)
    return len(missing)


def to_summarise(person: Any) -> Any:
    """The registry's work list: letters whose summaries are to be written or checked, the longest here first."""
    checked = Count("summaries", filter=Q(summaries__state=Summary.State.CHECKED))
    letters = Letter.objects.visible_to(person).filter(state=Letter.State.REGISTERED)
    return letters.annotate(summaries_checked=checked).filter(
        summaries_checked__lt=len(house_languages())
    ).order_by("received_at", "pk")  # fmt: skip
