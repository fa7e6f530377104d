"""This app's part of a profile: units and, once all units are known, posts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, AliasChoices, Field

from diwan.kernel import clock
from diwan.kernel.multilingual import Texts
from diwan.organisation.keeping import keep
from diwan.organisation.lined_yaml import Path
from diwan.organisation.profile import Profile
from diwan.organisation.profile_fields import Code, Section, Words, Zone, refusal
from diwan.organisation.profile_file import Entry
from diwan.people.models import Post, Unit
from diwan.people.roles import Role

# The order of lists: the seat in the order of the file, then offices, then institutions.
OFFICES_FROM, INSTITUTIONS_FROM = 1000, 2000
_OF_THE_SEAT = (Unit.Kind.CABINET, Unit.Kind.DEPARTMENT, Unit.Kind.SECTION)


class UnitSection(Section):
    """What every unit says, wherever it is."""

    code: Code
    name: Words
    parent: str | None = Field(default=None, validation_alias=AliasChoices("parent", "asg"))
    calendar: str | None = None
    time_zone: Zone | None = Field(default=None, validation_alias=AliasChoices("time_zone", "timezone"))


class KindredUnit(UnitSection):
    """A unit of the generic list, which says its kind."""

    kind: Literal["cabinet", "department", "section"] = "department"


def _role(value: str) -> str:
    if value not in Role.values:
        raise refusal("is no role: {value} (they are {roles})", value=value, roles=", ".join(Role.values))
    return value


class PostSection(Section):
    role: Annotated[str, AfterValidator(_role)]
    title: Words
    unit: str | None = None
    units: list[str] = []


def load(profile: Profile) -> None:
    """The Cabinet, what it supervises, the Assistant Secretaries General, departments and further units."""
    cabinet = profile.one("cabinet", UnitSection, declares="unit")
    above = cabinet.value.code if cabinet else None
    found: list[tuple[Entry[UnitSection], str, str | None]] = [(cabinet, "cabinet", None)] if cabinet else []
    for section, parent in (
        ("departments_supervised_by_cabinet", above),
        ("assistant_secretaries_general", None),
        ("other_departments", None),
    ):
        found += [(e, "department", parent) for e in profile.entries(section, UnitSection, declares="unit")]
    for further in profile.entries("units", KindredUnit, declares="unit"):
        found.append((Entry(further.value, further.path), further.value.kind, None))
    parents = {entry.value.code: entry.value.parent or parent for entry, _kind, parent in found}
    for entry, _kind, _parent in found:
        check_place(profile, entry.value, entry.path)
    for circle in _circles(parents):
        entry = next(entry for entry, _kind, _parent in found if entry.value.code == circle[0])
        profile.complain(
            (*entry.path, "asg" if profile.at((*entry.path, "asg")) else "parent"),
            f"{circle[0]} would stand above itself: {' → '.join(circle)}",
        )
    if not profile.sound:
        return
    rows = [unit_row(profile, entry.value, kind, n) for n, (entry, kind, _parent) in enumerate(found)]
    keep_units(profile, rows, parents, _OF_THE_SEAT)
    profile.loaded["units"] = len(rows)


def check_place(profile: Profile, unit: UnitSection, path: Path) -> None:
    """Complain of a parent or a calendar that the file does not give."""
    profile.require("unit", unit.parent, (*path, "asg" if profile.at((*path, "asg")) else "parent"))
    profile.require("calendar", unit.calendar, (*path, "calendar"))


def unit_row(
    profile: Profile,
    unit: UnitSection,
    kind: str,
    order: int,
    country: str | None = None,
    city: Texts | None = None,
) -> Unit:
    """The row of a unit, open, with the calendar and time zone given to it or those of its country."""
    if profile.places is None:
        raise RuntimeError("the calendars are loaded before the units")
    return Unit(
        code=unit.code,
        name=unit.name,
        kind=kind,
        order=order,
        calendar=profile.places.calendar(unit.calendar, country),
        time_zone=profile.places.time_zone(unit.time_zone, country, city),
    )


def keep_units(
    profile: Profile, rows: list[Unit], parents: dict[str, str | None], kinds: tuple[str, ...]
) -> dict[str, Unit]:
    """Make or update the units, set what stands above them, close those of their kinds that are gone."""
    kept = {row.code: row for row in keep(rows, ["name", "kind", "order", "calendar", "time_zone", "closed_on"])}
    above = {unit.code: unit for unit in Unit.objects.filter(code__in=filter(None, parents.values()))}
    for code, unit in kept.items():
        unit.parent = above.get(parents.get(code) or "")
    Unit.objects.bulk_update(kept.values(), ["parent"])
    gone = Unit.objects.filter(kind__in=kinds, closed_on=None).exclude(code__in=kept)
    if closed := gone.update(closed_on=clock.today()):
        profile.loaded["units closed"] += closed
    return kept


def load_posts(profile: Profile) -> None:
    """Posts, known by unit, role and a title in common: one corrected in one language stays the same."""
    posts = profile.entries("posts", PostSection)
    wanted: list[tuple[str, PostSection]] = []
    for entry in posts:
        units = [*filter(None, [entry.value.unit]), *entry.value.units]
        if not units:
            profile.complain((*entry.path, "unit"), "is missing")
        profile.require("unit", entry.value.unit, (*entry.path, "unit"))
        for n, code in enumerate(entry.value.units):
            profile.require("unit", code, (*entry.path, "units", n))
        wanted += [(code, entry.value) for code in units]
    if not profile.sound:
        return
    unit_of = {unit.code: unit for unit in Unit.objects.all()}
    there = list(Post.objects.select_related("unit"))
    for code, post in wanted:
        same = (p for p in there if (p.unit.code, p.role) == (code, post.role) and p.title.items() & post.title.items())
        row = next(same, None) or Post(unit=unit_of[code], role=post.role)
        if row.title != post.title:
            row.title = post.title
            row.save()
        if row in there:
            there.remove(row)
    if wanted:
        profile.loaded["posts"] = len(wanted)


def _circles(parents: dict[str, str | None]) -> list[list[str]]:
    """Each circle of units once: ``["LEG", "POL", "LEG"]``."""
    circles: list[list[str]] = []
    settled: set[str] = set()
    for code in parents:
        chain = [code]
        while (above := parents.get(chain[-1])) and above not in settled and above not in chain:
            chain.append(above)
        if above in chain:
            circles.append([*chain[chain.index(above) :], above])
        settled.update(chain)
    return circles
