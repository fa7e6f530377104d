"""This app's part of a profile: the filing plan, its classes and how long what is in each is kept."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from diwan.correspondence.models import FileClass
from diwan.kernel import clock
from diwan.organisation.keeping import keep
from diwan.organisation.profile import Profile
from diwan.organisation.profile_fields import Section, Words


class ClassSection(Section):
    code: Annotated[str, StringConstraints(pattern=r"^\w[\w.\-]*$", max_length=30)]
    title: Words
    parent: str | None = None
    years: Annotated[int, Field(ge=1, le=200)] | None = None
    disposal: Literal["permanent", "review", "destroy"] | None = None


def load(profile: Profile) -> None:
    """The classes. One that says nothing of keeping is kept as the one above it."""
    found = profile.entries("file_plan", ClassSection, declares="class of the filing plan")
    for entry in found:
        if entry.value.parent:
            profile.require("class of the filing plan", entry.value.parent, (*entry.path, "parent"))
    sections = {entry.value.code: entry.value for entry in found}
    kept = {code: _kept(code, sections) for code in sections}
    for entry in found:
        years, disposal = kept[entry.value.code]
        if _circular(entry.value.code, sections):
            profile.complain((*entry.path, "parent"), "stands above itself")
        elif disposal is None:
            profile.complain(
                (*entry.path, "disposal"), "is missing, and no class above says it: permanent, review or destroy"
            )
        elif disposal == "permanent" and entry.value.years:
            profile.complain((*entry.path, "years"), "should not be there where it is kept for good")
        elif disposal != "permanent" and years is None:
            profile.complain((*entry.path, "years"), "is missing: how long it is kept before that")
    if not profile.sound or not found:
        return
    rows = [
        FileClass(
            code=one.code, title=one.title, years=None if disposal == "permanent" else years, disposal=disposal or ""
        )
        for one in sections.values()
        for years, disposal in [kept[one.code]]
    ]
    classes = {one.code: one for one in keep(rows, ["title", "years", "disposal", "closed_on"])}
    for code, section in sections.items():
        classes[code].parent = classes[section.parent] if section.parent else None
    FileClass.objects.bulk_update(classes.values(), ["parent"])
    _close(set(classes))
    profile.loaded["file classes"] = len(classes)


def _circular(code: str, sections: dict[str, ClassSection]) -> bool:
    seen: set[str] = set()
    above: str | None = code
    while above in sections and above not in seen:
        seen.add(above)
        above = sections[above].parent
    return above in seen


def _kept(code: str, sections: dict[str, ClassSection]) -> tuple[int | None, str | None]:
    """How long and what then: its own words, else those of the classes above it."""
    years, disposal, seen = None, None, set()
    above: str | None = code
    while above in sections and above not in seen and disposal is None:
        seen.add(above)
        one = sections[above]
        years, disposal, above = years or one.years, one.disposal, one.parent
    return years, disposal


def _close(codes: set[str]) -> None:
    """Nothing new goes into a class that is no longer in the file; what lies in it stays."""
    FileClass.objects.exclude(code__in=codes).filter(closed_on=None).update(closed_on=clock.today())
