"""This app's part of a profile: organs and the sessions they have held.

Sessions stand under ``sessions`` (each names its organ) or in a section of their own, called after the code
or symbol of the organ: ``cfm_sessions`` or ``summits`` for CFM and SUMMIT; there either as a list or as lists
of ``ordinary`` and ``extraordinary`` ones.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AliasChoices, Field, StringConstraints

from diwan.kernel.multilingual import Texts
from diwan.meetings.models import Organ, Session
from diwan.organisation.keeping import keep
from diwan.organisation.lined_yaml import Path
from diwan.organisation.profile import Profile
from diwan.organisation.profile_fields import Code, Day, Section, Words
from diwan.organisation.profile_file import Entry, written

_KINDS = ("ordinary", "extraordinary")
Short = Annotated[str, StringConstraints(max_length=20)]


class OrganSection(Section):
    code: Code
    name: Words
    symbol: Short | None = Field(default=None, validation_alias=AliasChoices("symbol", "symbol_code"))
    suffix: Short | None = None


class SessionSection(Section):
    number: Annotated[int, Field(ge=1, le=32767)] | None
    kind: Literal["ordinary", "extraordinary"] | None = None
    name: Words | None = None
    place: Words | None = None
    start: Day | None = None
    end: Day | None = None
    hijri_printed: Annotated[str, StringConstraints(max_length=100)] | None = Field(
        default=None, validation_alias=AliasChoices("hijri_printed", "hijri_published")
    )
    fictional: bool | None = None


class SessionOfOrgan(SessionSection):
    organ: str


def load(profile: Profile) -> None:
    """Organs in the order of the file, then their sessions."""
    organs = profile.entries("organs", OrganSection, declares="organ")
    held: list[tuple[str, int, bool, SessionSection]] = []
    for organ in organs:
        for section in _sections_of(organ.value):
            for path, kind in _lists(profile, section):
                for entry in profile.entries(path, SessionSection):
                    _hold(profile, held, organ.value.code, kind, entry)
    for session in profile.entries("sessions", SessionOfOrgan):
        profile.require("organ", session.value.organ, (*session.path, "organ"))
        _hold(profile, held, session.value.organ, None, Entry(session.value, session.path))
    suffixes = {organ.value.code: organ.value.suffix or _suffix(profile, organ.value) for organ in organs}
    if not profile.sound:
        return
    rows = [
        Organ(
            code=one.code, name=one.name, symbol=one.symbol or one.code, suffix=suffixes[one.code], order=n
        )
        for n, one in enumerate(organ.value for organ in organs)
    ]  # fmt: skip
    kept = {organ.code: organ for organ in keep(rows, ["name", "symbol", "suffix", "order"])}
    fictional = bool(profile.at(("organisation", "fictional")))
    sessions = [
        Session(
            organ=kept[organ],
            number=number,
            extraordinary=extraordinary,
            name=said.name or Texts(),
            place=said.place or Texts(),
            start=said.start,
            end=said.end,
            hijri_printed=said.hijri_printed or "",
            fictional=fictional if said.fictional is None else said.fictional,
        )
        for organ, number, extraordinary, said in held
    ]
    fields = ["name", "place", "start", "end", "hijri_printed", "fictional"]
    keep(sessions, fields, by=["organ", "number", "extraordinary"])
    profile.loaded.update({"organs": len(rows), "sessions": len(sessions)})


def _hold(
    profile: Profile, held: list[tuple[str, int, bool, SessionSection]], organ: str, kind: str | None,
    entry: Entry[SessionSection],
) -> None:  # fmt: skip
    said = entry.value
    if said.start and said.end and said.end < said.start:
        profile.complain((*entry.path, "end"), "is before the first day")
    if said.number is None:
        profile.remarks.append(f"{written(entry.path)} (a session without a number)")
        return
    extraordinary = (said.kind or kind) == "extraordinary"
    key = f"{'EX-' if extraordinary else ''}{organ}-{said.number}"
    profile.declare("session", key, (*entry.path, "number"))
    held.append((organ, said.number, extraordinary, said))


def _sections_of(organ: OrganSection) -> list[str]:
    """What a section of its sessions may be called."""
    stems = dict.fromkeys(word.lower().replace("-", "_") for word in (organ.code, organ.symbol) if word)
    return [name for stem in stems for name in (f"{stem}_sessions", f"{stem}s") if name != "organs"]


def _lists(profile: Profile, section: str) -> list[tuple[Path, str | None]]:
    """The lists of sessions in a section, with the kind that each holds."""
    given = profile.at((section,)) if section in profile.data else None
    if isinstance(given, dict):
        return [((section, kind), kind) for kind in _KINDS if kind in given]
    return [] if given is None else [((section,), None)]


def _suffix(profile: Profile, organ: OrganSection) -> str:
    """What its resolution numbers end with, as the section on the pattern of numbers says it."""
    key = f"{organ.code.lower()}_suffix"
    given = profile.data.get("resolution_number_pattern")
    found = given.get(key) if isinstance(given, dict) else None
    texts = Texts({k: v for k, v in found.items() if isinstance(v, str)}) if isinstance(found, dict) else Texts()
    return texts.in_language("en")[0][:20]
