"""What a person has to do today, by the functions held: the groups of the desk, each from one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diwan.assignments.models import Assignment
from diwan.desk.letters import letters_of
from diwan.desk.lines import SHOWN, Wanted, asking, fill, giving, taking
from diwan.desk.parts import Desk, Figure, Group, Line
from diwan.interface import charts
from diwan.kernel import clock
from diwan.people.roles import Area, Role
from diwan.reports.models import Contribution
from diwan.reports.policies import contributions_of, contributions_seen_by
from diwan.resolutions import policies
from diwan.resolutions.models import Mandate, Volume

HEADS = (
    Role.HEAD_OF_DEPARTMENT,
    Role.HEAD_OF_OFFICE,
    Role.INSTITUTION_FOCAL_POINT,
    Role.ASSISTANT_SECRETARY_GENERAL,
)
AHEAD = dt.timedelta(days=21)  # what falls due soon enough to stand on the desk


def desk_of(person: Any) -> Desk:
    """The desk; at most twelve queries whatever the number of mandates and letters."""
    cabinet = bool(policies.may_assess(person, None))
    mandates = Mandate.objects.visible_to(person)
    mine = mandates if cabinet else _led(mandates, person)
    counted = _counted(mine)
    wanted = list(_cabinets(mandates, counted) if cabinet else _units(mandates, mine, counted, person))
    fill(wanted)
    _count_helping(wanted)
    letters = letters_of(person)
    every = (*letters.groups, *_volumes(person, cabinet), *(w.group for w in wanted), *_contributions(person, cabinet))
    groups = [group for group in every if group.lines]
    if cabinet:
        need = counted["unassigned"] + counted["late"] + counted["returned"]
    else:
        need = counted["to_accept"] + counted["late"] + counted["soon"]
    need += sum(g.count for g in groups if g.id in ("volumes", "contributions")) + letters.need
    figures = _figures(counted, cabinet) if policies._scope(person, "R").anywhere or counted["all"] else []
    return Desk(groups, figures, need, counted["late"] + letters.late, counted["today"] + letters.today)


def _led(mandates: Any, person: Any) -> Any:
    """Those that the person answers for: led by the own units, or as their focal point."""
    own = Q(lead__person=person)
    if person.authority.has_role(*HEADS):
        own |= Q(lead__unit__in=person.authority.units)
    return mandates.filter(own)


def _helped(mandates: Any, person: Any) -> Any:
    """Open ones led by others, in which the own units are asked to help."""
    asked = Assignment.objects.open().filter(
        record_type="resolutions.mandate", role=Assignment.Role.CO_OPERATING, unit__in=person.authority.units
    )
    return mandates.filter(state__in=Mandate.OPEN, pk__in=asked.values("record_id"))


def _counted(mandates: Any) -> dict[str, int]:
    """Everything the desk counts, in one query."""
    today = clock.today()
    opened = Q(state__in=Mandate.OPEN)
    running = opened & Q(lead__isnull=False, lead__stopped_on__isnull=True)
    return mandates.aggregate(  # type: ignore[no-any-return]
        all=Count("pk"),
        done=Count("pk", filter=Q(state__in=Mandate.ENDED)),
        late=Count("pk", filter=running & Q(lead__due_on__lt=today)),
        today=Count("pk", filter=running & Q(lead__due_on=today)),
        soon=Count("pk", filter=running & Q(lead__due_on__gte=today, lead__due_on__lte=today + AHEAD)),
        unassigned=Count("pk", filter=opened & Q(lead__isnull=True)),
        to_accept=Count("pk", filter=opened & Q(lead__state="asked")),
        waiting=Count("pk", filter=opened & Q(lead__stopped_on__isnull=False)),
        running=Count("pk", filter=running & Q(state=Mandate.State.IN_PROGRESS)),
        returned=Count("pk", filter=opened & Q(lead__isnull=True, pk__in=_returned())),
        implemented=Count("pk", filter=Q(state=Mandate.State.IMPLEMENTED)),
        endings=Count("pk", filter=Q(state__in=Mandate.ENDABLE) & ~Q(ending_proposed="")),
    )


def _returned() -> QuerySet[Any]:
    back = Assignment.objects.filter(record_type="resolutions.mandate", state=Assignment.State.RETURNED)
    return back.values("record_id")


def _list(**query: str) -> str:
    return reverse("mandates") + "?" + "&".join(f"{k}={v}" for k, v in query.items())


def _volumes(person: Any, cabinet: bool) -> Iterator[Group]:
    if cabinet or policies.may_review(person):
        volumes = list(Volume.objects.visible_to(person).filter(state=Volume.State.IN_REVIEW)[:SHOWN])
        lines = [
            Line(v.title, reverse("volume", args=[v.pk]), "run", reference=v.symbol, label=_("to review"))
            for v in volumes
        ]
        yield Group("volumes", _("Volumes to review"), len(lines), reverse("volumes"), lines)


def _cabinets(mandates: Any, counted: dict[str, int]) -> Iterator[Wanted]:
    """What the Cabinet looks after: the late, those nobody leads, and those that later sessions overtook."""
    opened = mandates.filter(state__in=Mandate.OPEN)
    if counted["late"]:
        late = opened.filter(lead__due_on__lt=clock.today(), lead__stopped_on__isnull=True)
        yield Wanted(Group("late", _("Late"), counted["late"], _list(status="late")), late, first=asking)
    if counted["unassigned"]:
        group = Group("unassigned", _("Without an owner"), counted["unassigned"], _list(status="unassigned"))
        yield Wanted(group, opened.filter(lead__isnull=True), "due_on", giving)
    if counted["endings"]:
        group = Group("renewals", _("Proposed to end"), counted["endings"], reverse("renewals"))
        yield Wanted(group, mandates.proposed_to_end(), "due_on")


def _units(mandates: Any, mine: Any, counted: dict[str, int], person: Any) -> Iterator[Wanted]:
    """What a unit or a focal point answers for, and where the unit helps."""
    opened = mine.filter(state__in=Mandate.OPEN)
    running = opened.filter(lead__stopped_on__isnull=True)
    today = clock.today()
    if counted["to_accept"]:
        group = Group("accept", _("To accept"), counted["to_accept"], _list(acceptance="asked"))
        yield Wanted(group, opened.filter(lead__state="asked"), first=taking(person))
    if counted["late"]:
        group = Group("late", _("Late"), counted["late"], _list(status="late"))
        yield Wanted(group, running.filter(lead__due_on__lt=today))
    if counted["soon"]:
        group = Group("soon", _("Due in the next three weeks"), counted["soon"], _list(sort="due"))
        yield Wanted(group, running.filter(lead__due_on__gte=today, lead__due_on__lte=today + AHEAD))
    if counted["waiting"]:
        group = Group("waiting", _("Waiting for others"), counted["waiting"], _list(status="hold"))
        yield Wanted(group, opened.filter(lead__stopped_on__isnull=False))
    if person.authority.has_role(*HEADS):
        yield Wanted(Group("helping", _("Where you help"), 0, _list(sort="due")), _helped(mandates, person))


def _count_helping(wanted: list[Wanted]) -> None:
    """How many there are where one helps is asked only when they are more than fit."""
    for w in wanted:
        if w.group.id == "helping":
            full = len(w.group.lines) == SHOWN
            w.group.count = w.mandates.count() if full else len(w.group.lines)


def _contributions(person: Any, cabinet: bool) -> Iterator[Group]:
    """Contributions to reports: those one owes, or for the Cabinet those to clear."""
    if not (person.authority.scope(Area.REPORTS, "C") or person.authority.scope(Area.REPORTS, "U")):
        return
    wanted = Contribution.State.RECEIVED if cabinet else Contribution.State.AWAITED
    found = (
        Contribution.objects.filter(
            contributions_of(person),
            contributions_seen_by(person),
            state=wanted,
            report__state__in=["preparing", "final"],
        )
        .select_related(
            "report",
            "unit",
            "mandate__resolution__session__organ",
            "mandate__resolution__series",
            "mandate__paragraph",
        )
        .order_by("report__wanted_by", "pk")
    )
    rows = list(found[:SHOWN])
    lines = [
        Line(c.mandate.wording, c.get_absolute_url(), "run" if cabinet else "soon",
             reference=c.mandate.reference_printed, meta=c.unit or c.report, due=None if cabinet else c.report.wanted_by)
        for c in rows
    ]  # fmt: skip
    title = _("Contributions to clear") if cabinet else _("Contributions to write")
    url = rows[0].report.get_absolute_url() if rows else reverse("reports")
    yield Group("contributions", title, found.count() if len(rows) == SHOWN else len(rows), url, lines)


def _figures(counted: dict[str, int], cabinet: bool) -> list[Figure]:
    everything = counted["all"]
    share = round(100 * counted["done"] / everything) if everything else 0
    mixed = charts.segments(
        {
            "done": counted["done"], "run": counted["running"], "hold": counted["waiting"], "late": counted["late"],
            "idle": max(0, everything - counted["done"] - counted["running"] - counted["waiting"] - counted["late"]),
        }
    )  # fmt: skip
    found = [
        Figure(
            _("Mandates followed"),
            everything,
            reverse("follow-up"),
            _("%(n)s ended") % {"n": counted["done"]},
            chart=mixed,
        ),
        Figure(
            _("Ended"),
            share,
            _list(status="done"),
            _("%(n)s implemented") % {"n": counted["implemented"]},
            unit="%",
        ),
        Figure(_("Late"), counted["late"], _list(status="late"), _("%(n)s due today") % {"n": counted["today"]}),
        Figure(
            _("Due in three weeks"),
            counted["soon"],
            _list(sort="due"),
            _("%(n)s in progress") % {"n": counted["running"]},
        ),
        Figure(_("Waiting for others"), counted["waiting"], _list(status="hold"), _("the clock stands")),
    ]
    if cabinet:
        found.append(
            Figure(
                _("Without an owner"),
                counted["unassigned"],
                _list(status="unassigned"),
                _("%(n)s returned") % {"n": counted["returned"]},
            )
        )
    else:
        found.append(Figure(_("To accept"), counted["to_accept"], _list(acceptance="asked"), _("by the lead unit")))
    return found
