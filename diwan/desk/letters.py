"""The letters on a desk: to refer for the Cabinet, to acknowledge and to answer for the units, to summarise for the registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diwan.capture.models import Arrival
from diwan.capture.policies import may_see_tray
from diwan.correspondence import policies
from diwan.correspondence.filters import view
from diwan.correspondence.models import Letter
from diwan.desk.parts import Act, Group, Line
from diwan.kernel import clock
from diwan.people.roles import Area, Role
from diwan.records.counting import count_each

SHOWN = 6
AHEAD = dt.timedelta(days=7)
"""What falls due within a week stands on the desk of the unit."""
State = Letter.State


@dataclass
class Wanted:
    """A group of letters: which, ordered by what, and what is done first with each."""

    group: Group
    letters: Any
    order: str = "received_at"
    url: Callable[[Letter], str] = Letter.get_absolute_url
    act: Callable[[Letter], Act | None] = lambda letter: None
    needs: bool = True


@dataclass
class Letters:
    """The groups of letters of a desk, and how many of them need the person, are late, or fall due today."""

    groups: list[Group]
    need: int = 0
    late: int = 0
    today: int = 0


def letters_of(person: Any) -> Letters:
    """At most four questions; none for who has nothing to do with letters."""
    reads = policies.scope_of(person, "R")
    if not reads and not person.authority.scope(Area.PRIVATE_POST, "U"):
        return Letters(_tray(person))
    wanted = _groups(person)
    counted = count_each({one.group.id: one.letters for one in wanted} | {"due-today": _due_today(person)})
    for one in wanted:
        one.group.count = counted[one.group.id]
    wanted = [one for one in wanted if one.group.count]
    _fill(wanted)
    need = sum(one.group.count for one in wanted if one.needs)
    late = sum(one.group.count for one in wanted if one.group.id == "letters-late")
    tray = _tray(person)
    return Letters(
        [*(one.group for one in wanted), *tray], need + sum(g.count for g in tray), late, counted["due-today"]
    )


def _groups(person: Any) -> list[Wanted]:
    if policies.may_triage(person):
        return _cabinets(person)
    if person.authority.scope(Area.PRIVATE_POST, "U").anywhere:
        sealed = Letter.objects.visible_to(person).filter(compartment=policies.PRIVATE, state__in=Letter.ENTERED)
        return [Wanted(_group("letters-sealed", _("Sealed post to open"), "present"), sealed)]
    if policies.scope_of(person, "C").anywhere:
        found = [Wanted(_group("letters-present", _("Letters to summarise"), "present"), view("present", person))]
        return [*found, Wanted(_group("letters-file", _("Letters to file"), "file"), view("file", person))]
    return [] if policies.scope_of(person, "R").anywhere else _units(person)


def _cabinets(person: Any) -> list[Wanted]:
    presented = view("triage", person)
    late = Wanted(
        _group("letters-late", _("Replies that are late"), "late"),
        view("late", person),
        "lead__due_on",
        act=asking,
    )
    if person.authority.has_role(Role.SECRETARY_GENERAL):
        marked = presented.exclude(attention="")
        return [Wanted(_group("letters-sg", _("Letters for you"), "triage"), marked, url=book), late]
    group = Group("letters-triage", _("Letters to refer"), 0, reverse("triage"))
    return [Wanted(group, presented.filter(attention=""), url=book), late]


def _units(person: Any) -> list[Wanted]:
    today = clock.today()
    late = view("late", person)
    running = view("referred", person).filter(lead__stopped_on__isnull=True)
    return [
        Wanted(_group("letters-ask", _("Letters to acknowledge"), "ask"), view("ask", person), act=taking),
        Wanted(_group("letters-late", _("Late replies"), "late"), late, "lead__due_on"),
        Wanted(
            _group("letters-soon", _("Replies due within a week"), "referred"),
            running.filter(lead__due_on__gte=today, lead__due_on__lte=today + AHEAD), "lead__due_on",
        ),
    ]  # fmt: skip


def _due_today(person: Any) -> Any:
    return view("referred", person).filter(lead__due_on=clock.today(), lead__stopped_on__isnull=True)


def _group(id: str, title: Any, tab: str) -> Group:
    return Group(id, title, 0, f"{reverse('registry')}?tab={tab}")


def _fill(wanted: list[Wanted]) -> None:
    """The first lines of each group: which, then with all that a line shows."""
    if not wanted:
        return
    firsts = [
        one.letters.order_by(F(one.order).asc(nulls_last=True), "pk")
        .annotate(group=Value(n))
        .values_list("group", "pk")[:SHOWN]
        for n, one in enumerate(wanted)
    ]
    chosen = list(firsts[0].union(*firsts[1:], all=True)) if firsts[1:] else list(firsts[0])
    known = Letter.objects.listed().in_bulk([pk for _n, pk in chosen])
    for n, one in enumerate(wanted):
        rows = sorted((known[pk] for group, pk in chosen if group == n), key=lambda row: _key(row, one.order))
        one.group.lines = list(_lines(rows, one))


def _key(letter: Letter, order: str) -> tuple[Any, ...]:
    day = letter.lead.due_on if order == "lead__due_on" and letter.lead else None
    return (day is None, day or letter.received_at, letter.pk)


def _lines(rows: Iterable[Letter], one: Wanted) -> Iterable[Line]:
    for letter in rows:
        yield Line(
            title=str(letter),
            lang=letter.language if letter.subject else "",
            url=one.url(letter),
            status=letter.status,
            reference=letter.number,
            meta=letter.sender_name if letter.lead is None else letter.lead.unit,
            due=letter.lead.due_on if letter.lead and letter.state == State.REFERRED else None,
            label=letter.get_urgency_display() if letter.urgency != "routine" and letter.status == "idle" else "",
            new=letter.state == State.PRESENTED or bool(letter.lead and letter.lead.state == "asked"),
            act=one.act(letter),
        )


def book(letter: Letter) -> str:
    """Its page in the signature book."""
    return f"{reverse('triage')}?at={letter.pk}"


def asking(letter: Letter) -> Act:
    """Where does it stand?"""
    return _act(letter, "question", _("Ask for an update"), "U")


def taking(letter: Letter) -> Act:
    """The unit takes it on."""
    return _act(letter, "acknowledgement", _("Acknowledge"), "Y")


def _act(letter: Letter, noun: str, label: Any, key: str) -> Act:
    return Act(label, reverse("letter-act", args=[letter.pk, noun]), key, {"next": reverse("desk")})


def _tray(person: Any) -> list[Group]:
    """What waits in the tray to be registered."""
    if not may_see_tray(person):
        return []
    waiting = Arrival.objects.visible_to(person).filter(state__in=Arrival.OPEN).order_by("received_at", "pk")
    rows = list(waiting[: SHOWN + 1])
    if not rows:
        return []
    lines = [Line(str(row), _arrival(row), "idle", meta=row.get_channel_display()) for row in rows[:SHOWN]]
    count = len(rows) if len(rows) <= SHOWN else waiting.count()
    return [Group("tray", _("In the tray"), count, reverse("tray"), lines)]


def _arrival(row: Any) -> str:
    return f"{reverse('letter-new')}?arrival={row.pk}"
