"""This app's part of a profile, once the units are known: correspondents and formulas of courtesy.

What the office has changed by hand stays as it is, field by field: the file says what a house begins with.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from django.db import transaction
from pydantic import AfterValidator, Field, StringConstraints

from diwan.clearance.ranks import Rank
from diwan.directory.enrolment import CARDS
from diwan.directory.models import Correspondent, Formula, State
from diwan.kernel.multilingual import Texts
from diwan.organisation.keeping import keep
from diwan.organisation.profile import Profile
from diwan.organisation.profile_fields import Code, CountryCode, Language, Section, Words, refusal
from diwan.people.models import Unit
from diwan.search.reader import index_records

Kind = Correspondent.Kind
RANKS = {rank.name.lower(): rank for rank in Rank}


def _one_of(choices: Any, called: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in choices:
            raise refusal(
                "is no {called}: {value} (they are {choices})", called=called, value=value, choices=", ".join(choices)
            )
        return value

    return AfterValidator(check)


def _places(texts: Texts) -> Texts:
    for text in texts.values():
        for place in re.findall(r"\{(.*?)\}", text):
            if place not in Formula.PLACES:
                raise refusal(
                    "has an unknown place: {place} (they are {places})", place=place, places=", ".join(Formula.PLACES)
                )
    return texts


KindName = Annotated[str, _one_of(Kind.values, "kind of correspondent")]
RankName = Annotated[str, _one_of(RANKS, "rank")]
Said = Annotated[Words, AfterValidator(_places)]
Line = Annotated[str, _one_of(Formula.Line.values, "line of an address")]


class CorrespondentSection(Section):
    kind: KindName
    name: Words
    code: Code | None = None
    state: CountryCode | None = None
    rank: RankName | None = None
    language: Language | None = None
    address: Words | None = None
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] = ""
    fax: Annotated[str, StringConstraints(max_length=40)] = ""
    channel: Annotated[str, _one_of(Correspondent.Channel.values, "channel")] = Correspondent.Channel.POST
    salutation: Words | None = None
    courtesy: Said | None = None
    aliases: list[str] = []
    domains: list[str] | None = None

    @property
    def known_as(self) -> str:
        """Its code; without one, its state and kind."""
        return self.code or f"{self.state}-{self.kind}"


class FormulaSection(Section):
    paper: Annotated[str, _one_of(Formula.Paper.values, "paper")]
    kinds: list[KindName] = [""]
    rank: RankName | None = None
    signed: Annotated[str, _one_of(Formula.Signed.values, "way of signing")] = Formula.Signed.SIGNATURE
    lines: Annotated[list[Line], Field(min_length=1)] = [Formula.Line.NAME, Formula.Line.ADDRESS]
    sender: Words | None = None
    everyone: Words | None = None
    style: Said | None = None
    salutation: Said | None = None
    opening: Said | None = None
    closing: Said | None = None
    courtesy: Said | None = None


def load_letters(profile: Profile) -> None:
    """With whom letters are exchanged, one for each institution and office besides; then the formulas."""
    listed = profile.entries("correspondents", CorrespondentSection)
    for entry in listed:
        if not entry.value.code and not entry.value.state:
            profile.complain((*entry.path, "code"), "is missing (or a state)")
            continue
        profile.declare("correspondent", entry.value.known_as, entry.path)
        profile.require("state", entry.value.state, (*entry.path, "state"))
    formulas = profile.entries("formulas", FormulaSection)
    for formula in formulas:
        said = formula.value
        for kind in said.kinds:
            profile.declare("formula", f"{said.paper}/{kind or 'any'}/{said.rank or 'any'}", formula.path)
        if said.paper == Formula.Paper.NOTE_VERBALE and said.signed != Formula.Signed.INITIALS:
            profile.complain((*formula.path, "signed"), "must be initials for a note verbale")
    if not profile.sound:
        return
    _keep_correspondents(profile, [entry.value for entry in listed])
    _keep_formulas(profile, [entry.value for entry in formulas])


def _keep_correspondents(profile: Profile, listed: list[CorrespondentSection]) -> None:
    states = {state.code: state for state in State.objects.all()}
    wanted = {said.known_as: _facts(profile, said, states) for said in listed}
    units = Unit.objects.filter(kind__in=[Unit.Kind.OFFICE, Unit.Kind.INSTITUTION], closed_on=None)
    wanted |= {f"unit:{unit.code}": _facts_of_unit(profile, unit) for unit in units}
    there = {row.code: row for row in Correspondent.objects.filter(code__in=wanted)}
    new, changed = [], []
    for code, facts in wanted.items():
        row = there.get(code)
        if row is None:
            new.append(Correspondent(code=code, automatic=True, **facts))
            continue
        differs = [field for field in facts if field not in row.touched and getattr(row, field) != facts[field]]
        for field in differs:
            setattr(row, field, facts[field])
        if differs:
            changed.append(row)
    for row in [*new, *changed]:
        row.prepare()
    new = Correspondent.objects.bulk_create(new)
    Correspondent.objects.bulk_update(changed, [*Correspondent.FIELDS, "folded"])
    # once it is certain; an index that cannot be written now does not undo the profile
    transaction.on_commit(lambda: index_records(CARDS[0], [*new, *changed]), robust=True)
    profile.loaded["correspondents"] = len(wanted)


def _facts(profile: Profile, said: CorrespondentSection, states: dict[str, State]) -> dict[str, Any]:
    at_the_seat = said.kind == Kind.MISSION and said.address is None
    address = profile.at(("organisation", "headquarters", "city")) if at_the_seat else said.address
    return {
        "kind": said.kind,
        "country": states.get(said.state or ""),
        "name": said.name,
        "rank": RANKS[said.rank] if said.rank else Correspondent.RANKS.get(said.kind, Rank.ROUTINE),
        "language": said.language or profile.languages[0],
        "address": Texts(address if isinstance(address, dict) else {}),
        "email": said.email,
        "fax": said.fax,
        "channel": said.channel,
        "salutation": said.salutation or Texts(),
        "courtesy": said.courtesy or Texts(),
        "aliases": said.aliases,
        "domains": said.domains if said.domains is not None else [said.email.rpartition("@")[2]] if said.email else [],
    }


def _facts_of_unit(profile: Profile, unit: Unit) -> dict[str, Any]:
    """An institution is known by its acronym also; the code of an office is no word that a letter would bear."""
    institution = unit.kind == Unit.Kind.INSTITUTION
    return {
        "kind": Kind.INSTITUTION if institution else Kind.OFFICE,
        "unit": unit,
        "name": unit.name,
        "rank": Rank.ROUTINE,
        "language": "en" if "en" in profile.languages else profile.languages[0],
        "channel": Correspondent.Channel.EMAIL,
        "aliases": [unit.code] if institution else [],
    }


def _keep_formulas(profile: Profile, said: list[FormulaSection]) -> None:
    """Make the formulas those of the file, but for those that were changed by hand."""
    wanted = {
        (one.paper, kind, RANKS[one.rank].value if one.rank else None, language): one
        for one in said
        for kind in one.kinds
        for language in profile.languages
    }
    rows = {(row.paper, row.kind, row.rank, row.language): row for row in Formula.objects.all()}
    gone = [row.pk for key, row in rows.items() if key not in wanted and not row.by_hand]
    made = [
        Formula(
            paper=paper, kind=kind, rank=rank, language=language, lines=one.lines, signed=one.signed,
            **{text: (getattr(one, text) or {}).get(language, "") for text in Formula.TEXTS},
        )
        for (paper, kind, rank, language), one in wanted.items()
        if not getattr(rows.get((paper, kind, rank, language)), "by_hand", False)
    ]  # fmt: skip
    Formula.objects.filter(pk__in=gone).delete()
    keep(made, [*Formula.TEXTS, "lines", "signed"], by=["paper", "kind", "rank", "language"])
    if wanted:
        profile.loaded["formulas"] = len(wanted)
