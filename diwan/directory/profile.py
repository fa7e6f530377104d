"""This app's part of a profile: the states, and from when until when they belong to the organisation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AliasChoices, Field, StringConstraints

from diwan.directory.models import Membership, State
from diwan.kernel.multilingual import Texts
from diwan.organisation.keeping import keep
from diwan.organisation.profile import Profile
from diwan.organisation.profile_fields import CountryCode, Section, Words, Year
from diwan.organisation.profile_file import Entry


class Interval(Section):
    """One membership among several: memberships are suspended and resumed."""

    since: Year
    until: Year | None = None
    standing: Literal["member", "observer"] | None = None


class StateSection(Section):
    code: CountryCode = Field(validation_alias=AliasChoices("code", "iso2"))
    name: Words
    official_name: Words | None = None
    group: Annotated[str, StringConstraints(max_length=30)] | None = None
    since: Year | None = Field(default=None, validation_alias=AliasChoices("since", "joined"))
    memberships: list[Interval] | None = None

    @property
    def intervals(self) -> list[Interval]:
        """What is said of its membership, in order."""
        return self.memberships or ([Interval(since=self.since)] if self.since else [])


def load(profile: Profile) -> None:
    """Member and observer states with their intervals."""
    found: list[tuple[Entry[StateSection], str]] = []
    for section, standing, year in (
        ("member_states", "member", "joined"),
        ("observer_states", "observer", "since"),
    ):
        for entry in profile.entries(section, StateSection, declares="state"):
            found.append((entry, standing))
            _check(profile, entry, year)
    if not profile.sound:
        return
    rows = [
        State(code=one.code, name=one.name, official_name=one.official_name or Texts(), group=one.group or "")
        for one in (entry.value for entry, _standing in found)
    ]
    states = {state.code: state for state in keep(rows, ["name", "official_name", "group"])}
    wanted = {
        (states[entry.value.code].pk, interval.standing or standing, interval.since, interval.until)
        for entry, standing in found
        for interval in entry.value.intervals
    }
    _keep_memberships(list(states.values()), wanted)
    profile.loaded.update({"states": len(states), "memberships": len(wanted)})


def _check(profile: Profile, entry: Entry[StateSection], year: str) -> None:
    if not entry.value.intervals:
        profile.complain((*entry.path, year), "is missing")
    last: int | None = 0
    for n, interval in enumerate(entry.value.intervals):
        path = (*entry.path, "memberships", n)
        if interval.until is not None and interval.until < interval.since:
            profile.complain(path, "ends before it begins")
        if last is None or interval.since < last:
            profile.complain(path, "begins before the one above it has ended")
        last = interval.until


def _keep_memberships(states: list[State], wanted: set[tuple[int, str, int, int | None]]) -> None:
    """Make the intervals of these states those of the file: a corrected year must not count twice."""
    missing = set(wanted)
    for row in Membership.objects.filter(state__in=states):
        interval = (row.state_id, row.standing, row.since, row.until)
        if interval in missing:
            missing.remove(interval)
        else:
            row.delete()
    Membership.objects.bulk_create(
        Membership(state_id=state, standing=standing, since=since, until=until)
        for state, standing, since, until in sorted(missing, key=lambda interval: interval[:3])
    )
