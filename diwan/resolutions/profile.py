"""This app's part of a profile: the series of resolutions, their older letters, and who usually leads."""

from __future__ import annotations

from pydantic import ConfigDict

from diwan.organisation.keeping import keep
from diwan.organisation.profile import Profile
from diwan.organisation.profile_fields import Code, Section, Words
from diwan.people.models import Unit
from diwan.resolutions.models import Series


class SeriesSection(Section):
    """A series. Letters in another script stand under ``arabic_sigla`` (any ``*_sigla``), parted by /."""

    model_config = ConfigDict(extra="allow")

    code: Code
    name: Words
    lead: str | None = None
    also: list[str] = []
    older: list[str] = []
    number_suffix: str | None = None

    @property
    def letters(self) -> list[str]:
        """Every other way of writing its code."""
        sigla = [v for k, v in (self.model_extra or {}).items() if k.endswith("_sigla") and isinstance(v, str)]
        written = [
            *self.also,
            *self.older,
            self.number_suffix or "",
            *(part for s in sigla for part in s.split("/")),
        ]
        return [one for one in dict.fromkeys(map(str.strip, written)) if one and one != self.code]


def load(profile: Profile) -> None:
    """Series of resolutions. Letters that two of them claim would make a number ambiguous."""
    found = profile.entries("resolution_series", SeriesSection, declares="series")
    owners = {code.casefold(): code for code in profile.declared("series")}
    for entry in found:
        profile.require("unit", entry.value.lead, (*entry.path, "lead"))
        for letters in entry.value.letters:
            owner = owners.setdefault(letters.casefold(), entry.value.code)
            if owner != entry.value.code:
                profile.complain(entry.path, f"“{letters}” is already the series {owner}")
    if not profile.sound:
        return
    units = {unit.code: unit for unit in Unit.objects.all()}
    rows = [
        Series(code=one.code, name=one.name, also=one.letters, lead=units[one.lead] if one.lead else None)
        for one in (entry.value for entry in found)
    ]
    keep(rows, ["name", "also", "lead"])
    profile.loaded["series of resolutions"] = len(rows)
