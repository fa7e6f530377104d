"""This app's part of a profile: the registers and the patterns of their numbers."""

from __future__ import annotations

from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from diwan.organisation.keeping import keep
from diwan.organisation.profile import Profile
from diwan.organisation.profile_fields import Section, Words, refusal
from diwan.references.models import Register


def _pattern(pattern: str) -> str:
    """A pattern whose places are plain words, with ``serial`` among them, and that prints a number."""
    try:
        places = {name for _text, name, _spec, _conversion in Formatter().parse(pattern) if name is not None}
    except ValueError:
        raise refusal("is no pattern: {pattern}", pattern=pattern) from None
    if odd := sorted(name for name in places if not name.isidentifier()):
        raise refusal("has a place that is no plain word: {place}", place=odd[0])
    if "serial" not in places:
        raise refusal("has no place for the number: {place}", place="{serial}")
    numbers = {"serial": 1, "year": 2000}
    try:
        pattern.format(**{place: numbers.get(place, "X") for place in places})
    except (ValueError, KeyError):
        raise refusal("is no pattern: {pattern}", pattern=pattern) from None
    return pattern


class RegisterSection(Section):
    code: Annotated[str, StringConstraints(pattern=r"^[\w.\-]+$", max_length=40)]
    name: Words
    pattern: Annotated[str, StringConstraints(max_length=100), AfterValidator(_pattern)]
    yearly: bool = True


def load(profile: Profile) -> None:
    """Registers. One that begins anew each year prints the year, or its numbers would come twice."""
    found = profile.entries("registers", RegisterSection, declares="register")
    for entry in found:
        if entry.value.yearly and "{year" not in entry.value.pattern:
            profile.complain((*entry.path, "pattern"), "begins anew each year and has no place for it: {year}")
    if not profile.sound:
        return
    rows = [Register(**entry.value.model_dump()) for entry in found]
    keep(rows, ["name", "pattern", "yearly"])
    profile.loaded["registers"] = len(rows)
