"""Volumes for tests: as the reader would give them, and as files. All of it is invented."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from diwan.documents.models import File
from diwan.meetings.models import Organ, Session
from diwan.people.models import machine
from diwan.resolutions.forms.volumes import Handed
from diwan.resolutions.models import Volume

TEXT = """RESOLUTION NO. 1/60-POL
ON THE SITUATION IN BELHARA

The Council of Foreign Ministers, in its Sixtieth Session, held in Port Salam, from 13 to 15 June 2034,

Guided by the principles of the Charter;

Recalling its earlier resolutions on the subject;

1. Welcomes the formation of the Government of Concord;

2. Requests the Secretary General to dispatch a mission before 31 December 2034;

3. Requests the Secretary General to follow up the implementation of this resolution and to report thereon to the \
Sixty-first Session of the Council of Foreign Ministers.
"""


def sixtieth() -> Session:
    """The fictional sixtieth session of the Council, of June 2034; the sixty-first is known to follow in June 2035."""
    council = Organ.objects.get(symbol="CFM")
    days = {60: (dt.date(2034, 6, 13), dt.date(2034, 6, 15)), 61: (dt.date(2035, 6, 12), dt.date(2035, 6, 14))}
    for number, (start, end) in days.items():
        facts = {"name": {"en": f"Session {number}"}, "start": start, "end": end, "fictional": True}
        Session.objects.get_or_create(organ=council, number=number, extraordinary=False, defaults=facts)
    return Session.of_key("CFM-60")


def operative(serial: int, **given: Any) -> dict[str, Any]:
    """A paragraph that asks the Secretary General for something."""
    return {
        "number": str(serial), "text": f"Requests the Secretary General to take step {serial};", "verb": "Requests",
        "addressee": "the Secretary General", "class": "mandate", "actionable": True,
        "reporting_requirement": None, "deadline": None, "because": ["verb:Requests"], "doubts": [], **given,
    }  # fmt: skip


def resolution(serial: int, *, preambular: int = 2, paragraphs: int = 3, **given: Any) -> dict[str, Any]:
    """One resolution of the sixtieth session."""
    return {
        "title": f"Matter {serial}", "symbol": f"Resolution No. {serial}/60-POL", "number": f"CFM-60/POL/{serial}",
        "opening": "The Council of Foreign Ministers,",
        "preambular": [{"text": f"Recalling text {n};"} for n in range(1, preambular + 1)],
        "operative": [operative(n) for n in range(1, paragraphs + 1)], "parts": [], "annexes": [], **given,
    }  # fmt: skip


def reading(*resolutions: dict[str, Any], language: str = "en") -> dict[str, Any]:
    """What the reader found in a file."""
    return {
        "file": "volume.txt",
        "language": language,
        "volume": None,
        "resolutions": list(resolutions),
        "warnings": [],
    }


def kept(content: str | bytes = TEXT, name: str = "volume.txt", language: str = "") -> Handed:
    """A file handed in."""
    data = content.encode() if isinstance(content, str) else content
    return Handed(File.keep(io.BytesIO(data), name), name, language)


def handed_in(by: Any, *files: Handed, **given: Any) -> Volume:
    """A volume of the sixtieth session that waits for the reader."""
    given.setdefault("title", "Political affairs")
    return Volume.hand_in(by=by, session=sixtieth(), files=files or [kept()], **given)


def under_review(by: Any, *readings: dict[str, Any]) -> Volume:
    """A volume whose files were read as given, one file for each reading."""
    found = readings or (reading(resolution(1), resolution(2)),)
    files = [kept(f"{n} {read}", f"volume-{n}.txt", read["language"]) for n, read in enumerate(found)]
    volume = handed_in(by, *files)
    for text, read in zip(volume.texts.order_by("pk"), found, strict=True):
        volume.take_reading(by=machine(), text=text, reading=read)
    return volume
