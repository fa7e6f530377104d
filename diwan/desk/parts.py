"""What a desk consists of: lines in groups, figures, and the sentence above them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from diwan.interface import charts

KEYS = {"Y": _("accept or acknowledge"), "P": _("assign as proposed"), "U": _("ask for an update")}
"""What the keys of the lines do, as the key bar says it."""


@dataclass
class Act:
    """The first thing one does with a line, one click away: what is sent, and where."""

    label: str | Promise
    url: str
    key: str = ""
    sends: dict[str, Any] = field(default_factory=dict)


@dataclass
class Line:
    """One line of a group."""

    title: Any
    url: str
    status: str
    reference: str = ""
    meta: Any = ""
    due: dt.date | None = None
    label: Any = ""
    new: bool = False
    act: Act | None = None
    lang: str = ""
    """The language of the title, where it is a plain text that keeps its own."""


@dataclass
class Group:
    """Lines under one heading, with how many there are in all and where the rest is."""

    id: str
    title: str | Promise
    count: int
    url: str
    lines: list[Line] = field(default_factory=list)


@dataclass
class Figure:
    """A figure in words and digits with a small chart."""

    label: str | Promise
    value: Any
    url: str = ""
    note: Any = ""
    unit: str = ""
    chart: charts.Chart | None = None


@dataclass
class Desk:
    """The whole desk of one person."""

    groups: list[Group]
    figures: list[Figure]
    need: int
    late: int
    today: int

    @property
    def keys(self) -> list[tuple[str, str | Promise]]:
        """The keys that its lines answer to."""
        bound = {line.act.key for group in self.groups for line in group.lines if line.act}
        return [(key, said) for key, said in KEYS.items() if key in bound]

    @property
    def sentence(self) -> SafeString:
        """What matters, in words, before any figure; what is late or due today leads to its group."""
        if not self.need:
            return format_html("{}", _("Nothing needs you at this moment."))
        need = ngettext("%(n)s item needs you", "%(n)s items need you", self.need) % {"n": self.need}
        named = []
        if self.late:
            said = ngettext("%(n)s is late", "%(n)s are late", self.late) % {"n": self.late}
            named.append(self._leading("late", said))
        if self.today:
            said = ngettext("%(n)s falls due today", "%(n)s fall due today", self.today) % {"n": self.today}
            named.append(self._leading("soon", said))
        if not named:
            return format_html("{}", _("%(need)s.") % {"need": need})
        if len(named) == 1:
            return format_html(str(_("{need}: {what}.")), need=need, what=named[0])
        return format_html(str(_("{need}: {late} and {today}.")), need=need, late=named[0], today=named[1])

    def _leading(self, group: str, said: str) -> SafeString:
        if any(g.id == group for g in self.groups):
            return format_html('<a href="#{}">{}</a>', group, said)
        return format_html("{}", said)
