"""What letters cite: the resolutions named in their subject, their summaries and their text become links both ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext

from diwan.correspondence.models import Letter
from diwan.documents.models import Version
from diwan.records.citing import Passage, Place

READ = 60_000
"""Letters of the text of a document in which references are looked for."""


def passages_of(letter: Letter) -> Iterator[Passage]:
    """Subject, summaries, and what was read out of its papers; of a sealed item nothing."""
    if letter.compartment:
        return
    if letter.subject:
        yield Passage("subject", "", letter.language, letter.subject)
    for one in letter.summaries.all():
        yield Passage("summary", "", one.language, one.text)
    for version in texts_of(letter):
        yield Passage(
            f"paper {version.pk}", version.document.title, version.language or letter.language, version.text[:READ]
        )


def texts_of(letter: Letter) -> Any:
    """Its documents that have been read; the copy with the stamp says the same again."""
    found = Version.objects.filter(document__record_type=letter._meta.label_lower, document__record_id=letter.pk)
    return found.exclude(text="").exclude(document__role="stamped").select_related("document").order_by("pk")


def place_in(letter: Letter, place: str, called: str, code: str) -> Place:
    """Where in the letter: its subject, its summary, or one of its papers."""
    said = {"subject": gettext("subject"), "summary": gettext("summary")}.get(place, called or gettext("text"))
    return Place(said, letter.get_absolute_url())
