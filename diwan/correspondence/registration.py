"""Giving a letter its number, at once and in one transaction with its file, its matter and what it answers."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple, cast

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from diwan.capture.arriving import ATTACHMENT, ENOUGH, ORIGINAL, PAGE, READABLE
from diwan.capture.mail.enclosures import INTERNET, OUTLOOK
from diwan.citations.links import record_named
from diwan.correspondence.models import Letter
from diwan.correspondence.policies import PRIVATE
from diwan.documents import models as documents
from diwan.documents.models import File, Version
from diwan.kernel.decisions import NotNow
from diwan.kernel.folding import fold
from diwan.people.holders import cabinet
from diwan.records.models import Link, Record, link
from diwan.references.models import Reference

MAIN, STAMPED = "letter", "stamped"
"""The roles of the document that is the letter itself, and of a copy with the registry's stamp."""
CONFIDENTIAL = 2
_APART = re.compile(r"\s*[;؛,،\n]\s*")


class Handed(NamedTuple):
    """A file that is kept already, and what it is called."""

    file: File
    name: str


def enter(
    *,
    by: Any,
    key: uuid.UUID | None = None,
    main: Handed | None = None,
    arrival: Any = None,
    answers: Any = None,
    concerns: Iterable[Record] = (),
    follows: Letter | None = None,
    **facts: Any,
) -> Letter:
    """Register a letter: number, document, matter, links, all or nothing. The same key never gives a second number.

    ``sealed`` items go unopened into the compartment of the private secretariat. Raises Refused, and NotNow where
    somebody else has taken the arrival meanwhile.
    """
    try:
        with transaction.atomic():
            return _enter(by, key, main, arrival, answers, list(concerns), follows, facts)
    except IntegrityError:
        # sent twice: the first one has its number, this one was rolled back with its own
        if key and (first := Letter.objects.filter(entry_key=key).first()):
            return cast(Letter, first)
        raise


def _enter(
    by: Any, key: Any, main: Handed | None, arrival: Any, answers: Any, concerns: list[Record], follows: Any, facts: Any
) -> Letter:
    if facts.get("sealed"):
        if main or arrival:
            raise NotNow(_("A sealed item is registered by its envelope only."))
        facts["compartment"] = PRIVATE
        facts["confidentiality"] = max(CONFIDENTIAL, facts.get("confidentiality") or 0)
        facts.setdefault("classified_because", str(_("came sealed")))
    elif facts.get("confidentiality", 1) >= CONFIDENTIAL:
        facts.setdefault("classified_because", str(_("so marked by the sender")))
    before = answers or follows
    if arrival is not None:
        facts["sha256"] = arrival.sha256
    letter = Letter.register(
        by=by, matter=before.matter if before is not None else None, paper=main, entry_key=key, **facts
    )
    if arrival is not None:
        _take(arrival, letter, by)
    if answers is not None:
        link(letter, Link.Kind.ANSWERS, answers, by=by)
    if follows is not None:
        link(letter, Link.Kind.FOLLOWS, follows, by=by)
    for record in concerns:
        link(letter, Link.Kind.CONCERNS, record, by=by)
    if letter.compartment:
        letter.track("entrust", by=by)
    elif letter.confidentiality >= CONFIDENTIAL:
        letter.named.set(cabinet())  # they name others
        letter.track("announce", by=by)
    return letter


def _take(arrival: Any, letter: Letter, by: Any) -> None:
    """The arrival's papers go over to the letter, and it leaves the tray; a second clerk comes too late."""
    arrival.take(record=letter, by=by)
    documents.hand_over(arrival, letter, by)


def main_version(record: Record) -> Version | None:
    """The letter itself among the papers of a letter or an arrival: the scan, what a mail says, or what it encloses."""
    versions = []
    for document in documents.documents_of(record):
        for version in document.versions.all():
            version.document = document
            versions.append(version)
    return main_of(versions)


def main_of(versions: list[Version]) -> Version | None:
    """The one of these that is the letter. Of a mail of few words it is the first paper enclosed."""
    mail = [one for one in versions if _is_message(one)]
    enclosed = [one for one in versions if one.document.role == ATTACHMENT and one.file.media_type in READABLE]
    if mail and enclosed and len(mail[0].text) < ENOUGH:
        return enclosed[0]
    order = {MAIN: 0, ORIGINAL: 1, PAGE: 1, documents.BODY: 2}
    apart = [one for one in versions if one.document.role not in (STAMPED, ATTACHMENT)] or versions
    return min(
        apart, key=lambda one: (3 if _is_message(one) else order.get(one.document.role, 4), one.pk), default=None
    )


def _is_message(version: Version) -> bool:
    return version.file.media_type in (INTERNET, OUTLOOK)


# numbers that are typed --------------------------------------------------------------------------------------------
def our_record(person: Any, words: str) -> Any:
    """The item in or out that has this number of ours, if it has a matter and the person may see it; else None."""
    found = _by_number(person, words)
    return found if found is not None and hasattr(found, "matter_id") else None


def named_records(person: Any, words: str) -> tuple[list[Any], list[str]]:
    """The records that numbers and symbols name, parted by commas or semicolons, and the words that name none."""
    found: list[Any] = []
    unknown: list[str] = []
    for one in filter(None, _APART.split(words.strip())):
        record = _by_number(person, one) or record_named(person, one)
        if record is None:
            unknown.append(one)
        elif record not in found:
            found.append(record)
    return found, unknown


def _by_number(person: Any, words: str) -> Any:
    number = re.sub(r"\s+", "", fold(words)).upper()
    rows = Reference.objects.filter(printed__in={number, words.strip()}, record_id__isnull=False)
    for row in rows[:2]:
        model: Any = apps.get_model(row.record_type)
        if found := model.objects.visible_to(person).filter(pk=row.record_id).first():
            return found
    return None
