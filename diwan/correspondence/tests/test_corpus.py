"""Every letter and every mail of the corpus goes from the tray into the register, and not a byte of it is lost."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path
from typing import Any

import pytest

from diwan.capture.arriving import arrive
from diwan.correspondence.at_hand import AtHand
from diwan.correspondence.forms.registration import RegistrationForm
from diwan.correspondence.models import Letter
from diwan.correspondence.registration import enter, main_version
from diwan.documents.models import documents_of
from diwan.references.models import gaps
from diwan.trail.chain import verify

pytestmark = pytest.mark.django_db


def through(path: Path, salma: Any) -> Letter:
    """Tray, proposal, form, number: as the page does it, with what is proposed taken as it is."""
    content = path.read_bytes()
    arrival = arrive(content, path.name, by=salma, unit=salma.unit)[0]
    hand = AtHand(salma, arrival=arrival)
    proposed = hand.propose()
    initial = {**proposed.initial, **hand.initial}
    if proposed.initial.get("dated"):
        initial["dated"] = proposed.initial["dated"].strftime("%d/%m/%Y")
    typed = {name: str(value) for name, value in initial.items() if value not in (None, "")}
    typed.setdefault("sender", "unknown")
    typed.setdefault("subject", path.stem)
    form = RegistrationForm({**typed, "entry_key": str(uuid.uuid4())}, person=salma)
    if not form.is_valid():  # a doubtful proposal (a day to come, a number that is not ours) is left out by the clerk
        typed = {name: value for name, value in typed.items() if name not in form.errors}
        typed.setdefault("sender", "unknown")
        typed.setdefault("subject", path.stem)
        form = RegistrationForm({**typed, "entry_key": str(uuid.uuid4())}, person=salma)
    assert form.is_valid(), f"{path.name}: {form.errors.as_text()}"
    letter = enter(by=salma, key=form.cleaned_data["entry_key"], arrival=arrival, **form.facts())
    given = {version.file_id for document in documents_of(letter) for version in document.versions.all()}
    kept = {version.file_id for version in hand.versions}
    assert given == kept, f"{path.name}: a paper is missing"
    assert hashlib.sha256(content).hexdigest() in given | {arrival.sha256} and letter.sha256 == arrival.sha256
    for document in documents_of(letter):
        for version in document.versions.all():
            assert hashlib.sha256(version.file.path.read_bytes()).hexdigest() == version.file_id
    assert main_version(letter) is not None
    return letter


def test_each_letter_for_the_registry(salma: Any, shared: Path) -> None:
    letters = [through(path, salma) for path in sorted((shared / "corpus/volumes/open/letters").iterdir())]
    assert [letter.number for letter in letters] == [f"IN/2035/{n:06}" for n in range(1, len(letters) + 1)]
    assert len(letters) == 6 and gaps() == []


def test_each_mail_of_strangers(salma: Any, shared: Path) -> None:
    files = sorted(path for path in (shared / "corpus/mail").iterdir() if path.is_file() and path.suffix != ".rb")
    letters = [through(path, salma) for path in files]
    assert len(letters) == len(files) and gaps() == [] and len({letter.number for letter in letters}) == len(letters)


@pytest.mark.django_db(transaction=True)
def test_the_trail_is_whole_afterwards(furnish: Any, shared: Path) -> None:
    furnish()
    from diwan.people.models import Person

    salma = Person.objects.get(username="salma")
    for path in sorted((shared / "corpus/volumes/open/letters").iterdir())[:3]:
        through(path, salma)
    assert verify() and Letter.objects.count() == 3
