"""Adopted resolutions for these tests, as adoption leaves them: everything in them is fictional."""

from __future__ import annotations

import datetime as dt
from typing import Any

from diwan.meetings.models import Organ, Session
from diwan.resolutions.models import Mandate, Paragraph, Resolution, Series, Volume

LANGUAGES = ("en", "fr", "ar")
WORDING = {
    "en": "Requests the Secretary General to convene a meeting of donors for the Lake Asmar Basin ({n});",
    "fr": "Demande au Secrétaire général de convoquer une réunion des donateurs pour le bassin du lac Asmar ({n}) ;",
    "ar": "يطلب من الأمين العام عقد اجتماع للمانحين من أجل حوض بحيرة أسمر ({n})؛",
}
TITLE = {
    "en": "On the Situation in the Republic of Belhara ({n})",
    "fr": "Sur la situation en République de Belhara ({n})",
    "ar": "بشأن الوضع في جمهورية بلهارا ({n})",
}
DONE = {
    "en": "The meeting of donors was held at Port Salam.",
    "fr": "La réunion des donateurs s’est tenue à Port Salam.",
    "ar": "عُقد اجتماع المانحين في بورت سلام.",
}


def sessions(symbol: str = "CFM", number: int = 60) -> tuple[Session, Session]:
    """A session held in June 2034 and the one after it."""
    organ = Organ.objects.get(symbol=symbol)
    first, _made = Session.objects.get_or_create(
        organ=organ, number=number, extraordinary=False,
        defaults={
            "name": {"en": "60th Session of the Council", "fr": "60e session du Conseil", "ar": "الدورة الستون للمجلس"},
            "place": {"en": "Port Salam", "fr": "Port Salam", "ar": "بورت سلام"},
            "start": dt.date(2034, 6, 14), "end": dt.date(2034, 6, 16), "fictional": True,
        },
    )  # fmt: skip
    second, _made = Session.objects.get_or_create(
        organ=organ, number=number + 1, extraordinary=False,
        defaults={"name": {"en": "61st Session", "fr": "61e session", "ar": "الدورة الحادية والستون"},
                  "start": dt.date(2035, 6, 10), "end": dt.date(2035, 6, 12), "fictional": True},
    )  # fmt: skip
    return first, second


def adopted(session: Session, resolutions: int = 2, mandates: int = 3, series: str = "POL") -> list[Mandate]:
    """Resolutions in the registers with a mandate each paragraph; bulk rows, as adoption writes them."""
    found = Series.objects.get(code=series)
    volume = Volume.objects.create(session=session, title="Fictional volume", state=Volume.State.ADOPTED)
    written = Resolution.objects.bulk_create(
        Resolution(
            session=session, series=found, number=n, key=f"{session.key}/{series}/{n}", symbol=f"RES. No. {n}/60-{series}",
            title={k: v.format(n=n) for k, v in TITLE.items()}, adopted_on=session.end, volume=volume,
        )
        for n in range(1, resolutions + 1)
    )  # fmt: skip
    paragraphs = Paragraph.objects.bulk_create(
        Paragraph(resolution=one, order=n, kind="operative", number=str(n), legal_class="mandate", actionable=True)
        for one in written
        for n in range(1, mandates + 1)
    )
    return Mandate.objects.bulk_create(
        Mandate(
            resolution=p.resolution, paragraph=p, legal_class="mandate", due_on=dt.date(2035, 6, 10),
            wording={k: v.format(n=f"{p.resolution.number}/{p.number}") for k, v in WORDING.items()},
        )
        for p in paragraphs
    )  # fmt: skip


def text_of(answer: Any) -> str:
    """The page as text."""
    return answer.content.decode()
