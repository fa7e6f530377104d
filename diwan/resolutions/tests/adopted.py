"""A resolution in the registers, written by hand for tests that begin after its adoption."""

from __future__ import annotations

import datetime as dt
from typing import Any

from diwan.meetings.models import Organ, Session
from diwan.people.models import Unit
from diwan.resolutions.models import Mandate, Paragraph, ParagraphText, Resolution, Series, Volume

TEXTS = {
    "en": "Requests the Secretary General to convene a meeting of donors and to report thereon to the next session;",
    "fr": "Prie le Secrétaire général de réunir les donateurs et d’en faire rapport à la prochaine session ;",
    "ar": "يطلب من الأمين العام عقد اجتماع للمانحين وتقديم تقرير بشأنه إلى الدورة القادمة؛",
}


def session(number: int, start: dt.date) -> Session:
    """An invented session of the Council."""
    organ = Organ.objects.get(symbol="CFM")
    found, _new = Session.objects.get_or_create(
        organ=organ, number=number, extraordinary=False, defaults={"start": start, "end": start, "fictional": True}
    )
    return found


def resolution(
    number: int = 1, asking: int = 3, texts: dict[str, str] | None = None, due: dt.date = dt.date(2035, 6, 1)
) -> Resolution:
    """A resolution of the invented 60th session: one preambular paragraph, then so many that ask for something."""
    held = session(60, dt.date(2034, 6, 13))
    series = Series.objects.get(code="POL")
    volume = Volume.objects.create(session=held, title="Invented volume")
    made = Resolution.objects.create(
        session=held, series=series, number=number, key=f"{held.key}/POL/{number}", symbol=f"Resolution No. {number}/60-POL",
        title={"en": f"On donors, {number}", "fr": f"Des donateurs, {number}"}, adopted_on=held.end, volume=volume,
    )  # fmt: skip
    preamble = Paragraph.objects.create(resolution=made, order=0, kind="preambular")
    ParagraphText.objects.create(paragraph=preamble, language="en", text="Recalling the Charter;", verb="Recalling")
    for n in range(1, asking + 1):
        mandate(made, n, texts or TEXTS, due)
    return made


def mandate(
    made: Resolution,
    n: int,
    texts: dict[str, str] | None = None,
    due: dt.date | None = dt.date(2035, 6, 1),
    **more: Any,
) -> Mandate:
    """A paragraph that asks for something, proposed for Political Affairs."""
    texts = texts or TEXTS
    paragraph = Paragraph.objects.create(
        resolution=made, order=n, kind="operative", number=str(n), legal_class="mandate", actionable=True
    )
    for language, text in texts.items():
        ParagraphText.objects.create(
            paragraph=paragraph, language=language, number=f"{n}.", text=text, verb=text.split()[0]
        )
    return Mandate.objects.create(
        resolution=made, paragraph=paragraph, legal_class="mandate", wording=texts, due_on=due,
        proposed_unit=Unit.objects.get(code="POL"), **more,
    )  # fmt: skip
