"""Letters for the tests: registered, presented, referred by the cast."""

from __future__ import annotations

import io
from typing import Any

from diwan.correspondence.models import FileClass, Letter
from diwan.documents.models import attach
from diwan.people.models import Person
from diwan.references.models import Register

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def person(username: str) -> Any:
    """Somebody of the cast."""
    return Person.objects.get(username=username)


def registered(*, by: str = "salma", subject: str = "Opening of the logistics hub", **facts: Any) -> Letter:
    """A letter with its number."""
    if not Register.objects.filter(code="incoming").exists():
        Register.objects.create(code="incoming", name={"en": "Incoming"}, pattern="IN/{year}/{serial:06}")
    facts = {"sender_name": "Ministry of Foreign Affairs, Niger", "language": "en", "received_at": None, **facts}
    return Letter.register(by=person(by), subject=subject, **facts)


def summarised(**facts: Any) -> Letter:
    """A letter with its three summaries checked: before the Cabinet."""
    letter = registered(**facts)
    salma, checker = person("salma"), person("rania")
    for code, text in (("en", "The hub opens."), ("fr", "La plateforme ouvre."), ("ar", "يفتتح المركز.")):
        letter.summarise(by=salma, language=code, text=text)
        letter.check_summary(by=checker, language=code)
    return letter


def presented(**facts: Any) -> Letter:
    """A letter before the Cabinet, its summaries still missing."""
    letter = registered(**facts)
    letter.present(by=person("salma"), why="It cannot wait.")
    return letter


def referred(unit: Any, *, by: str = "idris", **facts: Any) -> Letter:
    """A letter with a unit."""
    options = {
        name: facts.pop(name)
        for name in ("instruction", "copies", "with_units", "note", "urgency", "due_on")
        if name in facts
    }
    letter = presented(**facts)
    letter.refer(by=person(by), unit=unit, **options)
    return letter


def confidential(letter: Letter, *named: str, level: int = 2) -> Letter:
    """The same, closed to all but those named."""
    letter.classify(by=person("idris"), level=level, reason="Names of persons", named=[person(one) for one in named])
    return letter


def with_paper(letter: Letter, content: bytes = PDF, name: str = "letter.pdf") -> Any:
    """The letter's own file."""
    return attach(letter, io.BytesIO(content), name, by=person("salma"), role="letter", title="Letter")


def a_class(code: str = "3.3") -> FileClass:
    """A class of the filing plan."""
    found, _made = FileClass.objects.get_or_create(
        code=code, defaults={"title": {"en": "Mediation"}, "years": 10, "disposal": "review"}
    )
    return found
