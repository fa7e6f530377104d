"""What correspondence does by itself."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from procrastinate.contrib.django import app

from diwan.kernel.decisions import Refused


def follow_entered(card: Any, verbs: dict[int, set[str]]) -> None:
    """Letters just registered are read by a job: their text, what they are like, their summaries. See LATE_READERS."""
    if card.model._meta.label_lower != "correspondence.letter":
        return
    entered = sorted(pk for pk, done in verbs.items() if done & {"register", "release", "attach"})
    if entered:
        read_letters.defer(letters=entered)


@app.task(name="correspondence.read_letters", queue="documents", pass_context=False)
def read_letters(letters: list[int]) -> None:
    """Read the text of these letters, remember what it is like, and propose a summary in each language."""
    for pk in letters:
        read_letter(pk)


def read_letter(pk: int) -> None:
    """One of them. What cannot be read has no text: a summary is then proposed from what was entered."""
    from diwan.capture.models import Arrival
    from diwan.correspondence.likeness import remember
    from diwan.correspondence.models import Letter
    from diwan.correspondence.registration import main_version
    from diwan.correspondence.summarising import put_proposed
    from diwan.documents.jobs import extract_text
    from diwan.people.models import machine
    from diwan.records.enrolment import card_of
    from diwan.search.reader import index_records

    letter = Letter.objects.filter(pk=pk, compartment="").select_related("sender", "reference").first()
    if letter is None:
        return
    version = main_version(letter)
    text = ""
    if version is not None:
        if not version.extracted:
            extract_text.func(version=version.pk)
            version.refresh_from_db(fields=["text", "extracted"])
        came = Arrival.objects.filter(taken_type=letter._meta.label_lower, taken_id=pk).values_list("text", flat=True)
        text = (came.first() or "") or version.text
        remember(letter, version.pk, version.text or text)
    proposed = 0
    if letter.state == Letter.State.REGISTERED:
        with suppress(Refused):  # somebody has laid it before the Cabinet meanwhile
            proposed = put_proposed(letter, text, by=machine())
    card = card_of(letter)
    if text and not proposed and card is not None and card.searchable is not None:
        index_records(card, [letter])  # a summary has it indexed anyway


@app.periodic(cron="10 4 * * *")
@app.task(name="correspondence.acknowledgement", queue="clock", pass_context=False)
def acknowledgement(timestamp: int) -> None:
    """Remind the units that have not acknowledged what was referred to them, once each."""
    from diwan.correspondence.acknowledgement import call_for_acknowledgement

    call_for_acknowledgement()
