"""What the page of a report shows: how far it is, its outline, one section, what is missing, what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils.translation import gettext

from diwan.interface import charts
from diwan.kernel import clock
from diwan.reports.content import STANDING_TONES, STANDINGS, standing
from diwan.reports.models import Contribution, Report
from diwan.reports.policies import LEFT_OUT_FROM, contributions_of, contributions_seen_by
from diwan.reports.titles import languages

AWAITED, RECEIVED, CLEARED = Contribution.State.AWAITED, Contribution.State.RECEIVED, Contribution.State.CLEARED
SIGNS = {AWAITED: "idle", RECEIVED: "run", CLEARED: "done"}
REPORT_SIGNS = {Report.State.PREPARING: "run", Report.State.FINAL: "soon", Report.State.ISSUED: "done"}
TO_READ = (
    "unit", "by", "mandate__paragraph", "mandate__lead__unit", "mandate__resolution__session__organ",
    "mandate__resolution__series",
)  # fmt: skip


def seen(report: Report, person: Any) -> QuerySet[Contribution]:
    """The contributions of the report that this person may read, in the order of the volume."""
    found = Contribution.objects.filter(contributions_seen_by(person), report=report)
    return found.order_by(
        "mandate__resolution__series__code", "mandate__resolution__number", "mandate__paragraph__order"
    )


def counted(contributions: QuerySet[Contribution], speech: list[str]) -> dict[str, int]:
    """All, awaited, proposed, received, cleared, and how many have a text in each language: one query."""
    by_language = {f"in_{code}": Count("pk", filter=Q(texts__has_key=code)) for code in speech}
    return contributions.order_by().aggregate(
        all=Count("pk"),
        awaited=Count("pk", filter=Q(state=AWAITED)),
        proposed=Count("pk", filter=Q(state=AWAITED, by__isnull=True) & ~Q(texts={})),
        received=Count("pk", filter=Q(state=RECEIVED)),
        cleared=Count("pk", filter=Q(state=CLEARED)),
        **by_language,
    )


def by_standing(report: Report) -> dict[str, int]:
    """How many mandates stand where: one query."""
    found: dict[str, int] = {}
    mandates = report.mandates().filter(confidentiality__lt=LEFT_OUT_FROM).with_status()
    for status, state, n in mandates.order_by().values_list("status", "state").annotate(n=Count("pk")):
        where = standing(status, state)
        found[where] = found.get(where, 0) + n
    return {where: found[where] for where in STANDINGS if where in found}


def standing_chart(found: dict[str, int]) -> charts.Chart:
    """The mandates as one band, in the colours of where they stand."""
    shares: dict[str, float] = {}
    for where, n in found.items():
        shares[STANDING_TONES[where]] = shares.get(STANDING_TONES[where], 0) + n
    return charts.segments({tone: shares.get(tone, 0) for tone in ("done", "run", "hold", "late", "idle")})


def outline(report: Report) -> list[Any]:
    """The sections with what is awaited, received and cleared in each: one query."""
    of_report = Q(mandates__contributions__report=report)
    states = {
        name: Count("mandates__contributions", filter=of_report & Q(mandates__contributions__state=state))
        for name, state in (("awaited", AWAITED), ("received", RECEIVED), ("cleared", CLEARED))
    }
    found = list(report.resolutions().select_related("session__organ", "series").annotate(**states))
    late = is_late(report)
    for section in found:
        section.asked = section.awaited + section.received + section.cleared
        section.sign, section.said = _sign(section, late)
    return found


def _sign(section: Any, late: bool) -> tuple[str, str]:
    if not section.asked:
        return "idle", gettext("Nothing asked")
    if section.cleared == section.asked:
        return "done", gettext("Cleared")
    if section.awaited:
        return ("late", gettext("Late")) if late else ("idle", gettext("To come"))
    return "run", gettext("To clear")


def is_late(report: Report) -> bool:
    """Whether the day by which contributions were wanted has passed."""
    return bool(report.wanted_by and report.wanted_by < clock.today())


@dataclass
class Line:
    """A decision, what is said of its implementation, and what this person may do about it."""

    mandate: Any
    contribution: Contribution | None
    write: bool = False
    prepare: bool = False
    languages: tuple[str, ...] = ()
    late: bool = False

    @property
    def sign(self) -> str:
        """The colour of its contribution: what is proposed waits for a word of the unit."""
        if self.contribution is None:
            return "idle"
        if self.contribution.state == AWAITED and self.late:
            return "late"
        return "soon" if self.contribution.proposed else SIGNS[Contribution.State(self.contribution.state)]

    @property
    def word(self) -> str:
        """What is said of its contribution."""
        if self.contribution is None:
            return gettext("Not asked")
        if self.contribution.proposed:
            return gettext("To confirm")
        word = str(self.contribution.get_state_display())
        return word[:1].upper() + word[1:]

    @property
    def unit(self) -> Any:
        """Of whom it is asked."""
        if self.contribution is not None and self.contribution.unit:
            return self.contribution.unit
        return self.mandate.lead.unit if self.mandate.lead else ""

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"contribution-{self.contribution.pk}" if self.contribution else ""

    @property
    def speech(self) -> list[tuple[str, bool]]:
        """Each language of the organisation, and whether there is a text in it."""
        texts = self.contribution.texts if self.contribution else {}
        return [(code, code in texts) for code in self.languages]


@dataclass
class Reader:
    """What a person may do with the contributions of a report, asked once for a page."""

    report: Report
    person: Any
    write: bool
    prepare: bool
    own: frozenset[int] | None
    languages: tuple[str, ...]

    @classmethod
    def of(cls, report: Report, person: Any, contributions: list[Contribution], speech: list[str]) -> Reader:
        """Read the rights once; which of these contributions the person may write is asked of the database."""
        prepare = bool(report.decide("clear", person))
        write = bool(report.decide("contribute", person))
        own = None
        if write and not prepare:
            mine = Contribution.objects.filter(contributions_of(person), pk__in=[c.pk for c in contributions])
            own = frozenset(mine.values_list("pk", flat=True))
        return cls(report, person, write, prepare, own, tuple(speech))

    def line(self, mandate: Any, contribution: Contribution | None) -> Line:
        """One line of the two columns."""
        may = contribution is not None and self.write and (self.own is None or contribution.pk in self.own)
        cleared = contribution is not None and contribution.state == CLEARED
        write = may and (self.prepare or not cleared)
        prepare = self.prepare and contribution is not None
        return Line(mandate, contribution, write, prepare, self.languages, is_late(self.report))


def section_lines(report: Report, person: Any, resolution: Any, speech: list[str]) -> list[Line]:
    """The paragraphs of one resolution that ask for something, with their contributions: three queries."""
    mandates = report.mandates().filter(resolution=resolution, confidentiality__lt=LEFT_OUT_FROM)
    contributions = list(seen(report, person).filter(mandate__resolution=resolution).select_related(*TO_READ))
    by_mandate = {c.mandate_id: c for c in contributions}
    reader = Reader.of(report, person, contributions, speech)
    listed = list(mandates.with_status().select_related("paragraph", "lead__unit"))
    for mandate in listed:
        mandate.resolution = resolution
    return [reader.line(mandate, by_mandate.get(mandate.pk)) for mandate in listed]


def asked_lines(report: Report, person: Any, contributions: list[Contribution], speech: list[str]) -> list[Line]:
    """The same lines for contributions wherever they stand."""
    reader = Reader.of(report, person, contributions, speech)
    return [reader.line(c.mandate, c) for c in contributions]


def by_unit(contributions: QuerySet[Contribution]) -> list[dict[str, Any]]:
    """What each unit was asked and what came, those who owe most first: one query."""
    rows: Any = (
        contributions.order_by()
        .values("unit", code=F("unit__code"), name=F("unit__name"))
        .annotate(
            asked=Count("pk"),
            awaited=Count("pk", filter=Q(state=AWAITED)),
            to_confirm=Count("pk", filter=Q(state=AWAITED, by__isnull=True) & ~Q(texts={})),
            received=Count("pk", filter=Q(state=RECEIVED)),
            cleared=Count("pk", filter=Q(state=CLEARED)),
            chased_on=Max("chased_on", filter=Q(state=AWAITED)),
            asked_on=Min("asked_on"),
        )
        .order_by("-awaited", "unit__order", "code")
    )
    return list(rows)


@dataclass
class Gaps:
    """What a version issued now would lack."""

    awaited: int
    received: int
    not_asked: int
    left_out: int
    languages: list[tuple[str, int]]
    untitled: list[str]

    def __bool__(self) -> bool:
        return bool(
            self.awaited or self.received or self.not_asked or self.untitled or any(n for _c, n in self.languages)
        )


def gaps(report: Report) -> Gaps:
    """Contributions that are missing or not cleared, languages without text, mandates never asked: two queries."""
    speech = languages()
    cleared = {f"in_{c}": Count("pk", filter=Q(state=CLEARED) & ~Q(texts__has_key=c)) for c in speech}
    found = report.contributions.aggregate(
        asked=Count("pk"),
        awaited=Count("pk", filter=Q(state=AWAITED)),
        received=Count("pk", filter=Q(state=RECEIVED)),
        **cleared,
    )
    mandates = report.mandates().order_by().aggregate(
        followed=Count("pk", filter=Q(confidentiality__lt=LEFT_OUT_FROM) & ~Q(state__in=["superseded", "retired"])),
        left_out=Count("pk", filter=Q(confidentiality__gte=LEFT_OUT_FROM)),
    )  # fmt: skip
    return Gaps(
        awaited=found["awaited"], received=found["received"], left_out=mandates["left_out"],
        not_asked=max(0, mandates["followed"] - found["asked"]),
        languages=[(c, found[f"in_{c}"]) for c in speech], untitled=report.title.missing(speech),
    )  # fmt: skip
