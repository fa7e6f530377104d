"""Letters as lines of the registry's list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from diwan.correspondence.models import Letter, Urgency
from diwan.correspondence.policies import LETTER
from diwan.interface.components import marks
from diwan.kernel import clock
from diwan.people.models import Person, Unit
from diwan.records.models import Opening

COLUMNS = (
    "number", "received_at", "sender_name", "subject", "language", "confidentiality", "urgency", "enclosures", "state",
    "attention", "compartment", "lead__unit_id", "lead__state", "lead__due_on", "lead__stopped_on", "lead__role",
)  # fmt: skip
"""What a line shows; the rest of a row is left where it is."""


class Line:
    """A letter in the list."""

    def __init__(self, letter: Any, unit: str, today: Any, base: str, opened: bool) -> None:
        self.letter, self.unit, self.today = letter, unit, today
        self.url, self.opened = f"{base}{letter.pk}/", opened
        self.number = letter.number

    @property
    def cells(self) -> SafeString:
        """The cells of its row after the box that selects it.

        Written here and not in a template: fifty rows of eight cells are half of the time of the page.
        """
        one = self.letter
        at = timezone.localtime(one.received_at)
        return format_html(
            '<th scope="row">{}<span class="sub2">{}</span></th><td>{}</td><td class="small from">{}</td>'
            '<td class="grow"><span class="cell"><a class="q{}" href="{}"{}>{}</a>{}</span></td>'
            '<td><span class="lg">{}</span></td><td class="mark">{}</td><td class="small with">{}</td><td>{}</td>',
            marks.reference(one.number), f"{at:%H:%M}", marks.date(at.date()), one.sender_name,
            "" if self.opened else " t new", self.url, self._spoken, one.subject or gettext("Sealed item"), self._signs,
            one.language.upper(), marks.confidentiality(one.confidentiality), self.where, self.due,
        )  # fmt: skip

    @property
    def _spoken(self) -> SafeString:
        """The language of the subject, and which way it is written."""
        code = self.letter.language if self.letter.subject else ""
        return format_html(' lang="{}" dir="{}"', code, marks.direction(code)) if code else SafeString(' dir="auto"')

    @property
    def _signs(self) -> SafeString:
        """Urgent, for the Secretary General, with enclosures."""
        found = SafeString("")
        if self.letter.urgency != Urgency.ROUTINE:
            found += _sign("late", "flag", _first(str(Urgency(self.letter.urgency).label)))
        if self.letter.attention:
            short = {"information": pgettext("SG", "SG to know"), "decision": pgettext("SG", "SG to decide")}
            found += _sign("hold", "star", short[self.letter.attention])
        if self.letter.enclosures:
            found += format_html(' <span class="mut">{}</span>', marks.icon("paperclip", gettext("with enclosures")))
        return found

    @property
    def where(self) -> SafeString | str:
        """Who has it; in grey what it waits for where no unit has it."""
        one = self.letter
        if one.state != Letter.State.REFERRED or one.lead is None:
            return format_html('<span class="mut">{}</span>', one.get_state_display())
        beneath = ""
        if one.lead.stopped_on:
            beneath = gettext("waiting for others")
        elif one.lead.state == "asked":
            beneath = gettext("not acknowledged yet")
        return format_html('{}<span class="sub2">{}</span>', self.unit, beneath) if beneath else self.unit

    @property
    def due(self) -> SafeString | str:
        """How near its day is; for what no unit has yet, how long it has been here."""
        one = self.letter
        if one.state == Letter.State.REFERRED and one.lead is not None:
            return (
                marks.status("hold", quiet=True)
                if one.lead.stopped_on
                else marks.due(one.lead.due_on, today=self.today)
            )
        if one.state not in Letter.ENTERED:
            return ""
        days = (self.today - timezone.localtime(one.received_at).date()).days
        said = (
            ngettext("%(days)d day here", "%(days)d days here", days) % {"days": days}
            if days > 0
            else gettext("new today")
        )
        return format_html('<span class="small mut text-nowrap">{}</span>', said)


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _sign(tone: str, icon: str, word: Any) -> SafeString:
    return format_html(' <span class="st {}">{}{}</span>', tone, marks.icon(icon), word)


def lines_of(keys: Sequence[int], units: Sequence[Unit], person: Person, base: str) -> list[Line]:
    """The lines of these letters, in this order: two questions. What the person has not opened yet stands out."""
    found = Letter.objects.filter(pk__in=keys).select_related("lead").only(*COLUMNS).in_bulk()
    seen = Opening.objects.filter(record_type=LETTER, record_id__in=keys, person=person)
    opened = set(seen.values_list("record_id", flat=True))
    names = {unit.pk: str(unit) for unit in units}
    today = clock.today()
    return [
        Line(letter, names.get(letter.lead.unit_id, "") if letter.lead else "", today, base, letter.pk in opened)
        for key in keys
        if (letter := found.get(key))
    ]
