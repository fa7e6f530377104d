"""The profile of an organisation: one file, taken whole or not at all.

``apply`` is what operators call; ``load`` is the part of this app: the organisation, its calendars, holidays.
"""

from __future__ import annotations

import re
from pathlib import Path as File
from typing import Annotated

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from pydantic import AliasChoices, Field, StringConstraints

from diwan.organisation.keeping import keep
from diwan.organisation.models import Calendar, Holiday, Organisation
from diwan.organisation.places import Places
from diwan.organisation.profile_fields import Code, CountryCode, Days, Language, Section, Weekend, Words, Zone
from diwan.organisation.profile_file import Entry, Problem, Profile, ProfileError

__all__ = ["Problem", "Profile", "ProfileError", "apply", "load"]


class Headquarters(Section):
    city: Words | None = None
    country: CountryCode | None = None


class OrganisationSection(Section):
    code: Code | None = None
    name: Words
    acronym: Words
    official_languages: Annotated[list[Language], Field(min_length=1)]
    time_zone: Zone = Field(validation_alias=AliasChoices("time_zone", "timezone"))
    weekend: Weekend | None = None
    calendar: Code | None = None
    symbol: Annotated[str, StringConstraints(max_length=20)] | None = None
    fictional: bool = False
    headquarters: Headquarters = Headquarters()

    @property
    def known_as(self) -> str:
        """Its code; without one, the acronym in English or else in the first language."""
        return self.code or self.acronym.in_language("en")[0]


class Level(Section):
    code: Code
    rank: Annotated[int, Field(ge=0, le=3)]
    name: Words


class CalendarSection(Section):
    code: Code
    name: Words
    weekend: Weekend


class SeatWeek(Section):
    weekend: Weekend | None = None


class HolidaySection(Section):
    name: Words
    dates: list[Days]
    calendars: list[str] | None = None
    estimated: bool = False


def apply(file: File) -> Profile:
    """Take a profile whole, in one transaction: each part in ``settings.PROFILE_PARTS`` in turn.

    Gives the profile back, with what was loaded and what was not used. Loading again updates in place: codes
    are the identity, and nothing that has a code is deleted. Raises ProfileError with every problem found,
    having written nothing; OSError when there is no such file.
    """
    profile = Profile.read(file)
    with transaction.atomic():
        for part in settings.PROFILE_PARTS:
            import_string(part)(profile)
        if not profile.sound:
            raise ProfileError(profile.problems)
    if profile.places:
        profile.loaded["calendars"] = len(profile.places.calendars)
    return profile


def load(profile: Profile) -> None:
    """The organisation, its calendars and its holidays."""
    if "organisation" not in profile.data:
        near = [name for name in profile.data if name.startswith("organi")]
        profile.complain((near[0],) if near else (), "the section “organisation” is missing")
    organisation = profile.one("organisation", OrganisationSection)
    levels = profile.entries("confidentiality_levels", Level, declares="level of confidentiality")
    calendars = profile.entries("calendars", CalendarSection, declares="calendar")
    holidays = profile.entries("holidays", HolidaySection)
    week = profile.one("calendar", SeatWeek)
    if week:
        profile.remarks += [f"calendar.{key}" for key in profile.data["calendar"] if key != "weekend"]
    if organisation is None:
        return
    said = organisation.value
    if not re.fullmatch(r"\w[\w.\-]{0,19}", said.known_as):
        profile.complain((*organisation.path, "code"), "is needed where the acronym is no word of 20 letters")
    _only_this_one(profile, organisation)
    ranks = [level.value.rank for level in levels]
    for n, level in enumerate(levels):
        if level.value.rank in ranks[:n]:
            profile.complain((*level.path, "rank"), f"the rank {level.value.rank} stands twice")
    if len(set(said.official_languages)) < len(said.official_languages):
        profile.complain((*organisation.path, "official_languages"), "names a language twice")
    seat = said.calendar or said.headquarters.country or said.known_as
    rows = {e.value.code: Calendar(code=e.value.code, name=e.value.name, weekend=e.value.weekend) for e in calendars}
    weekend = said.weekend or (week.value.weekend if week else None)
    if seat not in profile.declared("calendar"):
        if weekend is None or said.calendar:
            missing = "names no calendar of this file" if said.calendar else "is missing, and there is no calendar"
            profile.complain((*organisation.path, "calendar" if said.calendar else "weekend"), missing)
        profile.declare("calendar", seat, organisation.path)
        rows[seat] = Calendar(code=seat, name=said.headquarters.city or said.name, weekend=weekend or [])
    elif seat in rows and weekend not in (None, rows[seat].weekend):
        profile.complain((*organisation.path, "weekend"), f"is not that of the calendar {seat}")
    for entry in holidays:
        for n, code in enumerate(entry.value.calendars or []):
            profile.require("calendar", code, (*entry.path, "calendars", n))
    profile.places = Places(profile, rows, seat, said.time_zone)
    if not profile.sound:
        return

    row = Organisation.objects.first() or Organisation(code=said.known_as)
    row.name, row.acronym, row.languages = said.name, said.acronym, said.official_languages
    row.time_zone, row.symbol, row.fictional = said.time_zone, said.symbol or said.known_as, said.fictional
    row.confidentiality = [level.value.model_dump() for level in sorted(levels, key=lambda e: e.value.rank)]
    row.save()
    keep(list(rows.values()), ["name", "weekend"])
    days = _keep_holidays(rows, seat, [e.value for e in holidays])
    profile.loaded.update({"organisation": 1, "calendars": len(rows), "holidays": days})


def _only_this_one(profile: Profile, organisation: Entry[OrganisationSection]) -> None:
    there = Organisation.objects.first()
    if there and there.code != organisation.value.known_as:
        key = "code" if organisation.value.code else "acronym"
        profile.complain(
            (*organisation.path, key),
            f"this house serves {there.code}; the file describes {organisation.value.known_as}. "
            "A house serves one organisation: start another one with a database of its own.",
        )


def _keep_holidays(calendars: dict[str, Calendar], seat: str, holidays: list[HolidaySection]) -> int:
    """Make the holidays of these calendars those of the file: a date that moved must not be off twice."""
    wanted = {
        (calendars[code].pk, *days): Holiday(
            calendar=calendars[code],
            name=holiday.name,
            start=days[0],
            end=days[1],
            estimated=holiday.estimated,
        )
        for holiday in holidays
        for days in holiday.dates
        for code in holiday.calendars or [seat]
    }
    for row in Holiday.objects.filter(calendar__in=calendars.values()):
        new = wanted.pop((row.calendar_id, row.start, row.end), None)
        if new is None:
            row.delete()
        elif (row.name, row.estimated) != (new.name, new.estimated):
            row.name, row.estimated = new.name, new.estimated
            row.save()
    Holiday.objects.bulk_create(wanted.values())
    return sum(len(holiday.dates) for holiday in holidays)
