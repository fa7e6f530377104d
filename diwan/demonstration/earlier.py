"""The sessions before the demonstration year: short volumes adopted year by year, followed, assessed, renewed.

They give the year its memory: a request renewed five times, a lead unit known from before, endings to decide on. The
texts stand in ``earlier.yaml``; each volume is written from it in three languages and handed in like any other.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from diwan.kernel import clock
from diwan.meetings.models import Organ, Session
from diwan.resolutions.lineage.endings import accept
from diwan.resolutions.models import DraftParagraph, Mandate, Volume
from diwan.resolutions.review import Settle

if TYPE_CHECKING:
    from diwan.demonstration.year import Year

LANGUAGES = ("en", "fr", "ar")
TEXTS = Path(__file__).parent / "earlier.yaml"
Facts = Mapping[str, Any]


def noon(day: dt.date, minutes: int = 0) -> dt.datetime:
    """A moment of a working day."""
    return dt.datetime.combine(day, dt.time(8), dt.UTC) + dt.timedelta(minutes=minutes)


class EarlierYears:
    """Five sessions of the council and a summit, lived by the same cast."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.texts: Facts = yaml.safe_load(TEXTS.read_text("utf-8"))

    def live(self) -> None:
        """From June 2029 to the eve of the 60th session."""
        for facts in self.texts["sessions"]:
            self.hold(facts)
            if facts["number"] == 56:
                self.hold_summit()

    def hold(self, facts: Facts) -> None:
        """One session: adopted, its endings decided on, its mandates given and worked upon until the next."""
        n, end = facts["number"], facts["end"]
        with clock.at(noon(end)):
            session = Session.convene(
                by=self.year.fresh("idris"), organ=Organ.objects.get(code="CFM"), number=n, start=facts["start"], end=end,
                name={code: self.texts["names"][code].format(nth=self.nth(n, code)) for code in LANGUAGES},
                place=facts["place"], fictional=True,
            )  # fmt: skip
        files = {code: "\n\n".join(self.lines(facts, code)) for code in LANGUAGES}
        volume = self.adopt(session, f"Resolutions on political affairs, {n}th session", f"CFM{n}_POL_RES_FINAL", files)
        with clock.at(noon(end + dt.timedelta(days=24))):
            for mandate in Mandate.objects.proposed_to_end().filter(state__in=Mandate.OPEN).order_by("pk"):
                accept(mandate, self.year.fresh("idris"), self.year.words["verdicts"]["overtaken"]["en"])
        asked = {}
        for resolution in self.standing(n):
            for number, paragraph in enumerate(self.paragraphs(resolution, "operative", n), 1):
                asked[resolution["numbers"][n], str(number)] = (resolution, paragraph)
        for order, mandate in enumerate(self.mandates(volume)):
            resolution, paragraph = asked[mandate.resolution.number, mandate.paragraph.number]
            lead, helping = paragraph.get("lead", resolution["lead"])
            self.follow(mandate, lead, helping, end, order, paragraph.get("fate", {}).get(n))

    def hold_summit(self) -> None:
        """A summit that asked nearly what the council asked later."""
        facts = self.texts["summit"]
        with clock.at(noon(facts["session"]["end"])):
            session = Session.convene(
                by=self.year.fresh("idris"), organ=Organ.objects.get(code="SUMMIT"), name=facts["name"], place=facts["place"],
                fictional=True, **facts["session"],
            )  # fmt: skip
        volume = self.adopt(session, "Resolutions of the 17th Summit", "IS17_POLITICAL_RES", {"en": facts["text"]})
        for order, mandate in enumerate(self.mandates(volume)):
            lead, helping = facts["lead"]
            self.follow(mandate, lead, helping, session.end, order, "partially")

    # a volume --------------------------------------------------------------------------------------------------------
    def adopt(self, session: Session, title: str, name: str, files: Mapping[str, str]) -> Volume:
        """Hand in the texts, settle what the reader doubts, adopt, let the memory do its work."""
        assert session.end is not None
        with clock.at(noon(session.end + dt.timedelta(days=10))):
            yasmin = self.year.fresh("yasmin")
            volume = Volume.receive(by=yasmin, session=session, title=title)
            for code, text in files.items():
                volume.add(by=yasmin, upload=io.BytesIO(text.encode()), name=f"{name}_{code}.txt", language=code)
            self.year.run_jobs()
        with clock.at(noon(session.end + dt.timedelta(days=13))):
            for draft in DraftParagraph.objects.filter(resolution__text__volume=volume).exclude(doubts=[]):
                volume.revise(by=self.year.fresh("leila"), change=Settle(draft.pk, draft.revision))
        with clock.at(noon(session.end + dt.timedelta(days=17))):
            volume.refresh_from_db()
            volume.adopt(by=self.year.fresh("idris"))
            self.year.run_jobs()
        return volume

    def lines(self, facts: Facts, code: str) -> Iterator[str]:
        """The text of a volume in one language, a paragraph each."""
        n = facts["number"]
        said = {
            "n": n, "before": n - 1, "next": n + 1, "year": facts["start"].year, "place": facts["place"][code],
            "from": facts["start"].day, "to": facts["end"].day, "nth": self.nth(n, code),
            "nth_before": self.nth(n - 1, code), "nth_next": self.nth(n + 1, code),
        }  # fmt: skip
        for resolution in self.standing(n):
            number = resolution["numbers"][n]
            said |= {"number": number, "number_before": resolution["numbers"].get(n - 1, number)}
            head = self.texts["heads"][code].format(**said)
            yield f"{head}\n{self.texts['about'][code]}\n{resolution['title'][code]}"
            yield self.texts["openings"][code].format(**said)
            for paragraph in self.paragraphs(resolution, "preamble", n):
                yield paragraph[code].format(**said)
            for place, paragraph in enumerate(self.paragraphs(resolution, "operative", n), 1):
                yield f"{place}. {paragraph[code].format(**said)}"

    def standing(self, n: int) -> list[Facts]:
        """The resolutions of a session by their numbers."""
        found = [r for r in self.texts["resolutions"] if r["in"][0] <= n <= r["in"][1]]
        return sorted(found, key=lambda r: int(r["numbers"][n]))

    def paragraphs(self, resolution: Facts, kind: str, n: int) -> list[Facts]:
        """The paragraphs of a resolution that stood in a session."""
        return [p for p in resolution[kind] if p["in"][0] <= n <= p["in"][1]]

    def nth(self, n: int, code: str) -> str:
        """The ordinal of a session as its language writes it."""
        return str(self.texts["ordinals"][code][n])

    # the follow-up ---------------------------------------------------------------------------------------------------
    def mandates(self, volume: Volume) -> list[Mandate]:
        """Those of a volume in their order."""
        return list(Mandate.objects.filter(resolution__volume=volume).listed().order_by("pk"))

    def follow(
        self, mandate: Mandate, lead: str, helping: list[str], end: dt.date | None, order: int, fate: str | None
    ) -> None:
        """Given a month after the session, worked upon twice, judged before the next; without a fate it is left open."""
        assert end is not None
        year, units = self.year, self.year.units
        person = year.people["omar"] if lead == "POL" else None
        with clock.at(noon(end + dt.timedelta(days=28), order)):
            mandate.assign(
                by=year.fresh("yasmin"), unit=units[lead], co_units=[units[code] for code in helping], person=person
            )
        head = year.head_of(lead)
        with clock.at(noon(end + dt.timedelta(days=34), order)):
            mandate.accept(by=year.fresh(head))
        day = end + dt.timedelta(days=60 + 7 * (order % 9))
        number = mandate.resolution.short
        year.record(mandate, head, day, year.words["first_actions"][order % 4], number)
        if fate is None:
            return
        if fate == "implemented":
            year.record(mandate, head, day + dt.timedelta(days=90), year.words["completed"][order % 2], number)
        with clock.at(noon(end + dt.timedelta(days=270 + order))):
            mandate.assess(by=year.fresh("yasmin"), verdict=fate, why=year.words["verdicts"][fate])
