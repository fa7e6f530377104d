"""A council and its sessions for tests of memory: volumes read by hand, adopted, compared."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any

from diwan.meetings.models import Organ, Session
from diwan.people.models import machine
from diwan.resolutions.models import Mandate, Resolution, Volume

ASKS = ("Requests", "Calls", "Urges", "Invites")


def session_of(by: Any, symbol: str, number: int, year: int) -> Session:
    """A fictional session of three days in June."""
    organ = Organ.objects.get(symbol=symbol)
    days = (dt.date(year, 6, 12), dt.date(year, 6, 14))
    return Session.convene(
        by=by, organ=organ, number=number, start=days[0], end=days[1], name={"en": f"{symbol}-{number}"}, fictional=True
    )


def adopt(
    cast: dict[str, Any], session: Session, jobs: Callable[[], int], *resolutions: tuple[int, str, Sequence[str]],
    language: str = "en", title: str = "",
) -> Volume:  # fmt: skip
    """A volume of resolutions, each with number, title and operative paragraphs, adopted and compared.

    A paragraph that begins with a word of asking is a mandate of the Secretary General.
    """
    volume = Volume.receive(by=cast["yasmin"], session=session, title=title or f"Volume of {session.key}")
    name = f"{session.key}{title}.txt"
    volume.add(by=cast["yasmin"], upload=io.BytesIO(name.encode()), name=name, language=language)
    volume.take_reading(by=machine(), text=volume.texts.get(), reading=_reading(session, language, resolutions))
    volume.adopt(by=cast["idris"])
    jobs()
    return volume


def _reading(session: Session, language: str, resolutions: Sequence[tuple[int, str, Sequence[str]]]) -> dict[str, Any]:
    mark = "IS" if session.organ.suffix else session.organ.symbol
    return {
        "file": "v.txt", "language": language, "volume": None, "warnings": [],
        "resolutions": [
            {
                "title": title, "symbol": f"Resolution No. {number}/{session.number}-POL", "opening": "The Council,",
                "number": f"{mark}-{session.number}/POL/{number}", "preambular": [], "parts": [], "annexes": [],
                "operative": [
                    {
                        "number": str(place), "text": text, "actionable": text.startswith(ASKS), "because": [], "doubts": [],
                        "class": "mandate" if text.startswith(ASKS) else "declaratory", "verb": text.split()[0],
                        "addressee": "Secretary General" if text.startswith(ASKS) else None, "deadline": None,
                        "reporting_requirement": None,
                    }
                    for place, text in enumerate(paragraphs, 1)
                ],
            }
            for number, title, paragraphs in resolutions
        ],
    }  # fmt: skip


def mandate(reference: str) -> Mandate:
    """The mandate of a number as it is said: ``1/61-POL §3``."""
    found = [m for m in Mandate.objects.listed() if m.reference_printed == reference]
    assert len(found) == 1, [m.reference_printed for m in Mandate.objects.listed()]
    return found[0]


def resolution(number: str) -> Resolution:
    """The resolution of a number as it is said: ``1/61-POL``."""
    found = [r for r in Resolution.objects.select_related("session__organ", "series") if r.short == number]
    assert len(found) == 1
    return found[0]
