"""How often the right lead unit is proposed: `DATABASE_URL=… python -m bench.proposals` over a seeded database.

The known lead of each mandate that was given is hidden and proposed again from what is left, in two ways:

- *one*: only this mandate is hidden, as when a clerk gives the last of a resolution;
- *whole*: the leads of all mandates of its resolution and of later sessions are hidden, as on the day of adoption.

Beside it what each source alone would say, and the baseline: the lead of the series, always. Nothing is written.
"""

import os
from collections import Counter, defaultdict

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diwan.config.settings")

import django

django.setup()

from diwan.assignments.models import Assignment  # noqa: E402  (after setup)
from diwan.resolutions import proposals  # noqa: E402
from diwan.resolutions.lineage import carrying  # noqa: E402
from diwan.resolutions.models import Mandate  # noqa: E402

SOURCES = ("lineage", "resolution", "subject", "asked", "named", "matter", "series")


def known_leads() -> dict[int, int]:
    """The unit each mandate was given to last, returned ones left out."""
    rows = Assignment.objects.filter(record_type=carrying.LABEL, role=Assignment.Role.LEAD)
    rows = rows.exclude(state=Assignment.State.RETURNED).order_by("record_id", "-pk").distinct("record_id")
    return dict(rows.values_list("record_id", "unit"))


def main() -> None:
    leads = known_leads()
    mandates = list(
        Mandate.objects.filter(pk__in=leads).select_related(
            "paragraph", "resolution__session__organ", "resolution__series__lead",
            "resolution__follows__session__organ", "resolution__follows__series",
        ).order_by("resolution__session__start", "pk")
    )  # fmt: skip
    renewing = carrying.ancestors(leads)
    print(
        f"{len(mandates)} mandates with a known lead, {len(set(leads.values()))} units; {len(renewing)} renew an earlier one"
    )
    for way in ("one", "whole"):
        print(f"\n{way} hidden:          top 1   top 3   answers")
        measure(way, mandates, leads, renewing)


def measure(way: str, mandates: list[Mandate], leads: dict[int, int], renewing: dict[int, list[Mandate]]) -> None:
    """One table: each source alone, all together, and the baseline."""
    first: Counter[str] = Counter()
    three: Counter[str] = Counter()
    said: Counter[str] = Counter()
    continued: Counter[str] = Counter()
    proposers: dict[int, proposals.Proposer] = {}
    for mandate in mandates:
        if way == "one":
            proposer = proposals.Proposer(hidden=[mandate.pk])
            hidden = {mandate.pk}
        else:
            key = mandate.resolution_id
            start = mandate.resolution.session.start
            hidden = {m.pk for m in mandates if m.resolution_id == key or m.resolution.session.start > start}
            proposer = proposers.setdefault(key, proposals.Proposer(hidden=hidden))
        right = leads[mandate.pk]
        row = ranked(
            mandate,
            proposer,
            [leads[m.pk] for m in renewing.get(mandate.pk, []) if m.pk in leads and m.pk not in hidden],
        )
        row["baseline: series always"] = [mandate.resolution.series.lead_id] if mandate.resolution.series else []
        for source, units in row.items():
            said[source] += bool(units)
            first[source] += units[:1] == [right]
            three[source] += right in units[:3]
        group = "continued" if mandate.resolution.follows_id else "without a predecessor"
        continued[group] += 1
        continued[f"{group}, right"] += row["together"][:1] == [right]
    for source in (*SOURCES, "together", "baseline: series always"):
        print(
            f"  {source:<24} {first[source] / len(mandates):6.1%}  {three[source] / len(mandates):6.1%}  {said[source]:>5} of {len(mandates)}"
        )
    for group in ("continued", "without a predecessor"):
        print(f"  together, {group}: {continued[group + ', right']} of {continued[group]} right")


def ranked(mandate: Mandate, proposer: proposals.Proposer, ancestors: list[int]) -> dict[str, list[int]]:
    """The units in order of strength, for each source alone and together as the system proposes them."""
    strength: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for unit, weight, reason in proposer._evidence(mandate):
        strength[reason["code"]][unit] += weight
    found = {code: sorted(units, key=lambda unit: -units[unit]) for code, units in strength.items()}
    found["lineage"] = ancestors[:1]
    together = [candidate.unit.pk for candidate in proposer.candidates(mandate)]
    found["together"] = list(dict.fromkeys([*ancestors[:1], *together]))
    return found


if __name__ == "__main__":
    main()
