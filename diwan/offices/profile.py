"""This app's part of a profile: external offices, each a unit with hours of its own."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from diwan.offices.models import Office
from diwan.organisation.keeping import keep
from diwan.organisation.profile import Profile
from diwan.organisation.profile_fields import CountryCode, Words
from diwan.people.models import Unit
from diwan.people.profile import OFFICES_FROM, UnitSection, check_place, keep_units, unit_row


class OfficeSection(UnitSection):
    kind: Annotated[str, StringConstraints(min_length=1, max_length=30)]
    city: Words
    country: CountryCode | None = None


def load(profile: Profile) -> None:
    """External offices. Under the Cabinet, which supervises them, unless the file says under whom."""
    found = profile.entries("external_offices", OfficeSection, declares="unit")
    for entry in found:
        check_place(profile, entry.value, entry.path)
    if not profile.sound:
        return
    said = [entry.value for entry in found]
    rows = [
        unit_row(profile, one, Unit.Kind.OFFICE, OFFICES_FROM + n, one.country, one.city) for n, one in enumerate(said)
    ]
    cabinet = profile.at(("cabinet", "code"))
    units = keep_units(profile, rows, {one.code: one.parent or cabinet for one in said}, (Unit.Kind.OFFICE,))
    offices = [
        Office(unit=units[one.code], kind=one.kind, city=one.city, country=one.country or "") for one in said
    ]  # fmt: skip
    keep(offices, ["kind", "city", "country"], by=["unit"])
    profile.loaded["external offices"] = len(offices)
