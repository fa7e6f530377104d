"""Who is proposed to lead a mandate and why, said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diwan.people.models import Unit
from diwan.resolutions.lineage.because import isolated
from diwan.resolutions.models import Mandate

BECAUSE: dict[str, str | Promise] = {
    "lineage": _("it led %(of)s, which this renews"),
    "before": _("it led this mandate before"),
    "here": _("it was given %(times)s of %(all)s mandates of this resolution"),
    "resolution": _("it was given %(times)s of %(all)s mandates of %(of)s, which this resolution continues"),
    "subject": _("it was given %(of)s, in like words"),
    "asked": _("the text asks it"),
    "named": _("the text names it"),
    "matter": _("the text speaks of “%(words)s”"),
    "series": _("it usually leads the series %(of)s"),
}
"""Why a unit is proposed: codes of ``proposals``."""

BRIEF: dict[str, str | Promise] = {
    "lineage": _("as %(of)s"),
    "before": _("as before"),
    "here": _("as the resolution"),
    "resolution": _("as %(of)s"),
    "subject": _("as %(of)s"),
    "asked": _("asked in the text"),
    "named": _("named in the text"),
    "matter": _("“%(words)s”"),
    "series": _("series %(of)s"),
}
"""The same in a word or two, for a line of a list."""

WORDS = ("words",)
"""Particulars that are words of a text; the others are numbers."""


@dataclass(frozen=True)
class Proposed:
    """A unit that is proposed, and each reason in a few words."""

    unit: Unit
    because: list[str]


def proposed(mandate: Mandate, units: Mapping[int, Unit] | None = None) -> list[Proposed]:
    """The proposal and, after it, whoever else something speaks for; nothing for one that is led or has none.

    ``units``: those that are read already; without them they are read, in one query at most.
    """
    lead = mandate.proposed_unit
    if lead is None or mandate.lead_id is not None:
        return []
    reasons: dict[int, list[Mapping[str, Any]]] = {lead.pk: []}
    for reason in mandate.proposed_because:
        reasons.setdefault(reason.get("unit", lead.pk), []).append(reason)
    others = [pk for pk in reasons if pk != lead.pk]
    if units is None and others:
        units = Unit.objects.filter(closed_on=None).in_bulk(others)
    known = {**(units or {}), lead.pk: lead}
    return [
        Proposed(known[pk], [said(reason) for reason in found if _code(reason) in BECAUSE])
        for pk, found in reasons.items()
        if pk in known
    ]


@dataclass
class Group:
    """Mandates that one unit leads, or is proposed to lead, each with the reason in a word or two."""

    led_by: Unit | None
    proposed: Unit | None
    mandates: list[tuple[Mandate, str]] = field(default_factory=list)


def grouped(mandates: Iterable[Mandate]) -> list[Group]:
    """Mandates by who leads them or should, in the order in which each unit first appears."""
    found: dict[tuple[Unit | None, Unit | None], Group] = {}
    for mandate in mandates:
        lead = mandate.lead.unit if mandate.lead else None
        named = None if lead else mandate.proposed_unit
        group = found.setdefault((lead, named), Group(lead, named))
        group.mandates.append((mandate, brief(mandate) if named else ""))
    return list(found.values())


def said(reason: Mapping[str, Any]) -> str:
    """A reason in a sentence."""
    return _put(BECAUSE, reason)


def brief(mandate: Mandate) -> str:
    """The first reason of the proposal in a word or two; empty where none is kept."""
    own: Iterable[Mapping[str, Any]] = (
        reason
        for reason in mandate.proposed_because
        if reason.get("unit", mandate.proposed_unit_id) == mandate.proposed_unit_id
    )
    return next((_put(BRIEF, reason) for reason in own if _code(reason) in BRIEF), "")


def _code(reason: Mapping[str, Any]) -> str:
    code = str(reason.get("code", ""))
    return "here" if code == "resolution" and reason.get("here") else code


def _put(sentences: Mapping[str, str | Promise], reason: Mapping[str, Any]) -> str:
    shown = {key: f"\u2068{value}\u2069" if key in WORDS else isolated(value) for key, value in reason.items()}
    return str(sentences[_code(reason)]) % {"of": "", "words": "", "times": "", "all": "", **shown}
