"""The registry and the gate in a real browser: every page in three languages, at a desk, on a telephone and in the dark."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from diwan.capture.arriving import arrive
from diwan.correspondence.models import Dossier
from diwan.correspondence.tests import letters, papers
from diwan.correspondence.tests.letters import person
from diwan.desk.tests.browsing import Sitting
from diwan.desk.tests.test_browser import LANGUAGES, browsing, chromium, sit_down, speak
from diwan.directory.models import Correspondent
from diwan.outgoing.models import Outgoing
from diwan.outgoing.tests.conftest import BODY
from diwan.outgoing.tests.papers import clear

__all__ = ["chromium", "sit_down"]


@pytest.fixture
def house(furnish: Callable[[], None], unit: Callable[[str], Any], jobs: Callable[[], int]) -> dict[str, list[str]]:
    """Something at every place of the registry; the pages of each person who works there."""
    furnish()
    salma, omar, idris = person("salma"), person("omar"), person("idris")
    mission = Correspondent.objects.filter(kind="mission", country__code="NE").get()
    before = letters.summarised(subject="Invitation to the meeting in Niamey", sender=mission)
    letters.registered(subject="Opening of the logistics hub", their_reference="AMB/NE/0457")
    closed = letters.confidential(letters.referred(unit("POL"), subject="Mediation"), "idris", "salma")
    asked = letters.referred(unit("POL"), subject="Meeting in Niamey", sender=mission)
    letters.with_paper(asked, papers.LETTER_FR.encode(), "lettre.txt")
    dossier = Dossier.open(by=salma, title="Logistics hub", file_class=letters.a_class(), unit=asked.unit)
    asked.annotate(by=idris, text="Please see the letter of last year.")
    arrived = arrive(papers.LETTER_FR.encode(), "lettre.txt", by=salma, unit=salma.unit)[0]
    draft = Outgoing.draft(
        by=omar,
        paper="letter",
        subject="Meeting in Niamey",
        languages=["fr", "en"],
        to=[mission],
        answers=asked,
        bodies=BODY,
    )
    draft.revise(by=omar, language="en", body=BODY["en"] + " The agenda is enclosed.")
    missions = list(Correspondent.objects.filter(kind="mission").order_by("pk")[:3])
    note = Outgoing.draft(
        by=omar, paper="note_verbale", subject="Dates of the session", languages=["en"], to=missions, separate=True,
        bodies={"en": "the session opens on 22 May 2035."},
    )  # fmt: skip
    clear(note).pass_gate(by=idris)
    waiting = clear(
        Outgoing.draft(by=omar, paper="letter", subject="Visit", languages=["en"], to=[mission], bodies=BODY)
    )
    note.sign(by=person("harun"))
    _apart(jobs)
    item = note.items.order_by("pk").first()
    assert item is not None
    return {
        "salma": [
            "/registry/", "/registry/?tab=all", before.get_absolute_url(), asked.get_absolute_url(),
            f"/letters/{asked.pk}/more/", "/tray/", arrived.get_absolute_url(), "/tray/new/", f"/matters/{asked.matter_id}/", f"/where/?q={asked.number}",
            "/registers/", f"/registers/{asked.reference.register.code}/2035/", "/registers/figures/", item.get_absolute_url(), "/dossiers/", dossier.get_absolute_url(), "/file-plan/",
        ],
        "idris": [
            "/", "/triage/", "/registry/", closed.get_absolute_url(), "/registers/proof/", waiting.get_absolute_url(), "/signing/", "/clearance/", "/clearance/authorities/",
            "/clearance/circuits/", "/outgoing/templates/",
        ],
        "omar": [
            "/", "/outgoing/", "/outgoing/new/", draft.get_absolute_url(), f"{draft.get_absolute_url()}text/en/",
            f"{draft.get_absolute_url()}versions/", f"{draft.get_absolute_url()}versions/en/1-2/",
            f"{draft.get_absolute_url()}addressees/",
        ],
    }  # fmt: skip


def _apart(work: Callable[[], Any]) -> None:
    """In a thread of its own: the browser's loop runs in this one, and sealing files needs one too."""

    def alone() -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as hands:
        hands.submit(alone).result()


def looked_at(sitting: Sitting, pages: list[str], language: str) -> list[str]:
    """What is wrong with pages. ``DIWAN_SCREENSHOTS`` names a folder where they are kept as pictures."""
    found = []
    for path in pages:
        found += sitting.faults(path)
        if folder := os.environ.get("DIWAN_SCREENSHOTS"):
            name = path.strip("/").replace("/", "-").replace("?", "-") or "desk"
            for width in (1440, 390):
                sitting.page.set_viewport_size({"width": width, "height": 900})
                sitting.page.screenshot(path=f"{folder}/{name}-{language}-{width}.png", full_page=True)
    return found


@browsing
def test_no_page_of_the_registry_has_a_barrier(house: dict[str, list[str]], sit_down: Callable[..., Sitting]) -> None:
    """In each language, at a desk and on a telephone; then, in the dark, that all stands out from its ground."""
    faults = []
    for name, pages in house.items():
        who = person(name)
        sitting = sit_down(who)
        for language in LANGUAGES:
            speak(who, language)
            faults += looked_at(sitting, pages, language)
        who.theme, who.language = "dark", "en"
        who.save(update_fields=["theme", "language"])
        faults += [fault for path in pages[:5] for fault in sitting.pale(path)]
    assert not faults, "\n".join(faults)
