"""This app's part of a profile: the circuits of the house and the checklist of the gate.

What the office has changed on its pages stays: a circuit that exists is not laid anew.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from diwan.clearance.models import Circuit, Point, SigningOffice
from diwan.clearance.models.circuit import NOT_ASKED
from diwan.clearance.policies import NEVER_SILENT
from diwan.clearance.ranks import Rank
from diwan.kernel import clock
from diwan.organisation.keeping import keep
from diwan.organisation.profile import Profile
from diwan.organisation.profile_fields import Section, Words, refusal
from diwan.people.models import Unit, machine
from diwan.people.roles import Role

Papers = list[Literal["letter", "note_verbale", "circular", "memorandum", "cable"]]
RANKS = {"routine": Rank.ROUTINE, "representative": Rank.REPRESENTATIVE, "minister": Rank.MINISTER, "head": Rank.HEAD}
Code = Annotated[str, StringConstraints(pattern=r"^[\w.\-]+$", max_length=40)]


def _role(value: str) -> str:
    if value and value not in Role.values:
        raise refusal("is no role: {value} (they are {roles})", value=value, roles=", ".join(Role.values))
    return value


def _seated(value: str) -> str:
    if value in NOT_ASKED:
        raise refusal("is never asked for a visa: {value}", value=value)
    return _role(value)


class SeatSection(Section):
    """Who sits in a stage: one of unit, role, units concerned."""

    unit: str | None = None
    role: Annotated[str, AfterValidator(_seated)] = ""
    concerned: bool = False
    task: Literal["concur", "clear", "check_law", "check_cabinet", "inform"] = "concur"
    days: Annotated[int, Field(ge=1, le=60)] = 2
    silence: Literal["waits", "escalates", "consents"] = "waits"
    must: bool = True


class StageSection(Section):
    name: Words
    seats: list[SeatSection]


class CircuitSection(Section):
    code: Code
    name: Words
    papers: Papers
    stages: list[StageSection]


class PointSection(Section):
    code: Code
    about: Literal["rules", "directives", "authority", "form"]
    question: Words
    help: Words | None = None
    task: Literal["concur", "clear", "check_law", "check_cabinet", "inform"] = "check_cabinet"
    papers: Papers = []


class SignatorySection(Section):
    """An office that signs by itself up to somebody."""

    role: Annotated[str, AfterValidator(_role)]
    papers: Papers
    up_to: Literal["routine", "representative", "minister", "head"]
    level: Annotated[int, Field(ge=0, le=3)] = 1
    basis: Annotated[str, StringConstraints(min_length=1, max_length=200)]


def load(profile: Profile) -> None:
    """Circuits, points, and the offices that sign by themselves. A circuit known already keeps what the office made of it."""
    circuits = profile.entries("circuits", CircuitSection, declares="circuit")
    points = profile.entries("checklist", PointSection, declares="point")
    offices = profile.entries("signatories", SignatorySection)
    for office in offices:
        if office.value.role in (Role.SECRETARY_GENERAL, Role.ADMINISTRATOR):
            profile.complain((*office.path, "role"), "needs no entry here, or may have none")
    for entry in circuits:
        for n, stage in enumerate(entry.value.stages):
            for k, seat in enumerate(stage.seats):
                path = (*entry.path, "stages", n, "seats", k)
                profile.require("unit", seat.unit, (*path, "unit"))
                if sum([bool(seat.unit), bool(seat.role), seat.concerned]) != 1:
                    profile.complain(path, "names one of these: unit, role, concerned")
                if seat.silence == "consents" and seat.task in NEVER_SILENT:
                    profile.complain((*path, "silence"), "silence never counts as consent here")
    if not profile.sound:
        return
    _keep_circuits([entry.value for entry in circuits])
    rows = [
        Point(
            code=one.code, order=n, about=one.about, question=one.question, help=one.help or {}, task=one.task,
            papers=one.papers, dropped_on=None,
        )
        for n, one in enumerate(entry.value for entry in points)
    ]  # fmt: skip
    keep(rows, ["order", "about", "question", "help", "task", "papers", "dropped_on"])
    Point.objects.exclude(code__in=[row.code for row in rows]).filter(dropped_on__isnull=True).update(
        dropped_on=clock.today()
    )
    _keep_offices([entry.value for entry in offices])
    profile.loaded.update({"circuits": len(circuits), "points of the checklist": len(rows)})


def _keep_offices(found: list[SignatorySection]) -> None:
    rows = [
        SigningOffice(role=one.role, papers=one.papers, up_to=RANKS[one.up_to], level=one.level, basis=one.basis)
        for one in found
    ]
    keep(rows, ["papers", "up_to", "level", "basis"], by=["role"])
    SigningOffice.objects.exclude(role__in=[row.role for row in rows]).delete()


def _keep_circuits(found: list[CircuitSection]) -> None:
    known = set(Circuit.objects.values_list("code", flat=True))
    units = {unit.code: unit for unit in Unit.objects.all()}
    for order, one in enumerate(found):
        if one.code in known:
            continue
        circuit = Circuit.objects.create(code=one.code, name=one.name, papers=one.papers, order=order)
        circuit.lay(
            [
                {
                    "name": stage.name,
                    "seats": [
                        {
                            "unit": units[seat.unit] if seat.unit else None, "role": seat.role,
                            "co_units": seat.concerned, "task": seat.task, "days": seat.days,
                            "silence": seat.silence, "must": seat.must,
                        }
                        for seat in stage.seats
                    ],
                }
                for stage in one.stages
            ]
        )  # fmt: skip
        circuit.track("set_up", by=machine(), code=one.code)
