"""What the follow-up is narrowed to, as its address says: an address is a view that can be saved, shared, exported."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from diwan.assignments.models import Assignment
from diwan.interface.components.marks import STATUSES as SAID
from diwan.kernel import clock
from diwan.meetings.models import Session
from diwan.organisation.models import organisation
from diwan.people.models import Unit
from diwan.resolutions.models import Mandate, Obstacle, Paragraph, Resolution, Series
from diwan.search.analysis import query as tsquery
from diwan.search.models import Entry

STATUSES = ("unassigned", "idle", "run", "hold", "late", "done")
"""The columns of the matrix, in the order of a mandate's life."""

QUIET = dt.timedelta(days=30)
"""An open mandate without a word for so long is asked about (dossier, R1: "ongoing" for nine years)."""

RENEWED = ("1", "2", "3", "5", "8")
"""How often a mandate was renewed at least, to choose from."""

ACCEPTANCE = {
    "asked": _("Awaiting acceptance"),
    "accepted": _("Accepted"),
    "returned": _("Returned by the unit"),
}
NAMES = (
    "q",
    "session",
    "series",
    "class",
    "unit",
    "with",
    "status",
    "acceptance",
    "obstacle",
    "due",
    "quiet",
    "renewed",
    "resolution",
)
"""The words of an address that narrow the list; others (order, page) do not."""

NUMBER = re.compile(r"^\s*(\d+)\s*/\s*(\d+)\s*-?\s*([A-Za-z]+)?(?:\s*\([A-Z]+\))?\s*(?:§\s*(.+?))?\s*$")
"""A number as people say it: ``3/60-POL``, ``3/60-POL §7``."""


class Filter:
    """One address read. Words it does not know are passed over: an old bookmark still opens."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.words = query.get("q", "").strip()[:200]
        self.statuses = [status for status in query.getlist("status") if status in STATUSES]
        self.acceptance = query.get("acceptance", "") if query.get("acceptance") in ACCEPTANCE else ""
        self.legal_class = query.get("class", "") if query.get("class") in Paragraph.Class.values else ""
        self.obstacle = query.get("obstacle", "") if query.get("obstacle") in Obstacle.Kind.values else ""
        self.resolution = int(found) if (found := query.get("resolution", "")).isdecimal() else None
        self.quiet = bool(query.get("quiet"))
        self.renewed = int(found) if (found := query.get("renewed", "")) in RENEWED else 0
        self.due_before_session = query.get("due") == "session"

    # what may be chosen ----------------------------------------------------------------------------------------------
    @cached_property
    def _sessions(self) -> list[Any]:
        """Sessions that adopted something (``adopted``) and those to come, the latest first."""
        adopted = Exists(Resolution.objects.filter(session=OuterRef("pk")))
        every = Session.objects.annotate(adopted=adopted).filter(Q(adopted=True) | Q(start__gte=clock.today()))
        return list(every.select_related("organ"))

    @cached_property
    def sessions(self) -> list[Session]:
        """Sessions that adopted something, the latest first."""
        return [session for session in self._sessions if session.adopted]

    @cached_property
    def series(self) -> list[Series]:
        """All series of resolutions."""
        return list(Series.objects.all())

    @cached_property
    def units(self) -> list[Unit]:
        """All units that can owe work."""
        return list(Unit.objects.filter(closed_on=None))

    @cached_property
    def session(self) -> Session | None:
        """The session chosen."""
        return next((s for s in self.sessions if s.key == self.query.get("session")), None)

    @cached_property
    def unit(self) -> Unit | None:
        """The lead unit chosen."""
        return next((u for u in self.units if u.code == self.query.get("unit")), None)

    @cached_property
    def co_unit(self) -> Unit | None:
        """The co-operating unit chosen."""
        return next((u for u in self.units if u.code == self.query.get("with")), None)

    @cached_property
    def upcoming(self) -> Session | None:
        """The session that comes next, of the organ chosen or of any."""
        today, organ = clock.today(), self.session.organ if self.session else None
        coming = [
            s
            for s in self._sessions
            if s.start and s.start >= today and not s.extraordinary and organ in (None, s.organ)
        ]
        return coming[-1] if coming else None

    def session_choices(self) -> SafeString:
        """For the select of sessions; each by its key, which is short in every language."""
        return options([(s.key, s.key) for s in self.sessions], self.session.key if self.session else "")

    def series_choices(self) -> SafeString:
        """For the select of series."""
        return options([(s.code, shortened(f"{s.code} · {s}")) for s in self.series], self.query.get("series", ""))

    def class_choices(self) -> SafeString:
        """For the select of classes; declaratory paragraphs ask for nothing."""
        return options([(v, w) for v, w in Paragraph.Class.choices if v != "declaratory"], self.legal_class)

    def unit_choices(self) -> SafeString:
        """For the select of lead units."""
        return options([(u.code, shortened(str(u))) for u in self.units], self.unit.code if self.unit else "")

    def co_unit_choices(self) -> SafeString:
        """For the select of co-operating units."""
        return options([(u.code, shortened(str(u))) for u in self.units], self.co_unit.code if self.co_unit else "")

    def acceptance_choices(self) -> SafeString:
        """For the select of acceptance."""
        return options(ACCEPTANCE.items(), self.acceptance)

    def obstacle_choices(self) -> SafeString:
        """For the select of obstacles."""
        return options(Obstacle.Kind.choices, self.obstacle)

    def renewed_choices(self) -> SafeString:
        """For the select of how often it was renewed."""
        said = [
            (n, ngettext("Renewed %(n)s time or more", "Renewed %(n)s times or more", int(n)) % {"n": n})
            for n in RENEWED
        ]
        return options(said, str(self.renewed))

    # what it leaves --------------------------------------------------------------------------------------------------
    def narrow(self, mandates: Any) -> Any:
        """The mandates it leaves. Their status is computed only where it is asked for: it costs a join over all."""
        if self.session:
            mandates = mandates.filter(resolution__session=self.session)
        if series := self.query.get("series"):
            mandates = mandates.filter(resolution__series__code=series)
        if self.resolution:
            mandates = mandates.filter(resolution=self.resolution)
        if self.legal_class:
            mandates = mandates.filter(legal_class=self.legal_class)
        if self.unit:
            mandates = mandates.filter(Q(lead__unit=self.unit) | Q(lead=None, proposed_unit=self.unit))
        if self.co_unit:
            mandates = mandates.filter(
                Exists(_assigned(unit=self.co_unit, role="co-operating", state__in=Assignment.OPEN))
            )
        if self.acceptance:
            mandates = mandates.filter(self._acceptance())
        if self.obstacle:
            mandates = mandates.filter(
                Exists(Obstacle.objects.filter(mandate=OuterRef("pk"), kind=self.obstacle, lifted_on=None))
            )
        if self.due_before_session and self.upcoming:
            mandates = mandates.filter(state__in=Mandate.OPEN, due_on__lt=self.upcoming.start)
        if self.quiet:
            mandates = mandates.filter(self._quiet())
        if self.renewed:
            mandates = mandates.filter(renewed__gte=self.renewed)
        if self.words:
            mandates = mandates.filter(self._words())
        return mandates.with_status().filter(status__in=self.statuses) if self.statuses else mandates

    def _acceptance(self) -> Q:
        if self.acceptance == "returned":
            return Q(state=Mandate.State.IDENTIFIED) & Q(Exists(_assigned(state=Assignment.State.RETURNED)))
        return Q(state__in=Mandate.GIVEN, lead__state=self.acceptance)

    def _quiet(self) -> Q:
        since = clock.today() - QUIET
        never = Q(last_action_on=None, lead__given_on__lt=since)
        return Q(state__in=Mandate.GIVEN) & (Q(last_action_on__lt=since) | never)

    def _words(self) -> Q:
        if numbered := numbers(self.words):
            return numbered
        house, reader = organisation(), (get_language() or "en")[:2]
        asked = tsquery(self.words, list(dict.fromkeys([reader, *(house.languages if house else [])])))
        if not asked:
            return Q(pk__in=[])
        question = SearchQuery(asked, config="simple", search_type="raw")
        entries = Entry.objects.filter(record_type=Mandate._meta.label_lower, vector=question)
        return Q(pk__in=entries.values("record_id"))

    @property
    def narrow_further(self) -> bool:
        """Whether one of the rarer filters is in use, so that they stand open."""
        return bool(self.legal_class or self.co_unit or self.acceptance or self.obstacle or self.renewed)

    # what it is called -----------------------------------------------------------------------------------------------
    @property
    def saved(self) -> str:
        """The address without order and page, as a view keeps it."""
        kept = QueryDict(mutable=True)
        for name in NAMES:
            if values := [value for value in self.query.getlist(name) if value]:
                kept.setlist(name, values)
        return kept.urlencode()

    def titles(self) -> list[str]:
        """What it is narrowed to, in words, for the head of the list and of the exported file."""
        said: list[Any] = [self.session.key if self.session else "", self.query.get("series", ""), self.unit or ""]
        said += [SAID[status] for status in self.statuses]
        if self.acceptance:
            said.append(ACCEPTANCE[self.acceptance])
        if self.quiet:
            said.append(_("No update for 30 days"))
        if self.words:
            said.append(f"“{self.words}”")
        return [str(word) for word in said if word]


def options(choices: Iterable[tuple[str, Any]], chosen: str) -> SafeString:
    """The lines of a select, written at once: seventy units stand in two of them on every list."""
    present = SafeString(" selected")
    return format_html_join(
        "", '<option value="{}"{}>{}</option>', ((v, present if v == chosen else "", w) for v, w in choices)
    )


def shortened(name: str, letters: int = 34) -> str:
    """A name cut after a whole word, for selects and tables that stand beside figures."""
    return name if len(name) <= letters else name[:letters].rsplit(" ", 1)[0] + "…"


def numbers(words: str) -> Q | None:
    """Mandates of the resolution or paragraph a number names; None when the words are no number."""
    found = NUMBER.match(words)
    if found is None:
        return None
    serial, session, series, paragraph = found.groups()
    named = Q(resolution__number=int(serial), resolution__session__number=int(session))
    if series:
        named &= Q(resolution__series__code__iexact=series)
    part, _blank, number = (paragraph or "").rpartition(" ")
    if not number:
        return named
    annex = part.strip().casefold() in ("annex", gettext("Annex").casefold())
    place = Q(paragraph__kind=Paragraph.Kind.TASK) if annex else Q(paragraph__part__iexact=part.strip())
    return named & place & Q(paragraph__number__iexact=number)


def _assigned(**which: Any) -> Any:
    return Assignment.objects.filter(record_type="resolutions.mandate", record_id=OuterRef("pk"), **which)
