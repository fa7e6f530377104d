"""A winter at the gate: letters come in, are summarised, referred, answered, filed; papers are cleared, signed, dispatched.

Lived by the verbs of the registers, each act on its day, like the rest of the year. Everything is fictional and says so.
"""

from __future__ import annotations

import datetime as dt
import io
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from diwan.assignments.jobs import call_by_the_clock
from diwan.capture.arriving import arrive, arrive_message
from diwan.clearance.jobs import call_by_the_clock as clear_by_the_clock
from diwan.clearance.models import Circuit, SigningAuthority
from diwan.correspondence.models import FileClass, Letter
from diwan.demonstration.earlier import noon
from diwan.directory.models import Correspondent
from diwan.documents.models import attach
from diwan.kernel import clock
from diwan.kernel.calendars import gregorian_in_words
from diwan.outgoing.models import Outgoing
from diwan.printing.docx_pdf import docx_to_pdf
from diwan.printing.letter_docx import LetterValues, office_template, render

if TYPE_CHECKING:
    from diwan.demonstration.year import Year

HERE = Path(__file__).parent
FIRST, LAST = dt.date(2034, 12, 3), dt.date(2035, 2, 13)
SENDERS = ("NE", "MA", "EG", "SN", "TR", "ID", "MY", "JO", "PK", "KZ", "ML", "TN")
LETTERS = 44
LANGUAGES = ("fr", "ar", "en")
URGENT = {3: "urgent", 11: "immediate", 23: "urgent", 37: "urgent", 41: "immediate"}


class Winter:
    """What passes the registry from December to February."""

    def __init__(self, year: Year) -> None:
        self.year, self.chance = year, year.chance
        self.words: dict[str, Any] = yaml.safe_load((HERE / "registry.yaml").read_text())
        self.senders = {
            one.country.code: one
            for one in Correspondent.objects.filter(kind="mission", country__code__in=SENDERS).select_related("country")
        }
        self.classes = list(FileClass.objects.filter(parts__isnull=True, closed_on=None).order_by("code"))
        self.replies: list[Outgoing] = []

    def live(self) -> None:
        """All of it."""
        if not self.senders or not self.classes:  # another organisation's profile: its registry begins empty
            return
        self.year.say("A winter at the registry: letters in three languages")
        self.delegate()
        days = [day for n in range((LAST - FIRST).days + 1) if self.works(day := FIRST + dt.timedelta(days=n))]
        sealed = [dt.date(2035, 1, 22), dt.date(2035, 2, 12)]
        for n in range(LETTERS):
            day = days[n * (len(days) - 1) // (LETTERS - 1)]
            while sealed and sealed[0] < day:  # a register is kept in the order of the days
                self.sealed(sealed.pop(0))
            self.receive(n, day)
        self.year.say("Papers pass the gate")
        self.papers()
        self.tray()
        for day in (dt.date(2035, 1, 28), dt.date(2035, 2, 11)):
            with clock.at(noon(day, 45)):
                call_by_the_clock()
                clear_by_the_clock()
        self.year.run_jobs()

    def works(self, day: dt.date) -> bool:
        """Whether the registry is open."""
        return bool(self.year.units["REG"].calendar.working.is_working(day))

    def delegate(self) -> None:
        """Who may sign what; one delegation has ended, one is passed on ad interim."""
        by = self.year.fresh("idris")
        year_end = dt.date(2035, 12, 31)
        common: dict[str, Any] = {"papers": ["letter", "note_verbale", "memorandum"], "up_to": 2, "level": 1}
        with clock.at(noon(dt.date(2034, 12, 1))):
            chief = SigningAuthority.grant(
                by=self.year.fresh("harun"), holder=self.year.people["idris"], papers=["letter", "note_verbale", "circular", "memorandum", "cable"],
                up_to=3, level=3, since=dt.date(2034, 1, 1), until=year_end, instrument="CAB/DEC/2034/003", may_pass_on=True,
            )  # fmt: skip
            for name in ("farid", "bilal", "huda"):
                SigningAuthority.grant(
                    by=by, holder=self.year.people[name], since=dt.date(2034, 1, 1), until=year_end,
                    instrument="CAB/DEC/2034/019", **common,
                )  # fmt: skip
            SigningAuthority.grant(
                by=by, holder=self.year.people["nour"], since=dt.date(2034, 1, 1), until=dt.date(2034, 12, 31),
                instrument="CAB/DEC/2034/019", **common,
            )  # fmt: skip
        with clock.at(noon(dt.date(2035, 2, 11))):
            SigningAuthority.grant(
                by=by, holder=self.year.people["yasmin"], parent=chief, papers=["letter"], up_to=1, level=1,
                since=dt.date(2035, 2, 12), until=dt.date(2035, 2, 20), instrument="CAB/DEC/2035/004", ad_interim=True,
            )  # fmt: skip

    # in ------------------------------------------------------------------------------------------------------------
    def receive(self, n: int, day: dt.date) -> None:
        """One letter, and what became of it up to this day."""
        theme = self.words["themes"][n % len(self.words["themes"])]
        sender = self.senders[SENDERS[n % len(SENDERS)]]
        language = sender.language if sender.language in theme["subject"] else LANGUAGES[n % 3]
        level = {17: 2, 33: 3}.get(n, 1)
        reference = f"{sender.country.code}/JED/{457 + n * 7:04}"
        with clock.at(noon(day, n % 40)):
            salma = self.year.fresh("salma")
            letter = Letter.register(
                by=salma, sender=sender, sender_name=sender.name.in_language(language)[0], their_reference=reference,
                dated=day - dt.timedelta(days=3 + n % 5), kind=theme["kind"], subject=theme["subject"][language],
                language=language, channel=["bag", "post", "hand", "email", "fax"][n % 5], pages=1 + n % 4,
                enclosures=n % 3, urgency=URGENT.get(n, "routine"), confidentiality=level, received_at=None,
                classified_because="Mediation between two parties (fictional)" if level > 1 else "",
            )  # fmt: skip
            if level > 1:
                letter.named.set([self.year.people[name] for name in ("harun", "idris", "yasmin", "farid", "khalid")])
            pdf = self.printed(theme, language, sender, reference, letter.dated or day)
            version = attach(
                letter,
                io.BytesIO(pdf),
                f"{reference.replace('/', '-')}.pdf",
                by=salma,
                role="main",
                language=language,
                title=letter.number,
            )
            Letter.objects.filter(pk=letter.pk).update(sha256=version.file_id)
        letter.refresh_from_db()
        self.follow(n, day, letter, theme)

    def printed(
        self, theme: dict[str, Any], language: str, sender: Correspondent, reference: str, dated: dt.date
    ) -> bytes:
        """The letter as it came: a page of its own."""
        values = LetterValues(
            language=language, number=reference, date=gregorian_in_words(dated, language),
            organisation=sender.name.in_language(language)[0], addressee={"en": "General Secretariat", "fr": "Secrétariat général", "ar": "الأمانة العامة"}[language],
            subject=theme["subject"][language], body=theme["body"][language],
        )  # fmt: skip
        return docx_to_pdf(render(office_template("letter", language), values), language=language, title=reference)

    def tray(self) -> None:
        """What came since yesterday and has no number yet: a mail with its paper, and a paper that was scanned."""
        theme, yesterday = self.words["themes"][1], LAST - dt.timedelta(days=1)
        registry = self.year.units["REG"]
        for place, (code, language) in enumerate((("SN", "fr"), ("JO", "ar"))):
            sender, reference = self.senders[code], f"{code}/JED/{801 + place:04}"
            pdf = self.printed(theme, language, sender, reference, yesterday)
            with clock.at(noon(yesterday, 300 + 40 * place)):
                if place:
                    arrive(pdf, "scan-0212.pdf", by=self.year.fresh("salma"), unit=registry)
                    continue
                mail = EmailMessage(policy=SMTP)
                mail["From"] = f"{sender.name.in_language(language)[0]} <note@{code.lower()}.example>"
                mail["To"], mail["Subject"] = "registry@example.org", theme["subject"][language]
                mail["Message-ID"], mail["Date"] = f"<{code}-801@example>", format_datetime(clock.now())
                mail.set_content(theme["body"][language])
                mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{code}-0801.pdf")
                arrive_message(mail.as_bytes(), f"{code}-0801.eml", by=self.year.fresh("salma"), unit=registry)

    def follow(self, n: int, day: dt.date, letter: Letter, theme: dict[str, Any]) -> None:
        """Summaries, the Cabinet, the unit, the answer, the file: as far as the days allow."""
        age = (LAST - day).days
        who = "salma" if letter.confidentiality < 2 else "khalid"
        if n == 20:
            with clock.at(noon(day, 45)):
                letter.void(by=self.year.fresh("idris"), reason="Entered twice by mistake (fictional)")
            return
        with clock.at(noon(day, 41)):
            if letter.confidentiality >= 2:
                letter.present(by=self.year.fresh("idris"), why="Confidential: for the Cabinet alone (fictional)")
            else:
                self.summarise(letter, theme, checked=age > 1)
        if letter.state != Letter.State.PRESENTED or age < 3:
            return
        with clock.at(noon(min(day + dt.timedelta(days=1), LAST), 10)):
            idris = self.year.fresh("idris" if n % 3 or letter.confidentiality >= 2 else "yasmin")
            letter.refer(
                by=idris, unit=self.year.units["POL" if letter.confidentiality >= 2 else theme["unit"]],
                instruction="reply" if "reply" in theme else "action",
                with_units=[self.year.units[code] for code in theme["with"]], copies=[self.year.units["INF"]] if n % 7 == 2 else [],
                attention="information" if n % 6 == 1 else None,
            )  # fmt: skip
            if n % 5 == 0:
                note = self.words["notes"][0]
                letter.annotate(by=self.year.fresh(note["by"]), text=note["text"])
        self.deal(n, day, age, letter, theme, who)

    def summarise(self, letter: Letter, theme: dict[str, Any], *, checked: bool) -> None:
        """The registry writes, the adviser and the translator check."""
        sender = letter.sender
        assert sender is not None
        for language in LANGUAGES:
            letter.summarise(
                by=self.year.fresh("salma"),
                language=language,
                text=f"{sender.name.in_language(language)[0]}: {theme['subject'][language]}. {theme['body'][language]}"[
                    :900
                ],
            )
            if checked or language == "fr":
                letter.check_summary(by=self.year.fresh("yasmin" if language == "fr" else "rania"), language=language)
        letter.refresh_from_db()

    def deal(self, n: int, day: dt.date, age: int, letter: Letter, theme: dict[str, Any], who: str) -> None:
        """The unit acknowledges most of them, answers many, is late with some."""
        assert letter.lead is not None
        head = {"POL": "farid", "ECO": "bilal", "ICHAD": "huda", "CNF": "zahra", "LEG": "samira", "INF": "nour"}[
            letter.lead.unit.code
        ]
        if n % 13 == 12:
            with clock.at(noon(min(day + dt.timedelta(days=2), LAST), 20)):
                letter.hand_back(by=self.year.fresh(head), reason="This is a matter for Legal Affairs (fictional)")
                letter.refer(by=self.year.fresh("idris"), unit=self.year.units["LEG"], instruction="reply")
            return
        if age < 4 or n % 9 == 8:
            return  # not acknowledged yet
        with clock.at(noon(min(day + dt.timedelta(days=2), LAST), 20)):
            letter.acknowledge(by=self.year.fresh(head))
        if age < 9 or n % 4 == 3:
            return
        if "reply" in theme and letter.confidentiality < 2 and head in ("farid", "bilal", "huda"):
            with clock.at(noon(min(day + dt.timedelta(days=5), LAST), 20)):
                self.reply(n, letter, theme, age)
        elif head:
            with clock.at(noon(min(day + dt.timedelta(days=4 + n % 6), LAST), 25)):
                letter.finish(by=self.year.fresh(head), result="Noted, and passed on to those concerned (fictional)")
            if age > 25:
                with clock.at(noon(min(day + dt.timedelta(days=12), LAST), 25)):
                    letter.file(by=self.year.fresh("salma"), file_class=self.classes[n % len(self.classes)])

    def reply(self, n: int, letter: Letter, theme: dict[str, Any], age: int) -> None:
        """A draft of the desk officer in the language of the letter, as far through the gate as its age allows."""
        omar, language = self.year.fresh("omar"), letter.language
        draft = Outgoing.draft(
            by=omar, paper="note_verbale" if letter.kind == "note_verbale" else "letter", subject=letter.subject,
            languages=[language], to=[letter.sender], answers=letter, bodies={language: theme["reply"][language]},
            legal_basis="2/60-POL" if theme["unit"] == "ECO" else "", unit=letter.lead.unit if letter.lead else None,
        )  # fmt: skip
        self.replies.append(draft)
        if n % 3 == 0:
            draft.revise(
                by=omar,
                language=language,
                body=theme["reply"][language].replace("2/60-POL", "2/60-POL, §4"),
                changes="§4",
            )

    # sealed --------------------------------------------------------------------------------------------------------
    def sealed(self, day: dt.date) -> None:
        """A sealed item goes unopened to the private secretariat; it has opened the one of January."""
        sender = self.senders[SENDERS[day.month]]
        with clock.at(noon(day, 50)):
            letter = Letter.register(
                by=self.year.fresh("salma"), sender=sender, sender_name=str(sender.name["en"]), sealed=True,
                compartment="private", channel="hand", carrier="Courier (fictional)", received_at=None, confidentiality=2,
            )  # fmt: skip
            if day.month == 1:
                subject = "A personal greeting (fictional)"
                letter.open_envelope(by=self.year.fresh("khalid"), subject=subject, language="fr")

    # out -----------------------------------------------------------------------------------------------------------
    def papers(self) -> None:
        """Replies go as far as they went; a memorandum, a circular, a note to all missions."""
        for n, draft in enumerate(self.replies):
            self.advance(draft, n, stage=min(6, len(self.replies) - n))
        self.memorandum()
        self.mailing()

    def advance(self, draft: Outgoing, n: int, stage: int) -> None:
        """Through the gate, up to a stage: clearance, review, signature, signed, dispatched, acknowledged."""
        began = draft.drafted_at.date()
        signer = {"POL": "farid", "ECO": "bilal", "ICHAD": "huda"}.get(draft.unit.code, "farid")
        steps = [self.submit, self.clear, self.pass_gate, self.sign, self.dispatch, self.acknowledge]
        for k, step in enumerate(steps[:stage]):
            with clock.at(noon(min(began + dt.timedelta(days=1 + k), LAST), 20 + 5 * k)):
                draft.refresh_from_db()
                step(draft, signer)

    def submit(self, draft: Outgoing, signer: str) -> None:
        """To the usual circuit."""
        draft.submit(by=self.year.fresh("omar"), circuit=Circuit.for_paper(draft.paper)[0])

    def clear(self, draft: Outgoing, signer: str) -> None:
        """Legal and the Cabinet concur, and answer the checklist."""
        assert draft.round is not None
        for name in ("leila", "yasmin"):
            person = self.year.fresh(name)
            for visa in draft.round.visas.waiting().of(person):
                draft.round.give(visa, by=person, answer="concurs")
        draft.round.refresh_from_db()
        for point, _answer in draft.round.points():
            draft.round.answer_point(
                point, by=self.year.fresh("leila" if point.task == "check_law" else "yasmin"), answer="yes"
            )

    def pass_gate(self, draft: Outgoing, signer: str) -> None:
        """Through the gate."""
        draft.pass_gate(by=self.year.fresh("idris"))

    def sign(self, draft: Outgoing, signer: str) -> None:
        """Signed under a delegation; the sealed file is made."""
        draft.sign(by=self.year.fresh(signer))
        self.year.run_jobs()

    def dispatch(self, draft: Outgoing, signer: str) -> None:
        """By bag, with its number."""
        addressee = draft.addressees.first()
        draft.dispatch(by=self.year.fresh("salma"), addressee=addressee, channel="bag", proof=f"BAG {draft.pk:04}")

    def acknowledge(self, draft: Outgoing, signer: str) -> None:
        """The addressee has it."""
        draft.acknowledge(
            by=self.year.fresh("salma"), dispatch=draft.dispatches.get(), received_by="Registry (fictional)"
        )

    def memorandum(self) -> None:
        """Political Affairs asks Humanitarian Affairs for figures, through the gate like everything."""
        words = self.words["memorandum"]
        with clock.at(noon(dt.date(2035, 2, 4))):
            memo = Outgoing.draft(
                by=self.year.fresh("omar"), paper="memorandum", subject=words["subject"]["en"], languages=["en"],
                to=[self.year.units["ICHAD"]], copies=[self.year.units["ECO"]], bodies=words["body"], instruction="action",
                urgency="urgent",
            )  # fmt: skip
        self.advance(memo, 0, 4)
        with clock.at(noon(dt.date(2035, 2, 11), 10)):
            memo.take_note(by=self.year.fresh("huda"))
        words = self.words["circular"]
        with clock.at(noon(dt.date(2035, 2, 12), 20)):
            Outgoing.draft(
                by=self.year.fresh("zahra"), paper="circular", subject=words["subject"]["en"], languages=list(words["body"]),
                to=[self.year.units[code] for code in ("POL", "ECO", "ICHAD", "LEG", "INF", "CNF")], bodies=words["body"],
            )  # fmt: skip

    def mailing(self) -> None:
        """One note to the missions of all member states: each item with its number, in the language its mission is written to."""
        missions = list(Correspondent.objects.filter(kind="mission", state="in_use").order_by("country__code", "pk"))
        words = self.words["mailing"]
        with clock.at(noon(dt.date(2035, 2, 5))):
            note = Outgoing.draft(
                by=self.year.fresh("zahra"), paper="note_verbale", subject=words["subject"]["en"], languages=list(words["body"]),
                to=missions, separate=True, own_language=True, bodies=words["body"],
            )  # fmt: skip
        began = note.drafted_at.date()
        for k, step in enumerate((self.submit_by_zahra, self.clear, self.pass_gate)):
            with clock.at(noon(began + dt.timedelta(days=1 + k), 30)):
                note.refresh_from_db()
                step(note, "")
        with clock.at(noon(dt.date(2035, 2, 11), 30)):
            note.refresh_from_db()
            note.sign(by=self.year.fresh("idris"))
            self.year.run_jobs()

    def submit_by_zahra(self, draft: Outgoing, signer: str) -> None:
        """Conferences puts it to the usual circuit."""
        draft.submit(by=self.year.fresh("zahra"), circuit=Circuit.objects.get(code="usual"))
