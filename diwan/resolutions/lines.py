"""Mandates as lines of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from diwan.interface.components import marks
from diwan.interface.components.page import button
from diwan.interface.markup import markup
from diwan.kernel import clock
from diwan.people.models import Unit
from diwan.resolutions.filters import Filter, shortened
from diwan.resolutions.leading import brief
from diwan.resolutions.models import Mandate

SHOWN = 200
"""Letters of a text on one line of a list; the whole stands on its page."""

COLUMNS = (
    "wording", "state", "due_on", "last_action_on", "confidentiality", "proposed_unit_id", "proposed_because",
    "lead__unit_id", "lead__state", "lead__due_on", "lead__stopped_on", "resolution__number", "resolution__session_id", "resolution__series_id",
    "paragraph__part", "paragraph__number", "paragraph__kind",
)  # fmt: skip
"""What a line shows; the rest of a row, in three languages, is left where it is."""


class Line:
    """A mandate in a list: its text in one language, said which, and cut to a line."""

    def __init__(self, mandate: Any, today: dt.date, base: str) -> None:
        self.mandate, self.today = mandate, today
        self.url = f"{base}{mandate.pk}/"
        text, self.language = mandate.wording.in_language()
        self.text = text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + "…"
        self.number = mandate.reference_printed
        self.status = mandate.status
        self.lead = mandate.lead
        self.proposed = mandate.proposed_unit if mandate.lead_id is None and mandate.state in Mandate.OPEN else None
        self.ended = mandate.state in Mandate.ENDED
        self.awaited = bool(self.lead and self.lead.state == "asked" and not self.ended)
        self.unit = shortened(str(self.lead.unit if self.lead else self.proposed or ""), 26)

    def cells(self, *, acts: bool) -> SafeString:
        """The cells of its row after the box that selects it; ``acts`` adds the button that gives it as proposed.

        Written here and not in a template: fifty rows of nine cells are half of the time of the page.
        """
        m = self.mandate
        return markup(
            '<th scope="row">{}</th><td class="grow"><span class="cell"><a class="q" href="{}" lang="{}" dir="auto">{}</a>{}'
            '</span></td><td class="text-nowrap">{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td>{}',
            marks.reference(self.number), self.url, self.language, self.text,
            marks.confidentiality(m.confidentiality) if m.confidentiality > 1 else "", self.who, marks.status(self.status),
            self.due, marks.date(m.due_on), marks.date(m.last_action_on, hijri_too=False),
            markup("<td>{}</td>", self.act) if acts else "",
        )  # fmt: skip

    @property
    def with_acts(self) -> SafeString:
        """Its cells for who assigns."""
        return self.cells(acts=True)

    @property
    def without_acts(self) -> SafeString:
        """Its cells for who only reads."""
        return self.cells(acts=False)

    @property
    def due(self) -> SafeString:
        """How near its day is, in words."""
        return marks.due(self.mandate.due_on, done=self.ended, today=self.today)

    @property
    def who(self) -> SafeString | str:
        """The lead unit, or in grey the one proposed."""
        if self.proposed:
            why = brief(self.mandate)
            said = gettext("proposed: %(why)s") % {"why": why} if why else gettext("proposed")
            return markup('<span class="mut">{}<span class="sub2">{}</span></span>', self.unit, said)
        if self.awaited:
            return markup('{}<span class="sub2">{}</span>', self.unit, gettext("awaiting acceptance"))
        return self.unit

    @property
    def act(self) -> SafeString | str:
        """The button that gives it as proposed."""
        if not self.proposed:
            return ""
        return button(
            gettext("As proposed"), type="submit", small=True, kind="plain", name="only", value=self.mandate.pk, key="P",
            hint=False, describe=self.number,
        )  # fmt: skip


def lines_of(keys: Sequence[int], known: Filter, *, of: Unit | None = None) -> list[Line]:
    """The lines of these mandates, in this order.

    A list sorts keys, and only the rows of its page are read: sorting 10,000 whole rows took six times as long. Units,
    sessions and series are few and known to the page already, so they are not joined again to every row. On the page
    ``of`` a unit its name is not said again on every line.
    """
    found = (
        Mandate.objects.filter(pk__in=keys)
        .with_status()
        .select_related("resolution", "paragraph", "lead")
        .only(*COLUMNS)
    )
    units = {unit.pk: unit for unit in known.units}
    sessions = {session.pk: session for session in known.sessions}
    series = {one.pk: one for one in known.series}
    lines: dict[int, Line] = {}
    today, base = clock.today(), reverse("mandates")
    for mandate in found:
        resolution, lead = mandate.resolution, mandate.lead
        if resolution.session_id in sessions:
            resolution.session = sessions[resolution.session_id]
        if resolution.series_id in series:
            resolution.series = series[resolution.series_id]
        if lead is not None and lead.unit_id in units:
            lead.unit = units[lead.unit_id]
        if mandate.proposed_unit_id in units:
            mandate.proposed_unit = units[mandate.proposed_unit_id]
        line = lines[mandate.pk] = Line(mandate, today, base)
        if lead is not None and lead.unit == of:
            line.unit = lead.get_state_display() if not line.awaited else ""
    return [lines[key] for key in keys if key in lines]
