"""This app's part of a profile: institutions and standing committees, each a unit that may owe work."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, Field, StringConstraints

from diwan.institutions.models import Institution
from diwan.kernel.multilingual import Texts
from diwan.organisation.keeping import keep
from diwan.organisation.profile import Profile
from diwan.organisation.profile_fields import Code, CountryCode, Section, WordsOrName, Year
from diwan.organisation.profile_file import Entry
from diwan.people.models import Unit
from diwan.people.profile import INSTITUTIONS_FROM, UnitSection, check_place, keep_units, unit_row


class Chair(Section):
    country: CountryCode | None = None


class InstitutionSection(UnitSection):
    code: Code = Field(validation_alias=AliasChoices("code", "acronym"))
    category: Annotated[str, StringConstraints(min_length=1, max_length=30)] = Field(
        validation_alias=AliasChoices("class", "category")
    )
    seat: WordsOrName | None = Field(default=None, validation_alias=AliasChoices("seat", "seat_city"))
    country: CountryCode | None = None
    founded: Year | None = Field(default=None, validation_alias=AliasChoices("founded", "year", "established"))
    legal_basis: Annotated[str, StringConstraints(max_length=200)] | None = Field(
        default=None, validation_alias=AliasChoices("legal_basis", "resolution")
    )
    chair: Chair = Chair()


class CommitteeSection(InstitutionSection):
    """A standing committee sits where its chair has its seat."""

    category: Annotated[str, StringConstraints(min_length=1, max_length=30)] = Field(
        default="standing_committee", validation_alias=AliasChoices("class", "category")
    )


def load(profile: Profile) -> None:
    """Standing committees, then the other institutions; each works by its own country's calendar."""
    found: list[Entry[InstitutionSection]] = []
    for section, model in (("standing_committees", CommitteeSection), ("institutions", InstitutionSection)):
        found += profile.entries(section, model, declares="unit")
    for entry in found:
        check_place(profile, entry.value, entry.path)
    if not profile.sound:
        return
    said = [entry.value for entry in found]
    country = {one.code: one.country or one.chair.country for one in said}
    rows = [
        unit_row(profile, one, Unit.Kind.INSTITUTION, INSTITUTIONS_FROM + n, country[one.code], one.seat)
        for n, one in enumerate(said)
    ]
    units = keep_units(profile, rows, {one.code: one.parent for one in said}, (Unit.Kind.INSTITUTION,))
    institutions = [
        Institution(
            unit=units[one.code],
            category=one.category,
            seat=one.seat or Texts(),
            country=country[one.code] or "",
            founded=one.founded,
            legal_basis=one.legal_basis or "",
        )
        for one in said
    ]
    keep(institutions, ["category", "seat", "country", "founded", "legal_basis"], by=["unit"])
    profile.loaded["institutions"] = len(institutions)
