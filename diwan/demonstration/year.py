"""The demonstration year: the 60th session of a fictional council, lived by the cast through the verbs of the house.

Nothing is inserted behind the verbs' backs. Each act happens on its own day (``clock.at``); choices that look like
chance come from one seeded generator, so that every demonstration is the same.
"""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from django.db import connection

from diwan.assignments.jobs import call_by_the_clock
from diwan.demonstration.cast import assemble
from diwan.demonstration.earlier import EarlierYears, noon
from diwan.demonstration.registry import Winter
from diwan.kernel import clock
from diwan.meetings.models import Organ, Session
from diwan.notices.models import Notice
from diwan.people.models import Delegation, Person, Unit
from diwan.people.roles import Area
from diwan.reports.models import Contribution, Report
from diwan.resolutions.lineage.endings import accept
from diwan.resolutions.models import Mandate, SavedView, Volume
from diwan.resolutions.review import Settle

HERE = Path(__file__).parent
TODAY = dt.date(2035, 2, 13)
HEADS = {"POL": "farid", "ICHAD": "huda", "ECO": "bilal", "INF": "nour", "CNF": "zahra", "LEG": "samira", "NYC": "mariam", "BRU": "jean"}  # fmt: skip

Say = Callable[[str], None]


def live(say: Say, run_jobs: Callable[[], int]) -> None:
    """Live the whole year. ``run_jobs`` does what a worker would between two acts."""
    Year(say, run_jobs).live()


class Year:
    """The people, the words and the days."""

    def __init__(self, say: Say, run_jobs: Callable[[], int]) -> None:
        self.say, self.run_jobs = say, run_jobs
        self.words: dict[str, Any] = yaml.safe_load((HERE / "sentences.yaml").read_text())
        self.people = assemble()
        self.units = {unit.code: unit for unit in Unit.objects.select_related("calendar")}
        self.known: dict[tuple[str, bool], Person] = {}
        self.chance = random.Random(60)  # the same year each time, nothing secret

    def live(self) -> None:
        """From the close of the session to a Tuesday in February; the sessions before it first."""
        self.say("Remembering five earlier sessions")
        EarlierYears(self).live()
        with clock.at(noon(dt.date(2034, 6, 18))):
            sessions = self.convene()
        volume = self.import_volume(sessions["CFM-60"])
        self.review(volume)
        self.say("Adopting the resolutions of the 60th session")
        with clock.at(noon(dt.date(2034, 7, 2))):
            volume.adopt(by=self.fresh("idris"))
            self.run_jobs()
        self.decide_on_endings()
        self.say("Assigning, working, proving")
        mandates = list(Mandate.objects.filter(resolution__volume=volume).listed().order_by("pk"))
        self.assign(mandates)
        self.work(mandates)
        self.remind()
        self.report(sessions)
        self.last_weeks(sessions)
        Winter(self).live()
        self.run_jobs()
        Notice.objects.filter(event__at__lt=noon(TODAY - dt.timedelta(days=6))).update(read_at=noon(TODAY))

    def fresh(self, name: str) -> Person:
        """Somebody of the cast, with the rights of the day on which it is asked."""
        key = name, clock.today() >= dt.date(2035, 2, 12)  # delegations begin that day; nothing else changes hands
        if key not in self.known:
            self.known[key] = Person.objects.get(pk=self.people[name].pk)
        return self.known[key]

    def convene(self) -> dict[str, Session]:
        """The fictional sessions."""
        found = {}
        for facts in self.words["sessions"]:
            organ = Organ.objects.get(code=facts["organ"])
            session = Session.convene(by=self.fresh("idris"), **{**facts, "organ": organ, "fictional": True})
            found[session.key] = session
        return found

    def import_volume(self, session: Session) -> Volume:
        """The volume in three languages."""
        self.say("Reading a volume of resolutions in three languages")
        with clock.at(noon(dt.date(2034, 6, 25))):
            yasmin = self.fresh("yasmin")
            volume = Volume.receive(by=yasmin, session=session, title="Resolutions on political affairs, 60th session")
            for language in ("en", "fr", "ar"):
                path = HERE / "volumes" / f"CFM60_POL_RES_FINAL_{language}.docx"
                with path.open("rb") as upload:
                    volume.add(by=yasmin, upload=upload, name=path.name, language=language)
            self.run_jobs()
        volume.refresh_from_db()
        return volume

    def review(self, volume: Volume) -> None:
        """The legal officer looks at each doubtful place."""
        from diwan.resolutions.models import DraftParagraph

        doubtful = DraftParagraph.objects.filter(resolution__text__volume=volume).exclude(doubts=[])
        with clock.at(noon(dt.date(2034, 6, 28))):
            leila = self.fresh("leila")
            for paragraph in doubtful:
                volume.revise(by=leila, change=Settle(paragraph.pk, paragraph.revision))

    def decide_on_endings(self) -> None:
        """Of what the memory proposes to end the Cabinet takes two and declines one; the rest waits to this day."""
        proposed = list(Mandate.objects.proposed_to_end().filter(state__in=Mandate.OPEN).order_by("pk"))
        with clock.at(noon(dt.date(2034, 7, 9))):
            idris = self.fresh("idris")
            for mandate in proposed[:2]:
                accept(mandate, idris, self.words["endings"]["taken"])
            proposed[2].decline_ending(by=idris, reason=self.words["endings"]["declined"])

    # mandates ------------------------------------------------------------------------------------------------------
    def head_of(self, unit: str) -> str:
        """Who of the cast heads a unit."""
        return HEADS[unit]

    def lead_of(self, mandate: Mandate) -> tuple[Unit, list[Unit]]:
        """The unit that leads and those that help: as before where it renews an earlier one."""
        if mandate.renewed and mandate.proposed_unit:
            return mandate.proposed_unit, [unit for unit in self.units.values() if unit.pk in mandate.proposed_with]
        lead, helping = self.words["leads"][mandate.resolution.number]
        return self.units[lead], [self.units[code] for code in helping]

    def assign(self, mandates: list[Mandate]) -> None:
        """All but a few find an owner within two weeks; one is returned and given to another."""
        for n, mandate in enumerate(mandates):
            if n % 19 == 7:
                continue  # without an owner to this day
            unit, helping = self.lead_of(mandate)
            named = self.units.get("SESRIC") if n % 11 == 3 else None
            person = self.people["omar"] if unit.code == "POL" and n % 2 else None
            due = mandate.due_on
            if n % 5 == 1 or due is None:  # the Cabinet wants it earlier than the session: six weeks before it
                due = dt.date(2035, 1, 7) + dt.timedelta(days=self.chance.randrange(0, 90))
                due = unit.calendar.working.next_working(due)
            with clock.at(noon(dt.date(2034, 7, 4) + dt.timedelta(days=n % 9), n)):
                mandate.assign(
                    by=self.fresh("yasmin" if n % 3 else "idris"), unit=unit, co_units=helping + ([named] if named else []),
                    person=person, due_on=due, note=self.words["notes"][n % 3] if n % 4 == 0 else "",
                )  # fmt: skip
        back = next(m for m in mandates if m.lead and m.lead.unit.code == "INF")
        with clock.at(noon(dt.date(2034, 7, 16))):
            back.hand_back(by=self.fresh("nour"), reason=self.words["returns"][1])

    def work(self, mandates: list[Mandate]) -> None:
        """Heads accept, act, prove, meet obstacles, wait; the Cabinet judges."""
        busy: set[str] = set()
        for n, mandate in enumerate(m for m in mandates if m.lead_id and m.state == Mandate.State.ASSIGNED):
            assert mandate.lead is not None
            head = HEADS[mandate.lead.unit.code]
            fate = self.chance.choices(
                ["silent", "accepted", "begun", "moving", "waiting", "hindered", "done", "partly", "overtaken", "failed"],
                [7, 8, 14, 18, 7, 6, 30, 6, 2, 2],
            )[0]  # fmt: skip
            if mandate.lead.unit.code not in busy:  # no unit lets the whole year pass
                busy.add(mandate.lead.unit.code)
                fate = "moving" if fate in ("silent", "accepted") else fate
            if fate == "silent":
                continue
            day = dt.date(2034, 7, 18) + dt.timedelta(days=self.chance.randrange(0, 20))
            with clock.at(noon(day, n)):
                mandate.accept(by=self.fresh(head))
            if fate != "accepted":
                self.act(mandate, head, day, n, fate)

    def act(self, mandate: Mandate, head: str, day: dt.date, n: int, fate: str) -> None:
        """One, two or three acts in the autumn, then what became of it."""
        number = mandate.resolution.short
        day += dt.timedelta(days=self.chance.randrange(15, 60))
        self.record(mandate, head, day, self.words["first_actions"][n % 4], number)
        if fate in ("moving", "done", "partly", "hindered"):
            day += dt.timedelta(days=self.chance.randrange(15, 70))
            self.record(mandate, head, day, self.words["later_actions"][n % 4], number, proof=n % 2 == 0)
        with clock.at(noon(min(day + dt.timedelta(days=9), dt.date(2035, 2, 8)), n)):
            by = self.fresh(head)
            if fate == "waiting":
                mandate.wait(by=by, waiting_for=self.words["waiting_for"][n % 3])
            elif fate == "hindered":
                kind = ["no_reply", "funds", "security"][n % 3]
                mandate.meet_obstacle(by=by, kind=kind, what=self.words["obstacles"][kind])
        verdict = {
            "done": "implemented",
            "partly": "partially",
            "overtaken": "overtaken",
            "failed": "not_implemented",
        }.get(fate)
        if verdict is None:
            return
        day = min(day + dt.timedelta(days=self.chance.randrange(8, 40)), dt.date(2035, 2, 5))
        if fate == "done":
            self.record(mandate, head, day, self.words["completed"][n % 2], number, proof=True)
        with clock.at(noon(min(day + dt.timedelta(days=5), dt.date(2035, 2, 11)), n)):
            mandate.assess(by=self.fresh("yasmin"), verdict=verdict, why=self.words["verdicts"][verdict])

    def record(
        self,
        mandate: Mandate,
        head: str,
        day: dt.date,
        text: dict[str, str],
        number: str,
        *,
        proof: bool = False,
    ) -> None:
        """An action with its three texts, and a proof of it."""
        day = min(day, dt.date(2035, 2, 10))
        with clock.at(noon(day)):
            by = self.fresh(head)
            mandate.act(
                by=by,
                what={k: v.format(number=f"\u2066{number}\u2069" if k == "ar" else number) for k, v in text.items()},
                on=day,
            )
            if proof:
                title = self.words["evidence"][self.chance.randrange(4)]
                paper = f"{title}\n\n{text['en'].format(number=number)}\n{day.isoformat()}\n".encode()
                mandate.prove(by=by, title=title, upload=io.BytesIO(paper), name=f"{day.isoformat()}.txt", on=day)

    def remind(self) -> None:
        """What the clock called for on four mornings."""
        for day in (dt.date(2034, 11, 5), dt.date(2035, 1, 10), dt.date(2035, 1, 28), dt.date(2035, 2, 11)):
            with clock.at(noon(day)):
                call_by_the_clock()

    # the report ----------------------------------------------------------------------------------------------------
    def report(self, sessions: dict[str, Session]) -> None:
        """The report to the 61st session is in preparation: most contributions are in, some are missing."""
        self.say("Preparing the report to the 61st session")
        with clock.at(noon(dt.date(2035, 1, 14))):
            yasmin = self.fresh("yasmin")
            report = Report.open(
                by=yasmin, session=sessions["CFM-60"], presented_to=sessions["CFM-61"],
                introduction=self.words["introduction"],
            )  # fmt: skip
            report.call(by=yasmin, wanted_by=dt.date(2035, 2, 10))
        for n, contribution in enumerate(
            report.contributions.select_related("mandate__lead__unit", "unit").order_by("pk")
        ):
            self.contribute(report, contribution, n)
        with clock.at(noon(dt.date(2035, 2, 11))):
            report.chase(by=self.fresh("yasmin"))

    def contribute(self, report: Report, contribution: Contribution, n: int) -> None:
        """A unit stands by what it recorded during the year, or writes more; one in five has not answered."""
        head = HEADS.get(contribution.unit.code) if contribution.unit else None
        if not contribution.texts or head is None or n % 5 == 2:
            return
        with clock.at(noon(dt.date(2035, 1, 20) + dt.timedelta(days=n % 18))):
            by = self.fresh(head)
            if n % 9 == 4:  # written anew, and one language is still missing
                texts = {k: v for k, v in contribution.texts.items() if k != "fr"}
                report.contribute(
                    by=by, contribution=contribution, texts=texts, source=contribution.source, on=contribution.on,
                    action=contribution.action,
                )  # fmt: skip
            else:
                report.confirm(by=by, contribution=contribution)
            if n % 3:
                report.clear(by=self.fresh("yasmin"), contribution=contribution)

    # the last weeks ------------------------------------------------------------------------------------------------
    def last_weeks(self, sessions: dict[str, Session]) -> None:
        """A summit volume waits for review, one mandate is confidential, somebody is away, a view is shared."""
        with clock.at(noon(dt.date(2035, 2, 11), 30)):
            yasmin, idris = self.fresh("yasmin"), self.fresh("idris")
            volume = Volume.receive(by=yasmin, session=sessions["SUM-18"], title="Resolutions of the 18th Summit")
            with (HERE / "volumes" / "IS18_POLITICAL_RES_en.htm").open("rb") as upload:
                volume.add(by=yasmin, upload=upload, name="IS18_POLITICAL_RES_en.htm", language="en")
            self.run_jobs()
            mandate = Mandate.objects.filter(resolution__number=10, state__in=Mandate.GIVEN).order_by("pk").first()
            if mandate is not None:
                listed = [self.people[name] for name in ("harun", "idris", "farid", "yasmin")]
                mandate.classify(
                    by=idris,
                    level=2,
                    reason="Mediation under way between two parties (fictional).",
                    named=listed,
                )
            for mandate in Mandate.objects.with_status(TODAY).filter(status="late")[:3]:
                mandate.ask_for_update(by=idris)
        Delegation.objects.create(
            giver=self.people["huda"], receiver=self.people["farid"], areas=[Area.MANDATES, Area.REPORTS],
            since=dt.date(2035, 2, 12), until=dt.date(2035, 2, 20), reason="Mission (fictional)",
        )  # fmt: skip
        SavedView.objects.create(
            person=self.people["idris"], name="Late, oldest first", query="status=late&sort=due", shared=True
        )


def forget_waiting_mail() -> None:
    """The mails of a year gone by are not sent today."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'notices.mail' AND status = 'todo'")
